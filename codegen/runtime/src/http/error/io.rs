//! Conversions from and to [`io::Error`], the error of files and readers.

use std::io;

use super::{Error, TransportError, TransportErrorKind};

/// Wraps the error: [`io::Error::get_ref`] returns it.
impl From<TransportError> for io::Error {
    fn from(error: TransportError) -> Self {
        let kind = match error.kind {
            TransportErrorKind::Timeout | TransportErrorKind::Idle | TransportErrorKind::Deadline => {
                io::ErrorKind::TimedOut
            }
            TransportErrorKind::Connect
            | TransportErrorKind::RequestBody
            | TransportErrorKind::ResponseBody
            | TransportErrorKind::TooLarge
            | TransportErrorKind::Refused
            | TransportErrorKind::Other => io::ErrorKind::Other,
        };
        Self::new(kind, error)
    }
}

/// Unwraps the error of a download; other errors become [`Error::Io`].
impl<E> From<io::Error> for Error<E> {
    fn from(error: io::Error) -> Self {
        error.downcast().map_or_else(Self::Io, Self::Transport)
    }
}
