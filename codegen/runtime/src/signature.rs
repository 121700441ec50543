//! Webhook signatures: [`Verifier`], and Standard Webhooks (feature `standard-webhooks`).
//!
//! Architecture invariant: a body is decoded only after its signature was verified.

#[cfg(feature = "standard-webhooks")]
mod standard;

use std::borrow::Cow;
use std::fmt;

use crate::runtime::DecodeError;
use crate::runtime::codec::Field;

#[cfg(feature = "standard-webhooks")]
pub use self::standard::{SecretError, StandardWebhooks};

/// Verifies the signature of a webhook.
pub trait Verifier {
    /// Verifies a webhook by its headers (names in lower case) and its unmodified body.
    ///
    /// # Errors
    ///
    /// Returns an error if the signature is missing, expired or wrong.
    fn verify(&self, headers: &dyn Fn(&str) -> Option<String>, body: &[u8]) -> Result<(), SignatureError>;
}

/// Why a webhook's signature was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// A signature header is missing or malformed.
    Missing,
    /// The webhook was signed too long ago, or in the future. It may be a replay.
    Expired,
    /// The signature does not match the body.
    Wrong,
}

/// Why a webhook was rejected.
#[derive(Debug)]
#[non_exhaustive]
pub enum WebhookError {
    /// The signature was rejected. Respond with status 401.
    Signature(SignatureError),
    /// The body is not a documented webhook.
    Decode(DecodeError),
}

/// Verifies a webhook, then decodes its body.
///
/// # Errors
///
/// Returns an error if the signature is rejected, or the body is not a documented webhook.
#[doc(alias = "construct_event")]
#[doc(alias = "from_signed_request")]
pub fn verify_webhook<T: Field>(
    body: &[u8],
    headers: &dyn Fn(&str) -> Option<String>,
    verifier: &dyn Verifier,
) -> Result<T, WebhookError> {
    verifier.verify(headers, body).map_err(WebhookError::Signature)?;
    decode_webhook(body, &headers("content-type").unwrap_or_default()).map_err(WebhookError::Decode)
}

/// Decodes the body of a webhook. `content_type` may declare its encoding (`charset`); UTF-16 and byte order marks are recognized without it.
/// Without the feature `http`, only UTF-8 is supported.
///
/// # Errors
///
/// Returns an error if the encoding is unknown, or the body is not a documented webhook.
pub fn decode_webhook<T: Field>(body: &[u8], content_type: &str) -> Result<T, DecodeError> {
    let error = |message: String| DecodeError { path: String::new(), message, position: None };
    let json = in_utf8(body, content_type).map_err(error)?;
    if json.trim_ascii().is_empty() {
        return Err(error("expected JSON, found an empty body".to_owned()));
    }
    crate::runtime::decode(&json)
}

#[cfg(feature = "http")]
fn in_utf8<'b>(body: &'b [u8], content_type: &str) -> Result<Cow<'b, [u8]>, String> {
    crate::runtime::http::charset::json(content_type, body)
}

/// The dependency that knows other encodings belongs to the feature `http`.
#[cfg(not(feature = "http"))]
#[allow(clippy::unnecessary_wraps, reason = "the other implementation can fail")]
fn in_utf8<'b>(body: &'b [u8], _content_type: &str) -> Result<Cow<'b, [u8]>, String> {
    Ok(Cow::Borrowed(body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body)))
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "the webhook's signature is missing or malformed",
            Self::Expired => "the webhook was signed too long ago, or in the future",
            Self::Wrong => "the webhook's signature does not match its body",
        })
    }
}

impl std::error::Error for SignatureError {}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(error) => error.fmt(f),
            Self::Decode(error) => write!(f, "the webhook does not match the API's documentation: {error}"),
        }
    }
}

impl std::error::Error for WebhookError {}
