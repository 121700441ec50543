//! Undocumented values of enumerations and unions: [`UnknownValue`] of open ones, and [`UnknownVariant`], the error of sealed ones.

use std::fmt;

use serde_json::Value;

use crate::runtime::codec::{Field, Slot, View, serde_impls};

/// A value that matches no variant of an open enumeration or union. It is kept unchanged.
///
/// It can be read and sent back, but not created. Parse an enumeration from its text instead (`"sent".parse::<Status>()`): then a known value
/// never becomes `Unknown`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue(Value);

impl UnknownValue {
    pub(crate) fn new(value: Value) -> Self {
        Self(value)
    }

    /// Returns the value.
    #[must_use]
    pub fn get(&self) -> &Value {
        &self.0
    }

    /// Returns the value and consumes this wrapper.
    #[must_use]
    pub fn into_inner(self) -> Value {
        self.0
    }

    /// Returns the value, if it is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_str()
    }

    /// Returns the value, if it is a 64-bit signed integer.
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

/// The error of parsing a text that is not a value of the enumeration.
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
