//! Credentials: adds those that an operation's security requirements name to its requests.
//!
//! Architecture invariant: a secret is marked sensitive in headers and never printed.

mod oauth2;
mod token;

pub use oauth2::{ClientCredentials, TokenError};
pub use token::{Token, TokenContext, TokenProvider};

use base64::prelude::{BASE64_STANDARD, Engine};
use http::header::{self, HeaderName, HeaderValue};

use super::error::BoxError;
use super::percent::{self, Keep};
use super::request::Head;
use super::table::Scheme;
use super::transport::Transport;

/// A security scheme of an API (OpenAPI 3.1, "Security Scheme Object").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecurityScheme {
    /// The name in the document.
    pub name: &'static str,
    /// How a credential is sent.
    pub kind: SchemeKind,
}

/// How a credential is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization: …`, where the credential is the whole value.
    Authorization,
    /// In a header of this name.
    Header(&'static str),
    /// In a query parameter of this name.
    Query(&'static str),
    /// In a cookie of this name.
    Cookie(&'static str),
    /// By the connection itself (mutual TLS). Nothing is sent.
    Connection,
}

/// The client's credentials, by security scheme.
#[derive(Debug, Clone)]
pub struct Credentials {
    schemes: &'static [SecurityScheme],
    tokens: Vec<Option<Credential>>,
}

/// The credential of one security scheme.
#[derive(Debug, Clone)]
struct Credential {
    token: Token,
    /// The header for a fixed credential, built once.
    header: Option<(HeaderName, HeaderValue)>,
}

/// The context in which a call requests tokens.
#[derive(Clone, Copy)]
pub(super) struct AuthContext<'a> {
    pub(super) transport: &'a dyn Transport,
    pub(super) is_blocking: bool,
    /// The tokens of providers from an earlier request of the same attempt, with the indexes of their schemes.
    pub(super) reused: &'a [(usize, String)],
}

/// Why no alternative of an operation's security requirements can be satisfied.
#[derive(Debug)]
pub(super) struct UnmetSecurity {
    pub(super) schemes: Vec<Vec<&'static str>>,
    pub(super) source: Option<BoxError>,
}

impl Credentials {
    /// Creates an empty set of credentials for these schemes.
    #[must_use]
    pub fn new(schemes: &'static [SecurityScheme]) -> Self {
        Self { schemes, tokens: vec![None; schemes.len()] }
    }

    /// Sets the credential of a scheme.
    pub fn set(&mut self, scheme: usize, token: Token) {
        let kind = self.schemes.get(scheme).map(|scheme| scheme.kind);
        if let Some(credential) = self.tokens.get_mut(scheme) {
            // An invalid header is reported when a call is sent.
            let text = token.text().filter(|text| check(text).is_ok());
            let header = text.zip(kind).and_then(|(text, kind)| kind.header(text).ok().flatten());
            *credential = Some(Credential { token, header });
        }
    }

    /// Adds an operation's credentials to a request: those of the first alternative that can be satisfied. A credential that the request
    /// already has is kept, and an alternative that uses it is preferred.
    ///
    /// Returns the tokens of providers, so that rejected ones can be reported to them.
    pub(super) async fn authorise(
        &self,
        alternatives: &[&[Scheme]],
        head: &mut Head,
        context: AuthContext<'_>,
    ) -> Result<Vec<(usize, String)>, UnmetSecurity> {
        let Some(chosen) = self.choose(alternatives, head) else {
            return if alternatives.is_empty() { Ok(Vec::new()) } else { Err(self.unmet(alternatives, None)) };
        };
        let mut provided = Vec::new();
        for scheme in chosen {
            if self.is_in_request(scheme.index, head) {
                continue;
            }
            let Some(Credential { token, header }) = self.tokens.get(scheme.index).and_then(Option::as_ref) else {
                continue;
            };
            if let Some((name, value)) = header {
                head.headers.insert(name, value.clone());
                continue;
            }
            let AuthContext { transport, is_blocking, reused } = context;
            let text = match reused.iter().find(|(index, _)| *index == scheme.index) {
                Some((_, text)) => Ok(text.clone()),
                None => token.get(TokenContext { scopes: scheme.scopes, transport, is_blocking }).await,
            };
            let text = text.and_then(|text| check(&text).map(|()| text).map_err(BoxError::from));
            let text = text.map_err(|source| self.unmet(alternatives, Some(source)))?;
            self.put(scheme.index, &text, head).map_err(|source| self.unmet(alternatives, Some(source)))?;
            if token.is_provided() {
                provided.push((scheme.index, text));
            }
        }
        Ok(provided)
    }

    /// Reports a rejected token to its provider.
    pub(super) fn token_rejected(&self, scheme: usize, token: &str) {
        if let Some(Some(credential)) = self.tokens.get(scheme) {
            credential.token.rejected(token);
        }
    }

    /// Chooses an alternative. An empty one, which makes authentication optional, is the last resort.
    fn choose<'a>(&self, alternatives: &[&'a [Scheme]], head: &Head) -> Option<&'a [Scheme]> {
        let is_satisfied = |schemes: &&[Scheme]| {
            schemes.iter().all(|scheme| self.has(scheme.index) || self.is_in_request(scheme.index, head))
        };
        let uses_request = |schemes: &&[Scheme]| schemes.iter().any(|scheme| self.is_in_request(scheme.index, head));
        let satisfied = || alternatives.iter().copied().filter(is_satisfied);
        satisfied()
            .find(uses_request)
            .or_else(|| satisfied().find(|schemes| !schemes.is_empty()))
            .or_else(|| satisfied().next())
    }

    fn has(&self, scheme: usize) -> bool {
        let connection = self.schemes.get(scheme).is_some_and(|scheme| scheme.kind == SchemeKind::Connection);
        connection || self.tokens.get(scheme).is_some_and(Option::is_some)
    }

    /// Returns whether a request already has the credential of a scheme.
    fn is_in_request(&self, scheme: usize, head: &Head) -> bool {
        let Some(scheme) = self.schemes.get(scheme) else { return false };
        match scheme.kind {
            SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::Authorization => {
                head.headers.contains_key(header::AUTHORIZATION)
            }
            SchemeKind::Header(name) => head.headers.contains_key(name),
            SchemeKind::Query(name) => {
                // The URL of a next page may encode the name in another way.
                let query = head.url.split_once('?').map_or("", |(_, query)| query);
                url::form_urlencoded::parse(query.as_bytes()).any(|(other, _)| other == name)
            }
            SchemeKind::Cookie(name) => {
                let mut cookies = head.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
                cookies.any(|cookies| has_pair(cookies, ";", name))
            }
            SchemeKind::Connection => false,
        }
    }

    fn unmet(&self, alternatives: &[&[Scheme]], source: Option<BoxError>) -> UnmetSecurity {
        let name = |scheme: &Scheme| self.schemes.get(scheme.index).map_or("", |scheme| scheme.name);
        UnmetSecurity {
            schemes: alternatives.iter().map(|schemes| schemes.iter().map(name).collect()).collect(),
            source,
        }
    }

    fn put(&self, scheme: usize, text: &str, head: &mut Head) -> Result<(), BoxError> {
        let Some(scheme) = self.schemes.get(scheme) else { return Ok(()) };
        match scheme.kind {
            SchemeKind::Query(name) => {
                head.url.push(if head.url.contains('?') { '&' } else { '?' });
                percent::push(&mut head.url, name, Keep::Unreserved);
                head.url.push('=');
                percent::push(&mut head.url, text, Keep::Unreserved);
            }
            SchemeKind::Cookie(name) => {
                let pair = format!("{name}={}", percent::encode(text, Keep::Cookie));
                let others = head.headers.get_all(header::COOKIE).iter().map(HeaderValue::as_bytes);
                let pairs: Vec<&[u8]> = others.chain([pair.as_bytes()]).collect();
                head.headers.insert(header::COOKIE, sensitive(pairs.join(&b"; "[..]))?);
            }
            kind => {
                if let Some((name, value)) = kind.header(text)? {
                    head.headers.insert(name, value);
                }
            }
        }
        Ok(())
    }
}

impl SchemeKind {
    /// Returns the header of a credential, if it has one of its own.
    fn header(self, text: &str) -> Result<Option<(HeaderName, HeaderValue)>, BoxError> {
        let (name, value) = match self {
            Self::Bearer => (header::AUTHORIZATION, format!("Bearer {text}")),
            Self::Basic => (header::AUTHORIZATION, format!("Basic {text}")),
            Self::Authorization => (header::AUTHORIZATION, text.to_owned()),
            Self::Header(name) => (HeaderName::try_from(name)?, text.to_owned()),
            Self::Query(_) | Self::Cookie(_) | Self::Connection => return Ok(None),
        };
        Ok(Some((name, sensitive(value)?)))
    }
}

/// Returns whether any pair has this name.
fn has_pair(pairs: &str, delimiter: &str, name: &str) -> bool {
    pairs.split(delimiter).any(|pair| pair.split_once('=').is_some_and(|(other, _)| other.trim() == name))
}

/// Creates a sensitive header value. The conversion error does not show the text.
fn sensitive(text: impl Into<Vec<u8>>) -> Result<HeaderValue, BoxError> {
    let mut value = HeaderValue::try_from(text.into())?;
    value.set_sensitive(true);
    Ok(value)
}

/// Checks the text of a credential. The reason does not show it.
fn check(text: &str) -> Result<(), &'static str> {
    if text.trim().is_empty() {
        return Err("the credential is empty");
    }
    // A query and a cookie could send them encoded, but the API's credential has none.
    if text.chars().any(char::is_control) {
        return Err("the credential contains a control character, such as a line break");
    }
    Ok(())
}

/// Encodes a user name and password in Base64 (RFC 7617).
fn basic(user: &str, password: &str) -> String {
    BASE64_STANDARD.encode(format!("{user}:{password}"))
}

/// Encodes a user name and password that a user of the client has set.
///
/// # Errors
///
/// Returns the reason if they cannot be sent (RFC 7617, 2).
fn checked_basic(user: &str, password: &str) -> Result<String, &'static str> {
    if user.contains(':') {
        return Err("the user name of basic authentication contains a colon");
    }
    if user.chars().chain(password.chars()).any(char::is_control) {
        return Err("the user name or password of basic authentication contains a control character");
    }
    Ok(basic(user, password))
}

#[cfg(test)]
mod tests {
    #[test]
    fn basic_credentials() {
        for (user, password, expect) in [
            ("Aladdin", "open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
            ("test", "123\u{a3}", "dGVzdDoxMjPCow=="),
            ("a", "bc", "YTpiYw=="),
            ("a", "b", "YTpi"),
            ("a", ":b:", "YTo6Yjo="),
            ("", "", "Og=="),
        ] {
            assert_eq!(super::checked_basic(user, password).as_deref(), Ok(expect));
        }
        for (user, password) in [("a:b", "c"), (":", ""), ("a\n", "b"), ("a", "b\r\n"), ("a", "\u{7f}"), ("\0", "")] {
            assert!(super::checked_basic(user, password).is_err(), "{user:?} {password:?}");
        }
    }
}
