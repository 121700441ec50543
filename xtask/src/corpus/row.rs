//! The result for one document, and the table and JSON of all results.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use oasmith::cli::Failure;
use serde_json::{Value, json};

use super::compile::Compiled;
use super::documents::Document;
use super::names::NameCounts;

/// The result of generating a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Everything was generated.
    Generated,
    /// The document has errors. The rest was generated with `--keep-going`.
    Partial,
    /// No code was generated, because the document has errors.
    Rejected,
    /// The generator panicked.
    Crashed,
    /// The generator took too long.
    Hung,
    /// The generator took too much memory.
    OutOfMemory,
}

const STATES: &[(State, &str)] = &[
    (State::Generated, "generated"),
    (State::Partial, "partial"),
    (State::Rejected, "rejected"),
    (State::Crashed, "crashed"),
    (State::Hung, "hung"),
    (State::OutOfMemory, "out of memory"),
];

impl State {
    fn word(self) -> &'static str {
        STATES.iter().find(|(state, _)| *state == self).map_or("", |(_, word)| word)
    }
}

/// Whether a result is as expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The code of a valid document compiles without warnings. An invalid document caused a diagnostic, and its code (if any) compiles.
    Passed,
    /// A document that is not known to be invalid has errors, which were all reported. The rest compiles without warnings.
    Partial,
    /// A document that is known to be invalid caused no diagnostic, and its code compiles without warnings.
    NoDiagnostic,
    /// Every other result.
    Failed,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Self::Passed => "ok  ",
            Self::Partial => "part",
            Self::NoDiagnostic => "none",
            Self::Failed => "FAIL",
        }
    }
}

/// The result for one document.
#[derive(Debug, Clone)]
pub struct Row {
    /// The path of the document below the searched folder.
    pub name: String,
    /// Whether the document is known to be invalid.
    pub is_invalid: bool,
    /// The result of generation.
    pub state: State,
    /// Whether the code compiles. `None` if it was not compiled.
    pub compiled: Option<bool>,
    /// The number of compiler warnings.
    pub warnings: u64,
    /// The number of callable operations.
    pub operations: u64,
    /// The number of operations that were omitted and reported.
    pub dropped: u64,
    /// The number of the document's operations that are neither callable nor reported.
    pub unaccounted: u64,
    /// The number of schemas that are typed as any JSON value.
    pub untyped: u64,
    /// The public types, and those with a poor name.
    pub names: NameCounts,
    /// The lines of Rust.
    pub lines: u64,
    /// The hash of the Rust code.
    pub content: String,
    /// The Cargo features that the module is split into.
    pub features: Vec<String>,
    /// The other files that the document references.
    pub parts: Vec<String>,
    /// The number of diagnostics by code.
    pub codes: BTreeMap<String, u64>,
    /// The number of diagnostics that are warnings.
    pub diagnostic_warnings: u64,
    /// The duration of generation in milliseconds.
    pub generate_ms: u64,
    /// The peak memory of generation in megabytes.
    pub peak_mb: u64,
    /// The share of the compile time in milliseconds.
    pub compile_ms: u64,
    /// The first problem.
    pub note: String,
}

impl Row {
    /// Creates a row without results.
    pub fn new(document: &Document) -> Self {
        Self {
            name: document.name.clone(),
            is_invalid: document.is_invalid,
            state: State::Rejected,
            compiled: None,
            warnings: 0,
            operations: 0,
            dropped: 0,
            unaccounted: 0,
            untyped: 0,
            names: NameCounts::default(),
            lines: 0,
            content: String::new(),
            features: Vec::new(),
            parts: Vec::new(),
            codes: BTreeMap::new(),
            diagnostic_warnings: 0,
            generate_ms: 0,
            peak_mb: 0,
            compile_ms: 0,
            note: String::new(),
        }
    }

    /// Adds the result of the worker process.
    pub fn add_worker_result(&mut self, text: &str) -> Result<(), Failure> {
        let value: Value =
            serde_json::from_str(text).map_err(|error| Failure::new(format!("{}: {error}", self.name)))?;
        let number = |key: &str| value.get(key).and_then(Value::as_u64).unwrap_or_default();
        let word = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
        let state = word("state");
        self.state = STATES.iter().find(|(_, other)| *other == state).map_or(State::Crashed, |(state, _)| *state);
        self.operations = number("operations");
        self.dropped = number("dropped");
        self.unaccounted = number("unaccounted");
        if self.unaccounted > 0 {
            self.note = format!("{} operations were neither generated nor reported as omitted", self.unaccounted);
        }
        self.untyped = number("untyped");
        self.names = value.get("names").map(NameCounts::from_json).unwrap_or_default();
        self.lines = number("lines");
        self.content = word("content").to_owned();
        let words = |key: &str| {
            let list = value.get(key).and_then(Value::as_array);
            list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        self.features = words("features");
        self.parts = words("parts");
        self.diagnostic_warnings = number("remarks");
        self.peak_mb = self.peak_mb.max(number("peak_mb"));
        let codes = value.get("codes").and_then(Value::as_object);
        let count = |(code, count): (&String, &Value)| (code.clone(), count.as_u64().unwrap_or_default());
        self.codes = codes.into_iter().flatten().map(count).collect();
        Ok(())
    }

    /// Adds the compiler's result.
    pub fn add_compiler_result(&mut self, compiled: Compiled) {
        self.compiled = Some(compiled.errors == 0);
        self.warnings = compiled.warnings;
        self.compile_ms = compiled.ms;
        if let Some(first) = compiled.first {
            self.note = first;
        }
    }

    /// Returns whether code was generated.
    pub fn has_code(&self) -> bool {
        matches!(self.state, State::Generated | State::Partial)
    }

    /// Returns whether the result is as expected.
    pub fn verdict(&self) -> Verdict {
        let clean = self.compiled != Some(false) && self.warnings == 0 && (self.is_invalid || self.unaccounted == 0);
        let reported = !self.codes.is_empty();
        match self.state {
            State::Generated if clean && (!self.is_invalid || self.diagnostic_warnings > 0) => Verdict::Passed,
            State::Partial | State::Rejected if clean && reported && self.is_invalid => Verdict::Passed,
            State::Generated if clean => Verdict::NoDiagnostic,
            State::Partial if clean && reported => Verdict::Partial,
            _ => Verdict::Failed,
        }
    }

    /// Returns the row as JSON.
    fn json(&self) -> Value {
        json!({
            "name": self.name,
            "broken": self.is_invalid,
            "passed": self.verdict() == Verdict::Passed,
            "partial": self.verdict() == Verdict::Partial,
            "state": self.state.word(),
            "compiled": self.compiled,
            "warnings": self.warnings,
            "operations": self.operations,
            "dropped": self.dropped,
            "unaccounted": self.unaccounted,
            "untyped": self.untyped,
            "names": self.names.json(),
            "lines": self.lines,
            "codes": self.codes,
            "remarks": self.diagnostic_warnings,
            "generate_ms": self.generate_ms,
            "peak_mb": self.peak_mb,
            "compile_ms": self.compile_ms,
            "note": self.note,
        })
    }

    fn line(&self, width: usize) -> String {
        let compiled = match self.compiled {
            None => "-".to_owned(),
            Some(true) => format!("{:.1} s", self.compile_ms as f64 / 1000.0),
            Some(false) => "FAILED".to_owned(),
        };
        let codes: Vec<String> = self.codes.iter().map(|(code, count)| format!("{code}×{count}")).collect();
        let mut line = format!(
            "{} {:<width$} {:<10} {:>9} {:>4} {:>5} {:>5} {:>6} {:>7} {:>6}  {}",
            self.verdict().word(),
            self.name,
            self.state.word(),
            compiled,
            self.warnings,
            self.operations,
            self.dropped,
            self.untyped,
            self.generate_ms,
            self.peak_mb,
            codes.join(" ")
        );
        if self.verdict() == Verdict::Failed && !self.note.is_empty() {
            let _ = write!(line, "\n       {}", self.note);
        }
        line
    }
}

/// Returns all rows and their sums as a table.
pub fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or_default();
    let mut text = format!(
        "     {:<width$} {:<10} {:>9} {:>4} {:>5} {:>5} {:>6} {:>7} {:>6}  codes\n",
        "spec", "state", "compiled", "warn", "ops", "drop", "untyp", "gen ms", "MB"
    );
    for row in rows {
        let _ = writeln!(text, "{}", row.line(width));
    }
    let sums = sums(rows);
    let _ = write!(
        text,
        "\n{}",
        sums.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(" · ")
    );
    text
}

/// Returns all rows and their sums as JSON.
pub fn json(rows: &[Row]) -> Value {
    let sums: serde_json::Map<String, Value> =
        sums(rows).into_iter().map(|(name, count)| (name.to_owned(), count.into())).collect();
    json!({ "sums": sums, "rows": rows.iter().map(Row::json).collect::<Vec<_>>() })
}

fn sums(rows: &[Row]) -> Vec<(&'static str, u64)> {
    let count = |test: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| test(row)).count() as u64;
    vec![
        ("specs", rows.len() as u64),
        ("passed", count(&|row| row.verdict() == Verdict::Passed)),
        ("partial", count(&|row| row.verdict() == Verdict::Partial)),
        ("without a diagnostic", count(&|row| row.verdict() == Verdict::NoDiagnostic)),
        ("failed", count(&|row| row.verdict() == Verdict::Failed)),
        ("generated", count(&|row| row.state == State::Generated)),
        ("rejected", count(&|row| row.state == State::Rejected)),
        ("crashed", count(&|row| !matches!(row.state, State::Generated | State::Partial | State::Rejected))),
        ("compiled", count(&|row| row.compiled == Some(true))),
        ("not compiled", count(&|row| row.compiled == Some(false))),
        ("warnings", rows.iter().map(|row| row.warnings).sum()),
        ("operations", rows.iter().map(|row| row.operations).sum()),
        ("dropped", rows.iter().map(|row| row.dropped).sum()),
        ("unaccounted", rows.iter().map(|row| row.unaccounted).sum()),
        ("untyped", rows.iter().map(|row| row.untyped).sum()),
        ("lines", rows.iter().map(|row| row.lines).sum()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_depend_on_state_compilation_and_validity() {
        let check = |is_invalid, state, compiled, codes: u64, diagnostic_warnings, expect| {
            let document =
                Document { path: std::path::PathBuf::new(), name: String::new(), module: String::new(), is_invalid };
            let mut row = Row::new(&document);
            (row.state, row.compiled, row.diagnostic_warnings) = (state, compiled, diagnostic_warnings);
            row.codes = (0..codes).map(|code| (code.to_string(), 1)).collect();
            assert_eq!(row.verdict(), expect, "{row:?}");
        };
        let (valid, invalid) = (false, true);
        check(valid, State::Generated, Some(true), 0, 0, Verdict::Passed);
        check(valid, State::Generated, Some(false), 0, 0, Verdict::Failed);
        check(valid, State::Partial, Some(true), 1, 0, Verdict::Partial);
        check(valid, State::Rejected, None, 1, 0, Verdict::Failed);
        check(valid, State::Crashed, None, 0, 0, Verdict::Failed);
        check(invalid, State::Generated, Some(true), 0, 0, Verdict::NoDiagnostic);
        check(invalid, State::Generated, Some(false), 0, 0, Verdict::Failed);
        check(invalid, State::Generated, Some(true), 1, 1, Verdict::Passed);
        check(invalid, State::Partial, Some(true), 1, 0, Verdict::Passed);
        check(invalid, State::Partial, Some(false), 1, 0, Verdict::Failed);
        check(invalid, State::Rejected, None, 1, 0, Verdict::Passed);
        check(invalid, State::Rejected, None, 0, 0, Verdict::Failed);
    }
}
