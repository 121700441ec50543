//! Streamed response bodies: [`ByteStream`].

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::StreamError;
#[cfg(feature = "blocking")]
use crate::runtime::http::blocking::{self, Blocking};
use crate::runtime::http::body::{BODY_LIMIT, Body};
use crate::runtime::http::classified_response::utf8;
use crate::runtime::http::error::{TransportError, TransportErrorKind};

/// A response body as a stream of chunks. Only one chunk is in memory at a time.
///
/// [`bytes`](Self::bytes) and [`text`](Self::text) read the whole body into memory instead.
#[derive(Debug)]
pub struct ByteStream {
    body: Body,
    limit: usize,
}

impl Default for ByteStream {
    fn default() -> Self {
        Self::new(Body::empty())
    }
}

impl ByteStream {
    /// Creates a stream from a body.
    #[must_use]
    pub fn new(body: Body) -> Self {
        Self { body, limit: BODY_LIMIT }
    }

    /// Sets the largest body that [`bytes`](Self::bytes) and [`text`](Self::text) read into memory, in bytes. The default is the client's
    /// `body_limit`, which is 256 MiB unless you set it. Reading the stream chunk by chunk has no limit.
    #[doc(alias = "limit")]
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }

    /// Returns the next chunk, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Returns an error if the connection failed.
    #[doc(alias = "chunk")]
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Reads the whole body into memory.
    ///
    /// # Errors
    ///
    /// Returns an error if the connection failed, or the body is larger than the [limit](Self::body_limit).
    #[doc(alias = "collect")]
    #[doc(alias = "into_bytes")]
    #[doc(alias = "to_bytes")]
    pub async fn bytes(self) -> Result<Bytes, TransportError> {
        self.body.collect(self.limit).await
    }

    /// Reads the whole body into memory, as UTF-8 text without its byte order mark.
    ///
    /// # Errors
    ///
    /// Returns an error if the connection failed, or the body is larger than the [limit](Self::body_limit) or not UTF-8.
    pub async fn text(self) -> Result<String, StreamError> {
        to_text(self.bytes().await)
    }

    /// Returns the body.
    #[must_use]
    pub fn into_body(self) -> Body {
        self.body
    }
}

#[cfg(feature = "blocking")]
impl ByteStream {
    /// Returns a reader of the body, which blocks the current thread.
    #[doc(alias = "reader")]
    #[doc(alias = "into_reader")]
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }

    /// Reads the whole body into memory, and blocks the current thread until then.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`bytes`](Self::bytes).
    pub fn bytes_blocking(self) -> Result<Bytes, TransportError> {
        blocking::wait(self.bytes())?
    }

    /// Reads the whole body into memory as text, and blocks the current thread until then.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`text`](Self::text).
    pub fn text_blocking(self) -> Result<String, StreamError> {
        to_text(self.bytes_blocking())
    }
}

fn to_text(bytes: Result<Bytes, TransportError>) -> Result<String, StreamError> {
    utf8(&bytes?).map_err(StreamError::Decode)
}

impl Stream for ByteStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.body.poll_bytes(cx).map_err(|error| TransportError::new(TransportErrorKind::ResponseBody, error))
    }
}
