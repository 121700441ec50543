//! Why a value could not be decoded: [`DecodeError`].

use std::fmt;

/// Why a value could not be decoded.
///
/// It tells where the value is, what was expected there, and the type of what was found. It never shows text or digits of the value, which
/// may be a secret; names of members are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeError {
    /// Where in the value, `contacts[0].email`; empty for the whole value.
    pub path: String,
    /// What is wrong there: `expected a 64-bit integer, found a string`.
    pub message: String,
    /// The line and column, both from 1, if the value is text.
    pub position: Option<(usize, usize)>,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)?;
        if let Some((line, column)) = self.position {
            write!(f, " (line {line}, column {column})")?;
        }
        Ok(())
    }
}

impl std::error::Error for DecodeError {}
