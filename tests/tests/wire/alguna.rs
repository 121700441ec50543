//! Tests Alguna's `PATCH /customers/{id}` and a sample of its other operations.

use generated::alguna::Client;
use generated::alguna::models::UpdateCustomerRequest;
use generated::alguna::operations::UpdateCustomerError;
use generated::alguna::runtime::Patch;
use generated::alguna::runtime::http::Error;
use tests::server::{Reply, Server};

const CUSTOMER: &str = r#"{"id": "cust_1", "name": "Acme", "currency": "USD", "created_at": "2026-04-01T10:00:00Z", "updated_at": "2026-04-01T12:30:00Z"}"#;

fn client(server: &Server) -> Client {
    Client::builder().base_url(server.url()).bearer_auth("secret").build().unwrap()
}

/// Sends a body for a customer and compares the request.
async fn check_sent(id: &str, body: UpdateCustomerRequest, target: &str, expect: &str) {
    let server = Server::always(Reply::json(200, CUSTOMER)).unwrap();
    client(&server).update_customer(id, body).await.unwrap();
    let sent = server.last().unwrap();
    assert_eq!((sent.method.as_str(), sent.target.as_str()), ("PATCH", target));
    assert_eq!(sent.header("authorization"), Some("Bearer secret"));
    assert_eq!(sent.header("alguna-version"), Some("2026-04-01"));
    assert_eq!(sent.header("content-type"), Some("application/json"));
    assert_eq!(sent.text(), expect);
}

#[tokio::test]
async fn absent_null_and_set_fields_are_distinguished() {
    let empty = UpdateCustomerRequest::default;
    check_sent("cust_1", empty(), "/customers/cust_1", "{}").await;
    check_sent(
        "cust_1",
        UpdateCustomerRequest { name: Patch::Null, ..empty() },
        "/customers/cust_1",
        r#"{"name":null}"#,
    )
    .await;
    let body = UpdateCustomerRequest { aliases: Patch::Value(vec!["a".to_owned()]), currency: "EUR".into(), ..empty() };
    check_sent("cust_1", body, "/customers/cust_1", r#"{"aliases":["a"],"currency":"EUR"}"#).await;
}

#[tokio::test]
async fn special_characters_in_an_id_are_encoded() {
    let empty = UpdateCustomerRequest::default;
    check_sent("a/../b?c", empty(), "/customers/a%2F..%2Fb%3Fc", "{}").await;
    check_sent("ü %\r\n#", empty(), "/customers/%C3%BC%20%25%0D%0A%23", "{}").await;
}

#[tokio::test]
async fn ids_that_are_not_a_segment_are_rejected_before_sending() {
    for id in ["", ".", ".."] {
        let server = Server::always(Reply::json(200, CUSTOMER)).unwrap();
        let error = client(&server).update_customer(id, UpdateCustomerRequest::default()).await.unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{id:?}: {error:?}");
        assert!(server.recorded().is_empty(), "{id:?}");
    }
}

#[tokio::test]
async fn the_idempotency_key_is_sent() {
    let server = Server::always(Reply::json(200, CUSTOMER).header("idempotent-replayed", "true")).unwrap();
    let call = client(&server).update_customer("cust_1", UpdateCustomerRequest::default());
    let response = call.idempotency_key("ik_1").with_response().await.unwrap();
    assert_eq!(server.last().unwrap().header("idempotency-key"), Some("ik_1"));
    assert_eq!(response.header("idempotent-replayed"), Some("true"));
    assert_eq!(response.typed_headers().unwrap().idempotent_replayed, Some(true));
    assert_eq!(response.value.created_at.to_string(), "2026-04-01T10:00:00Z");
}

#[tokio::test]
async fn a_key_that_is_too_long_is_rejected_before_sending() {
    let server = Server::always(Reply::json(200, CUSTOMER)).unwrap();
    let call = client(&server).update_customer("cust_1", UpdateCustomerRequest::default());
    let error = call.idempotency_key("k".repeat(256)).await.unwrap_err();
    assert!(matches!(error, Error::Request(_)), "{error:?}");
    assert!(server.recorded().is_empty());
}

#[tokio::test]
async fn every_failure_is_the_default_error() {
    for status in [400, 404, 409, 500] {
        let server = Server::always(Reply::json(status, r#"{"error": {"code": "x", "message": "no"}}"#)).unwrap();
        let error = client(&server).update_customer("cust_1", UpdateCustomerRequest::default()).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert!(matches!(error.api(), Some(UpdateCustomerError::Default(_))), "{error:?}");
    }
}
