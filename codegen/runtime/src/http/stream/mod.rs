//! Streamed response bodies: bytes, server-sent events, JSON values.

mod bytes;
mod events;
mod limits;
mod lines;

pub use bytes::ByteStream;
pub use events::{Event, EventStream};
pub(super) use limits::{IdleTimer, StreamLimits};
pub use lines::JsonLines;

use std::fmt;

use super::classified_response::Mismatch;
use super::error::{Printable, TransportError};
use super::raw::RawResponse;

/// The error of an item in a stream, or of the stream itself.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The connection failed, or a time limit was exceeded: the client's `idle_timeout` or `deadline`. The stream has ended.
    Transport(TransportError),
    /// An item does not match the documented type. The stream continues after it.
    Decode(Mismatch),
    /// An item exceeds the client's `item_limit`. The stream has ended.
    TooLarge,
    /// A stream of events reconnected, and the API returned another response than a stream of events. The stream has ended.
    Reconnect(Box<ReconnectError>),
}

/// The response that a stream of events received on reconnecting, instead of a stream of events.
#[derive(Debug, Clone)]
pub struct ReconnectError {
    /// The operation.
    pub operation: &'static str,
    /// The API's message about the error, if the body has a usual form. See [`Error::message`](super::Error::message).
    pub message: Option<String>,
    /// The response.
    pub response: RawResponse,
}

/// The default of the largest item of a stream, in bytes.
pub(super) const ITEM_LIMIT: usize = 64 * 1024 * 1024;

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::Decode(mismatch) => write!(f, "a stream item does not match the API's documentation: {mismatch}"),
            Self::TooLarge => f.write_str("a stream item exceeds the size limit (`item_limit`)"),
            Self::Reconnect(error) => error.fmt(f),
        }
    }
}

impl fmt::Display for ReconnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, message, response } = self;
        write!(f, "the connection of the stream ended, and `{operation}` returned no events on reconnecting, but ")?;
        match message {
            Some(message) => write!(f, "{}: {}", response.status, Printable(message)),
            None => response.fmt(f),
        }
    }
}

impl std::error::Error for ReconnectError {}

impl From<TransportError> for StreamError {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl std::error::Error for StreamError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Decode(_) | Self::TooLarge | Self::Reconnect(_) => None,
        }
    }
}
