//! Checks how parameters and bodies are encoded by media type: compiles the golden case `parameters` and compares the requests of its calls
//! with handwritten bytes.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

pub use oasmith_runtime as runtime;

#[rustfmt::skip]
#[path = "../golden/clients/parameters/mod.rs"]
pub mod parameters;

use parameters::models::{Filter, FilterInner};
use parameters::operations::{
    Fixed, InCookie, InHeader, InPath, InQuery, QueryAsForm, QueryAsJson, QueryAsText, SendBody, SendCall, Upload,
    UploadForm,
};
use runtime::http::{Body, File, Request, RequestError};
use serde_json::json;

/// The value of [`JSON`].
fn filter() -> Filter {
    Filter {
        name: Some("a&b é".to_owned()),
        tags: Some(vec!["x y".to_owned(), "z".to_owned()]),
        inner: Some(FilterInner { a: Some(1) }),
    }
}

const JSON: &str = r#"{"name":"a&b é","tags":["x y","z"],"inner":{"a":1}}"#;
/// [`JSON`], percent-encoded.
const ENCODED: &str = "%7B%22name%22%3A%22a%26b%20%C3%A9%22%2C%22tags%22%3A%5B%22x%20y%22%2C%22z%22%5D%2C\
                       %22inner%22%3A%7B%22a%22%3A1%7D%7D";

type RequestResult = Result<Request<Body>, RequestError>;

const BASE: &str = "http://h";

#[track_caller]
fn check(request: RequestResult, expect: &str) {
    assert_eq!(request.unwrap().uri().to_string(), format!("{BASE}{expect}"));
}

#[track_caller]
fn check_header(request: RequestResult, name: &str, expect: &str) {
    let request = request.unwrap();
    assert_eq!(std::str::from_utf8(request.headers()[name].as_bytes()).unwrap(), expect);
}

#[test]
fn path_parameters_are_encoded() {
    check(InPath::new(filter(), -7).into_request(BASE), &format!("/path/{ENCODED}/-7"));
}

#[test]
fn query_parameters_are_encoded() {
    let query = InQuery::new;
    check(query().object(filter()).into_request(BASE), &format!("/query?object={ENCODED}"));
    check(query().vendor(filter()).into_request(BASE), &format!("/query?vendor={ENCODED}"));
    check(query().range(filter()).into_request(BASE), &format!("/query?range={ENCODED}"));
    check(query().object(Filter::default()).into_request(BASE), "/query?object=%7B%7D");
    check(query().list(["a,b", ""]).into_request(BASE), "/query?list=%5B%22a%2Cb%22%2C%22%22%5D");
    check(query().list([""; 0]).into_request(BASE), "/query?list=%5B%5D");
    check(query().string("blue").into_request(BASE), "/query?string=%22blue%22");
    check(query().string("").into_request(BASE), "/query?string=%22%22");
    check(query().integer(7).boolean(true).into_request(BASE), "/query?integer=7&boolean=true");
    check(query().anything(json!({"a": [null]})).into_request(BASE), "/query?anything=%7B%22a%22%3A%5Bnull%5D%7D");
    check(query().text("a b&é").number(1.5).into_request(BASE), "/query?text=a%20b%26%C3%A9&number=1.5");
    // Text in formats that oasmith does not know is sent unchanged.
    check(query().xml("<a/>").into_request(BASE), "/query?xml=%3Ca%2F%3E");
    check(query().lines("1\n2").into_request(BASE), "/query?lines=1%0A2");
    let rejected = |call: InQuery| call.into_request(BASE).unwrap_err().reason;
    assert_eq!(rejected(query().string("brown")), "expected at most 4 characters, found 5");
    assert_eq!(rejected(query().list(["a", "b", "c"])), "expected at most 2 items, found 3");
}

#[test]
fn fixed_values_are_sent() {
    check(Fixed::new().into_request(BASE), "/fixed?string=%22a%20b%22&integer=7&text=a%20b");
}

#[test]
fn headers_and_cookies_are_encoded() {
    // A header is ASCII.
    check_header(InHeader::new().x_json(filter()).into_request(BASE), "x-json", &JSON.replace('é', "\\u00e9"));
    check_header(InHeader::new().x_text("a, b").into_request(BASE), "x-text", "a, b");
    check_header(InCookie::new().json(filter()).into_request(BASE), "cookie", &format!("json={ENCODED}"));
    check_header(InCookie::new().text("a b").into_request(BASE), "cookie", "text=a%20b");
}

#[test]
fn a_query_string_is_encoded_by_its_media_type() {
    check(QueryAsJson::new(filter()).into_request(BASE), &format!("/query-string/json?{ENCODED}"));
    let pairs = "name=a%26b+%C3%A9&tags=x+y&tags=z&inner=%7B%22a%22%3A1%7D";
    check(QueryAsForm::new(filter()).into_request(BASE), &format!("/query-string/form?{pairs}"));
    check(QueryAsText::new("a=b").into_request(BASE), "/query-string/text?a%3Db");
}

/// Compares a body in one of its media types. Replaces the boundary of a multipart body with `B`.
#[track_caller]
fn check_body(body: impl Into<SendBody>, content_type: &str, expect: &str) {
    check_sent(SendCall::new(body).into_request(BASE), content_type, expect);
}

#[track_caller]
fn check_sent(request: RequestResult, content_type: &str, expect: &str) {
    let request = request.unwrap();
    let sent_as = request.headers()["content-type"].to_str().unwrap().to_owned();
    let (sent_as, boundary) = sent_as.split_once("; boundary=").unwrap_or((&sent_as, "\0"));
    assert_eq!(sent_as, content_type);
    let bytes = collect(request.into_body());
    assert_eq!(String::from_utf8(bytes).unwrap().replace(boundary, "B"), expect);
}

fn collect(body: Body) -> Vec<u8> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    runtime.block_on(async { body.collect(1 << 20).await.unwrap().to_vec() })
}

#[test]
fn bodies_are_encoded_by_their_media_type() {
    check_body(filter(), "application/json", JSON);
    check_body(SendBody::Json(filter()), "application/json", JSON);
    check_body(SendBody::MergePatch(filter()), "application/merge-patch+json", JSON);
    let form = "name=a%26b+%C3%A9&tags=x+y%7Cz&inner=%7B%22a%22%3A1%7D";
    check_body(SendBody::Form(filter()), "application/x-www-form-urlencoded", form);
    let parts = "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\na&b é\r\n\
                 --B\r\nContent-Disposition: form-data; name=\"tags\"\r\nContent-Type: application/vnd.acme.tags+json\r\n\r\n\
                 \"x y\"\r\n\
                 --B\r\nContent-Disposition: form-data; name=\"tags\"\r\nContent-Type: application/vnd.acme.tags+json\r\n\r\n\
                 \"z\"\r\n\
                 --B\r\nContent-Disposition: form-data; name=\"inner\"\r\nContent-Type: application/json\r\n\r\n\
                 {\"a\":1}\r\n--B--\r\n";
    check_body(SendBody::Multipart(filter()), "multipart/form-data", parts);
    let empty = Filter::default();
    let (lines, sequence) = (format!("{JSON}\n{{}}\n"), format!("\u{1e}{JSON}\n\u{1e}{{}}\n"));
    check_body(SendBody::ApplicationNdjson(vec![filter(), empty.clone()]), "application/ndjson", &lines);
    check_body(SendBody::ApplicationJsonSeq(vec![filter(), empty]), "application/json-seq", &sequence);
    check_body(SendBody::Text("a".to_owned()), "text/plain", "a");
    check_body(SendBody::Events(Body::from("data: a\n\n")), "text/event-stream", "data: a\n\n");
    check_body(SendBody::Image(Body::from("a").content_type("image/png")), "image/png", "a");
    let error = SendCall::new(SendBody::Image(Body::from("a"))).into_request(BASE).unwrap_err();
    assert!(error.to_string().contains("the API expects `image/*`"), "{error}");
}

#[test]
fn a_form_with_files_has_a_part_for_each_file_or_list() {
    let texts = |texts: [&str; 2]| texts.map(str::to_owned).to_vec();
    let form = UploadForm::new(File::from("PNG"), texts(["a", "b"]), texts(["c", "d"]));
    let part = |name: &str, media_type: &str, text: &str| {
        format!(
            "--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\nContent-Type: {media_type}\r\n\r\n{text}\r\n"
        )
    };
    let expect = [
        part("file\"; filename=\"file", "image/png", "PNG"),
        // An encoding object applies to each item (OpenAPI 3.2.0, "Encoding By Name").
        part("tags", "application/json", "\"a\""),
        part("tags", "application/json", "\"b\""),
        part("notes", "text/markdown", "c"),
        part("notes", "text/markdown", "d"),
        "--B--\r\n".to_owned(),
    ];
    check_sent(Upload::new(form).into_request(BASE), "multipart/form-data", &expect.concat());
}
