//! The mock transport and a tower service instead of a network; hooks.

use std::sync::{Arc, Mutex};

use super::api::client::Client;
use super::runtime::http::{Bytes, Hook, HttpResponse, Mock, TransportError};

const PAGE: &str = r#"{"data":[{"id":"a"}]}"#;

#[tokio::test]
async fn a_mock_responds_without_a_socket() {
    let mock = Mock::json(200, PAGE);
    let client = Client::builder().bearer_auth("t").transport(mock.clone()).build().unwrap();
    assert_eq!(client.list_customers().limit(1).await.unwrap().data[0].id, "a");
    let sent = mock.take_requests();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].uri(), "https://api.example.com/v1/customers?limit=1");
    assert!(mock.take_requests().is_empty());
}

#[tokio::test]
async fn a_mock_can_fail() {
    use super::runtime::http::TransportErrorKind;
    let mock = Mock::failing(|_| Err(TransportError::new(TransportErrorKind::Connect, "no cable")));
    let client = Client::builder().bearer_auth("t").transport(mock.clone()).build().unwrap();
    let error = client.list_customers().await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert_eq!(mock.take_requests().len(), 3);
}

struct Log(Arc<Mutex<Vec<String>>>);

impl Hook for Log {
    fn before(&self, operation: &'static super::runtime::http::table::Operation, request: &mut http::request::Parts) {
        request.headers.insert("x-hook", http::HeaderValue::from_static("1"));
        self.0.lock().unwrap().push(format!("{} {}", operation.name, request.uri));
    }

    fn after(
        &self,
        _: &'static super::runtime::http::table::Operation,
        outcome: Result<&http::response::Parts, &TransportError>,
    ) {
        self.0.lock().unwrap().push(outcome.map_or_else(ToString::to_string, |parts| parts.status.to_string()));
    }
}

#[tokio::test]
async fn hooks_see_and_change() {
    let seen = Arc::default();
    let mock = Mock::new(|request| {
        let body = if request.headers().contains_key("x-hook") { PAGE } else { "" };
        HttpResponse::new(Bytes::from_static(body.as_bytes()))
    });
    let client = Client::builder().bearer_auth("t").hook(Log(Arc::clone(&seen))).transport(mock).build().unwrap();
    client.list_customers().await.unwrap();
    assert_eq!(*seen.lock().unwrap(), ["list_customers https://api.example.com/v1/customers", "200 OK"]);
}

#[cfg(feature = "tower")]
mod tower {
    use std::convert::Infallible;
    use std::future::{Ready, ready};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Context, Poll};

    use super::super::runtime::http::{Body, Request, Tower};
    use super::super::writes::{Pay, Remove};
    use super::{Client, HttpResponse, PAGE};

    #[derive(Clone)]
    struct Service;

    impl tower_service::Service<Request<Body>> for Service {
        type Response = HttpResponse<Body>;
        type Error = Infallible;
        type Future = Ready<Result<Self::Response, Infallible>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Request<Body>) -> Self::Future {
            ready(Ok(HttpResponse::new(Body::from(PAGE))))
        }
    }

    /// Acts on the request, then fails to connect to another server.
    #[derive(Clone)]
    struct Gateway(Arc<AtomicUsize>);

    impl tower_service::Service<Request<Body>> for Gateway {
        type Response = HttpResponse<Body>;
        type Error = std::io::Error;
        type Future = Ready<Result<Self::Response, std::io::Error>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), std::io::Error>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Request<Body>) -> Self::Future {
            self.0.fetch_add(1, Ordering::SeqCst);
            ready(Err(std::io::ErrorKind::ConnectionRefused.into()))
        }
    }

    #[tokio::test]
    async fn a_failed_service_may_have_sent_a_write() {
        let calls = Arc::<AtomicUsize>::default();
        let transport = Tower::new(Gateway(Arc::clone(&calls))).timer(|_| Box::pin(ready(())));
        let client = Client::builder().timeout(None).transport(transport).build().unwrap();
        let error = Pay::new(&client).await.unwrap_err();
        assert!(!error.is_connect(), "{error:?}");
        assert_eq!(calls.swap(0, Ordering::SeqCst), 1);
        Remove::new(&client).await.unwrap_err();
        assert_eq!(calls.load(Ordering::SeqCst), 3);
    }

    #[tokio::test]
    async fn a_service_is_a_transport() {
        let client = Client::builder().bearer_auth("t").transport(Tower::new(Service)).build().unwrap();
        assert_eq!(client.list_customers().await.unwrap().data[0].id, "a");
    }
}
