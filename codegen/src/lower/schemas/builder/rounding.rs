//! Rounding: notes for `coverage.json` about numbers that become a float and may be integers that it cannot hold exactly.

use serde_json::Value;

use crate::exact_number::ExactNumber;
use crate::ir::{CoverageKind, CoverageNote, Number as Float, Type};
use crate::lower::schemas::analysis::resolution::{self, ResolvedSchema};
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, SchemaAnalysis};
use crate::lower::schemas::settings::TypeSettings;

/// A float holds every integer up to this one exactly.
const EXACT: i64 = 1 << 53;

/// Returns a note about a type, if it is a float that may round integers that the schema allows.
pub(super) fn rounding_note(
    analysis: &SchemaAnalysis<'_>,
    settings: &TypeSettings,
    ty: &Type,
    intersection: &Intersection,
) -> Option<CoverageNote> {
    // A schema that only states several types becomes a union; one variant is the number.
    let is_default = !settings.formats.contains_key("number");
    let is_bare = || {
        is_default
            && intersection.json_types.contains(JsonTypes::NUMBER)
            && resolution::simplified(analysis, intersection, None).is_empty()
    };
    let is_float = *ty == Type::Number(Float::F64) || matches!(ty, Type::Named(_)) && is_bare();
    if !is_float {
        return None;
    }
    let resolved = &resolution::resolve_intersection(analysis, intersection);
    let schema = resolved.schemas.first()?;
    let place = analysis.place(schema.id);
    let (construct, place, note) = match keyword_with_large_integer(resolved) {
        Some(keyword) => (
            keyword,
            place.key(keyword),
            "contains an integer beyond 2^53, which `f64` cannot represent exactly".to_owned(),
        ),
        None if !is_float_format(resolved) && !is_bounded(resolved) => {
            ("number", place, CoverageNote::ROUNDED.to_owned())
        }
        None => return None,
    };
    Some(CoverageNote { kind: CoverageKind::Rounded, construct: construct.to_owned(), place, note })
}

/// Whether the format says that the API uses a float, too. Then it sends no integer that is rounded here.
fn is_float_format(resolved: &ResolvedSchema<'_>) -> bool {
    let mut formats = resolved.schemas.iter().filter_map(|schema| schema.keywords.format.as_deref());
    formats.any(|format| ["double", "float", "float32", "float64"].contains(&format))
}

/// Whether lower and upper bounds exclude all integers that are rounded.
fn is_bounded(resolved: &ResolvedSchema<'_>) -> bool {
    let is_within = |bound: &Option<ExactNumber>| bound.as_ref().is_some_and(|bound| !is_beyond(bound));
    let is_above = resolved
        .schemas
        .iter()
        .any(|schema| is_within(&schema.keywords.minimum) || is_within(&schema.keywords.exclusive_minimum));
    let is_below = resolved
        .schemas
        .iter()
        .any(|schema| is_within(&schema.keywords.maximum) || is_within(&schema.keywords.exclusive_maximum));
    is_above && is_below
}

/// Returns the keyword whose value is an integer that `f64` cannot represent. A bound that is written as a float does not
/// count: tools write the limits of floats there.
fn keyword_with_large_integer(resolved: &ResolvedSchema<'_>) -> Option<&'static str> {
    resolved.schemas.iter().find_map(|schema| {
        let keywords = schema.keywords;
        let bounds = [
            ("minimum", &keywords.minimum),
            ("maximum", &keywords.maximum),
            ("exclusiveMinimum", &keywords.exclusive_minimum),
            ("exclusiveMaximum", &keywords.exclusive_maximum),
        ];
        let is_integer = |bound: &ExactNumber| !bound.as_str().contains(['.', 'e', 'E']) && is_beyond(bound);
        let bound = bounds.iter().find(|(_, bound)| bound.as_ref().is_some_and(is_integer));
        let is_shown = |value: &Value| value.as_number().is_some_and(|number| is_beyond(&number.into()));
        bound
            .map(|(keyword, _)| *keyword)
            .or_else(|| keywords.default.as_ref().is_some_and(is_shown).then_some("default"))
            .or_else(|| keywords.examples.iter().any(is_shown).then_some("example"))
    })
}

/// Whether a number is beyond the range in which a float holds every integer exactly.
fn is_beyond(number: &ExactNumber) -> bool {
    !number.is_within(&((-EXACT).into(), EXACT.into()))
}
