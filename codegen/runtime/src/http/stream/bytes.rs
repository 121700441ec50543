//! Streamed response bodies: [`ByteStream`].

use std::borrow::Cow;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::{ITEM_LIMIT, StreamError, StreamLimits};
#[cfg(feature = "blocking")]
use crate::runtime::http::blocking::{self, Blocking};
use crate::runtime::http::body::{BODY_LIMIT, Body, collect};
use crate::runtime::http::charset;
use crate::runtime::http::classified_response::Mismatch;
use crate::runtime::http::error::{TransportError, TransportErrorKind};

/// A response body as a stream of chunks. Only one chunk is in memory at a time.
///
/// The client's `idle_timeout` limits the time without data while you wait for a chunk, and its `deadline` holds until the end of the stream.
///
/// [`bytes`](Self::bytes) and [`text`](Self::text) read the whole body into memory instead.
#[derive(Debug)]
pub struct ByteStream {
    body: Body,
    limit: usize,
    /// The largest event or JSON value, in bytes.
    item_limit: usize,
    /// The time limits. A stream that is not the response to a call has none.
    limits: Option<Box<StreamLimits>>,
    has_ended: bool,
    /// The media type, which may declare an encoding; empty if it is unknown.
    media_type: String,
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
        let media_type = String::new();
        Self { body, limit: BODY_LIMIT, item_limit: ITEM_LIMIT, limits: None, has_ended: false, media_type }
    }

    /// Sets the largest body that [`bytes`](Self::bytes) and [`text`](Self::text) read into memory, in bytes. The default is the client's
    /// `body_limit`, which is 256 MiB unless you set it. Reading the stream chunk by chunk has no limit.
    #[doc(alias = "limit")]
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }

    /// Sets the largest event or JSON value of the stream, in bytes. The default is the client's `item_limit`, which is 64 MiB unless you
    /// set it.
    #[must_use]
    pub fn item_limit(mut self, bytes: usize) -> Self {
        self.item_limit = bytes;
        self
    }

    /// Returns the largest event or JSON value, in bytes.
    pub(super) fn largest_item(&self) -> usize {
        self.item_limit
    }

    /// Returns the next chunk, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Returns an error if the connection failed, or a time limit was exceeded. It is the last item.
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
    pub async fn bytes(mut self) -> Result<Bytes, TransportError> {
        if self.limits.is_none() {
            return self.body.collect(self.limit).await;
        }
        let (expected, limit) = (self.body.expected_length(), self.limit);
        collect(|cx| Pin::new(&mut self).poll_next(cx), expected, limit).await
    }

    /// Reads the whole body into memory as text, without its byte order mark. Its encoding is the `charset` that the response or the document
    /// declares, or else UTF-8.
    ///
    /// # Errors
    ///
    /// Returns an error if the connection failed, the body is larger than the [limit](Self::body_limit), the encoding is unknown, or the body is not
    /// valid in it.
    pub async fn text(mut self) -> Result<String, StreamError> {
        let media_type = std::mem::take(&mut self.media_type);
        to_text(&media_type, self.bytes().await)
    }

    /// Returns the body.
    #[must_use]
    pub fn into_body(self) -> Body {
        if self.limits.is_some() { Body::wrap(self) } else { self.body }
    }

    /// Sets the media type, which may declare an encoding.
    pub(in crate::runtime::http) fn with_media_type(mut self, media_type: String) -> Self {
        self.media_type = media_type;
        self
    }

    /// Returns the media type, which may declare an encoding; empty if it is unknown.
    pub(super) fn media_type(&self) -> &str {
        &self.media_type
    }

    /// Sets the time limits.
    pub(in crate::runtime::http) fn with_limits(mut self, limits: StreamLimits) -> Self {
        self.limits = Some(Box::new(limits));
        self
    }

    /// Continues with the deadline of an earlier response to the same call.
    pub(super) fn keep_deadline(&mut self, earlier: &mut Self) {
        if let (Some(limits), Some(earlier)) = (&mut self.limits, &mut earlier.limits) {
            limits.keep_deadline(earlier);
        }
    }

    /// Polls the deadline. Ready if it has passed.
    pub(super) fn poll_deadline(&mut self, cx: &mut Context<'_>) -> Poll<TransportError> {
        self.limits.as_mut().map_or(Poll::Pending, |limits| limits.poll_deadline(cx))
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
    pub fn text_blocking(mut self) -> Result<String, StreamError> {
        let media_type = std::mem::take(&mut self.media_type);
        to_text(&media_type, self.bytes_blocking())
    }
}

fn to_text(media_type: &str, bytes: Result<Bytes, TransportError>) -> Result<String, StreamError> {
    let bytes = bytes?;
    let text = charset::text(media_type, &bytes).map(Cow::into_owned);
    text.map_err(|reason| StreamError::Decode(Mismatch::of_body(reason)))
}

impl Stream for ByteStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.has_ended {
            return Poll::Ready(None);
        }
        let chunk = this.body.poll_bytes(cx);
        let chunk = chunk.map_err(|error| TransportError::new(TransportErrorKind::ResponseBody, error));
        let Some(limits) = &mut this.limits else { return chunk };
        // Data that keeps arriving does not stop the deadline.
        let exceeded = if chunk.is_pending() { limits.poll(cx) } else { limits.poll_deadline(cx) };
        match (exceeded, &chunk) {
            (Poll::Ready(error), Poll::Pending | Poll::Ready(Some(Ok(_)))) => {
                this.has_ended = true;
                Poll::Ready(Some(Err(error)))
            }
            _ => {
                if chunk.is_ready() {
                    limits.received();
                }
                chunk
            }
        }
    }
}

/// The body of a stream with time limits.
impl http_body::Body for ByteStream {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, TransportError>>> {
        self.poll_next(cx).map_ok(http_body::Frame::data)
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.body.size_hint()
    }
}
