//! URLs that an API sends: resolves them, and determines their origins.
//!
//! The crate `url` parses them, as it does in the default transport. If two parsers disagreed about the host of a URL, credentials could be
//! sent to the wrong one.

use http::header::{self, HeaderMap};
use url::{Origin, Url};

use super::error::RedirectReason;

/// Returns the origin of an HTTP URL: scheme, host and port (RFC 6454). The same server answers all URLs of an origin.
pub(super) fn origin(url: &str) -> Option<Origin> {
    http_url(Url::parse(url).ok()?).map(|url| url.origin())
}

/// Resolves a reference, for example a `Location`. Returns `None` if the result is not an HTTP URL or contains a user name or password.
pub(super) fn resolve(base: &str, reference: &str) -> Option<Url> {
    let mut url = http_url(Url::parse(base).ok()?.join(reference).ok()?)?;
    url.set_fragment(None);
    Some(url)
}

/// Returns the target of a redirect (RFC 9110, 10.2.2).
///
/// # Errors
///
/// Returns an error if the response does not have exactly one `Location`, or it is not an HTTP URL without credentials.
pub(super) fn redirect_target(base: &str, headers: &HeaderMap) -> Result<Url, RedirectReason> {
    let mut values = headers.get_all(header::LOCATION).iter();
    let first = values.next().ok_or(RedirectReason::Location)?;
    if values.any(|other| other != first) {
        return Err(RedirectReason::Location);
    }
    let reference = std::str::from_utf8(first.as_bytes()).map_err(|_| RedirectReason::Location)?;
    if reference.trim().is_empty() {
        return Err(RedirectReason::EmptyLocation);
    }
    resolve(base, reference).ok_or(RedirectReason::Location)
}

/// Returns whether a text is an origin: an HTTP URL without a path, query and credentials.
pub(super) fn is_origin(text: &str) -> bool {
    origin(text).is_some_and(|origin| {
        let canonical = origin.ascii_serialization();
        Url::parse(text).is_ok_and(|url| url.as_str().trim_end_matches('/') == canonical)
    })
}

/// Redacts a text that should be a URL or an origin: a password, path or query may be secret.
pub(super) fn redacted(text: &str) -> String {
    match origin(text) {
        Some(origin) => format!("{}/…", origin.ascii_serialization()),
        None if text.contains(['@', '?', '#']) => "…".to_owned(),
        None => text.to_owned(),
    }
}

fn http_url(url: Url) -> Option<Url> {
    let is_http = matches!(url.scheme(), "http" | "https") && url.has_host();
    (is_http && url.username().is_empty() && url.password().is_none()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::{origin, resolve};

    #[test]
    fn references() {
        #[track_caller]
        fn check(reference: &str, expect: Option<&str>) {
            let url = resolve("https://a.b:1/c/d?e", reference);
            assert_eq!(url.as_ref().map(|url| url.as_str()), expect, "{reference}");
        }
        check("https://x/y", Some("https://x/y"));
        check("HTTPS://x/y", Some("https://x/y"));
        check("//x/y", Some("https://x/y"));
        check("\\\\x\\y", Some("https://x/y"));
        check("/y?z#f", Some("https://a.b:1/y?z"));
        check("y", Some("https://a.b:1/c/y"));
        check("../y", Some("https://a.b:1/y"));
        check("?y", Some("https://a.b:1/c/d?y"));
        check("/a b|c", Some("https://a.b:1/a%20b|c"));
        check("https://ü.x/ü", Some("https://xn--tda.x/%C3%BC"));
        check("https://u@x/y", None);
        check("https://u:p@x/y", None);
        check("https://", None);
        check("file:///etc/passwd", None);
        check("javascript:alert(1)", None);
    }

    #[test]
    fn origins() {
        assert_eq!(origin("https://A.b/x"), origin("https://a.B:443/y"));
        assert_ne!(origin("https://a.b"), origin("http://a.b"));
        assert_ne!(origin("https://a.b"), origin("https://a.b:8443"));
        assert_ne!(origin("https://a.b"), origin("https://b.b"));
        assert_eq!(origin("file:///a"), None);
    }
}
