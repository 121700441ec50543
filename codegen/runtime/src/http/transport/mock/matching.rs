//! Compares a request with the expected one.

use bytes::Bytes;
use http::{Method, Request, header};
use serde_json::Value;

use crate::runtime::http::body::Body;

/// An expected request.
pub(super) struct ExpectedRequest {
    request: Request<Bytes>,
    /// Whether the call asks for only one of the documented media types.
    has_accepted: bool,
}

impl ExpectedRequest {
    /// Creates one from a call's request, built with [`ExpectedRequest::BASE_URL`].
    pub(super) fn new(request: Request<Body>, has_accepted: bool) -> Self {
        Self { request: request.map(|body| body.as_bytes().cloned().unwrap_or_default()), has_accepted }
    }

    /// Any base URL will do: only the rest of the URL is compared.
    pub(super) const BASE_URL: &'static str = "http://mock";

    /// Returns the first difference. Additions of the client, such as credentials, are not differences.
    pub(super) fn difference(&self, sent: &Request<Bytes>) -> Option<&'static str> {
        let Self { request, has_accepted } = self;
        let (path, sent_path) = (request.uri().path(), sent.uri().path());
        // The client's own base URL may have a path.
        if request.method() != sent.method() || !sent_path.ends_with(path) {
            return Some("its path");
        }
        let sent_query: Vec<&str> = pairs(sent).collect();
        if pairs(request).any(|pair| !sent_query.contains(&pair)) {
            return Some("its query");
        }
        let is_generated = |name| name == header::CONTENT_TYPE || (name == header::ACCEPT && !has_accepted);
        let mut headers = request.headers().iter().filter(|(name, _)| !is_generated(*name));
        if headers.any(|(name, value)| !sent.headers().get_all(name).iter().any(|sent| sent == value)) {
            return Some("its headers");
        }
        (!same_body(request, sent)).then_some("its body")
    }
}

fn pairs(request: &Request<Bytes>) -> impl Iterator<Item = &str> {
    request.uri().query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty())
}

/// Compares JSON by value. Does not compare multipart bodies: their boundaries are random, and streams can be read only once.
fn same_body(expected: &Request<Bytes>, sent: &Request<Bytes>) -> bool {
    let content_type = |request: &Request<Bytes>| {
        let text = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        text.unwrap_or_default().to_ascii_lowercase()
    };
    let (expected_type, sent_type) = (content_type(expected), content_type(sent));
    if expected_type.starts_with("multipart/") && sent_type.starts_with("multipart/") {
        return true;
    }
    if expected_type != sent_type {
        return false;
    }
    let value = |request: &Request<Bytes>| serde_json::from_slice::<Value>(request.body()).ok();
    match (value(expected), value(sent)) {
        (Some(left), Some(right)) if expected.method() != Method::HEAD => left == right,
        _ => expected.body() == sent.body(),
    }
}
