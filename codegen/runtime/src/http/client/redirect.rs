//! Redirects: which are followed, how the request changes, and what is sent to the target.
//!
//! Architecture invariant: an origin that the user did not name receives nothing that the user or the document set.

use std::fmt;

use http::header::{self, HeaderMap, HeaderName};
use http::{Method, StatusCode, Uri};
use url::{Origin, Url};

use crate::runtime::http::error::RedirectReason;
use crate::runtime::http::request::Head;
use crate::runtime::http::table::{Operation, Status};
use crate::runtime::http::url::{is_origin, origin, redacted, redirect_target};

/// The redirect policy: which redirects are followed, and what is sent to their targets.
///
/// | status | request to the same origin, or to a trusted one | request to any other origin |
/// |---|---|---|
/// | 303 | `GET` (`HEAD` stays `HEAD`) without the body | the same, anonymous |
/// | 301, 302 in response to `POST` | `GET` without the body | the same, anonymous |
/// | 301, 302 in response to any other method | the same request again; `PATCH` only with an idempotency key | only `GET` and `HEAD` without a body, anonymous |
/// | 307, 308 | the same request again | only `GET` and `HEAD` without a body, anonymous |
///
/// An origin is the scheme, host and port, so `http://` and `https://` are different origins. "Anonymous" means: no credentials, no headers
/// of the client or the call, no header or cookie parameters, no idempotency key, no body, and no [`Hook`](super::super::Hook) is called.
/// After a redirect to another origin, a request stays anonymous, even if it is redirected back to the API.
///
/// If a redirect is not followed, the call returns an [`Error::Redirect`](super::super::Error::Redirect), unless the API documents its
/// status. A call that was redirected is not retried.
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
    /// Follows at most ten redirects per call, and trusts no other origin.
    fn default() -> Self {
        Self::max(10)
    }
}

impl Redirects {
    /// Follows no redirects. The call returns a redirect like any other response with its status.
    #[must_use]
    pub fn none() -> Self {
        Self::max(0)
    }

    /// Follows at most this many redirects per call, and trusts no other origin.
    #[must_use]
    pub fn max(max: u32) -> Self {
        Self { max, trusted: Vec::new() }
    }

    /// Trusts an origin like the API itself: if a request is redirected to it, everything is sent, **including credentials and body**. The
    /// argument is an origin without a path, for example `https://files.example.com`.
    #[must_use]
    pub fn trust(mut self, origin: impl Into<String>) -> Self {
        self.trusted.push(origin.into());
        self
    }

    /// Returns the first argument of [`trust`](Self::trust) that is not an origin, redacted.
    pub(super) fn invalid_origin(&self) -> Option<String> {
        self.trusted.iter().find(|text| !is_origin(text)).map(|text| redacted(text))
    }

    #[cfg(test)]
    pub(super) fn count(&self) -> u32 {
        self.max
    }

    /// Returns whether any redirects are followed.
    pub(super) fn enabled(&self) -> bool {
        self.max > 0
    }

    fn trusts(&self, target: &Origin) -> bool {
        self.trusted.iter().any(|text| origin(text).as_ref() == Some(target))
    }
}

impl fmt::Debug for Redirects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let trusted: Vec<String> = self.trusted.iter().map(|text| redacted(text)).collect();
        f.debug_struct("Redirects").field("max", &self.max).field("trusted", &trusted).finish()
    }
}

impl From<u32> for Redirects {
    fn from(max: u32) -> Self {
        Self::max(max)
    }
}

/// Returns whether a response is a redirect to follow. A redirect is the operation's result instead, if it is documented and the operation
/// documents no other success.
pub(super) fn is_followable(operation: &Operation, status: StatusCode, headers: &HeaderMap) -> bool {
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

/// Returns whether the operation documents the status, exactly or by its range.
pub(super) fn is_documented(operation: &Operation, status: StatusCode) -> bool {
    let mut replies = operation.successes.iter().chain(operation.failures);
    // The fit of `default` is 1; an exact status and a range have more.
    replies.any(|reply| reply.status.fit(status.as_u16()) > 1)
}

/// The limits that the call and the client set for redirects.
#[derive(Debug, Clone, Copy)]
pub(super) struct RedirectLimits<'a> {
    pub(super) redirects: &'a Redirects,
    /// Whether the body can be read again.
    pub(super) replayable: bool,
    /// Whether sending the request twice has the same effect as sending it once.
    pub(super) repeatable: bool,
}

/// A request after some redirects.
#[derive(Debug, Clone)]
pub(super) struct Hop {
    /// The origin of the first request: the API's.
    api: Option<Origin>,
    url: String,
    method: Method,
    /// Whether the request has a body.
    pub(super) has_body: bool,
    /// Whether a redirect has changed the request to a `GET`.
    is_rewritten: bool,
    /// Whether the request was redirected to an untrusted origin. It then contains nothing that the user or the document set.
    pub(super) is_anonymous: bool,
    /// The number of redirects so far.
    count: u32,
}

impl Hop {
    /// The first request of a call. It may be anonymous: see [`NextPages::allow`](crate::runtime::http::NextPages::allow).
    pub(super) fn first(head: &Head, has_body: bool, is_anonymous: bool) -> Self {
        let (api, url, method) = (origin(&head.url), head.url.clone(), head.method.clone());
        Self { api, url, method, has_body, is_rewritten: false, is_anonymous, count: 0 }
    }

    /// Returns the request to a redirect's target.
    pub(super) fn next(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        limits: RedirectLimits<'_>,
    ) -> Result<Self, RedirectReason> {
        if self.count >= limits.redirects.max {
            return Err(RedirectReason::TooMany(limits.redirects.max));
        }
        let target = redirect_target(&self.url, headers)?;
        if !is_sendable(&target) {
            return Err(RedirectReason::Location);
        }
        // All clients change POST to GET for 301 and 302 (RFC 9110, 15.4.2 and 15.4.3).
        let becomes_get = match status.as_u16() {
            303 => self.method != Method::HEAD,
            301 | 302 => self.method == Method::POST,
            _ => false,
        };
        let method = if becomes_get { Method::GET } else { self.method.clone() };
        let has_body = self.has_body && !becomes_get;
        let is_safe_method = matches!(method, Method::GET | Method::HEAD);
        let target_origin = target.origin();
        let is_trusted = self.api.as_ref() == Some(&target_origin) || limits.redirects.trusts(&target_origin);
        let is_anonymous = self.is_anonymous || !is_trusted;
        if is_anonymous && (has_body || !is_safe_method) {
            return Err(RedirectReason::OtherOrigin(target_origin.ascii_serialization()));
        }
        if has_body && !limits.replayable {
            return Err(RedirectReason::Body);
        }
        // 307 and 308 ask for the same request again, even for a `POST` (RFC 9110, 15.4.8 and 15.4.9).
        let repeats_by_definition = matches!(status.as_u16(), 307 | 308);
        if !is_safe_method && !repeats_by_definition && !limits.repeatable {
            return Err(RedirectReason::Repeats);
        }
        let (api, is_rewritten) = (self.api.clone(), self.is_rewritten || becomes_get);
        Ok(Self { api, url: target.into(), method, has_body, is_rewritten, is_anonymous, count: self.count + 1 })
    }

    /// Returns the head of this request. `original` is the head without redirects.
    pub(super) fn head(&self, original: Head, idempotency_key: Option<&'static str>) -> Head {
        let mut headers = original.headers;
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

    /// Returns the head of an anonymous request, with only these headers.
    pub(super) fn anonymous_head(&self, headers: HeaderMap) -> Head {
        Head { method: self.method.clone(), url: self.url.clone(), headers }
    }
}

/// Returns whether the URL can be sent. It can be too long.
fn is_sendable(url: &Url) -> bool {
    Uri::try_from(url.as_str()).is_ok()
}
