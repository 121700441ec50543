//! The header `Cookie`: joins cookies of different sources into one header (RFC 6265, 5.4), and checks those that are sent without encoding.

use std::collections::HashSet;

use http::header::InvalidHeaderValue;
use http::{HeaderMap, HeaderValue, header};

/// Adds cookies to a request, in front of those that it has. A cookie of the request replaces those with the same name. The result is one header.
///
/// # Errors
///
/// Returns an error if the cookies are not a valid header value.
pub(super) fn add<'c>(
    headers: &mut HeaderMap,
    cookies: impl IntoIterator<Item = &'c [u8]>,
) -> Result<(), InvalidHeaderValue> {
    let lines: Vec<HeaderValue> = headers.get_all(header::COOKIE).iter().cloned().collect();
    let own: Vec<&[u8]> = lines.iter().flat_map(|line| pairs(line.as_bytes())).collect();
    let own_names: HashSet<&[u8]> = own.iter().map(|pair| name(pair)).collect();
    let added = cookies.into_iter().flat_map(pairs).filter(|pair| !own_names.contains(name(pair)));
    let mut all: Vec<&[u8]> = added.collect();
    all.extend(&own);
    if all.is_empty() {
        return Ok(());
    }
    let mut value = HeaderValue::from_bytes(&all.join(&b"; "[..]))?;
    // Any cookie may be a secret.
    value.set_sensitive(true);
    headers.insert(header::COOKIE, value);
    Ok(())
}

/// Checks a cookie's value that is sent without encoding (RFC 6265, 4.1.1).
///
/// # Errors
///
/// Returns the reason if the value cannot be sent.
pub(super) fn check_value(value: &str) -> Result<(), String> {
    let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
    match inner.chars().find(|c| !u8::try_from(*c).is_ok_and(is_octet)) {
        Some(c) => Err(unsendable("value", c)),
        None => Ok(()),
    }
}

/// Checks a cookie's name that is sent without encoding.
///
/// # Errors
///
/// Returns the reason if the name cannot be sent.
pub(super) fn check_name(name: &str) -> Result<(), String> {
    match name.chars().find(|c| *c == '=' || !u8::try_from(*c).is_ok_and(is_octet)) {
        Some(c) => Err(unsendable("name", c)),
        None if name.is_empty() => Err("the name of a cookie must not be empty".to_owned()),
        None => Ok(()),
    }
}

/// Whether a cookie's value may contain a byte (`cookie-octet`; RFC 6265, 4.1.1).
pub(super) fn is_octet(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\')
}

fn unsendable(part: &str, c: char) -> String {
    format!(
        "the {part} of a cookie cannot contain `{}`; escape it in the way that the API expects, because the style `cookie` does not",
        c.escape_debug()
    )
}

fn pairs(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    value.split(|byte| *byte == b';').map(<[u8]>::trim_ascii).filter(|pair| !pair.is_empty())
}

fn name(pair: &[u8]) -> &[u8] {
    pair.split(|byte| *byte == b'=').next().unwrap_or_default().trim_ascii()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    use super::{add, check_name, check_value};

    #[test]
    fn cookies_are_joined_into_one_header() {
        #[track_caller]
        fn check(own: &[&str], added: &[&str], expect: Option<&str>) {
            let mut headers = HeaderMap::new();
            for value in own {
                headers.append(header::COOKIE, HeaderValue::from_str(value).unwrap());
            }
            add(&mut headers, added.iter().map(|pairs| pairs.as_bytes())).unwrap();
            let found: Vec<_> = headers.get_all(header::COOKIE).iter().map(|value| value.to_str().unwrap()).collect();
            assert_eq!(found, Vec::from_iter(expect), "{own:?} {added:?}");
        }
        check(&[], &[], None);
        check(&[], &["a=1", "b=2; c=3"], Some("a=1; b=2; c=3"));
        check(&["a=1"], &["b=2"], Some("b=2; a=1"));
        check(&["a=1", "c=3"], &[], Some("a=1; c=3"));
        // A list is several cookies of one name.
        check(&[], &["a=1; a=2"], Some("a=1; a=2"));
        check(&["a=own; b=own"], &["a=1; a=2", "ab=3"], Some("ab=3; a=own; b=own"));
        check(&["a=x=y;b"], &["b=1"], Some("a=x=y; b"));
    }

    #[test]
    fn cookies_without_encoding_are_checked() {
        for value in ["", "abc==/+%2C", "\"quoted\"", "!#$&'()*-.<>?@[]^_`{|}~:"] {
            assert_eq!(check_value(value), Ok(()), "{value}");
        }
        for value in ["a;b", "a,b", "a b", " a", "a\"b", "\"a", "\"", "a\\b", "a\r\nb", "é", "\0", "\u{7f}"] {
            assert!(check_value(value).unwrap_err().starts_with("the value of a cookie cannot contain `"), "{value}");
        }
        for name in ["sid", "a[b]", "$x"] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
        for name in ["", "a=b", "a b", "a;b", "é"] {
            assert!(check_name(name).unwrap_err().starts_with("the name of a cookie "), "{name}");
        }
    }
}
