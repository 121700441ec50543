//! Overlapping branches: those that a value can match at the same time.

use crate::lower::schemas::analysis::objects::{ObjectForm, forms_of};
use crate::lower::schemas::analysis::resolution;
use crate::lower::schemas::analysis::schema::{Intersection, Operand, SchemaAnalysis, is_same_value};

/// Upper bound for the branches of a union that are compared with each other.
const MAX_COMPARED: usize = 64;

/// Groups of several branches that a value can match at the same time, while none of them keeps all members of it.
pub(crate) fn overlapping(analysis: &SchemaAnalysis<'_>, branches: &[Intersection]) -> Vec<Vec<Intersection>> {
    let forms: Vec<Option<Vec<ObjectForm<'_>>>> = branches.iter().map(|branch| forms_of(analysis, branch)).collect();
    let mut group_of: Vec<usize> = (0..branches.len()).collect();
    if branches.len() <= MAX_COMPARED {
        for a in 0..branches.len() {
            for b in a + 1..branches.len() {
                if let (Some(Some(first)), Some(Some(second))) = (forms.get(a), forms.get(b))
                    && group_of[a] != group_of[b]
                    && overlap(analysis, first, second)
                {
                    let (from, to) = (group_of[a].max(group_of[b]), group_of[a].min(group_of[b]));
                    group_of.iter_mut().filter(|group| **group == from).for_each(|group| *group = to);
                }
            }
        }
    }
    let mut groups: Vec<(usize, Vec<Intersection>)> = Vec::new();
    for (branch, group) in branches.iter().zip(group_of) {
        match groups.iter_mut().find(|(other, _)| *other == group) {
            Some((_, members)) => members.push(branch.clone()),
            None => groups.push((group, vec![branch.clone()])),
        }
    }
    groups.into_iter().map(|(_, members)| members).filter(|members| members.len() > 1).collect()
}

/// Whether a value can match two branches of which neither keeps all members that the other needs.
fn overlap(analysis: &SchemaAnalysis<'_>, a: &[ObjectForm<'_>], b: &[ObjectForm<'_>]) -> bool {
    a.iter().any(|a| b.iter().any(|b| !a.covers(b) && !b.covers(a) && !exclude(analysis, a, b)))
}

/// Whether no object has both forms.
fn exclude(analysis: &SchemaAnalysis<'_>, a: &ObjectForm<'_>, b: &ObjectForm<'_>) -> bool {
    let forbids_required = |closed: &ObjectForm<'_>, open: &ObjectForm<'_>| {
        closed.closed && open.required.iter().any(|name| !closed.members.contains_key(name))
    };
    if forbids_required(a, b) || forbids_required(b, a) {
        return true;
    }
    a.members.iter().any(|(name, operands)| {
        let is_required = a.required.contains(name) || b.required.contains(name);
        is_required && b.members.get(name).is_some_and(|others| are_disjoint(analysis, operands, others))
    })
}

/// Whether no value matches both.
fn are_disjoint(analysis: &SchemaAnalysis<'_>, a: &[Operand], b: &[Operand]) -> bool {
    if a == b {
        return false;
    }
    if !analysis.intersection(a.to_vec()).json_types.intersects(analysis.intersection(b.to_vec()).json_types) {
        return true;
    }
    match (resolution::listed_values(analysis, a), resolution::listed_values(analysis, b)) {
        (Some(a), Some(b)) => !a.iter().any(|value| b.iter().any(|other| is_same_value(value, other))),
        _ => false,
    }
}
