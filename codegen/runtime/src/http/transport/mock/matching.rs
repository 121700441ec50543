//! Whether a request is the one that a call stands for.

use bytes::Bytes;
use http::{Method, Request, header};
use serde_json::Value;

use crate::runtime::http::body::Body;

/// A request that is expected.
pub(super) struct Wanted(Request<Bytes>);

impl Wanted {
    /// The request of a call, under the base URL that [`Wanted::BASE_URL`] is.
    pub(super) fn new(request: Request<Body>) -> Self {
        Self(request.map(|body| body.as_bytes().cloned().unwrap_or_default()))
    }

    /// Any will do: only what comes after it is compared.
    pub(super) const BASE_URL: &'static str = "http://mock";

    /// The first thing in which a request differs. The request may have more: what the client adds, credentials among it.
    pub(super) fn difference(&self, sent: &Request<Bytes>) -> Option<&'static str> {
        let (path, sent_path) = (self.0.uri().path(), sent.uri().path());
        // The client's own base URL may have a path.
        if self.0.method() != sent.method() || !sent_path.ends_with(path) {
            return Some("its path");
        }
        let sent_query: Vec<&str> = pairs(sent).collect();
        if pairs(&self.0).any(|pair| !sent_query.contains(&pair)) {
            return Some("its query");
        }
        let made = [header::ACCEPT, header::CONTENT_TYPE];
        let mut headers = self.0.headers().iter().filter(|(name, _)| !made.contains(name));
        if headers.any(|(name, value)| !sent.headers().get_all(name).iter().any(|sent| sent == value)) {
            return Some("its headers");
        }
        (!same_body(&self.0, sent)).then_some("its body")
    }
}

fn pairs(request: &Request<Bytes>) -> impl Iterator<Item = &str> {
    request.uri().query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty())
}

/// JSON is compared by value. Parts are not: what is between them differs each time, and streams are sent only once.
fn same_body(wanted: &Request<Bytes>, sent: &Request<Bytes>) -> bool {
    let content_type = |request: &Request<Bytes>| {
        let text = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        text.unwrap_or_default().to_ascii_lowercase()
    };
    let (ours, theirs) = (content_type(wanted), content_type(sent));
    if ours.starts_with("multipart/") && theirs.starts_with("multipart/") {
        return true;
    }
    if ours != theirs {
        return false;
    }
    let value = |request: &Request<Bytes>| serde_json::from_slice::<Value>(request.body()).ok();
    match (value(wanted), value(sent)) {
        (Some(ours), Some(theirs)) if wanted.method() != Method::HEAD => ours == theirs,
        _ => wanted.body() == sent.body(),
    }
}
