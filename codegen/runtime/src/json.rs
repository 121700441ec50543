//! Encoding and decoding of JSON: the entry points for requests and responses.
//!
//! Rejected: the names `to_json` and `from_json`. They read well alone, but the names `decode` and `encode` match calls, which also have a
//! `decode`, and the errors `DecodeError` and `EncodeError`. JSON is the only format of these functions, so the names need not mention it.
//! A search for `from_json` or `to_json` in the documentation finds them, by an alias. For other formats, models implement serde's traits.

use serde_json::Value;

use crate::runtime::codec::{Field, json, json_value, to_exact_json, to_json_value};
use crate::runtime::{DecodeError, EncodeError};

/// Decodes JSON.
///
/// Time and memory are proportional to the size of the input, whatever it contains. The factors depend on the type:
///
/// - A value takes as much memory as its Rust type, even if its text is short: `{}` takes the size of the struct, and a map with one member
///   takes the size of eleven. A [`Value`] takes up to 100 bytes for each byte of `[{"":0},{"":0}]`, and up to 160 if the feature
///   `preserve_order` of `serde_json` is enabled.
/// - Values of a union without a tag, and of an object with flattened parts, may be decoded several times to find the variant or part that
///   matches best. A value with n parts takes at most 250 n + 5,000 steps, after which it is an error.
///
/// A value has at most 127 levels of nesting. The default stack of threads, 2 MiB, is enough to decode such a value: plain objects need 0.25 MiB
/// in debug builds and 0.06 MiB in release builds, and unions and flattened parts that alternate at each level need 1.6 and 0.4 MiB.
///
/// # Errors
/// Returns an error if the input is not JSON, or does not match the type. The error contains the path.
#[doc(alias = "from_json")]
#[doc(alias = "from_slice")]
#[doc(alias = "parse")]
pub fn decode<T: Field>(bytes: &[u8]) -> Result<T, DecodeError> {
    decode_counting_unknown(bytes).map(|(value, _)| value)
}

/// Decodes JSON, and counts the values that are decoded as `Unknown` because no variant of their enumeration or union matches. If any
/// exist, the API returns values that its document does not list.
///
/// # Errors
/// Returns the same errors as [`decode`].
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
/// A [`Value`] stores a number that is not an integer as a float. For such a number, the digits of the original text are lost. A custom
/// type that keeps all digits therefore accepts only a float with at most 15 digits, and returns an error for any other. Use [`decode`]
/// with the original text to keep all digits.
///
/// # Errors
/// Returns an error if the value does not match the type, or has more than 127 levels of nesting. The error contains the path.
#[doc(alias = "from_value")]
pub fn decode_value<T: Field>(value: &Value) -> Result<T, DecodeError> {
    let mut decoded = T::placeholder();
    json_value(decoded.slot(), value)?;
    Ok(decoded)
}

/// Encodes a value as JSON.
///
/// # Errors
/// Returns an error if the value has no JSON form: it contains a custom type's value that cannot be serialized, or a number that is not
/// finite. `serde_json` would write null for such a number, which could clear a field. A value with more than 512 levels of nesting is an
/// error, too.
///
/// The default stack of threads, 2 MiB, is enough to encode a value. Dropping, comparing, cloning and printing a value are recursive, as for every
/// nested Rust type: with that stack, a debug build drops and compares about 25,000 levels, and clones and prints 2,400 levels of a struct of
/// 400 bytes. No decoded value has more than 127.
#[doc(alias = "to_json")]
#[doc(alias = "to_string")]
#[doc(alias = "to_vec")]
pub fn encode<T: Field + ?Sized>(value: &T) -> Result<Vec<u8>, EncodeError> {
    to_exact_json(&value.view()).ok_or(EncodeError {})
}

/// Encodes a value as a JSON [`Value`].
///
/// No digit is lost: a number that a [`Value`] cannot store exactly becomes a string of its digits. This concerns only numbers of custom types
/// and integers beyond 64 bits. [`encode`] writes all of them as numbers.
///
/// # Errors
/// Returns the same errors as [`encode`].
#[doc(alias = "to_value")]
pub fn encode_value<T: Field + ?Sized>(value: &T) -> Result<Value, EncodeError> {
    // `to_json_value` writes null for a value without a JSON form.
    encode(value)?;
    Ok(to_json_value(value.view()))
}
