//! What the enumerations' macros call.

use std::borrow::Cow;

use serde_json::Value;

use super::fill::{Scalar, either};
use crate::runtime::codec::{Field, Fit, Text};
use crate::runtime::{UnknownValue, UnknownVariant};

/// A value that an enumeration or union does not know.
#[must_use]
pub fn unknown(value: Value) -> UnknownValue {
    UnknownValue::new(value)
}

/// A text that an enumeration does not know.
#[must_use]
pub fn unknown_text(text: &str) -> UnknownValue {
    UnknownValue::new(Value::String(text.to_owned()))
}

/// The value of an enumeration of strings that is written so.
///
/// # Errors
/// If it is sealed and there is none.
pub fn parse_text<T: Field + Text>(text: &str) -> Result<T, UnknownVariant> {
    let mut value = T::blank();
    match value.set(text) {
        Fit::Exact | Fit::Unknown => Ok(value),
        Fit::Refused => Err(UnknownVariant::new(value.expected().into_owned())),
    }
}

/// The integer that a value is; `1.0` is one.
#[must_use]
pub fn integer(value: &Value) -> Option<i64> {
    integer_of(value)?.try_into().ok()
}

fn integer_of(value: &Value) -> Option<i128> {
    Scalar::of(value).to_i128()
}

/// The value of a literal of the table of an enumeration of any values.
#[must_use]
pub fn literal(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}

/// The place of the literal that is equal to a value as JSON.
#[must_use]
pub fn find_json(literals: &[&str], value: &Value) -> Option<usize> {
    literals.iter().position(|json| equal(&literal(json), value))
}

/// Whether a value is a text or a number and there are others of its type among the literals: an open enumeration keeps it.
#[must_use]
pub fn is_like_json(literals: &[&str], value: &Value) -> bool {
    literals.iter().any(|json| match literal(json) {
        Value::String(_) => value.is_string(),
        Value::Number(_) => value.is_number(),
        _ => false,
    })
}

/// The literals that one of is expected, as an error lists them.
#[must_use]
pub fn one_of_json(literals: &[&str]) -> Cow<'static, str> {
    either(literals.iter().map(ToString::to_string))
}

/// Whether two values are equal as JSON: numbers by value.
fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => match (integer_of(left), integer_of(right)) {
            (Some(left), Some(right)) => left == right,
            _ => a.as_f64() == b.as_f64(),
        },
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, left)| right.get(name).is_some_and(|right| equal(left, right)))
        }
        (left, right) => left == right,
    }
}
