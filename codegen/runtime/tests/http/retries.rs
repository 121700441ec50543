//! Retries: which calls are retried, and which are not.

use std::time::{Duration, Instant};

use super::api::models::Customer;
use super::client;
use super::redirects::Tokens;
use super::runtime::http::Retries;
use super::server::{Server, Step, answer, json};
use super::writes::{PayAuthorisedWithKey, PayWithKey};

const PAGE: &str = r#"{"data":[]}"#;

#[test]
fn temporary_failures_are_retried() {
    let server = Server::start(|number, _| match number {
        0 | 1 => answer(429, &[("Retry-After", "0")], ""),
        _ => json(200, PAGE),
    });
    client(&server).list_customers().send_blocking().unwrap();
    assert_eq!(server.received().len(), 3);
}

#[test]
fn retry_after_may_be_a_date() {
    // The date is compared with the API's own clock, whatever the local time is.
    const DATES: [(&str, &str); 2] =
        [("Date", "Fri, 31 Dec 1999 23:59:59 GMT"), ("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT")];
    let server = Server::start(|number, _| if number == 0 { answer(429, &DATES, "") } else { json(200, PAGE) });
    client(&server).list_customers().send_blocking().unwrap();
    const FAR: [(&str, &str); 2] = [DATES[0], ("Retry-After", "Sat, 01 Jan 2000 01:00:00 GMT")];
    let server = Server::start(|_, _| answer(429, &FAR, ""));
    client(&server).list_customers().send_blocking().unwrap_err();
    assert_eq!(server.received().len(), 1);
}

#[test]
fn permanent_failures_are_reported() {
    let server = Server::start(|_, _| answer(503, &[], "busy"));
    let error = client(&server).list_customers().send_blocking().unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(server.received().len(), 3);
}

#[test]
fn a_key_is_generated_once_and_reused() {
    let server = Server::start(|number, _| match number {
        0 => answer(503, &[], ""),
        1 => vec![Step::Close],
        _ => json(200, r#"{"id":"c"}"#),
    });
    client(&server).update_customer("c", Customer::default()).send_blocking().unwrap();
    let keys: Vec<_> =
        server.received().iter().map(|sent| sent.header("idempotency-key").unwrap().to_owned()).collect();
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|key| *key == keys[0] && key.len() == 36), "{keys:?}");
}

#[test]
fn without_retries_no_key_is_generated() {
    let server = Server::start(|_, _| json(200, r#"{"id":"c"}"#));
    client(&server).update_customer("c", Customer::default()).retries(Retries::none()).send_blocking().unwrap();
    assert_eq!(server.last().header("idempotency-key"), None);
}

#[test]
fn writes_without_a_key_are_sent_once() {
    let server = Server::start(|_, _| answer(503, &[], ""));
    client(&server).convert().send_blocking().unwrap_err();
    assert_eq!(server.received().len(), 1);
}

#[test]
fn streams_are_sent_once() {
    use super::runtime::http::{BoxError, Bytes};
    let server = Server::start(|_, _| answer(503, &[], ""));
    let stream = Once(Some(Ok::<_, BoxError>(Bytes::from_static(b"abc"))));
    let body = super::runtime::http::Body::stream(stream);
    client(&server).convert().body(super::api::operations::ConvertBody::Bytes(body)).send_blocking().unwrap_err();
    assert_eq!(server.received().len(), 1);
    assert_eq!(server.last().body(), "abc");
}

#[test]
fn a_long_retry_after_is_not_waited_for() {
    let server = Server::start(|_, _| answer(429, &[("Retry-After", "3600")], ""));
    let start = Instant::now();
    client(&server).list_customers().send_blocking().unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(server.received().len(), 1);
}

#[test]
fn a_deadline_ends_all_attempts() {
    let server = Server::start(|_, _| answer(503, &[], ""));
    let slow = Retries::default().max(100).delays(Duration::from_secs(10), Duration::from_secs(10));
    let client = super::Client::builder().base_url(server.url()).bearer_auth("t");
    let client = client.deadline(Duration::from_millis(80)).build().unwrap();
    let error = client.list_customers().retries(slow).send_blocking().unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}

/// These errors say that nothing was sent, so a caller would take repeating a write, with another key, for safe.
#[test]
fn no_error_of_a_later_attempt_says_that_nothing_was_sent() {
    use std::io::Read as _;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    // Closes everything after one request.
    let server = std::thread::spawn(move || listener.accept().unwrap().0.read(&mut [0; 4096]).unwrap());
    let client = super::Client::builder().base_url(url).retries(super::quick()).build().unwrap();
    let error = PayWithKey::new(&client).send_blocking().unwrap_err();
    assert!(server.join().unwrap() > 0);
    assert!(!error.is_connect(), "{error:?}");
    // The same if a token is missing for the second attempt.
    let server = Server::start(|_, _| answer(503, &[], ""));
    let client = super::Client::builder().base_url(server.url()).oauth2(Tokens::token(1)).retries(super::quick());
    let error = PayAuthorisedWithKey::new(&client.build().unwrap()).send_blocking().unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503), "{error}");
    assert_eq!(server.received().len(), 1);
}

/// A stream of one element.
struct Once<T>(Option<T>);

impl<T> Unpin for Once<T> {}

impl<T> futures_core::Stream for Once<T> {
    type Item = T;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<Option<T>> {
        std::task::Poll::Ready(self.0.take())
    }
}
