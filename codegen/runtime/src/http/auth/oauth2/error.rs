//! The error returned when a token request fails: [`TokenError`].

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use http::StatusCode;

use crate::runtime::http::error::TransportError;

/// The error returned when a token request fails. Calls that waited for the same token request get the same error.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TokenError {
    /// The status, if the token URL returned a response.
    pub status: Option<StatusCode>,
    /// The error code, if the token URL returned one (RFC 6749, 5.2): for example `invalid_client`.
    pub code: Option<String>,
    /// The `error_description`, if the token URL returned one.
    pub description: Option<String>,
    /// The description of the failure.
    pub message: String,
    /// The transport error, if the exchange failed.
    source: Option<Arc<TransportError>>,
    is_timeout: bool,
}

impl TokenError {
    /// An error without a response.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { status: None, code: None, description: None, message: message.into(), source: None, is_timeout: false }
    }

    /// A time limit that expired.
    pub(super) fn timeout(message: impl Into<String>) -> Self {
        Self { is_timeout: true, ..Self::new(message) }
    }

    /// Returns whether a time limit expired: that of the token request, or one of the transport.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.is_timeout || self.source.as_deref().is_some_and(TransportError::is_timeout)
    }

    /// A failed exchange.
    pub(super) fn exchange(error: TransportError) -> Self {
        Self { source: Some(Arc::new(error)), ..Self::new("the HTTP exchange with the token URL failed") }
    }

    /// A response without a token.
    pub(super) fn response(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status: Some(status), ..Self::new(message) }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            Some(status) => write!(f, "the token URL returned {status}: ")?,
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
