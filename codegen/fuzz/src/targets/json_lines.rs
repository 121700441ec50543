//! JSON lines, and JSON text sequences (RFC 7464).

use crate::bytes::chunks;
use crate::runtime::http::JsonLines;
use crate::runtime::{Value, decode};
use crate::targets::stream::{bytes, read};
use crate::work::bounded;

/// The work for all chunkings together.
const RATIO: f64 = 200.0;

/// The first byte decides the sizes of the chunks; the others are the stream.
pub fn run(input: &[u8]) {
    let (sizes, stream) = input.split_first().unwrap_or((&0, &[]));
    let whole = values(stream, 0);
    bounded(stream.len(), RATIO, || {
        for sizes in [1, *sizes] {
            assert_eq!(values(stream, sizes), whole, "{:?}, sizes {sizes}", String::from_utf8_lossy(stream));
        }
    });
    // Other encodings are decoded by tables, which other tests cover.
    if matches!(stream, [0xfe, 0xff, ..] | [0xff, 0xfe, ..]) {
        return;
    }
    // A byte order mark at the start of the stream is not part of the text.
    let stream = stream.strip_prefix(BYTE_ORDER_MARK).unwrap_or(stream);
    let is_sequence = stream.first() == Some(&SEPARATOR);
    let expected = split(stream, if is_sequence { SEPARATOR } else { b'\n' });
    if !is_sequence {
        assert_eq!(whole, expected, "{:?}", String::from_utf8_lossy(stream));
    } else if expected.iter().all(Option::is_some) && !stream.contains(&0xef) {
        // A text that is not JSON may be several values, one in each line: the runtime returns a value without waiting for the next separator.
        // A byte order mark in a line of its own is such a value.
        assert_eq!(whole, expected, "{:?}", String::from_utf8_lossy(stream));
    }
}

const SEPARATOR: u8 = 0x1e;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Returns the values of a stream; `None` for an error.
fn values(stream: &[u8], sizes: u8) -> Vec<Option<Value>> {
    let values = read(JsonLines::<Value>::from(bytes(chunks(stream, sizes))), stream.len());
    values.into_iter().map(Result::ok).collect()
}

/// Splits the whole stream. A separator in a stream of lines separates values, too.
fn split(stream: &[u8], end: u8) -> Vec<Option<Value>> {
    let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == SEPARATOR;
    stream
        .split(|byte| *byte == end || *byte == SEPARATOR)
        .filter(|part| !part.iter().all(blank))
        .map(|part| {
            let part = part.trim_ascii();
            decode(part.strip_prefix(BYTE_ORDER_MARK).unwrap_or(part)).ok()
        })
        .collect()
}

/// Returns streams of both formats.
pub fn seeds() -> Vec<Vec<u8>> {
    [
        "\u{2}{\"a\":1}\n[2]\r\n\n\"three\"\n4",
        "\u{3}\u{1e}{\"a\":\n[1,\n2]}\n\u{1e}\"text \\\"\n\u{1e}12\n\u{1e}null\n",
        "\u{1}\u{feff}{\"a\":\"\\n\"}\n\u{1e}true\n",
        "\u{5}\u{1e}[\n]\n{}\n\u{1e}\u{1e}\n1 2\n",
    ]
    .iter()
    .map(|text| text.as_bytes().to_vec())
    .collect()
}
