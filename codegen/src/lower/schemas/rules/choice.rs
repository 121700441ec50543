//! Alternatives as rules.

use super::super::facts::Group;
use super::super::kinds::Kinds;
use super::super::meet::{Facet, Meet, Part};
use super::super::tags::Tags;
use super::{Tone, Writer};
use crate::ir::Rule;

impl<'d> Writer<'_, 'd> {
    /// The rules of a choice. A value is of one of the types, so what is told apart by tag or by type need not be judged by all branches.
    pub(super) fn choice(&mut self, group: &Group<'d>, tone: Tone) -> Vec<Rule> {
        let tags = self.lowering.tags(&group.branches, group.discriminator);
        if tone == Tone::Rest {
            if let Some(tags) = tags {
                return self.by_tag(&group.branches, &tags);
            }
            if are_disjoint(&group.branches) {
                return group.branches.iter().filter_map(|branch| self.by_kind(branch)).collect();
            }
            if !group.exclusive && self.is_covered(&group.branches) {
                return Vec::new();
            }
        }
        let tags = tags.filter(|_| group.discriminator.is_some());
        let branches = group.branches.iter().enumerate();
        let branches = branches.map(|(at, branch)| self.branch(branch, tags.as_ref(), at)).collect();
        vec![if group.exclusive { Rule::OneOf(branches) } else { Rule::AnyOf(branches) }]
    }

    /// The rules of a component that stands for itself and for all that extend it.
    pub(super) fn family(&mut self, meet: &Meet, tone: Tone) -> Option<Vec<Rule>> {
        let [Part::Schema(parent, Facet::Whole)] = meet.parts[..] else { return None };
        if tone == Tone::Whole || !self.lowering.inheritance.is_parent(parent) || meet.kinds.non_null() != Kinds::OBJECT
        {
            return None;
        }
        let discriminator = self.words(parent)?.discriminator.as_ref()?;
        let mut members = self.lowering.members_of_family(parent);
        let tags = self.lowering.family_tags(&members, discriminator);
        for member in &mut members {
            if let [Part::Schema(id, facet)] = &mut member.parts[..]
                && self.lowering.inheritance.is_parent(*id)
            {
                *facet = Facet::Own;
            }
        }
        Some(self.by_tag(&members, &tags))
    }

    /// What holds for which tag; other kinds of values are told apart by their type.
    fn by_tag(&mut self, branches: &[Meet], tags: &Tags) -> Vec<Rule> {
        let mut rules = Vec::new();
        let mut tagged = Vec::new();
        for (at, (branch, of)) in branches.iter().zip(&tags.of).enumerate() {
            if branch.kinds != Kinds::OBJECT {
                rules.extend(self.by_kind(branch));
                continue;
            }
            if !of.is_empty() {
                tagged.push((of.clone(), self.at(branch, Tone::Rest)));
            }
            if tags.fallback == Some(at) {
                tagged.push((Vec::new(), self.at(branch, Tone::Rest)));
            }
        }
        rules.push(Rule::Discriminator(tags.property.clone(), tagged));
        rules
    }

    /// What holds for values of the types that only this branch has.
    fn by_kind(&mut self, branch: &Meet) -> Option<Rule> {
        let rules = self.at(branch, Tone::Rest);
        (!rules.is_empty()).then(|| Rule::If(vec![Rule::Type(branch.kinds.list())], rules, Vec::new()))
    }

    /// All of a branch, with the tags that lead to it.
    fn branch(&mut self, branch: &Meet, tags: Option<&Tags>, at: usize) -> Vec<Rule> {
        let mut rules = self.at(branch, Tone::Whole);
        if let Some((tags, of)) = tags.and_then(|tags| Some((tags, tags.of.get(at)?)))
            && !of.is_empty()
            && tags.fallback != Some(at)
        {
            let values = of.iter().map(|tag| tag.as_str().into()).collect();
            rules.push(Rule::Property(tags.property.clone(), vec![Rule::Enum(values)]));
        }
        rules
    }

    /// Whether one of the branches allows all values of all the types that any has.
    fn is_covered(&mut self, branches: &[Meet]) -> bool {
        let all = branches.iter().fold(Kinds::NONE, |all, branch| all.or(branch.kinds));
        branches.iter().any(|branch| {
            let facts = self.lowering.facts(&branch.parts, branch.kinds);
            let mut leaves = facts.leaves.iter();
            branch.kinds.has(all)
                && facts.groups.is_empty()
                && facts.never.is_none()
                && leaves.all(|leaf| self.leaf(*leaf, branch.kinds, Tone::Whole).iter().all(is_type))
        })
    }
}

fn is_type(rule: &Rule) -> bool {
    matches!(rule, Rule::Type(_))
}

/// Whether no two branches have a type in common.
fn are_disjoint(branches: &[Meet]) -> bool {
    let mut seen = Kinds::NONE;
    branches.iter().all(|branch| {
        let new = !seen.meets(branch.kinds);
        seen = seen.or(branch.kinds);
        new
    })
}
