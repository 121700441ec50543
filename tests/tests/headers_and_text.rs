//! Checks typed response headers, header and cookie parameters, and the encoding of text: compiles the golden case `headers_and_text`, calls a
//! server on loopback, and compares with handwritten bytes.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

pub use oasmith_runtime as runtime;

#[rustfmt::skip]
#[path = "../golden/clients/headers_and_text/mod.rs"]
pub mod headers_and_text;

use std::collections::BTreeMap;
use std::fmt::Debug;

use harness::server::{Recorded, Reply, Server};
use headers_and_text::models::{GetCookieObjectSetCookie, GetHeadersXLevel, Page, SendParametersPairs};
use headers_and_text::operations::{GetHeadersHeaders, SendParameters, SendTextError};
use headers_and_text::webhooks::Webhook;
use headers_and_text::{Client, Error};
use runtime::http::HeaderError;
use runtime::{SignatureError, Verifier};
use serde_json::json;

fn client(server: &Server) -> Client {
    Client::builder().base_url(server.url()).build().unwrap()
}

/// A response with these header lines and this body. The bytes need not be UTF-8.
fn reply(status: &str, lines: &[&[u8]], body: &[u8]) -> Reply {
    let mut bytes = format!("HTTP/1.1 {status}\r\n").into_bytes();
    for line in lines {
        bytes.extend_from_slice(line);
        bytes.extend_from_slice(b"\r\n");
    }
    if !status.starts_with("204") {
        bytes.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    Reply::Raw(bytes)
}

fn headers(lines: &[&[u8]]) -> Result<GetHeadersHeaders, HeaderError> {
    let server = Server::always(reply("204 No Content", lines, b"")).unwrap();
    client(&server).get_headers().with_response().send_blocking().unwrap().typed_headers()
}

/// Compares a field of the typed headers.
#[track_caller]
fn check<T: PartialEq + Debug>(lines: &[&[u8]], field: fn(GetHeadersHeaders) -> T, expect: T) {
    let found = headers(lines).map(field);
    let shown: Vec<_> = lines.iter().map(|line| line.escape_ascii().to_string()).collect();
    assert_eq!(found, Ok(expect), "{shown:?}");
}

/// Compares the name and the message of a header error.
#[track_caller]
fn check_error(lines: &[&[u8]], name: &str, message: &str) {
    let error = headers(lines).unwrap_err();
    assert_eq!((error.name.as_str(), error.message.as_str()), (name, message));
}

fn page(name: &str, size: i64) -> Option<Page> {
    Some(Page { name: Some(name.to_owned()), size: Some(size) })
}

fn texts(items: &[&str]) -> Option<Vec<String>> {
    Some(items.iter().map(|&item| item.to_owned()).collect())
}

fn map(pairs: &[(&str, &str)]) -> Option<BTreeMap<String, String>> {
    Some(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

const NO_MATCH: &str = "the text does not match the documented type";
const DIFFERENT: &str = "the header appears several times, with different values";

#[test]
fn json_headers() {
    check(&[br#"X-Json: {"name":"a, b","size":1}"#], |h| h.x_json, page("a, b", 1));
    check(&["X-Json: {\"name\":\"é\",\"size\":1}".as_bytes()], |h| h.x_json, page("é", 1));
    check(&[br#"X-Json: {"name":"\u00e9","size":1}"#], |h| h.x_json, page("é", 1));
    check(&[br#"X-Json-List: ["a,b", "c"]"#], |h| h.x_json_list, texts(&["a,b", "c"]));
    check(&[br#"X-Json-List: []"#], |h| h.x_json_list, texts(&[]));
    check(&[br#"X-Json-String: "a""#], |h| h.x_json_string, Some("a".to_owned()));
    check(&[b"X-Json-Nullable: null"], |h| h.x_json_nullable, None);
    check(&[br#"X-Json-Nullable: "null""#], |h| h.x_json_nullable, Some("null".to_owned()));
    check(&[b"X-Json-Number: 7"], |h| h.x_json_number, Some(7));
    check(&[br#"X-Json-Any: {"a":[1]}"#], |h| h.x_json_any, Some(json!({"a": [1]})));
    check(&[br#"X-Range: {"name":"a","size":1}"#], |h| h.x_range, page("a", 1));
    check(&[br#"X-Text: "a""#], |h| h.x_text, Some("\"a\"".to_owned()));
    check_error(&[b"X-Json-String: a"], "x-json-string", "expected value (line 1, column 1)");
    check_error(
        &[br#"X-Json: {"size":"1"}"#],
        "x-json",
        "size: expected a 64-bit integer, found a string (line 1, column 9)",
    );
    check_error(&[b"X-Json: {}", b"X-Json: []"], "x-json", DIFFERENT);
}

#[test]
fn objects_in_headers() {
    check(&[b"X-Object: name,a,size,1"], |h| h.x_object, page("a", 1));
    check(&[b"X-Object: name , a,\tsize, 1"], |h| h.x_object, page("a", 1));
    check(&[b"X-Exploded: name=a,size=1"], |h| h.x_exploded, page("a", 1));
    check(&[b"X-Exploded: name=a", b"X-Exploded: size=1"], |h| h.x_exploded, page("a", 1));
    check(&[b"X-Map: a,x==,b,"], |h| h.x_map, map(&[("a", "x=="), ("b", "")]));
    check(&[b"X-Exploded-Map: a=b=c,d="], |h| h.x_exploded_map, map(&[("a", "b=c"), ("d", "")]));
    check(&[b"X-Map:"], |h| h.x_map, map(&[]));
    let expected = "expected names and values, such as `a=1`, separated by commas";
    check_error(&[b"X-Exploded: name=Doe, John,size=1, x"], "x-exploded", expected);
    check_error(&[b"X-Object: name,a,size"], "x-object", "expected names and values, separated by commas");
    check_error(&[b"X-Object: size,a"], "x-object", NO_MATCH);
}

#[test]
fn single_values_in_headers() {
    check(&[b"X-Count: \t 7 "], |h| h.x_count, Some(7));
    check(&[b"X-Small: -7 "], |h| h.x_small, Some(-7));
    check(&[b"X-Ratio: 0.5"], |h| h.x_ratio, Some(0.5));
    check(&[b"X-Flag: true"], |h| h.x_flag, Some(true));
    check(&[b"X-Level: high"], |h| h.x_level, Some(GetHeadersXLevel::High));
    check(&[b"X-Count: 7", b"X-Count: 7"], |h| h.x_count, Some(7));
    check_error(&[b"X-Count: 7", b"X-Count: 8"], "x-count", DIFFERENT);
    check_error(&[b"X-Flag: true", b"X-Flag: false"], "x-flag", DIFFERENT);
    check_error(&[b"X-Count: 7, 7"], "x-count", NO_MATCH);
    check_error(&[b"X-Count: 9223372036854775808"], "x-count", NO_MATCH);
    // A repeated header is a list, which a string holds as it is.
    check(&[b"X-Name: a", b"X-Name: b"], |h| h.x_name, Some("a, b".to_owned()));
    // Without text: some servers send the header although it has no value.
    check(&[b"X-Name:"], |h| h.x_name, Some(String::new()));
    check(&[b"X-Count: "], |h| h.x_count, None);
    check(&[b"X-Date:"], |h| h.x_date, None);
    check(&[b"X-Tags:"], |h| h.x_tags, texts(&[]));
}

#[test]
fn dates_in_headers() {
    let moment = "1994-11-06T08:49:37Z";
    // The three formats of RFC 9110, 5.6.7.
    for text in [moment, "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"]
    {
        let line = format!("X-Date: {text}");
        check(&[line.as_bytes()], |h| h.x_date.map(|date| date.to_string()), Some(moment.to_owned()));
    }
    check(&[b"X-Day: 1994-11-06"], |h| h.x_day.map(|day| day.to_string()), Some("1994-11-06".to_owned()));
    check_error(&[b"X-Date: yesterday"], "x-date", NO_MATCH);
}

#[test]
fn lists_in_headers() {
    check(&[b"X-Tags: a,b ,c"], |h| h.x_tags, texts(&["a", "b", "c"]));
    check(&[b"X-Tags: a, b", b"X-Tags: c"], |h| h.x_tags, texts(&["a", "b", "c"]));
    check(&[b"X-Tags: \"a,b\", \"c\""], |h| h.x_tags, texts(&["\"a,b\"", "\"c\""]));
    let link = b"X-Tags: <https://h/?a=1,2>; rel=\"next\", <b>; rel=last";
    check(&[link], |h| h.x_tags, texts(&["<https://h/?a=1,2>; rel=\"next\"", "<b>; rel=last"]));
    check(&[b"X-Counts: 1, 2", b"X-Counts: 3"], |h| h.x_counts, Some(vec![1, 2, 3]));
    check_error(&[b"X-Counts: 1, b"], "x-counts", NO_MATCH);
}

#[test]
fn text_in_headers_is_utf_8() {
    check(&["X-Name: café 日本".as_bytes()], |h| h.x_name, Some("café 日本".to_owned()));
    check(&["X-Tags: é, ü".as_bytes()], |h| h.x_tags, texts(&["é", "ü"]));
    check_error(&[b"X-Name: caf\xE9"], "x-name", "the value is not valid UTF-8");
    // Its bytes remain, and other headers are not affected.
    let server = Server::always(reply("204 No Content", &[b"X-Other: caf\xE9", b"X-Count: 7"], b"")).unwrap();
    let response = client(&server).get_headers().with_response().send_blocking().unwrap();
    assert_eq!(response.headers["x-other"].as_bytes(), b"caf\xE9");
    assert_eq!(response.header("x-other"), None);
    assert_eq!(response.typed_headers().unwrap().x_count, Some(7));
    let server = Server::always(reply("204 No Content", &["X-Other: é".as_bytes()], b"")).unwrap();
    let response = client(&server).get_headers().with_response().send_blocking().unwrap();
    assert_eq!(response.header("x-other"), Some("é"));
}

#[test]
fn set_cookie_is_neither_split_nor_joined() {
    const LINES: [&[u8]; 2] = [
        b"Set-Cookie: lang=en-US; Expires=Wed, 09 Jun 2021 10:18:14 GMT",
        b"Set-Cookie: foo=a=b; Expires=Wed, 09 Jun 2021 10:18:14 GMT",
    ];
    let lang = "lang=en-US; Expires=Wed, 09 Jun 2021 10:18:14 GMT";
    let foo = "foo=a=b; Expires=Wed, 09 Jun 2021 10:18:14 GMT";
    check(&LINES, |h| h.set_cookie, texts(&[lang, foo]));
    check(&LINES[..1], |h| h.set_cookie, texts(&[lang]));
    let server = Server::always(reply("204 No Content", &LINES, b"")).unwrap();
    let client = client(&server);
    assert_eq!(client.get_cookie().with_response().send_blocking().unwrap().typed_headers().unwrap().set_cookie, lang);
    let text = client.get_cookie_text().with_response().send_blocking().unwrap().typed_headers().unwrap();
    assert_eq!(text.set_cookie, Some(format!("{lang}\n{foo}")));
    let object = client.get_cookie_object().with_response().send_blocking().unwrap().typed_headers().unwrap();
    let value = |name: &str| format!("{name}; Expires=Wed, 09 Jun 2021 10:18:14 GMT");
    let expect = GetCookieObjectSetCookie { lang: value("en-US"), foo: Some(value("a=b")) };
    assert_eq!(object.set_cookie, Some(expect));
}

/// Sends a call with parameters, and returns one header of the request; or the parameter and the reason of the error, before anything is sent.
fn sent(name: &str, set: impl FnOnce(SendParameters) -> SendParameters) -> Result<Option<String>, (String, String)> {
    let server = Server::always(Reply::empty(204)).unwrap();
    match set(client(&server).send_parameters()).send_blocking() {
        Ok(()) => {
            let request = server.last().unwrap();
            assert!(request.headers.iter().filter(|(other, _)| other == name).count() <= 1, "{:?}", request.headers);
            Ok(request.header(name).map(str::to_owned))
        }
        Err(error) => match Error::from(error) {
            Error::Request(error) => {
                assert!(server.last().is_none(), "{error}");
                Err((error.subject, error.reason))
            }
            error => panic!("{error}"),
        },
    }
}

#[track_caller]
fn check_sent(name: &str, set: impl FnOnce(SendParameters) -> SendParameters, expect: &str) {
    assert_eq!(sent(name, set), Ok(Some(expect.to_owned())));
}

#[track_caller]
fn check_refused(subject: &str, set: impl FnOnce(SendParameters) -> SendParameters, reason: &str) {
    let found = sent(subject, set).map_err(|(subject, reason)| (subject, reason.get(..).unwrap().to_owned()));
    assert_eq!(found, Err((subject.to_owned(), reason.to_owned())));
}

#[test]
fn header_parameters() {
    check_sent("x-name", |call| call.x_name("a, b;c=\"d\""), "a, b;c=\"d\"");
    check_sent("x-name", |call| call.x_name("é"), "é");
    check_sent("x-tags", |call| call.x_tags(["a b", "c"]), "a b,c");
    // The caller's own quoted string.
    check_sent("x-tags", |call| call.x_tags(["\"a,b\"", "c"]), "\"a,b\",c");
    check_sent("x-page", |call| call.x_page(page("a b", 1)), "name,a b,size,1");
    check_sent("x-page-exploded", |call| call.x_page_exploded(page("a=b", 1)), "name=a=b,size=1");
    check_sent(
        "x-json",
        |call| call.x_json(page("é, \u{1f600}\u{7f}", 1)),
        r#"{"name":"\u00e9, \ud83d\ude00\u007f","size":1}"#,
    );
}

#[test]
fn header_parameters_that_would_change_on_the_way_are_refused() {
    let comma = |what: &str| format!("{what} contains the delimiter `,`, which a header cannot escape");
    let control = "a header value must not contain line breaks or other control characters";
    let ends = |what: &str| format!("{what} must not begin or end with a space or a tab, because HTTP removes it");
    for text in ["a\r\nEvil: 1", "a\nb", "\0", "\u{7f}"] {
        check_refused("X-Name", |call| call.x_name(text), control);
        check_refused("X-Tags", |call| call.x_tags([text, "b"]), control);
    }
    for text in [" a", "a ", "\ta", " "] {
        check_refused("X-Name", |call| call.x_name(text), &ends("a header value"));
        check_refused("X-Tags", |call| call.x_tags([text]), &ends("an item of the list"));
    }
    check_refused("X-Tags", |call| call.x_tags(["a,b", "c"]), &comma("an item of the list"));
    check_refused(
        "X-Tags",
        |call| call.x_tags(["a", ""]),
        "an item of the list is empty, which a header cannot express",
    );
    check_refused("X-Tags", |call| call.x_tags([""]), "an item of the list is empty, which a header cannot express");
    let open = "the list contains a quotation mark or a `<` that is not closed";
    check_refused("X-Tags", |call| call.x_tags(["\"a", "b\""]), open);
    check_refused("X-Page", |call| call.x_page(page("a,b", 1)), &comma("a member's value"));
    check_refused("X-Page-Exploded", |call| call.x_page_exploded(page("a,b", 1)), &comma("a member's value"));
}

#[test]
fn cookies_are_one_header() {
    check_sent("cookie", |call| call.sid("abc==/+%2C"), "sid=abc==/+%2C");
    // The examples of OpenAPI 3.2, "Parameter Object Examples".
    check_sent("cookie", |call| call.greeting("Hello, world!"), "greeting=Hello%2C%20world%21");
    let greeting = Some("Hello%2C%20world!".to_owned());
    let pairs = SendParametersPairs { greeting, code: Some(42) };
    check_sent("cookie", |call| call.pairs(pairs), "greeting=Hello%2C%20world!; code=42");
    check_sent("cookie", |call| call.list(["blue", "black"]), "list=blue; list=black");
    check_sent(
        "cookie",
        |call| call.sid("a;b=\"c\"").verbatim("\"d\"").list(["e"]),
        "sid=a%3Bb%3D%22c%22; verbatim=\"d\"; list=e",
    );
    // The caller's own cookies are kept, and replace those of the same name.
    check_sent("cookie", |call| call.sid("a").header("Cookie", "x=1; y=2"), "sid=a; x=1; y=2");
    check_sent("cookie", |call| call.sid("a").greeting("b").header("Cookie", "sid=own"), "greeting=b; sid=own");
    check_sent("cookie", |call| call.header("Cookie", "x=1").header("Cookie", "y=2"), "x=1; y=2");
    for (text, shown) in [("a;b", ";"), ("a, b", ","), ("a b", " "), ("a\"b", "\\\""), ("a\r\nb", "\\r"), ("é", "é")]
    {
        let reason = format!(
            "the value of a cookie cannot contain `{shown}`; escape it in the way that the API expects, because the style `cookie` does not"
        );
        check_refused("verbatim", |call| call.verbatim(text), &reason);
        check_refused("list", |call| call.list(["a", text]), &reason);
    }
}

#[test]
fn cookies_of_the_client_are_in_the_same_header() {
    let server = Server::always(Reply::empty(204)).unwrap();
    let client =
        Client::builder().base_url(server.url()).default_header("Cookie", "c=client; sid=client").build().unwrap();
    client.send_parameters().sid("a").header("Cookie", "x=1").send_blocking().unwrap();
    let request = server.last().unwrap();
    let cookies: Vec<_> = request.headers.iter().filter(|(name, _)| name == "cookie").map(|(_, value)| value).collect();
    assert_eq!(cookies, ["c=client; sid=a; x=1"]);
}

/// Sends a call to a server with this response, and returns the request.
fn exchange<T>(lines: &[&[u8]], body: &[u8], call: impl FnOnce(&Client) -> T) -> (T, Recorded) {
    let server = Server::always(reply("200 OK", lines, body)).unwrap();
    let outcome = call(&client(&server));
    (outcome, server.last().unwrap())
}

#[test]
fn text_is_decoded_in_its_charset() {
    let text = |content_type: &[u8], body: &[u8]| {
        let (outcome, _) = exchange(&[content_type], body, |client| client.send_text("a").send_blocking());
        outcome.map_err(|error| error.to_string())
    };
    let check = |charset: &str, body: &[u8], expect: &str| {
        let line = format!("Content-Type: text/plain{charset}");
        assert_eq!(text(line.as_bytes(), body).as_deref(), Ok(expect), "{line}");
    };
    check("", "\u{feff}é".as_bytes(), "é");
    check("; charset=iso-8859-1", b"caf\xE9", "café");
    check(";charset=\"Windows-1252\"", b"\x80", "€");
    check("; format=flowed; CHARSET=utf-16le", b"A\0\xE9\0", "Aé");
    check("; charset=utf-16", b"\xFE\xFF\0A", "A");
    check("; charset=shift_jis", b"\x93\xFA\x96{", "日本");
    let check_error = |charset: &str, body: &[u8], expect: &str| {
        let line = format!("Content-Type: text/plain{charset}");
        let message = text(line.as_bytes(), body).unwrap_err();
        let found = message.strip_prefix("the response to `send_text` does not match the API's documentation: ");
        assert_eq!(found.and_then(|found| found.split("; the response").next()), Some(expect), "{message}");
    };
    check_error("; charset=x-klingon", b"a", "the character encoding `x-klingon` is unknown");
    let malformed = "expected text in the character encoding Shift_JIS, found invalid bytes";
    check_error("; charset=shift_jis", b"\x93", malformed);
    check_error("", b"a\xE9", "expected UTF-8 text: incomplete utf-8 byte sequence from index 1");
    // The document says what the response does not.
    let unknown = |content_type: &[u8]| {
        let (outcome, _) = exchange(&[content_type], b"\x93\xFA", |client| client.send_unknown("a").send_blocking());
        outcome.ok()
    };
    assert_eq!(unknown(b"Content-Type: text/plain").as_deref(), Some("日"));
    assert_eq!(unknown(b"Content-Type: text/plain; charset=windows-1252").as_deref(), Some("“ú"));
}

#[test]
fn json_is_decoded_in_its_charset() {
    for (charset, body) in [
        ("", "\u{feff}{\"name\":\"é\"}".as_bytes()),
        ("; charset=iso-8859-1", b"{\"name\":\"\xE9\"}"),
        ("; charset=utf-16", b"\xFF\xFE{\0\"\0n\0a\0m\0e\0\"\0:\0\"\0\xE9\0\"\0}\0"),
        ("; charset=utf-16be", b"\0{\0\"\0n\0a\0m\0e\0\"\0:\0\"\0\xE9\0\"\0}"),
        ("", b"{\0\"\0n\0a\0m\0e\0\"\0:\0\"\0\xE9\0\"\0}\0"),
    ] {
        let line = format!("Content-Type: application/json{charset}");
        let call = |client: &Client| client.send_json(Page::default()).send_blocking();
        let (outcome, _) = exchange(&[line.as_bytes()], body, call);
        assert_eq!(outcome.unwrap().name.as_deref(), Some("é"), "{line}");
    }
}

#[test]
fn text_of_errors_is_decoded_in_its_charset() {
    let lines: [&[u8]; 1] = [b"Content-Type: text/plain; charset=iso-8859-1"];
    let server = Server::always(reply("400 Bad Request", &lines, b"d\xE9j\xE0 vu")).unwrap();
    let error = client(&server).send_text("a").send_blocking().unwrap_err();
    assert_eq!(error.api(), Some(&SendTextError::BadRequest("déjà vu".to_owned())));
    assert_eq!(error.to_string(), "400 Bad Request: déjà vu");
    let server = Server::always(reply("418 Teapot", &lines, b"d\xE9j\xE0 vu")).unwrap();
    let error = client(&server).send_text("a").send_blocking().unwrap_err();
    let shown = "`send_text` returned the undocumented status 418 I'm a teapot: déjà vu";
    assert_eq!((error.message(), error.to_string().as_str()), (Some("déjà vu"), shown));
    let html: [&[u8]; 1] = [b"Content-Type: text/html; charset=iso-8859-1"];
    let server = Server::always(reply("418 Teapot", &html, b"<p>d\xE9j\xE0")).unwrap();
    let error = client(&server).send_text("a").send_blocking().unwrap_err();
    let shown =
        "`send_text` returned the undocumented status 418 I'm a teapot (text/html; charset=iso-8859-1): <p>déjà";
    assert_eq!(error.to_string(), shown);
}

#[test]
fn streams_are_decoded_in_their_charset() {
    for (charset, body) in [
        ("", "\u{feff}{\"name\":\"é\"}\n{\"name\":\"ü\"}".as_bytes()),
        ("", "\u{feff}\u{1e}{\"name\":\n\"é\"}\n\u{1e}{\"name\":\"ü\"}\n".as_bytes()),
        ("; charset=latin1", b"{\"name\":\"\xE9\"}\r\n\n{\"name\":\"\xFC\"}\n"),
        (
            "; charset=utf-16",
            b"\xFF\xFE{\0\"\0n\0a\0m\0e\0\"\0:\0\"\0\xE9\0\"\0}\0\n\0{\0\"\0n\0a\0m\0e\0\"\0:\0\"\0\xFC\0\"\0}\0",
        ),
    ] {
        let line = format!("Content-Type: application/x-ndjson{charset}");
        let (outcome, _) = exchange(&[line.as_bytes()], body, |client| {
            let lines = client.get_lines().send_blocking().unwrap().blocking();
            lines.map(|page| page.unwrap().name.unwrap()).collect::<Vec<_>>()
        });
        assert_eq!(outcome, ["é", "ü"], "{line}");
    }
    let line: [&[u8]; 1] = [b"Content-Type: application/x-ndjson; charset=x-klingon"];
    let (outcome, _) = exchange(&line, b"{}\n{}\n", |client| {
        let lines = client.get_lines().send_blocking().unwrap().blocking();
        lines.map(|page| page.map_err(|error| error.to_string())).collect::<Vec<_>>()
    });
    let unknown = "a stream item does not match the API's documentation: the character encoding `x-klingon` is unknown";
    assert_eq!(outcome, [Err(unknown.to_owned())]);
    let line: [&[u8]; 1] = [b"Content-Type: text/html; charset=iso-8859-1"];
    let (text, _) = exchange(&line, b"\xE9", |client| client.get_file().send_blocking().unwrap().text_blocking());
    assert_eq!(text.unwrap(), "é");
}

#[test]
fn requests_have_the_charset_that_they_claim() {
    let check = |(_, request): ((), Recorded), content_type: &str, body: &[u8]| {
        assert_eq!((request.header("content-type"), request.body.as_slice()), (Some(content_type), body));
    };
    let text: [&[u8]; 1] = [b"Content-Type: text/plain"];
    let send = |text_sent: &str| exchange(&text, b"a", |client| drop(client.send_text(text_sent).send_blocking()));
    check(send("café"), "text/plain; charset=iso-8859-1", b"caf\xE9");
    let unknown = exchange(&text, b"a", |client| drop(client.send_unknown("é").send_blocking()));
    check(unknown, "text/plain; charset=utf-8", "é".as_bytes());
    let json = exchange(&[b"Content-Type: application/json"], b"{}", |client| {
        drop(client.send_json(page("é", 1).unwrap()).send_blocking());
    });
    check(json, "application/json; charset=iso-8859-1", br#"{"name":"\u00e9","size":1}"#);
    let form = exchange(&[], b"", |client| drop(client.send_form(page("é", 1).unwrap()).send_blocking()));
    check(form, "application/x-www-form-urlencoded; charset=utf-8", b"name=%C3%A9&size=1");
    let server = Server::always(Reply::empty(204)).unwrap();
    let error = client(&server).send_text("10 €").send_blocking().unwrap_err();
    let expect = "`send_text` was not sent: body: the character encoding `iso-8859-1` has no character U+20AC";
    assert_eq!(error.to_string(), expect);
    assert!(server.last().is_none());
}

#[test]
fn an_empty_body_is_reported_as_such() {
    for body in ["", " \n", "\u{feff}"] {
        let json: [&[u8]; 1] = [b"Content-Type: application/json"];
        let (outcome, _) =
            exchange(&json, body.as_bytes(), |client| client.send_json(Page::default()).send_blocking().unwrap_err());
        let start = "the response to `send_json` does not match the API's documentation: \
                     expected JSON (the object `Page`), found an empty body; the response was 200 OK (application/json), ";
        let message = outcome.to_string();
        assert!(message.starts_with(start), "{message}");
    }
}

/// Accepts every signature.
struct Trusting;

impl Verifier for Trusting {
    fn verify(&self, _headers: &dyn Fn(&str) -> Option<String>, _body: &[u8]) -> Result<(), SignatureError> {
        Ok(())
    }
}

#[test]
fn webhooks_are_decoded_in_their_charset() {
    let expect = Webhook::Changed(Page { name: Some("é".to_owned()), size: None });
    let latin1 = b"{\"name\":\"\xE9\"}";
    let content_type = "application/json; charset=iso-8859-1";
    assert_eq!(Webhook::parse("\u{feff}{\"name\":\"é\"}".as_bytes()), Ok(expect.clone()));
    assert_eq!(Webhook::parse_with_content_type(latin1, content_type), Ok(expect.clone()));
    let header = |name: &str| (name == "content-type").then(|| content_type.to_owned());
    assert_eq!(Webhook::verify(latin1, &header, &Trusting).unwrap(), expect);
    assert!(Webhook::parse(latin1).is_err());
    let error = Webhook::parse_with_content_type(latin1, "application/json; charset=x-klingon").unwrap_err();
    assert_eq!(error.to_string(), "the character encoding `x-klingon` is unknown");
    assert_eq!(Webhook::parse(b" ").unwrap_err().to_string(), "expected JSON, found an empty body");
}
