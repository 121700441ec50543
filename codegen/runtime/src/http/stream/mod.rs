//! Bodies that are handed on as they come: bytes, server-sent events, lines of JSON.

mod bytes;
mod events;
mod lines;

pub use bytes::ByteStream;
pub use events::{Event, EventStream};
pub use lines::JsonLines;

use std::fmt;

use super::answer::Mismatch;
use super::error::TransportError;

/// Why a stream broke off.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The connection broke off.
    Transport(TransportError),
    /// An item is not of the documented type. The stream goes on after it.
    Decode(Mismatch),
    /// An item is larger than a stream holds in memory.
    TooLarge,
}

/// The largest single item of a stream.
const ITEM_LIMIT: usize = 64 * 1024 * 1024;

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::Decode(mismatch) => write!(f, "an item of the stream is not what the API documents: {mismatch}"),
            Self::TooLarge => write!(f, "an item of the stream is larger than {ITEM_LIMIT} bytes"),
        }
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
