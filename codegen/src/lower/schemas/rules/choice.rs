//! Converts choices (`oneOf`, `anyOf`) into rules.

use serde_json::Value;

use super::strings::is_checked_format;
use super::{RuleWriter, Scope};
use crate::ir::Rule;
use crate::lower::schemas::analysis::branches::{self, BranchTags, TagOrigin};
use crate::lower::schemas::analysis::resolution::{self, Choice};
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand, Portion};

impl<'d> RuleWriter<'d> {
    /// The rules of a choice. A value is of one of the types. If the branches have tags or different JSON types, only the
    /// rules of the value's own branch apply.
    pub(super) fn choice_rules(&mut self, choice: &Choice<'d>, scope: Scope) -> Vec<Rule> {
        let siblings = self.sibling_tags.get(&choice.operand).map_or(&[][..], Vec::as_slice);
        let tags = branches::tags_with_siblings(self.analysis, &choice.branches, choice.discriminator, siblings);
        if scope == Scope::BeyondType {
            if let Some(tags) = tags.as_ref().filter(|tags| tags.is_complete(&choice.branches)) {
                return self.by_tag(&choice.branches, tags);
            }
            if are_disjoint(&choice.branches) {
                return choice.branches.iter().filter_map(|branch| self.by_json_type(branch)).collect();
            }
            if !choice.exclusive && self.is_covered(&choice.branches) {
                return Vec::new();
            }
        }
        self.note_dropped_in_branches(choice);
        let tags = tags.filter(|tags| tags.origin == TagOrigin::Discriminator);
        let branches = choice.branches.iter().enumerate();
        let branches = branches.map(|(at, branch)| self.branch(branch, tags.as_ref(), at)).collect();
        vec![if choice.exclusive { Rule::OneOf(branches) } else { Rule::AnyOf(branches) }]
    }

    /// The rules of a discriminated component and its subtypes.
    pub(super) fn family(&mut self, intersection: &Intersection, scope: Scope) -> Option<Vec<Rule>> {
        let [Operand::Schema(parent, Portion::Whole)] = intersection.operands[..] else { return None };
        if scope == Scope::Full
            || !self.analysis.is_parent(parent)
            || intersection.json_types.non_null() != JsonTypes::OBJECT
        {
            return None;
        }
        let discriminator = self.keywords(parent)?.discriminator.as_ref()?;
        let mut members = self.analysis.family_members(parent);
        let tags = branches::family_tags(self.analysis, &members, discriminator);
        for member in &mut members {
            if let [Operand::Schema(id, portion)] = &mut member.operands[..]
                && self.analysis.is_parent(*id)
            {
                *portion = branches::portion_in_family(self.analysis, *id, parent);
            }
        }
        Some(self.by_tag(&members, &tags))
    }

    /// The rules for each tag. Values other than objects are distinguished by their JSON type.
    fn by_tag(&mut self, branches: &[Intersection], tags: &BranchTags) -> Vec<Rule> {
        let mut rules = Vec::new();
        let mut tagged = Vec::new();
        for (at, (branch, of)) in branches.iter().zip(&tags.by_branch).enumerate() {
            if branch.json_types != JsonTypes::OBJECT {
                rules.extend(self.by_json_type(branch));
                continue;
            }
            if !of.is_empty() {
                tagged.push((of.clone(), self.rules_at(branch, Scope::BeyondType)));
            }
            if tags.fallback == Some(at) {
                tagged.push((Vec::new(), self.rules_at(branch, Scope::BeyondType)));
            }
        }
        rules.push(Rule::Discriminator(tags.property.clone(), tagged));
        rules
    }

    /// The rules for values of the JSON types that only this branch has.
    fn by_json_type(&mut self, branch: &Intersection) -> Option<Rule> {
        let rules = self.rules_at(branch, Scope::BeyondType);
        (!rules.is_empty()).then(|| Rule::If(vec![Rule::Type(branch.json_types.list())], rules, Vec::new()))
    }

    /// The full rules of a branch, and its tags.
    fn branch(&mut self, branch: &Intersection, tags: Option<&BranchTags>, at: usize) -> Vec<Rule> {
        let mut rules = self.rules_at(branch, Scope::Full);
        if let Some((tags, of)) = tags.and_then(|tags| Some((tags, tags.by_branch.get(at)?)))
            && !of.is_empty()
            && tags.fallback != Some(at)
        {
            let values = of.iter().map(|tag| Value::from(tag.as_str()).to_string()).collect();
            rules.push(Rule::Property(tags.property.clone(), vec![Rule::Enum(values)]));
        }
        rules
    }

    /// Whether one of the branches allows every value of all JSON types of the branches.
    fn is_covered(&mut self, branches: &[Intersection]) -> bool {
        let all = branches.iter().fold(JsonTypes::NONE, |all, branch| all.or(branch.json_types));
        branches.iter().any(|branch| {
            let resolved = resolution::resolve_intersection(self.analysis, branch);
            let mut schemas = resolved.schemas.iter();
            branch.json_types.contains(all)
                && resolved.choices.is_empty()
                && resolved.never.is_none()
                && schemas.all(|schema| {
                    let rules = self.keyword_rules(*schema, branch.json_types, Scope::Full, Scope::Full);
                    rules.iter().all(rejects_only_types)
                })
        })
    }
}

/// Whether a rule holds for every value of its JSON type, as far as the runtime knows.
fn rejects_only_types(rule: &Rule) -> bool {
    matches!(rule, Rule::Type(_)) || matches!(rule, Rule::Format(format) if !is_checked_format(format))
}

/// Whether no two branches have a JSON type in common.
fn are_disjoint(branches: &[Intersection]) -> bool {
    let mut seen = JsonTypes::NONE;
    branches.iter().all(|branch| {
        let new = !seen.intersects(branch.json_types);
        seen = seen.or(branch.json_types);
        new
    })
}
