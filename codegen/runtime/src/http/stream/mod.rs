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
use super::error::TransportError;

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
}

/// The default of the largest item of a stream, in bytes.
pub(super) const ITEM_LIMIT: usize = 64 * 1024 * 1024;

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::Decode(mismatch) => write!(f, "a stream item does not match the API's documentation: {mismatch}"),
            Self::TooLarge => f.write_str("a stream item exceeds the size limit (`item_limit`)"),
        }
    }
}

impl From<TransportError> for StreamError {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl std::error::Error for StreamError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Decode(_) | Self::TooLarge => None,
        }
    }
}
