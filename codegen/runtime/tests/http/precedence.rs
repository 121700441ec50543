//! Values of a call override values of the client, including credentials.

use super::runtime::http::{ClientCredentials, Error};
use super::server::{Received, Server, answer, json};
use super::{Client, client};

const PAGE: &str = r#"{"data":[]}"#;

fn values<'a>(sent: &'a Received, name: &str) -> Vec<&'a str> {
    sent.headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str()).collect()
}

#[test]
fn the_header_of_a_call_overrides_the_credential_of_the_client() {
    let server = Server::start(|_, _| json(200, PAGE));
    client(&server).list_customers().header("authorization", "Bearer tenant-B").send_blocking().unwrap();
    assert_eq!(values(&server.last(), "authorization"), ["Bearer tenant-B"]);
    let both =
        Client::builder().base_url(server.url()).key("tenant-A").token("t").bearer_auth("tenant-A").build().unwrap();
    both.list_customers().header("X-KEY", "tenant-B").send_blocking().unwrap();
    assert_eq!(values(&server.last(), "x-key"), ["tenant-B"]);
    assert_eq!(server.last().target, "/customers?token=t");
    assert_eq!(server.last().header("authorization"), None);
    // The alternative of the call's own header is chosen, so no credential of another tenant is sent.
    both.list_customers().header("Authorization", "Bearer tenant-B").send_blocking().unwrap();
    assert_eq!(values(&server.last(), "authorization"), ["Bearer tenant-B"]);
    assert_eq!((server.last().header("x-key"), server.last().target.as_str()), (None, "/customers"));
}

#[test]
fn the_header_of_a_call_is_a_credential() {
    let server = Server::start(|_, _| json(200, PAGE));
    let client = Client::builder().base_url(server.url()).build().unwrap();
    client.list_customers().header("authorization", "Bearer tenant-B").send_blocking().unwrap();
    assert_eq!(values(&server.last(), "authorization"), ["Bearer tenant-B"]);
    // One of two schemes that are required together is not enough.
    let error = client.list_customers().header("x-key", "tenant-B").send_blocking().unwrap_err();
    assert!(matches!(error, Error::Credential(_)), "{error:?}");
    assert_eq!(server.received().len(), 1);
}

#[test]
fn a_default_header_is_a_credential_too() {
    let server = Server::start(|_, _| json(200, PAGE));
    let builder = || Client::builder().base_url(server.url()).default_header("Authorization", "Bearer tenant-B");
    builder().build().unwrap().list_customers().send_blocking().unwrap();
    assert_eq!(values(&server.last(), "authorization"), ["Bearer tenant-B"]);
    builder().bearer_auth("tenant-A").build().unwrap().list_customers().send_blocking().unwrap();
    assert_eq!(values(&server.last(), "authorization"), ["Bearer tenant-B"]);
    let call = builder().build().unwrap().list_customers().header("authorization", "Bearer tenant-C");
    call.send_blocking().unwrap();
    assert_eq!(values(&server.last(), "authorization"), ["Bearer tenant-C"]);
    let with_key = Client::builder().base_url(server.url()).default_header("x-key", "tenant-B").token("t");
    with_key.key("tenant-A").build().unwrap().list_customers().send_blocking().unwrap();
    assert_eq!(values(&server.last(), "x-key"), ["tenant-B"]);
}

#[test]
fn no_token_is_fetched_for_a_call_that_has_its_own() {
    let server = Server::start(|_, _| answer(401, &[], ""));
    let oauth = ClientCredentials::new(format!("{}/token", server.url()), "id", "s");
    let client = Client::builder().base_url(server.url()).oauth2(oauth).build().unwrap();
    #[allow(deprecated)] // So it is in the document.
    let call = client.delete_customer("c").header("Authorization", "Bearer tenant-B");
    assert_eq!(call.send_blocking().unwrap_err().status().unwrap(), 401);
    let received = server.received();
    assert_eq!(received.len(), 1);
    assert_eq!(values(&received[0], "authorization"), ["Bearer tenant-B"]);
}

#[test]
fn empty_credentials_are_not_sent() {
    let server = Server::start(|_, _| json(200, PAGE));
    for empty in ["", " ", "\t"] {
        let client = Client::builder().base_url(server.url()).bearer_auth(empty).build().unwrap();
        let error = client.list_customers().send_blocking().unwrap_err();
        assert!(matches!(error, Error::Credential(_)), "{error:?}");
        let client = Client::builder().base_url(server.url()).key("k").token(empty).build().unwrap();
        let error = client.list_customers().send_blocking().unwrap_err();
        assert!(matches!(error, Error::Credential(_)), "{error:?}");
    }
    assert!(server.received().is_empty());
}
