//! The errors of a call: [`Error`] and its variants' types.
//!
//! Architecture invariant: neither `Display` nor `Debug` of these types shows a credential, the path or query of a URL, or the body of a
//! successful response. Such a body is the data that the user requested, which may be secret.

use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use super::raw::RawResponse;
use super::response::Response;

/// A boxed error of any type.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// The error of a call. `E` is the type of the operation's documented error responses.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E = Infallible> {
    /// A value of the request is invalid. Nothing was sent.
    Request(RequestError),
    /// A credential is missing or could not be obtained. Either nothing was sent, or the API rejected every request with 401.
    Credential(CredentialError),
    /// The transport failed to send the request or to receive the response.
    Transport(TransportError),
    /// The call did not finish within its time limit.
    Timeout(TimeoutError),
    /// The API returned a documented error response.
    Api(Box<Response<E>>),
    /// The API returned an undocumented status.
    UnexpectedStatus(Box<UnexpectedStatus>),
    /// The body does not match the type that the API documents for the response's status.
    Decode(Box<ResponseError>),
    /// The API returned a redirect that was not followed. The request may have taken effect.
    Redirect(Box<RedirectError>),
}

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

/// A request or response that the transport failed to transfer.
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
    /// The connection failed. The API received no request of this call, from any attempt.
    Connect,
    /// The transport's own timeout expired.
    Timeout,
    /// The request body could not be read.
    RequestBody,
    /// The response ended early or could not be read.
    ResponseBody,
    /// The body exceeds the size limit, for example the client's `body_limit`.
    TooLarge,
    /// The transport refused to send the request: a mock does not expect it. Not retried.
    Refused,
    /// Any other failure.
    Other,
}

/// A time limit that expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeoutError {
    /// The operation.
    pub operation: &'static str,
    /// The time limit.
    pub after: std::time::Duration,
}

/// A response with a status that the API does not document.
#[derive(Debug, Clone)]
pub struct UnexpectedStatus {
    /// The operation.
    pub operation: &'static str,
    /// The response.
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
    /// The response.
    pub response: RawResponse,
}

/// A redirect that was not followed. See [`Redirects`](super::Redirects) for the rules.
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
    /// Following would repeat the request. Without an idempotency key, it could take effect twice.
    Repeats,
    /// The request body is a stream that was already sent.
    Body,
}

impl<E> Error<E> {
    /// Returns the documented error response, if this is one.
    #[must_use]
    pub fn api(&self) -> Option<&E> {
        match self {
            Self::Api(response) => Some(response),
            _ => None,
        }
    }

    /// Returns the documented error response, if this is one.
    #[must_use]
    pub fn into_api(self) -> Option<E> {
        match self {
            Self::Api(response) => Some(response.into_inner()),
            _ => None,
        }
    }

    /// Returns the status, if the API returned a response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(response) => Some(response.status()),
            Self::UnexpectedStatus(unexpected) => Some(unexpected.response.status),
            Self::Decode(error) => Some(error.response.status),
            Self::Redirect(error) => Some(error.response.status),
            Self::Request(_) | Self::Credential(_) | Self::Transport(_) | Self::Timeout(_) => None,
        }
    }

    /// Returns the headers, if the API returned a response.
    #[must_use]
    pub fn headers(&self) -> Option<&http::HeaderMap> {
        match self {
            Self::Api(response) => Some(response.headers()),
            Self::UnexpectedStatus(unexpected) => Some(&unexpected.response.headers),
            Self::Decode(error) => Some(&error.response.headers),
            Self::Redirect(error) => Some(&error.response.headers),
            Self::Request(_) | Self::Credential(_) | Self::Transport(_) | Self::Timeout(_) => None,
        }
    }

    /// Returns whether a time limit expired, the client's or the transport's.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout(_) | Self::Transport(TransportError { kind: TransportErrorKind::Timeout, .. }))
    }

    /// Returns whether the connection failed, so that the API received nothing. Returns `false` if an earlier request of the call was sent:
    /// by another attempt, or before a redirect.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self, Self::Transport(TransportError { kind: TransportErrorKind::Connect, .. }))
    }
}

impl Error<Infallible> {
    /// Converts to the error type of a call with documented error responses.
    pub(super) fn widen<E>(self) -> Error<E> {
        match self {
            Self::Request(error) => Error::Request(error),
            Self::Credential(error) => Error::Credential(error),
            Self::Transport(error) => Error::Transport(error),
            Self::Timeout(error) => Error::Timeout(error),
            Self::Api(response) => match *response.as_ref().as_ref() {},
            Self::UnexpectedStatus(error) => Error::UnexpectedStatus(error),
            Self::Decode(error) => Error::Decode(error),
            Self::Redirect(error) => Error::Redirect(error),
        }
    }
}

impl<E: fmt::Debug> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => error.fmt(f),
            Self::Credential(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Timeout(error) => error.fmt(f),
            Self::Api(response) => {
                write!(f, "the API returned {}: {:?}", response.status(), response.as_ref().as_ref())
            }
            Self::UnexpectedStatus(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Redirect(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Credential(error) => error.source(),
            Self::Transport(error) => error.source(),
            _ => None,
        }
    }
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

    /// Records that an earlier request was sent, so that the error no longer claims that nothing was.
    pub(super) fn mark_sent(&mut self) {
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
        write!(f, "`{}` timed out after {:?}", self.operation, self.after)
    }
}

impl StdError for TimeoutError {}

impl fmt::Display for UnexpectedStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` returned the undocumented status {}", self.operation, self.response)
    }
}

impl StdError for UnexpectedStatus {}

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
                f.write_str("this would repeat the request, which has no idempotency key that makes it safe")
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
