//! Choices that become a Rust enum: `oneOf`, `anyOf`, lists of types, and inheritance.

use super::SchemaLowering;
use super::enumeration::{Openness, same};
use super::kinds::Kinds;
use super::meet::{Facet, Meet, Part};
use super::overlap::View;
use super::tags::Tags;
use super::typing::{Body, Dest, Owner};
use crate::ir::{Docs, EnumValue, NameSource, Part as TypePart, Shape, Type, TypeId, Union, Variant};
use crate::openapi::{Discriminator, SchemaId};
use foldhash::{HashSet, HashSetExt};

/// Choices inside choices are drawn together this far.
const DEEPEST: usize = 32;
/// So many branches are compared with each other.
const MOST_COMPARED: usize = 64;

/// A union whose variants are still to be typed.
pub(super) struct UnionPlan {
    variants: Vec<Planned>,
    tags: Option<Tags>,
}

enum Planned {
    /// A branch.
    One(Meet),
    /// A value that is several of these objects at once, and that none of them would keep whole.
    Several(Vec<Meet>),
}

/// A branch with what it comes down to.
#[derive(Clone)]
struct Branch {
    meet: Meet,
    heads: Vec<Part>,
    /// Its type, if it is a mere scalar.
    scalar: Option<Type>,
}

impl<'d> SchemaLowering<'d> {
    /// The type of a choice.
    pub(super) fn union(
        &mut self,
        branches: Vec<Meet>,
        exclusive: bool,
        discriminator: Option<&'d Discriminator>,
        key: &Meet,
        meet: &Meet,
        dest: &Dest,
    ) -> Type {
        let branches = self.distinct(branches, discriminator.is_none());
        if let [only] = branches.as_slice() {
            let only = only.meet.clone();
            return self.ty_of(&only, &Self::inner(dest, TypePart::Item));
        }
        if let Some(ty) = self.choice_of_values(&branches, key, meet, dest) {
            return ty;
        }
        let branches: Vec<Meet> = self.text_together(branches);
        let tags = self.tags(&branches, discriminator);
        let grouped = if tags.is_none() { self.grouped(&branches, discriminator, exclusive) } else { None };
        let (together, tags) = match grouped {
            Some((together, tags)) => (Some(together), Some(tags)),
            None => (None, tags),
        };
        if let Some(discriminator) = discriminator {
            self.report_unused(discriminator, &branches, tags.as_ref());
        }
        let branches = together.unwrap_or(branches);
        let variants = if exclusive || tags.is_some() {
            branches.into_iter().map(Planned::One).collect()
        } else {
            self.clustered(branches)
        };
        self.queued(key, meet, dest, Body::Union(UnionPlan { variants, tags }))
    }

    /// The body of a union.
    pub(super) fn union_shape(&mut self, id: TypeId, plan: UnionPlan) -> Shape {
        let UnionPlan { variants: planned, tags } = plan;
        let mut variants: Vec<Variant> = Vec::with_capacity(planned.len());
        let mut fallback = None;
        let several = planned.iter().filter(|planned| matches!(planned, Planned::Several(_))).count();
        for (at, planned) in planned.into_iter().enumerate() {
            let part = TypePart::Variant(at);
            let variant = match planned {
                Planned::One(meet) => {
                    let ty = self.ty_of(&meet, &Owner::Part(id, part));
                    let tags = tags.as_ref().and_then(|tags| tags.of.get(at)).cloned().unwrap_or_default();
                    let tag = match tags.as_slice() {
                        [only] => Some(only.clone()),
                        _ => None,
                    };
                    let named = match meet.parts.as_slice() {
                        [Part::Schema(id, _)] => Some(*id),
                        _ => None,
                    };
                    if let (None, Some(tag)) = (named, &tag) {
                        self.give_title(id, &ty, tag);
                    }
                    let named = named.filter(|id| self.kinds_of_schema(*id).effective().non_null() == meet.kinds);
                    let name = named.and_then(|id| self.branch_name(id)).or(tag);
                    let docs = named.map(|id| self.docs_of(&[id])).unwrap_or_default();
                    Variant { ty, tags, kinds: meet.kinds.list(), name, docs }
                }
                Planned::Several(objects) => self.several(id, at, several == 1, objects),
            };
            let same = variants.iter().position(|other| other.ty == variant.ty && other.tags == variant.tags);
            if tags.as_ref().is_some_and(|tags| tags.fallback == Some(at)) {
                fallback = Some(same.unwrap_or(variants.len()));
            }
            if same.is_none() {
                variants.push(variant);
            }
        }
        let open = tags.is_some() && fallback.is_none() && !self.is_sealed(id);
        Shape::Union(Union { variants, tag: tags.map(|tags| tags.property), fallback, open })
    }

    /// Names a group of branches after the tag that they share.
    fn give_title(&mut self, union: TypeId, ty: &Type, tag: &str) {
        let Type::Named(id) = ty else { return };
        let Some(def) = self.types.get_mut(id.0) else { return };
        if let NameSource::Part { parent, title: title @ None, .. } = &mut def.name
            && *parent == union
        {
            *title = Some(tag.to_owned());
        }
    }

    fn several(&mut self, union: TypeId, at: usize, only: bool, objects: Vec<Meet>) -> Variant {
        let part = if only { TypePart::Objects } else { TypePart::Variant(at) };
        let name = NameSource::Part { parent: union, part, title: None };
        let description = "A value that is several of these at once.".to_owned();
        let docs = Docs { description: Some(description), ..Docs::default() };
        let place = self.types.get(union.0).map(|def| def.place.clone()).unwrap_or_default();
        let id = self.add(name, docs.clone(), place);
        self.queue.push_back((id, Body::AnyObjects(objects)));
        let name = Some("Several".to_owned());
        Variant { ty: Type::Named(id), tags: Vec::new(), kinds: Kinds::OBJECT.list(), name, docs }
    }

    /// The body of a parent: itself and all that extend it.
    pub(super) fn family(&mut self, id: TypeId, parent: SchemaId) -> Shape {
        let members = self.members_of_family(parent);
        let Some(discriminator) = self.words(parent).and_then(|words| words.discriminator.as_ref()) else {
            return Shape::Alias(Type::Any);
        };
        let tags = self.family_tags(&members, discriminator);
        let mut variants = Vec::with_capacity(members.len());
        for (meet, tags) in members.into_iter().zip(tags.of) {
            if tags.is_empty() {
                continue;
            }
            let Some(Part::Schema(schema, _)) = meet.parts.first().cloned() else { continue };
            let facet = if self.inheritance.is_parent(schema) { Facet::Own } else { Facet::Whole };
            let meet = Meet { parts: vec![Part::Schema(schema, facet)], kinds: meet.kinds };
            let ty = match self.component_ty(schema, facet, meet.kinds) {
                Some(ty) => ty,
                None => self.ty_of(&meet, &Owner::Part(id, TypePart::Variant(variants.len()))),
            };
            let name = self.branch_name(schema);
            variants.push(Variant { ty, tags, kinds: meet.kinds.list(), name, docs: Docs::default() });
        }
        let open = !self.is_sealed(id);
        Shape::Union(Union { variants, tag: Some(discriminator.property.clone()), fallback: None, open })
    }

    /// Where the name of a branch can be taken from.
    pub(super) fn branch_name(&self, id: SchemaId) -> Option<String> {
        let component = self.referred(id).find_map(|id| self.component_name(id)).map(str::to_owned);
        component.or_else(|| self.words(id)?.title.clone())
    }

    /// Whether unknown values of a definition are refused.
    pub(super) fn is_sealed(&self, id: TypeId) -> bool {
        let sealed = &self.settings.sealed;
        if sealed.is_empty() {
            return false;
        }
        let Some(def) = self.types.get(id.0) else { return false };
        let component = match &def.name {
            NameSource::Component(name) => sealed.contains(name),
            NameSource::Part { .. }
            | NameSource::Operation { .. }
            | NameSource::Given(_)
            | NameSource::Merged { .. } => false,
        };
        component || sealed.contains("*") || sealed.contains(def.place.pointer.as_str())
    }

    /// The branches, choices inside choices drawn together, each once.
    fn distinct(&self, branches: Vec<Meet>, draw_together: bool) -> Vec<Branch> {
        let mut found: Vec<Branch> = Vec::new();
        let mut seen = HashSet::new();
        let mut scalars: Vec<Type> = Vec::new();
        let mut stack: Vec<(Meet, usize)> = branches.into_iter().rev().map(|meet| (meet, 0)).collect();
        while let Some((meet, depth)) = stack.pop() {
            let heads = self.heads(&meet, None);
            let written_here = !heads.iter().any(|part| self.is_component(part));
            let facts = self.facts(&heads, meet.kinds);
            if draw_together
                && written_here
                && depth < DEEPEST
                && facts.is_bare()
                && let [group] = facts.groups.as_slice()
                && group.discriminator.is_none()
            {
                stack.extend(group.branches.iter().rev().map(|meet| (meet.clone(), depth + 1)));
                continue;
            }
            let plain = facts.groups.is_empty() && super::enumeration::listed(&facts, meet.kinds).is_none();
            let one_kind = [Kinds::STRING, Kinds::INTEGER, Kinds::NUMBER, Kinds::BOOLEAN].contains(&meet.kinds);
            let scalar = (plain && one_kind && written_here && self.custom_format(&facts, meet.kinds).is_none())
                .then(|| self.scalar(&facts, meet.kinds));
            let new = match &scalar {
                Some(ty) => {
                    let new = !scalars.contains(ty);
                    scalars.push(ty.clone());
                    new
                }
                None => seen.insert((heads.clone(), meet.kinds)),
            };
            if new {
                found.push(Branch { meet, heads, scalar });
            }
        }
        found
    }

    /// An enumeration, if all branches are values, or values and any other string.
    fn choice_of_values(&mut self, branches: &[Branch], key: &Meet, meet: &Meet, dest: &Dest) -> Option<Type> {
        let mut values: Vec<EnumValue> = Vec::new();
        let mut any_string = false;
        let mut components = Vec::new();
        let mut listing = 0;
        for branch in branches {
            if branch.scalar == Some(Type::String) {
                any_string = true;
                continue;
            }
            listing += 1;
            components.extend(branch.heads.iter().find_map(|part| self.component_of(part)));
            for value in self.branch_values(&branch.meet)? {
                if !values.iter().any(|other| same(&other.value, &value.value)) {
                    values.push(value);
                }
            }
        }
        let strings = values.iter().all(|value| value.value.is_string());
        let integers = values.iter().all(|value| value.value.is_i64());
        if any_string && strings {
            // A component that keeps unknown values is that already.
            if let ([only], 1) = (components.as_slice(), listing)
                && self.keeps_unknown(*only)
            {
                return self.components.get(only).copied().map(Type::Named);
            }
            return Some(self.enumeration_of(values, Openness::Open, key, meet, dest));
        }
        if !any_string && components.is_empty() && (strings || integers) {
            return Some(self.enumeration_of(values, Openness::Usual, key, meet, dest));
        }
        None
    }

    fn component_of(&self, part: &Part) -> Option<SchemaId> {
        match part {
            Part::Schema(id, _) if self.components.contains_key(id) => Some(*id),
            _ => None,
        }
    }

    /// Whether a component, an enumeration, will keep unknown values.
    fn keeps_unknown(&self, id: SchemaId) -> bool {
        let fixed = self.words(id).is_none_or(|words| words.const_value.is_some());
        let nullable = self.kinds_of_schema(id).effective().is_nullable();
        !fixed && !nullable && !self.components.get(&id).is_some_and(|def| self.is_sealed(*def))
    }

    /// Any string and listed strings among other branches are one branch.
    fn text_together(&self, branches: Vec<Branch>) -> Vec<Meet> {
        let is_text = |branch: &Branch| {
            branch.scalar == Some(Type::String)
                || (branch.meet.kinds == Kinds::STRING && self.branch_values(&branch.meet).is_some())
        };
        let text: Vec<Meet> =
            branches.iter().filter(|branch| is_text(branch)).map(|branch| branch.meet.clone()).collect();
        let any = branches.iter().any(|branch| branch.scalar == Some(Type::String));
        if !any || text.len() < 2 {
            return branches.into_iter().map(|branch| branch.meet).collect();
        }
        let mut text = Some(Meet { parts: vec![Part::Any(text.into())], kinds: Kinds::STRING });
        let place = |branch: Branch| if is_text(&branch) { text.take() } else { Some(branch.meet) };
        branches.into_iter().filter_map(place).collect()
    }

    /// All branches, and behind them a variant for the values that are several of them at once, if there can be any.
    fn clustered(&self, branches: Vec<Meet>) -> Vec<Planned> {
        let views: Vec<Option<Vec<View<'d>>>> = branches.iter().map(|branch| self.views(branch)).collect();
        let mut cluster: Vec<usize> = (0..branches.len()).collect();
        if branches.len() <= MOST_COMPARED {
            for a in 0..branches.len() {
                for b in a + 1..branches.len() {
                    if let (Some(Some(first)), Some(Some(second))) = (views.get(a), views.get(b))
                        && cluster[a] != cluster[b]
                        && self.overlap(first, second)
                    {
                        let (from, to) = (cluster[a].max(cluster[b]), cluster[a].min(cluster[b]));
                        cluster.iter_mut().filter(|of| **of == from).for_each(|of| *of = to);
                    }
                }
            }
        }
        let mut several: Vec<(usize, Vec<Meet>)> = Vec::new();
        for (branch, of) in branches.iter().zip(cluster) {
            match several.iter_mut().find(|(other, _)| *other == of) {
                Some((_, meets)) => meets.push(branch.clone()),
                None => several.push((of, vec![branch.clone()])),
            }
        }
        let several = several.into_iter().map(|(_, meets)| meets).filter(|meets| meets.len() > 1);
        let several: Vec<Planned> = several.map(Planned::Several).collect();
        branches.into_iter().map(Planned::One).chain(several).collect()
    }
}
