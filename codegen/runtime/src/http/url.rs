//! URLs that an API gives: whose they are, and what they mean.

use http::Uri;

/// Scheme, host and port in lower case.
pub(super) fn origin(url: &str) -> Option<(String, String, u16)> {
    let uri = Uri::try_from(url).ok()?;
    let scheme = uri.scheme_str()?.to_ascii_lowercase();
    let port = uri.port_u16().unwrap_or(if scheme == "https" { 443 } else { 80 });
    Some((scheme, uri.host()?.to_ascii_lowercase(), port))
}

/// The URL that a `Location` means (RFC 3986, 5.2, without dot segments: the transport takes those out).
pub(super) fn resolve(base: &str, location: &str) -> Option<String> {
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
