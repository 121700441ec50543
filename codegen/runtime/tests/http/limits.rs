//! Limits: servers that stall at each point, and responses that do not end. See the table in the documentation of `Builder`.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use super::api::client::ClientBuilder;
use super::api::operations::ConvertBody;
use super::runtime::http::{Body, Error, Retries, TransportErrorKind};
use super::server::{Server, Step, answer, json};
use super::{Client, quick};

const SHORT: Duration = Duration::from_millis(80);
/// How long a server stalls: much longer than the limits.
const STALL: Step = Step::Wait(Duration::from_secs(3));
const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n";

fn builder(server: &Server) -> ClientBuilder {
    Client::builder().base_url(server.url()).bearer_auth("t").retries(quick())
}

fn sends(text: &str) -> Step {
    Step::Send(text.into())
}

/// Checks that a call ends with a timeout of this setting, after this many attempts. The method is idempotent.
#[track_caller]
fn check_timeout(
    steps: Vec<Step>,
    limited: impl FnOnce(ClientBuilder) -> ClientBuilder,
    attempts: usize,
    message: &str,
) {
    let server = Server::start(move |_, _| steps.clone());
    let client = limited(builder(&server)).build().unwrap();
    let start = Instant::now();
    let error = client.list_customers().send_blocking().unwrap_err();
    assert!(matches!(error, Error::Timeout(_)) && error.is_timeout(), "{error:?}");
    assert_eq!(error.to_string(), message);
    assert!(start.elapsed() < Duration::from_secs(3));
    assert_eq!(server.received().len(), attempts);
}

#[test]
fn a_response_that_does_not_start() {
    let stalls = || vec![STALL, Step::Close];
    check_timeout(
        stalls(),
        |builder| builder.response_timeout(SHORT),
        3,
        "`list_customers` timed out after 80ms (`response_timeout`)",
    );
    check_timeout(
        stalls(),
        |builder| builder.response_timeout(SHORT).timeout(None),
        3,
        "`list_customers` timed out after 80ms (`response_timeout`)",
    );
    check_timeout(
        stalls(),
        |builder| builder.response_timeout(None).timeout(SHORT),
        3,
        "`list_customers` timed out after 80ms",
    );
    check_timeout(stalls(), |builder| builder.deadline(SHORT), 1, "`list_customers` timed out after 80ms (`deadline`)");
}

#[test]
fn a_body_that_stops() {
    for part in ["", "{"] {
        check_timeout(
            vec![sends(HEAD), sends(part), STALL, Step::Close],
            |builder| builder.idle_timeout(SHORT),
            3,
            "`list_customers` timed out after 80ms (`idle_timeout`)",
        );
    }
}

/// Each byte restarts the idle limit, but not that of the attempt.
#[test]
fn a_body_that_drips() {
    let mut steps = vec![sends(HEAD)];
    for _ in 0..100 {
        steps.extend([sends(" "), Step::Wait(Duration::from_millis(30))]);
    }
    check_timeout(
        steps,
        |builder| builder.idle_timeout(Duration::from_millis(200)).timeout(Duration::from_millis(400)),
        3,
        "`list_customers` timed out after 400ms",
    );
}

#[test]
fn a_turned_off_limit_does_not_end_a_slow_response() {
    let wait = Step::Wait(Duration::from_millis(150));
    let server = Server::start(move |_, _| {
        let mut steps = vec![wait.clone(), sends("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")];
        steps.extend([sends("Content-Length: 11\r\n\r\n{\"data\":"), wait.clone(), sends("[]}")]);
        steps
    });
    let client = builder(&server).timeout(None).response_timeout(None).idle_timeout(None).build().unwrap();
    client.list_customers().send_blocking().unwrap();
}

/// The server accepts the connection and never continues the TLS handshake. Nothing was sent, so a write is retried, too.
#[test]
fn a_connection_that_does_not_open() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let client = Client::builder().base_url(url).bearer_auth("t").retries(quick().max(1)).connect_timeout(SHORT);
    let start = Instant::now();
    let error = client.build().unwrap().list_customers().send_blocking().unwrap_err();
    assert!(error.is_connect() && error.is_timeout(), "{error:?}");
    assert!(start.elapsed() >= SHORT * 2 && start.elapsed() < Duration::from_secs(2));
}

#[test]
fn own_settings_of_reqwest_keep_or_override_the_connect_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let builder = || Client::builder().base_url(&*url).bearer_auth("t").retries(Retries::none());
    let kept = builder().configure_reqwest(|reqwest| reqwest).connect_timeout(SHORT);
    let overridden = builder().configure_reqwest(|reqwest| reqwest.connect_timeout(SHORT)).connect_timeout(None);
    for builder in [kept, overridden] {
        let error = builder.build().unwrap().list_customers().send_blocking().unwrap_err();
        assert!(error.is_connect() && error.is_timeout(), "{error:?}");
    }
}

/// An undocumented response is cut and says so. The limit can be changed and turned off.
#[test]
fn an_undocumented_response_is_cut() {
    #[track_caller]
    fn check(
        status: u16,
        length: usize,
        limited: impl FnOnce(ClientBuilder) -> ClientBuilder,
        read: usize,
        shown: &str,
    ) {
        let server = Server::start(move |_, _| answer(status, &[("Content-Type", "text/csv")], &"x".repeat(length)));
        let client = limited(builder(&server)).retries(Retries::none()).build().unwrap();
        let error = client.list_customers().send_blocking().unwrap_err();
        let response = error.response().unwrap();
        assert_eq!((response.body.len(), response.is_truncated()), (read, read < length), "{error}");
        assert!(response.to_string().ends_with(shown), "{response}");
        assert!(error.to_string().contains("incomplete") == (read < length) || status >= 400, "{error}");
    }
    check(299, 65_536, |builder| builder, 65_536, ", 65536 bytes");
    check(299, 65_537, |builder| builder, 65_536, ", the first 65536 bytes; the body is incomplete");
    check(299, 0, |builder| builder, 0, ", no body");
    check(299, 10, |builder| builder.undocumented_body_limit(4), 4, ", the first 4 bytes; the body is incomplete");
    check(299, 100_000, |builder| builder.undocumented_body_limit(None), 100_000, ", 100000 bytes");
    check(299, 10, |builder| builder.undocumented_body_limit(None).body_limit(3), 3, "the body is incomplete");
    check(
        418,
        10,
        |builder| builder.undocumented_body_limit(4),
        4,
        ": xxxx (the first 4 bytes; the body is incomplete)",
    );
}

#[test]
fn an_undocumented_response_that_stops_is_cut() {
    let head = "HTTP/1.1 299 Odd\r\nContent-Length: 1000\r\n\r\nabc";
    let server = Server::start(move |_, _| vec![sends(head), STALL, Step::Close]);
    let error = builder(&server).idle_timeout(SHORT).build().unwrap().list_customers().send_blocking().unwrap_err();
    let response = error.response().unwrap();
    assert_eq!((&*response.body, response.is_truncated()), (&b"abc"[..], true));
}

/// A body without an end is read up to the limit, and no further.
#[test]
fn a_body_without_an_end() {
    let endless = |status: u16| {
        let head =
            format!("HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        let mut steps = vec![sends(&head)];
        steps.extend((0..200).map(|_| sends(&format!("1000\r\n{}\r\n", " ".repeat(4096)))));
        steps.push(STALL);
        steps
    };
    let server = Server::start(move |number, _| endless(if number == 0 { 200 } else { 299 }));
    let client = builder(&server).body_limit(100_000).retries(Retries::none()).build().unwrap();
    let start = Instant::now();
    let error = client.list_customers().send_blocking().unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.kind == TransportErrorKind::TooLarge), "{error:?}");
    let error = client.list_customers().send_blocking().unwrap_err();
    assert!(error.response().unwrap().is_truncated());
    assert!(start.elapsed() < Duration::from_secs(2));
}

/// The transport takes no more of the body, and no response arrives. A body that has nothing to send yet is another matter.
#[test]
fn an_upload_that_stalls() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let upload = |server: &Server, body: Body| {
        let client = builder(server).timeout(None).response_timeout(SHORT).build().unwrap();
        runtime.block_on(client.convert().body(ConvertBody::Bytes(body)).send())
    };
    // The server reads nothing.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = Client::builder().base_url(url).bearer_auth("t").timeout(None).response_timeout(SHORT);
    let endless = Body::stream(Repeat);
    let start = Instant::now();
    let error =
        runtime.block_on(client.build().unwrap().convert().body(ConvertBody::Bytes(endless)).send()).unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(2));
    drop(listener);
    let server = Server::start(|_, _| answer(200, &[("Content-Type", "text/plain")], ""));
    let slow = Body::stream(Slow(Some(Box::pin(async { tokio::time::sleep(SHORT * 5).await }))));
    let outcome = upload(&server, slow);
    outcome.unwrap();
}

/// A body without an end.
struct Repeat;

impl futures_core::Stream for Repeat {
    type Item = Result<bytes::Bytes, std::io::Error>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(Some(Ok(bytes::Bytes::from_static(&[0; 4096]))))
    }
}

/// A body that has nothing to send for a while.
struct Slow(Option<std::pin::Pin<Box<dyn Future<Output = ()> + Send>>>);

impl futures_core::Stream for Slow {
    type Item = Result<bytes::Bytes, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let Some(wait) = &mut self.0 else { return std::task::Poll::Ready(None) };
        std::task::ready!(wait.as_mut().poll(cx));
        self.0 = None;
        std::task::Poll::Ready(Some(Ok(bytes::Bytes::from_static(b"x"))))
    }
}

/// A list whose pages always refer to another one.
#[test]
fn a_list_without_an_end() {
    let server = Server::start(|number, _| json(200, &format!(r#"{{"data":[{{"id":"a"}}],"next":"c{number}"}}"#)));
    let client = builder(&server).max_pages(5).build().unwrap();
    let mut pages = client.list_customers().pages_blocking();
    assert_eq!(pages.by_ref().take(5).filter(Result::is_ok).count(), 5);
    let error = pages.next().unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`list_customers` was not sent: next page: the list has more than 5 pages, the client's `max_pages`, so the list may be incomplete; if the \
         API is right, raise the limit"
    );
    assert!(pages.next().is_none());
    assert_eq!(server.received().len(), 5);
    let client = builder(&server).max_pages(None).build().unwrap();
    assert_eq!(client.list_customers().pages_blocking().take(20).filter(Result::is_ok).count(), 20);
}

/// An event without an end.
#[test]
fn an_item_without_an_end() {
    let events = format!("data: {}", "x".repeat(5000));
    let server = Server::start(move |_, _| answer(200, &[("Content-Type", "text/event-stream")], &events));
    let client = builder(&server).item_limit(1000).build().unwrap();
    let mut stream = client.events().send_blocking().unwrap().blocking();
    let error = stream.next().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "a stream item exceeds the size limit (`item_limit`)");
}
