//! JSON in and out: the entry points that requests and responses use.

use serde_json::Value;

use crate::runtime::DecodeError;
use crate::runtime::codec::{Field, json, json_value, to_json, to_json_value};

/// Decodes JSON.
///
/// # Errors
/// If it is not JSON, or not a value of the type; the error names the path.
pub fn decode<T: Field>(bytes: &[u8]) -> Result<T, DecodeError> {
    decode_counting_unknown(bytes).map(|(value, _)| value)
}

/// Decodes JSON, and counts the values in it that an open enumeration or union keeps without knowing them: more than none, and the
/// API has moved on since the client was generated.
///
/// # Errors
/// As [`decode`].
pub fn decode_counting_unknown<T: Field>(bytes: &[u8]) -> Result<(T, usize), DecodeError> {
    let mut value = T::placeholder();
    if let Some(unknown) = json::decode(value.slot(), bytes) {
        return Ok((value, unknown));
    }
    value = T::placeholder();
    let unknown = json::decode_with_errors(value.slot(), bytes)?;
    Ok((value, unknown))
}

/// Decodes a JSON value.
///
/// A [`Value`] holds a number that is not an integer as a float. A type of yours that keeps all digits takes one of at most 15 digits, and
/// refuses others: they may not be those that were written. [`decode`] gives it the digits of the text.
///
/// # Errors
/// If it is not a value of the type; the error names the path.
pub fn decode_value<T: Field>(value: &Value) -> Result<T, DecodeError> {
    let mut decoded = T::placeholder();
    json_value(decoded.slot(), value)?;
    Ok(decoded)
}

/// Encodes as JSON.
pub fn encode<T: Field + ?Sized>(value: &T) -> Vec<u8> {
    to_json(&value.view())
}

/// Encodes as a JSON value.
///
/// No digit is lost: a number that a [`Value`] cannot hold exactly becomes a string of its digits. That can only be one of a type of yours, or
/// an integer beyond 64 bits; [`encode`] writes all of them as numbers.
pub fn encode_value<T: Field + ?Sized>(value: &T) -> Value {
    to_json_value(value.view())
}
