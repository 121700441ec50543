//! Redirects: followed by the client, so that credentials stay with the host they are for.

use http::header::{self, HeaderMap};
use http::{Method, StatusCode};

use crate::runtime::http::request::Head;
use crate::runtime::http::table::{Operation, Status};
use crate::runtime::http::url::{origin, resolve};

/// Whether an answer leads to another URL. A redirect can be the operation's answer instead: if it is documented, and nothing else
/// means success.
pub(super) fn is_one(operation: &Operation, status: StatusCode) -> bool {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return false;
    }
    let documented =
        operation.successes.iter().chain(operation.failures).any(|reply| reply.status.fit(status.as_u16()) > 1);
    let success = operation.successes.iter().any(|reply| match reply.status {
        Status::Exact(exact) => exact / 100 == 2,
        Status::Range(first) => first == 2,
        Status::Default => false,
    });
    !documented || success
}

/// Turns a request into the one that a redirect asks for. `None` if it cannot be followed.
pub(super) fn follow(head: &mut Head, status: StatusCode, headers: &HeaderMap, replayable: bool) -> Option<KeepBody> {
    let location = headers.get(header::LOCATION)?.to_str().ok()?;
    let target = resolve(&head.url, location)?;
    // 301 and 302 turn a POST into a GET: all clients do (RFC 9110, 15.4).
    let to_get = match status.as_u16() {
        303 => head.method != Method::HEAD,
        301 | 302 => head.method == Method::POST,
        _ => false,
    };
    if !to_get && !replayable {
        return None;
    }
    if to_get {
        head.method = Method::GET;
        for name in [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING] {
            head.headers.remove(name);
        }
    }
    if origin(&head.url) != origin(&target) {
        remove_secrets(&mut head.headers);
    }
    head.url = target;
    Some(if to_get { KeepBody::No } else { KeepBody::Yes })
}

/// Whether the body is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeepBody {
    Yes,
    No,
}

fn remove_secrets(headers: &mut HeaderMap) {
    let secret = |name: &header::HeaderName| {
        headers.get_all(name).iter().any(http::HeaderValue::is_sensitive)
            || matches!(*name, header::AUTHORIZATION | header::COOKIE | header::PROXY_AUTHORIZATION)
    };
    let names: Vec<_> = headers.keys().filter(|name| secret(name)).cloned().collect();
    for name in names {
        headers.remove(name);
    }
}
