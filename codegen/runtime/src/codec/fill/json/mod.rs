//! JSON text, read without serde in between: what responses are decoded with.
//!
//! The reader takes what fits, and gives up (`None`) on everything else: a fault of syntax, a value of another type, a number beyond the
//! usual, a level too deep. Then `serde_json` reads the text from its start and says what is wrong where, or that nothing is. So there is
//! one judge of what JSON is and one source of messages, and the way that nearly all texts take keeps nothing for errors. What may never
//! happen is that the reader takes a text that `serde_json` refuses, or takes it as another value: tests/codec/reader compares them. One
//! difference is meant: where others keep a value to look at it more than once, it does not see that a member that nobody takes is there
//! twice.

mod any;
mod flat;
mod number;
mod object;
mod reader;
mod skip;
mod slot;
mod string;
mod union;

use serde::de::DeserializeSeed;

use self::reader::Reader;
use super::context::Context;
use super::stream::Fill;
use crate::runtime::DecodeError;
use crate::runtime::codec::Slot;

/// Reads JSON into a slot; gives how many values an open enumeration or union keeps without knowing them. `None` if the text does not fit,
/// or only might: [`judge`] tells.
pub(crate) fn read(slot: Slot<'_>, json: &[u8]) -> Option<usize> {
    let mut reader = Reader::new(std::str::from_utf8(json).ok()?);
    reader.value(slot)?;
    reader.is_at_end().then_some(reader.cx.score.unknown)
}

/// Decodes JSON into a slot as [`read`] does, by `serde_json`; the error says what is wrong where.
pub(crate) fn judge(mut slot: Slot<'_>, json: &[u8]) -> Result<usize, DecodeError> {
    let mut cx = Context::default();
    let mut reader = serde_json::Deserializer::from_slice(json);
    let result = Fill { slot: &mut slot, cx: &mut cx }.deserialize(&mut reader).and_then(|()| reader.end());
    result.map(|()| cx.score.unknown).map_err(|error| {
        let message = cx.message.take().filter(|_| error.is_data());
        let position = (error.line() > 0).then(|| (error.line(), error.column()));
        DecodeError { path: cx.take_path(), message: message.unwrap_or_else(|| plain(&error)), position }
    })
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
    }
}
