//! Undocumented values of enumerations and unions: [`UnknownValue`] holds a decoded one, and [`UnknownVariant`] is the error of a
//! conversion.

use std::cmp::Ordering;
use std::fmt;

use serde_json::{Number, Value};

use crate::runtime::codec::{Field, Slot, View, serde_impls};

/// A decoded value that matches no other variant of an enumeration or union. It is kept unchanged, so that it can be sent back.
///
/// Callers cannot create it. To create a value from a text, convert the text into the enumeration: `Status::from("sent")`. This chooses the
/// variant of a documented value, and `Unknown` for any other.
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

/// Orders null before booleans, numbers, strings, arrays and objects. Compares numbers by value, strings by text, arrays item by item, and
/// objects member by member in the order of their names.
impl Ord for UnknownValue {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(&self.0, &other.0)
    }
}

impl PartialOrd for UnknownValue {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Compares two values, consistently with their equality.
fn compare(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (Value::String(left), Value::String(right)) => left.cmp(right),
        (left, right) if left == right => Ordering::Equal,
        (Value::Number(left), Value::Number(right)) => compare_unequal(left, right),
        (Value::Array(left), Value::Array(right)) => {
            first_difference(left.iter().zip(right).map(|(left, right)| compare(left, right)))
                .then(left.len().cmp(&right.len()))
        }
        (Value::Object(left), Value::Object(right)) => {
            let [left, right] = [left, right].map(|object| {
                let mut members: Vec<(&String, &Value)> = object.iter().collect();
                members.sort_by_key(|(name, _)| *name);
                members
            });
            let pairs = left.iter().zip(&right);
            first_difference(pairs.map(|(left, right)| left.0.cmp(right.0).then_with(|| compare(left.1, right.1))))
                .then(left.len().cmp(&right.len()))
        }
        (left, right) => rank(left).cmp(&rank(right)),
    }
}

fn first_difference(mut parts: impl Iterator<Item = Ordering>) -> Ordering {
    parts.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// Compares two numbers that are not equal as JSON values: `1` and `1.0` are not. Integers that are one float are ordered exactly.
fn compare_unequal(left: &Number, right: &Number) -> Ordering {
    let floats = left.as_f64().zip(right.as_f64()).and_then(|(left, right)| left.partial_cmp(&right));
    let order = floats.unwrap_or(Ordering::Equal).then(left.is_f64().cmp(&right.is_f64()));
    order.then_with(|| left.as_i128().cmp(&right.as_i128())).then_with(|| left.to_string().cmp(&right.to_string()))
}

/// The position of the JSON type in the order.
fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
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

/// The error returned when a text or an integer is not a value of the enumeration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
