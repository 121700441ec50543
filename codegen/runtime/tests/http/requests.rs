//! Requests, byte for byte: method, path, query, headers.

use serde_json::json;

use super::api::models::Customer;
use super::api::operations::{Check, ListCustomers, UpdateCustomer};
use super::client;
use super::runtime::http::{Error, RequestError};
use super::server::{Server, json};

const CUSTOMER: &str = r#"{"id":"c"}"#;

#[test]
fn an_update_to_the_byte() {
    let server = Server::start(|_, _| json(200, CUSTOMER));
    let body = Customer { id: "c".to_owned(), name: Some("Acme".to_owned()) };
    client(&server).update_customer("cust/1", body).idempotency_key("ik_1").send_blocking().unwrap();
    let sent = server.last();
    assert_eq!((sent.method.as_str(), sent.target.as_str()), ("PATCH", "/customers/cust%2F1/"));
    assert_eq!(sent.body(), r#"{"id":"c","name":"Acme"}"#);
    let header = |name| sent.header(name);
    assert_eq!(header("content-type"), Some("application/json"));
    assert_eq!(header("accept"), Some("application/json, application/problem+json"));
    assert_eq!(header("api-version"), Some("2026-04-01"));
    assert_eq!(header("idempotency-key"), Some("ik_1"));
    assert_eq!(header("authorization"), Some("Bearer secret-token"));
    assert!(header("user-agent").is_some_and(|agent| agent.starts_with("oasmith")));
}

#[test]
fn paths_keep_hostile_values() {
    #[track_caller]
    fn check(id: &str, expect: Option<&str>) {
        let request = Check::new(id).into_request("http://h/v1/");
        let path = request.map(|request| request.uri().to_string());
        assert_eq!(path.ok().as_deref(), expect, "{id:?}");
    }
    check("a", Some("http://h/v1/customers/a"));
    check("a/../b?c#d", Some("http://h/v1/customers/a%2F..%2Fb%3Fc%23d"));
    check("%2e%2e", Some("http://h/v1/customers/%252e%252e"));
    check("...", Some("http://h/v1/customers/..."));
    check("é\r\n\0", Some("http://h/v1/customers/%C3%A9%0D%0A%00"));
    // No encoding helps: servers resolve `%2E%2E` as a relative segment, too.
    check("..", None);
    check(".", None);
    check("", None);
}

#[test]
fn base_urls_join() {
    #[track_caller]
    fn check(base: &str, expect: Result<&str, &str>) {
        let uri = Check::new("a").into_request(base).map(|request| request.uri().to_string());
        assert_eq!(uri.as_deref().map_err(|error| error.reason.as_str()), expect, "{base}");
    }
    check("https://h", Ok("https://h/customers/a"));
    check("https://h/", Ok("https://h/customers/a"));
    check("https://h:8443/p/q/", Ok("https://h:8443/p/q/customers/a"));
    check("ftp://h", Err("it must start with `http://` or `https://`, followed by a host"));
    check("/v1", Err("it must start with `http://` or `https://`, followed by a host"));
    check("https://u:p@h", Err("it must not contain credentials; set them on the client's builder"));
    check("https://h?a=b", Err("it must not contain a query or a fragment"));
}

#[test]
fn queries_to_the_byte() {
    let filter = json!({"a": {"b": 1}});
    let call = ListCustomers::new().tags(["x y", "z&"]).filter(filter).limit(5).limit(6).header("X-Own", "1");
    let request = call.into_request("http://h").unwrap();
    assert_eq!(request.uri(), "http://h/customers?limit=6&tags=x%20y,z%26&filter%5Ba%5D%5Bb%5D=1");
    assert_eq!(request.headers()["x-own"], "1");
    assert_eq!(ListCustomers::new().into_request("http://h").unwrap().uri(), "http://h/customers");
}

#[test]
fn a_value_that_violates_a_limit_is_not_sent() {
    let server = Server::start(|_, _| json(200, CUSTOMER));
    let key = "k".repeat(256);
    let error =
        client(&server).update_customer("c", Customer::default()).idempotency_key(key).send_blocking().unwrap_err();
    let Error::Request(RequestError { operation, subject, reason }) = &error else { panic!("{error:?}") };
    assert_eq!((*operation, subject.as_str()), ("update_customer", "Idempotency-Key"));
    assert_eq!(reason, "expected at most 255 characters, found 256");
    assert!(server.received().is_empty());
}

#[test]
fn headers_of_a_call_cannot_be_split() {
    let error = Check::new("a").header("X", "a\r\nEvil: 1").into_request("http://h").unwrap_err();
    assert_eq!(error.subject, "X");
    let error = Check::new("a").header("X Y", "a").into_request("http://h").unwrap_err();
    assert_eq!(error.reason, "the name is not a valid HTTP header name");
}

#[test]
fn calls_work_without_a_client() {
    let body = Customer::default();
    let error = UpdateCustomer::new("a", body).send_blocking().unwrap_err();
    assert!(error.to_string().contains("with_client"), "{error}");
}
