//! Network faults.

use std::time::Duration;

use super::api::models::Customer;
use super::runtime::http::{Error, Retries, TransportError, TransportErrorKind};
use super::server::{Server, Step, json};
use super::{Client, client};

const PAGE: &str = r#"{"data":[]}"#;

#[track_caller]
fn kind<E: std::fmt::Debug>(error: Error<E>) -> TransportErrorKind {
    match error {
        Error::Transport(TransportError { kind, .. }) => kind,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_closed_port_is_a_connect_error() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = Client::builder().base_url(format!("http://{closed}")).bearer_auth("t").retries(Retries::none());
    let error = client.build().unwrap().list_customers().send_blocking().unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert_eq!(error.to_string(), "could not connect to the API");
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn slow_heads_and_slow_bodies_time_out() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n";
    for start in ["", head] {
        let steps = vec![Step::Send(start.into()), Step::Wait(Duration::from_secs(2)), Step::Close];
        let server = Server::start(move |_, _| steps.clone());
        let error = client(&server).list_customers().timeout(Duration::from_millis(60)).send_blocking().unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!(error.to_string(), "`list_customers` timed out after 60ms");
    }
}

#[test]
fn truncated_bodies_are_reported() {
    let cut = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"data\":";
    let server = Server::start(move |_, _| vec![Step::Send(cut.into()), Step::Close]);
    let error = client(&server).list_customers().retries(Retries::none()).send_blocking().unwrap_err();
    assert_eq!(kind(error), TransportErrorKind::ResponseBody);
}

#[test]
fn invalid_http_is_reported() {
    let server = Server::start(|_, _| vec![Step::Send(b"what?\r\n\r\n".to_vec()), Step::Close]);
    let error = client(&server).list_customers().retries(Retries::none()).send_blocking().unwrap_err();
    assert!(matches!(kind(error), TransportErrorKind::Other | TransportErrorKind::ResponseBody));
}

#[test]
fn large_bodies_are_rejected() {
    let body = format!(r#"{{"data":[],"next":"{}"}}"#, "x".repeat(1000));
    let server = Server::start(move |_, _| json(200, &body));
    let client = Client::builder().base_url(server.url()).bearer_auth("t").body_limit(500).build().unwrap();
    assert_eq!(kind(client.list_customers().send_blocking().unwrap_err()), TransportErrorKind::TooLarge);
    assert_eq!(server.received().len(), 1);
}

/// A server that fails on the second request of a connection: with a truncated response, or without one.
fn breaking(steps: Vec<Step>) -> Server {
    Server::start(move |number, _| if number == 1 { steps.clone() } else { json(200, PAGE) })
}

#[test]
fn a_reused_connection_may_break() {
    let cut = Step::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".to_vec());
    for steps in [vec![Step::Close], vec![cut, Step::Close]] {
        let server = breaking(steps);
        let client = client(&server);
        client.list_customers().send_blocking().unwrap();
        client.list_customers().send_blocking().unwrap();
        assert_eq!(server.received().len(), 3);
    }
}

#[test]
fn a_write_is_not_repeated_because_a_reused_connection_broke() {
    let server = breaking(vec![Step::Close]);
    let client = client(&server);
    client.list_customers().send_blocking().unwrap();
    client.convert().body(Customer::default()).send_blocking().unwrap_err();
    assert_eq!(server.received().iter().filter(|sent| sent.method == "POST").count(), 1);
}

#[test]
fn informational_responses_are_skipped() {
    let server = Server::start(|_, _| {
        let early = ["HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"];
        let mut steps: Vec<Step> = early.map(|text| Step::Send(text.into())).into();
        steps.extend(json(200, PAGE));
        steps
    });
    let page = client(&server).list_customers().with_response().send_blocking().unwrap();
    assert_eq!((page.status.as_u16(), page.header("link")), (200, None));
}

#[test]
fn a_length_that_is_too_short_cuts_the_body_and_nothing_else() {
    let short = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n{\"data\":[]}";
    let server =
        Server::start(move |number, _| if number == 0 { vec![Step::Send(short.into())] } else { json(200, PAGE) });
    let client = client(&server);
    let error = client.list_customers().send_blocking().unwrap_err();
    assert!(matches!(&error, Error::Decode(error) if error.response.body == "{\"dat"), "{error:?}");
    // Excess bytes are not the start of the next response.
    client.list_customers().send_blocking().unwrap();
}

/// Responds with raw bytes, and returns the outcome of the call.
fn raw(bytes: &[u8]) -> Result<usize, Error> {
    let steps = vec![Step::Send(bytes.to_vec()), Step::Close];
    let server = Server::start(move |_, _| steps.clone());
    client(&server).list_customers().retries(Retries::none()).send_blocking().map(|page| page.data.len())
}

#[test]
fn two_lengths_are_an_error() {
    let error = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\nContent-Length: 3\r\n\r\n{\"data\":[]}").unwrap_err();
    assert_eq!(kind(error), TransportErrorKind::Other);
}

#[test]
fn a_huge_header_is_reported() {
    let head = format!("HTTP/1.1 200 OK\r\nX-Huge: {}\r\nContent-Length: 11\r\n\r\n", "x".repeat(2_000_000));
    assert_eq!(kind(raw(&[head.as_bytes(), PAGE.as_bytes()].concat()).unwrap_err()), TransportErrorKind::Other);
    let many = "X-Many: x\r\n".repeat(1000);
    let head = format!("HTTP/1.1 200 OK\r\n{many}Content-Length: 11\r\n\r\n");
    assert_eq!(kind(raw(&[head.as_bytes(), PAGE.as_bytes()].concat()).unwrap_err()), TransportErrorKind::Other);
}

#[test]
fn repeated_headers_are_all_returned() {
    let head = "HTTP/1.1 200 OK\r\nX-Count: 1\r\nX-Count: 2\r\nContent-Length: 10\r\n\r\n{\"id\":\"c\"}";
    let server = Server::start(move |_, _| vec![Step::Send(head.into())]);
    let call = client(&server).update_customer("c", Customer::default()).with_response();
    let response = call.send_blocking().unwrap();
    assert_eq!(response.headers.get_all("x-count").iter().count(), 2);
    // The API documents one number, so two are an error.
    let error = response.typed_headers().unwrap_err();
    assert_eq!(
        (error.name.as_str(), error.message.as_str()),
        ("x-count", "the header appears several times, with different values")
    );
}

#[test]
fn what_is_not_utf_8_is_told() {
    let server = Server::start(|_, sent| {
        let (media, body): (_, &[u8]) = match sent.method.as_str() {
            "POST" => ("text/plain", b"h\xe9llo"),
            _ => ("application/json", b"{\"data\":[{\"id\":\"\xff\"}]}"),
        };
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n", body.len());
        vec![Step::Send([head.as_bytes(), body].concat())]
    });
    let error = client(&server).convert().send_blocking().unwrap_err();
    assert!(matches!(&error, Error::Decode(error) if error.message.starts_with("expected UTF-8 text")), "{error:?}");
    let error = client(&server).list_customers().send_blocking().unwrap_err();
    assert!(matches!(&error, Error::Decode(_)), "{error:?}");
}

#[tokio::test]
async fn dropping_a_call_cancels_it() {
    use std::io::Read as _;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (came, arrived) = tokio::sync::oneshot::channel();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut buffer = [0; 4096];
        let mut length = stream.read(&mut buffer).unwrap();
        came.send(()).unwrap();
        // Sends no response: reads until the client closes the connection.
        while length > 0 {
            length = stream.read(&mut buffer).unwrap_or(0);
        }
    });
    let client = Client::builder().base_url(url).bearer_auth("t").build().unwrap();
    let call = tokio::spawn(client.list_customers().send());
    arrived.await.unwrap();
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    tokio::task::spawn_blocking(|| server.join().unwrap()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_client_serves_many_tasks() {
    use super::runtime::http::Mock;
    let server = Server::start(|_, _| json(200, PAGE));
    let mocked = Client::builder().bearer_auth("t").transport(Mock::json(200, PAGE)).build().unwrap();
    for (client, count) in [(client(&server), 200), (mocked, 5000)] {
        let tasks: Vec<_> = (0..count)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { client.list_customers().await.map(|page| page.data.len()) })
            })
            .collect();
        for task in tasks {
            assert_eq!(task.await.unwrap().unwrap(), 0);
        }
    }
}
