//! JSON text, read without serde in between: what responses are decoded with.
//!
//! A text is first [`read`] by a reader that takes what fits and gives up (`None`) on everything else. It keeps nothing for errors, and nearly
//! all texts need no more. If it gives up, [`read_with_errors`] reads the text again, takes everything that is valid, and says what is wrong
//! where. This is the same reader, compiled a second time. It keeps the path to a value, and never tries a variant of a union on the text:
//! it keeps the value and tries the variant there. So neither time nor memory grows faster than the text.
//!
//! Faults of syntax are found by `serde_json`, which is the judge of what JSON is. The reader must never take a text that `serde_json`
//! refuses, or take it as another value: tests/codec/reader compares them. Two differences are meant. Where others keep a value to look at it
//! more than once, the reader does not see that a member that nobody takes is there twice. And it knows the digits of all numbers.

mod any;
mod flattened;
mod number;
mod object;
mod reader;
mod skip;
mod slot;
mod string;
mod union;

use std::borrow::Cow;

use serde::de::IgnoredAny;

use self::reader::Reader;
use crate::runtime::DecodeError;
use crate::runtime::codec::Slot;

/// Reads JSON into a slot; gives how many values an open enumeration or union keeps without knowing them. `None` if the text does not fit,
/// or only might: [`read_with_errors`] knows.
pub(crate) fn read(slot: Slot<'_>, json: &[u8]) -> Option<usize> {
    let mut reader = Reader::<false>::new(std::str::from_utf8(json).ok()?, json);
    reader.value(slot)?;
    reader.is_at_end().then_some(reader.cx.score.unknown)
}

/// Decodes JSON into a slot as [`read`] does; the error says what is wrong where.
pub(crate) fn read_with_errors(slot: Slot<'_>, json: &[u8]) -> Result<usize, DecodeError> {
    let text = readable(json);
    let mut reader = Reader::<true>::new(&text, json);
    if reader.value(slot).is_some() && reader.is_at_end() {
        return Ok(reader.cx.score.unknown);
    }
    let path = reader.cx.take_path();
    if let Some((message, at)) = reader.take_refusal() {
        return Err(DecodeError { path, message, position: Some(position(json, at)) });
    }
    let mut syntax = serde_json::Deserializer::from_slice(json);
    let fault = serde::Deserialize::deserialize(&mut syntax).and_then(|IgnoredAny| syntax.end()).err();
    Err(match fault {
        Some(error) => DecodeError { path, message: plain(&error), position: Some((error.line(), error.column())) },
        // Syntax is also what `serde_json` passes in strings that nobody takes.
        None => DecodeError {
            path,
            message: "expected text in UTF-8, found other bytes".to_owned(),
            position: std::str::from_utf8(json).err().map(|error| position(json, error.valid_up_to())),
        },
    })
}

/// A text of the same length, in which bytes that are not UTF-8 are some that no string may have.
fn readable(json: &[u8]) -> Cow<'_, str> {
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

/// The line and the column of a place, both from 1.
fn position(json: &[u8], at: usize) -> (usize, usize) {
    let before = json.get(..at).unwrap_or(json);
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    (line, at - start + 1)
}

/// The message of an error of `serde_json` without the position that it ends in.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.strip_suffix(&format!(" at line {} column {}", error.line(), error.column()))
        .map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::read;
    use crate::runtime::codec::Field;

    #[track_caller]
    fn check<T: Field>(json: &str, is_read: bool) {
        assert_eq!(read(T::blank().slot(), json.as_bytes()).is_some(), is_read, "{json}");
    }

    #[test]
    fn usual_texts_are_not_left_to_serde_json() {
        check::<Vec<i64>>(" [1, -2, 999999999999999999, 9223372036854775807, 1.0]\n", true);
        check::<Vec<f64>>("[0.5, 1, 1e9, -0, 0.1e-7]", true);
        check::<BTreeMap<String, Option<String>>>(r#"{"a":"\u00e9\n","b\"":null}"#, true);
        check::<serde_json::Value>(r#"[{"a":[true,{}]},-1.50,"\ud83d\ude00"]"#, true);
        check::<bool>("1", false);
        check::<bool>("true x", false);
        check::<Vec<u128>>("[340282366920938463463374607431768211455, 1e3]", false);
        check::<Vec<u128>>("[340282366920938463463374607431768211455, 1]", true);
    }
}
