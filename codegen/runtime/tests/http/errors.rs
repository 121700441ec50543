//! Errors of decoding contain everything that helps to diagnose them.

use super::api::models::Customer;
use super::api::operations::UpdateCustomer;
use super::client;
use super::runtime::http::{Bytes, Error, HttpResponse};
use super::server::{Server, answer, json};

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

#[test]
fn errors_are_small_send_and_sync() {
    fn is_error<T: Send + Sync + 'static + std::error::Error>() {}
    is_error::<Error<super::api::operations::UpdateCustomerError>>();
    assert!(size_of::<Error<[u64; 100]>>() <= 96, "{}", size_of::<Error<[u64; 100]>>());
}
