//! Why a text cannot be what a setting asks for.

use std::fmt;

/// Separates the message from the remedy where an error can only be one text: serde's errors are.
const HELP: &str = "\nhelp: ";

/// A text that a setting or an option does not take.
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

    /// Message and remedy of an error's text. A foreign error has no remedy.
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

/// A text as it is quoted in a message: on one line, and not longer than a reader wants.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    // Quotation marks need no escape here.
    shown = shown.replace("\\'", "'").replace("\\\"", "\"");
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}
