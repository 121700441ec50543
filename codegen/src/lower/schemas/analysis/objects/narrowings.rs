//! Narrowings: choices that do not become types, because their branches only require or narrow members of the object.

use super::IndexMap;
use crate::lower::schemas::analysis::resolution::{self, Choice};
use crate::lower::schemas::analysis::schema::{Intersection, Operand, SchemaAnalysis};

/// Choices inside choices are followed to this depth.
const MAX_DEPTH: usize = 6;
/// Upper bound for the sets of members of which one is required.
const MAX_SETS: usize = 64;

/// A choice whose branches only require members, or narrow members that the object declares. It does not become a type.
#[derive(Debug)]
pub(crate) struct Narrowing {
    /// The members that each combination of branches requires. An object that matches the choice has all members of one of these sets.
    /// Empty without such a rule.
    pub(crate) required_sets: Vec<Vec<String>>,
    /// The members that every branch declares, and the alternatives that the branches allow for each.
    pub(crate) members: IndexMap<String, Operand>,
}

/// The narrowing of a choice, if its branches only require members, or narrow members that the object declares.
pub(crate) fn narrowing(
    analysis: &SchemaAnalysis<'_>,
    choice: &Choice<'_>,
    is_declared: &dyn Fn(&str) -> bool,
) -> Option<Narrowing> {
    let mut required_sets = required_sets(analysis, choice, is_declared, 0)?;
    if required_sets.len() > MAX_SETS || required_sets.iter().any(Vec::is_empty) {
        required_sets.clear();
    }
    Some(Narrowing { required_sets, members: members_of_all_branches(analysis, choice) })
}

/// The members that every branch declares, with the alternatives that the branches allow.
fn members_of_all_branches(analysis: &SchemaAnalysis<'_>, choice: &Choice<'_>) -> IndexMap<String, Operand> {
    let mut members: IndexMap<String, Vec<Intersection>> = IndexMap::default();
    for (at, branch) in choice.branches.iter().enumerate() {
        let resolved = resolution::resolve_intersection(analysis, branch);
        // An inner choice may allow other values.
        if !resolved.choices.is_empty() {
            return IndexMap::default();
        }
        let mut in_branch: IndexMap<&str, Vec<Operand>> = IndexMap::default();
        for (name, id) in resolved.schemas.iter().flat_map(|schema| &schema.keywords.properties) {
            in_branch.entry(name).or_default().push(Operand::whole(*id));
        }
        for (name, operands) in in_branch {
            let alternatives = members.entry(name.to_owned()).or_default();
            if alternatives.len() == at {
                alternatives.push(analysis.intersection(operands));
            }
        }
    }
    members.retain(|_, alternatives| alternatives.len() == choice.branches.len());
    members.into_iter().map(|(name, alternatives)| (name, Operand::Any(alternatives.into()))).collect()
}

/// The members that each combination of branches requires. `None` if a branch declares members.
fn required_sets(
    analysis: &SchemaAnalysis<'_>,
    choice: &Choice<'_>,
    is_declared: &dyn Fn(&str) -> bool,
    depth: usize,
) -> Option<Vec<Vec<String>>> {
    if depth > MAX_DEPTH {
        return None;
    }
    let mut all: Vec<Vec<String>> = Vec::new();
    for branch in &choice.branches {
        let resolved = resolution::resolve_intersection(analysis, branch);
        let simplified = resolution::simplified(analysis, branch, None);
        let refers = simplified.iter().any(|operand| analysis.components().contains(operand));
        let mut schemas = resolved.schemas.iter().map(|schema| schema.keywords);
        let narrows = !refers
            && schemas.all(|keywords| {
                keywords.properties.keys().all(|name| is_declared(name)) && keywords.pattern_properties.is_empty()
            });
        if !narrows {
            return None;
        }
        let mut own: Vec<String> = Vec::new();
        for name in resolved.schemas.iter().flat_map(|schema| &schema.keywords.required) {
            if !own.contains(name) {
                own.push(name.clone());
            }
        }
        let mut sets = vec![own];
        for inner in &resolved.choices {
            let inner = required_sets(analysis, inner, is_declared, depth + 1)?;
            // Too many combinations are left to `validate()`.
            sets = if sets.len() * inner.len() > MAX_SETS { vec![Vec::new()] } else { combine(&sets, &inner) };
        }
        all.extend(sets);
    }
    Some(all)
}

/// The union of each set with each of the others.
fn combine(sets: &[Vec<String>], others: &[Vec<String>]) -> Vec<Vec<String>> {
    let with = |set: &Vec<String>, other: &Vec<String>| {
        let added = other.iter().filter(|name| !set.contains(name)).cloned();
        set.iter().cloned().chain(added).collect()
    };
    sets.iter().flat_map(|set| others.iter().map(move |other| with(set, other))).collect()
}
