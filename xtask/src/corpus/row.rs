//! What came of one spec, and the table and JSON of all.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use oasmith::cli::Failure;
use serde_json::{Value, json};

use super::documents::Document;

/// How far a spec came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// All of it was generated.
    Generated,
    /// It has errors; the rest was generated with `--keep-going`.
    Partial,
    /// Nothing was generated, and the diagnostics say why.
    Refused,
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
    (State::Refused, "refused"),
    (State::Crashed, "crashed"),
    (State::Hung, "hung"),
    (State::OutOfMemory, "out of memory"),
];

impl State {
    fn word(self) -> &'static str {
        STATES.iter().find(|(state, _)| *state == self).map_or("", |(_, word)| word)
    }
}

/// What came of one spec.
#[derive(Debug, Clone)]
pub struct Row {
    pub name: String,
    pub broken: bool,
    pub state: State,
    pub compiled: Option<bool>,
    /// Warnings of the compiler.
    pub warnings: u64,
    pub operations: u64,
    pub untyped: u64,
    pub lines: u64,
    /// Diagnostics by code.
    pub codes: BTreeMap<String, u64>,
    /// How many diagnostics are warnings.
    pub remarks: u64,
    pub generate_ms: u64,
    pub peak_mb: u64,
    pub compile_ms: u64,
    pub note: String,
}

impl Row {
    /// A row about which nothing is known yet.
    pub fn new(document: &Document) -> Self {
        Self {
            name: document.name.clone(),
            broken: document.broken,
            state: State::Refused,
            compiled: None,
            warnings: 0,
            operations: 0,
            untyped: 0,
            lines: 0,
            codes: BTreeMap::new(),
            remarks: 0,
            generate_ms: 0,
            peak_mb: 0,
            compile_ms: 0,
            note: String::new(),
        }
    }

    /// Takes over what the child process said.
    pub fn read(&mut self, text: &str) -> Result<(), Failure> {
        let value: Value =
            serde_json::from_str(text).map_err(|error| Failure::new(format!("{}: {error}", self.name)))?;
        self.take(&value);
        Ok(())
    }

    fn take(&mut self, value: &Value) {
        let number = |key: &str| value.get(key).and_then(Value::as_u64).unwrap_or_default();
        let word = value.get("state").and_then(Value::as_str).unwrap_or_default();
        self.state = STATES.iter().find(|(_, other)| *other == word).map_or(State::Crashed, |(state, _)| *state);
        self.operations = number("operations");
        self.untyped = number("untyped");
        self.lines = number("lines");
        self.remarks = number("remarks");
        self.peak_mb = self.peak_mb.max(number("peak_mb"));
        let codes = value.get("codes").and_then(Value::as_object);
        let count = |(code, count): (&String, &Value)| (code.clone(), count.as_u64().unwrap_or_default());
        self.codes = codes.into_iter().flatten().map(count).collect();
    }

    /// The row that [`Row::json`] gave.
    pub fn from_json(value: &Value) -> Option<Self> {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let number = |key: &str| value.get(key).and_then(Value::as_u64);
        let document = Document {
            name: text("name")?,
            broken: value.get("broken")?.as_bool()?,
            path: std::path::PathBuf::new(),
            slug: String::new(),
            hash: String::new(),
        };
        let mut row = Self::new(&document);
        row.take(value);
        row.compiled = value.get("compiled")?.as_bool();
        row.warnings = number("warnings")?;
        row.generate_ms = number("generate_ms")?;
        row.compile_ms = number("compile_ms")?;
        row.note = text("note")?;
        Some(row)
    }

    /// The row as JSON.
    pub fn json(&self) -> Value {
        json!({
            "name": self.name,
            "broken": self.broken,
            "passed": self.passed(),
            "state": self.state.word(),
            "compiled": self.compiled,
            "warnings": self.warnings,
            "operations": self.operations,
            "untyped": self.untyped,
            "lines": self.lines,
            "codes": self.codes,
            "remarks": self.remarks,
            "generate_ms": self.generate_ms,
            "peak_mb": self.peak_mb,
            "compile_ms": self.compile_ms,
            "note": self.note,
        })
    }

    /// Whether there is a crate to compile.
    pub fn has_crate(&self) -> bool {
        matches!(self.state, State::Generated | State::Partial)
    }

    /// Whether it came as far as is expected: a good spec to a crate that compiles without a warning; a broken one to a
    /// diagnostic, and never to code that does not compile.
    pub fn passed(&self) -> bool {
        let clean = self.compiled != Some(false) && self.warnings == 0;
        match self.state {
            State::Generated => clean && (!self.broken || self.remarks > 0),
            State::Partial | State::Refused => clean && self.broken && !self.codes.is_empty(),
            State::Crashed | State::Hung | State::OutOfMemory => false,
        }
    }

    /// The row as a line.
    pub fn line(&self) -> String {
        let compiled = match self.compiled {
            None => "-".to_owned(),
            Some(true) => format!("{:.1} s", self.compile_ms as f64 / 1000.0),
            Some(false) => "FAILED".to_owned(),
        };
        let codes: Vec<String> = self.codes.iter().map(|(code, count)| format!("{code}×{count}")).collect();
        let mut line = format!(
            "{} {:<48} {:<10} {:>9} {:>4} {:>5} {:>6} {:>7} {:>6}  {}",
            if self.passed() { "ok  " } else { "FAIL" },
            self.name,
            self.state.word(),
            compiled,
            self.warnings,
            self.operations,
            self.untyped,
            self.generate_ms,
            self.peak_mb,
            codes.join(" ")
        );
        if !self.passed() && !self.note.is_empty() {
            let _ = write!(line, "\n       {}", self.note);
        }
        line
    }
}

/// All rows, and the sums.
pub fn table(rows: &[Row]) -> String {
    let mut text = format!(
        "     {:<48} {:<10} {:>9} {:>4} {:>5} {:>6} {:>7} {:>6}  codes\n",
        "spec", "state", "compiled", "warn", "ops", "untyp", "gen ms", "MB"
    );
    for row in rows {
        let _ = writeln!(text, "{}", row.line());
    }
    let sums = sums(rows);
    let _ = write!(
        text,
        "\n{}",
        sums.iter().map(|(what, count)| format!("{what} {count}")).collect::<Vec<_>>().join(" · ")
    );
    text
}

/// All rows, and the sums.
pub fn json(rows: &[Row]) -> Value {
    let sums: serde_json::Map<String, Value> =
        sums(rows).into_iter().map(|(what, count)| (what.to_owned(), count.into())).collect();
    json!({ "sums": sums, "rows": rows.iter().map(Row::json).collect::<Vec<_>>() })
}

fn sums(rows: &[Row]) -> Vec<(&'static str, u64)> {
    let count = |test: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| test(row)).count() as u64;
    vec![
        ("specs", rows.len() as u64),
        ("passed", count(&Row::passed)),
        ("generated", count(&|row| row.state == State::Generated)),
        ("partial", count(&|row| row.state == State::Partial)),
        ("refused", count(&|row| row.state == State::Refused)),
        ("crashed", count(&|row| !matches!(row.state, State::Generated | State::Partial | State::Refused))),
        ("compiled", count(&|row| row.compiled == Some(true))),
        ("not compiled", count(&|row| row.compiled == Some(false))),
        ("warnings", rows.iter().map(|row| row.warnings).sum()),
        ("operations", rows.iter().map(|row| row.operations).sum()),
        ("untyped", rows.iter().map(|row| row.untyped).sum()),
        ("lines", rows.iter().map(|row| row.lines).sum()),
    ]
}
