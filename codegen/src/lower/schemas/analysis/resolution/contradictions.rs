//! Contradictions: parts of a schema that exclude each other, and the parts that remain when one of them is ignored.

use serde_json::Value;

use super::{ResolvedSchema, resolve};
use crate::diag::SourceLocation;
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand, Portion, SchemaAnalysis};
use crate::openapi::{Keywords, SchemaId};

/// Upper bound for the parts that a diagnostic lists.
const MAX_LISTED: usize = 8;

/// The parts of a contradictory intersection that agree with the last one.
pub(crate) struct Relaxed {
    /// The parts that are used.
    pub(crate) intersection: Intersection,
    /// The parts that are ignored, at most [`MAX_LISTED`].
    pub(crate) ignored: Vec<ContradictingPart>,
    /// The parts because of which others are ignored.
    pub(crate) used: Vec<ContradictingPart>,
}

/// A part of a contradictory intersection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ContradictingPart {
    /// The keyword that states the JSON types, otherwise the subschema.
    pub(crate) place: SourceLocation,
    /// The JSON types that the part allows.
    pub(crate) json_types: JsonTypes,
}

/// Splits a contradictory intersection into the operands that agree with the last one, and the others. `None` if the contradiction
/// remains.
pub(crate) fn relaxed(analysis: &SchemaAnalysis<'_>, intersection: &Intersection) -> Option<Relaxed> {
    let operands = match intersection.operands.as_slice() {
        [Operand::Schema(id, Portion::Whole | Portion::WithoutSubtypes)] => written_parts(analysis, *id)?,
        operands => operands.to_vec(),
    };
    let mut compatible: Vec<Operand> = Vec::new();
    let mut ignored: Vec<Operand> = Vec::new();
    for operand in operands.into_iter().rev() {
        let with: Vec<Operand> = std::iter::once(operand.clone()).chain(compatible.iter().cloned()).collect();
        if analysis.intersection(with.clone()).json_types.is_empty() {
            ignored.push(operand);
        } else {
            compatible = with;
        }
    }
    let relaxed = analysis.intersection(compatible);
    if relaxed.operands.is_empty() || ignored.is_empty() || relaxed.json_types.is_empty() {
        return None;
    }
    let mut parts = Relaxed { intersection: relaxed, ignored: Vec::new(), used: Vec::new() };
    for operand in ignored.iter().rev().take(MAX_LISTED) {
        let json_types = json_types_of(analysis, operand);
        let excludes = |other: &&Operand| !json_types_of(analysis, other).intersects(json_types);
        let kept = &parts.intersection.operands;
        let used = kept.iter().rev().find(excludes).or(kept.last()).map(|other| part(analysis, other, json_types));
        parts.ignored.push(part(analysis, operand, parts.intersection.json_types));
        parts.used.extend(used.filter(|used| !parts.used.contains(used)));
    }
    Some(parts)
}

fn json_types_of(analysis: &SchemaAnalysis<'_>, operand: &Operand) -> JsonTypes {
    analysis.intersection(vec![operand.clone()]).json_types
}

/// The part that an operand is, with the place of the keyword that excludes `others`.
fn part(analysis: &SchemaAnalysis<'_>, operand: &Operand, others: JsonTypes) -> ContradictingPart {
    let json_types = json_types_of(analysis, operand);
    let resolved = resolve(analysis, std::slice::from_ref(operand), json_types);
    let stated = resolved.schemas.iter().find_map(|schema| {
        let (keyword, types) = stated_types(schema.keywords)?;
        (!types.intersects(others)).then(|| analysis.place(schema.id).key(keyword))
    });
    let place = stated.unwrap_or_else(|| match operand {
        Operand::Schema(id, Portion::OneOf) => analysis.place(*id).key("oneOf"),
        Operand::Schema(id, Portion::AnyOf) => analysis.place(*id).key("anyOf"),
        other => other.schema().map(|id| analysis.place(id)).unwrap_or_default(),
    });
    ContradictingPart { place, json_types }
}

/// The keyword of a schema that states its JSON types, and these types.
fn stated_types(keywords: &Keywords) -> Option<(&'static str, JsonTypes)> {
    let of_values =
        |values: &[Value]| values.iter().fold(JsonTypes::NONE, |any, value| any.or(JsonTypes::of_value(value)));
    if let Some(types) = &keywords.types {
        return Some(("type", JsonTypes::of_types(types)));
    }
    if let Some(value) = &keywords.const_value {
        return Some(("const", JsonTypes::of_value(value)));
    }
    keywords.enum_values.as_ref().map(|values| ("enum", of_values(values)))
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
