//! The value of a credential: a fixed text, or a provider of tokens.

use std::fmt;
use std::sync::Arc;

use super::ClientCredentials;
use crate::runtime::http::error::BoxError;
use crate::runtime::http::future::BoxFuture;
use crate::runtime::http::transport::Transport;

/// The value of a credential: a text, such as an API key, or a [`TokenProvider`]. Redacted in `Debug`.
#[derive(Clone)]
pub struct Token(Source);

#[derive(Clone)]
enum Source {
    Text(Arc<str>),
    Provider(Arc<dyn TokenProvider>),
    /// A value that cannot be sent, for this reason.
    Invalid(&'static str),
}

/// Provides tokens, for example from a vault or by an OAuth flow of your own. Tokens are not cached: a provider must cache them itself.
pub trait TokenProvider: Send + Sync {
    /// Returns a valid token.
    fn token<'a>(&'a self, context: TokenContext<'a>) -> BoxFuture<'a, Result<String, BoxError>>;

    /// Called when the API has rejected a token. The provider should not return this token again. The call is then retried once with a new
    /// token.
    fn rejected(&self, token: &str) {
        let _ = token;
    }
}

/// The context in which a call asks a [`TokenProvider`] for a token.
#[derive(Clone, Copy)]
pub struct TokenContext<'a> {
    /// The scopes that the operation requires.
    pub scopes: &'a [&'a str],
    /// The transport of the call, for tokens that are fetched over HTTP.
    pub transport: &'a dyn Transport,
    /// Whether the call blocks its thread (`send_blocking`). The provider must then not wait for a task of an async runtime, because the
    /// thread may belong to that runtime.
    pub is_blocking: bool,
}

impl Token {
    /// Creates a credential of the scheme `basic` from a user name and password. A colon in the user name, which would end it, and control
    /// characters are not allowed (RFC 7617, 2): a call with such a credential is not sent, and fails with a
    /// [`CredentialError`](crate::runtime::http::CredentialError).
    #[must_use]
    pub fn basic(user: &str, password: &str) -> Self {
        super::checked_basic(user, password).map_or_else(|reason| Self(Source::Invalid(reason)), Self::from)
    }

    /// Creates a credential from a provider.
    pub fn provider(provider: impl TokenProvider + 'static) -> Self {
        Self(Source::Provider(Arc::new(provider)))
    }

    pub(super) async fn get(&self, context: TokenContext<'_>) -> Result<String, BoxError> {
        match &self.0 {
            Source::Text(text) => Ok(text.as_ref().to_owned()),
            Source::Provider(provider) => provider.token(context).await,
            Source::Invalid(reason) => Err((*reason).into()),
        }
    }

    /// Returns the text, if it is fixed.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.0 {
            Source::Text(text) => Some(text),
            Source::Provider(_) | Source::Invalid(_) => None,
        }
    }

    pub(super) fn is_provided(&self) -> bool {
        matches!(self.0, Source::Provider(_))
    }

    pub(super) fn rejected(&self, token: &str) {
        if let Source::Provider(provider) = &self.0 {
            provider.rejected(token);
        }
    }
}

impl From<&str> for Token {
    fn from(text: &str) -> Self {
        Self(Source::Text(text.into()))
    }
}

impl From<&String> for Token {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Token {
    fn from(text: String) -> Self {
        Self(Source::Text(text.into()))
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
            Source::Text(_) => "Token(…)",
            Source::Provider(_) => "Token(provider)",
            Source::Invalid(_) => "Token(invalid)",
        })
    }
}
