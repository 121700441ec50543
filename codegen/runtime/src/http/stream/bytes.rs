//! Streamed response bodies: [`ByteStream`].

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::http::body::Body;
use crate::runtime::http::error::{TransportError, TransportErrorKind};

/// A response body as a stream of chunks. Only one chunk is in memory at a time.
#[derive(Debug)]
pub struct ByteStream(Body);

impl ByteStream {
    /// Creates a stream from a body.
    #[must_use]
    pub fn new(body: Body) -> Self {
        Self(body)
    }

    /// Returns the next chunk, or `None` at the end.
    ///
    /// # Errors
    ///
    /// If the connection failed.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Reads the whole body into memory, at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// If the connection failed, or the body is larger than `limit`.
    pub async fn collect(self, limit: usize) -> Result<Bytes, TransportError> {
        self.0.collect(limit).await
    }

    /// Returns the body.
    #[must_use]
    pub fn into_body(self) -> Body {
        self.0
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_bytes(cx).map_err(|error| TransportError::new(TransportErrorKind::ResponseBody, error))
    }
}
