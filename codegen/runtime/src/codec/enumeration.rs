//! Functions that the macros for enumerations call.

use std::borrow::Cow;

use serde_json::Value;

use super::decode::one_of_texts;
use super::scalar::Scalar;
use crate::runtime::codec::{Field, Fit, FromValue, Text};
use crate::runtime::{UnknownValue, UnknownVariant};

/// Wraps a value that an enumeration or union does not know.
#[must_use]
pub fn unknown(value: Value) -> UnknownValue {
    UnknownValue::new(value)
}

/// Wraps a text that an enumeration does not know.
#[must_use]
pub fn unknown_text(text: &str) -> UnknownValue {
    UnknownValue::new(Value::String(text.to_owned()))
}

/// A text that an enumeration of strings can be compared with: `status == "sent"`.
pub trait ComparableText {
    /// Returns the text.
    fn text(&self) -> &str;
}

impl ComparableText for str {
    fn text(&self) -> &str {
        self
    }
}

impl ComparableText for &str {
    fn text(&self) -> &str {
        self
    }
}

impl ComparableText for String {
    fn text(&self) -> &str {
        self
    }
}

impl ComparableText for Cow<'_, str> {
    fn text(&self) -> &str {
        self
    }
}

/// Parses a value of an enumeration of strings that is not open.
///
/// # Errors
/// Returns an error if the enumeration does not list the text.
pub fn parse_text<T: Field + Text>(text: &str) -> Result<T, UnknownVariant> {
    let mut value = T::placeholder();
    match value.set(text) {
        Fit::Exact | Fit::Unknown => Ok(value),
        Fit::Refused => Err(UnknownVariant::new(value.expected().into_owned())),
    }
}

/// Returns the value of an open enumeration of strings for a text. `unknown` is the variant for unlisted ones.
#[must_use]
pub fn text_or_unknown<T: Field + Text>(text: &str, unknown: fn(UnknownValue) -> T) -> T {
    parse_text(text).unwrap_or_else(|_| unknown(unknown_text(text)))
}

/// Converts an integer into a value of an enumeration of integers that is not open.
///
/// # Errors
/// Returns an error if the enumeration does not list the integer.
pub fn parse_integer<T: Field + FromValue>(integer: i64) -> Result<T, UnknownVariant> {
    let mut value = T::placeholder();
    match value.set(integer.into()) {
        Fit::Exact | Fit::Unknown => Ok(value),
        Fit::Refused => Err(UnknownVariant::new(value.expected().into_owned())),
    }
}

/// Returns the value of an open enumeration of integers for an integer. `unknown` is the variant for unlisted ones.
#[must_use]
pub fn integer_or_unknown<T: Field + FromValue>(integer: i64, unknown: fn(UnknownValue) -> T) -> T {
    parse_integer(integer).unwrap_or_else(|_| unknown(UnknownValue::new(integer.into())))
}

/// Returns a value as an integer, or `None` if it is not an integer in range. `1.0` is an integer.
#[must_use]
pub fn integer(value: &Value) -> Option<i64> {
    integer_of(value)?.try_into().ok()
}

fn integer_of(value: &Value) -> Option<i128> {
    Scalar::of(value).to_i128()
}

/// Parses a literal in the table of an enumeration of any values.
#[must_use]
pub fn literal(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}

/// Returns the position of the literal that equals a value as JSON.
#[must_use]
pub fn find_json(literals: &[&str], value: &Value) -> Option<usize> {
    literals.iter().position(|json| equal(&literal(json), value))
}

/// Returns whether an open enumeration accepts a value that it does not list. It accepts strings if it lists a string, and numbers if it
/// lists a number.
#[must_use]
pub fn is_like_json(literals: &[&str], value: &Value) -> bool {
    literals.iter().any(|json| match literal(json) {
        Value::String(_) => value.is_string(),
        Value::Number(_) => value.is_number(),
        _ => false,
    })
}

/// Lists the literals for an error message.
#[must_use]
pub fn one_of_json(literals: &[&str]) -> Cow<'static, str> {
    one_of_texts(literals.iter().map(ToString::to_string))
}

/// Returns whether two values are equal as JSON, with numbers compared by value.
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
