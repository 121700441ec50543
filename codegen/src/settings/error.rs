//! What can be wrong with `oasmith.toml`.

use std::fmt;

/// A mistake in `oasmith.toml` and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl SettingsError {
    pub(super) fn from_toml(text: &str, error: &toml::de::Error) -> Self {
        let (line, column) = position(text, error.span().map_or(0, |span| span.start));
        Self { line, column, message: error.message().to_owned() }
    }

    /// A mistake in the table of an API.
    pub(super) fn at_table(text: &str, api: &str, message: String) -> Self {
        let header = format!("[api.{api}]");
        let (line, column) = position(text, text.find(&header).unwrap_or(0));
        Self { line, column, message }
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for SettingsError {}

fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before.len() - line_start + 1)
}
