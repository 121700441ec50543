//! URLs of servers with variables: a value changes only the part of the URL that its variable stands for.

use crate::bytes::Bytes;
use crate::runtime::http::{ServerPart, ServerPosition, ServerTemplate, ServerVariable};
use url::Url;

/// A template with one variable, and what must hold for its URLs.
struct Case {
    template: ServerTemplate,
    /// The start of the host, and its end.
    host: (&'static str, &'static str),
    /// Whether the host has one more label, and nothing else.
    is_label: bool,
    /// The port; `None` if the value decides it.
    port: Option<Option<u16>>,
    /// The start of the path, and its end.
    path: (&'static str, &'static str),
}

const VARIABLE: &[ServerVariable<'static>] = &[ServerVariable::new("v")];

const fn case(
    parts: &'static [ServerPart<'static>],
    host: (&'static str, &'static str),
    path: (&'static str, &'static str),
) -> Case {
    Case { template: ServerTemplate { variables: VARIABLE, parts }, host, is_label: false, port: Some(None), path }
}

const API: (&str, &str) = ("api.test", "");
const ANY: (&str, &str) = ("", "");

use ServerPart::{Text, Variable};

const CASES: &[Case] = &[
    Case {
        is_label: true,
        ..case(
            &[Text("https://"), Variable(0, ServerPosition::Label), Text(".api.test/v1")],
            ("", ".api.test"),
            ("/v1", ""),
        )
    },
    case(
        &[Text("https://eu"), Variable(0, ServerPosition::LabelPart), Text(".api.test/v1")],
        ("eu", ".api.test"),
        ("/v1", ""),
    ),
    case(&[Text("https://"), Variable(0, ServerPosition::Labels), Text("api.test/v1")], ("", "api.test"), ("/v1", "")),
    case(&[Text("https://api."), Variable(0, ServerPosition::Host), Text("/v1")], ("api.", ""), ("/v1", "")),
    case(&[Text("https://"), Variable(0, ServerPosition::Host), Text("/v1")], ANY, ("/v1", "")),
    Case {
        port: None,
        ..case(&[Text("https://"), Variable(0, ServerPosition::Authority), Text("/v1")], ANY, ("/v1", ""))
    },
    Case {
        port: None,
        ..case(&[Text("https://api.test:"), Variable(0, ServerPosition::Port), Text("/v1")], API, ("/v1", ""))
    },
    case(&[Text("https://api.test"), Variable(0, ServerPosition::PathStart), Text("/v1")], API, ("", "/v1")),
    case(&[Text("https://api.test/a/"), Variable(0, ServerPosition::Path), Text("/v1")], API, ("/a", "/v1")),
    case(&[Text("https://api.test/."), Variable(0, ServerPosition::Path), Text(".")], API, ("/", "")),
    Case { port: None, ..case(&[Variable(0, ServerPosition::Url), Text("/v1")], ANY, ("/", "/v1")) },
    case(&[Variable(0, ServerPosition::Scheme), Text("://api.test/v1")], API, ("/v1", "")),
    case(&[Text("http"), Variable(0, ServerPosition::Scheme), Text("://api.test/v1")], API, ("/v1", "")),
];

/// Parts of values.
const WORDS: &[&str] = &[
    "eu",
    "a.b",
    "evil.test",
    ".",
    "..",
    "/",
    "//",
    "\\",
    "@",
    ":",
    "80",
    ":80",
    "65536",
    "?",
    "#",
    "%",
    "%2e",
    "%2F",
    "%5c",
    "..;",
    "[::1]",
    "[",
    "]",
    "https://evil.test",
    "http",
    "s",
    "://",
    "\u{3002}",
    "\u{ff0e}",
    "é",
    "\n",
    " ",
    "\0",
    "xn--",
    "0x7f",
    "1",
    "-",
    "_",
    "{v}",
    ";a=b",
    ",",
];

/// Checks the URLs of all templates with a value.
pub fn run(input: &[u8]) {
    let value = Bytes::new(input).text(WORDS);
    for case in CASES {
        if let Ok(text) = case.template.url(&[&value]) {
            check(case, &text, &value);
        }
    }
}

fn check(case: &Case, text: &str, value: &str) {
    let shown = format!("{value:?} gives {text:?}");
    assert!(
        text.is_ascii() && !text.contains(['?', '#', '\\', '@'])
            || text.contains("/") && !text.contains(['?', '#', '\\']),
        "{shown}"
    );
    // A URL that the transport cannot parse is not sent.
    let Ok(url) = Url::parse(text) else { return };
    assert!(matches!(url.scheme(), "http" | "https"), "{shown}");
    assert!(
        url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none(),
        "{shown}"
    );
    let host = url.host_str().unwrap_or_default();
    let (start, end) = case.host;
    assert!(host.starts_with(start) && host.ends_with(end) && host.len() >= start.len() + end.len(), "{shown}");
    if case.is_label {
        assert!(!host[..host.len() - end.len()].contains('.'), "{shown}");
    }
    if let Some(port) = case.port {
        assert_eq!(url.port(), port, "{shown}");
    }
    let (start, end) = case.path;
    let path = url.path();
    assert!(path.starts_with(start) && path.ends_with(end), "{shown}");
    // No part of the path was resolved.
    let rest = text.split_once("://").map_or("", |(_, rest)| rest);
    assert_eq!(rest.find('/').map_or("/", |at| &rest[at..]), path, "{shown}");
    assert!(!path.contains("//") && !path.split('/').any(|segment| matches!(segment, "." | "..")), "{shown}");
}
