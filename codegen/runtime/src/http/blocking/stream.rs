//! Streams without `async`: [`Blocking`] turns any stream of this crate into an iterator, and a download into a reader.

use std::fmt;
use std::future::poll_fn;
use std::io::{self, BufRead, Read};
use std::iter::FusedIterator;
use std::pin::Pin;

use bytes::{Buf, Bytes};
use futures_core::Stream;

use super::wait;
use crate::runtime::codec::Field;
use crate::runtime::http::error::TransportError;
use crate::runtime::http::pages::{Items, Paged, Pages, PagesWithResponse};
use crate::runtime::http::stream::{ByteStream, EventStream, JsonLines};

/// A stream that blocks the current thread instead of being awaited (feature `blocking`).
///
/// | stream | created by | is |
/// |---|---|---|
/// | [`Items`], [`Pages`], [`PagesWithResponse`] | the methods `items_blocking` and `pages_blocking` of calls | an [`Iterator`] |
/// | [`EventStream`], [`JsonLines`] | `blocking()` of the stream that `send_blocking` returned | an [`Iterator`] |
/// | [`ByteStream`] | `blocking()` of the stream that `send_blocking` returned | a reader: [`Read`] and [`BufRead`] |
///
/// ```text
/// for customer in client.list_customers().items_blocking() {
///     println!("{}", customer?.name);
/// }
/// let mut download = client.download("f").send_blocking()?.blocking();
/// std::io::copy(&mut download, &mut std::fs::File::create("f")?)?;
/// ```
///
/// It may be used on any thread, including one that belongs to an async runtime. The only exception is a stream from a call that was
/// awaited: its data arrives through the async runtime of that call, so do not read it on a thread that this runtime needs.
///
/// A download implements `Read` but not `Iterator`, because both traits have methods with the same names.
#[must_use = "iterators and readers do nothing unless they are used"]
pub struct Blocking<S> {
    stream: S,
    /// The bytes of a download that were received but not read yet.
    unread: Bytes,
    has_failed: bool,
}

/// A stream of values: every stream of this crate except [`ByteStream`]. Other crates cannot implement it.
pub trait ValueStream: Stream + Unpin + sealed::Sealed {}

mod sealed {
    pub trait Sealed {}
}

impl<S: sealed::Sealed + Stream + Unpin> ValueStream for S {}

impl<C: Paged> sealed::Sealed for Items<C> {}
impl<C: Paged> sealed::Sealed for Pages<C> {}
impl<C: Paged> sealed::Sealed for PagesWithResponse<C> {}
impl<T: Field> sealed::Sealed for EventStream<T> {}
impl<T: Field> sealed::Sealed for JsonLines<T> {}

impl<S> Blocking<S> {
    /// Creates the blocking form of a stream.
    pub(in crate::runtime::http) fn new(stream: S) -> Self {
        Self { stream, unread: Bytes::new(), has_failed: false }
    }

    /// Returns the stream, for example for [`EventStream::last_event_id`].
    #[must_use]
    pub fn get_ref(&self) -> &S {
        &self.stream
    }
}

impl<S: ValueStream> Blocking<S> {
    /// Returns the stream, to be awaited again.
    #[must_use]
    pub fn into_inner(self) -> S {
        self.stream
    }
}

/// Waits for the next element of a stream.
fn next<S: Stream + Unpin>(stream: &mut S) -> Result<Option<S::Item>, TransportError> {
    wait(poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx)))
}

impl<S, T, E> Iterator for Blocking<S>
where
    S: ValueStream + Stream<Item = Result<T, E>>,
    E: From<TransportError>,
{
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_failed {
            return None;
        }
        next(&mut self.stream).unwrap_or_else(|error| {
            self.has_failed = true;
            Some(Err(error.into()))
        })
    }
}

/// No stream returns an element after its end.
impl<S, T, E> FusedIterator for Blocking<S>
where
    S: ValueStream + Stream<Item = Result<T, E>>,
    E: From<TransportError>,
{
}

impl Read for Blocking<ByteStream> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let mut chunk = self.fill_buf()?;
        let length = chunk.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Blocking<ByteStream> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        // Not at the end after a failure: a reader that ignores the error would take the start of the file for the whole.
        if self.has_failed {
            return Err(io::Error::other("the download failed before"));
        }
        while self.unread.is_empty() {
            match next(&mut self.stream).unwrap_or_else(|error| Some(Err(error))) {
                Some(Ok(chunk)) => self.unread = chunk,
                Some(Err(error)) => {
                    self.has_failed = true;
                    return Err(error.into());
                }
                None => break,
            }
        }
        Ok(&self.unread)
    }

    fn consume(&mut self, length: usize) {
        // `advance` would panic.
        self.unread.advance(length.min(self.unread.len()));
    }
}

impl<S: fmt::Debug> fmt::Debug for Blocking<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocking").field(&self.stream).finish()
    }
}
