//! Redirects: followed by the client, so that credentials stay with the host they are for.

use http::header::{self, HeaderMap};
use http::{Method, StatusCode, Uri};

use crate::runtime::http::request::Head;
use crate::runtime::http::table::{Operation, Status};

/// Whether a redirect is the operation's answer, rather than a way to it: it is documented, and nothing else means success.
pub(super) fn is_answer(operation: &Operation, status: StatusCode) -> bool {
    let documented =
        operation.successes.iter().chain(operation.failures).any(|reply| reply.status.fit(status.as_u16()) > 1);
    let success = operation.successes.iter().any(|reply| match reply.status {
        Status::Exact(exact) => exact / 100 == 2,
        Status::Range(first) => first == 2,
        Status::Default => false,
    });
    documented && !success
}

/// Turns a request into the one that a redirect asks for. `None` if it is not a redirect that can be followed.
pub(super) fn follow(head: &mut Head, status: StatusCode, headers: &HeaderMap, replayable: bool) -> Option<KeepBody> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
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

/// Scheme, host and port in lower case.
fn origin(url: &str) -> Option<(String, String, u16)> {
    let uri = Uri::try_from(url).ok()?;
    let scheme = uri.scheme_str()?.to_ascii_lowercase();
    let port = uri.port_u16().unwrap_or(if scheme == "https" { 443 } else { 80 });
    Some((scheme, uri.host()?.to_ascii_lowercase(), port))
}

/// The URL that a `Location` means (RFC 3986, 5.2, without dot segments: the transport takes those out).
fn resolve(base: &str, location: &str) -> Option<String> {
    let location = location.split('#').next().unwrap_or_default();
    let uri = Uri::try_from(base).ok()?;
    let (scheme, authority) = (uri.scheme_str()?, uri.authority()?.as_str());
    let url = if location.starts_with("http://") || location.starts_with("https://") {
        location.to_owned()
    } else if location.starts_with("//") {
        format!("{scheme}:{location}")
    } else if location.starts_with('/') {
        format!("{scheme}://{authority}{location}")
    } else if location.starts_with('?') {
        format!("{scheme}://{authority}{}{location}", uri.path())
    } else if location.split(['/', '?']).next().is_some_and(|start| start.contains(':')) {
        return None;
    } else {
        let folder = uri.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{scheme}://{authority}{folder}/{location}")
    };
    Uri::try_from(url.as_str()).ok().map(|_| url)
}

#[cfg(test)]
mod tests {
    use super::{origin, resolve};

    #[test]
    fn locations() {
        #[track_caller]
        fn check(location: &str, expect: Option<&str>) {
            assert_eq!(resolve("https://a.b:1/c/d?e", location).as_deref(), expect, "{location}");
        }
        check("https://x/y", Some("https://x/y"));
        check("//x/y", Some("https://x/y"));
        check("/y?z#f", Some("https://a.b:1/y?z"));
        check("y", Some("https://a.b:1/c/y"));
        check("?y", Some("https://a.b:1/c/d?y"));
        check("file:///etc/passwd", None);
        check("javascript:alert(1)", None);
    }

    #[test]
    fn origins() {
        assert_eq!(origin("https://A.b/x"), origin("https://a.B:443/y"));
        assert_ne!(origin("https://a.b"), origin("http://a.b"));
        assert_ne!(origin("https://a.b"), origin("https://a.b:8443"));
        assert_ne!(origin("https://a.b"), origin("https://b.b"));
    }
}
