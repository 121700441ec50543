//! The error for a string that is not valid for a setting or an option.

use std::fmt;

/// Separates the message from the remedy in serde's errors, which are a single text.
const HELP: &str = "\nhelp: ";

/// The reason why a setting or an option does not accept a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub remedy: String,
}

impl Invalid {
    pub(super) fn new(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { message: message.into(), remedy: remedy.into() }
    }

    /// Splits an error's text into message and remedy. An error of another crate has no remedy.
    pub(super) fn of_text(text: &str) -> Self {
        let (message, remedy) = text.split_once(HELP).unwrap_or((text, ""));
        Self::new(message, remedy)
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{HELP}{}", self.message, self.remedy)
    }
}

impl std::error::Error for Invalid {}

/// Quotes a text for a message: on one line, shortened, in backticks.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    // Backticks surround the text, so quotation marks need no escape.
    shown = shown.replace("\\'", "'").replace("\\\"", "\"");
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}
