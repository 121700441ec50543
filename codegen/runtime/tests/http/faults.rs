//! Networks that fail, one way after another.

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
fn nobody_listens() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = Client::builder().base_url(format!("http://{closed}")).bearer_auth("t").retries(Retries::none());
    let error = client.build().unwrap().list_customers().send_blocking().unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert_eq!(error.to_string(), "no connection to the API");
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
        assert_eq!(error.to_string(), "`list_customers` did not end within 60ms");
    }
}

#[test]
fn cut_bodies_are_told() {
    let cut = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"data\":";
    let server = Server::start(move |_, _| vec![Step::Send(cut.into()), Step::Close]);
    let error = client(&server).list_customers().retries(Retries::none()).send_blocking().unwrap_err();
    assert_eq!(kind(error), TransportErrorKind::ResponseBody);
}

#[test]
fn nonsense_is_told() {
    let server = Server::start(|_, _| vec![Step::Send(b"what?\r\n\r\n".to_vec()), Step::Close]);
    let error = client(&server).list_customers().retries(Retries::none()).send_blocking().unwrap_err();
    assert!(matches!(kind(error), TransportErrorKind::Other | TransportErrorKind::ResponseBody));
}

#[test]
fn large_bodies_are_refused() {
    let body = format!(r#"{{"data":[],"next":"{}"}}"#, "x".repeat(1000));
    let server = Server::start(move |_, _| json(200, &body));
    let client = Client::builder().base_url(server.url()).bearer_auth("t").body_limit(500).build().unwrap();
    assert_eq!(kind(client.list_customers().send_blocking().unwrap_err()), TransportErrorKind::TooLarge);
    assert_eq!(server.received().len(), 1);
}

#[test]
fn a_reused_connection_may_break() {
    let server = Server::start(|number, _| {
        let close = if number == 1 { vec![Step::Close] } else { Vec::new() };
        if number == 1 { close } else { json(200, PAGE) }
    });
    let client = client(&server);
    client.list_customers().send_blocking().unwrap();
    client.list_customers().send_blocking().unwrap();
    assert!(server.received().len() >= 3);
}

#[test]
fn informational_answers_are_skipped() {
    let server = Server::start(|_, _| {
        let mut steps = vec![Step::Send(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".to_vec())];
        steps.extend(json(200, PAGE));
        steps
    });
    client(&server).list_customers().send_blocking().unwrap();
}

#[tokio::test]
async fn dropping_a_call_cancels_it() {
    let server = Server::start(|_, _| vec![Step::Wait(Duration::from_secs(5))]);
    let call = client(&server).update_customer("c", Customer::default()).send();
    assert!(tokio::time::timeout(Duration::from_millis(50), call).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_client_serves_many_tasks() {
    let server = Server::start(|_, _| json(200, PAGE));
    let client = client(&server);
    let tasks: Vec<_> = (0..200)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.list_customers().await.map(|page| page.data.len()) })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap(), 0);
    }
}
