//! Retries: which calls are retried, and which are not.

use std::time::{Duration, Instant};

use super::api::models::Customer;
use super::api::operations::UpdateCustomerError;
use super::client;
use super::redirects::Tokens;
use super::runtime::http::Retries;
use super::server::{Server, Step, answer, json};
use super::writes::{Amend, AmendWithKey, Pay, PayAuthorisedWithKey, PayWithKey, Read, Remove, Replace};

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
    // The first attempt fails at once; the second does not end before the deadline.
    let server = Server::start(|number, _| match number {
        0 => answer(503, &[], ""),
        _ => vec![Step::Wait(STALL), Step::Close],
    });
    let client = super::Client::builder().base_url(server.url()).bearer_auth("t").retries(super::quick().max(100));
    let client = client.deadline(Duration::from_millis(150)).build().unwrap();
    let error = client.list_customers().send_blocking().unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(error.to_string(), "`list_customers` timed out after 150ms (`deadline`)");
    assert_eq!(server.received().len(), 2);
}

/// A deadline that has time for no other attempt does not hide the response that says why.
#[test]
fn a_wait_beyond_the_deadline_returns_the_response_at_once() {
    let deadline = Duration::from_secs(30);
    let check = |retry_after: Option<&'static str>, retries: Retries, attempts: usize| {
        let server = Server::start(move |number, _| {
            // A first wait that is short enough.
            let wait = if number + 1 < attempts { Some("0") } else { retry_after };
            let mut headers = vec![("Content-Type", "application/problem+json")];
            headers.extend(wait.map(|wait| ("Retry-After", wait)));
            answer(if number == 0 { 429 } else { 503 }, &headers, r#"{"detail":"too many"}"#)
        });
        let client = super::Client::builder().base_url(server.url()).bearer_auth("t");
        let client = client.deadline(deadline).retries(retries).build().unwrap();
        let start = Instant::now();
        let call = client.update_customer("c", Customer::default());
        let error = call.send_blocking().unwrap_err();
        assert!(start.elapsed() < deadline / 3, "{retry_after:?}");
        // The documented type.
        assert!(matches!(error.api(), Some(UpdateCustomerError::Default(problem)) if problem.detail == "too many"));
        assert_eq!(error.status().unwrap(), if attempts == 1 { 429 } else { 503 });
        assert_eq!(error.retry_after(), retry_after.map(|seconds| Duration::from_secs(seconds.parse().unwrap())));
        assert_eq!(server.received().len(), attempts);
    };
    let patient = || super::quick().max(5).max_wait(Duration::from_secs(3600));
    check(Some("31"), patient(), 1);
    check(Some("30"), patient(), 1);
    check(Some("1000"), patient(), 3);
    // The delay of the policy.
    check(None, patient().delays(deadline * 4, deadline * 4), 1);
}

/// How long a server stalls: much longer than the limits.
const STALL: Duration = Duration::from_secs(3);

/// Returns a client whose attempts time out soon.
fn impatient(server: &Server) -> super::Client {
    let builder = super::Client::builder().base_url(server.url()).bearer_auth("t").retries(super::quick());
    builder.timeout(Duration::from_millis(150)).build().unwrap()
}

/// An attempt that times out is sent again where that is safe, like one that fails.
#[test]
fn an_attempt_that_times_out_is_retried_where_that_is_safe() {
    #[track_caller]
    fn check<T, E: std::fmt::Debug>(send: impl FnOnce(&super::Client) -> Result<T, E>, attempts: usize) {
        let server = Server::start(|number, _| match number {
            0 => vec![Step::Wait(STALL), Step::Close],
            _ => answer(200, &[], ""),
        });
        let outcome = send(&impatient(&server));
        assert_eq!(outcome.is_ok(), attempts == 2, "{:?}", outcome.err());
        let received = server.received();
        assert_eq!(received.len(), attempts);
        let keys: Vec<_> = received.iter().map(|sent| sent.header("idempotency-key")).collect();
        assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
    }
    check(|client| Read::new(client).send_blocking(), 2);
    check(|client| Replace::new(client).send_blocking(), 2);
    check(|client| Remove::new(client).send_blocking(), 2);
    check(|client| PayWithKey::new(client).send_blocking(), 2);
    check(|client| AmendWithKey::new(client).send_blocking(), 2);
    check(|client| Pay::new(client).send_blocking(), 1);
    check(|client| Amend::new(client).send_blocking(), 1);
    check(|client| Read::new(client).retries(Retries::none()).send_blocking(), 1);
    // A streamed body cannot be sent again.
    use super::runtime::http::{Body, BoxError, Bytes};
    let body = || Body::stream(Once(Some(Ok::<_, BoxError>(Bytes::from_static(b"abc")))));
    check(|client| Replace::with_body(client, body()).send_blocking(), 1);
}

/// The other limits of an attempt: for the head of the response, and for the next part of its body.
#[test]
fn a_response_that_stops_is_requested_again() {
    const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{";
    for start in ["", HEAD] {
        let server = Server::start(move |number, _| match number {
            0 => vec![Step::Send(start.into()), Step::Wait(STALL), Step::Close],
            _ => json(200, PAGE),
        });
        let limit = Duration::from_millis(150);
        let builder = super::Client::builder().base_url(server.url()).bearer_auth("t").retries(super::quick());
        let client = builder.response_timeout(limit).idle_timeout(limit).build().unwrap();
        client.list_customers().send_blocking().unwrap();
        assert_eq!(server.received().len(), 2);
    }
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
