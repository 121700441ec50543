//! The header `Link` (RFC 8288): a header that is made by the grammar has a known next page, and any other does no harm.

use std::fmt::Write as _;

use url::Url;

use crate::bytes::Bytes;
use crate::runtime::http::{Body, HeaderValue, HttpResponse};
use crate::targets::exchange::{Way, requests};

/// The first byte decides whether the rest is the header, or a source of decisions for one.
pub fn run(input: &[u8]) {
    let (kind, rest) = input.split_first().unwrap_or((&0, &[]));
    if kind % 2 == 0 {
        let _ = next(rest);
        return;
    }
    let (header, expected) = header(&mut Bytes::new(rest));
    let expected = expected.map(|target| {
        let base = Url::parse("https://api.test/v1/list/all").expect("the base is a URL");
        base.join(&target).expect("the targets are relative URLs").to_string()
    });
    let found = next(header.as_bytes());
    assert_eq!(found, expected, "{header:?}");
}

/// Returns the URL of the page that a client requests after a response with this header.
fn next(header: &[u8]) -> Option<String> {
    let link = HeaderValue::from_bytes(header).ok()?;
    let sent = requests(Way::Link, move |request| {
        let mut response = HttpResponse::new(Body::from(r#"{"data":[1]}"#));
        response.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
        if request.uri().path() == "/v1/list/all" && !request.uri().query().is_some_and(|query| query.contains("page"))
        {
            response.headers_mut().insert("link", link.clone());
        }
        response
    });
    let mut urls = sent.iter().skip(1).map(|request| {
        assert_eq!(request.uri().host(), Some("api.test"));
        request.uri().to_string()
    });
    let next = urls.next();
    // The client adds its key to the URL.
    next.map(|url| url.replace("&key=secret-key", "").replace("?key=secret-key", ""))
}

/// Returns a header that the grammar allows, and its first target with the relation `next`.
fn header(bytes: &mut Bytes<'_>) -> (String, Option<String>) {
    let mut header = String::new();
    let mut next = None;
    for number in 0..1 + bytes.below(4) {
        if number > 0 {
            header.push_str(bytes.choose(&[",", ", ", " ,\t", ",,", ", ,"]));
        }
        let query = bytes.choose(&["", "&a=b", "&a=b;c", "&a=b,c", "&rel=next", "&q=%22"]);
        let target = format!("/v1/list/all?page={number}{query}");
        let _ = write!(header, "<{target}>");
        // Only the first `rel` of a link counts (3.3).
        let mut relations = None;
        for _ in 0..bytes.below(4) {
            header.push_str(bytes.choose(&[";", "; ", " ; ", ";\t"]));
            parameter(bytes, &mut header, &mut relations);
        }
        if relations == Some(true) && next.is_none() {
            next = Some(target);
        }
    }
    (header, next)
}

/// Adds a parameter. `relations` is whether the first `rel` contains `next`, once there is one.
fn parameter(bytes: &mut Bytes<'_>, header: &mut String, relations: &mut Option<bool>) {
    if relations.is_none() && bytes.below(2) == 0 {
        let (value, is_next) = bytes.choose(&[
            ("next", true),
            ("\"next\"", true),
            ("\"last next\"", true),
            ("NEXT", true),
            ("\"https://a.test/rel?x=next\"", false),
            ("prev", false),
            ("\"prev\"", false),
            ("\"nextpage\"", false),
        ]);
        *relations = Some(is_next);
        let name = bytes.choose(&["rel", "REL", "Rel"]);
        let equals = bytes.choose(&["=", " = ", "= ", " ="]);
        header.push_str(&[name, equals, value].concat());
        return;
    }
    header.push_str(bytes.choose(&[
        "title=x",
        "title=\"a, b; rel=next\"",
        "title=\"</2>; rel=next\"",
        "title=\"\\\"; rel=next\"",
        "title=\"\\\\\"",
        "title*=UTF-8''%e2%82%ac",
        "title=\"\"",
        "rev=next",
        "crossorigin",
        "anchor=\"#a\"",
        "hreflang=en",
        "x-rel=next",
    ]));
}

/// Returns headers of APIs.
pub fn seeds() -> Vec<Vec<u8>> {
    [
        "\0<https://api.test/v1/list/all?page=2>; rel=\"next\", <https://api.test/v1/list/all?page=9>; rel=\"last\"",
        "\0</1>; rel=\"prev\", </2>; title=x; rel=\"last next\"",
        "\0</1>; title=\"<no>; rel=next, \\\"\"; rel=next",
        "\u{1}abcdefghijklmnopqrstuvwxyz",
        "\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\u{9}\u{10}\u{11}\u{12}",
        "\u{1}\u{7f}\u{3e}\u{21}\u{55}\u{60}\u{13}\u{2a}\u{44}\u{7}\u{19}\u{3c}",
    ]
    .iter()
    .map(|text| text.as_bytes().to_vec())
    .collect()
}
