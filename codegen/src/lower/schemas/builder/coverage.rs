//! Writes notes for `coverage.json` about keywords that neither the type nor `validate()` covers.

use crate::ir::{CoverageKind, CoverageNote};
use crate::lower::schemas::analysis::schema::effects_of;
use crate::openapi::{Document, SchemaKind};

/// A note for each keyword of the document that the types do not express.
pub(super) fn constraint_notes(document: &Document) -> Vec<CoverageNote> {
    let mut notes = Vec::new();
    for schema in &document.schemas {
        let SchemaKind::Keywords(keywords) = &schema.kind else { continue };
        notes.extend(effects_of(keywords).notes().map(|(construct, note)| CoverageNote {
            kind: CoverageKind::Constraint,
            construct: construct.to_owned(),
            place: schema.place.key(construct),
            note: note.to_owned(),
        }));
        if keywords.is_read_as_null() {
            notes.push(CoverageNote {
                kind: CoverageKind::Constraint,
                construct: "nullable".to_owned(),
                place: schema.place.key("nullable"),
                note: "a branch with only `nullable: true` is read as null; by the specification it allows every value"
                    .to_owned(),
            });
        }
    }
    notes
}
