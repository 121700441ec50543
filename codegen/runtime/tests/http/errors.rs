//! Errors of decoding contain everything that helps to diagnose them.

use std::time::Duration;

use super::api::models::Customer;
use super::api::operations::{UpdateCustomer, UpdateCustomerError};
use super::api::{self, Client};
use super::client;
use super::runtime::http::{Bytes, Error, HttpResponse, Retries};
use super::server::{Server, Step, answer, json};

#[test]
fn the_path_inside_the_json_is_named() {
    let server = Server::start(|_, _| json(200, r#"{"data":[{"id":"a"},{"id":7}]}"#));
    let error = client(&server).list_customers().send_blocking().unwrap_err();
    let Error::Decode(error) = error else { panic!("{error:?}") };
    assert_eq!((error.operation, error.path.as_str()), ("list_customers", "data[1].id"));
    assert_eq!(error.response.content_type(), "application/json");
    // The body of a successful response may be secret: the error holds it, but does not print it.
    assert!(!format!("{error} {error:?}").contains(r#""id""#), "{error:?}");
    assert_eq!(error.response.snippet(), r#"{"data":[{"id":"a"},{"id":7}]}"#);
}

#[test]
fn an_error_response_of_another_type_is_kept() {
    let server = Server::start(|_, _| answer(422, &[("Content-Type", "text/html"), ("X-Trace", "t")], "<html>"));
    let error = client(&server).update_customer("c", Customer::default()).send_blocking().unwrap_err();
    assert_eq!(error.status().unwrap(), 422);
    assert_eq!(error.headers().unwrap()["x-trace"], "t");
    let Error::Decode(error) = error else { panic!("{error:?}") };
    assert_eq!(error.response.body, "<html>");
}

/// The API's message does not depend on whether the body has the documented type: `detail` is a string there.
#[test]
fn an_error_response_of_another_type_has_its_message() {
    let check = |status: u16, content_type: &'static str, body: &'static str, expect: Option<&str>| {
        let server = Server::start(move |_, _| answer(status, &[("Content-Type", content_type)], body));
        let error = client(&server).update_customer("c", Customer::default()).send_blocking().unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        assert_eq!(error.message(), expect, "{status} {body}");
        assert_eq!(api::Error::from(error).message(), expect, "{status} {body}");
    };
    check(422, "application/json", r#"{"detail":7,"message":"no such pet"}"#, Some("no such pet"));
    check(422, "text/plain", "no such pet", Some("no such pet"));
    check(503, "text/plain", "no healthy upstream", Some("no healthy upstream"));
    check(422, "text/html", "<html>", None);
    check(422, "application/json", "", None);
    // The body of a success is data and not a message.
    check(200, "application/json", r#"{"id":7,"message":"secret"}"#, None);
}

#[test]
fn responses_decode_without_a_client() {
    let response = |status: u16, body: &'static str| {
        let mut response = HttpResponse::new(Bytes::from_static(body.as_bytes()));
        *response.status_mut() = status.try_into().unwrap();
        response
    };
    assert_eq!(UpdateCustomer::decode(response(200, r#"{"id":"x"}"#)).unwrap().id, "x");
    assert!(UpdateCustomer::decode(response(404, r#"{"detail":"x"}"#)).unwrap_err().api().is_some());
    let error = UpdateCustomer::decode(response(204, "")).unwrap_err();
    assert!(matches!(error, Error::UnexpectedStatus(_)), "{error:?}");
    let error = UpdateCustomer::decode(response(404, "\u{0}not json")).unwrap_err();
    assert!(error.to_string().contains("\\u{0}not json"), "{error}");
}

/// The part that error responses of the API have in common.
#[derive(Debug, PartialEq)]
struct Common {
    detail: Option<String>,
}

super::runtime::codec::object!(Common {
    0 "detail" => detail: Optional,
});

#[tokio::test]
async fn one_error_type_for_all_calls_of_an_api() {
    async fn both(client: &Client) -> Result<String, api::Error> {
        let page = client.list_customers().await?;
        let customer = client.update_customer("c", Customer::default()).await?;
        Ok(format!("{} {}", page.data.len(), customer.id))
    }
    let server = Server::start(|number, _| match number {
        0 | 2 => json(200, r#"{"data":[]}"#),
        1 => json(200, r#"{"id":"c"}"#),
        _ => answer(
            404,
            &[("Content-Type", "application/problem+json"), ("Retry-After", "7")],
            r#"{"detail":"no such pet"}"#,
        ),
    });
    let client = client(&server);
    assert_eq!(both(&client).await.unwrap(), "0 c");
    let error = both(&client).await.unwrap_err();
    assert_eq!(error.to_string(), "404 Not Found: no such pet");
    assert_eq!(error.message(), Some("no such pet"));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.body(), Some(Common { detail: Some("no such pet".to_owned()) }));
    assert!(!error.is_retryable() && !error.is_timeout());
    let Error::Api(error) = error else { panic!("{error:?}") };
    let typed: &UpdateCustomerError = error.value.downcast_ref().unwrap();
    assert!(matches!(typed, UpdateCustomerError::Default(problem) if problem.detail == "no such pet"), "{typed:?}");
    assert!(format!("{error:?}").contains("Default(Problem"), "{error:?}");
}

#[tokio::test]
async fn streams_pages_builders_and_requests_have_the_same_error() {
    async fn builder() -> Result<(), api::Error> {
        Client::builder().base_url("no URL").build()?;
        Ok(())
    }
    async fn request() -> Result<(), api::Error> {
        UpdateCustomer::new("..", Customer::default()).into_request("http://h")?;
        Ok(())
    }
    async fn items(client: &Client) -> Result<(), api::Error> {
        client.list_customers().items().next().await.transpose()?;
        Ok(())
    }
    async fn stream(client: &Client) -> Result<(), api::Error> {
        let mut lines = client.log().await?;
        while let Some(line) = lines.next().await {
            line?;
        }
        Ok(())
    }
    async fn header(client: &Client) -> Result<(), api::Error> {
        client.update_customer("c", Customer::default()).with_response().await?.typed_headers()?;
        Ok(())
    }
    assert!(matches!(builder().await, Err(Error::Build(_))));
    assert!(matches!(request().await, Err(Error::Request(_))));
    let server = Server::start(|_, request| match request.target.as_str() {
        "/log" => answer(200, &[("Content-Type", "application/jsonl")], "7\n"),
        target if target.contains("/c") && request.method != "GET" => json(200, r#"{"id":"c"}"#),
        _ => answer(503, &[("Content-Type", "text/plain")], "down"),
    });
    let client = client(&server);
    let error = items(&client).await.unwrap_err();
    assert!(error.is_retryable(), "{error:?}");
    assert_eq!(error.to_string(), "`list_customers` returned the undocumented status 503 Service Unavailable: down");
    assert!(matches!(stream(&client).await, Err(Error::Stream(_))));
    assert!(matches!(header(&client).await, Err(Error::Header(_))));
}

#[test]
fn the_message_is_in_the_configured_member() {
    let server = Server::start(|_, _| json(418, r#"{"detail":"generic","error":{"info":"precise"}}"#));
    let error = client(&server).update_customer("c", Customer::default()).send_blocking().unwrap_err();
    assert_eq!(error.to_string(), "418 I'm a teapot: precise");
}

#[test]
fn messages_of_the_api_cannot_control_the_terminal() {
    let server = Server::start(|_, _| json(418, &format!(r#"{{"detail":"\u001b[31m{}"}}"#, "x".repeat(1000))));
    let error = client(&server).update_customer("c", Customer::default()).send_blocking().unwrap_err();
    assert_eq!(error.to_string(), format!("418 I'm a teapot: \\u{{1b}}[31m{}…", "x".repeat(195)));
}

#[test]
fn errors_are_small_send_and_sync() {
    fn is_error<T: Send + Sync + 'static + std::error::Error>() {}
    is_error::<Error<UpdateCustomerError>>();
    is_error::<api::Error>();
    assert!(size_of::<Error<[u64; 100]>>() <= 96, "{}", size_of::<Error<[u64; 100]>>());
}

/// Responses that no documented type can hold keep their status, headers and body.
#[test]
fn responses_that_are_not_as_documented_stay_reachable() {
    #[track_caller]
    fn check(status: u16, content_type: &str, body: &'static str) {
        let headers = [("Content-Type", content_type.to_owned()), ("X-Trace", "t".to_owned())];
        let headers = headers.into_iter().filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>();
        let server = Server::start(move |_, _| {
            let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            answer(status, &headers, body)
        });
        let error = client(&server).update_customer("c", Customer::default()).retries(Retries::none());
        let error = error.send_blocking().unwrap_err();
        assert!(error.api().is_none(), "{error:?}");
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.headers().unwrap()["x-trace"], "t");
        assert_eq!(error.response().unwrap().body, body, "{error:?}");
        assert_eq!(error.is_retryable(), matches!(status, 500 | 503));
    }
    for status in [422, 400, 404, 500, 503, 599] {
        check(status, "text/html", "<html>Bad gateway</html>");
        check(status, "application/json", "");
        check(status, "application/json", "{");
        check(status, "application/problem+json", "[]");
        check(status, "", "busy");
    }
    check(200, "text/html", "<html>Log in</html>");
    check(200, "application/json", "");
}

/// `default` is the error for every status that no other response covers.
#[test]
fn a_default_response_types_every_other_status() {
    for status in [400, 404, 418, 451, 499, 500, 502, 599, 202, 302] {
        let server = Server::start(move |_, _| json(status, r#"{"detail":"no"}"#));
        let call = client(&server).update_customer("c", Customer::default()).retries(Retries::none());
        let error = call.send_blocking().unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert!(
            matches!(error.api(), Some(UpdateCustomerError::Default(problem)) if problem.detail == "no"),
            "{error:?}"
        );
    }
}

/// 304 has no body, so it is neither a value nor a body of the wrong type.
#[test]
fn not_modified_is_an_error_with_headers() {
    const NOT_MODIFIED: &str = "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\nContent-Length: 1000\r\n\r\n";
    let server = Server::start(|_, _| vec![Step::Send(NOT_MODIFIED.into())]);
    #[track_caller]
    fn check<T: std::fmt::Debug, E: std::fmt::Debug>(outcome: Result<T, Error<E>>) {
        let error = outcome.unwrap_err();
        let Error::UnexpectedStatus(unexpected) = &error else { panic!("{error:?}") };
        assert_eq!(error.status().unwrap(), 304);
        assert_eq!(error.headers().unwrap()["etag"], "\"v1\"");
        assert!(unexpected.response.body.is_empty() && !error.is_retryable());
        assert!(error.to_string().contains("304 Not Modified"), "{error}");
    }
    let client = client(&server);
    check(client.list_customers().header("If-None-Match", "\"v1\"").send_blocking());
    // Although the operation has a `default` response.
    check(client.update_customer("c", Customer::default()).send_blocking());
    check(client.events().send_blocking());
    assert_eq!(server.received().len(), 3);
    assert_eq!(server.received()[0].header("if-none-match"), Some("\"v1\""));
}

/// Responses to HEAD have the length of a body that is not sent. Statuses below 200 precede the response.
#[test]
fn responses_without_a_body() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\nETag: x\r\n\r\n";
    let server = Server::start(move |_, _| vec![Step::Send(head.into())]);
    let client = client(&server);
    for _ in 0..2 {
        let response = client.check("c").with_response().send_blocking().unwrap();
        assert_eq!(response.headers["content-length"], "1000");
    }
    let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    let ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"data\":[]}";
    let server = Server::start(move |_, _| vec![Step::Send(format!("{interim}{ok}").into())]);
    let response = super::client(&server).list_customers().with_response().send_blocking().unwrap();
    assert!(response.value.data.is_empty() && !response.headers.contains_key("link"));
    let server = Server::start(|_, _| answer(205, &[("X-Trace", "t")], ""));
    let error = super::client(&server).list_customers().send_blocking().unwrap_err();
    assert!(matches!(error, Error::UnexpectedStatus(_)) && error.headers().unwrap()["x-trace"] == "t", "{error:?}");
}
