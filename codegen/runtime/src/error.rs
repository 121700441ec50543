//! The errors of values that cannot be decoded ([`DecodeError`]) or encoded ([`EncodeError`]).

use std::fmt;

/// The error returned when a value cannot be decoded.
///
/// It contains the path, the expected type, and the type that was found. It may contain names of members. It never contains text or digits
/// of the value, which may be secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeError {
    /// The path of the invalid value, `contacts[0].email`; empty for the whole value.
    pub path: String,
    /// What is wrong at that path: `expected a 64-bit integer, found a string`.
    pub message: String,
    /// The line and column in the text, both counted from 1; `None` if the input was not text.
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

/// The error returned when a value has no JSON form: it contains a number that is not finite, or a custom type's value that cannot be
/// serialized, or is nested more than 512 levels deep.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EncodeError {}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the value has no JSON form: it contains a number that is not finite, or a custom type's value that cannot be serialized, or is nested more than 512 levels deep",
        )
    }
}

impl std::error::Error for EncodeError {}
