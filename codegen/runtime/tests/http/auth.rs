//! Credentials: which requests carry which.

use std::error::Error as _;

use super::runtime::http::{ClientCredentials, Error, Token};
use super::server::{Server, answer, json};
use super::{Client, client};

const PAGE: &str = r#"{"data":[]}"#;

#[test]
fn a_missing_credential_is_reported_before_sending() {
    let server = Server::start(|_, _| json(200, PAGE));
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let error = client.list_customers().send_blocking().unwrap_err();
    assert!(matches!(error, Error::Credential(_)), "{error:?}");
    assert_eq!(
        error.to_string(),
        "`list_customers` was not sent: the client has no credential for key and token, or bearerAuth; set one on its builder"
    );
    assert!(error.source().is_none());
    assert!(server.received().is_empty());
}

#[test]
fn alternatives_and_combinations() {
    let server = Server::start(|_, _| json(200, PAGE));
    let builder = || Client::builder().base_url(server.url());
    builder().key("k").token("a&b").build().unwrap().list_customers().send_blocking().unwrap();
    assert_eq!((server.last().header("x-key"), server.last().target.as_str()), (Some("k"), "/customers?token=a%26b"));
    builder().key("k").bearer_auth("b").build().unwrap().list_customers().send_blocking().unwrap();
    assert_eq!((server.last().header("x-key"), server.last().header("authorization")), (None, Some("Bearer b")));
}

#[test]
fn public_calls_send_no_credentials() {
    let server = Server::start(|_, _| answer(200, &[("Content-Type", "text/plain")], ""));
    client(&server).convert().send_blocking().unwrap();
    assert_eq!(server.last().header("authorization"), None);
}

#[test]
fn secrets_are_not_shown() {
    let builder = Client::builder().base_url("https://h").bearer_auth("hunter2").key("hunter2");
    let token = Token::from("hunter2");
    let oauth = ClientCredentials::new("https://h/t", "id", "hunter2");
    let mut shown = format!("{builder:?} {token:?} {oauth:?}");
    shown.push_str(&format!("{:?}", builder.build().unwrap()));
    assert!(!shown.contains("hunter2"), "{shown}");
    let unreachable = Client::builder().base_url("http://127.0.0.1:1").key("hunter2").token("hunter2").build().unwrap();
    let error = unreachable.list_customers().send_blocking().unwrap_err();
    let mut shown = format!("{error} {error:?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        shown.push_str(&format!("{error} {error:?}"));
        cause = error.source();
    }
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn another_host_gets_no_credentials() {
    let other = Server::start(|_, _| json(200, PAGE));
    let to = format!("{}/there", other.url());
    let server = Server::start(move |_, sent| match sent.target.as_str() {
        "/customers" => answer(302, &[("Location", "/here")], ""),
        _ => answer(307, &[("Location", to.as_str())], ""),
    });
    let client =
        Client::builder().base_url(server.url()).bearer_auth("t").default_header("X-Own", "o").build().unwrap();
    client.list_customers().header("Cookie", "c=d").send_blocking().unwrap();
    assert_eq!(server.last().target, "/here");
    assert_eq!(server.last().header("authorization"), Some("Bearer t"));
    let sent = other.last();
    assert_eq!((sent.method.as_str(), sent.target.as_str()), ("GET", "/there"));
    for name in ["authorization", "x-own", "cookie"] {
        assert_eq!(sent.header(name), None, "{name}");
    }
}

#[test]
fn redirects_end() {
    let server = Server::start(|_, _| answer(302, &[("Location", "/customers")], ""));
    let error = client(&server).list_customers().send_blocking().unwrap_err();
    assert_eq!(error.status().unwrap(), 302);
    assert_eq!(server.received().len(), 11);
}
