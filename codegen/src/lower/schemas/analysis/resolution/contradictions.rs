//! Contradictions: parts of a schema that exclude each other, and the parts that remain when one of them is ignored.

use super::ResolvedSchema;
use crate::diag::SourceLocation;
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand, Portion, SchemaAnalysis};
use crate::openapi::SchemaId;

/// The operands of a contradictory intersection that agree with the last one. `None` if the contradiction remains.
pub(crate) fn relaxed(analysis: &SchemaAnalysis<'_>, intersection: &Intersection) -> Option<Intersection> {
    let operands = match intersection.operands.as_slice() {
        [Operand::Schema(id, Portion::Whole | Portion::WithoutSubtypes)] => written_parts(analysis, *id)?,
        operands => operands.to_vec(),
    };
    let mut compatible: Vec<Operand> = Vec::new();
    for operand in operands.iter().rev() {
        let with: Vec<Operand> = std::iter::once(operand.clone()).chain(compatible.iter().cloned()).collect();
        if !analysis.intersection(with.clone()).json_types.is_empty() {
            compatible = with;
        }
    }
    let relaxed = analysis.intersection(compatible);
    let is_relaxed = !relaxed.operands.is_empty() && relaxed.operands.len() < operands.len();
    (is_relaxed && !relaxed.json_types.is_empty()).then_some(relaxed)
}

/// The parts of which a schema is written: extended schemas, choices, its own keywords.
fn written_parts(analysis: &SchemaAnalysis<'_>, id: SchemaId) -> Option<Vec<Operand>> {
    let keywords = analysis.keywords(id)?;
    let mut operands: Vec<Operand> = keywords.extended().map(Operand::whole).collect();
    for (portion, branches) in [(Portion::OneOf, &keywords.one_of), (Portion::AnyOf, &keywords.any_of)] {
        if !branches.is_empty() {
            operands.push(Operand::Schema(id, portion));
        }
    }
    operands.push(Operand::Schema(id, Portion::OwnKeywords));
    match operands.as_slice() {
        // The schema is only a reference: the contradiction is in its target.
        [Operand::Schema(target, Portion::Whole), _] if keywords.reference == Some(*target) => {
            written_parts_of_target(analysis, *target)
        }
        _ => Some(operands),
    }
}

/// The parts of the schema at the end of a chain of references.
fn written_parts_of_target(analysis: &SchemaAnalysis<'_>, id: SchemaId) -> Option<Vec<Operand>> {
    let end = analysis.reference_chain(id).last()?;
    let keywords = analysis.keywords(end)?;
    if keywords.reference.is_some() { None } else { written_parts(analysis, end) }
}

/// The places of the first two `type` keywords that exclude each other.
pub(crate) fn contradicting_types(analysis: &SchemaAnalysis<'_>, resolved: &ResolvedSchema<'_>) -> Vec<SourceLocation> {
    let mut so_far = JsonTypes::ALL;
    let mut stated: Vec<(SchemaId, JsonTypes)> = Vec::new();
    for schema in &resolved.schemas {
        let Some(types) = &schema.keywords.types else { continue };
        let json_types = JsonTypes::of_types(types);
        if !so_far.intersects(json_types) {
            let earlier = stated.iter().find(|(_, other)| !other.intersects(json_types)).map(|(id, _)| *id);
            return earlier.into_iter().chain([schema.id]).map(|id| analysis.place(id)).collect();
        }
        so_far = so_far.and(json_types);
        stated.push((schema.id, json_types));
    }
    Vec::new()
}
