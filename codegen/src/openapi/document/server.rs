//! Servers: the base URLs of operations (OpenAPI 3.1, 4.8.5 and 4.8.6).

use crate::diag::SourceLocation;
use crate::source::{join, scheme};

/// A server of the API.
#[derive(Debug, Clone)]
pub struct Server {
    /// The URL template, which may be relative.
    pub url: String,
    /// `name` (OpenAPI 3.2).
    pub name: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// The variables of the template, in order.
    pub variables: Vec<ServerVariable>,
    /// The place in the document.
    pub place: SourceLocation,
}

/// A variable of a server's URL template.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// The name in the template.
    pub name: String,
    /// The default value, if any.
    pub default: Option<String>,
    /// The allowed values. Empty if any value is allowed.
    pub values: Vec<String>,
    /// `description`.
    pub description: Option<String>,
    /// The place in the document.
    pub place: SourceLocation,
}

impl Server {
    /// Returns the URL template, resolved against the URL that the document is from (RFC 3986, section 5).
    ///
    /// It stays as it is if it is absolute, if its scheme depends on a variable, or if `origin` is not an absolute URL.
    #[must_use]
    pub fn resolved_url(&self, origin: Option<&str>) -> String {
        let is_absolute = self.url.starts_with('{')
            || self.url.split_once("://").is_some_and(|(scheme, _)| !scheme.contains(['/', '?', '#']));
        match origin.filter(|origin| !is_absolute && has_authority(origin)) {
            // The specification resolves an empty URL to the URL of the document, but authors mean its folder.
            Some(origin) if self.url.is_empty() => join(origin, "."),
            Some(origin) => join(origin, &self.url),
            None => self.url.clone(),
        }
    }
}

/// Resolves a URL against another one (RFC 3986, section 5).
#[must_use]
pub fn resolve_url(base: &str, reference: &str) -> String {
    join(base, reference)
}

fn has_authority(url: &str) -> bool {
    scheme(url).is_some_and(|scheme| url.get(scheme.len()..).is_some_and(|rest| rest.starts_with("://")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_urls_need_an_origin() {
        for (url, origin, expect) in [
            ("https://a.io", Some("https://b.io"), "https://a.io"),
            ("/v1", None, "/v1"),
            ("/v1", Some("not a url"), "/v1"),
            ("/v1", Some("specs/openapi.json"), "/v1"),
            ("/v1", Some("urn:a:b"), "/v1"),
            ("/v1", Some("https://b.io/docs/openapi.json"), "https://b.io/v1"),
            ("/v1/", Some("https://b.io/docs/openapi.json"), "https://b.io/v1/"),
            ("/", Some("https://b.io"), "https://b.io/"),
            ("//c.io/v1", Some("https://b.io"), "https://c.io/v1"),
            ("v1", Some("https://b.io"), "https://b.io/v1"),
            ("v1", Some("https://b.io/docs/openapi.json?x#y"), "https://b.io/docs/v1"),
            ("../v1", Some("https://b.io/docs/a/openapi.json"), "https://b.io/docs/v1"),
            ("a//b", Some("https://b.io/docs/openapi.json"), "https://b.io/docs/a//b"),
            (".", Some("https://b.io/docs/openapi.json"), "https://b.io/docs/"),
            ("", Some("https://b.io/docs/openapi.json"), "https://b.io/docs/"),
            ("/a?u=https://c.io", Some("https://b.io"), "https://b.io/a?u=https://c.io"),
            ("/{version}/a", Some("https://b.io"), "https://b.io/{version}/a"),
            ("{scheme}://a.io", Some("https://b.io"), "{scheme}://a.io"),
            ("http{s}://a.io", Some("https://b.io"), "http{s}://a.io"),
        ] {
            let place = SourceLocation::root(crate::diag::FileId::default());
            let server = Server { url: url.to_owned(), name: None, description: None, variables: Vec::new(), place };
            assert_eq!(server.resolved_url(origin), expect, "{url} {origin:?}");
        }
    }
}
