//! Writes notes for `coverage.json` about keywords that neither the type nor `validate()` covers, and about types that no keyword states.

use crate::exact_number::ExactNumber;
use crate::ir::{CoverageKind, CoverageNote};
use crate::lower::schemas::analysis::schema::{SchemaAnalysis, effects_of, implied_types};
use crate::openapi::{Keywords, SchemaKind};

const READ_AS_NULL: &str =
    "a branch with only `nullable: true` is read as null; by the specification it allows every value";

/// A note for each keyword of the document that the types do not express, and for each schema whose type is only implied.
pub(super) fn notes_of_document(analysis: &SchemaAnalysis<'_>) -> Vec<CoverageNote> {
    let mut notes = Vec::new();
    for id in implied_types(analysis) {
        let types = analysis.json_types_of(id).effective().names().join("` or `");
        let note =
            format!("`type` is absent; the other keywords imply `{types}`, and the Rust type accepts nothing else");
        let (kind, construct) = (CoverageKind::Implied, "type".to_owned());
        notes.push(CoverageNote { kind, construct, place: analysis.place(id), note });
    }
    for schema in &analysis.document().schemas {
        let SchemaKind::Keywords(keywords) = &schema.kind else { continue };
        let effects = effects_of(keywords);
        let constraints = effects.notes().map(|(construct, note)| (CoverageKind::Constraint, construct, note));
        let nullable = keywords.is_read_as_null().then_some((CoverageKind::Constraint, "nullable", READ_AS_NULL));
        let of_schema = constraints.chain(number_notes(keywords)).chain(nullable);
        notes.extend(of_schema.map(|(kind, construct, note)| CoverageNote {
            kind,
            construct: construct.to_owned(),
            place: schema.place.key(construct),
            note: note.to_owned(),
        }));
    }
    notes
}

/// Notes about numbers that a float cannot hold.
fn number_notes(keywords: &Keywords) -> impl Iterator<Item = (CoverageKind, &'static str, &'static str)> {
    let bounds = [
        ("minimum", &keywords.minimum),
        ("maximum", &keywords.maximum),
        ("exclusiveMinimum", &keywords.exclusive_minimum),
        ("exclusiveMaximum", &keywords.exclusive_maximum),
        ("multipleOf", &keywords.multiple_of),
    ];
    let is_infinite = |number: &ExactNumber| number.as_f64().is_infinite();
    let bounds = bounds.into_iter().filter(move |(_, bound)| bound.as_ref().is_some_and(is_infinite));
    let unbounded = "beyond the range of floats; the type has no such limit";
    let rounded = keywords.rounded.iter().map(|keyword| {
        let note = match *keyword {
            "default" => "has more digits than a float; `with_defaults` does not set it",
            _ => "has more digits than a float; the documentation shows it rounded",
        };
        (CoverageKind::Rounded, *keyword, note)
    });
    bounds.map(move |(keyword, _)| (CoverageKind::Constraint, keyword, unbounded)).chain(rounded)
}
