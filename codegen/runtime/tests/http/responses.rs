//! Responses: the type of each case, streams, headers.

use super::api::models::Customer;
use super::api::operations::{DeleteCustomerOutput, UpdateCustomerError};
use super::client;
use super::runtime::http::Error;
use super::server::{Server, Step, answer, json};

const JSON: (&str, &str) = ("Content-Type", "application/json");

#[test]
fn typed_headers() {
    let headers = [JSON, ("X-Count", "7"), ("X-Tags", "a, b"), ("X-Tags", "c")];
    let server = Server::start(move |_, _| answer(200, &headers, r#"{"id":"c"}"#));
    let call = client(&server).update_customer("c", Customer::default()).with_response();
    let response = call.send_blocking().unwrap();
    assert_eq!(response.value.id, "c");
    assert_eq!(response.status, 200);
    assert_eq!(response.header("x-count"), Some("7"));
    let headers = response.typed_headers().unwrap();
    assert_eq!(headers.x_count, 7);
    assert_eq!(headers.x_tags.unwrap(), ["a", "b", "c"]);
}

#[test]
fn headers_of_another_type_are_a_header_error() {
    let server = Server::start(|_, _| answer(200, &[JSON, ("X-Count", "many")], r#"{"id":"c"}"#));
    let call = client(&server).update_customer("c", Customer::default()).with_response();
    let error = call.send_blocking().unwrap().typed_headers().unwrap_err();
    assert_eq!(
        error.to_string(),
        "header `x-count` of the response to `update_customer`: the text does not match the documented type"
    );
}

#[test]
fn documented_error_responses_are_typed() {
    let server = Server::start(|number, _| match number {
        0 => answer(422, &[("Content-Type", "application/problem+json")], r#"{"detail":"no"}"#),
        _ => json(418, r#"{"detail":"tea"}"#),
    });
    let client = client(&server);
    let error = client.update_customer("c", Customer::default()).send_blocking().unwrap_err();
    assert_eq!(error.status().unwrap(), 422);
    assert!(matches!(error.api(), Some(UpdateCustomerError::UnprocessableEntity(problem)) if problem.detail == "no"));
    let error = client.update_customer("c", Customer::default()).send_blocking().unwrap_err();
    assert!(matches!(error.into_api(), Some(UpdateCustomerError::Default(problem)) if problem.detail == "tea"));
}

#[test]
fn several_successes_are_an_enum() {
    let server = Server::start(|number, _| match number {
        0 => json(200, r#"{"id":"c"}"#),
        _ => answer(204, &[], ""),
    });
    let token = super::Client::builder().base_url(server.url()).oauth2("t").build().unwrap();
    #[allow(deprecated)] // So it is in the document.
    let delete = || token.delete_customer("c").send_blocking().unwrap();
    assert!(matches!(delete(), DeleteCustomerOutput::Ok(customer) if customer.id == "c"));
    assert_eq!(delete(), DeleteCustomerOutput::NoContent);
}

#[test]
fn head_has_no_body() {
    let server = Server::start(|_, _| vec![Step::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n".to_vec())]);
    assert_eq!(client(&server).check("a").with_response().send_blocking().unwrap().status, 200);
    assert_eq!(server.last().method, "HEAD");
}

#[test]
fn text_is_text() {
    let server = Server::start(|_, _| answer(203, &[("Content-Type", "text/plain")], "\u{feff}héllo"));
    assert_eq!(client(&server).convert().send_blocking().unwrap().as_str(), "héllo");
}

#[tokio::test]
async fn bytes_stream() {
    let server = Server::start(|_, _| {
        let piece = vec![b'x'; 100_000];
        let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000000\r\n\r\n";
        let mut steps = vec![Step::Send(head.to_vec())];
        steps.extend((0..10).map(|_| Step::Send(piece.clone())));
        steps
    });
    let mut bytes = client(&server).download("f").await.unwrap();
    let mut length = 0;
    while let Some(piece) = bytes.next().await {
        length += piece.unwrap().len();
    }
    assert_eq!(length, 1_000_000);
}

#[test]
fn undocumented_statuses_are_kept_raw() {
    let server = Server::start(|_, _| answer(500, &[("Content-Type", "text/html")], "<h1>oh</h1>\n"));
    let error = client(&server).check("a").retries(super::Retries::none()).send_blocking().unwrap_err();
    assert!(matches!(error, Error::UnexpectedStatus(_)), "{error:?}");
    let server = Server::start(|_, _| answer(500, &[("Content-Type", "text/html")], "<h1>oh</h1>\n"));
    let error = client(&server).list_customers().send_blocking().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`list_customers` returned the undocumented status 500 Internal Server Error (text/html): <h1>oh</h1>\\n"
    );
}
