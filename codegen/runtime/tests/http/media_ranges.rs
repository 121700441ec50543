//! Request bodies for which the document names a range of media types: no range is sent, and no media type outside of the range.

use super::api::client::Client;
use super::client;
use super::runtime::http::{Body, Call, File, table};
use super::server::{Server, answer};

const UPLOAD_TABLE: table::Operation = table::Operation {
    name: "upload",
    method: "POST",
    path: "/upload",
    successes: &[table::Reply::empty(table::Status::Range(2))],
    ..table::Operation::EMPTY
};

pub struct Upload(Call);

impl Upload {
    const TABLE: table::Operation = UPLOAD_TABLE;

    fn new(documented: &str, body: Body) -> Self {
        let mut call = Call::new(&Self::TABLE);
        call.body(documented, body);
        Self(call)
    }
}

super::runtime::http::call!(Upload => empty (), (); cases std::convert::Infallible);

/// Checks the content type of a body, or the error.
#[track_caller]
fn check(documented: &str, body: impl Into<Body>, expect: Result<&str, &str>) {
    let server = Server::start(|_, _| answer(204, &[], ""));
    let sent = Upload::new(documented, body.into()).0.into_request(&server.url());
    let content_type = sent
        .map(|request| request.headers()["content-type"].to_str().unwrap().to_owned())
        .map_err(|error| error.to_string());
    assert_eq!(content_type.as_deref().map_err(String::as_str), expect, "{documented}");
}

#[test]
fn the_callers_type_is_sent_if_it_is_in_the_range() {
    check("image/*", File::from("x").content_type("image/webp"), Ok("image/webp"));
    check("image/*", File::from("x").file_name("A.JPG"), Ok("image/jpeg"));
    check("image/*", File::from("x").file_name("a.png").content_type("image/x-own"), Ok("image/x-own"));
    check("image/*", Body::from("x").content_type("image/gif"), Ok("image/gif"));
    check("*/*", Body::from("x").content_type("video/mp4"), Ok("video/mp4"));
    check("text/*", File::from("x").file_name("a.csv"), Ok("text/csv"));
    check("application/*", File::from("x").file_name("a.pdf"), Ok("application/pdf"));
}

#[test]
fn a_range_has_a_generic_type_or_the_call_fails() {
    check("*/*", Body::from("x"), Ok("application/octet-stream"));
    check("application/*", Body::from("x"), Ok("application/octet-stream"));
    check("text/*", Body::from("x"), Ok("text/plain"));
    let missing =
        "`upload` was not sent: body: the API expects `image/*`; set the content type of the `File` or `Body`";
    check("image/*", Body::from("x"), Err(missing));
    check("image/*", File::from("x"), Err(missing));
    check(
        "image/*",
        File::from("x").file_name("a.png").content_type("text/plain"),
        Err("`upload` was not sent: body: its content type is `text/plain`, but the API expects `image/*`"),
    );
    check(
        "image/*",
        File::from("x").file_name("a.txt"),
        Err("`upload` was not sent: body: its content type is `text/plain`, but the API expects `image/*`"),
    );
}

#[test]
fn one_documented_type_is_sent() {
    check("application/octet-stream", File::from("x").content_type("image/png"), Ok("application/octet-stream"));
    check("image/png", Body::from("x").content_type("image/gif"), Ok("image/png"));
}

#[test]
fn a_range_over_http() {
    let server = Server::start(|_, _| answer(204, &[], ""));
    let path = std::env::temp_dir().join(format!("oasmith-range-{}.png", std::process::id()));
    std::fs::write(&path, "PNG").unwrap();
    let call = Upload::new("image/*", File::from_path(&path).unwrap().into());
    call.with_client(&client(&server)).send_blocking().unwrap();
    std::fs::remove_file(path).unwrap();
    let sent = server.last();
    assert_eq!((sent.header("content-type"), sent.body()), (Some("image/png"), "PNG"));
    assert_eq!((sent.header("content-length"), sent.header("transfer-encoding")), (Some("3"), None));
}
