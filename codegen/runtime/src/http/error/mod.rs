//! The errors of a call: [`Error`] and its variants' types.
//!
//! Architecture invariant: neither `Display` nor `Debug` of these types shows a credential, the path or query of a URL, or the body of a
//! successful response. Such a body is the data that the user requested, which may be secret.

mod api_wide;
mod causes;
mod io;
mod message;

pub use api_wide::Documented;
pub use causes::{
    ApiError, BoxError, CredentialError, RedirectError, RedirectReason, RequestError, ResponseError, TimeoutError,
    TransportError, TransportErrorKind, UnexpectedMediaType, UnexpectedStatus,
};
pub(super) use message::{Printable, message};

use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::StatusCode;

use super::charset;
use super::client::BuildError;
use super::raw::RawResponse;
use super::response::HeaderError;
use super::retry;
use super::stream::StreamError;
use crate::runtime::codec::Field;
use crate::runtime::decode;

/// The error of a call. `E` is the type of the operation's documented error responses.
///
/// Every API also has an error type of its own, `Error`, into which `?` converts the errors of all its operations. See [`Documented`].
///
/// `Display` shows the status and the API's message: `404 Not Found: no such pet`.
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
    Api(Box<ApiError<E>>),
    /// The API returned an undocumented status.
    UnexpectedStatus(Box<UnexpectedStatus>),
    /// The call asked for one media type, with a method such as `accept_json`, and the API returned another successful response. Or the
    /// response is documented as a stream of events, and its content type is not `text/event-stream`; or as JSON lines, and it is HTML.
    UnexpectedMediaType(Box<UnexpectedMediaType>),
    /// The body does not match the type that the API documents for the response's status.
    Decode(Box<ResponseError>),
    /// The API returned a redirect that was not followed. The request may have taken effect.
    Redirect(Box<RedirectError>),
    /// A stream of values failed after the call returned. Calls do not return this variant; `?` converts a [`StreamError`] into it.
    Stream(StreamError),
    /// The client could not be built. Calls do not return this variant; `?` converts a [`BuildError`] into it.
    Build(Box<BuildError>),
    /// A header does not match its documented type. Calls do not return this variant; `?` converts a [`HeaderError`] into it.
    Header(Box<HeaderError>),
    /// A file could not be read or written. Calls do not return this variant; `?` converts an [`std::io::Error`] into it.
    Io(std::io::Error),
}

impl<E> Error<E> {
    /// Returns the documented error response, if this is one.
    #[must_use]
    pub fn api(&self) -> Option<&E> {
        match self {
            Self::Api(error) => Some(&error.value),
            _ => None,
        }
    }

    /// Returns the documented error response, if this is one.
    #[must_use]
    pub fn into_api(self) -> Option<E> {
        match self {
            Self::Api(error) => Some(error.value),
            _ => None,
        }
    }

    /// Returns the undecoded response, if the API returned one.
    #[must_use]
    pub fn response(&self) -> Option<&RawResponse> {
        match self {
            Self::Api(error) => Some(&error.response),
            Self::UnexpectedStatus(error) => Some(&error.response),
            Self::UnexpectedMediaType(error) => Some(&error.response),
            Self::Decode(error) => Some(&error.response),
            Self::Redirect(error) => Some(&error.response),
            Self::Stream(StreamError::Reconnect(error)) => Some(&error.response),
            Self::Request(_)
            | Self::Credential(_)
            | Self::Transport(_)
            | Self::Timeout(_)
            | Self::Stream(_)
            | Self::Build(_)
            | Self::Header(_)
            | Self::Io(_) => None,
        }
    }

    /// Returns the status, if the API returned a response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(|response| response.status)
    }

    /// Returns the headers, if the API returned a response.
    #[must_use]
    pub fn headers(&self) -> Option<&http::HeaderMap> {
        self.response().map(|response| &response.headers)
    }

    /// Decodes the body of the response as another type, for example as the type that all error responses of an API have in common.
    /// Returns `None` if the API returned no response, or if its body does not match the type.
    ///
    /// A struct whose fields are all optional matches every JSON object.
    #[must_use]
    pub fn body<T: Field>(&self) -> Option<T> {
        let response = self.response()?;
        decode(&charset::json(response.content_type(), &response.body).ok()?).ok()
    }

    /// Returns the API's message about the error, complete and unescaped. The body must be JSON with one of these members: `detail` and
    /// `title` (RFC 9457), `message`, `error_description`, `error`, `errors`, or a similar one; or it must be plain text. If the API uses
    /// another member, set `error_message` in `oasmith.toml` and generate the client again.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.message.as_deref(),
            Self::UnexpectedStatus(error) => error.message.as_deref(),
            Self::Decode(error) => error.api_message.as_deref(),
            Self::Stream(StreamError::Reconnect(error)) => error.message.as_deref(),
            _ => None,
        }
    }

    /// Returns whether a time limit expired: the client's, the transport's, or that of a token request.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Timeout(_) => true,
            Self::Transport(error) | Self::Stream(StreamError::Transport(error)) => error.is_timeout(),
            Self::Credential(error) => {
                let source =
                    error.source.as_deref().and_then(|source| source.downcast_ref::<super::auth::TokenError>());
                source.is_some_and(super::auth::TokenError::is_timeout)
            }
            _ => false,
        }
    }

    /// Returns whether the connection failed, so that the API received nothing. Returns `false` if an earlier request of the call was sent:
    /// by another attempt, or before a redirect.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self, Self::Transport(TransportError { kind: TransportErrorKind::Connect, .. }))
    }

    /// Returns whether the same call may succeed later. This is the case if a time limit expired, if sending or receiving failed, or for
    /// one of the statuses 408, 425, 429, 500, 502, 503 and 504. The client's own retries ([`Retries`](super::Retries)) have already been
    /// made.
    ///
    /// `true` does not mean that repeating is safe: the API may have carried out the request.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Timeout(_) => true,
            Self::Transport(error) | Self::Stream(StreamError::Transport(error)) => retry::is_transient(error),
            _ => self.status().is_some_and(retry::is_transient_status),
        }
    }

    /// Returns how long to wait before the next attempt, if the response's `Retry-After` header says so (RFC 9110, 10.2.3).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry::retry_after(self.headers()?)
    }

    /// Converts the documented error response; other variants stay the same.
    fn map_api<F>(self, convert: impl FnOnce(E) -> F) -> Error<F> {
        match self {
            Self::Request(error) => Error::Request(error),
            Self::Credential(error) => Error::Credential(error),
            Self::Transport(error) => Error::Transport(error),
            Self::Timeout(error) => Error::Timeout(error),
            Self::Api(error) => {
                let ApiError { operation, value, message, response } = *error;
                Error::Api(Box::new(ApiError { operation, value: convert(value), message, response }))
            }
            Self::UnexpectedStatus(error) => Error::UnexpectedStatus(error),
            Self::UnexpectedMediaType(error) => Error::UnexpectedMediaType(error),
            Self::Decode(error) => Error::Decode(error),
            Self::Redirect(error) => Error::Redirect(error),
            Self::Stream(error) => Error::Stream(error),
            Self::Build(error) => Error::Build(error),
            Self::Header(error) => Error::Header(error),
            Self::Io(error) => Error::Io(error),
        }
    }
}

impl Error<Infallible> {
    /// Converts to the error type of a call with documented error responses.
    pub(super) fn widen<E>(self) -> Error<E> {
        self.map_api(|never| match never {})
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => error.fmt(f),
            Self::Credential(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Timeout(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::UnexpectedStatus(error) => error.fmt(f),
            Self::UnexpectedMediaType(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Redirect(error) => error.fmt(f),
            Self::Stream(error) => error.fmt(f),
            Self::Build(error) => error.fmt(f),
            Self::Header(error) => error.fmt(f),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Credential(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Stream(error) => error.source(),
            Self::Build(error) => error.source(),
            Self::Io(error) => error.source(),
            Self::Request(_)
            | Self::Timeout(_)
            | Self::Api(_)
            | Self::UnexpectedStatus(_)
            | Self::UnexpectedMediaType(_)
            | Self::Decode(_)
            | Self::Redirect(_)
            | Self::Header(_) => None,
        }
    }
}

impl<E> From<RequestError> for Error<E> {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl<E> From<TransportError> for Error<E> {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl<E> From<StreamError> for Error<E> {
    fn from(error: StreamError) -> Self {
        match error {
            StreamError::Transport(error) => Self::Transport(error),
            error @ (StreamError::Decode(_) | StreamError::TooLarge | StreamError::Reconnect(_)) => Self::Stream(error),
        }
    }
}

impl<E> From<BuildError> for Error<E> {
    fn from(error: BuildError) -> Self {
        Self::Build(Box::new(error))
    }
}

impl<E> From<HeaderError> for Error<E> {
    fn from(error: HeaderError) -> Self {
        Self::Header(Box::new(error))
    }
}
