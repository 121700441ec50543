//! Credentials: how each security scheme is met.
//!
//! Architecture invariant: a secret is marked sensitive in headers and never printed.

mod oauth2;
mod token;

pub use oauth2::ClientCredentials;
pub use token::{Asked, Token, TokenProvider};

use base64::prelude::{BASE64_STANDARD, Engine};
use http::header::{self, HeaderName, HeaderValue};

use super::error::BoxError;
use super::percent::{self, Keep};
use super::request::Head;
use super::table::Scheme;
use super::transport::Transport;

/// A security scheme of an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its name in the document.
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
    /// The whole value of `Authorization` is the user's.
    Authorization,
    /// In a header of this name.
    Header(&'static str),
    /// In a query parameter of this name.
    Query(&'static str),
    /// In a cookie of this name.
    Cookie(&'static str),
    /// By the connection itself (mutual TLS): nothing is sent.
    Connection,
}

/// Credentials by security scheme.
#[derive(Debug, Clone)]
pub struct Credentials {
    schemes: &'static [SecurityScheme],
    tokens: Vec<Option<Token>>,
}

/// Why no alternative of an operation's security can be met.
#[derive(Debug)]
pub(super) struct Unmet {
    pub(super) schemes: Vec<Vec<&'static str>>,
    pub(super) source: Option<BoxError>,
}

impl Credentials {
    /// None yet, for these schemes.
    #[must_use]
    pub fn new(schemes: &'static [SecurityScheme]) -> Self {
        Self { schemes, tokens: vec![None; schemes.len()] }
    }

    /// Sets the credential of a scheme.
    pub fn set(&mut self, scheme: usize, token: Token) {
        if let Some(place) = self.tokens.get_mut(scheme) {
            *place = Some(token);
        }
    }

    /// Adds what an operation needs to a request: the first alternative for which there are credentials.
    /// Returns the tokens that came from providers, so that they can be given back if the API refuses them.
    pub(super) async fn authorise(
        &self,
        alternatives: &[&[Scheme]],
        head: &mut Head,
        transport: &dyn Transport,
    ) -> Result<Vec<(usize, String)>, Unmet> {
        let Some(chosen) = alternatives.iter().find(|schemes| schemes.iter().all(|scheme| self.has(scheme.index)))
        else {
            return if alternatives.is_empty() { Ok(Vec::new()) } else { Err(self.unmet(alternatives, None)) };
        };
        // An alternative that needs nothing means that authorising is optional: use another one if it can be met.
        let better = alternatives.iter().find(|s| !s.is_empty() && s.iter().all(|scheme| self.has(scheme.index)));
        let mut provided = Vec::new();
        for scheme in *better.unwrap_or(chosen) {
            let Some(token) = self.tokens.get(scheme.index).and_then(Option::as_ref) else { continue };
            let text = match token.get(Asked { scopes: scheme.scopes, transport }).await {
                Ok(text) => text,
                Err(source) => return Err(self.unmet(alternatives, Some(source))),
            };
            self.put(scheme.index, &text, head).map_err(|source| self.unmet(alternatives, Some(source)))?;
            if token.is_provided() {
                provided.push((scheme.index, text));
            }
        }
        Ok(provided)
    }

    /// Gives a refused token back to its provider.
    pub(super) fn refused(&self, scheme: usize, token: &str) {
        if let Some(Some(place)) = self.tokens.get(scheme) {
            place.refused(token);
        }
    }

    fn has(&self, scheme: usize) -> bool {
        let connection = self.schemes.get(scheme).is_some_and(|scheme| scheme.kind == SchemeKind::Connection);
        connection || self.tokens.get(scheme).is_some_and(Option::is_some)
    }

    fn unmet(&self, alternatives: &[&[Scheme]], source: Option<BoxError>) -> Unmet {
        let name = |scheme: &Scheme| self.schemes.get(scheme.index).map_or("", |scheme| scheme.name);
        Unmet { schemes: alternatives.iter().map(|schemes| schemes.iter().map(name).collect()).collect(), source }
    }

    fn put(&self, scheme: usize, text: &str, head: &mut Head) -> Result<(), BoxError> {
        let Some(scheme) = self.schemes.get(scheme) else { return Ok(()) };
        let (name, value) = match scheme.kind {
            SchemeKind::Bearer => (header::AUTHORIZATION, format!("Bearer {text}")),
            SchemeKind::Basic => (header::AUTHORIZATION, format!("Basic {text}")),
            SchemeKind::Authorization => (header::AUTHORIZATION, text.to_owned()),
            SchemeKind::Header(name) => (HeaderName::try_from(name)?, text.to_owned()),
            SchemeKind::Query(name) => {
                head.url.push(if head.url.contains('?') { '&' } else { '?' });
                percent::push(&mut head.url, name, Keep::Unreserved);
                head.url.push('=');
                percent::push(&mut head.url, text, Keep::Unreserved);
                return Ok(());
            }
            SchemeKind::Cookie(name) => {
                let pair = format!("{name}={}", percent::encode(text, Keep::Cookie));
                let others = head.headers.get(header::COOKIE).and_then(|value| value.to_str().ok());
                (header::COOKIE, others.map_or(pair.clone(), |others| format!("{others}; {pair}")))
            }
            SchemeKind::Connection => return Ok(()),
        };
        // The error of the conversion does not show the value.
        let mut value = HeaderValue::try_from(value)?;
        value.set_sensitive(true);
        head.headers.insert(name, value);
        Ok(())
    }
}

/// Base64 (RFC 4648) of a name and a password.
pub(super) fn basic(user: &str, password: &str) -> String {
    BASE64_STANDARD.encode(format!("{user}:{password}"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn basic_credentials() {
        assert_eq!(super::basic("Aladdin", "open sesame"), "QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert_eq!(super::basic("a", "bc"), "YTpiYw==");
        assert_eq!(super::basic("a", "b"), "YTpi");
        assert_eq!(super::basic("", ""), "Og==");
    }
}
