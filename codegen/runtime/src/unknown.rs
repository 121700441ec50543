//! What an open enumeration or union does not know: [`UnknownValue`], and the error of a sealed one, [`UnknownVariant`].

use std::fmt;

use serde_json::Value;

use crate::runtime::codec::{Field, Slot, View, serde_impls};

/// A value that an open enumeration or union does not know, kept as it came.
///
/// It can be read and sent back, but not made: an enumeration is parsed from its text (`"sent".parse::<Status>()`), so that a value that
/// it does know never hides in its `Unknown`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue(Value);

impl UnknownValue {
    pub(crate) fn new(value: Value) -> Self {
        Self(value)
    }

    /// The value.
    #[must_use]
    pub fn get(&self) -> &Value {
        &self.0
    }

    /// The value, taken out.
    #[must_use]
    pub fn into_inner(self) -> Value {
        self.0
    }

    /// The value, if it is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_str()
    }

    /// The value, if it is an integer of this width.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        self.0.as_i64()
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Value::String(text) => f.pad(text),
            value => fmt::Display::fmt(value, f),
        }
    }
}

impl Field for UnknownValue {
    fn placeholder() -> Self {
        Self(Value::Null)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Any(&mut self.0)
    }
    fn view(&self) -> View<'_> {
        View::Any(&self.0)
    }
}

serde_impls!(UnknownValue);

/// A text that is none of an enumeration's values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownVariant {
    expected: String,
}

impl UnknownVariant {
    pub(crate) fn new(expected: String) -> Self {
        Self { expected }
    }
}

impl fmt::Display for UnknownVariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.expected)
    }
}

impl std::error::Error for UnknownVariant {}
