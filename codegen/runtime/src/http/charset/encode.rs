//! Encodes text and JSON of requests in the encoding that their media type declares, so that the header `Content-Type` is true.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::runtime::http::media_type;

/// Encodes a text in the encoding that its media type declares. Also returns the `Content-Type`: if the encoding is unknown, the text stays UTF-8,
/// and the `Content-Type` says so.
///
/// `iso-8859-1` and `us-ascii` are exactly these encodings here: unlike browsers, not all servers read them as `windows-1252`. `utf-16` starts
/// with a byte order mark (RFC 2781, 4.3).
///
/// # Errors
///
/// Returns the reason if the encoding has no such character.
pub fn encode(media_type: &str, text: String) -> Result<(Cow<'_, str>, Vec<u8>), String> {
    let Some(label) = media_type::parameter(media_type, "charset") else {
        return Ok((Cow::Borrowed(media_type), text.into_bytes()));
    };
    let bytes = match label.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" => return Ok((Cow::Borrowed(media_type), text.into_bytes())),
        "us-ascii" | "ascii" => narrow(&text, '\u{7f}'),
        "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "l1" => narrow(&text, '\u{ff}'),
        "utf-16" => Ok(std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()),
        other => match Encoding::for_label_no_replacement(other.as_bytes()) {
            Some(encoding) if encoding == UTF_16BE => Ok(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            Some(encoding) if encoding == UTF_16LE => Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Some(encoding) if encoding != UTF_8 => by_table(encoding, &text),
            Some(_) => return Ok((Cow::Borrowed(media_type), text.into_bytes())),
            None => {
                return Ok((media_type::with_parameter(media_type, "charset", "utf-8"), text.into_bytes()));
            }
        },
    };
    let bytes =
        bytes.map_err(|c| format!("the character encoding `{label}` has no character U+{:04X}", u32::from(c)))?;
    Ok((Cow::Borrowed(media_type), bytes))
}

/// Encodes JSON in the encoding that its media type declares. Characters that the encoding may not have are escaped. Also returns the
/// `Content-Type`, as [`encode`] does.
#[must_use]
pub fn json_in(media_type: &str, json: Vec<u8>) -> (Cow<'_, str>, Vec<u8>) {
    match media_type::parameter(media_type, "charset") {
        None => (Cow::Borrowed(media_type), json),
        Some(label) if label.eq_ignore_ascii_case("utf-8") => (Cow::Borrowed(media_type), json),
        Some(_) => {
            let text = String::from_utf8_lossy(&json);
            // All known encodings have ASCII.
            encode(media_type, ascii_json(&text)).unwrap_or((Cow::Borrowed(media_type), json))
        }
    }
}

/// Encodes the UTF-8 text of a part of a body, as [`json_in`] does if it is JSON, and as [`encode`] does otherwise.
///
/// # Errors
///
/// Returns the reason if the encoding has no such character.
pub fn part_in(media_type: Option<&str>, utf_8: Vec<u8>) -> Result<(Option<Cow<'_, str>>, Vec<u8>), String> {
    let Some(media_type) = media_type else { return Ok((None, utf_8)) };
    let (sent, bytes) = match String::from_utf8(utf_8) {
        Ok(json) if media_type::is_json(media_type) => json_in(media_type, json.into_bytes()),
        Ok(text) => encode(media_type, text)?,
        Err(error) => (Cow::Borrowed(media_type), error.into_bytes()),
    };
    Ok((Some(sent), bytes))
}

/// Escapes the characters of JSON that are not printable ASCII: `\u00e9`. They can be only in strings.
#[must_use]
pub fn ascii_json(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    let mut units = [0; 2];
    for c in json.chars() {
        if c.is_ascii() && c != '\u{7f}' {
            escaped.push(c);
        } else {
            for unit in c.encode_utf16(&mut units) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}

/// Encodes characters by their number, up to `last`. The error is the first character that is beyond it.
fn narrow(text: &str, last: char) -> Result<Vec<u8>, char> {
    text.chars().map(|c| u8::try_from(c).ok().filter(|_| c <= last).ok_or(c)).collect()
}

/// The error is the first character that the encoding does not have.
fn by_table(encoding: &'static Encoding, text: &str) -> Result<Vec<u8>, char> {
    let (bytes, _, has_unmappable) = encoding.encode(text);
    if !has_unmappable {
        return Ok(bytes.into_owned());
    }
    let is_unmappable = |c: &char| encoding.encode(c.encode_utf8(&mut [0; 4])).2;
    Err(text.chars().find(is_unmappable).unwrap_or(char::REPLACEMENT_CHARACTER))
}

#[cfg(test)]
mod tests {
    use super::{ascii_json, encode, json_in};

    #[test]
    fn text_is_encoded_in_the_declared_charset() {
        #[track_caller]
        fn check(charset: &str, text: &str, expect: Result<&[u8], &str>) {
            let media_type = format!("text/plain{charset}");
            let encoded = encode(&media_type, text.to_owned());
            let encoded = encoded.as_ref().map(|(sent, bytes)| (sent.as_ref(), bytes.as_slice()));
            let expect = expect.map(|bytes| (media_type.as_str(), bytes));
            assert_eq!(encoded.map_err(String::as_str), expect, "{media_type} {text}");
        }
        check("", "é", Ok("é".as_bytes()));
        check("; charset=UTF-8", "é", Ok("é".as_bytes()));
        check("; charset=unicode-1-1-utf-8", "é", Ok("é".as_bytes()));
        check("; charset=iso-8859-1", "café\u{80}", Ok(b"caf\xE9\x80"));
        check("; charset=iso-8859-1", "10 €", Err("the character encoding `iso-8859-1` has no character U+20AC"));
        check("; charset=windows-1252", "10 €", Ok(b"10 \x80"));
        check("; charset=windows-1252", "я", Err("the character encoding `windows-1252` has no character U+044F"));
        check("; charset=us-ascii", "é", Err("the character encoding `us-ascii` has no character U+00E9"));
        check("; charset=shift_jis", "日本", Ok(b"\x93\xFA\x96{"));
        check("; charset=utf-16", "A😀", Ok(b"\xFE\xFF\0A\xD8=\xDE\0"));
        check("; charset=utf-16le", "A", Ok(b"A\0"));
        check("; charset=utf-16be", "A", Ok(b"\0A"));
    }

    #[test]
    fn an_unknown_charset_is_not_claimed() {
        let (sent, bytes) = encode("text/plain; charset=klingon; x=y", "é".to_owned()).unwrap();
        assert_eq!((sent.as_ref(), bytes.as_slice()), ("text/plain; charset=utf-8; x=y", "é".as_bytes()));
    }

    #[test]
    fn json_is_escaped() {
        assert_eq!(ascii_json("{\"é\":\"😀\u{7f}\"}"), r#"{"\u00e9":"\ud83d\ude00\u007f"}"#);
        let json = "\"é\"".as_bytes();
        for (media_type, sent, bytes) in [
            ("application/json", "application/json", json),
            ("application/json; charset=utf-8", "application/json; charset=utf-8", json),
            ("application/json; charset=latin1", "application/json; charset=latin1", br#""\u00e9""#),
            ("application/json; charset=klingon", "application/json; charset=utf-8", br#""\u00e9""#),
            (
                "application/json; charset=utf-16le",
                "application/json; charset=utf-16le",
                b"\"\0\\\0u\x000\x000\x00e\x009\0\"\0".as_slice(),
            ),
        ] {
            let found = json_in(media_type, json.to_vec());
            assert_eq!((found.0.as_ref(), found.1.as_slice()), (sent, bytes), "{media_type}");
        }
    }
}
