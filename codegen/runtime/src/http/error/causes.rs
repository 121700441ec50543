//! The types in the variants of [`Error`](super::Error): the causes of a failed call.

use std::error::Error as StdError;
use std::fmt;

use super::message::Printable;
use crate::runtime::http::raw::RawResponse;
use crate::runtime::http::redacted::RedactedHeaders;

/// A boxed error of any type.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// A request that could not be built, because a value is invalid or missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestError {
    /// The operation.
    pub operation: &'static str,
    /// The subject of the error: a parameter's name in the document, `body`, `base URL`.
    pub subject: String,
    /// Why the request could not be built.
    pub reason: String,
}

/// A credential that is missing or could not be obtained.
#[derive(Debug)]
pub struct CredentialError {
    /// The operation.
    pub operation: &'static str,
    /// The operation's alternative security requirements. Each lists the schemes that are required together.
    pub schemes: Vec<Vec<&'static str>>,
    /// The token provider's error; `None` if the client has no credential.
    pub source: Option<BoxError>,
}

/// The error returned when the transport fails to send a request or to receive a response.
#[derive(Debug)]
pub struct TransportError {
    /// The step that failed.
    pub kind: TransportErrorKind,
    /// The underlying error.
    pub source: BoxError,
}

/// The step at which the transport failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The connection failed, or did not open within the client's `connect_timeout`. The API received no request of this call, from any
    /// attempt.
    Connect,
    /// The transport's own timeout expired, or a stream did not reconnect within the client's limits. Then the source is a [`TimeoutError`].
    Timeout,
    /// No data of a streamed response arrived for the client's `idle_timeout`. The source is a [`TimeoutError`].
    Idle,
    /// A streamed response did not end before the client's `deadline`. The source is a [`TimeoutError`].
    Deadline,
    /// The request body could not be read.
    RequestBody,
    /// The response ended early or could not be read.
    ResponseBody,
    /// The body exceeds the size limit, for example the client's `body_limit`.
    TooLarge,
    /// The transport refused to send the request, for example because a mock does not expect it. The request is not retried.
    Refused,
    /// Any other failure.
    Other,
}

/// The error returned when a call, or one of its attempts, exceeds its time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeoutError {
    /// The operation.
    pub operation: &'static str,
    /// The time limit.
    pub after: std::time::Duration,
    /// The name of the client's setting: `timeout`, `deadline`, `response_timeout` or `idle_timeout`.
    pub limit: &'static str,
}

/// A documented error response. `E` is the type of the operation's documented error responses.
#[derive(Clone)]
pub struct ApiError<E> {
    /// The operation.
    pub operation: &'static str,
    /// The decoded body.
    pub value: E,
    /// The API's message about the error, if the body has a usual form. See [`Error::message`](super::Error::message).
    pub message: Option<String>,
    /// The response.
    pub response: RawResponse,
}

/// A response with a status that the API does not document.
#[derive(Debug, Clone)]
pub struct UnexpectedStatus {
    /// The operation.
    pub operation: &'static str,
    /// The API's message about the error, if the body has a usual form. See [`Error::message`](super::Error::message).
    pub message: Option<String>,
    /// The response.
    pub response: RawResponse,
}

/// A successful response that is not of the media type that the call asked for, or not the documented stream of events or JSON lines.
#[derive(Debug, Clone)]
pub struct UnexpectedMediaType {
    /// The operation.
    pub operation: &'static str,
    /// The media type that the call asked for.
    pub accepted: &'static str,
    /// The response. Its [`content_type`](RawResponse::content_type) is what the API returned instead.
    pub response: RawResponse,
}

/// A response whose body does not match the type that the API documents for its status.
#[derive(Debug, Clone)]
pub struct ResponseError {
    /// The operation.
    pub operation: &'static str,
    /// The path in the JSON body, `data[3].currency`; empty for the whole body.
    pub path: String,
    /// What is wrong at that path.
    pub message: String,
    /// The API's message about the error, if the response is one and has a message.
    pub api_message: Option<String>,
    /// The response.
    pub response: RawResponse,
}

/// A redirect that was not followed. See [`Redirects`](crate::runtime::http::Redirects) for the rules.
#[derive(Debug, Clone)]
pub struct RedirectError {
    /// The operation.
    pub operation: &'static str,
    /// Why the redirect was not followed.
    pub reason: RedirectReason,
    /// The redirect response. Its `Location` header holds the target.
    pub response: RawResponse,
}

/// Why a redirect was not followed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedirectReason {
    /// The call has already followed this many redirects.
    TooMany(u32),
    /// The `Location` header is empty.
    EmptyLocation,
    /// The `Location` header is not an HTTP URL, contains a user name or password, or occurs twice.
    Location,
    /// The target is on another origin (this one), and the request has a body or is neither `GET` nor `HEAD`.
    OtherOrigin(String),
    /// Following the redirect would send the request again. Without an idempotency key, it could take effect twice.
    Repeats,
    /// The request body is a stream that was already sent.
    Body,
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` was not sent: {}: {}", self.operation, self.subject, self.reason)
    }
}

impl StdError for RequestError {}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let alternatives: Vec<String> = self.schemes.iter().map(|schemes| schemes.join(" and ")).collect();
        let needed = alternatives.join(", or ");
        match &self.source {
            Some(_) => write!(f, "`{}` was not sent: could not obtain a credential for {needed}", self.operation),
            None => write!(
                f,
                "`{}` was not sent: the client has no credential for {needed}; set one on its builder",
                self.operation
            ),
        }
    }
}

impl StdError for CredentialError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl TransportError {
    /// Creates an error of the given kind.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self { kind, source: source.into() }
    }

    /// Returns whether a time limit expired. A connection that timed out has the kind [`TransportErrorKind::Connect`], and an
    /// [`std::io::Error`] of the kind `TimedOut` as its source.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        use TransportErrorKind::{Connect, Deadline, Idle, Timeout};
        match self.kind {
            Timeout | Idle | Deadline => true,
            Connect => {
                let source = self.source.downcast_ref::<std::io::Error>();
                source.is_some_and(|error| error.kind() == std::io::ErrorKind::TimedOut)
            }
            _ => false,
        }
    }

    /// Records that an earlier request was sent, so that the error no longer claims that nothing was.
    pub(in crate::runtime::http) fn mark_sent(&mut self) {
        if self.kind == TransportErrorKind::Connect {
            self.kind = TransportErrorKind::Other;
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "could not connect to the API",
            TransportErrorKind::Timeout => "the transport timed out",
            TransportErrorKind::Idle => "no data of the response arrived within the idle timeout",
            TransportErrorKind::Deadline => "the response did not end before the deadline",
            TransportErrorKind::RequestBody => "could not read the request body",
            TransportErrorKind::ResponseBody => "could not read the whole response",
            TransportErrorKind::TooLarge => "the body exceeds the size limit",
            TransportErrorKind::Refused => "the transport refused to send the request",
            TransportErrorKind::Other => "the HTTP exchange with the API failed",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_ref())
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` timed out after {:?}", self.operation, self.after)?;
        // The limit of an attempt is the usual one.
        if self.limit == "timeout" { Ok(()) } else { write!(f, " (`{}`)", self.limit) }
    }
}

impl StdError for TimeoutError {}

/// Shows the status and the API's message: `404 Not Found: no such pet`.
impl<E> fmt::Display for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.response.status)?;
        match &self.message {
            Some(message) => write!(f, ": {}", Printable(message)),
            None => Ok(()),
        }
    }
}

/// Shows the value, and redacts headers whose values may be secret.
impl<E: fmt::Debug> fmt::Debug for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("operation", &self.operation)
            .field("status", &self.response.status)
            .field("headers", &RedactedHeaders(&self.response.headers))
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}

impl<E: fmt::Debug> StdError for ApiError<E> {}

impl fmt::Display for UnexpectedStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` returned the undocumented status ", self.operation)?;
        match &self.message {
            Some(message) => write!(f, "{}: {}", self.response.status, Printable(message)),
            None => self.response.fmt(f),
        }
    }
}

impl StdError for UnexpectedStatus {}

impl fmt::Display for UnexpectedMediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, accepted, response } = self;
        write!(f, "`{operation}` asked for `{accepted}`, but the response was {response}")
    }
}

impl StdError for UnexpectedMediaType {}

impl fmt::Display for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, reason, response } = self;
        if let RedirectReason::TooMany(max) = reason {
            return write!(f, "`{operation}` was redirected more than {max} times");
        }
        write!(f, "`{operation}` returned the redirect {}, which was not followed: ", response.status)?;
        match reason {
            RedirectReason::EmptyLocation => f.write_str("its `Location` header is empty"),
            RedirectReason::Location => {
                f.write_str("its `Location` header is not a single HTTP URL without credentials")
            }
            RedirectReason::OtherOrigin(origin) => {
                write!(f, "its target is another origin, `{origin}`; if you trust it, allow it with `Redirects::trust`")
            }
            RedirectReason::Repeats => {
                f.write_str("it would send the request again, which is not safe without an idempotency key")
            }
            RedirectReason::Body => f.write_str("the request body is a stream and cannot be sent again"),
            RedirectReason::TooMany(_) => Ok(()),
        }
    }
}

impl StdError for RedirectError {}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the response to `{}` does not match the API's documentation: ", self.operation)?;
        if !self.path.is_empty() {
            write!(f, "at `{}`: ", self.path)?;
        }
        write!(f, "{}; the response was {}", self.message, self.response)
    }
}

impl StdError for ResponseError {}
