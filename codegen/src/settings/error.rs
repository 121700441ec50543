//! Errors in `oasmith.toml`.

use std::fmt;
use std::ops::Range;

use super::Invalid;
use crate::merge_conflict;

/// An error in `oasmith.toml` with its location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The number of characters to underline.
    pub width: usize,
    /// The text of the line.
    pub text: String,
    /// What is wrong.
    pub message: String,
    /// What to write instead. Empty if the message contains it.
    pub remedy: String,
}

impl SettingsError {
    pub(super) fn from_toml(text: &str, error: &toml::de::Error) -> Self {
        if let Some(line) = merge_conflict::find(text) {
            let start = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
            let width = text.lines().nth(line - 1).unwrap_or_default().len();
            return Self::at(
                text,
                start..start + width,
                merge_conflict::MESSAGE.to_owned(),
                merge_conflict::REMEDY.to_owned(),
            );
        }
        let Invalid { message, remedy } = Invalid::of_text(error.message());
        Self::at(text, error.span().unwrap_or_default(), message, remedy)
    }

    /// Creates an error about values that conflict. Its location is the last quoted string that equals `word`.
    pub(super) fn at_last(text: &str, word: &str, message: String, remedy: &str) -> Self {
        let quoted_words = [format!("\"{word}\""), format!("'{word}'")];
        let start = quoted_words.iter().filter_map(|quoted| text.rfind(quoted)).max().map_or(0, |quote| quote + 1);
        Self::at(text, start..start + word.len(), message, remedy.to_owned())
    }

    fn at(text: &str, span: Range<usize>, message: String, remedy: String) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
        let underlined = text.get(span).unwrap_or_default().lines().next().unwrap_or_default();
        Self {
            line: before.matches('\n').count() + 1,
            column: before.get(start..).unwrap_or_default().chars().count() + 1,
            width: underlined.chars().count().max(1),
            text: line.to_owned(),
            message,
            remedy,
        }
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)?;
        if self.remedy.is_empty() { Ok(()) } else { write!(f, "; {}", self.remedy) }
    }
}

impl std::error::Error for SettingsError {}
