//! `coverage.json`: every construct of the document that the generated code does not fully support.
//!
//! The file is part of the generated code, so `--check` shows every change, and no construct is lost silently.

use std::collections::BTreeMap;

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

/// Returns a row for each note. Integers that `f64` may round share one row, and so does raw data with the same note: a media type is often
/// repeated in every operation.
fn rows(notes: &[&CoverageNote], api: &Api) -> Vec<Value> {
    let mut shared: BTreeMap<(&str, &str), (&CoverageNote, usize)> = BTreeMap::new();
    for note in notes.iter().filter(|note| shares_row(note)) {
        shared.entry((&note.construct, &note.note)).or_insert((note, 0)).1 += 1;
    }
    let mut rows = Vec::new();
    for note in notes {
        let text = match shared.get(&(note.construct.as_str(), note.note.as_str())).filter(|_| shares_row(note)) {
            Some((first, _)) if !std::ptr::eq(*first, *note) => continue,
            Some((_, count)) => combined(note, count.saturating_sub(1)),
            None => note.note.clone(),
        };
        rows.push(row(note, &text, api));
    }
    rows
}

fn shares_row(note: &CoverageNote) -> bool {
    match note.kind {
        CoverageKind::Rounded => note.note == CoverageNote::ROUNDED,
        CoverageKind::Raw => true,
        CoverageKind::Constraint | CoverageKind::Untyped | CoverageKind::Implied | CoverageKind::LeftOut => false,
    }
}

fn combined(note: &CoverageNote, others: usize) -> String {
    let noun = if note.kind == CoverageKind::Rounded { "schema" } else { "place" };
    match others {
        0 => note.note.clone(),
        1 => format!("{}, here and in 1 other {noun}", note.note),
        others => format!("{}, here and in {others} other {noun}s", note.note),
    }
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

    #[test]
    fn raw_data_with_the_same_note_shares_a_row() {
        let note = |name: &str, note: &str| CoverageNote {
            kind: CoverageKind::Raw,
            construct: "xml".to_owned(),
            place: SourceLocation::default().key(name),
            note: note.to_owned(),
        };
        let coverage = vec![note("b", "XML"), note("c", "other"), note("a", "XML"), note("d", "XML")];
        let report: Value = serde_json::from_str(&report(&Api { coverage, ..Api::default() })).unwrap_or_default();
        assert_eq!(report["notes"]["raw"], 4);
        let rows = report["places"].as_array().into_iter().flatten();
        let shown = |row: &Value| Some(format!("{}: {}", row["place"].as_str()?, row["note"].as_str()?));
        let expect = ["#/a: XML, here and in 2 other places", "#/c: other"];
        assert_eq!(rows.filter_map(shown).collect::<Vec<String>>(), expect);
    }
}
