//! Base URLs: where the requests of a client and of a call are sent.
//!
//! | the call | base URL |
//! |---|---|
//! | the caller chose a server with `server` | that server; a relative one is resolved against the client's base URL |
//! | the operation has a relative server | that server, resolved against the client's base URL |
//! | the operation has an absolute server, and the user set no base URL | that server |
//! | any other | the client's base URL |
//!
//! References are resolved by RFC 3986, section 5. The specification resolves them against the URL of the document, which is not known; the
//! base URL takes its place.

use std::borrow::Cow;

use http::Uri;

use super::call::Call;
use super::error::RequestError;
use super::table::Server;
use super::url;

/// The base URL of a client.
#[derive(Clone, Default)]
pub(super) struct BaseUrl {
    /// The URL without trailing slashes. Empty if the API has none, but its operations have their own servers.
    url: String,
    /// Whether the URL ended with a slash. Relative references then keep its last segment (RFC 3986, 5.2.3).
    ends_with_slash: bool,
    /// Whether the user set it. It then replaces the absolute servers of operations, too.
    is_of_user: bool,
}

impl BaseUrl {
    /// Returns the base URL of a client. `default_server` is the URL of the API's first server, `given` the user's base URL, and `server` the
    /// selected server. If `has_own_servers`, it may be empty.
    ///
    /// # Errors
    ///
    /// Returns the reason if the URL is missing or invalid.
    pub(super) fn of_client(
        default_server: &str,
        given: Option<&str>,
        server: Option<&str>,
        has_own_servers: bool,
    ) -> Result<Self, String> {
        if let Some(url) = server.filter(|url| is_absolute(url)) {
            return Self::of_server(url);
        }
        let relative = !default_server.is_empty() && !is_absolute(default_server);
        let mut base = match given {
            Some("") => return Err("it is empty".to_owned()),
            Some(url) => Self::of_user(url)?,
            None if is_absolute(default_server) => Self::of_server(default_server)?,
            None if has_own_servers && server.is_none() => Self::default(),
            None => {
                let declared = if relative || server.is_some() { "host" } else { "server" };
                return Err(format!("the API declares no {declared}; set one with `base_url`"));
            }
        };
        match server {
            Some(reference) => base.resolve(reference),
            None => {
                if relative && given.is_some() && base.is_origin() {
                    base.push_path(default_server);
                }
                Ok(base)
            }
        }
    }

    /// A base URL that the user set.
    ///
    /// # Errors
    ///
    /// Returns the reason if the text is not a base URL.
    pub(super) fn of_user(url: &str) -> Result<Self, String> {
        Ok(Self { is_of_user: true, ..Self::of_server(url)? })
    }

    /// The base URL of one of the API's servers. Empty if the API has none.
    ///
    /// # Errors
    ///
    /// Returns the reason if the text is neither empty nor a base URL.
    pub(super) fn of_server(url: &str) -> Result<Self, String> {
        let ends_with_slash = url.ends_with('/');
        let url = if url.is_empty() { String::new() } else { checked(url)? };
        Ok(Self { url, ends_with_slash, is_of_user: false })
    }

    /// Returns the URL without trailing slashes.
    pub(super) fn as_str(&self) -> &str {
        &self.url
    }

    /// Returns whether the URL has no path.
    pub(super) fn is_origin(&self) -> bool {
        self.url.split_once("://").is_none_or(|(_, rest)| !rest.contains('/'))
    }

    /// Appends the path of the API's relative server, which starts with a slash.
    pub(super) fn push_path(&mut self, path: &str) {
        self.url.push_str(path.trim_end_matches('/'));
        self.ends_with_slash = path.ends_with('/');
    }

    /// Resolves a relative reference. The host stays.
    ///
    /// # Errors
    ///
    /// Returns the reason if the reference is invalid, or the base URL is empty.
    pub(super) fn resolve(&self, reference: &str) -> Result<Self, String> {
        if self.url.is_empty() {
            return Err(format!(
                "the server `{reference}` is relative, and the API declares no host; set one with `base_url`"
            ));
        }
        let base = if self.ends_with_slash { format!("{}/", self.url) } else { self.url.clone() };
        let resolved = url::resolve(&base, reference);
        let resolved = resolved.filter(|resolved| Some(resolved.origin()) == url::origin(&base));
        let resolved = resolved.ok_or_else(|| format!("the server `{reference}` is not a valid relative URL"))?;
        Ok(Self { is_of_user: self.is_of_user, ..Self::of_server(resolved.as_str())? })
    }

    /// Returns the base URL of a call, without trailing slashes.
    ///
    /// # Errors
    ///
    /// Returns an error if the operation's server needs a value, or if it is relative and there is no URL to resolve it against.
    pub(super) fn of_call(&self, call: &Call) -> Result<Cow<'_, str>, RequestError> {
        let owned = |base: Result<Self, String>| match base {
            Ok(base) => Ok(Cow::Owned(base.url)),
            Err(reason) => Err(call.error("base URL", reason)),
        };
        match (call.server.as_deref(), call.operation.server) {
            (Some(url), _) if is_absolute(url) => owned(Self::of_server(url)),
            (Some(reference), _) | (None, Server::Relative(reference)) => owned(self.resolve(reference)),
            (None, Server::Absolute(url)) if !self.is_of_user => owned(Self::of_server(url)),
            (None, Server::Unusable(url)) if !self.is_of_user => {
                let reason =
                    format!("the operation's server `{url}` has no usable URL; set its variables or a base URL");
                Err(call.error("base URL", reason))
            }
            (None, _) if self.url.is_empty() => {
                Err(call.error("base URL", "the API declares no server for this operation; set one with `base_url`"))
            }
            (None, _) => Ok(Cow::Borrowed(&self.url)),
        }
    }
}

/// Returns whether a server's URL is absolute. Otherwise it is a relative reference.
pub(super) fn is_absolute(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"))
}

/// Checks a base URL and removes its trailing slashes.
fn checked(url: &str) -> Result<String, String> {
    let uri = Uri::try_from(url).map_err(|error| error.to_string())?;
    let authority = uri.authority().map(http::uri::Authority::as_str).unwrap_or_default();
    if !matches!(uri.scheme_str(), Some("http" | "https")) || authority.is_empty() {
        return Err("it must start with `http://` or `https://`, followed by a host".to_owned());
    }
    if authority.contains('@') {
        return Err("it must not contain credentials; set them on the client's builder".to_owned());
    }
    if url.contains(['?', '#']) {
        return Err("it must not contain a query or a fragment".to_owned());
    }
    Ok(url.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;
    use crate::runtime::http::Call;
    use crate::runtime::http::table::{Operation, Server};

    const fn operation(server: Server) -> Operation {
        Operation { name: "get", path: "/a", server, ..Operation::EMPTY }
    }

    /// RFC 3986, section 5.2: the last segment of the base is replaced, unless it ends with a slash.
    #[test]
    fn references_are_resolved_against_the_base_url() {
        for (base, reference, expect) in [
            ("https://api.test/v1", "/v2", "https://api.test/v2"),
            ("https://api.test/v1", "/v2/", "https://api.test/v2"),
            ("https://api.test", "v2", "https://api.test/v2"),
            ("https://api.test/v1", "v2", "https://api.test/v2"),
            ("https://api.test/v1", "./x", "https://api.test/x"),
            ("https://api.test/v1/", "./x", "https://api.test/v1/x"),
            ("https://api.test/v1/", "../upload", "https://api.test/upload"),
            ("https://api.test/a/v1/", "../upload", "https://api.test/a/upload"),
            ("https://api.test/a/v1", "../upload", "https://api.test/upload"),
            ("https://api.test/v1", "../../upload", "https://api.test/upload"),
            ("https://api.test/v1/", ".", "https://api.test/v1"),
            ("https://api.test/v1", "", "https://api.test/v1"),
            ("http://[::1]:80/v1", "/v2", "http://[::1]/v2"),
        ] {
            let found = BaseUrl::of_user(base).unwrap().resolve(reference).unwrap();
            assert_eq!(found.as_str(), expect, "{base} {reference}");
        }
    }

    #[test]
    fn a_reference_cannot_change_the_host() {
        for reference in ["//evil.test/v2", "\\\\evil.test", "https://evil.test", "javascript:alert(1)", "/a?b=c"] {
            assert!(BaseUrl::of_user("https://api.test/v1").unwrap().resolve(reference).is_err(), "{reference}");
        }
        assert!(BaseUrl::of_server("").unwrap().resolve("/v2").is_err());
    }

    /// The URLs of operations with their own servers, for the API's server and the user's base URL.
    #[test]
    fn an_operation_may_have_its_own_server() {
        static ABSOLUTE: Operation = operation(Server::Absolute("https://own.test/v3/"));
        static RELATIVE: Operation = operation(Server::Relative("/v2/"));
        static UNUSABLE: Operation = operation(Server::Unusable("https://{x}.test"));
        for (base, is_of_user, expect) in [
            ("https://api.test/v1", false, ["https://own.test/v3", "https://api.test/v2", "-"]),
            ("", false, ["https://own.test/v3", "-", "-"]),
            ("https://b.test", true, ["https://b.test", "https://b.test/v2", "https://b.test"]),
            ("https://b.test/c/", true, ["https://b.test/c", "https://b.test/v2", "https://b.test/c"]),
        ] {
            let url = if is_of_user { BaseUrl::of_user(base) } else { BaseUrl::of_server(base) }.unwrap();
            let urls = [&ABSOLUTE, &RELATIVE, &UNUSABLE].map(|operation| {
                url.of_call(&Call::new(operation)).map_or_else(|_| "-".to_owned(), |url| url.into_owned())
            });
            assert_eq!(urls, expect, "{base}");
        }
    }

    #[test]
    fn the_server_of_a_call_takes_precedence() {
        static OWN: Operation = operation(Server::Absolute("https://own.test/v3"));
        for base in [BaseUrl::of_server("https://api.test/v1"), BaseUrl::of_user("https://b.test/v1")] {
            let base = base.unwrap();
            for (server, expect) in [
                ("https://eu.own.test/v3/", "https://eu.own.test/v3".to_owned()),
                ("/v4", base.as_str().replace("v1", "v4")),
            ] {
                let mut call = Call::new(&OWN);
                call.server(Ok(server.to_owned()));
                assert_eq!(base.of_call(&call).unwrap(), expect, "{server}");
            }
        }
    }
}
