//! Writes notes for `coverage.json` about keywords that neither the type nor `validate()` covers, and about types that no keyword states.

use crate::ir::{CoverageKind, CoverageNote};
use crate::lower::schemas::analysis::schema::{SchemaAnalysis, effects_of, implied_types};
use crate::openapi::SchemaKind;

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
        notes.extend(effects_of(keywords).notes().map(|(construct, note)| CoverageNote {
            kind: CoverageKind::Constraint,
            construct: construct.to_owned(),
            place: schema.place.key(construct),
            note: note.to_owned(),
        }));
        if keywords.discriminator.as_ref().is_some_and(|discriminator| discriminator.default_mapping.is_some()) {
            notes.push(CoverageNote {
                kind: CoverageKind::Constraint,
                construct: "defaultMapping".to_owned(),
                place: schema.place.key("discriminator").key("defaultMapping"),
                note: "`defaultMapping` is not applied: a value that `mapping` does not list is decoded as an unknown value".to_owned(),
            });
        }
    }
    notes
}
