//! Why no token could be had: [`TokenError`].

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use http::StatusCode;

use crate::runtime::http::error::TransportError;

/// Why no token could be had. Calls that waited for the same token request get the same error.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TokenError {
    /// The status, if the token URL answered.
    pub status: Option<StatusCode>,
    /// The code of the error, for example `invalid_client` (RFC 6749, 5.2), if the token URL gave one.
    pub code: Option<String>,
    /// What the token URL says about it, if it does.
    pub description: Option<String>,
    /// What is wrong, in words.
    pub message: String,
    /// Why the exchange failed, if it did.
    source: Option<Arc<TransportError>>,
}

impl TokenError {
    /// An error before or without an answer.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { status: None, code: None, description: None, message: message.into(), source: None }
    }

    /// An exchange that failed.
    pub(super) fn exchange(error: TransportError) -> Self {
        Self { source: Some(Arc::new(error)), ..Self::new("the exchange with the token URL failed") }
    }

    /// An answer without a token.
    pub(super) fn answer(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status: Some(status), ..Self::new(message) }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            Some(status) => write!(f, "the token URL answered {status}: ")?,
            None => return f.write_str(&self.message),
        }
        f.write_str(self.code.as_deref().unwrap_or(&self.message))?;
        match &self.description {
            Some(description) => write!(f, " ({description})"),
            None => Ok(()),
        }
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
