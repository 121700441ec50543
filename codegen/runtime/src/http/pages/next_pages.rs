//! Which URLs of next pages are requested: [`NextPages`].
//!
//! Architecture invariant: an origin that the user did not trust receives nothing that the user or the document set.

use std::fmt;

use url::Url;

use crate::runtime::http::url::{is_origin, origin, redacted, resolve};

/// The rules for the URLs of next pages, which an API sends in the body of a page or in the header `Link`.
///
/// A relative URL is resolved against that of the page before. The URL of the next page replaces path and query of the call; parameters are
/// not added again. If it is at the origin of the call's own URL, it is requested like the first page. The origin is the scheme, host and port,
/// so `http://` and `https://` are different origins. For any other origin:
///
/// | rule | request |
/// |---|---|
/// | default | none: the list ends with an error that names the origin |
/// | [`trust`](Self::trust) | like the first page, **including credentials, headers and the body** |
/// | [`allow`](Self::allow) | only `GET` and `HEAD` without a body, and anonymous: no credentials, no headers of the client or the call, no hooks |
/// | [`at_api`](Self::at_api) | path and query of the URL, at the origin of the call's own URL |
///
/// ```
/// # use oasmith_runtime::http::NextPages;
/// let next_pages = NextPages::default().trust("https://eu.example.com");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NextPages {
    trusted: Vec<String>,
    allowed: Vec<String>,
    at_api: bool,
}

impl NextPages {
    /// Trusts an origin like the API itself: next pages there receive everything, **including credentials and body**. The argument is an origin
    /// without a path, for example `https://eu.example.com`.
    #[must_use]
    pub fn trust(mut self, origin: impl Into<String>) -> Self {
        self.trusted.push(origin.into());
        self
    }

    /// Allows an origin without trusting it: next pages there are requested without anything that may be secret, except what the URL itself
    /// contains. The argument is an origin without a path.
    #[must_use]
    pub fn allow(mut self, origin: impl Into<String>) -> Self {
        self.allowed.push(origin.into());
        self
    }

    /// Requests the path and query of every other URL at the origin of the call's own URL. Use this if the API is behind a proxy and does not
    /// know its own public origin, for example if it sends `http://` URLs to clients that use `https://`.
    #[must_use]
    pub fn at_api(mut self) -> Self {
        self.at_api = true;
        self
    }

    /// Returns the first argument that is not an origin, redacted.
    pub(in crate::runtime::http) fn invalid_origin(&self) -> Option<String> {
        self.trusted.iter().chain(&self.allowed).find(|text| !is_origin(text)).map(|text| redacted(text))
    }

    /// Returns the URL of a next page. `own` is the call's own URL, and `given` the URL that the API sent.
    ///
    /// # Errors
    ///
    /// Returns the reason if the URL is invalid, or its origin is neither that of the call nor allowed.
    pub(in crate::runtime::http) fn url(
        &self,
        own: &str,
        given: &str,
        method: &str,
        has_body: bool,
    ) -> Result<String, String> {
        let Some(target) = resolve(own, given) else {
            return Err(format!("the API's URL for it, `{}`, is not an HTTP URL without credentials", shown(given)));
        };
        if has_origin(&target, own) || contains(&self.trusted, &target) {
            return Ok(target.into());
        }
        let shown = redacted(target.as_str());
        if contains(&self.allowed, &target) {
            return if has_body || !matches!(method, "GET" | "HEAD") {
                let needed = "so only a request without a body can be sent there; trust the origin with `next_pages`";
                Err(format!(
                    "the API's URL for it, `{shown}`, is at an origin that is allowed but not trusted, {needed}"
                ))
            } else {
                Ok(target.into())
            };
        }
        if self.at_api {
            return moved(&target, own)
                .ok_or_else(|| format!("the API's URL for it, `{shown}`, cannot be moved to the API"));
        }
        let own = redacted(own);
        Err(format!(
            "the API's URL for it, `{shown}`, is on another origin than `{own}`, so the list may be incomplete; \
             if that is right, set `next_pages` on the client's builder"
        ))
    }

    /// Returns whether a next page is requested anonymously. `own` is the call's base URL.
    pub(in crate::runtime::http) fn is_anonymous(&self, own: &str, given: &str) -> bool {
        resolve(own, given).is_some_and(|target| {
            !has_origin(&target, own) && !contains(&self.trusted, &target) && contains(&self.allowed, &target)
        })
    }
}

fn has_origin(target: &Url, own: &str) -> bool {
    Some(target.origin()) == origin(own)
}

fn contains(origins: &[String], target: &Url) -> bool {
    origins.iter().any(|text| origin(text) == Some(target.origin()))
}

/// Returns the path and query of a URL at the origin of another one.
fn moved(target: &Url, own: &str) -> Option<String> {
    let mut moved = Url::parse(own).ok()?;
    moved.set_path(target.path());
    moved.set_query(target.query());
    Some(moved.into())
}

/// Shows an invalid URL: at most its scheme.
fn shown(given: &str) -> String {
    match Url::parse(given) {
        Ok(url) => format!("{}:…", url.scheme()),
        Err(_) => "…".to_owned(),
    }
}

impl fmt::Debug for NextPages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |origins: &[String]| origins.iter().map(|text| redacted(text)).collect::<Vec<_>>();
        f.debug_struct("NextPages")
            .field("trusted", &shown(&self.trusted))
            .field("allowed", &shown(&self.allowed))
            .field("at_api", &self.at_api)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::NextPages;

    const OWN: &str = "https://api.test/v1/list";

    #[track_caller]
    fn check(rules: &NextPages, given: &str, expect: Result<&str, &str>) {
        let found = rules.url(OWN, given, "GET", false);
        match expect {
            Ok(expect) => assert_eq!(found.as_deref(), Ok(expect), "{given}"),
            Err(expect) => assert!(found.as_ref().is_err_and(|reason| reason.contains(expect)), "{given}: {found:?}"),
        }
        if let Err(reason) = found {
            assert!(!reason.contains("secret"), "{reason}");
        }
    }

    #[test]
    fn other_origins_are_named() {
        let rules = NextPages::default();
        check(&rules, "/v1/list?page=2", Ok("https://api.test/v1/list?page=2"));
        check(&rules, "?page=2", Ok("https://api.test/v1/list?page=2"));
        check(&rules, "https://API.test:443/x", Ok("https://api.test/x"));
        check(
            &rules,
            "http://api.test/v1/secret?k=secret",
            Err("`http://api.test/…`, is on another origin than `https://api.test/…`"),
        );
        check(&rules, "https://api.test:8443/secret", Err("`https://api.test:8443/…`"));
        check(&rules, "//other.test/secret", Err("`https://other.test/…`"));
        check(&rules, "https://secret:secret@api.test/", Err("`https:…`, is not an HTTP URL without credentials"));
        check(&rules, "ftp://api.test/secret", Err("`ftp:…`, is not an HTTP URL"));
    }

    #[test]
    fn origins_are_allowed_exactly() {
        let rules = NextPages::default().trust("https://eu.test").allow("http://api.test");
        check(&rules, "https://eu.test/x?y", Ok("https://eu.test/x?y"));
        check(&rules, "http://api.test/x", Ok("http://api.test/x"));
        check(&rules, "http://eu.test/x", Err("`http://eu.test/…`"));
        check(&rules, "https://a.eu.test/x", Err("`https://a.eu.test/…`"));
        assert!(rules.is_anonymous(OWN, "http://api.test/x"));
        assert!(!rules.is_anonymous(OWN, "https://eu.test/x") && !rules.is_anonymous(OWN, "/x"));
        assert!(rules.url(OWN, "http://api.test/x", "POST", false).is_err());
        assert!(rules.url(OWN, "http://api.test/x", "GET", true).is_err());
        assert!(rules.url(OWN, "https://eu.test/x", "POST", true).is_ok());
        assert_eq!(
            NextPages::default().allow("https://a.test/secret?x").invalid_origin().as_deref(),
            Some("https://a.test/…")
        );
        assert_eq!(rules.invalid_origin(), None);
    }

    #[test]
    fn urls_are_moved_to_the_api() {
        let rules = NextPages::default().at_api().trust("https://eu.test");
        check(&rules, "http://internal:8080/v1/list?page=2&a=b%20c", Ok("https://api.test/v1/list?page=2&a=b%20c"));
        check(&rules, "https://eu.test/x", Ok("https://eu.test/x"));
        check(&rules, "ftp://api.test/x", Err("is not an HTTP URL"));
    }
}
