//! Redirects: which are followed, how the request changes, and what goes along.
//!
//! Architecture invariant: an origin that the user did not name gets nothing that the user or the document set.

use std::fmt;

use http::header::{self, HeaderMap, HeaderName};
use http::{Method, StatusCode, Uri};
use url::{Origin, Url};

use crate::runtime::http::error::RedirectReason;
use crate::runtime::http::request::Head;
use crate::runtime::http::table::{Operation, Status};
use crate::runtime::http::url::{origin, redirect_target};

/// Which redirects are followed, and what goes along.
///
/// | answer | request to the same origin, or to a trusted one | request to any other origin |
/// |---|---|---|
/// | 303 | `GET` (`HEAD` stays `HEAD`) without the body | the same, with nothing that was set |
/// | 301, 302 to `POST` | `GET` without the body | the same, with nothing that was set |
/// | 301, 302 to any other method | the same request again; `PATCH` only with an idempotency key | only `GET` and `HEAD` without a body, with nothing that was set |
/// | 307, 308 | the same request again | only `GET` and `HEAD` without a body, with nothing that was set |
///
/// The origin is the scheme, host and port, so `http://` is another origin than `https://`. "Nothing that was set" means: no
/// credentials, no headers of the client or the call, no header or cookie parameters, no idempotency key, no body, and no
/// [`Hook`](super::super::Hook) is called. Once a request has left the API for another origin, it gets none of these back.
///
/// A redirect that is not followed is an [`Error::Redirect`](super::super::Error::Redirect), unless the API documents its status. A call
/// that was redirected is not retried.
///
/// ```
/// # use oasmith_runtime::http::Redirects;
/// let redirects = Redirects::default().trust("https://files.example.com");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Redirects {
    max: u32,
    trusted: Vec<String>,
}

impl Default for Redirects {
    /// Follows at most ten redirects of a call, and trusts no other origin.
    fn default() -> Self {
        Self::max(10)
    }
}

impl Redirects {
    /// Follows no redirect: its answer is the answer to the call.
    #[must_use]
    pub fn none() -> Self {
        Self::max(0)
    }

    /// Follows at most this many redirects of a call.
    #[must_use]
    pub fn max(max: u32) -> Self {
        Self { max, trusted: Vec::new() }
    }

    /// Trusts an origin like the API itself: a redirect to it takes along everything, **credentials and body included**. For example
    /// `https://files.example.com`, without a path.
    #[must_use]
    pub fn trust(mut self, origin: impl Into<String>) -> Self {
        self.trusted.push(origin.into());
        self
    }

    /// The first trusted origin that is none, as it may be shown.
    pub(super) fn malformed(&self) -> Option<String> {
        let is_origin = |text: &&String| {
            origin(text).is_some_and(|origin| {
                let canonical = origin.ascii_serialization();
                Url::parse(text).is_ok_and(|url| url.as_str().trim_end_matches('/') == canonical)
            })
        };
        self.trusted.iter().find(|text| !is_origin(text)).map(|text| shown(text))
    }

    /// Whether redirects are followed at all.
    pub(super) fn enabled(&self) -> bool {
        self.max > 0
    }

    fn trusts(&self, target: &Origin) -> bool {
        self.trusted.iter().any(|text| origin(text).as_ref() == Some(target))
    }
}

/// A text that should be an origin, without what may be a secret in it: a password, a path, a query.
fn shown(text: &str) -> String {
    match origin(text) {
        Some(origin) => format!("{}/…", origin.ascii_serialization()),
        None if text.contains(['@', '?', '#']) => "…".to_owned(),
        None => text.to_owned(),
    }
}

impl fmt::Debug for Redirects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let trusted: Vec<String> = self.trusted.iter().map(|text| shown(text)).collect();
        f.debug_struct("Redirects").field("max", &self.max).field("trusted", &trusted).finish()
    }
}

impl From<u32> for Redirects {
    fn from(max: u32) -> Self {
        Self::max(max)
    }
}

/// Whether an answer leads to another URL. A redirect can be the operation's answer instead: if it is documented, and nothing else
/// means success.
pub(super) fn is_one(operation: &Operation, status: StatusCode, headers: &HeaderMap) -> bool {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) || !headers.contains_key(header::LOCATION) {
        return false;
    }
    let success = operation.successes.iter().any(|reply| match reply.status {
        Status::Exact(exact) => exact / 100 == 2,
        Status::Range(first) => first == 2,
        Status::Default => false,
    });
    !is_documented(operation, status) || success
}

/// Whether the operation documents the status, by itself or by its range.
pub(super) fn is_documented(operation: &Operation, status: StatusCode) -> bool {
    let mut replies = operation.successes.iter().chain(operation.failures);
    replies.any(|reply| reply.status.fit(status.as_u16()) > 1)
}

/// What a call allows to be done with its request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowed<'a> {
    pub(super) redirects: &'a Redirects,
    /// Whether the body can be read again.
    pub(super) replayable: bool,
    /// Whether sending the request twice has no other effect than sending it once.
    pub(super) repeatable: bool,
}

/// A request on its way: what became of it after some redirects.
#[derive(Debug, Clone)]
pub(super) struct Hop {
    /// Where the request went first: to the API.
    home: Option<Origin>,
    url: String,
    method: Method,
    /// Whether the request has a body.
    pub(super) keeps_body: bool,
    /// Whether a redirect has turned the request into a `GET` that fetches the outcome.
    is_rewritten: bool,
    /// Whether the request has left the API: nothing that was set goes along any more.
    pub(super) is_bare: bool,
    /// How many redirects led here.
    count: u32,
}

impl Hop {
    /// The request as the call makes it.
    pub(super) fn first(head: &Head, has_body: bool) -> Self {
        let (home, url, method) = (origin(&head.url), head.url.clone(), head.method.clone());
        Self { home, url, method, keeps_body: has_body, is_rewritten: false, is_bare: false, count: 0 }
    }

    /// The request that a redirect asks for.
    pub(super) fn next(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        allowed: Allowed<'_>,
    ) -> Result<Self, RedirectReason> {
        if self.count >= allowed.redirects.max {
            return Err(RedirectReason::TooMany(allowed.redirects.max));
        }
        let target = redirect_target(&self.url, headers)?;
        if !is_sendable(&target) {
            return Err(RedirectReason::Location);
        }
        // 301 and 302 turn a POST into a GET: all clients do (RFC 9110, 15.4.2 and 15.4.3).
        let becomes_get = match status.as_u16() {
            303 => self.method != Method::HEAD,
            301 | 302 => self.method == Method::POST,
            _ => false,
        };
        let method = if becomes_get { Method::GET } else { self.method.clone() };
        let keeps_body = self.keeps_body && !becomes_get;
        let reads = matches!(method, Method::GET | Method::HEAD);
        let to = target.origin();
        let is_bare = self.is_bare || !(self.home.as_ref() == Some(&to) || allowed.redirects.trusts(&to));
        if is_bare && (keeps_body || !reads) {
            return Err(RedirectReason::OtherOrigin(to.ascii_serialization()));
        }
        if keeps_body && !allowed.replayable {
            return Err(RedirectReason::Body);
        }
        let is_meant = matches!(status.as_u16(), 307 | 308);
        if !reads && !is_meant && !allowed.repeatable {
            return Err(RedirectReason::Repeats);
        }
        let (home, is_rewritten) = (self.home.clone(), self.is_rewritten || becomes_get);
        Ok(Self { home, url: target.into(), method, keeps_body, is_rewritten, is_bare, count: self.count + 1 })
    }

    /// The head of the request, of which this would be the head if there had been no redirect.
    pub(super) fn head(&self, whole: Head, idempotency_key: Option<&'static str>) -> Head {
        let mut headers = whole.headers;
        if self.is_rewritten {
            for name in
                [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::CONTENT_LANGUAGE]
            {
                headers.remove(name);
            }
            if let Some(Ok(name)) = idempotency_key.map(HeaderName::try_from) {
                headers.remove(name);
            }
        }
        Head { method: self.method.clone(), url: self.url.clone(), headers }
    }

    /// The head of the request to an origin that gets nothing but these headers.
    pub(super) fn bare_head(&self, headers: HeaderMap) -> Head {
        Head { method: self.method.clone(), url: self.url.clone(), headers }
    }
}

/// Whether a request can be made of the URL, which can be too long.
fn is_sendable(url: &Url) -> bool {
    Uri::try_from(url.as_str()).is_ok()
}
