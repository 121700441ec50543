//! Verification that a webhook comes from the API: [`Verifier`], and Standard Webhooks behind the feature `standard-webhooks`.
//!
//! Architecture invariant: a body is not decoded before its signature was verified.

#[cfg(feature = "standard-webhooks")]
mod standard;

use std::fmt;

use crate::runtime::DecodeError;
use crate::runtime::codec::Field;

#[cfg(feature = "standard-webhooks")]
pub use self::standard::{SecretError, StandardWebhooks};

/// Verifies the signature of a webhook.
pub trait Verifier {
    /// Looks at the headers, by name in lower case, and at the body, byte for byte as it came.
    ///
    /// # Errors
    ///
    /// If the webhook is not to be trusted.
    fn verify(&self, headers: &dyn Fn(&str) -> Option<String>, body: &[u8]) -> Result<(), SignatureError>;
}

/// Why a webhook is not to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// A header that belongs to the signature is missing or malformed.
    Missing,
    /// It was signed too long ago, or in the future: it may be sent again by somebody who saw it.
    Expired,
    /// The signature is not that of the body.
    Wrong,
}

/// Why a webhook was not taken.
#[derive(Debug)]
#[non_exhaustive]
pub enum WebhookError {
    /// It is not to be trusted. Answer with status 401.
    Signature(SignatureError),
    /// It is none of the documented ones.
    Decode(DecodeError),
}

/// Verifies a webhook, then parses it.
///
/// # Errors
///
/// If it is not to be trusted, or is none of the documented ones.
pub fn verified<T: Field>(
    body: &[u8],
    headers: &dyn Fn(&str) -> Option<String>,
    verifier: &dyn Verifier,
) -> Result<T, WebhookError> {
    verifier.verify(headers, body).map_err(WebhookError::Signature)?;
    crate::runtime::decode(body).map_err(WebhookError::Decode)
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "the webhook's signature is missing or malformed",
            Self::Expired => "the webhook was signed too long ago, or in the future",
            Self::Wrong => "the webhook's signature is not that of its body",
        })
    }
}

impl std::error::Error for SignatureError {}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(error) => error.fmt(f),
            Self::Decode(error) => write!(f, "the webhook is not what the API documents: {error}"),
        }
    }
}

impl std::error::Error for WebhookError {}
