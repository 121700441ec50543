//! Reads the values of a page that pagination uses: flags, cursors, URLs and numbers, in the spellings of APIs.

use super::error::PagingError;
use crate::runtime::Value;

/// Whether the API says that more pages exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum More {
    Yes,
    No,
    Unknown,
}

impl More {
    /// Accepts the spellings of a boolean that APIs use. Any other value is unknown.
    pub(super) fn of(value: &Value) -> Self {
        let flag = match value {
            Value::Bool(more) => Some(*more),
            Value::Number(number) => number.as_f64().map(|number| number != 0.0),
            Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "1" => Some(true),
                "false" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        };
        match flag {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::Unknown,
        }
    }
}

impl std::ops::Not for More {
    type Output = Self;

    /// Inverts a flag that says whether a page is the last one.
    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// Returns the text of a cursor. Null, `false` and empty values mean that there is none.
pub(super) fn text(value: &Value) -> Result<Option<String>, PagingError> {
    match value {
        Value::Null | Value::Bool(false) => Ok(None),
        Value::String(text) => Ok(Some(text.clone()).filter(|text| !text.is_empty())),
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Array(items) if items.is_empty() => Ok(None),
        Value::Object(members) if members.is_empty() => Ok(None),
        Value::Bool(true) | Value::Array(_) | Value::Object(_) => Err(PagingError::UnusableCursor),
    }
}

/// Returns a URL, which is never a number.
pub(super) fn url(value: &Value) -> Result<Option<String>, PagingError> {
    match value {
        Value::Number(_) => Err(PagingError::UnusableCursor),
        other => Ok(text(other)?.map(|url| url.trim().to_owned()).filter(|url| !url.is_empty())),
    }
}

/// Returns an integer, which may be written as a float or a string.
pub(super) fn whole_number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| integral(number.as_f64()?)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Converts a float to an integer, if that is exact.
pub(super) fn integral(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[allow(clippy::cast_possible_truncation, reason = "an integer of at most 53 bits")]
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}
