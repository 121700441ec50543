//! A body as it comes.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::http::body::Body;
use crate::runtime::http::error::{TransportError, TransportErrorKind};

/// A body as it comes. Memory is needed for one piece at a time.
#[derive(Debug)]
pub struct ByteStream(Body);

impl ByteStream {
    /// The bytes of a body.
    #[must_use]
    pub fn new(body: Body) -> Self {
        Self(body)
    }

    /// The next piece, or `None` at the end.
    ///
    /// # Errors
    ///
    /// If the connection broke off.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All of it in memory, at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// If the connection broke off, or there is more.
    pub async fn collect(self, limit: usize) -> Result<Bytes, TransportError> {
        self.0.collect(limit).await
    }

    /// The body.
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
