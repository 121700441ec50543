//! Converts a stream of text to UTF-8, in chunks of any size.

use bytes::BytesMut;
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};

use super::{Declared, declared, malformed, unknown};

/// The bytes of the longest byte order mark.
const LONGEST_MARK: usize = 3;

/// A converter of text to UTF-8. The text is decoded like that of a whole body. UTF-8 is passed through unchecked, without its byte order mark.
pub struct Transcoder(State);

enum State {
    /// A byte order mark may follow. These are the bytes so far.
    Start {
        declared: Option<&'static Encoding>,
        held: Vec<u8>,
    },
    Utf8,
    Other(Decoder),
    Failed(String),
}

impl Transcoder {
    /// Creates a converter of text with this media type.
    pub fn new(media_type: &str) -> Self {
        Self(match declared(media_type) {
            Declared::Nothing => State::Start { declared: None, held: Vec::new() },
            Declared::Known(encoding) => State::Start { declared: Some(encoding), held: Vec::new() },
            Declared::Unknown(label) => State::Failed(unknown(&label)),
        })
    }

    /// Converts a chunk, and appends the text to `out`. `is_last` means that nothing follows.
    ///
    /// # Errors
    ///
    /// Returns the reason if the encoding is unknown, or the bytes are not valid in it.
    pub fn push(&mut self, chunk: &[u8], is_last: bool, out: &mut BytesMut) -> Result<(), String> {
        let State::Start { declared, held } = &mut self.0 else { return self.convert(chunk, is_last, out) };
        held.extend_from_slice(chunk);
        let may_be_mark = [&b"\xEF\xBB\xBF"[..], b"\xFE\xFF", b"\xFF\xFE"].iter().any(|mark| mark.starts_with(held));
        if may_be_mark && held.len() < LONGEST_MARK && !is_last && Encoding::for_bom(held).is_none() {
            return Ok(());
        }
        let (encoding, length) = Encoding::for_bom(held).unwrap_or((declared.unwrap_or(UTF_8), 0));
        let held = std::mem::take(held);
        self.0 = match encoding == UTF_8 {
            true => State::Utf8,
            false => State::Other(encoding.new_decoder_without_bom_handling()),
        };
        self.convert(held.get(length..).unwrap_or_default(), is_last, out)
    }

    fn convert(&mut self, mut chunk: &[u8], is_last: bool, out: &mut BytesMut) -> Result<(), String> {
        let decoder = match &mut self.0 {
            State::Utf8 | State::Start { .. } => {
                out.extend_from_slice(chunk);
                return Ok(());
            }
            State::Failed(reason) => return Err(reason.clone()),
            State::Other(decoder) => decoder,
        };
        let mut text = [0; 4096];
        loop {
            let (result, read, written) = decoder.decode_to_utf8_without_replacement(chunk, &mut text, is_last);
            out.extend_from_slice(text.get(..written).unwrap_or_default());
            chunk = chunk.get(read..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty => return Ok(()),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    let reason = malformed(decoder.encoding());
                    self.0 = State::Failed(reason.clone());
                    return Err(reason);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::BytesMut;

    use super::Transcoder;

    #[track_caller]
    fn check(charset: &str, bytes: &[u8], expect: Result<&str, &str>) {
        for size in [1, 2, 3, bytes.len().max(1)] {
            let mut transcoder = Transcoder::new(&format!("application/jsonl{charset}"));
            let mut text = BytesMut::new();
            let mut outcome = Ok(());
            for chunk in bytes.chunks(size) {
                outcome = outcome.and_then(|()| transcoder.push(chunk, false, &mut text));
            }
            outcome = outcome.and_then(|()| transcoder.push(b"", true, &mut text));
            let found = outcome.as_ref().map(|()| std::str::from_utf8(&text).unwrap()).map_err(String::as_str);
            assert_eq!(found, expect, "{charset} {bytes:x?} in chunks of {size}");
        }
    }

    #[test]
    fn chunks_are_converted() {
        check("", "é\n".as_bytes(), Ok("é\n"));
        check("", "\u{feff}é\n".as_bytes(), Ok("é\n"));
        check("; charset=iso-8859-1", b"\"\xE9\"\n\xFF", Ok("\"é\"\nÿ"));
        check("; charset=iso-8859-1", "\u{feff}é".as_bytes(), Ok("é"));
        check("; charset=utf-16", b"\xFE\xFF\0A\0\n", Ok("A\n"));
        check("", b"\xFF\xFEA\0\n\0", Ok("A\n"));
        check("; charset=utf-16be", b"\xD8=\xDE\0", Ok("😀"));
        check("; charset=shift_jis", b"\x93\xFA\n", Ok("日\n"));
        check("", b"", Ok(""));
        check("", b"7", Ok("7"));
    }

    #[test]
    fn invalid_text_is_an_error() {
        let malformed = "expected text in the character encoding Shift_JIS, found invalid bytes";
        check("; charset=shift_jis", b"a\x93", Err(malformed));
        check("; charset=shift_jis", b"\x93\nabcd", Err(malformed));
        check("; charset=klingon", b"a", Err("the character encoding `klingon` is unknown"));
    }

    #[test]
    fn long_chunks_are_converted() {
        let mut text = BytesMut::new();
        Transcoder::new("text/plain; charset=latin1").push(&[0xE9; 10_000], true, &mut text).unwrap();
        assert_eq!(text, "é".repeat(10_000).as_bytes());
    }
}
