//! Spans: their names and fields, and the absence of secrets.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::api::models::Customer;
use super::runtime::http::{Mock, Retries, TransportError, TransportErrorKind};
use super::server::{Server, answer, json};
use super::{Client, client};

type Fields = BTreeMap<String, String>;

/// Records the fields of all spans.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<Fields>>>);

struct Into<'a>(&'a mut Fields);

impl Visit for Into<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let text = format!("{value:?}");
        self.0.insert(field.name().to_owned(), text.trim_matches('"').to_owned());
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("oasmith_runtime")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = BTreeMap::new();
        span.record(&mut Into(&mut fields));
        let mut spans = self.0.lock().unwrap();
        spans.push(fields);
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut spans = self.0.lock().unwrap();
        values.record(&mut Into(&mut spans[usize::try_from(span.into_u64()).unwrap() - 1]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Returns the fields of a call's span.
async fn span_of(call: impl IntoFuture) -> Fields {
    let spans = Spans::default();
    let guard = tracing::subscriber::set_default(spans.clone());
    call.await;
    drop(guard);
    let spans = spans.0.lock().unwrap();
    assert_eq!(spans.len(), 1, "{spans:?}");
    spans[0].clone()
}

#[tokio::test]
async fn a_call_is_a_span() {
    let server = Server::start(|number, _| match number {
        0 => answer(503, &[], ""),
        _ => json(200, r#"{"id":"c","name":"in the body"}"#),
    });
    let call = client(&server).update_customer("c 1", Customer { id: "in the request".to_owned(), name: None });
    let fields = span_of(call.idempotency_key("k")).await;
    let (address, port) =
        server.url().trim_start_matches("http://").split_once(':').map(|(a, p)| (a.to_owned(), p.to_owned())).unwrap();
    let url = format!("{}/customers/c%201/", server.url());
    let expect = [
        ("code.function.name", "update_customer"),
        ("http.request.method", "PATCH"),
        ("http.request.resend_count", "1"),
        ("http.response.status_code", "200"),
        ("otel.kind", "client"),
        ("otel.name", "PATCH /customers/{id}/"),
        ("server.address", &address),
        ("server.port", &port),
        ("url.full", &url),
        ("url.template", "/customers/{id}/"),
    ];
    assert_eq!(fields, expect.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
}

/// Checks the fields that describe a failure.
async fn check_failed(client: Client, expect: [Option<&str>; 3]) {
    let fields = span_of(client.list_customers().retries(Retries::none())).await;
    let names = ["http.response.status_code", "error.type", "otel.status_code"];
    assert_eq!(names.map(|name| fields.get(name).map(String::as_str)), expect, "{fields:?}");
}

#[tokio::test]
async fn failures_are_named() {
    let mocked = |mock: Mock| Client::builder().bearer_auth("t").transport(mock).build().unwrap();
    check_failed(mocked(Mock::json(404, "")), [Some("404"), Some("404"), Some("ERROR")]).await;
    check_failed(mocked(Mock::json(302, "")), [Some("302"), None, None]).await;
    let broken = Mock::failing(|_| Err(TransportError::new(TransportErrorKind::Connect, "no cable")));
    check_failed(mocked(broken), [None, Some("connect"), Some("ERROR")]).await;
    let without = Client::builder().transport(Mock::json(200, "")).build().unwrap();
    check_failed(without, [None, Some("credential"), Some("ERROR")]).await;
    let server = Server::start(|_, _| vec![super::server::Step::Wait(Duration::from_secs(1))]);
    let slow = Client::builder().base_url(server.url()).bearer_auth("t").timeout(Duration::from_millis(30)).build();
    check_failed(slow.unwrap(), [None, Some("timeout"), Some("ERROR")]).await;
}

#[tokio::test]
async fn spans_contain_no_secrets() {
    let mock = Mock::json(200, r#"{"data":[]}"#);
    let client = Client::builder().key("hunter2").token("hunter2").transport(mock.clone()).build().unwrap();
    let fields = span_of(client.list_customers().header("X-Secret", "hunter2")).await;
    assert!(!format!("{fields:?}").contains("hunter2"), "{fields:?}");
    // The key was in the query.
    assert!(mock.take_requests()[0].uri().query().unwrap().contains("hunter2"));
}
