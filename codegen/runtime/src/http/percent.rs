//! Percent-encoding (RFC 3986). Encodes every character that its component does not allow, so that no value can leave its component.
//!
//! Architecture invariant: every byte of a URL that comes from a value goes through [`push`].

use super::cookies;

/// The characters that stay unencoded, by the component that the text is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Only unreserved characters: for path values, query names and values, and form fields.
    Unreserved,
    /// For `allowReserved`: unreserved characters, reserved characters that cannot end a query pair, and percent-encoded triples.
    Reserved,
    /// For the literal text of a path template: all characters of a path, and percent-encoded triples.
    PathText,
    /// For several path segments (`allowReserved` in a path): all characters of a path. `%` is encoded, so the server decodes the original
    /// value.
    Segments,
    /// For a cookie's value. If it has only characters that a cookie allows (`cookie-octet`; RFC 6265, 4.1.1), all stay: most servers do not decode
    /// cookies, so a token must arrive as it is. Otherwise, only unreserved characters stay, as the style `form` requires (RFC 6570).
    Cookie,
    /// For names and values of `application/x-www-form-urlencoded` (URL Standard, section 5.2). A space is written as `+`.
    Form,
    /// For `allowReserved` in a form: like `Form`, but also keeps percent-encoded triples and the reserved characters that have no meaning in
    /// a form.
    FormReserved,
    /// For a cookie's name, like [`Self::Cookie`]. `=` would end it.
    CookieName,
}

/// Appends the encoded text.
pub fn push(out: &mut String, text: &str, keep: Keep) {
    let bytes = text.as_bytes();
    let stays = |(at, byte): (usize, &u8)| {
        is_allowed(*byte, keep) || (*byte == b'%' && keeps_triples(keep) && is_triple(bytes, at))
    };
    // Nearly all texts need no encoding.
    if bytes.iter().enumerate().all(stays) {
        out.push_str(text);
        return;
    }
    let keeps_all_or_none = matches!(keep, Keep::Cookie | Keep::CookieName);
    let stays = |(at, byte): (usize, &u8)| match keeps_all_or_none {
        true => is_allowed(*byte, Keep::Unreserved),
        false => stays((at, byte)),
    };
    for (at, byte) in bytes.iter().enumerate() {
        if stays((at, byte)) {
            out.push(char::from(*byte));
        } else if *byte == b' ' && matches!(keep, Keep::Form | Keep::FormReserved) {
            out.push('+');
        } else {
            out.push('%');
            out.push(hex(byte >> 4));
            out.push(hex(byte & 15));
        }
    }
}

/// Returns the encoded text.
#[must_use]
pub fn encode(text: &str, keep: Keep) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text, keep);
    out
}

fn keeps_triples(keep: Keep) -> bool {
    matches!(keep, Keep::Reserved | Keep::PathText | Keep::FormReserved)
}

fn is_triple(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at + 1..at + 3), Some(pair) if pair.iter().all(u8::is_ascii_hexdigit))
}

fn is_allowed(byte: u8, keep: Keep) -> bool {
    if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
        return true;
    }
    if byte == b'~' {
        return keep != Keep::Form;
    }
    match keep {
        Keep::Unreserved => false,
        Keep::Form => byte == b'*',
        // Without `=`, `&` and `+`, which have a meaning in a form (OpenAPI 3.1.1, "Encoding Object"), nor `#`, `[` and `]`.
        Keep::FormReserved => {
            matches!(byte, b':' | b'/' | b'?' | b'@' | b'!' | b'$' | b'\'' | b'(' | b')' | b'*' | b',' | b';')
        }
        // Without `#`, `&`, `+`, `[` and `]`: they end or change the value, or are not allowed in a query.
        Keep::Reserved => {
            matches!(byte, b':' | b'/' | b'?' | b'@' | b'!' | b'$' | b'\'' | b'(' | b')' | b'*' | b',' | b';' | b'=')
        }
        Keep::PathText | Keep::Segments => matches!(
            byte,
            b':' | b'/' | b'@' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'='
        ),
        Keep::Cookie => cookies::is_octet(byte),
        Keep::CookieName => cookies::is_octet(byte) && byte != b'=',
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
    fn forms_follow_the_url_standard() {
        let all: String = (' '..='~').collect();
        check(
            Keep::Form,
            &all,
            "+%21%22%23%24%25%26%27%28%29*%2B%2C-.%2F0123456789%3A%3B%3C%3D%3E%3F%40ABCDEFGHIJKLMNOPQRSTUVWXYZ\
             %5B%5C%5D%5E_%60abcdefghijklmnopqrstuvwxyz%7B%7C%7D%7E",
        );
        check(Keep::Form, "a\r\n\u{e9}\u{0}", "a%0D%0A%C3%A9%00");
        check(Keep::FormReserved, "a b/c?d=e&f+g%2F%", "a+b/c?d%3De%26f%2Bg%2F%25");
    }

    #[test]
    fn cookies_keep_what_they_may_hold() {
        check(Keep::Cookie, "abc==/+%", "abc==/+%");
        check(Keep::Cookie, "a;b,c \"d\"\r\n", "a%3Bb%2Cc%20%22d%22%0D%0A");
        // The example of OpenAPI 3.2, "Parameter Object Examples".
        check(Keep::Cookie, "Hello, world!", "Hello%2C%20world%21");
        check(Keep::Cookie, "100 %2C", "100%20%252C");
        check(Keep::CookieName, "a[b]", "a[b]");
        check(Keep::CookieName, "a=b", "a%3Db");
    }
}
