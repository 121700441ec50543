//! Reads and replaces members of a JSON body without changing its other bytes: large numbers keep all their digits.

use serde::de::IgnoredAny;

use crate::runtime::Value;

/// The range of a member's value in a text.
type Span = std::ops::Range<usize>;

/// The end of an object, or one of its members.
enum Found {
    /// The value of the member.
    Member(Span),
    /// The object has no such member. A member can be inserted at this position.
    Missing { end: usize, is_empty: bool },
}

/// Returns the value at a path of members. Returns `None` if it is missing, or if the body is not an object.
pub(super) fn get(body: &[u8], path: &[&str]) -> Option<Value> {
    let mut text = body;
    for name in path {
        let Found::Member(span) = find(text, name)? else { return None };
        text = text.get(span)?;
    }
    serde_json::from_slice(text).ok()
}

/// Returns the body with this value at a path of members. Members that are missing or null are created. Returns `None` if the body, or a member
/// on the path, is not an object.
pub(super) fn set(body: &[u8], path: &[&str], value: &Value) -> Option<Vec<u8>> {
    let Some((name, rest)) = path.split_first() else { return Some(value.to_string().into_bytes()) };
    let key = Value::from(*name).to_string();
    let (span, inserted) = match find(body, name)? {
        Found::Member(span) => {
            let old = body.get(span.clone())?;
            let old: &[u8] = if old == b"null" { b"{}" } else { old };
            (span, set(old, rest, value)?)
        }
        Found::Missing { end, is_empty } => {
            let comma: &[u8] = if is_empty { b"" } else { b"," };
            let inner = set(b"{}", rest, value)?;
            (end..end, [comma, key.as_bytes(), b":", &inner].concat())
        }
    };
    Some([body.get(..span.start)?, &inserted, body.get(span.end..)?].concat())
}

/// Finds a member of an object. Returns `None` if the text is not an object.
fn find(text: &[u8], wanted: &str) -> Option<Found> {
    let mut at = skip_spaces(text, 0);
    if text.get(at) != Some(&b'{') {
        return None;
    }
    at = skip_spaces(text, at + 1);
    let mut is_empty = true;
    loop {
        if text.get(at) == Some(&b'}') {
            return Some(Found::Missing { end: at, is_empty });
        }
        if !is_empty {
            at = skip_spaces(text, expect(text, at, b',')?);
        }
        is_empty = false;
        let name = value_at(text, at)?;
        let start = skip_spaces(text, expect(text, skip_spaces(text, name.end), b':')?);
        let value = value_at(text, start)?;
        let name: String = serde_json::from_slice(text.get(name)?).ok()?;
        if name == wanted {
            return Some(Found::Member(value));
        }
        at = skip_spaces(text, value.end);
    }
}

fn expect(text: &[u8], at: usize, byte: u8) -> Option<usize> {
    (text.get(at) == Some(&byte)).then_some(at + 1)
}

fn skip_spaces(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count()
}

/// Returns the range of the JSON value that starts at this position.
fn value_at(text: &[u8], at: usize) -> Option<Span> {
    let mut values = serde_json::Deserializer::from_slice(text.get(at..)?).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    Some(at..at + values.byte_offset())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{get, set};

    #[test]
    fn members_are_replaced_or_inserted() {
        for (body, path, value, expect) in [
            ("{}", &["a"][..], json!("x"), r#"{"a":"x"}"#),
            (r#"{"b":1}"#, &["a"], json!("x"), r#"{"b":1,"a":"x"}"#),
            (r#"{"a":1,"b":2}"#, &["a"], json!([7]), r#"{"a":[7],"b":2}"#),
            (r#" { "a" : null , "b" : 2 } "#, &["a"], json!("x"), r#" { "a" : "x" , "b" : 2 } "#),
            (r#"{"p":{"a":"old","b":[{"a":1}]}}"#, &["p", "a"], json!(3), r#"{"p":{"a":3,"b":[{"a":1}]}}"#),
            (r#"{"b":{"a":1}}"#, &["p", "a"], json!("x"), r#"{"b":{"a":1},"p":{"a":"x"}}"#),
            (r#"{"p":null}"#, &["p", "q", "a"], json!("x"), r#"{"p":{"q":{"a":"x"}}}"#),
            // Other values keep their bytes.
            (r#"{"n":12345678901234567890.10,"a":1}"#, &["a"], json!(2), r#"{"n":12345678901234567890.10,"a":2}"#),
            (r#"{"s":"},\"a\":1","a":1}"#, &["a"], json!(2), r#"{"s":"},\"a\":1","a":2}"#),
            (r#"{"\u0061":1}"#, &["a"], json!("q\"\n"), r#"{"\u0061":"q\"\n"}"#),
        ] {
            let found = set(body.as_bytes(), path, &value).map(|body| String::from_utf8(body).unwrap());
            assert_eq!(found.as_deref(), Some(expect), "{body}");
            assert_eq!(get(expect.as_bytes(), path), Some(value), "{body}");
        }
        for body in ["", "[]", "1", "null", "{", r#"{"a""#, r#"{"a":1 "b":2}"#, r#"{"p":[1]}"#, r#"{"p":"x"}"#] {
            assert_eq!(set(body.as_bytes(), &["p", "a"], &Value::Null), None, "{body}");
            assert_eq!(get(body.as_bytes(), &["p", "a"]), None, "{body}");
        }
    }
}
