//! Tests Diga's `PATCH /v1/billing/customer/`.

use generated::diga::Client;
use generated::diga::models::{CustomerRequestSchema, CustomerResponseSchema};
use generated::diga::operations::UpdateCustomerError;
use generated::diga::runtime::http::Error;
use generated::diga::runtime::{Patch, Value};
use tests::server::{Reply, Server};

fn client(server: &Server) -> Client {
    Client::builder().base_url(server.url()).bearer_auth("secret").build().unwrap()
}

/// Sends a body and compares the request.
async fn check_sent(body: CustomerRequestSchema, expect: &str) {
    let server = Server::always(Reply::json(200, r#"{"id": "cus_1"}"#)).unwrap();
    client(&server).update_customer(body).await.unwrap();
    let sent = server.last().unwrap();
    assert_eq!((sent.method.as_str(), sent.target.as_str()), ("PATCH", "/v1/billing/customer/"));
    assert_eq!(sent.header("authorization"), Some("Bearer secret"));
    assert_eq!(sent.header("content-type"), Some("application/json"));
    assert_eq!(sent.header("content-length"), Some(expect.len().to_string().as_str()));
    assert_eq!(sent.text(), expect);
}

#[tokio::test]
async fn absent_null_and_set_fields_are_distinguished() {
    let empty = CustomerRequestSchema::default;
    check_sent(empty(), "{}").await;
    check_sent(CustomerRequestSchema { name: Patch::Null, ..empty() }, r#"{"name":null}"#).await;
    check_sent(CustomerRequestSchema { name: "Acme".into(), ..empty() }, r#"{"name":"Acme"}"#).await;
    let metadata = [("a".to_owned(), Value::Null), ("b".to_owned(), Value::from(1))].into_iter().collect();
    check_sent(
        CustomerRequestSchema { metadata: Patch::Value(metadata), ..empty() },
        r#"{"metadata":{"a":null,"b":1}}"#,
    )
    .await;
}

async fn update(reply: Reply) -> Result<CustomerResponseSchema, Error<UpdateCustomerError>> {
    let server = Server::always(reply).unwrap();
    client(&server).update_customer(CustomerRequestSchema::default()).await
}

#[tokio::test]
async fn a_response_is_decoded() {
    let customer = update(Reply::json(200, r#"{"id": "cus_1", "name": null, "email": "a@b.c"}"#)).await.unwrap();
    assert_eq!((customer.id.as_str(), customer.name, customer.phone), ("cus_1", Patch::Null, Patch::Absent));
    assert_eq!(customer.email.as_deref(), Some("a@b.c"));
}

#[tokio::test]
async fn documented_errors_are_decoded() {
    let body = r#"{"status": "error", "error_code": "X", "message": "no"}"#;
    let error = update(Reply::json(403, body)).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 403);
    assert!(matches!(error.api(), Some(UpdateCustomerError::Forbidden(error)) if error.message == "no"), "{error:?}");
    let error = update(Reply::json(500, body)).await.unwrap_err();
    assert!(
        matches!(error.api(), Some(UpdateCustomerError::InternalServerError(error)) if error.error_code == "X"),
        "{error:?}"
    );
}

#[tokio::test]
async fn validation_errors_have_locations_of_strings_and_integers() {
    let body = r#"{"detail": [{"loc": ["body", 3, "name"], "msg": "too long", "type": "value_error"}]}"#;
    let error = update(Reply::json(422, body)).await.unwrap_err();
    let Some(UpdateCustomerError::UnprocessableEntity(error)) = error.api() else { panic!("{error:?}") };
    let first = &error.detail.as_ref().unwrap()[0];
    assert_eq!((first.msg.as_str(), first.loc.len()), ("too long", 3));
    let encoded = generated::diga::runtime::encode_value(&first.loc).unwrap();
    assert_eq!(encoded, Value::from(vec![Value::from("body"), Value::from(3), Value::from("name")]));
}

#[test]
fn calls_can_block() {
    let server = Server::always(Reply::json(200, r#"{"id": "cus_1"}"#)).unwrap();
    let customer = client(&server).update_customer(CustomerRequestSchema::default()).send_blocking().unwrap();
    assert_eq!(customer.id, "cus_1");
}
