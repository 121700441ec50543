//! `coverage.json`: every construct of the document that the output does not carry in full.
//!
//! Lies beside the generated code, so that the drift check guards it: nothing is lost in silence. May import `ir`, `diag` and
//! `source` (for the names of files).

use serde_json::{Map, Value, json};

use crate::ir::{Api, CoverageKind, CoverageNote};
use crate::source::Source;

/// The report as a JSON text: counts first, then the notes by place.
#[must_use]
pub fn report(api: &Api, source: &Source) -> String {
    let mut notes: Vec<&CoverageNote> = api.coverage.iter().collect();
    notes.sort_by(|a, b| (&a.place, a.kind, &a.construct, &a.note).cmp(&(&b.place, b.kind, &b.construct, &b.note)));
    notes.dedup();
    let count = |kind: CoverageKind| notes.iter().filter(|note| note.kind == kind).count();
    let kinds = [
        CoverageKind::Constraint,
        CoverageKind::Untyped,
        CoverageKind::Raw,
        CoverageKind::Rounded,
        CoverageKind::LeftOut,
    ];
    let report = json!({
        "operations": api.operations.len(),
        "webhooks": api.webhooks.len(),
        "types": api.types.len(),
        "notes": kinds.into_iter().map(|kind| (word(kind).to_owned(), json!(count(kind)))).collect::<Map<_, _>>(),
        "places": notes.iter().map(|note| row(note, source)).collect::<Vec<_>>(),
    });
    // Serialising a `Value` cannot fail: its keys are strings.
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    text
}

fn row(note: &CoverageNote, source: &Source) -> Value {
    let CoverageNote { kind, construct, place, note } = note;
    let file = if place.file.0 == 0 { "" } else { source.file(place.file).map_or("", |file| file.path.as_str()) };
    json!({ "kind": word(*kind), "construct": construct, "place": format!("{file}#{}", place.pointer), "note": note })
}

fn word(kind: CoverageKind) -> &'static str {
    match kind {
        CoverageKind::Constraint => "constraint",
        CoverageKind::Untyped => "untyped",
        CoverageKind::Raw => "raw",
        CoverageKind::Rounded => "rounded",
        CoverageKind::LeftOut => "left_out",
    }
}
