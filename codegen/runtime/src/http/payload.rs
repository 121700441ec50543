//! The body of a call, which is opened once for each attempt.

use std::fmt;

use bytes::Bytes;

use super::body::Body;
use super::multipart::Multipart;

/// The body of a request.
#[derive(Default)]
pub enum Payload {
    /// No body.
    #[default]
    Empty,
    /// Bytes, which can be sent again.
    Bytes(Bytes),
    /// Multipart, which can be sent again if every part can.
    Multipart(Multipart),
    /// A file, which can be sent again, or a stream, which can be sent once.
    Stream(Body),
}

impl Payload {
    /// Returns whether [`Payload::open`] can return the body again.
    #[must_use]
    pub fn is_replayable(&self) -> bool {
        match self {
            Self::Empty | Self::Bytes(_) => true,
            Self::Multipart(parts) => parts.is_replayable(),
            Self::Stream(body) => body.try_clone().is_some(),
        }
    }

    /// Copies the body, if it can be sent again.
    #[must_use]
    pub fn try_clone(&self) -> Option<Self> {
        Some(match self {
            Self::Empty => Self::Empty,
            Self::Bytes(bytes) => Self::Bytes(bytes.clone()),
            Self::Multipart(parts) => Self::Multipart(parts.try_clone()?),
            Self::Stream(body) => Self::Stream(body.try_clone()?),
        })
    }

    /// Returns the body for one attempt.
    pub fn open(&mut self) -> Body {
        match self {
            Self::Empty => Body::empty(),
            Self::Bytes(bytes) => Body::from(bytes.clone()),
            Self::Multipart(parts) => parts.open(),
            Self::Stream(body) => body.try_clone().unwrap_or_else(|| std::mem::take(body)),
        }
    }
}

/// Shows the variant and size only: bodies hold secrets.
impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            Self::Multipart(parts) => parts.fmt(f),
            Self::Stream(body) => body.fmt(f),
        }
    }
}
