//! Converts requests to reqwest's type, and its responses and errors back.

use std::error::Error as StdError;
use std::{fmt, io};

#[cfg(not(target_arch = "wasm32"))]
use http::Uri;
use http::{Request, Response};

use super::Reqwest;
use crate::runtime::http::body::Body;
use crate::runtime::http::error::{TransportError, TransportErrorKind};

/// Scheme and authority of a URL.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, Clone)]
pub(super) struct KnownOrigin {
    scheme: http::uri::Scheme,
    authority: http::uri::Authority,
    url: reqwest::Url,
}

#[cfg(not(target_arch = "wasm32"))]
impl Reqwest {
    pub(super) fn to_reqwest(&self, request: Request<Body>) -> Result<reqwest::Request, TransportError> {
        let request = request.map(|body| match body.as_bytes() {
            Some(bytes) => bytes.clone().into(),
            None => reqwest::Body::wrap(body),
        });
        // Only a conversion of the whole request keeps extensions, which hooks set.
        let url = if request.extensions().is_empty() { self.url(request.uri()) } else { None };
        let Some(url) = url else { return reqwest::Request::try_from(request).map_err(failure) };
        let (head, body) = request.into_parts();
        let mut request = reqwest::Request::new(head.method, url);
        *request.headers_mut() = head.headers;
        *request.version_mut() = head.version;
        *request.body_mut() = Some(body);
        Ok(request)
    }

    /// Returns the URL. If its origin is known, only the path is parsed.
    fn url(&self, uri: &Uri) -> Option<reqwest::Url> {
        let (scheme, authority, path) = (uri.scheme()?, uri.authority()?, uri.path_and_query()?.as_str());
        let Some(first) = self.first.get() else {
            let url = reqwest::Url::parse(&uri.to_string()).ok()?;
            let origin = KnownOrigin { scheme: scheme.clone(), authority: authority.clone(), url: url.clone() };
            // Another call may have set it first.
            let _ = self.first.set(origin);
            return Some(url);
        };
        // Two slashes or backslashes would start another authority.
        let is_path = path.starts_with('/') && !path.get(1..).is_some_and(|rest| rest.starts_with(['/', '\\']));
        if !is_path || first.scheme != *scheme || first.authority.as_str() != authority.as_str() {
            return None;
        }
        first.url.join(path).ok()
    }
}

/// In a browser, a body must be in memory.
#[cfg(target_arch = "wasm32")]
impl Reqwest {
    pub(super) fn to_reqwest(&self, request: Request<Body>) -> Result<reqwest::Request, TransportError> {
        let (head, body) = request.into_parts();
        match body.as_bytes() {
            Some(bytes) => {
                let request = Request::from_parts(head, reqwest::Body::from(bytes.clone()));
                reqwest::Request::try_from(request).map_err(failure)
            }
            None => Err(TransportError::new(
                TransportErrorKind::RequestBody,
                "a browser cannot send a streamed body; use a body in memory",
            )),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn from_reqwest(response: reqwest::Response) -> Response<Body> {
    Response::<reqwest::Body>::from(response).map(Body::wrap)
}

#[cfg(target_arch = "wasm32")]
pub(super) fn from_reqwest(mut response: reqwest::Response) -> Response<Body> {
    let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
    let mut incoming = Response::new(Body::stream(response.bytes_stream()));
    *incoming.status_mut() = status;
    *incoming.headers_mut() = headers;
    incoming
}

/// Converts an error, without its URL, which may hold an API key.
pub(super) fn failure(error: reqwest::Error) -> TransportError {
    if is_connect(&error) {
        // Nothing was sent, so this matters more than that it took too long.
        let is_timeout = error.is_timeout();
        let failure = ConnectFailure::new(error);
        return match is_timeout {
            true => TransportError::new(TransportErrorKind::Connect, io::Error::new(io::ErrorKind::TimedOut, failure)),
            false => TransportError::new(TransportErrorKind::Connect, failure),
        };
    }
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_body() {
        TransportErrorKind::RequestBody
    } else {
        TransportErrorKind::Other
    };
    TransportError::new(kind, error.without_url())
}

/// A failed connection. Names the host, unlike the errors of reqwest and hyper: a redirect or a wrong base URL may have led to it.
#[derive(Debug)]
struct ConnectFailure {
    /// Host and port, without the rest of the URL.
    host: String,
    error: reqwest::Error,
}

impl ConnectFailure {
    fn new(error: reqwest::Error) -> Self {
        let url = error.url();
        let host = url.and_then(reqwest::Url::host_str).unwrap_or_default();
        let host = match url.and_then(reqwest::Url::port_or_known_default) {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        Self { host, error: error.without_url() }
    }
}

impl fmt::Display for ConnectFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the connection to `{}` failed", self.host)
    }
}

impl StdError for ConnectFailure {
    /// Skips the two outer errors, of reqwest and of hyper, which say nothing else.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let outer = self.error.source()?;
        Some(outer.source().unwrap_or(outer))
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn is_connect(error: &reqwest::Error) -> bool {
    error.is_connect()
}

#[cfg(target_arch = "wasm32")]
fn is_connect(_: &reqwest::Error) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::{Reqwest, Uri};

    /// A joined URL equals the parsed whole URL.
    #[test]
    fn urls_of_a_known_origin() {
        #[track_caller]
        fn check(first: &str, then: &str) {
            let transport = Reqwest::new().unwrap();
            for uri in [first, then, then] {
                let made = transport.url(&Uri::try_from(uri).unwrap());
                let whole = reqwest::Url::parse(uri).unwrap();
                assert_eq!(made.unwrap_or_else(|| whole.clone()), whole, "{uri}");
            }
        }
        check("http://a.b:81/c", "http://a.b:81/d/e%20f?g=h&i=%26");
        check("http://a.b/c?d", "http://a.b");
        check("http://a.b:80/c", "http://a.b:80/c/../d");
        check("https://a.b", "http://a.b/c");
        check("https://A.b/c", "https://a.b/d");
        check("https://a.b/c", "https://a.c/d");
        check("https://a.b/c", "https://a.b//c.d/e");
        check("https://a.b/c", "https://a.b/\\\\c.d/e");
        check("https://a.b/c", "https://a.b/:x@y");
        check("https://[::1]:8080/c", "https://[::1]:8080/?d");
    }
}
