//! The data of server-sent events, over HTTP: compiles the golden case `event_data`. The streams are written by the HTML standard, 9.2.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports")]

pub use oasmith_runtime as runtime;

#[rustfmt::skip]
#[path = "../golden/clients/event_data/mod.rs"]
pub mod event_data;

use event_data::Client;
use event_data::models::Price;
use event_data::operations::{GetPlainOutput, GetTextError};
use harness::server::{Reply, Server};
use runtime::http::{Error, Event, StreamError};

fn start(status: u16, content_type: &str, body: &str) -> (Server, Client) {
    let reply = Reply::Respond { status, headers: Vec::new(), body: body.as_bytes().to_vec() };
    let server = Server::always(reply.header("content-type", content_type)).unwrap();
    let client = Client::builder().base_url(server.url()).build().unwrap();
    (server, client)
}

/// A client of a server that sends these events.
fn events(text: &str) -> (Server, Client) {
    start(200, "text/event-stream", text)
}

fn data<T>(events: impl Iterator<Item = Result<Event<T>, StreamError>>) -> Vec<T> {
    events.map(|event| event.unwrap().data).collect()
}

#[test]
fn text_is_not_parsed() {
    let (_server, client) = events(
        "data: \"x\"\n\ndata: x\n\ndata: {\"a\": 1}\n\ndata: null\n\ndata:\n\ndata: 1\ndata: 2\n\nevent: e\n\ndata: cut",
    );
    let expect = ["\"x\"", "x", "{\"a\": 1}", "null", "", "1\n2"];
    assert_eq!(data(client.get_text().send_blocking().unwrap().blocking()), expect);
    let GetPlainOutput::OkEvents(stream) = client.get_plain().send_blocking().unwrap() else { panic!() };
    assert_eq!(data(stream.blocking()), expect);
    assert_eq!(data(client.get_plain().accept_event_stream().send_blocking().unwrap().blocking()), expect);
    assert_eq!(data(client.get_kinds().send_blocking().unwrap().blocking()), expect);
}

#[test]
fn the_sentinel_ends_text_and_json() {
    let (_server, client) = events("data: \"[DONE]\"\n\ndata: [DONE]\n\ndata: more\n\n");
    assert_eq!(data(client.get_text().send_blocking().unwrap().blocking()), ["\"[DONE]\""]);
    let (_server, client) = events("data: {\"amount\":1}\n\ndata: [DONE]\n\n");
    assert_eq!(data(client.get_json().send_blocking().unwrap().blocking()), [Price { amount: 1 }]);
}

#[test]
fn json_is_parsed() {
    let (_server, client) = events("data: {\"amount\":\ndata: 1}\n\ndata: x\n\ndata: {\"amount\":2}\n\n");
    let mut prices = client.get_json().send_blocking().unwrap().blocking();
    assert_eq!(prices.next().unwrap().unwrap().data, Price { amount: 1 });
    assert!(matches!(prices.next(), Some(Err(StreamError::Decode(_)))));
    assert_eq!(prices.next().unwrap().unwrap().data, Price { amount: 2 });
    let (_server, client) = events("data: \"x\"\n\ndata: \"a\\nb\"\n\n");
    assert_eq!(data(client.get_json_string().send_blocking().unwrap().blocking()), ["x", "a\nb"]);
}

#[test]
fn text_has_the_type_of_its_format() {
    let (_server, client) = events("data: 2024-02-29\n\ndata: tomorrow\n\n");
    let mut days = client.get_days().send_blocking().unwrap().blocking();
    assert_eq!(days.next().unwrap().unwrap().data.to_string(), "2024-02-29");
    assert!(matches!(days.next(), Some(Err(StreamError::Decode(_)))));
}

#[test]
fn another_response_is_an_error_that_contains_it() {
    let (_server, client) = start(200, "text/html", "<html>Log in</html>");
    let error = client.get_text().send_blocking().unwrap_err();
    let Error::UnexpectedMediaType(unexpected) = &error else { panic!("{error:?}") };
    assert_eq!(unexpected.accepted, "text/event-stream");
    assert_eq!(
        (error.status().unwrap().as_u16(), &*error.response().unwrap().body),
        (200, &b"<html>Log in</html>"[..])
    );
    // The operation also has a JSON response.
    let (_server, client) = start(200, "application/json", "{\"amount\":1}");
    let GetPlainOutput::OkJson(price) = client.get_plain().send_blocking().unwrap() else { panic!() };
    assert_eq!(price, Price { amount: 1 });
    let error = client.get_plain().accept_event_stream().send_blocking().unwrap_err();
    assert!(matches!(error, Error::UnexpectedMediaType(_)), "{error:?}");
    let (_server, client) = start(503, "application/json", "{\"detail\":\"busy\"}");
    let error = client.get_text().retries(runtime::http::Retries::none()).send_blocking().unwrap_err();
    assert!(matches!(error.api(), Some(GetTextError::ServiceUnavailable(busy)) if busy.detail == "busy"), "{error:?}");
}
