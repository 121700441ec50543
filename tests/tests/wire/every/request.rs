//! Checks a recorded request against the document.

use serde_json::Value;
use tests::server::Recorded;

use super::arguments::Arguments;
use super::spec::{Operation, Parameter, Spec};

/// Headers that HTTP defines and that the document does not list.
const STANDARD_HEADERS: [&str; 6] = ["host", "user-agent", "accept", "content-type", "content-length", "authorization"];

/// Checks that the request matches the document and contains all arguments.
pub fn check(spec: &Spec, operation: &Operation<'_>, arguments: &Arguments, sent: &Recorded) {
    let key = &operation.key;
    assert_eq!(sent.method, operation.method, "{key}");
    let (path, query) = sent.target.split_once('?').unwrap_or((&sent.target, ""));
    let from_path = placeholders(operation.path, path).unwrap_or_else(|| panic!("{key}: wrong path {path}"));
    let from_query: Vec<(String, &str)> =
        query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (decoded(name), value)).collect();
    for parameter in &operation.parameters {
        let expected = arguments.value(parameter.name);
        let texts: Vec<String> = match parameter.location {
            "path" => {
                from_path.iter().filter(|(name, _)| *name == parameter.name).map(|(_, text)| decoded(text)).collect()
            }
            "query" => query_texts(parameter, expected, &from_query),
            "header" => sent.header(&parameter.name.to_lowercase()).map(str::to_owned).into_iter().collect(),
            other => panic!("{key}: this test does not support parameters in {other}"),
        };
        let value = read(&texts, expected);
        assert_eq!(value, *expected, "{key}: {} was sent as {texts:?}", parameter.name);
        assert!(spec.validator(parameter.schema).is_valid(&value), "{key}: {} is {value}", parameter.name);
    }
    for (name, _) in &from_query {
        assert!(declares(operation, "query", name), "{key}: the document has no query parameter `{name}`");
    }
    for (name, value) in &sent.headers {
        let known = STANDARD_HEADERS.contains(&name.as_str()) || declares(operation, "header", name);
        assert!(known, "{key}: the document has no header `{name}`: {value}");
    }
    assert_eq!(sent.header("authorization"), operation.secured.then_some("Bearer secret"), "{key}");
    check_body(spec, operation, arguments, sent);
}

fn check_body(spec: &Spec, operation: &Operation<'_>, arguments: &Arguments, sent: &Recorded) {
    let key = &operation.key;
    let Some(body) = &operation.body else {
        assert_eq!((sent.header("content-type"), sent.text().as_str()), (None, ""), "{key}");
        return;
    };
    assert_eq!(sent.header("content-type"), Some(body.media_type), "{key}");
    let value: Value = serde_json::from_slice(&sent.body).unwrap();
    assert_eq!(Some(&value), arguments.sent_body(), "{key}");
    let validator = spec.validator(body.schema);
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{key}: {value}: {errors:?}");
}

fn declares(operation: &Operation<'_>, location: &str, name: &str) -> bool {
    operation
        .parameters
        .iter()
        .any(|parameter| parameter.location == location && parameter.name.eq_ignore_ascii_case(name))
}

/// Returns the names and texts of a template's parameters, or `None` if the path does not match the template.
fn placeholders<'a>(template: &'a str, path: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    let mut found = Vec::new();
    for (expected, segment) in template.iter().zip(&path) {
        match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => found.push((name, *segment)),
            None if expected == segment => {}
            None => return None,
        }
    }
    (template.len() == path.len()).then_some(found)
}

/// Returns the values of a query parameter with the style `form`.
fn query_texts(parameter: &Parameter<'_>, expected: &Value, query: &[(String, &str)]) -> Vec<String> {
    let values = query.iter().filter(|(name, _)| name == parameter.name).map(|(_, value)| *value);
    if parameter.explode || !expected.is_array() {
        return values.map(decoded).collect();
    }
    let values: Vec<&str> = values.collect();
    assert_eq!(values.len(), 1, "{}", parameter.name);
    values[0].split(',').map(decoded).collect()
}

/// Parses texts as a value of the same JSON type as `like`.
fn read(texts: &[String], like: &Value) -> Value {
    match (like, texts) {
        (Value::Array(items), _) => {
            let item = items.first().unwrap_or(&Value::Null);
            texts.iter().map(|text| read(std::slice::from_ref(text), item)).collect()
        }
        (Value::String(_), [text]) => Value::String(text.clone()),
        (_, [text]) => serde_json::from_str(text).unwrap_or(Value::Null),
        _ => Value::Null,
    }
}

/// Percent-decodes a text.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        match (byte, after) {
            (b'%', [high, low, after @ ..]) => {
                let pair = [*high, *low];
                let hex = std::str::from_utf8(&pair).unwrap();
                bytes.push(u8::from_str_radix(hex, 16).unwrap());
                rest = after;
            }
            _ => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}
