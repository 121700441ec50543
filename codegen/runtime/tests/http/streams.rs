//! Streamed responses: events with optional reconnection, and JSON values.

use std::time::Duration;

use super::api::client::Client;
use super::client;
use super::runtime::http::{
    Body, ByteStream, Error, EventStream, Retries, StreamError, TimeoutError, TransportErrorKind,
};
use super::server::{Received, Server, Step, answer, json};

const EVENTS: (&str, &str) = ("Content-Type", "text/event-stream");

#[tokio::test]
async fn events_are_typed() {
    let text =
        "id: 1\nevent: made\ndata: {\"id\":\"a\"}\n\ndata: {\n\ndata: {\"id\":\ndata: \"b\"}\n\ndata: [DONE]\n\n";
    let server = Server::start(move |_, _| answer(200, &[EVENTS], text));
    let mut events = client(&server).events().await.unwrap();
    let first = events.next().await.unwrap().unwrap();
    assert_eq!((first.name.as_str(), first.id.as_str(), first.data.id.as_str()), ("made", "1", "a"));
    assert!(matches!(events.next().await, Some(Err(StreamError::Decode(_)))));
    assert_eq!(events.next().await.unwrap().unwrap().data.id, "b");
    assert!(events.next().await.is_none());
    assert_eq!(events.last_event_id(), "1");
}

fn quick(max: u32) -> Retries {
    Retries::default().max(max).delays(Duration::from_millis(1), Duration::from_millis(1))
}

/// Checks the IDs of all events of a reconnecting stream, and the error that ended it.
async fn check(server: &Server, retries: Retries, ids: &[&str], error: Option<&str>) -> Vec<Received> {
    let events = client(server).events().retries(Retries::none()).await.unwrap();
    let mut events = events.reconnecting(retries).unwrap();
    let (mut seen, mut failed) = (Vec::new(), None);
    while let Some(event) = events.next().await {
        match event {
            Ok(event) => seen.push(event.data.id),
            Err(StreamError::Transport(error)) => failed = Some(error.source.to_string()),
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(seen, ids);
    assert_eq!(failed.as_deref(), error);
    server.received()
}

/// A response whose connection fails after this text.
fn cut(text: &str) -> Vec<Step> {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 10000\r\n\r\n";
    vec![Step::Send(format!("{head}{text}").into()), Step::Close]
}

#[tokio::test]
async fn a_stream_resumes_after_the_last_event() {
    let server = Server::start(|number, _| match number {
        0 => cut("retry: 2\nid: é1\ndata: {\"id\":\"a\"}\n\nid: 2\ndata: {\"id\":\"lost\"}\n"),
        1 => answer(200, &[EVENTS], "data: {\"id\":\"b\"}\n\nid\ndata: {\"id\":\"c\"}\n\n"),
        2 => answer(200, &[EVENTS], "id: 4\ndata: {\"id\":\"d\"}\n\n"),
        _ => answer(204, &[], ""),
    });
    let sent = check(&server, quick(1), &["a", "b", "c", "d"], None).await;
    // An incomplete event has no ID yet when the connection fails; the server reads texts as UTF-8.
    let ids: Vec<_> = sent.iter().map(|sent| sent.header("last-event-id")).collect();
    assert_eq!(ids, [None, Some("é1"), None, Some("4")]);
}

#[tokio::test]
async fn a_stream_does_not_reconnect_forever() {
    let server = Server::start(|number, _| match number {
        0 => answer(200, &[EVENTS], "data: {\"id\":\"a\"}\n\n"),
        _ => answer(200, &[EVENTS], ": nothing new\n\n"),
    });
    assert_eq!(check(&server, quick(3), &["a"], None).await.len(), 4);
    let server = Server::start(|_, _| answer(200, &[EVENTS], "data: {\"id\":\"a\"}\n\ndata: [DONE]\n\n"));
    assert_eq!(check(&server, quick(3), &["a"], None).await.len(), 1);
}

#[tokio::test]
async fn a_stream_does_not_reconnect_by_default() {
    let server = Server::start(|_, _| cut("data: {\"id\":\"a\"}\n\n"));
    let mut events = client(&server).events().await.unwrap();
    assert!(events.next().await.unwrap().is_ok());
    assert!(matches!(events.next().await, Some(Err(StreamError::Transport(_)))));
    assert!(events.next().await.is_none());
    assert_eq!(server.received().len(), 1);
    let detached = EventStream::<String>::from(ByteStream::new(Body::empty()));
    let error = detached.reconnecting(quick(1)).unwrap_err();
    assert_eq!(error.reason, "it is not the response to a call that can be sent again");
}

#[tokio::test]
async fn a_reconnection_time_of_zero_is_not_followed() {
    let server = Server::start(|_, _| answer(200, &[EVENTS], "retry: 0\ndata: {\"id\":\"a\"}\n\n"));
    let events = client(&server).events().await.unwrap();
    let delay = Duration::from_millis(100);
    let mut events = events.reconnecting(Retries::default().delays(delay, delay)).unwrap();
    let reading = async { while events.next().await.is_some() {} };
    assert!(tokio::time::timeout(Duration::from_millis(500), reading).await.is_err());
    assert!(server.received().len() <= 11, "{}", server.received().len());
    // A longer time than the policy allows ends the stream.
    let server = Server::start(|_, _| answer(200, &[EVENTS], "retry: 99999999999\ndata: {\"id\":\"a\"}\n\n"));
    assert_eq!(check(&server, quick(3), &["a"], None).await.len(), 1);
}

/// A response that starts with this text and then waits.
fn stalled(media: &str, text: &str) -> Vec<Step> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: 10000\r\n\r\n");
    vec![Step::Send(format!("{head}{text}").into()), Step::Wait(Duration::from_secs(30)), Step::Close]
}

/// Returns the kind of the error, whose source names the operation and the limit.
fn kind(error: StreamError, after: Duration) -> TransportErrorKind {
    let StreamError::Transport(error) = error else { panic!("{error}") };
    let source = error.source.downcast_ref::<TimeoutError>().unwrap();
    assert_eq!(source.after, after);
    error.kind
}

#[tokio::test]
async fn a_stream_without_data_ends() {
    let server = Server::start(|_, _| stalled("text/event-stream", "data: {\"id\":\"a\"}\n\n"));
    let idle = Duration::from_millis(50);
    let builder = || Client::builder().base_url(server.url()).bearer_auth("t");
    let limited = builder().idle_timeout(idle).build().unwrap();
    let mut events = limited.events().await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data.id, "a");
    assert_eq!(kind(events.next().await.unwrap().unwrap_err(), idle), TransportErrorKind::Idle);
    assert!(events.next().await.is_none());
    // It reconnects if that is on.
    let mut events = limited.events().await.unwrap().reconnecting(quick(1)).unwrap();
    for _ in 0..3 {
        assert_eq!(events.next().await.unwrap().unwrap().data.id, "a");
    }
    // The limit can be turned off.
    let patient = builder().idle_timeout(None).build().unwrap();
    let mut events = patient.events().await.unwrap();
    assert!(events.next().await.unwrap().is_ok());
    assert!(tokio::time::timeout(idle * 4, events.next()).await.is_err());
    // Time during which nobody reads does not count.
    let steps = move |_: usize, _: &Received| {
        let mut steps = stalled("text/event-stream", "data: {\"id\":\"a\"}\n\n");
        steps.insert(1, Step::Wait(idle * 2));
        steps.insert(2, Step::Send("data: {\"id\":\"b\"}\n\n".into()));
        steps
    };
    let server = Server::start(steps);
    let client = Client::builder().base_url(server.url()).bearer_auth("t").idle_timeout(idle).build().unwrap();
    let mut events = client.events().await.unwrap();
    assert!(events.next().await.unwrap().is_ok());
    tokio::time::sleep(idle * 4).await;
    assert_eq!(events.next().await.unwrap().unwrap().data.id, "b");
}

#[tokio::test]
async fn a_deadline_holds_until_the_end_of_a_stream() {
    let deadline = Duration::from_millis(300);
    let build =
        |server: &Server| Client::builder().base_url(server.url()).bearer_auth("t").deadline(deadline).build().unwrap();
    let server = Server::start(|_, _| stalled("text/event-stream", "data: {\"id\":\"a\"}\n\n"));
    let mut events = build(&server).events().await.unwrap();
    assert!(events.next().await.unwrap().is_ok());
    assert_eq!(kind(events.next().await.unwrap().unwrap_err(), deadline), TransportErrorKind::Deadline);
    assert!(events.next().await.is_none());
    // A stream that reconnects has one deadline.
    let server = Server::start(|_, _| answer(200, &[EVENTS], "data: {\"id\":\"a\"}\n\n"));
    let mut events = build(&server).events().await.unwrap().reconnecting(quick(1)).unwrap();
    let error = loop {
        match events.next().await.unwrap() {
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert_eq!(kind(error, deadline), TransportErrorKind::Deadline);
    assert!(events.next().await.is_none());
    // Lines have the same limits.
    let server = Server::start(|_, _| stalled("application/jsonl", "{\"id\":\"a\"}\n"));
    let mut log = build(&server).log().await.unwrap();
    assert!(log.next().await.unwrap().is_ok());
    assert_eq!(kind(log.next().await.unwrap().unwrap_err(), deadline), TransportErrorKind::Deadline);
    assert!(log.next().await.is_none());
}

/// Returns the values of a response, and errors as texts.
async fn values(media: &'static str, text: &'static str) -> Vec<String> {
    let server = Server::start(move |_, _| answer(200, &[("Content-Type", media)], text));
    let mut log = client(&server).log().await.unwrap();
    let mut seen = Vec::new();
    while let Some(value) = log.next().await {
        seen.push(value.map_or_else(|_| "!".to_owned(), |customer| customer.id));
    }
    seen
}

#[tokio::test]
async fn lines_are_typed() {
    let text = "{\"id\":\"a\"}\n\n\u{1e}{\"id\":\"b\"}\r\n{\"id\":1}\n{\"id\":\"c\"}";
    assert_eq!(values("application/jsonl", text).await, ["a", "b", "!", "c"]);
}

#[tokio::test]
async fn sequences_may_have_values_of_several_lines() {
    let text = "\u{1e}{\n  \"id\": \"a\"\n}\n\u{1e}\u{1e}{\"id\":\"cut\u{1e}{\"id\":\"b\"}\n\u{1e}{\"id\":\"c\"}";
    assert_eq!(values("application/json-seq", text).await, ["a", "!", "b", "c"]);
}

#[tokio::test]
async fn a_value_of_a_sequence_is_not_delayed() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json-seq\r\nContent-Length: 10000\r\n\r\n";
    let first = format!("{head}\u{1e}{{\n\"id\":\"a\"\n}}\n");
    let server = Server::start(move |_, _| {
        vec![Step::Send(first.clone().into()), Step::Wait(Duration::from_secs(20)), Step::Close]
    });
    let mut log = client(&server).log().await.unwrap();
    let value = tokio::time::timeout(Duration::from_secs(10), log.next()).await.unwrap();
    assert_eq!(value.unwrap().unwrap().id, "a");
}

/// Responses that are not a stream of events: content type, if any, and body.
const NOT_EVENTS: [(Option<&str>, &str); 4] = [
    (Some("text/html"), "<html>Log in</html>"),
    (Some("application/json"), "{\"detail\":\"busy\"}"),
    (Some("text/event-streams"), "data: {}\n\n"),
    (None, "data: {}\n\n"),
];

fn not_events((content_type, body): (Option<&str>, &str)) -> Vec<Step> {
    let headers: Vec<_> = content_type.map(|content_type| ("Content-Type", content_type)).into_iter().collect();
    answer(200, &headers, body)
}

#[tokio::test]
async fn a_response_that_is_not_a_stream_of_events_is_an_error() {
    for case in NOT_EVENTS {
        let server = Server::start(move |_, _| not_events(case));
        let error = client(&server).events().await.unwrap_err();
        let Error::UnexpectedMediaType(unexpected) = &error else { panic!("{error:?}") };
        assert_eq!((unexpected.accepted, error.status().unwrap().as_u16()), ("text/event-stream", 200));
        assert_eq!(unexpected.response.content_type(), case.0.unwrap_or_default());
        assert_eq!(error.response().unwrap().body, case.1);
    }
    // The names of JSON lines vary, but HTML is not one of them.
    let html = "<html>Log in</html>";
    let server = Server::start(move |_, _| answer(200, &[("Content-Type", "text/html; charset=utf-8")], html));
    let error = client(&server).log().await.unwrap_err();
    assert!(matches!(error, Error::UnexpectedMediaType(_)) && error.response().unwrap().body == html, "{error:?}");
    let server = Server::start(|_, _| {
        answer(200, &[("Content-Type", "Text/Event-Stream; charset=utf-8")], "data: {\"id\":\"a\"}\n\n")
    });
    assert_eq!(client(&server).events().await.unwrap().next().await.unwrap().unwrap().data.id, "a");
}

#[tokio::test]
async fn a_response_that_is_not_a_stream_of_events_ends_a_reconnecting_one() {
    let check = async |steps: Vec<Step>, status: u16, body: &'static str, message: Option<&str>| {
        let server = Server::start(move |number, _| match number {
            0 => answer(200, &[EVENTS], "data: {\"id\":\"a\"}\n\n"),
            _ => steps.clone(),
        });
        let events = client(&server).events().retries(Retries::none()).await.unwrap();
        let mut events = events.reconnecting(quick(3)).unwrap();
        assert_eq!(events.next().await.unwrap().unwrap().data.id, "a");
        let StreamError::Reconnect(error) = events.next().await.unwrap().unwrap_err() else { panic!("{status}") };
        assert_eq!(
            (error.operation, error.response.status.as_u16(), &*error.response.body),
            ("events", status, body.as_bytes())
        );
        assert!(events.next().await.is_none());
        assert_eq!(server.received().len(), 2);
        // The response stays reachable in the error of the API.
        let error = Error::<std::convert::Infallible>::from(StreamError::Reconnect(error));
        assert_eq!((error.status().unwrap().as_u16(), error.message()), (status, message));
        assert_eq!(error.is_retryable(), status >= 500);
    };
    for case in NOT_EVENTS {
        check(not_events(case), 200, case.1, None).await;
    }
    check(answer(500, &[], ""), 500, "", None).await;
    let busy = r#"{"detail":"busy"}"#;
    check(json(503, busy), 503, busy, Some("busy")).await;
    check(json(404, busy), 404, busy, Some("busy")).await;
}

/// The second CR ends the event, and the server sends nothing after it.
#[tokio::test]
async fn an_event_that_ends_with_cr_is_returned_at_once() {
    let server = Server::start(|_, _| stalled("text/event-stream", "data: {\"id\":\"a\"}\r\r"));
    let limited = Client::builder().base_url(server.url()).bearer_auth("t").idle_timeout(Duration::from_secs(10));
    let mut events = limited.build().unwrap().events().await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data.id, "a");
}
