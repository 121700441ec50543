//! What can go wrong with a call, told apart.
//!
//! Architecture invariant: neither `Display` nor `Debug` of anything here shows a credential, a URL's path or query, or what a successful
//! response says: bodies of successes hold what the user asked for, which may be a secret.

use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use super::raw::RawResponse;
use super::response::Response;

/// An error of any kind.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Why a call failed. `E` is the operation's documented failures.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E = Infallible> {
    /// A value cannot be sent. Nothing was sent.
    Request(RequestError),
    /// A credential is missing, or could not be had. Nothing was sent, or only what the API has refused (401).
    Credential(CredentialError),
    /// The request or the response did not get through.
    Transport(TransportError),
    /// The time was up.
    Timeout(TimeoutError),
    /// The API answered with a failure that it documents.
    Api(Box<Response<E>>),
    /// The API answered with a status that it does not document.
    UnexpectedStatus(Box<UnexpectedStatus>),
    /// The body is not what the API documents for its status.
    Decode(Box<ResponseError>),
    /// The API answered with a redirect that is not followed. The request may have had its effect.
    Redirect(Box<RedirectError>),
}

/// A value that cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestError {
    /// The operation.
    pub operation: &'static str,
    /// What the value is for: the wire name of a parameter, `body`, `base URL`.
    pub subject: String,
    /// Why it cannot be sent.
    pub reason: String,
}

/// A credential that is missing or could not be had.
#[derive(Debug)]
pub struct CredentialError {
    /// The operation.
    pub operation: &'static str,
    /// The security schemes that would do: alternatives, each of schemes that are needed together.
    pub schemes: Vec<Vec<&'static str>>,
    /// What went wrong when a token was asked for; `None` if no credential was given to the client.
    pub source: Option<BoxError>,
}

/// A request or a response that did not get through.
#[derive(Debug)]
pub struct TransportError {
    /// At which step.
    pub kind: TransportErrorKind,
    /// What went wrong.
    pub source: BoxError,
}

/// The step at which a transport failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: nothing was sent that the API could have acted on, by no attempt of the call.
    Connect,
    /// The transport's own timeout.
    Timeout,
    /// The request's body could not be read.
    RequestBody,
    /// The response ended early, or could not be read.
    ResponseBody,
    /// The response is larger than the client holds in memory.
    TooLarge,
    /// The transport does not send it: a mock that does not expect it. Not retried.
    Refused,
    /// Anything else.
    Other,
}

/// The time that was up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeoutError {
    /// The operation.
    pub operation: &'static str,
    /// How long the call was allowed to take.
    pub after: std::time::Duration,
}

/// A status that the API does not document.
#[derive(Debug, Clone)]
pub struct UnexpectedStatus {
    /// The operation.
    pub operation: &'static str,
    /// What came.
    pub response: RawResponse,
}

/// A body that is not what the API documents for its status.
#[derive(Debug, Clone)]
pub struct ResponseError {
    /// The operation.
    pub operation: &'static str,
    /// Where in the JSON, `data[3].currency`; empty if the body as a whole is meant.
    pub path: String,
    /// What is wrong there.
    pub message: String,
    /// What came.
    pub response: RawResponse,
}

/// A redirect that is not followed: see [`Redirects`](super::Redirects) for the rules.
#[derive(Debug, Clone)]
pub struct RedirectError {
    /// The operation.
    pub operation: &'static str,
    /// Why the redirect is not followed.
    pub reason: RedirectReason,
    /// The redirect. The header `Location` says where it leads to.
    pub response: RawResponse,
}

/// Why a redirect is not followed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedirectReason {
    /// The call was redirected this often already.
    TooMany(u32),
    /// The header `Location` is empty.
    EmptyLocation,
    /// The header `Location` is not a URL of HTTP, holds a user name or password, or comes twice.
    Location,
    /// It leads to another origin, this one, and the request would change something there or has a body.
    OtherOrigin(String),
    /// The request would be sent again, and without an idempotency key it could have its effect twice.
    Repeats,
    /// The request's body is a stream that was sent already.
    Body,
}

impl<E> Error<E> {
    /// The documented failure, if it is one.
    #[must_use]
    pub fn api(&self) -> Option<&E> {
        match self {
            Self::Api(response) => Some(response),
            _ => None,
        }
    }

    /// The documented failure, if it is one.
    #[must_use]
    pub fn into_api(self) -> Option<E> {
        match self {
            Self::Api(response) => Some(response.into_inner()),
            _ => None,
        }
    }

    /// The status, if the API answered.
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

    /// The headers, if the API answered.
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

    /// Whether the time was up, the client's or the transport's.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout(_) | Self::Transport(TransportError { kind: TransportErrorKind::Timeout, .. }))
    }

    /// Whether no connection could be made, so that nothing was sent that the API could have acted on. It is `false` if an earlier request
    /// of the call was sent: by another attempt, or before a redirect.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self, Self::Transport(TransportError { kind: TransportErrorKind::Connect, .. }))
    }
}

impl Error<Infallible> {
    /// The same error, of a call with documented failures.
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
                write!(f, "the API answered {}: {:?}", response.status(), response.as_ref().as_ref())
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
            Some(_) => write!(f, "`{}` was not sent: no credential could be had for {needed}", self.operation),
            None => write!(f, "`{}` was not sent: the client has no credential for {needed}", self.operation),
        }
    }
}

impl StdError for CredentialError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl TransportError {
    /// An error of the given kind.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self { kind, source: source.into() }
    }

    /// Something was sent before: the error must not say that nothing was.
    pub(super) fn was_sent(&mut self) {
        if self.kind == TransportErrorKind::Connect {
            self.kind = TransportErrorKind::Other;
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection to the API",
            TransportErrorKind::Timeout => "the transport's time was up",
            TransportErrorKind::RequestBody => "the request's body could not be read",
            TransportErrorKind::ResponseBody => "the response could not be read to its end",
            TransportErrorKind::TooLarge => "the response is larger than the client holds in memory",
            TransportErrorKind::Refused => "the transport does not send it",
            TransportErrorKind::Other => "the exchange with the API failed",
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
        write!(f, "`{}` did not end within {:?}", self.operation, self.after)
    }
}

impl StdError for TimeoutError {}

impl fmt::Display for UnexpectedStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` was answered with the undocumented status {}", self.operation, self.response)
    }
}

impl StdError for UnexpectedStatus {}

impl fmt::Display for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, reason, response } = self;
        if let RedirectReason::TooMany(max) = reason {
            return write!(f, "`{operation}` was redirected more than {max} times");
        }
        write!(f, "`{operation}` was answered with the redirect {}, which is not followed: ", response.status)?;
        match reason {
            RedirectReason::EmptyLocation => f.write_str("its `Location` is empty"),
            RedirectReason::Location => f.write_str("its `Location` is not one URL of HTTP without a user name"),
            RedirectReason::OtherOrigin(origin) => {
                write!(f, "it leads to another origin, `{origin}`; allow that with `Redirects::trust` if it is yours")
            }
            RedirectReason::Repeats => {
                f.write_str("the request would be sent again, and has no idempotency key that makes this safe")
            }
            RedirectReason::Body => f.write_str("the request's body is a stream, which can be sent only once"),
            RedirectReason::TooMany(_) => Ok(()),
        }
    }
}

impl StdError for RedirectError {}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer to `{}` is not what the API documents: ", self.operation)?;
        if !self.path.is_empty() {
            write!(f, "at `{}`: ", self.path)?;
        }
        write!(f, "{}; it was {}", self.message, self.response)
    }
}

impl StdError for ResponseError {}
