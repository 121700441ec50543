//! Tests that every fault in transit gives a specific error with a clear message.

use std::time::Duration;

use generated::alguna::Client;
use generated::alguna::operations::GetCustomerError;
use generated::alguna::runtime::http::{Error, Retries};
use tests::server::{Reply, Server};

/// Returns the error of a call to this server.
async fn get_customer(url: &str) -> Error<GetCustomerError> {
    let client = Client::builder()
        .base_url(url)
        .bearer_auth("secret")
        .retries(Retries::none())
        .timeout(Duration::from_millis(300));
    client.build().unwrap().get_customer("cust_1").await.unwrap_err()
}

/// Returns the error of a call that gets this reply.
async fn error_of(reply: Reply) -> Error<GetCustomerError> {
    let server = Server::always(reply).unwrap();
    get_customer(&server.url()).await
}

#[tokio::test]
async fn a_refused_connection_is_a_connect_error() {
    // Nothing listens on a port that was just released.
    let url = Server::always(Reply::Close).unwrap().url();
    let error = get_customer(&url).await;
    assert!(error.is_connect(), "{error:?}");
}

#[tokio::test]
async fn a_slow_response_is_a_timeout() {
    let error = error_of(Reply::Hang(Duration::from_secs(2))).await;
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn an_incomplete_response_is_a_transport_error() {
    for reply in [Reply::Close, Reply::Raw(b"nonsense\r\n\r\n".to_vec()), Reply::Truncate { body: b"{".to_vec() }] {
        let error = error_of(reply.clone()).await;
        assert!(matches!(error, Error::Transport(_)), "{reply:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_decode_error_contains_operation_and_path() {
    for (body, path) in [("{\"id\": ", ""), (r#"{"id": 7}"#, "id"), (r#"{"contacts": [{"email": 1}]}"#, "email")] {
        let error = error_of(Reply::json(200, body)).await;
        let Error::Decode(error) = error else { panic!("{body}: {error:?}") };
        assert!(error.operation.contains("get_customer"), "{}", error.operation);
        assert!(error.path.contains(path), "{body}: {}", error.path);
        assert!(error.to_string().contains("get_customer"), "{error}");
    }
}

#[tokio::test]
async fn an_html_page_is_a_decode_error() {
    let reply = Reply::Respond {
        status: 200,
        headers: vec![("content-type".into(), "text/html".into())],
        body: b"<html>".to_vec(),
    };
    let error = error_of(reply).await;
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
}

#[tokio::test]
async fn an_undocumented_status_keeps_the_response() {
    use generated::diga;
    let server = Server::always(Reply::json(418, r#"{"teapot": true}"#)).unwrap();
    let client = diga::Client::builder().base_url(server.url()).bearer_auth("secret").build().unwrap();
    let error = client.update_customer(diga::models::CustomerRequestSchema::default()).await.unwrap_err();
    let diga::runtime::http::Error::UnexpectedStatus(unexpected) = error else { panic!("{error:?}") };
    assert_eq!(unexpected.response.status.as_u16(), 418);
    assert!(unexpected.to_string().contains("418"), "{unexpected}");
}

#[tokio::test]
async fn a_missing_credential_is_rejected_before_sending() {
    let server = Server::always(Reply::json(200, "{}")).unwrap();
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let error = client.get_customer("cust_1").await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)), "{error:?}");
    assert!(server.recorded().is_empty());
}

#[test]
fn secrets_are_not_printed() {
    let client = Client::builder().base_url("http://localhost").bearer_auth("very-secret").build().unwrap();
    assert!(!format!("{client:?}").contains("very-secret"));
}
