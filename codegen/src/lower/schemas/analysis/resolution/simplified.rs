//! Simplified intersections: operands that add nothing are replaced by the schemas to which they lead.
//!
//! An intersection that simplifies to a single component is a reference to that component's definition.

use super::{listed_values, resolve, resolve_intersection};
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand, Portion, SchemaAnalysis, effects_of};
use crate::openapi::SchemaId;
use foldhash::{HashSet, HashSetExt};

/// The operands that remain when references, `allOf` and choices that add nothing are followed: components, and schemas
/// with keywords of their own. Components other than `root` are not entered.
pub(crate) fn simplified(
    analysis: &SchemaAnalysis<'_>,
    intersection: &Intersection,
    root: Option<SchemaId>,
) -> Vec<Operand> {
    let mut stack: Vec<(Operand, bool)> =
        intersection.operands.iter().rev().map(|operand| (operand.clone(), false)).collect();
    let mut seen = HashSet::new();
    let mut simplified = Vec::new();
    while let Some((operand, extends)) = stack.pop() {
        if !seen.insert(operand.clone()) {
            continue;
        }
        let (id, portion) = match &operand {
            Operand::Any(alternatives) | Operand::ExactlyOne(alternatives) => {
                match &**alternatives {
                    [only] => {
                        stack.extend(only.operands.iter().rev().map(|operand| (operand.clone(), extends)));
                    }
                    _ => simplified.push(operand),
                }
                continue;
            }
            Operand::Schema(id, portion) => (*id, *portion),
        };
        if analysis.components().index(id).is_some() && root != Some(id) {
            let without_subtypes = portion == Portion::WithoutSubtypes || (extends && root.is_some());
            let portion = match portion {
                Portion::Whole | Portion::WithoutSubtypes if without_subtypes && analysis.is_parent(id) => {
                    Portion::WithoutSubtypes
                }
                Portion::Whole | Portion::WithoutSubtypes => Portion::Whole,
                other => other,
            };
            simplified.push(Operand::Schema(id, portion));
            continue;
        }
        let Some(keywords) = analysis.keywords(id) else {
            if analysis.is_false(id) {
                simplified.push(operand);
            }
            continue;
        };
        let one_of = analysis.possible_branches(&keywords.one_of, intersection.json_types);
        let any_of = analysis.possible_branches(&keywords.any_of, intersection.json_types);
        let is_decided = |written: &[SchemaId], possible: &[Intersection]| match possible {
            _ if written.is_empty() => true,
            // A discriminator makes a choice of a single branch: see `resolved`.
            [only] => keywords.discriminator.is_none() || only.json_types != JsonTypes::OBJECT,
            _ => false,
        };
        let adds_nothing = matches!(portion, Portion::Whole | Portion::WithoutSubtypes)
            && !effects_of(keywords).shapes_type
            && !analysis.is_parent(id)
            && is_decided(&keywords.one_of, &one_of)
            && is_decided(&keywords.any_of, &any_of);
        if !adds_nothing {
            simplified.push(operand);
            continue;
        }
        let choices = one_of.into_iter().chain(any_of).flat_map(|branch| branch.operands);
        let all_of = keywords.all_of.iter().map(|id| (Operand::whole(*id), true));
        let references = keywords.reference.iter().chain(&keywords.dynamic_reference);
        let references = references.map(|id| (Operand::whole(*id), extends));
        let next: Vec<_> = references.chain(all_of).chain(choices.map(|operand| (operand, extends))).collect();
        stack.extend(next.into_iter().rev());
    }
    if simplified.len() > 1 {
        for operand in &mut simplified {
            if let Operand::Schema(id, portion @ Portion::Whole) = operand
                && analysis.is_parent(*id)
            {
                *portion = Portion::WithoutSubtypes;
            }
        }
    }
    simplified
}

/// Whether an intersection allows any value at all.
pub(crate) fn is_anything(analysis: &SchemaAnalysis<'_>, intersection: &Intersection, simplified: &[Operand]) -> bool {
    if intersection.json_types != JsonTypes::ALL {
        return false;
    }
    let resolved = resolve(analysis, simplified, intersection.json_types);
    let is_free = |branch: &Intersection| {
        branch.json_types.contains(JsonTypes::ALL.non_null()) && resolve_intersection(analysis, branch).is_empty()
    };
    resolved.never.is_none()
        && resolved.is_bare()
        && resolved.choices.iter().all(|choice| choice.branches.iter().any(is_free))
}

/// Whether null is the only value that the simplified operands of a nullable intersection list.
pub(crate) fn is_only_null(analysis: &SchemaAnalysis<'_>, simplified: &[Operand], root: Option<SchemaId>) -> bool {
    let is_inline = |operand: &Operand| operand.schema() == root || !analysis.components().contains(operand);
    simplified.iter().any(is_inline) && listed_values(analysis, simplified).is_some_and(|values| values.is_empty())
}
