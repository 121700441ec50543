//! Parameters of a call: no value changes the host, the number of path segments, or the pairs of another parameter.

use url::{Url, form_urlencoded};

use crate::bytes::Bytes;
use crate::runtime::Value;
use crate::runtime::http::Call;
use crate::runtime::http::table::{self, Delimiter, ListFormat, Parameter, Style};

const TABLE: table::Operation = table::Operation {
    name: "call",
    method: "GET",
    path: "/a/{id}/b/{matrix}/c{label}/d/{list}",
    parameters: &[
        Parameter::path("id"),
        Parameter::path("matrix").style(Style::Matrix, true),
        Parameter::path("label").style(Style::Label, true),
        Parameter::path("list").list(ListFormat::joined(&[Delimiter::Comma, Delimiter::Pipe])),
        Parameter::query("q"),
        Parameter::query("joined").style(Style::PipeDelimited, false),
        Parameter::query("deep").style(Style::DeepObject, true),
        Parameter::query("json").json(),
        Parameter::query("reserved").allow_reserved(),
        Parameter::header("X-Value"),
        Parameter::cookie("cookie"),
        Parameter::cookie("other").style(Style::Form, false),
    ],
    ..table::Operation::EMPTY
};

/// Parts of values.
const WORDS: &[&str] = &[
    "a",
    "é",
    "/",
    "..",
    ".",
    "\\",
    "?",
    "#",
    "&",
    "&q=2",
    "=",
    ";",
    "; b=2",
    ",",
    "|",
    "%",
    "%2f",
    "%2e%2e",
    "+",
    " ",
    "\r\n",
    "\nX-Evil: 1",
    "\0",
    "[",
    "]",
    "[b]",
    "\"",
    "@evil.test",
    "//evil.test",
    ":",
    "{id}",
    "\u{202e}",
    "\u{ff0f}",
    "~",
    "'",
    "(",
    "*",
];

/// Sets each parameter to a value that is made from the input, and checks the request.
pub fn run(input: &[u8]) {
    let mut bytes = Bytes::new(input);
    let mut call = Call::new(&TABLE);
    let values: Vec<Option<Value>> = (0..TABLE.parameters.len())
        .map(|index| {
            // Only parameters in the path are required.
            let value = (index < 4 || bytes.below(2) == 0).then(|| value(&mut bytes, 2))?;
            call.set(index, &value);
            Some(value)
        })
        .collect();
    let Ok(request) = call.into_request("https://api.test/v1/") else { return };
    let shown = format!("{values:?} gives {:?}", request.uri());
    let text = request.uri().to_string();
    let url = Url::parse(&text).unwrap_or_else(|error| panic!("{shown}: {error}"));
    // The parser encodes `'`, which ends nothing.
    assert_eq!(url.as_str().replace("%27", "'"), text.replace("%27", "'"), "{shown}: the parser changes the URL");
    assert_eq!((url.host_str(), request.uri().host()), (Some("api.test"), Some("api.test")), "{shown}");
    assert!(url.fragment().is_none() && url.username().is_empty() && url.port().is_none(), "{shown}");
    let segments: Vec<&str> = url.path_segments().map(Iterator::collect).unwrap_or_default();
    assert_eq!(segments.len(), 8, "{shown}");
    assert_eq!((segments[0], segments[1], segments[3], segments[6]), ("v1", "a", "b", "d"), "{shown}");
    assert!(segments[5].starts_with('c'), "{shown}");
    if let Some(Value::String(id)) = &values[0] {
        assert_eq!(decoded(segments[2]), *id, "{shown}");
    }
    check_query(url.query().unwrap_or_default(), &values, &shown);
    let headers = request.headers();
    assert!(
        headers.keys().all(|name| matches!(name.as_str(), "accept" | "cookie" | "x-value")),
        "{shown}: {headers:?}"
    );
    assert!(headers.len() == headers.keys_len(), "{shown}: {headers:?}");
    if let (Some(Value::String(_)), None, Some(cookie)) = (&values[10], &values[11], headers.get("cookie")) {
        let cookie = cookie.to_str().expect("a cookie is ASCII");
        assert!(cookie.starts_with("cookie=") && !cookie.contains([';', ' ', ',']), "{shown}: {cookie}");
    }
}

/// Checks the pairs of values that are strings, whose names are known.
fn check_query(query: &str, values: &[Option<Value>], shown: &str) {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    for index in [4, 5, 6, 8] {
        let Some(Value::String(text)) = &values[index] else { continue };
        let name = TABLE.parameters[index].name;
        let found: Vec<&str> = pairs.iter().filter(|pair| pair.0 == name).map(|pair| pair.1.as_str()).collect();
        // `allowReserved` keeps percent-encoded triples.
        assert!(index == 8 && text.contains('%') || found.contains(&text.as_str()), "{shown}");
    }
    let are_texts = values[4..9].iter().flatten().all(|value| value.is_string());
    if are_texts {
        assert_eq!(pairs.len(), values[4..9].iter().flatten().count(), "{shown}");
    }
    if let Some(value) = &values[7] {
        let found = pairs.iter().find(|pair| pair.0 == "json").map(|pair| pair.1.as_str());
        assert_eq!(found.and_then(|text| serde_json::from_str(text).ok()).as_ref(), Some(value), "{shown}");
    }
}

fn decoded(text: &str) -> String {
    form_urlencoded::parse(format!("a={text}").as_bytes()).next().map(|pair| pair.1.into_owned()).unwrap_or_default()
}

fn value(bytes: &mut Bytes<'_>, depth: usize) -> Value {
    match bytes.below(if depth == 0 { 4 } else { 7 }) {
        0 => Value::from(bytes.below(100)),
        1 => bytes.choose(&[Some(true), None]).map_or(Value::Null, Value::Bool),
        2 | 3 => Value::String(bytes.text(WORDS)),
        4 => (0..bytes.below(4)).map(|_| value(bytes, depth - 1)).collect(),
        _ => (0..bytes.below(4))
            .map(|_| (bytes.text(WORDS), value(bytes, depth - 1)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}
