//! The line after the diagnostics of a document: their number, and what the errors cost.

use super::{Diagnostics, Losses, Severity};

/// What happened to a document with errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate<'l> {
    /// Nothing was generated.
    Rejected,
    /// The rest was generated, without these parts.
    Reduced(&'l Losses),
}

/// Returns the number of problems and warnings as one line. If the rest of a document with errors was generated, also returns what is
/// missing from it.
#[must_use]
pub fn summary(diagnostics: &Diagnostics, fate: Fate<'_>) -> String {
    let errors = diagnostics.count(Severity::Error);
    let warnings = diagnostics.count(Severity::Warning);
    let counts = match (errors, warnings) {
        (0, 0) => "no problems".to_owned(),
        (0, _) => count(warnings, "warning"),
        (_, 0) => problems(errors),
        _ => format!("{}, {}", problems(errors), count(warnings, "warning")),
    };
    match fate {
        Fate::Reduced(losses) if errors > 0 => format!("{counts}; {}", losses.clause()),
        Fate::Reduced(_) | Fate::Rejected => counts,
    }
}

/// Returns a number of errors for people: whether an error stops the command depends on `--keep-going`, so it is called a problem.
#[must_use]
pub fn problems(errors: usize) -> String {
    count(errors, "problem")
}

fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}
