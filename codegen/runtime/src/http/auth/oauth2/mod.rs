//! The client credentials flow of OAuth 2 (RFC 6749, 4.4): fetches a token, caches it, and renews it before it expires.

mod error;
mod request;
mod tokens;

pub use error::TokenError;

use std::fmt;
use std::time::Duration;

use self::tokens::{Tokens, Wait};
use super::{TokenContext, TokenProvider};
use crate::runtime::http::error::BoxError;
use crate::runtime::http::future::BoxFuture;
use crate::runtime::http::retry::Retries;

/// OAuth 2 client credentials, which are exchanged for tokens at the API's token URL.
///
/// - Concurrent calls share one token request, and its failure. A token is cached until shortly before it expires (a tenth of its lifetime,
///   at most 30 seconds), or until the API rejects it.
/// - A token request takes at most 30 seconds with all its attempts ([`timeout`](Self::timeout)), and never longer than the call that
///   needs the token.
/// - It is retried after 429, 503 and errors of the transport, by default twice ([`retries`](Self::retries)): repeating it is safe.
/// - It follows redirects only to the same origin (scheme, host and port), so that no other origin receives the secret.
///
/// A failure is a [`TokenError`], the source of [`Error::Credential`](crate::runtime::http::Error::Credential). To share tokens among
/// clients, convert the credentials to a [`Token`](super::Token) and clone that.
pub struct ClientCredentials {
    token_url: String,
    client_id: String,
    client_secret: String,
    in_body: bool,
    timeout: Option<Duration>,
    retries: Retries,
    tokens: Tokens,
}

impl ClientCredentials {
    /// Creates credentials for a token URL.
    #[must_use]
    pub fn new(token_url: impl Into<String>, client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self {
            token_url: token_url.into(),
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            in_body: false,
            timeout: Some(Duration::from_secs(30)),
            retries: Retries::default(),
            tokens: Tokens::default(),
        }
    }

    /// Sends id and secret in the body of the token request, for servers that do not support the header (RFC 6749, 2.3.1).
    #[must_use]
    pub fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// Sets the time limit of a token request with all its attempts, and of waiting for the token request of another call. By default 30
    /// seconds; with `None`, only the limits of the call apply.
    #[must_use]
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    #[cfg(test)]
    pub(in crate::runtime::http) fn default_timeout(&self) -> Option<Duration> {
        self.timeout
    }

    /// Sets the retry policy of token requests. The client's own [`Retries`] do not apply to them.
    #[must_use]
    pub fn retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }
}

impl TokenProvider for ClientCredentials {
    fn token<'a>(&'a self, context: TokenContext<'a>) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(async move {
            let scopes = context.scopes.join(" ");
            let fetch = || self.fetch(context.transport, &scopes);
            let wait = Wait { transport: context.transport, limit: self.timeout, is_blocking: context.is_blocking };
            Ok(self.tokens.get(&scopes, wait, fetch).await?)
        })
    }

    fn rejected(&self, token: &str) {
        self.tokens.rejected(token);
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials").finish_non_exhaustive()
    }
}
