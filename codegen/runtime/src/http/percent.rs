//! Percent-encoding (RFC 3986). What a place does not allow is encoded, so that no value can leave its place.
//!
//! Architecture invariant: every byte of a URL that comes from a value goes through [`push`].

/// Where a text goes, which decides what stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Only unreserved characters: path values, query names and values, form fields.
    Unreserved,
    /// Unreserved characters, reserved ones that cannot end a query pair, and triples that are already encoded (`allowReserved`).
    Reserved,
    /// What may stand in a path as the document writes it.
    PathText,
    /// Several segments of a path (`allowReserved` there): what a path may hold, and what is encoded once more where it looks encoded, so
    /// that it is what it was.
    Segments,
    /// What a cookie's value may hold (RFC 6265, `cookie-octet`).
    Cookie,
}

/// Appends `text`, encoded.
pub fn push(out: &mut String, text: &str, keep: Keep) {
    let bytes = text.as_bytes();
    let kept =
        |(at, byte): (usize, &u8)| stays(*byte, keep) || (*byte == b'%' && keeps_triples(keep) && is_triple(bytes, at));
    // Nearly all texts stay as they are.
    if bytes.iter().enumerate().all(kept) {
        out.push_str(text);
        return;
    }
    for (at, byte) in bytes.iter().enumerate() {
        if kept((at, byte)) {
            out.push(char::from(*byte));
        } else {
            out.push('%');
            out.push(hex(byte >> 4));
            out.push(hex(byte & 15));
        }
    }
}

/// The text, encoded.
#[must_use]
pub fn encode(text: &str, keep: Keep) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text, keep);
    out
}

fn keeps_triples(keep: Keep) -> bool {
    matches!(keep, Keep::Reserved | Keep::PathText)
}

fn is_triple(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at + 1..at + 3), Some(pair) if pair.iter().all(u8::is_ascii_hexdigit))
}

fn stays(byte: u8, keep: Keep) -> bool {
    if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
        return true;
    }
    match keep {
        Keep::Unreserved => false,
        // Not `#`, `&`, `+`, `[` and `]`: they would end the value, or change it, or are not allowed in a query.
        Keep::Reserved => {
            matches!(byte, b':' | b'/' | b'?' | b'@' | b'!' | b'$' | b'\'' | b'(' | b')' | b'*' | b',' | b';' | b'=')
        }
        Keep::PathText | Keep::Segments => matches!(
            byte,
            b':' | b'/' | b'@' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'='
        ),
        // `%` is kept: most servers do not decode cookies, and it cannot end one.
        Keep::Cookie => byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\'),
    }
}

fn hex(nibble: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(nibble & 15)])
}

#[cfg(test)]
mod tests {
    use super::{Keep, encode};

    #[track_caller]
    fn check(keep: Keep, text: &str, expect: &str) {
        assert_eq!(encode(text, keep), expect, "{text:?} as {keep:?}");
    }

    #[test]
    fn values_cannot_leave_their_place() {
        check(Keep::Unreserved, "a/../b?c#d", "a%2F..%2Fb%3Fc%23d");
        check(Keep::Unreserved, "100% \r\n\0", "100%25%20%0D%0A%00");
        check(Keep::Unreserved, "%2F", "%252F");
        check(Keep::Unreserved, "a+b&c=d;e", "a%2Bb%26c%3Dd%3Be");
        check(Keep::Unreserved, "žluťoučký 🐎", "%C5%BElu%C5%A5ou%C4%8Dk%C3%BD%20%F0%9F%90%8E");
        check(Keep::Unreserved, "A-Z._~", "A-Z._~");
    }

    #[test]
    fn reserved_characters_stay_where_they_are_allowed() {
        check(Keep::Reserved, "/a/b?c=d:e@f,g", "/a/b?c=d:e@f,g");
        check(Keep::Reserved, "a&b#c+d[e]", "a%26b%23c%2Bd%5Be%5D");
        check(Keep::Reserved, "%2F %zz %", "%2F%20%25zz%20%25");
        check(Keep::PathText, "/a b/\u{e9}:x?y#z", "/a%20b/%C3%A9:x%3Fy%23z");
        check(Keep::PathText, "/%7Bid%7D", "/%7Bid%7D");
    }

    #[test]
    fn cookies_keep_what_they_may_hold() {
        check(Keep::Cookie, "abc==/+%", "abc==/+%");
        check(Keep::Cookie, "a;b,c \"d\"\r\n", "a%3Bb%2Cc%20%22d%22%0D%0A");
    }
}
