//! A credential: a text, or something that provides one.

use std::fmt;
use std::sync::Arc;

use super::ClientCredentials;
use crate::runtime::http::error::BoxError;
use crate::runtime::http::future::BoxFuture;
use crate::runtime::http::transport::Transport;

/// A credential: a text such as an API key, or a [`TokenProvider`]. Redacted in `Debug`.
#[derive(Clone)]
pub struct Token(Kind);

#[derive(Clone)]
enum Kind {
    Text(Arc<str>),
    Provider(Arc<dyn TokenProvider>),
}

/// Something that provides tokens, for example from a vault or by an OAuth flow of your own. Must do its own caching.
pub trait TokenProvider: Send + Sync {
    /// A token that is valid now.
    fn token<'a>(&'a self, asked: Asked<'a>) -> BoxFuture<'a, Result<String, BoxError>>;

    /// The API refused a token: it should not be given out again. The call is then tried once more with another one.
    fn refused(&self, token: &str) {
        let _ = token;
    }
}

/// What a token is asked for.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The scopes that the operation needs.
    pub scopes: &'a [&'a str],
    /// The transport of the call, for tokens that are fetched over HTTP.
    pub transport: &'a dyn Transport,
    /// Whether a thread waits for the call (`send_blocking`). Such a call must not wait for a task of an async runtime, which the
    /// thread may belong to.
    pub is_blocking: bool,
}

impl Token {
    /// The name and password of the scheme `basic`.
    #[must_use]
    pub fn basic(user: &str, password: &str) -> Self {
        super::basic(user, password).into()
    }

    /// Tokens from a provider.
    pub fn provider(provider: impl TokenProvider + 'static) -> Self {
        Self(Kind::Provider(Arc::new(provider)))
    }

    pub(super) async fn get(&self, asked: Asked<'_>) -> Result<String, BoxError> {
        match &self.0 {
            Kind::Text(text) => Ok(text.as_ref().to_owned()),
            Kind::Provider(provider) => provider.token(asked).await,
        }
    }

    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.0 {
            Kind::Text(text) => Some(text),
            Kind::Provider(_) => None,
        }
    }

    pub(super) fn is_provided(&self) -> bool {
        matches!(self.0, Kind::Provider(_))
    }

    pub(super) fn refused(&self, token: &str) {
        if let Kind::Provider(provider) = &self.0 {
            provider.refused(token);
        }
    }
}

impl From<&str> for Token {
    fn from(text: &str) -> Self {
        Self(Kind::Text(text.into()))
    }
}

impl From<&String> for Token {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Token {
    fn from(text: String) -> Self {
        Self(Kind::Text(text.into()))
    }
}

impl From<ClientCredentials> for Token {
    fn from(credentials: ClientCredentials) -> Self {
        Self::provider(credentials)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Text(_) => "Token(…)",
            Kind::Provider(_) => "Token(provider)",
        })
    }
}
