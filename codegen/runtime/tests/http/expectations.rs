//! Mocks with typed expectations.

use super::api::client::Client;
use super::api::models::{Customer, CustomerPage, Problem};
use super::api::operations::{
    Check, Convert, DeleteCustomer, DeleteCustomerOutput, Download, Events, ListCustomers, Log, UpdateCustomer,
    UpdateCustomerError,
};
use super::runtime::http::{Body, ByteStream, Error, EventStream, JsonLines, Mock, TransportErrorKind};

const EXAMPLES: &str = r#"{"list_customers": {"200": {"data": [{"id": "from the document"}]}}}"#;

fn customer(id: &str) -> Customer {
    Customer { id: id.to_owned(), ..Customer::default() }
}

fn client(mock: &Mock) -> Client {
    Client::builder().bearer_auth("t").oauth2("t").transport(mock.clone()).build().unwrap()
}

#[tokio::test]
async fn a_mock_returns_a_typed_value() {
    let mock = Mock::expecting(EXAMPLES);
    mock.expect(UpdateCustomer::new("c 1", customer("c 1"))).header("x-count", "3").returns(customer("new"));
    let updated = client(&mock).update_customer("c 1", customer("c 1")).with_response().await.unwrap();
    assert_eq!((updated.value.id.as_str(), updated.typed_headers().unwrap().x_count), ("new", 3));
    assert_eq!(updated.header("content-type"), Some("application/json"));
    let sent = mock.sent::<UpdateCustomer>();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].body::<Customer>().unwrap().id, "c 1");
    assert_eq!(sent[0].parameter("id"), Some("c%201"));
    assert_eq!(sent[0].parameter("Idempotency-Key").map(str::len), Some(36));
    mock.verify().unwrap();
}

#[tokio::test]
async fn error_responses_are_typed() {
    let mock = Mock::expecting(EXAMPLES);
    let problem = || Problem { detail: "no".to_owned() };
    let any = || mock.expect_any::<UpdateCustomer>();
    any().fails(UpdateCustomerError::UnprocessableEntity(problem()));
    any().status(418).fails(UpdateCustomerError::Default(problem()));
    for (status, expect) in
        [(422, UpdateCustomerError::UnprocessableEntity(problem())), (418, UpdateCustomerError::Default(problem()))]
    {
        let error = client(&mock).update_customer("c", Customer::default()).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.into_api()), (status, Some(expect)));
    }
    mock.verify().unwrap();
}

#[tokio::test]
async fn examples_of_the_document() {
    let mock = Mock::expecting(EXAMPLES);
    mock.expect_any::<ListCustomers>().times(2).returns_example();
    let client = client(&mock);
    for _ in 0..2 {
        assert_eq!(client.list_customers().limit(3).await.unwrap().data[0].id, "from the document");
    }
    assert_eq!(mock.sent::<ListCustomers>()[0].parameter("limit"), Some("3"));
    mock.verify().unwrap();
}

#[tokio::test]
async fn every_kind_of_response_can_be_mocked() {
    let mock = Mock::expecting(EXAMPLES);
    let client = client(&mock);
    let stream = |text: &'static str| ByteStream::new(Body::from(text));

    mock.expect_any::<Convert>().returns("héllo".to_owned());
    assert_eq!(client.convert().await.unwrap().as_str(), "héllo");
    mock.expect_any::<Check>().returns(());
    assert_eq!(client.check("c").with_response().await.unwrap().status, 200);
    mock.expect_any::<Download>().returns(stream("bytes"));
    assert_eq!(client.download("f").await.unwrap().bytes().await.unwrap(), "bytes");
    mock.expect_any::<Events>().returns(EventStream::from(stream("data: {\"id\":\"e\"}\n\n")));
    assert_eq!(client.events().await.unwrap().next().await.unwrap().unwrap().data.id, "e");
    mock.expect_any::<Log>().returns(JsonLines::from(stream("{\"id\":\"l\"}\n")));
    assert_eq!(client.log().await.unwrap().next().await.unwrap().unwrap().id, "l");
    mock.expect_any::<DeleteCustomer>().returns(DeleteCustomerOutput::NoContent);
    #[allow(deprecated)] // It is deprecated in the document.
    let deleted = client.delete_customer("c").with_response().await.unwrap();
    assert_eq!((deleted.status.as_u16(), deleted.value), (204, DeleteCustomerOutput::NoContent));
    mock.expect_any::<ListCustomers>().any_times().breaks(TransportErrorKind::Connect);
    assert!(client.list_customers().await.unwrap_err().is_connect());
    mock.verify().unwrap();
}

/// An unexpected call is an error of the call and of the verification.
async fn check_refused(expect: impl FnOnce(&Mock), why: &str) {
    let mock = Mock::expecting(EXAMPLES);
    expect(&mock);
    let error = client(&mock).list_customers().limit(1).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.kind == TransportErrorKind::Refused), "{error:?}");
    let lines = mock.verify().unwrap_err().0;
    assert_eq!(lines[0], format!("`list_customers` (GET /v1/customers): {why}"));
    assert_eq!(mock.sent::<ListCustomers>().len(), 1, "it is not retried");
}

#[tokio::test]
async fn unexpected_calls_are_refused() {
    check_refused(|_| {}, "unexpected call").await;
    check_refused(|mock| mock.expect_any::<Check>().returns(()), "unexpected call").await;
    check_refused(
        |mock| mock.expect_any::<ListCustomers>().times(0).returns_example(),
        "called more often than expected",
    )
    .await;
    check_refused(
        |mock| mock.expect(ListCustomers::new().limit(2)).returns(CustomerPage { data: Vec::new(), next: None }),
        "its query differs from the expectation",
    )
    .await;
}

#[test]
fn missing_calls_are_reported() {
    let mock = Mock::expecting(EXAMPLES);
    mock.expect_any::<ListCustomers>().times(2).returns_example();
    mock.expect_any::<Check>().any_times().returns(());
    mock.expect_any::<Events>().returns_example();
    let error = mock.verify().unwrap_err().to_string();
    assert_eq!(
        error,
        "the calls of the mock do not match its expectations:\n- `events` has no example for 200\n\
         - `list_customers`: expected 2 calls, received 0\n- `events`: expected 1 calls, received 0"
    );
}
