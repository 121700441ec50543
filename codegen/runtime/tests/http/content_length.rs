//! The length of request bodies (RFC 9110, section 8.6): a method that expects content announces that there is none, and a file its length.

use std::fmt::Write as _;
use std::time::Duration;

use super::api::client::Client;
use super::runtime::http::{Body, Call, File, Mock, Request, Transport, table};
use super::server::{Received, Server, Step, answer};
use super::writes::{Amend, Pay, PayWithKey, Read, Remove, Replace};
use super::{client, quick};

const METHODS: [(&str, Option<&str>); 8] = [
    ("POST", Some("0")),
    ("PUT", Some("0")),
    ("PATCH", Some("0")),
    ("QUERY", Some("0")),
    ("GET", None),
    ("HEAD", None),
    ("DELETE", None),
    ("OPTIONS", None),
];

static POST: table::Operation = table::Operation { method: "POST", ..table::Operation::EMPTY };

fn server() -> Server {
    Server::start(|_, _| answer(204, &[], ""))
}

/// Returns an empty request, as a call builds it.
fn request(method: &'static str) -> Request<Body> {
    let operation = Box::leak(Box::new(table::Operation { method, ..table::Operation::EMPTY }));
    Call::new(operation).into_request("http://a.test").unwrap()
}

#[track_caller]
fn check(sent: &Received, expect: Option<&str>) {
    let lengths: Vec<&str> = sent
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map(|(_, value)| value.as_str())
        .collect();
    assert_eq!(lengths, Vec::from_iter(expect), "{}", sent.method);
    assert_eq!((sent.header("transfer-encoding"), sent.header("content-type")), (None, None), "{}", sent.method);
}

/// The header is in the request, so that every transport sends it, also a `tower::Service` or a mock.
#[test]
fn a_request_without_content() {
    for (method, expect) in METHODS {
        let length = request(method).headers().get("content-length").map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(length.as_deref(), expect, "{method}");
    }
}

#[tokio::test]
async fn each_transport_announces_that_there_is_no_content() {
    for blocks in [false, true] {
        let server = server();
        let client = client(&server);
        macro_rules! send {
            ($call:expr) => {
                if blocks {
                    let call = $call;
                    std::thread::spawn(move || call.send_blocking().unwrap()).join().unwrap()
                } else {
                    $call.await.unwrap()
                }
            };
        }
        send!(Pay::bare(&client));
        check(&server.last(), Some("0"));
        send!(Replace::bare(&client));
        check(&server.last(), Some("0"));
        send!(Amend::bare(&client));
        check(&server.last(), Some("0"));
        send!(Read::bare(&client));
        check(&server.last(), None);
        send!(Remove::bare(&client));
        check(&server.last(), None);
        // An optional body that is not given.
        let _ = client.convert().send().await;
        check(&server.last(), Some("0"));
    }
}

#[tokio::test]
async fn a_mock_receives_the_length() {
    let mock = Mock::json(204, "");
    for (method, expect) in METHODS {
        mock.send(request(method)).await.unwrap();
        let length = mock.take_requests()[0].headers().get("content-length").cloned();
        assert_eq!(length.as_ref().map(|value| value.to_str().unwrap()), expect, "{method}");
    }
}

/// Bytes that are empty have a media type.
#[test]
fn empty_content_has_a_length() {
    let server = server();
    Replace::with_body(&client(&server), Body::from("")).send_blocking().unwrap();
    let sent = server.last();
    assert_eq!(sent.header("content-length"), Some("0"));
    assert_eq!(sent.header("content-type"), Some("application/octet-stream"));
    let mut call = Call::new(&POST);
    call.body("application/octet-stream", File::from("").into());
    let request = call.into_request("http://a.test").unwrap();
    assert_eq!(request.headers()["content-length"], "0");
}

#[test]
fn each_attempt_and_each_redirect_announces_it() {
    let retried = Server::start(|number, _| answer(if number == 0 { 503 } else { 204 }, &[], ""));
    PayWithKey::bare(&client(&retried)).send_blocking().unwrap();
    let redirected = |status: u16| {
        Server::start(move |number, _| match number {
            0 => answer(status, &[("Location", "/next")], ""),
            _ => answer(204, &[], ""),
        })
    };
    for server in [retried, redirected(307), redirected(308)] {
        if server.received().is_empty() {
            Pay::bare(&client(&server)).send_blocking().unwrap();
        }
        let received = server.received();
        assert_eq!(received.len(), 2);
        received.iter().for_each(|sent| check(sent, Some("0")));
    }
    let server = redirected(303);
    Pay::bare(&client(&server)).send_blocking().unwrap();
    let received = server.received();
    check(&received[0], Some("0"));
    assert_eq!(received[1].method, "GET");
    check(&received[1], None);
}

/// The call's own headers are not changed, so there are not two lengths.
#[test]
fn a_length_of_the_callers_own_is_kept() {
    let mut call = Call::new(&POST);
    call.header("Content-Length", "0");
    let request = call.into_request("http://a.test").unwrap();
    assert_eq!(request.headers().get_all("content-length").iter().count(), 1);
    let mut call = Call::new(&POST);
    call.header("Transfer-Encoding", "chunked");
    assert!(!call.into_request("http://a.test").unwrap().headers().contains_key("content-length"));
}

/// A large file is read while it is sent. Its length is known before, so it is not chunked, and it is read again for each attempt.
#[tokio::test]
async fn a_file_is_sent_with_its_length() {
    let path = std::env::temp_dir().join(format!("oasmith-length-{}.bin", std::process::id()));
    let mut content = String::new();
    for line in 0..60_000 {
        writeln!(content, "{line}").unwrap();
    }
    std::fs::write(&path, &content).unwrap();
    for blocks in [false, true] {
        let server = Server::start(|number, _| match number {
            0 => vec![Step::Wait(Duration::from_millis(1)), Step::Close],
            1 => answer(503, &[], ""),
            2 => answer(307, &[("Location", "/moved")], ""),
            _ => answer(204, &[], ""),
        });
        let client = Client::builder().base_url(server.url()).retries(quick().max(3)).build().unwrap();
        let call = Replace::with_body(&client, File::from_path(&path).unwrap().into());
        if blocks {
            std::thread::spawn(move || call.send_blocking().unwrap()).join().unwrap();
        } else {
            call.await.unwrap();
        }
        let received = server.received();
        assert_eq!(received.len(), 4);
        for sent in received {
            assert_eq!(sent.header("content-length"), Some(content.len().to_string().as_str()));
            assert_eq!(sent.header("transfer-encoding"), None);
            assert!(sent.body() == content);
        }
    }
    std::fs::remove_file(path).unwrap();
}
