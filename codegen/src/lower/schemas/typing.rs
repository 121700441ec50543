//! The type of a meet: which construct it is, and where its definition goes.

use super::facts::Facts;
use super::kinds::Kinds;
use super::meet::{Facet, Meet, Part};
use super::union::UnionPlan;
use super::{Known, SchemaLowering, Site};
use crate::diag::{Code, Diagnostic, Place};
use crate::ir::{CoverageKind, CoverageNote, Docs, NameSource, Object, Part as TypePart, Shape, Type, TypeDef, TypeId};
use crate::openapi::SchemaId;

/// So deep lists, maps and unions are nested in one expression; what is deeper gets a definition of its own.
const DEEPEST: usize = 64;

/// What a definition belongs to, if one has to be made.
#[derive(Debug, Clone)]
pub(super) enum Owner {
    /// Another type.
    Part(TypeId, TypePart),
    /// An operation.
    Site(Site),
}

/// Where the result of typing goes.
#[derive(Debug, Clone)]
pub(super) enum Dest {
    /// Into this definition, if it needs one.
    Component(TypeId),
    /// Into a definition that is made if it is needed.
    New(Owner),
}

/// The body of a definition, to be made when its turn comes.
pub(super) enum Body<'d> {
    /// A struct.
    Object(Facts<'d>),
    /// One of several types.
    Union(UnionPlan),
    /// Objects of which several may hold at once.
    AnyObjects(Vec<Meet>),
    /// A parent and all that extend it.
    Family(SchemaId),
    /// A list with positions.
    Tuple(Facts<'d>),
    /// An expression that was too deep for its place.
    Alias(Meet),
}

impl<'d> SchemaLowering<'d> {
    /// The type of a meet; a definition that has to be made for it belongs to `owner`.
    pub(super) fn ty_of(&mut self, meet: &Meet, owner: &Owner) -> Type {
        if meet.kinds.is_empty() {
            return self.unsatisfiable(meet, owner);
        }
        let heads = self.heads(meet, None);
        if self.is_anything(meet, &heads) {
            return self.anything(meet, "schema");
        }
        if meet.kinds.is_nullable() {
            if self.is_only_null(&heads, None) {
                return Type::Null;
            }
            return self.ty_of(&meet.limited(Kinds::ALL.non_null()), owner).or_null();
        }
        if let [Part::Schema(id, facet)] = heads.as_slice()
            && let Some(ty) = self.component_ty(*id, *facet, meet.kinds)
        {
            return ty;
        }
        let key = Meet { parts: heads, kinds: meet.kinds };
        let ty = self.remembered(key, meet, owner);
        self.note_rounding(&ty, meet);
        ty
    }

    /// Types a meet once. If it is met again inside itself before it is done, it gets a definition.
    pub(super) fn remembered(&mut self, key: Meet, meet: &Meet, owner: &Owner) -> Type {
        match self.known.get(&key) {
            Some(Known::Done(ty)) => return ty.clone(),
            Some(Known::Pending(Some(id))) => return Type::Named(*id),
            Some(Known::Pending(None)) => {
                let id = self.define(owner, &key, meet);
                self.known.insert(key, Known::Pending(Some(id)));
                return Type::Named(id);
            }
            None => {}
        }
        if self.depth >= DEEPEST {
            let id = self.define(owner, &key, meet);
            self.known.insert(key, Known::Done(Type::Named(id)));
            self.queue.push_back((id, Body::Alias(meet.clone())));
            return Type::Named(id);
        }
        if key.parts.len() > 1 && self.types.len() > self.most_types {
            return self.too_many(meet, owner);
        }
        self.known.insert(key.clone(), Known::Pending(None));
        self.depth += 1;
        let mut ty = self.realize(&key, meet, &Dest::New(owner.clone()));
        self.depth -= 1;
        if let Some(Known::Pending(Some(id))) = self.known.get(&key) {
            let id = *id;
            self.set_shape(id, Shape::Alias(ty));
            ty = Type::Named(id);
        }
        self.known.insert(key, Known::Done(ty.clone()));
        ty
    }

    /// Recursion through `allOf` can ask for the meets of all combinations of schemas. Then the last part alone counts.
    fn too_many(&mut self, meet: &Meet, owner: &Owner) -> Type {
        self.not_carried(
            meet,
            "So many combinations of `allOf` are needed that only the last part of this one counts.",
        );
        let last = meet.parts.last().cloned().filter(|_| meet.parts.len() > 1);
        match last {
            Some(part) => {
                let last = self.meet(vec![part]).limited(meet.kinds);
                self.ty_of(&last, owner)
            }
            None => self.anything(meet, "allOf"),
        }
    }

    fn not_carried(&mut self, meet: &Meet, message: &str) {
        let remedy = "Write the schema with fewer parts.";
        self.diagnostics.push(Diagnostic::new(Code::NotCarried, &self.place_of(meet), message, remedy));
    }

    /// Types a meet that is not null and no mere reference. `key` is `meet` stripped to its heads.
    pub(super) fn realize(&mut self, key: &Meet, meet: &Meet, dest: &Dest) -> Type {
        let kinds = key.kinds;
        if kinds == Kinds::NULL {
            return Type::Null;
        }
        if let [Part::Schema(id, Facet::Whole)] = key.parts.as_slice()
            && self.inheritance.is_parent(*id)
            && kinds == Kinds::OBJECT
        {
            return self.queued(key, meet, dest, Body::Family(*id));
        }
        let facts = self.facts(&key.parts, kinds);
        if facts.never.is_some() {
            return self.unsatisfiable(meet, &Self::inner(dest, TypePart::NonNull));
        }
        if facts.cut {
            self.not_carried(meet, "More schemas apply to this value than are looked at. Some are left out.");
        }
        if let Some(ty) = self.custom_format(&facts, kinds) {
            return ty;
        }
        if let Some(ty) = self.enumeration(&facts, key, meet, dest) {
            return ty;
        }
        if !facts.groups.is_empty()
            && let Some(ty) = self.choice_ty(&facts, key, meet, dest)
        {
            return ty;
        }
        if let Some(split) = split(kinds) {
            let branches = split.into_iter().map(|kinds| key.limited(kinds)).collect();
            return self.union(branches, false, None, key, meet, dest);
        }
        if kinds == Kinds::OBJECT {
            return self.object_ty(facts, key, meet, dest);
        }
        if kinds == Kinds::ARRAY {
            return self.array_ty(facts, key, meet, dest);
        }
        self.scalar(&facts, kinds)
    }

    /// The definition for `dest`, its body to be made later.
    pub(super) fn queued(&mut self, key: &Meet, meet: &Meet, dest: &Dest, body: Body<'d>) -> Type {
        let id = self.definition(key, meet, dest);
        self.queue.push_back((id, body));
        Type::Named(id)
    }

    /// The definition for `dest`. From here on the meet is known by it.
    pub(super) fn definition(&mut self, key: &Meet, meet: &Meet, dest: &Dest) -> TypeId {
        match dest {
            Dest::Component(id) => *id,
            Dest::New(owner) => {
                let id = match self.known.get(key) {
                    Some(Known::Pending(Some(id))) => *id,
                    _ => self.define(owner, key, meet),
                };
                self.known.insert(key.clone(), Known::Done(Type::Named(id)));
                id
            }
        }
    }

    /// A new definition without a body.
    fn define(&mut self, owner: &Owner, key: &Meet, meet: &Meet) -> TypeId {
        let title = match meet.parts.as_slice() {
            [part @ Part::Schema(..)] => {
                part.schema().and_then(|id| self.words(id)).and_then(|words| words.title.clone())
            }
            _ => None,
        };
        let name = match owner.clone() {
            Owner::Part(parent, part) => NameSource::Part { parent, part, title },
            Owner::Site(Site { operation, webhook, part }) => NameSource::Operation { operation, webhook, part, title },
        };
        let schemas: Vec<SchemaId> = meet.parts.iter().filter_map(Part::schema).collect();
        let docs = self.docs_of(&schemas);
        let id = self.add(name, docs, self.place_of(meet));
        self.meets.insert(id, key.clone());
        id
    }

    pub(super) fn add(&mut self, name: NameSource, docs: Docs, place: Place) -> TypeId {
        let id = TypeId(self.types.len());
        self.types.push(TypeDef::new(name, docs, place, Shape::Alias(Type::Any)));
        id
    }

    pub(super) fn set_shape(&mut self, id: TypeId, shape: Shape) {
        if let Some(def) = self.types.get_mut(id.0) {
            def.shape = shape;
        }
    }

    /// The owner of what is inside of what goes to `dest`, without being a definition by itself.
    pub(super) fn inner(dest: &Dest, part: TypePart) -> Owner {
        match dest {
            Dest::Component(id) => Owner::Part(*id, part),
            Dest::New(owner) => owner.clone(),
        }
    }

    /// Makes the bodies that wait, and those that come up meanwhile.
    pub(super) fn drain(&mut self) {
        while let Some((id, body)) = self.queue.pop_front() {
            let shape = match body {
                Body::Object(facts) => Shape::Object(self.object(id, &facts)),
                Body::Union(plan) => self.union_shape(id, plan),
                Body::AnyObjects(meets) => {
                    let flats = self.any_flats(id, &meets);
                    Shape::Object(Object { flats, ..Object::default() })
                }
                Body::Family(parent) => self.family(id, parent),
                Body::Tuple(facts) => Shape::Tuple(self.tuple(id, &facts)),
                Body::Alias(meet) => {
                    let key = Meet { parts: self.heads(&meet, None), kinds: meet.kinds };
                    let ty = self.realize(&key, &meet, &Dest::Component(id));
                    if ty == Type::Named(id) {
                        continue;
                    }
                    Shape::Alias(ty)
                }
            };
            self.set_shape(id, shape);
        }
    }

    /// Whether a meet allows any value at all.
    pub(super) fn is_anything(&self, meet: &Meet, heads: &[Part]) -> bool {
        if meet.kinds != Kinds::ALL {
            return false;
        }
        let facts = self.facts(heads, meet.kinds);
        let free = |group: &super::facts::Group<'_>| {
            group.branches.iter().any(|branch| {
                branch.kinds.has(Kinds::ALL.non_null()) && self.facts(&branch.parts, branch.kinds).is_empty()
            })
        };
        facts.never.is_none() && facts.is_bare() && facts.groups.iter().all(free)
    }

    /// Whether null is the only value that the heads of a nullable meet list.
    pub(super) fn is_only_null(&self, heads: &[Part], root: Option<SchemaId>) -> bool {
        let in_place = |part: &Part| part.schema() == root || !self.is_component(part);
        heads.iter().any(in_place) && self.values_of(heads).is_some_and(|values| values.is_empty())
    }

    /// `Any`, and a note of it.
    pub(super) fn anything(&mut self, meet: &Meet, construct: &str) -> Type {
        let place = self.place_of(meet);
        self.note_untyped(construct, place);
        Type::Any
    }

    pub(super) fn note_untyped(&mut self, construct: &str, place: Place) {
        self.coverage.push(CoverageNote {
            kind: CoverageKind::Untyped,
            construct: construct.to_owned(),
            place,
            note: "the schema allows anything".to_owned(),
        });
    }

    /// Nothing fits. `false` is meant so; a contradiction is a mistake.
    pub(super) fn unsatisfiable(&mut self, meet: &Meet, owner: &Owner) -> Type {
        let facts = self.facts(&meet.parts, meet.kinds);
        if facts.never.is_some_and(|id| self.is_false(id)) {
            return Type::Never;
        }
        let relaxed = self.relaxed(meet);
        let (code, message) = match relaxed {
            Some(_) => (Code::Contradiction, "The parts of the schema contradict each other. The last counts."),
            None => (Code::Unsatisfiable, "No value fits the schema."),
        };
        let remedy = "Change one of the parts, or leave it out with an overlay.";
        let mut diagnostic = Diagnostic::new(code, &self.place_of(meet), message, remedy);
        for (place, message) in self.contradiction(&facts) {
            diagnostic = diagnostic.related(&place, message);
        }
        self.diagnostics.push(diagnostic);
        relaxed.map_or(Type::Never, |meet| self.ty_of(&meet, owner))
    }

    /// The parts of a contradictory meet that agree with the last. `None` if that does not mend it.
    fn relaxed(&self, meet: &Meet) -> Option<Meet> {
        let parts = match meet.parts.as_slice() {
            [Part::Schema(id, Facet::Whole | Facet::Own)] => self.opened(*id)?,
            parts => parts.to_vec(),
        };
        let mut kept: Vec<Part> = Vec::new();
        for part in parts.iter().rev() {
            let with: Vec<Part> = std::iter::once(part.clone()).chain(kept.iter().cloned()).collect();
            if !self.meet(with.clone()).kinds.is_empty() {
                kept = with;
            }
        }
        let relaxed = self.meet(kept);
        (!relaxed.parts.is_empty() && relaxed.parts.len() < parts.len() && !relaxed.kinds.is_empty()).then_some(relaxed)
    }

    /// A schema as the parts that it is written with.
    fn opened(&self, id: SchemaId) -> Option<Vec<Part>> {
        let words = self.words(id)?;
        let mut parts: Vec<Part> = words.extended().map(Part::whole).collect();
        for (facet, branches) in [(Facet::OneOf, &words.one_of), (Facet::AnyOf, &words.any_of)] {
            if !branches.is_empty() {
                parts.push(Part::Schema(id, facet));
            }
        }
        parts.push(Part::Schema(id, Facet::Keywords));
        match parts.as_slice() {
            // A mere reference: what it leads to is the contradiction.
            [Part::Schema(target, Facet::Whole), _] if words.reference == Some(*target) => self.opened_once(*target),
            _ => Some(parts),
        }
    }

    /// [`Self::opened`] behind a reference; a chain of references is followed to its end first.
    fn opened_once(&self, id: SchemaId) -> Option<Vec<Part>> {
        let end = self.referred(id).last()?;
        let words = self.words(end)?;
        if words.reference.is_some() { None } else { self.opened(end) }
    }

    /// The first two keywords that exclude each other.
    fn contradiction(&self, facts: &Facts<'_>) -> Vec<(Place, String)> {
        let mut so_far = Kinds::ALL;
        let mut said: Vec<(SchemaId, Kinds)> = Vec::new();
        for leaf in &facts.leaves {
            let Some(types) = &leaf.words.types else { continue };
            let kinds = Kinds::of_types(types);
            if !so_far.meets(kinds) {
                let earlier = said.iter().find(|(_, other)| !other.meets(kinds)).map(|(id, _)| *id);
                let places = earlier.into_iter().chain([leaf.id]);
                return places.map(|id| (self.place(id), "one part says this".to_owned())).collect();
            }
            so_far = so_far.and(kinds);
            said.push((leaf.id, kinds));
        }
        Vec::new()
    }

    pub(super) fn place(&self, id: SchemaId) -> Place {
        self.document.schemas.get(id.0).map(|schema| schema.place.clone()).unwrap_or_default()
    }

    pub(super) fn place_of(&self, meet: &Meet) -> Place {
        meet.schema().map(|id| self.place(id)).unwrap_or_default()
    }
}

/// The kinds of which a union has to be made, if there are several.
fn split(kinds: Kinds) -> Option<Vec<Kinds>> {
    let parts: Vec<Kinds> = Kinds::SPLIT.iter().map(|kind| kinds.and(*kind)).filter(|kind| !kind.is_empty()).collect();
    (parts.len() > 1).then_some(parts)
}
