//! Lists whose request body says which page is wanted.

use super::super::api::client::Client;
use super::super::client;
use super::super::runtime::Value;
use super::super::runtime::http::table::{Next, PageInput};
use super::super::runtime::http::{Call, call, pages, table};
use super::super::server::{Server, json};
use super::read;

macro_rules! search {
    ($name:ident, $next:expr) => {
        struct $name(Call);

        impl $name {
            const TABLE: table::Operation = table::Operation {
                name: "list",
                method: "POST",
                path: "/search",
                successes: &[table::Reply::json(table::Status::Exact(200))],
                ..table::Operation::EMPTY
            };
        }

        call!($name => json Value, (); cases std::convert::Infallible);
        pages!($name => Value, |page| super::items(page, &["data"]); table::Paging { items: &["data"], next: $next });
    };
}

const CURSOR: PageInput = PageInput::Member(&["page", "cursor"]);
search!(ByCursor, Next::Cursor { input: CURSOR, cursor: &["next"], has_more: &[] });
search!(ByItem, Next::LastItem { input: PageInput::Member(&["after"]), member: &["id"], has_more: &["more"] });
search!(ByOffset, Next::Offset { input: PageInput::Member(&["from"]), total: &[], has_more: &[] });
search!(
    ByPage,
    Next::Page { input: PageInput::Member(&["page"]), first: 0, total_pages: &[], has_more: &[], is_last: &["last"] }
);

/// The content type and text of a request body.
type RequestBody<'a> = (&'a str, &'a str);

/// Checks a list: the first body (`-` for none), the responses, the bodies of all requests, the items, and the start of the final error.
macro_rules! check {
    ($name:ident, $body:expr, $responses:expr, $expect:expr, $items:expr, $error:expr) => {{
        let (body, responses, expect): (RequestBody<'static>, &'static [&'static str], &[&str]) =
            ($body, $responses, $expect);
        let server = Server::start(move |number, _| json(200, responses[number]));
        let mut call = Call::new(&$name::TABLE);
        if body.1 != "-" {
            call.bytes(body.0, body.1.into());
        }
        let (items, error) = read($name(call).with_client(&client(&server)).items()).await;
        let sent: Vec<_> = server.received().iter().map(|sent| sent.body().to_owned()).collect();
        assert_eq!(sent, expect, "{error:?}");
        assert_eq!(items.join(" "), $items);
        let error = error.unwrap_or_default();
        assert!(if $error.is_empty() { error.is_empty() } else { error.contains($error) }, "{error}");
        for request in server.received().iter().skip(1) {
            let expected = if body.1 == "-" { "application/json" } else { body.0 };
            assert_eq!(request.header("content-type"), Some(expected));
            let length = request.body().len().to_string();
            assert_eq!(request.header("content-length"), Some(length.as_str()));
        }
    }};
}

const JSON: &str = "application/json";

#[tokio::test]
async fn cursors_are_put_into_the_body() {
    // Other members keep their bytes.
    check!(
        ByCursor,
        (JSON, r#"{"n":12345678901234567890123.10,"page":{"size":2}}"#),
        &[r#"{"data":[{"id":"a"}],"next":"é\""}"#, r#"{"data":[{"id":"b"}],"next":null}"#],
        &[
            r#"{"n":12345678901234567890123.10,"page":{"size":2}}"#,
            r#"{"n":12345678901234567890123.10,"page":{"size":2,"cursor":"é\""}}"#
        ],
        "a b",
        ""
    );
    // A number stays a number, and a list or object is sent back as it is.
    check!(
        ByCursor,
        ("application/vnd.x+json", "{}"),
        &[
            r#"{"data":[{"id":"a"}],"next":7}"#,
            r#"{"data":[{"id":"b"}],"next":{"k":["x",1]}}"#,
            r#"{"data":[{"id":"c"}],"next":{}}"#
        ],
        &["{}", r#"{"page":{"cursor":7}}"#, r#"{"page":{"cursor":{"k":["x",1]}}}"#],
        "a b c",
        ""
    );
    // An optional body is created.
    check!(
        ByItem,
        ("", "-"),
        &[r#"{"data":[{"id":"a"}],"more":true}"#, r#"{"data":[{"id":"b"}],"more":false}"#],
        &["", r#"{"after":"a"}"#],
        "a b",
        ""
    );
}

#[tokio::test]
async fn numbers_are_put_into_the_body() {
    check!(
        ByOffset,
        (JSON, r#"{"from":10,"q":"x"}"#),
        &[r#"{"data":[{"id":"a"},{"id":"b"}]}"#, r#"{"data":[]}"#],
        &[r#"{"from":10,"q":"x"}"#, r#"{"from":12,"q":"x"}"#],
        "a b",
        ""
    );
    check!(
        ByPage,
        (JSON, "{}"),
        &[r#"{"data":[{"id":"a"}],"last":false}"#, r#"{"data":[{"id":"b"}],"last":"true"}"#],
        &["{}", r#"{"page":1}"#],
        "a b",
        ""
    );
}

#[tokio::test]
async fn a_body_that_takes_no_cursor_ends_the_list_with_an_error() {
    const PAGE: &str = r#"{"data":[{"id":"a"}],"next":"x"}"#;
    const NOT_JSON: &str = "next page: the request body takes the next page, but it is not a JSON object";
    for body in ["[1]", "null", "1"] {
        check!(ByCursor, (JSON, body), &[PAGE], &[body], "a", NOT_JSON);
    }
    check!(ByCursor, ("text/plain", "{}"), &[PAGE], &["{}"], "a", NOT_JSON);
    check!(ByCursor, (JSON, r#"{"page":1}"#), &[PAGE], &[r#"{"page":1}"#], "a", NOT_JSON);
    let first = r#"{"page":{"cursor":"x"}}"#;
    check!(ByCursor, (JSON, first), &[PAGE], &[first], "a", "already requested");
    let first = r#"{"from":"ten"}"#;
    check!(ByOffset, (JSON, first), &[PAGE], &[first], "a", "the parameter `from` is not a whole number");
}
