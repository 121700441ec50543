//! Components: a definition for each, and references to them.

use std::collections::BTreeMap;

use super::inherit::bases;
use super::keywords::decide;
use super::kinds::Kinds;
use super::meet::{Facet, Meet, Part};
use super::settings;
use super::typing::{Dest, Owner};
use super::{Known, SchemaLowering};
use crate::ir::{NameSource, Part as TypePart, Shape, Type, TypeId};
use crate::openapi::{Applies, Document, Keywords, Role, SchemaId, SchemaKind};
use foldhash::{HashMap, HashSet, HashSetExt};

impl SchemaLowering<'_> {
    /// Defines a type for each component. Called once, before any [`Self::ty`].
    pub fn lower_components(&mut self) {
        for (name, id) in &self.document.components {
            let docs = self.docs_of(&[*id]);
            let def = self.add(NameSource::Component(name.clone()), docs, self.place(*id));
            self.components.entry(*id).or_insert(def);
            self.meets.insert(def, self.meet_of(*id));
        }
        let mut owners = owners(self.document);
        // A schema that no component owns, because it is written in another file or where nothing is typed, belongs to the
        // first component that refers to it.
        for (index, id) in self.document.components.values().enumerate() {
            let outside = self.only_reference(*id).filter(|target| !owners.contains_key(target));
            if let Some(target) = outside {
                let def = TypeId(index);
                self.components.entry(target).or_insert(def);
                own(self.document, &mut owners, target, index);
            }
        }
        for index in order(self.document, &owners) {
            if let Some((name, id)) = self.document.components.get_index(index) {
                let def = TypeId(index);
                let target = self.only_reference(*id).filter(|target| self.components.get(target) == Some(&def));
                if let Some(ty) = self.component(name, target.unwrap_or(*id), def) {
                    self.set_shape(def, Shape::Alias(ty));
                }
                self.drain();
            }
        }
    }

    /// The end of the references of which a schema consists, if it says nothing else.
    fn only_reference(&self, id: SchemaId) -> Option<SchemaId> {
        let target = self.referred(id).last().filter(|target| *target != id)?;
        let plain = |id: SchemaId| self.words(id).is_some_and(|words| !decide(words).shapes && words.all_of.is_empty());
        let between: Vec<SchemaId> = self.referred(id).take_while(|id| *id != target).collect();
        between.into_iter().all(plain).then_some(target)
    }

    /// Types a component. `None` if it is a definition whose body waits.
    fn component(&mut self, name: &str, id: SchemaId, def: TypeId) -> Option<Type> {
        if let Some(user) = self.settings.types.get(name) {
            return Some(settings::custom(user, self.kinds_of_schema(id).effective()));
        }
        if let Some(same) = self.components.get(&id).filter(|same| **same != def) {
            return Some(Type::Named(*same));
        }
        let meet = self.meet_of(id);
        if meet.kinds.is_empty() {
            return Some(self.unsatisfiable(&meet, &Owner::Part(def, TypePart::NonNull)));
        }
        let heads = self.heads(&meet, Some(id));
        if self.is_anything(&meet, &heads) {
            return Some(self.anything(&meet, "schema"));
        }
        if meet.kinds.is_nullable() {
            return Some(if self.is_only_null(&heads, Some(id)) {
                Type::Null
            } else {
                self.non_null(id, def).or_null()
            });
        }
        if let [Part::Schema(other, facet @ Facet::Whole)] = heads.as_slice()
            && *other != id
            && let Some(ty) = self.component_ty(*other, *facet, meet.kinds)
        {
            return Some(ty);
        }
        // A reference to what is written in another place.
        if let [Part::Schema(other, Facet::Whole)] = heads.as_slice()
            && self.words(id).is_some_and(|words| words.reference.is_some())
            && *other != id
        {
            let target = self.meet_of(*other).limited(meet.kinds);
            return Some(self.ty_of(&target, &Owner::Part(def, TypePart::Value)));
        }
        let ty = self.realize(&meet, &meet, &Dest::Component(def));
        self.note_rounding(&ty, &meet);
        (ty != Type::Named(def)).then_some(ty)
    }

    /// The type of a reference to a component, for values of some kinds (never null and something else).
    /// `None` if a part of the component is meant that has no name.
    pub(super) fn component_ty(&mut self, id: SchemaId, facet: Facet, kinds: Kinds) -> Option<Type> {
        let def = *self.components.get(&id)?;
        match facet {
            Facet::Own => {
                let meet = Meet { parts: vec![Part::Schema(id, Facet::Own)], kinds };
                return Some(self.remembered(meet.clone(), &meet, &Owner::Part(def, TypePart::Own)));
            }
            Facet::Whole => {}
            Facet::Keywords | Facet::OneOf | Facet::AnyOf => return None,
        }
        if self.is_custom(id) {
            return Some(Type::Named(def));
        }
        let all = self.kinds_of_schema(id).effective();
        if all.non_null() != kinds.non_null() {
            return None;
        }
        if all.is_nullable() { Some(self.non_null(id, def)) } else { Some(Type::Named(def)) }
    }

    /// The type of the values of a nullable component that are not null.
    fn non_null(&mut self, mut id: SchemaId, mut def: TypeId) -> Type {
        // Components that add nothing but null are followed to the last.
        let mut passed = Vec::new();
        let mut seen = HashSet::from_iter([id]);
        let ty = loop {
            let meet = self.meet_of(id).limited(Kinds::ALL.non_null());
            if let Some(Known::Done(ty)) = self.known.get(&meet) {
                break ty.clone();
            }
            let heads = self.heads(&meet, Some(id));
            let next = match heads.as_slice() {
                [Part::Schema(other, Facet::Whole)] => Some(*other).filter(|other| seen.insert(*other)),
                _ => None,
            };
            let next = next.filter(|other| self.kinds_of_schema(*other).effective().non_null() == meet.kinds);
            let next = next.and_then(|other| Some((other, *self.components.get(&other)?)));
            match next {
                Some((other, other_def)) if !self.allows_null(other) => break Type::Named(other_def),
                Some((other, other_def)) => {
                    passed.push(meet);
                    (id, def) = (other, other_def);
                }
                None => break self.remembered(meet.clone(), &meet, &Owner::Part(def, TypePart::NonNull)),
            }
        };
        for meet in passed {
            // One that is being typed further up the stack is finished there.
            self.known.entry(meet).or_insert_with(|| Known::Done(ty.clone()));
        }
        ty
    }

    /// Whether references to a component are nullable: not if it has a type of the user's, which decides for itself.
    fn allows_null(&self, id: SchemaId) -> bool {
        self.kinds_of_schema(id).effective().is_nullable() && !self.is_custom(id)
    }

    fn is_custom(&self, id: SchemaId) -> bool {
        !self.settings.types.is_empty()
            && self.component_name(id).is_some_and(|name| self.settings.types.contains_key(name))
    }

    /// The name of a component.
    pub(super) fn component_name(&self, id: SchemaId) -> Option<&str> {
        let def = self.components.get(&id)?;
        self.document.components.get_index(def.0).map(|(name, _)| name.as_str())
    }
}

/// The components, by index, in an order in which those that are extended or looked into come before those that do so:
/// what is written in place then belongs to the component in which it is written.
fn order(document: &Document, owners: &BTreeMap<SchemaId, usize>) -> Vec<usize> {
    let index: HashMap<SchemaId, usize> = document.components.values().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut before: Vec<Vec<usize>> = Vec::with_capacity(document.components.len());
    for component in document.components.values() {
        before.push(bases(document, *component).iter().filter_map(|base| index.get(base).copied()).collect());
    }
    for (id, owner) in owners {
        let Some(target) = keywords(document, *id).and_then(|words| words.reference) else { continue };
        if let (false, Some(other)) = (index.contains_key(&target), owners.get(&target))
            && other != owner
            && let Some(before) = before.get_mut(*owner)
        {
            before.push(*other);
        }
    }
    let mut done = HashSet::new();
    let mut order = Vec::with_capacity(before.len());
    let mut stack: Vec<(usize, bool)> = (0..before.len()).rev().map(|at| (at, false)).collect();
    let mut entered = HashSet::new();
    while let Some((at, ready)) = stack.pop() {
        if ready {
            if done.insert(at) {
                order.push(at);
            }
        } else if entered.insert(at) {
            stack.push((at, true));
            stack.extend(before.get(at).into_iter().flatten().rev().map(|other| (*other, false)));
        }
    }
    order
}

/// The component, by index, that types each schema: the one in which it is written.
fn owners(document: &Document) -> BTreeMap<SchemaId, usize> {
    let mut owners = BTreeMap::new();
    for (at, component) in document.components.values().enumerate() {
        own(document, &mut owners, *component, at);
    }
    owners
}

/// Gives a schema and those that are typed as parts of it to a component, except what another owns already.
fn own(document: &Document, owners: &mut BTreeMap<SchemaId, usize>, schema: SchemaId, owner: usize) {
    let mut stack = vec![schema];
    while let Some(id) = stack.pop() {
        if owners.contains_key(&id) {
            continue;
        }
        owners.insert(id, owner);
        if let Some(words) = keywords(document, id) {
            let typed = words.children_by(|role| role.is_written_inside() && is_typed(role));
            stack.extend(typed.map(|(_, id)| id));
        }
    }
}

/// Whether a subschema shares in the type of the schema in which it is written. The others are only checked or noted.
fn is_typed(role: Role) -> bool {
    match role.applies() {
        Applies::Extending | Applies::Choosing | Applies::Conditionally | Applies::ToMembers => true,
        Applies::ToItems => role != Role::UnevaluatedItems,
        Applies::Testing | Applies::ToNames | Applies::ToSomeItem | Applies::ToContent | Applies::ToNothing => false,
    }
}

fn keywords(document: &Document, id: SchemaId) -> Option<&Keywords> {
    match &document.schemas.get(id.0)?.kind {
        SchemaKind::Keywords(words) => Some(words),
        SchemaKind::Bool(_) => None,
    }
}
