//! Request and response bodies: empty, bytes, a file, or a stream.

use std::fmt;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::error::{BoxError, TransportError, TransportErrorKind};
use super::file::ReadBody;
use super::future::MaybeSend;
use super::sent_type;

/// A request or response body: empty, bytes, a file, or a stream.
#[derive(Default)]
pub struct Body {
    content: Content,
    /// The media types that the content may have, the preferred one first.
    content_types: Vec<String>,
}

#[derive(Default)]
enum Content {
    #[default]
    Empty,
    Bytes(Bytes),
    /// A file, which is opened when the body is polled, and its length if it is known.
    File {
        path: Arc<PathBuf>,
        length: Option<u64>,
    },
    // Never contended. The `Mutex` makes a source that is only `Send` also `Sync`.
    Stream(Mutex<Pin<Box<dyn Source>>>),
}

/// The default of the largest response body that is buffered in memory.
pub(super) const BODY_LIMIT: usize = 256 * 1024 * 1024;

/// The upper bound of memory that is reserved before the bytes arrive.
const RESERVE_LIMIT: usize = 16 * 1024 * 1024;

impl Body {
    /// Creates an empty body.
    #[must_use]
    pub fn empty() -> Self {
        Content::Empty.into()
    }

    /// Creates a body from another [`http_body::Body`].
    pub fn wrap<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + MaybeSend + 'static,
        B::Error: Into<BoxError>,
    {
        Content::Stream(Mutex::new(Box::pin(body))).into()
    }

    /// Creates a body from a stream, which is read while the body is sent.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
        E: Into<BoxError>,
    {
        Content::Stream(Mutex::new(Box::pin(Streamed(Box::pin(stream))))).into()
    }

    /// Creates a body with the content of a file, and its length if it is known.
    pub(super) fn file(path: Arc<PathBuf>, length: Option<u64>) -> Self {
        Content::File { path, length }.into()
    }

    /// Sets the media type of the content. It is sent if the API documents a range (`image/*`) that includes it. If the API documents one media
    /// type, that is sent.
    ///
    /// ```
    /// # use oasmith_runtime::http::Body;
    /// let body = Body::from(b"GIF89a".to_vec()).content_type("image/gif");
    /// ```
    #[doc(alias = "media_type")]
    #[must_use]
    pub fn content_type(self, content_type: impl Into<String>) -> Self {
        self.with_content_types(vec![content_type.into()])
    }

    pub(super) fn with_content_types(mut self, content_types: Vec<String>) -> Self {
        self.content_types = content_types;
        self
    }

    /// Returns the media type to send, if the API documents a range or a list of media types.
    ///
    /// # Errors
    ///
    /// Returns the reason if no media type is known that the API documents.
    pub(super) fn choose_type(&self, documented: &str) -> Result<String, String> {
        let own: Vec<&str> = self.content_types.iter().map(String::as_str).collect();
        sent_type::choose(documented, &own).ok_or_else(|| match own.first() {
            Some(own) => format!("its content type is `{}`, but the API expects `{documented}`", own.escape_debug()),
            None => format!("the API expects `{documented}`; set the content type of the `File` or `Body`"),
        })
    }

    /// Copies the body, if it can be sent again: unless it is a stream, or was polled.
    #[must_use]
    pub fn try_clone(&self) -> Option<Self> {
        let content = match &self.content {
            Content::Empty => Content::Empty,
            Content::Bytes(bytes) => Content::Bytes(bytes.clone()),
            Content::File { path, length } => Content::File { path: path.clone(), length: *length },
            Content::Stream(_) => return None,
        };
        Some(Self { content, content_types: self.content_types.clone() })
    }

    /// Returns the bytes, if the body is empty or in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        static EMPTY: Bytes = Bytes::new();
        match &self.content {
            Content::Empty => Some(&EMPTY),
            Content::Bytes(bytes) => Some(bytes),
            Content::File { .. } | Content::Stream(_) => None,
        }
    }

    /// Polls for the next chunk of the body.
    pub fn poll_bytes(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        loop {
            match Pin::new(&mut *self).poll_frame(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                // Trailers are skipped.
                Poll::Ready(Some(Ok(frame))) => {
                    if let Ok(bytes) = frame.into_data() {
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                }
            }
        }
    }

    /// Reads the whole body into memory, at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// Returns an error if the body cannot be read completely, or is larger than `limit`.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, TransportError> {
        if let Content::Bytes(bytes) = self.content {
            return Ok(bytes);
        }
        let expected = self.expected_length();
        let poll = |cx: &mut Context<'_>| {
            self.poll_bytes(cx).map_err(|error| TransportError::new(TransportErrorKind::ResponseBody, error))
        };
        collect(poll, expected, limit).await
    }

    /// Returns the length that the sender announced. It may be wrong.
    pub(super) fn expected_length(&self) -> usize {
        usize::try_from(self.size_hint().lower()).unwrap_or(usize::MAX)
    }
}

/// Reads the start of a body into memory, at most `limit` bytes. An error ends the body early. Also returns whether the body has more.
pub(super) async fn collect_start(
    mut poll: impl FnMut(&mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>>,
    limit: usize,
) -> (Bytes, bool) {
    let mut start = BytesMut::new();
    loop {
        match std::future::poll_fn(&mut poll).await {
            None => return (start.freeze(), false),
            Some(Err(_)) => return (start.freeze(), true),
            Some(Ok(chunk)) => match chunk.get(..limit.saturating_sub(start.len())) {
                Some(part) if part.len() < chunk.len() => {
                    start.extend_from_slice(part);
                    return (start.freeze(), true);
                }
                _ => start.extend_from_slice(&chunk),
            },
        }
    }
}

/// Reads all chunks into memory, at most `limit` bytes. `expected` is the length that the sender announced.
pub(super) async fn collect(
    mut poll: impl FnMut(&mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>>,
    expected: usize,
    limit: usize,
) -> Result<Bytes, TransportError> {
    let mut whole = BytesMut::new();
    let mut first = Bytes::new();
    while let Some(chunk) = std::future::poll_fn(&mut poll).await {
        let chunk = chunk?;
        let length = first.len() + whole.len() + chunk.len();
        if length > limit {
            return Err(TransportError::new(TransportErrorKind::TooLarge, format!("the limit is {limit} bytes")));
        }
        // Most bodies arrive in one chunk, which is returned without copying.
        if first.is_empty() && whole.is_empty() {
            first = chunk;
        } else {
            if whole.is_empty() {
                // The announced length, up to a bound: it may be wrong.
                whole.reserve(expected.min(limit).min(RESERVE_LIMIT));
                whole.extend_from_slice(&std::mem::take(&mut first));
            }
            whole.extend_from_slice(&chunk);
        }
    }
    Ok(if whole.is_empty() { first } else { whole.freeze() })
}

impl From<Content> for Body {
    fn from(content: Content) -> Self {
        Self { content, content_types: Vec::new() }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        if bytes.is_empty() { Content::Empty.into() } else { Content::Bytes(bytes).into() }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            Content::Empty => f.write_str("Body(empty)"),
            Content::Bytes(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Content::File { length: Some(length), .. } => write!(f, "Body(file of {length} bytes)"),
            Content::File { length: None, .. } => f.write_str("Body(file)"),
            Content::Stream(_) => f.write_str("Body(stream)"),
        }
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        match &mut this.content {
            Content::Empty => Poll::Ready(None),
            Content::Bytes(bytes) => {
                let bytes = std::mem::take(bytes);
                this.content = Content::Empty;
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Content::File { path, length } => {
                *this = Self::wrap(ReadBody::file(path.clone(), *length));
                Pin::new(this).poll_frame(cx)
            }
            Content::Stream(source) => source.get_mut().unwrap_or_else(PoisonError::into_inner).as_mut().poll(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.content, Content::Empty)
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Empty => SizeHint::with_exact(0),
            Content::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::File { length, .. } => length.map_or_else(SizeHint::new, SizeHint::with_exact),
            Content::Stream(source) => source.lock().unwrap_or_else(PoisonError::into_inner).size(),
        }
    }
}

/// Any [`http_body::Body`], with boxed errors.
trait Source: MaybeSend {
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>>;

    fn size(&self) -> SizeHint;
}

impl<B> Source for B
where
    B: HttpBody<Data = Bytes> + MaybeSend,
    B::Error: Into<BoxError>,
{
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.poll_frame(cx).map_err(Into::into)
    }

    fn size(&self) -> SizeHint {
        self.size_hint()
    }
}

/// A stream of bytes as a body.
struct Streamed<S>(Pin<Box<S>>);

impl<S, E> HttpBody for Streamed<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.get_mut().0.as_mut().poll_next(cx).map_ok(Frame::data).map_err(Into::into)
    }
}
