//! The driver for JSON text, without serde: it decodes responses.
//!
//! A text is decoded in up to two passes:
//!
//! 1. [`decode`] accepts valid values and gives up (`None`) at everything else. It stores nothing for errors. Nearly all texts need only this
//!    pass.
//! 2. [`decode_with_errors`] decodes the text again, accepts everything that is valid, and explains the error. It is the same reader, compiled
//!    a second time. It stores the path to a value, and never tries a variant of a union on the text: it buffers the value and tries the
//!    variant there. So neither time nor memory grows faster than the text.
//!
//! `serde_json` reports syntax errors and defines valid JSON. The reader must never accept a text that `serde_json` rejects, or decode it to
//! another value: tests/codec/reader compares them. Two differences are intended. Where other drivers buffer a value to decode it more than
//! once, the reader does not notice that a dropped member appears twice. And the reader knows the digits of all numbers.
//!
//! Layer 5 of decoding: imports `buffered`, `policy` and the layers below them. Each file except `reader` adds methods to [`Reader`], by which
//! values and objects contain each other, and imports only `reader` and `number`.

mod flattened;
mod number;
mod object;
mod reader;
mod skip;
mod string;
mod tree;
mod union;
mod value;

use std::borrow::Cow;

use serde::de::IgnoredAny;

use self::reader::Reader;
use crate::runtime::DecodeError;
use crate::runtime::codec::Slot;

/// Decodes JSON into a slot. Returns the number of values that an open enumeration or union stores without knowing them. `None` if the text
/// is invalid, or may be: [`decode_with_errors`] decides.
pub(crate) fn decode(slot: Slot<'_>, json: &[u8]) -> Option<usize> {
    let mut reader = Reader::<false>::new(std::str::from_utf8(json).ok()?, json);
    reader.decode_value(slot)?;
    reader.is_at_end().then_some(reader.cx.score.unknown)
}

/// Decodes JSON into a slot like [`decode`], with an error that has a message, a path and a position.
pub(crate) fn decode_with_errors(slot: Slot<'_>, json: &[u8]) -> Result<usize, DecodeError> {
    let text = utf8_or_control(json);
    let mut reader = Reader::<true>::new(&text, json);
    if reader.decode_value(slot).is_some() && reader.is_at_end() {
        return Ok(reader.cx.score.unknown);
    }
    let path = reader.cx.take_path();
    if let Some((message, offset)) = reader.take_error() {
        return Err(DecodeError { path, message, position: Some(line_and_column(json, offset)) });
    }
    let mut syntax = serde_json::Deserializer::from_slice(json);
    let error = serde::Deserialize::deserialize(&mut syntax).and_then(|IgnoredAny| syntax.end()).err();
    Err(match error {
        Some(error) => {
            DecodeError { path, message: without_position(&error), position: Some((error.line(), error.column())) }
        }
        // `serde_json` does not check the bytes of skipped strings.
        None => DecodeError {
            path,
            message: "expected UTF-8 text, found invalid bytes".to_owned(),
            position: std::str::from_utf8(json).err().map(|error| line_and_column(json, error.valid_up_to())),
        },
    })
}

/// Replaces bytes that are not UTF-8 by control characters, which no JSON string may contain. The length stays the same.
fn utf8_or_control(json: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(json) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(json.len());
    for chunk in json.utf8_chunks() {
        text.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|_| text.push('\u{1}'));
    }
    Cow::Owned(text)
}

/// Returns the line and the column of an offset, both from 1.
fn line_and_column(json: &[u8], offset: usize) -> (usize, usize) {
    let before = json.get(..offset).unwrap_or(json);
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    (line, offset - start + 1)
}

/// Returns the message of an error of `serde_json` without the position at its end.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.strip_suffix(&format!(" at line {} column {}", error.line(), error.column()))
        .map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::decode;
    use crate::runtime::codec::Field;

    #[track_caller]
    fn check<T: Field>(json: &str, is_decoded: bool) {
        assert_eq!(decode(T::placeholder().slot(), json.as_bytes()).is_some(), is_decoded, "{json}");
    }

    #[test]
    fn the_first_pass_decodes_common_texts() {
        check::<Vec<i64>>(" [1, -2, 999999999999999999, 9223372036854775807, 1.0]\n", true);
        check::<Vec<f64>>("[0.5, 1, 1e9, -0, 0.1e-7]", true);
        check::<BTreeMap<String, Option<String>>>(r#"{"a":"\u00e9\n","b\"":null}"#, true);
        check::<serde_json::Value>(r#"[{"a":[true,{}]},-1.50,"\ud83d\ude00"]"#, true);
        check::<bool>("1", false);
        check::<bool>("true x", false);
        check::<Vec<u128>>("[340282366920938463463374607431768211455, 1e3]", true);
        check::<Vec<u128>>("[340282366920938463463374607431768211455, 1.5]", false);
        check::<Vec<u128>>("[340282366920938463463374607431768211455, 1]", true);
    }
}
