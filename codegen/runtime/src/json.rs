//! Encoding and decoding of JSON: the entry points for requests and responses.

use serde_json::Value;

use crate::runtime::DecodeError;
use crate::runtime::codec::{Field, json, json_value, to_json, to_json_value};

/// Decodes JSON.
///
/// # Errors
/// If the input is not JSON, or does not match the type. The error contains the path.
pub fn decode<T: Field>(bytes: &[u8]) -> Result<T, DecodeError> {
    decode_counting_unknown(bytes).map(|(value, _)| value)
}

/// Decodes JSON, and counts the values that no variant of an open enumeration or union matches. If any exist, the API has changed since the
/// client was generated.
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
/// A [`Value`] stores a number that is not an integer as a float. A custom type that keeps all digits accepts a float with at most 15 digits.
/// It rejects others, because their digits may differ from the original text. [`decode`] passes the original digits.
///
/// # Errors
/// If the value does not match the type. The error contains the path.
pub fn decode_value<T: Field>(value: &Value) -> Result<T, DecodeError> {
    let mut decoded = T::placeholder();
    json_value(decoded.slot(), value)?;
    Ok(decoded)
}

/// Encodes a value as JSON.
pub fn encode<T: Field + ?Sized>(value: &T) -> Vec<u8> {
    to_json(&value.view())
}

/// Encodes a value as a JSON [`Value`].
///
/// No digit is lost: a number that a [`Value`] cannot store exactly becomes a string of its digits. This concerns only numbers of custom types
/// and integers beyond 64 bits. [`encode`] writes all of them as numbers.
pub fn encode_value<T: Field + ?Sized>(value: &T) -> Value {
    to_json_value(value.view())
}
