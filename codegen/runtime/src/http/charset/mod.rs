//! Character encodings (`charset`) of received text, and the UTF-8 text that is decoded from it.
//!
//! | the body | its encoding |
//! |---|---|
//! | starts with a byte order mark | UTF-8 or UTF-16, by that mark. The mark is not part of the text |
//! | has a declared `charset` | that of the WHATWG Encoding Standard with this label. `iso-8859-1` and `us-ascii` are `windows-1252` there |
//! | is JSON, and one of its first two bytes is zero | UTF-16, as RFC 7159 allowed |
//! | any other | UTF-8 |
//!
//! Text that is not valid in its encoding is an error, because replacement characters would change the value in silence. Only messages for people
//! replace such bytes. An unknown `charset` is an error, too. JSON in UTF-8 is decoded even then: the parameter has no meaning for JSON
//! (RFC 8259, 11).

mod encode;
mod transcoder;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

pub use self::encode::{ascii_json, encode, json_in, part_in};
pub use self::transcoder::Transcoder;
use super::media_type;

/// The encoding that a media type declares.
enum Declared<'t> {
    Nothing,
    Known(&'static Encoding),
    Unknown(Cow<'t, str>),
}

fn declared(media_type: &str) -> Declared<'_> {
    let Some(label) = media_type::parameter(media_type, "charset") else { return Declared::Nothing };
    // Some labels stand for encodings that decode nothing, because they are not safe.
    match Encoding::for_label_no_replacement(label.as_bytes()) {
        Some(encoding) => Declared::Known(encoding),
        None => Declared::Unknown(label),
    }
}

/// Decodes a text body. Its byte order mark is not part of the text.
///
/// # Errors
///
/// Returns the reason if the media type declares an unknown encoding, or the body is not valid in its encoding.
pub fn text<'b>(media_type: &str, body: &'b [u8]) -> Result<Cow<'b, str>, String> {
    if let Some((encoding, length)) = Encoding::for_bom(body) {
        return decode(encoding, body.get(length..).unwrap_or_default());
    }
    match declared(media_type) {
        Declared::Nothing => decode(UTF_8, body),
        Declared::Known(encoding) => decode(encoding, body),
        Declared::Unknown(label) => Err(unknown(&label)),
    }
}

/// Returns a JSON body in UTF-8, without its byte order mark. Servers must not write one, but some do (RFC 8259, 8.1). Whether a body in UTF-8 is
/// valid is left to the JSON decoder, which knows the position.
///
/// # Errors
///
/// Returns the reason if the media type declares an unknown encoding and the body is not UTF-8, or the body is not valid in its encoding.
pub fn json<'b>(media_type: &str, body: &'b [u8]) -> Result<Cow<'b, [u8]>, String> {
    if let Some((encoding, length)) = Encoding::for_bom(body) {
        return in_utf8(encoding, body.get(length..).unwrap_or_default());
    }
    let utf_16 = match body {
        [0, second, ..] if *second != 0 => Some(UTF_16BE),
        [first, 0, ..] if *first != 0 => Some(UTF_16LE),
        _ => None,
    };
    match declared(media_type) {
        Declared::Unknown(label) if body.contains(&0) || std::str::from_utf8(body).is_err() => Err(unknown(&label)),
        Declared::Nothing | Declared::Unknown(_) => in_utf8(utf_16.unwrap_or(UTF_8), body),
        // The declared byte order is often missing or wrong, and the first character of JSON is always ASCII.
        Declared::Known(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => {
            in_utf8(utf_16.unwrap_or(encoding), body)
        }
        Declared::Known(encoding) => in_utf8(encoding, body),
    }
}

/// Decodes the start of a body for a message. Invalid bytes become U+FFFD. If `is_cut`, a character that the end cuts is left out.
pub fn text_of_start<'b>(media_type: &str, start: &'b [u8], is_cut: bool) -> Cow<'b, str> {
    let encoding = match declared(media_type) {
        Declared::Known(encoding) => encoding,
        Declared::Nothing | Declared::Unknown(_) => UTF_8,
    };
    if !is_cut {
        return encoding.decode(start).0;
    }
    let mut decoder = encoding.new_decoder();
    let capacity = decoder.max_utf8_buffer_length(start.len()).unwrap_or_default();
    let mut text = String::with_capacity(capacity);
    let _ = decoder.decode_to_string(start, &mut text, false);
    Cow::Owned(text)
}

fn in_utf8<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Result<Cow<'b, [u8]>, String> {
    if encoding == UTF_8 {
        return Ok(Cow::Borrowed(bytes));
    }
    Ok(match decode(encoding, bytes)? {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    })
}

fn decode<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Result<Cow<'b, str>, String> {
    if encoding == UTF_8 {
        let text = std::str::from_utf8(bytes).map(Cow::Borrowed);
        return text.map_err(|error| format!("expected UTF-8 text: {error}"));
    }
    encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or_else(|| malformed(encoding))
}

fn malformed(encoding: &'static Encoding) -> String {
    format!("expected text in the character encoding {}, found invalid bytes", encoding.name())
}

fn unknown(label: &str) -> String {
    format!("the character encoding `{}` is unknown", label.escape_debug())
}

#[cfg(test)]
mod tests {
    use super::{json, text, text_of_start};

    const INVALID_UTF_8: &str = "expected UTF-8 text: invalid utf-8 sequence of 1 bytes from index 1";

    #[track_caller]
    fn check(charset: &str, bytes: &[u8], expect: Result<&str, &str>) {
        let media_type = format!("text/plain{charset}");
        let found = text(&media_type, bytes);
        assert_eq!(found.as_deref().map_err(String::as_str), expect, "{media_type} {bytes:x?}");
    }

    /// The bytes are those of the tables in the Encoding Standard.
    #[test]
    fn text_is_decoded_by_its_charset() {
        check("", "é".as_bytes(), Ok("é"));
        check("; charset=utf-8", "\u{feff}é".as_bytes(), Ok("é"));
        // Only one mark is not text.
        check("", "\u{feff}\u{feff}".as_bytes(), Ok("\u{feff}"));
        check("; charset=ISO-8859-1", b"caf\xE9 \xA4", Ok("café ¤"));
        check("; charset=\"latin1\"", b"\xFF", Ok("ÿ"));
        check("; charset=iso-8859-15", b"\xA4", Ok("€"));
        check("; charset=windows-1252", b"\x80 \x93quoted\x94", Ok("€ “quoted”"));
        check("; charset=windows-1251", b"\xCF\xF0\xE8", Ok("При"));
        check("; charset=us-ascii", b"abc", Ok("abc"));
        check("; charset=shift_jis", b"\x93\xFA\x96{", Ok("日本"));
        check("; charset=euc-jp", b"\xC6\xFC\xCB\xDC", Ok("日本"));
        check("; charset=gbk", b"\xD6\xD0", Ok("中"));
        check("; charset=utf-16", b"\xFE\xFF\0A\0\xE9", Ok("Aé"));
        check("; charset=utf-16", b"\xFF\xFEA\0\xE9\0", Ok("Aé"));
        check("; charset=utf-16", b"A\0\xE9\0", Ok("Aé"));
        check("; charset=utf-16be", b"\0A\xD8=\xDE\0", Ok("A😀"));
        check("; charset=utf-16le", b"A\0=\xD8\0\xDE", Ok("A😀"));
        // A mark says more than the header.
        check("; charset=iso-8859-1", "\u{feff}é".as_bytes(), Ok("é"));
        check("", b"\xFF\xFEA\0", Ok("A"));
        check("; charset=klingon", b"", Err("the character encoding `klingon` is unknown"));
        check("; charset=\"a\\\"b\"", b"x", Err("the character encoding `a\\\"b` is unknown"));
        check("; charset=iso-2022-kr", b"x", Err("the character encoding `iso-2022-kr` is unknown"));
        check("", b"a\xE9b", Err(INVALID_UTF_8));
        check("; charset=utf-8", b"a\xE9b", Err(INVALID_UTF_8));
        let malformed = |name: &str| format!("expected text in the character encoding {name}, found invalid bytes");
        check("; charset=shift_jis", b"\x93", Err(&malformed("Shift_JIS")));
        check("; charset=utf-16be", b"\xD8=", Err(&malformed("UTF-16BE")));
        check("; charset=utf-16le", b"A\0B", Err(&malformed("UTF-16LE")));
    }

    #[test]
    fn json_is_decoded_by_its_charset() {
        #[track_caller]
        fn check(charset: &str, bytes: &[u8], expect: Result<&[u8], &str>) {
            let found = json(&format!("application/json{charset}"), bytes);
            assert_eq!(found.as_deref().map_err(String::as_str), expect, "{charset} {bytes:x?}");
        }
        check("", "\u{feff}\"é\"".as_bytes(), Ok("\"é\"".as_bytes()));
        check("; charset=iso-8859-1", b"\"\xE9\"", Ok("\"é\"".as_bytes()));
        for charset in ["", "; charset=utf-16", "; charset=utf-16le", "; charset=utf-16be"] {
            check(charset, b"\0\"\0\xE9\0\"", Ok("\"é\"".as_bytes()));
            check(charset, b"\"\0\xE9\0\"\0", Ok("\"é\"".as_bytes()));
            check(charset, b"\xFE\xFF\0\"\0\xE9\0\"", Ok("\"é\"".as_bytes()));
        }
        // The decoder reports invalid UTF-8 with its position.
        check("", b"\"\xE9\"", Ok(b"\"\xE9\""));
        check("; charset=klingon", "\"é\"".as_bytes(), Ok("\"é\"".as_bytes()));
        check("; charset=klingon", b"\"\xE9\"", Err("the character encoding `klingon` is unknown"));
        check("; charset=utf-32le", b"7\0\0\0", Err("the character encoding `utf-32le` is unknown"));
        check("", b"", Ok(b""));
    }

    #[test]
    fn starts_are_shown_as_text() {
        #[track_caller]
        fn check(charset: &str, start: &[u8], is_cut: bool, expect: &str) {
            assert_eq!(text_of_start(&format!("text/plain{charset}"), start, is_cut), expect, "{charset} {start:x?}");
        }
        check("; charset=iso-8859-1", b"caf\xE9", false, "café");
        check("; charset=shift_jis", b"\x93\xFA\x96", true, "日");
        check("; charset=shift_jis", b"\x93\xFA\x96", false, "日\u{fffd}");
        check("", "aé".as_bytes().get(..2).unwrap(), true, "a");
        check("; charset=klingon", b"a\xE9b", false, "a\u{fffd}b");
        check("; charset=utf-16", b"\xFF\xFEA\0B", true, "A");
    }
}
