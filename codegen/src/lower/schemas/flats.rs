//! Choices beside the members of an object: `oneOf`/`anyOf` next to `properties`, or in an `allOf` with them.

use super::SchemaLowering;
use super::facts::{Facts, Group};
use super::kinds::Kinds;
use super::meet::{Facet, Meet, Part};
use super::overlap::View;
use super::typing::{Dest, Owner};
use crate::ir::{CoverageKind, CoverageNote, Docs, Flat, Part as TypePart, Type, TypeId};
use foldhash::HashSet;

/// What lies beside the members of an object.
#[derive(Debug, Default)]
pub(super) struct Beside<'d> {
    pub(super) flats: Vec<Flat>,
    pub(super) required_sets: Vec<Vec<String>>,
    /// Members that every branch of a choice declares, so that the object need not.
    pub(super) carried: HashSet<&'d str>,
    /// Members that some branch declares.
    pub(super) mentioned: HashSet<&'d str>,
    /// What all other members must fit, if a branch is a map.
    pub(super) kept: Option<Part>,
}

impl<'d> SchemaLowering<'d> {
    /// The type of a meet with choices, unless it is an object that has more to it than the choice.
    pub(super) fn choice_ty(&mut self, facts: &Facts<'d>, key: &Meet, meet: &Meet, dest: &Dest) -> Option<Type> {
        let (group, others) = facts.groups.split_first()?;
        if others.is_empty() && (facts.is_bare() || self.carries_all(facts, group)) {
            let branches = group.branches.clone();
            return Some(self.union(branches, group.exclusive, group.discriminator, key, meet, dest));
        }
        if key.kinds.has(Kinds::OBJECT) {
            return None;
        }
        // Of values that are no objects, what is said beside the choice holds for each branch.
        let base = facts.leaves.iter().map(|leaf| Part::Schema(leaf.id, Facet::Keywords));
        let base: Vec<Part> = base.chain(others.iter().map(|group| group.part.clone())).collect();
        let branches = group.branches.iter().map(|branch| {
            let parts = branch.parts.iter().chain(&base).cloned().collect();
            Meet { parts, kinds: branch.kinds }
        });
        Some(self.union(branches.collect(), group.exclusive, group.discriminator, key, meet, dest))
    }

    /// Whether each branch of a choice repeats all that is said beside it.
    fn carries_all(&self, facts: &Facts<'d>, group: &Group<'d>) -> bool {
        let plain = facts.leaves.iter().all(|leaf| {
            let words = leaf.words;
            words.enum_values.is_none()
                && words.const_value.is_none()
                && words.pattern_properties.is_empty()
                && words.additional_properties.is_none()
                && words.unevaluated_properties.is_none()
                && words.then_schema.is_none()
                && words.else_schema.is_none()
                && words.dependent_schemas.is_empty()
        });
        if !plain || group.branches.iter().any(|branch| branch.kinds != Kinds::OBJECT) {
            return false;
        }
        let Some(views) = self.group_views(group) else { return false };
        let declared = facts.leaves.iter().flat_map(|leaf| leaf.words.properties.keys());
        let required = || facts.leaves.iter().flat_map(|leaf| &leaf.words.required);
        let names: HashSet<&str> = required().map(String::as_str).collect();
        declared.chain(required()).all(|name| carried_by(&views, name, names.contains(name.as_str())))
    }

    fn group_views(&self, group: &Group<'d>) -> Option<Vec<View<'d>>> {
        let mut views = Vec::new();
        for branch in &group.branches {
            views.extend(self.views(branch)?);
        }
        Some(views)
    }

    /// What the choices of an object become.
    pub(super) fn beside(
        &mut self,
        id: TypeId,
        facts: &Facts<'d>,
        declared: &[&'d str],
        required: &[&str],
    ) -> Beside<'d> {
        let mut beside = Beside::default();
        for group in &facts.groups {
            let views = self.group_views(group);
            if self.only_narrows(group, declared, &mut beside) {
                self.note_narrowing(group);
                continue;
            }
            for view in views.iter().flatten() {
                beside.mentioned.extend(view.members.keys().chain(&view.required).copied());
            }
            if let Some(views) = &views {
                let carried = declared.iter().filter(|name| carried_by(views, name, required.contains(name)));
                beside.carried.extend(carried.copied());
            }
            self.flatten(id, group, &mut beside);
        }
        beside
    }

    /// Whether the branches only require, or narrow, members that the object declares. Then they are no types of their own.
    fn only_narrows(&self, group: &Group<'d>, declared: &[&'d str], beside: &mut Beside<'d>) -> bool {
        let mut sets: Vec<Vec<String>> = Vec::new();
        for branch in &group.branches {
            let facts = self.facts(&branch.parts, branch.kinds);
            let refers = self.heads(branch, None).iter().any(|part| self.is_component(part));
            let known = |name: &String| declared.contains(&name.as_str());
            let narrow = facts.groups.is_empty()
                && !refers
                && facts
                    .leaves
                    .iter()
                    .all(|leaf| leaf.words.properties.keys().all(known) && leaf.words.pattern_properties.is_empty());
            if !narrow {
                return false;
            }
            sets.push(facts.leaves.iter().flat_map(|leaf| leaf.words.required.iter().cloned()).collect());
        }
        if beside.required_sets.is_empty() && sets.iter().all(|set| !set.is_empty()) {
            beside.required_sets = sets;
        }
        true
    }

    fn note_narrowing(&mut self, group: &Group<'d>) {
        let construct = if group.exclusive { "oneOf" } else { "anyOf" };
        self.coverage.push(CoverageNote {
            kind: CoverageKind::Constraint,
            construct: construct.to_owned(),
            place: self.place(group.id).key(construct),
            note: "its branches narrow members that are declared beside it; of that, only what they require is checked"
                .to_owned(),
        });
    }

    fn flatten(&mut self, id: TypeId, group: &Group<'d>, beside: &mut Beside<'d>) {
        let owner = Owner::Part(id, TypePart::Flat(beside.flats.len()));
        let (maps, objects): (Vec<&Meet>, Vec<&Meet>) =
            group.branches.iter().partition(|branch| !group.exclusive && self.map_value(branch).is_some());
        // A branch that keeps all members keeps them with those of the object; then the others need not fit.
        if let Some(kept) = maps.into_iter().find_map(|map| self.map_value(map)) {
            beside.kept = Some(kept);
            let objects: Vec<Meet> = objects.into_iter().cloned().collect();
            if !objects.is_empty() {
                let meet = Meet { parts: vec![Part::Any(objects.into())], kinds: Kinds::OBJECT };
                let ty = self.ty_of(&meet, &owner);
                beside.flats.push(Flat { ty, required: false, any_group: None, name: None, docs: Docs::default() });
            }
            return;
        }
        let meet = match group.whole {
            Some(whole) => self.meet_of(whole).limited(Kinds::OBJECT),
            None => Meet { parts: vec![group.part.clone()], kinds: Kinds::OBJECT },
        };
        let ty = self.ty_of(&meet, &owner);
        let name = group.whole.and_then(|whole| self.component_name(whole)).map(str::to_owned);
        let docs = group.whole.map(|whole| self.docs_of(&[whole])).unwrap_or_default();
        beside.flats.push(Flat { ty, required: true, any_group: None, name, docs });
    }

    /// Objects of which at least one must hold, and several may.
    pub(super) fn any_flats(&mut self, id: TypeId, objects: &[Meet]) -> Vec<Flat> {
        let mut flats = Vec::with_capacity(objects.len());
        for (at, object) in objects.iter().enumerate() {
            let ty = self.ty_of(object, &Owner::Part(id, TypePart::Flat(at)));
            let name = object.schema().and_then(|id| self.branch_name(id));
            let docs = object.schema().map(|id| self.docs_of(&[id])).unwrap_or_default();
            flats.push(Flat { ty, required: false, any_group: Some(0), name, docs });
        }
        flats
    }

    /// What the values of a map must fit, if the meet is a map.
    fn map_value(&self, meet: &Meet) -> Option<Part> {
        let facts = self.facts(&meet.parts, meet.kinds);
        let bare = facts.groups.is_empty()
            && facts.leaves.iter().all(|leaf| {
                let words = leaf.words;
                words.properties.is_empty() && words.pattern_properties.is_empty() && words.required.is_empty()
            });
        match self.rest(&facts) {
            super::object::Rest::Kept(parts) if bare => parts.into_iter().next(),
            _ => None,
        }
    }

    pub(super) fn is_component(&self, part: &Part) -> bool {
        matches!(part, Part::Schema(id, _) if self.components.contains_key(id))
    }
}

/// Whether all views declare a member, and require it where it is required.
fn carried_by(views: &[View<'_>], name: &str, required: bool) -> bool {
    !views.is_empty()
        && views.iter().all(|view| view.members.contains_key(name) && (!required || view.required.contains(name)))
}
