//! `coverage.json`: every construct of the document that the generated code does not fully support.
//!
//! The file is part of the generated code, so `--check` shows every change, and no construct is lost silently.

use serde_json::{Map, Value, json};

use crate::ir::{Api, CoverageKind, CoverageNote};

/// Returns the report as JSON text: first the counts, then the notes, sorted by place.
#[must_use]
pub fn report(api: &Api) -> String {
    let mut notes: Vec<&CoverageNote> = api.coverage.iter().collect();
    notes.sort_by(|a, b| (&a.place, a.kind, &a.construct, &a.note).cmp(&(&b.place, b.kind, &b.construct, &b.note)));
    notes.dedup();
    let count = |kind: CoverageKind| notes.iter().filter(|note| note.kind == kind).count();
    let kinds = [
        CoverageKind::Constraint,
        CoverageKind::Untyped,
        CoverageKind::Raw,
        CoverageKind::Rounded,
        CoverageKind::Implied,
        CoverageKind::LeftOut,
    ];
    let report = json!({
        "operations": api.operations.len(),
        "webhooks": api.webhooks.len(),
        "types": api.types.len(),
        "notes": kinds.into_iter().map(|kind| (word(kind).to_owned(), json!(count(kind)))).collect::<Map<_, _>>(),
        "places": rows(&notes, api),
    });
    // Serializing a `Value` cannot fail: its keys are strings.
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    text
}

/// Returns a row for each note. All schemas whose integers `f64` may round share one row.
fn rows(notes: &[&CoverageNote], api: &Api) -> Vec<Value> {
    let is_rounded = |note: &&&CoverageNote| note.kind == CoverageKind::Rounded && note.note == CoverageNote::ROUNDED;
    let others = notes.iter().filter(is_rounded).count().saturating_sub(1);
    let mut is_first = true;
    let mut rows = Vec::new();
    for note in notes {
        if !is_rounded(&note) {
            rows.push(row(note, &note.note, api));
        } else if std::mem::take(&mut is_first) {
            let combined = match others {
                0 => note.note.clone(),
                1 => format!("{}, here and in 1 other schema", note.note),
                others => format!("{}, here and in {others} other schemas", note.note),
            };
            rows.push(row(note, &combined, api));
        }
    }
    rows
}

fn row(note: &CoverageNote, text: &str, api: &Api) -> Value {
    let CoverageNote { kind, construct, place, note: _ } = note;
    json!({ "kind": word(*kind), "construct": construct, "place": api.reference(place), "note": text })
}

fn word(kind: CoverageKind) -> &'static str {
    match kind {
        CoverageKind::Constraint => "constraint",
        CoverageKind::Untyped => "untyped",
        CoverageKind::Raw => "raw",
        CoverageKind::Rounded => "rounded",
        CoverageKind::Implied => "implied",
        CoverageKind::LeftOut => "left_out",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::SourceLocation;

    #[test]
    fn rounded_numbers_share_a_row() {
        let note = |name: &str, note: &str| CoverageNote {
            kind: CoverageKind::Rounded,
            construct: "number".to_owned(),
            place: SourceLocation::default().key(name),
            note: note.to_owned(),
        };
        let all = [
            note("b", CoverageNote::ROUNDED),
            note("a", CoverageNote::ROUNDED),
            note("c", "another"),
            note("d", CoverageNote::ROUNDED),
        ];
        for (count, expect) in [
            (1, &["#/b: `f64` rounds integers beyond 2^53"][..]),
            (2, &["#/a: `f64` rounds integers beyond 2^53, here and in 1 other schema"]),
            (4, &["#/a: `f64` rounds integers beyond 2^53, here and in 2 other schemas", "#/c: another"]),
        ] {
            let api = Api { coverage: all[..count].to_vec(), ..Api::default() };
            let report: Value = serde_json::from_str(&report(&api)).unwrap_or_default();
            assert_eq!(report["notes"]["rounded"], count);
            let rows = report["places"].as_array().into_iter().flatten();
            let shown = |row: &Value| Some(format!("{}: {}", row["place"].as_str()?, row["note"].as_str()?));
            assert_eq!(rows.filter_map(shown).collect::<Vec<String>>(), expect);
        }
    }
}
