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
