//! Values that are checked before they are sent, over HTTP: compiles the golden case `checked_calls` with the feature `validate`. The bounds are
//! those of JSON Schema 2020-12 Validation, section 6.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports")]

pub use oasmith_runtime as runtime;

#[rustfmt::skip]
#[path = "../golden/clients/checked_calls/mod.rs"]
pub mod checked_calls;

use checked_calls::Client;
use checked_calls::models::{Filter, Order, Point};
use checked_calls::operations::{GetItems, GetNumber, PostFormBody};
use harness::server::{Recorded, Reply, Server};
use runtime::http::{self, Error};

/// Sends a call. Returns its request, or the subject and reason of the error before sending.
fn send<E: std::fmt::Debug>(call: impl FnOnce(&Client) -> Result<(), Error<E>>) -> Result<Recorded, (String, String)> {
    let server = Server::always(Reply::empty(204)).unwrap();
    let client = Client::builder().base_url(server.url()).basic_auth("user", "pass").build().unwrap();
    match call(&client) {
        Ok(()) => Ok(server.last().unwrap()),
        Err(Error::Request(error)) => {
            assert!(server.last().is_none());
            assert!(error.to_string().contains(&error.subject), "{error}");
            Err((error.subject, error.reason))
        }
        Err(other) => panic!("{other:?}"),
    }
}

fn items(set: impl FnOnce(GetItems) -> GetItems) -> Result<Recorded, (String, String)> {
    send(|client| set(client.get_items("abc")).send_blocking())
}

#[track_caller]
fn check_sent(query: &str, set: impl FnOnce(GetItems) -> GetItems) {
    assert_eq!(items(set).map(|sent| sent.target), Ok(format!("/items/abc{query}")));
}

#[track_caller]
fn check_refused(subject: &str, reason: &str, set: impl FnOnce(GetItems) -> GetItems) {
    let (found_subject, found_reason) = items(set).unwrap_err();
    assert_eq!((found_subject.as_str(), found_reason.as_str()), (subject, reason));
}

#[test]
fn valid_values_are_sent() {
    check_sent("?limit=1", |call| call.limit(1));
    check_sent("?limit=100", |call| call.limit(100));
    check_sent("?ratio=0.5", |call| call.ratio(0.5));
    check_sent("?step=1.5", |call| call.step(1.5));
    check_sent("?order=up", |call| call.order(Order::Up));
    check_sent("?ids=10&ids=11&ids=12", |call| call.ids([10, 11, 12]));
    check_sent("?filter%5Bage%5D=18", |call| call.filter(Filter { age: Some(18), ..Filter::default() }));
    check_sent("?mail=a%40b.test", |call| call.mail("a@b.test"));
    check_sent("", |call| call.limit(None));
    // A later value replaces an earlier one; the first error is kept.
    check_sent("?limit=2", |call| call.limit(1).limit(2));
}

#[test]
fn invalid_values_are_refused_by_name_and_location() {
    check_refused("limit", "the query parameter must be at least 1 (minimum)", |call| call.limit(0));
    check_refused("limit", "the query parameter must be at most 100 (maximum)", |call| call.limit(101));
    check_refused("ratio", "the query parameter must be more than 0 (exclusiveMinimum)", |call| call.ratio(0.0));
    check_refused("ratio", "the query parameter must be less than 1 (exclusiveMaximum)", |call| call.ratio(1.0));
    check_refused("step", "the query parameter must be a multiple of 0.5 (multipleOf)", |call| call.step(0.7));
    check_refused("order", "the query parameter must be one of \"up\", \"down\" (enum)", |call| {
        call.order("sideways".parse::<Order>().unwrap())
    });
    check_refused("ids", "`/1` in the query parameter must be at least 10 (minimum)", |call| call.ids([10, 9]));
    check_refused("ids", "expected at most 3 items, found 4", |call| call.ids([10, 11, 12, 13]));
    check_refused("filter", "the query parameter must have at least 1 member, has 0 (minProperties)", |call| {
        call.filter(Filter::default())
    });
    check_refused(
        "filter",
        "`/name` in the query parameter must have at most 3 characters, has 4 (maxLength)",
        |call| call.filter(Filter { name: Some("abcd".to_owned()), ..Filter::default() }),
    );
    check_refused("mail", "the query parameter must be in the format `email` (format)", |call| call.mail("x"));
    check_refused("X-Level", "the header parameter must be at most 5 (maximum)", |call| call.x_level(6));
    check_refused("session", "the cookie parameter must match the pattern `^s-` (pattern)", |call| call.session("x"));
    let (subject, reason) = send(|client| client.get_items("ABC").send_blocking()).unwrap_err();
    assert_eq!(
        (subject.as_str(), &*reason),
        ("code", "the path parameter must match the pattern `^[a-z]+$` (pattern)")
    );
}

/// A length is that of the string: neither of its JSON text nor of a number.
#[test]
fn lengths_are_those_of_the_value() {
    check_sent("?word=%22abc%22", |call| call.word("abc"));
    check_sent("?word=%22%5C%22%5C%22%5C%22%22", |call| call.word("\"\"\""));
    check_sent("?word=%22%F0%9F%90%8E%C3%A9%22", |call| call.word("🐎é"));
    check_refused("word", "expected at most 3 characters, found 4", |call| call.word("abcd"));
    check_refused("word", "expected at least 2 characters, found 1", |call| call.word("a"));
}

fn number(set: impl FnOnce(&Client) -> GetNumber) -> Result<Recorded, (String, String)> {
    send(|client| set(client).send_blocking())
}

/// JSON and the styles have no form for these numbers (RFC 8259, section 6).
#[test]
fn numbers_that_are_not_finite_are_refused() {
    let sent = number(|client| client.get_number(-0.5).query([1.5]).x_number(2.0).cookie(3.0)).unwrap();
    assert_eq!(sent.target, "/numbers/-0.5?query=1.5");
    for (value, text) in [(f64::NAN, "NaN"), (f64::INFINITY, "inf"), (f64::NEG_INFINITY, "-inf")] {
        let point = || Point { x: value, tags: None };
        let nested = || Point { x: 1.0, tags: Some(vec![1.0, value]) };
        for (subject, place, outcome) in [
            ("number", "path", number(|client| client.get_number(value))),
            ("query", "query", number(|client| client.get_number(1.0).query([1.0, value]))),
            ("X-Number", "header", number(|client| client.get_number(1.0).x_number(value))),
            ("cookie", "cookie", number(|client| client.get_number(1.0).cookie(value))),
            ("deep", "query", number(|client| client.get_number(1.0).deep(point()))),
            ("deep", "query", number(|client| client.get_number(1.0).deep(nested()))),
            ("point", "query", items(|call| call.point(point()))),
        ] {
            let reason = format!("the {place} parameter must be a finite number: `{text}` cannot be serialized");
            assert_eq!(outcome, Err((subject.to_owned(), reason)));
        }
        let post = |body: PostFormBody| send(|client| client.post_form(body).send_blocking()).unwrap_err();
        let reason = format!("it must be a finite number: `{text}` cannot be serialized");
        for (subject, body) in [
            ("x", PostFormBody::Form(point())),
            ("tags", PostFormBody::Form(nested())),
            ("x", PostFormBody::Multipart(point())),
        ] {
            assert_eq!(post(body), (subject.to_owned(), reason.clone()));
        }
        assert_eq!(post(PostFormBody::Json(point())).0, "body");
    }
}

/// RFC 7617, section 2: a colon ends the user name, and control characters are not allowed.
#[test]
fn credentials_that_cannot_be_sent_are_refused() {
    let server = Server::always(Reply::empty(204)).unwrap();
    let call = |user: &str, password: &str| {
        let client = Client::builder().base_url(server.url()).basic_auth(user, password).build().unwrap();
        client.get_items("abc").send_blocking()
    };
    for (user, password) in [("an:n", "pass"), (":", ""), ("ann", "pass\n"), ("an\u{0}n", "pass"), ("ann", "\u{7f}")] {
        let error = call(user, password).unwrap_err();
        let Error::Credential(error) = &error else { panic!("{error:?}") };
        let source = error.source.as_ref().unwrap().to_string();
        assert!(source.contains("user name"), "{source}");
        // Neither is shown.
        assert!(!source.contains(user) && !source.contains("pass\n"), "{source}");
    }
    assert!(server.last().is_none());
    call("Aladdin", "open: sesame").unwrap();
    // "Aladdin:open: sesame"
    assert_eq!(server.last().unwrap().header("authorization"), Some("Basic QWxhZGRpbjpvcGVuOiBzZXNhbWU="));
}

#[test]
fn segments_that_would_change_the_path_are_refused() {
    for (value, reason) in [
        ("", "a path parameter must not be empty"),
        (".", "a path segment must not be `.` or `..`"),
        ("..", "a path segment must not be `.` or `..`"),
    ] {
        // Without the rules, which refuse them, too.
        let mut call = http::Call::new(&TABLE);
        call.set_text(0, value);
        let error = call.into_request("http://h").unwrap_err();
        assert_eq!((error.subject.as_str(), error.reason.as_str()), ("code", reason));
    }
}

/// The error names the parameter in the segment, wherever that is in the path.
#[test]
fn the_error_of_a_segment_names_its_parameter() {
    for (values, expect) in [
        ([".", "b", "c", "d"], Err("first")),
        (["a", "..", "c", "d"], Err("second")),
        // Together they are `..`.
        (["a", "b", ".", "."], Err("fourth")),
        (["a", "b", "c", "d/../e"], Err("fourth")),
        (["a", "b", ".", "d"], Ok("http://h/v1/a/x/b/.d/e")),
    ] {
        let mut call = http::Call::new(&SEGMENTS);
        for (index, value) in values.iter().enumerate() {
            call.set_text(index, value);
        }
        let request = call.into_request("http://h/v1");
        let got = request.as_ref().map(|request| request.uri().to_string()).map_err(|error| error.subject.as_str());
        assert_eq!(got, expect.map(str::to_owned), "{values:?}");
    }
}

static SEGMENTS: http::table::Operation = http::table::Operation {
    name: "get",
    path: "/{first}/x/{second}/{third}{fourth}/e",
    parameters: &[
        http::table::Parameter::path("first"),
        http::table::Parameter::path("second"),
        http::table::Parameter::path("third"),
        http::table::Parameter::path("fourth").allow_reserved(),
    ],
    ..http::table::Operation::EMPTY
};

static TABLE: http::table::Operation = http::table::Operation {
    name: "get",
    path: "/items/{code}",
    parameters: &[http::table::Parameter::path("code")],
    ..http::table::Operation::EMPTY
};
