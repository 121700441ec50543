//! Calls in WebAssembly with the `fetch` of Node or of a browser. They need the server `server.mjs`:
//!
//! ```console
//! $ node tests/wasm/server.mjs &
//! $ cargo test -p wasm-tests --target wasm32-unknown-unknown
//! $ WASM_BINDGEN_USE_BROWSER=1 cargo test -p wasm-tests --target wasm32-unknown-unknown
//! ```

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use std::future::poll_fn;
use std::time::Duration;

use generated::alguna::models::UpdateCustomerRequest;
use generated::alguna::operations::UpdateCustomerError;
use generated::alguna::runtime::Patch;
use generated::alguna::runtime::http::{
    Body, Error, Request, Reqwest, Retries, Transport, TransportError, TransportErrorKind,
};
use generated::{alguna, diga};
use wasm_bindgen_test::wasm_bindgen_test;

/// The address of `server.mjs`.
const SERVER: &str = "http://127.0.0.1:8797";

fn alguna(path: &str) -> alguna::client::ClientBuilder {
    let retries = Retries::default().delays(Duration::from_millis(1), Duration::from_millis(2));
    alguna::Client::builder().base_url(format!("{SERVER}{path}")).bearer_auth("secret").retries(retries)
}

fn change() -> UpdateCustomerRequest {
    UpdateCustomerRequest { name: "Acme Corp".into(), currency: Patch::Null, ..Default::default() }
}

/// The server rejects requests with other headers or bodies.
#[wasm_bindgen_test]
async fn update_a_customer_of_diga() {
    let client = diga::Client::builder().base_url(format!("{SERVER}/diga")).bearer_auth("secret").build().unwrap();
    let body =
        diga::models::CustomerRequestSchema { name: "Acme Corp".into(), phone: Patch::Null, ..Default::default() };
    let customer = client.update_customer(body).await.unwrap();
    assert_eq!((customer.id.as_str(), customer.name), ("cus_1", Patch::Null));
}

#[wasm_bindgen_test]
async fn update_a_customer_of_alguna() {
    let client = alguna("/alguna").build().unwrap();
    let response = client.update_customer("cust ü/1", change()).with_response().await.unwrap();
    assert_eq!((response.value.id.as_str(), response.value.name.as_str()), ("cust ü/1", "Acme Corp"));
    assert_eq!(response.typed_headers().unwrap().idempotent_replayed, Some(false));
    let error = client.update_customer("missing", change()).await.unwrap_err();
    assert!(matches!(error.api(), Some(UpdateCustomerError::Default(_))), "{error:?}");
    assert_eq!(error.to_string(), "404 Not Found: no such customer");
}

/// The server counts the requests with each idempotency key, and accepts the third.
#[wasm_bindgen_test]
async fn calls_are_retried_with_the_same_key() {
    let client = alguna("/flaky").build().unwrap();
    assert_eq!(client.update_customer("cust_1", change()).await.unwrap().name, "request 3");
}

#[wasm_bindgen_test]
async fn calls_time_out() {
    let client = alguna("/slow").timeout(Duration::from_millis(50)).build().unwrap();
    let error = client.get_customer("cust_1").await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}

/// The browser does not say why.
#[wasm_bindgen_test]
async fn a_closed_port() {
    let client = alguna::Client::builder().base_url("http://127.0.0.1:9").bearer_auth("secret").build().unwrap();
    let error = client.get_customer("cust_1").retries(Retries::none()).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.kind == TransportErrorKind::Other), "{error:?}");
}

#[wasm_bindgen_test]
async fn bodies_have_a_limit() {
    let client = alguna("/large").body_limit(100_000).build().unwrap();
    let error = client.get_customer("cust_1").await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.kind == TransportErrorKind::TooLarge), "{error:?}");
}

/// The server sends a part of the body, and then nothing more.
#[wasm_bindgen_test]
async fn bodies_are_read_while_they_arrive() {
    let request = Request::get(format!("{SERVER}/stream")).body(Body::empty()).unwrap();
    let mut body = Reqwest::new().unwrap().send(request).await.unwrap().into_body();
    let part = poll_fn(|cx| body.poll_bytes(cx)).await.unwrap().unwrap();
    assert_eq!(part, "first");
}

#[wasm_bindgen_test]
async fn a_body_that_is_cut() {
    let client = alguna("/cut").build().unwrap();
    let error = client.get_customer("cust_1").await.unwrap_err();
    assert!(
        matches!(&error, Error::Transport(TransportError { kind: TransportErrorKind::ResponseBody, .. })),
        "{error:?}"
    );
}
