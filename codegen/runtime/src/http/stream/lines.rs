//! Streams of JSON values: one per line (`application/jsonl`, `application/x-ndjson`), or each after a record separator
//! (`application/json-seq`, RFC 7464), where a value may span several lines. The first byte distinguishes the two formats.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::BytesMut;
use futures_core::Stream;

use super::{ByteStream, ITEM_LIMIT, StreamError};
use crate::runtime::codec::Field;
use crate::runtime::decode;
#[cfg(feature = "blocking")]
use crate::runtime::http::blocking::Blocking;

/// A stream of JSON values. A value that does not match its type is returned as an error; the stream continues after it.
pub struct JsonLines<T> {
    records: Records,
    typed: PhantomData<fn() -> T>,
}

impl<T> From<ByteStream> for JsonLines<T> {
    fn from(bytes: ByteStream) -> Self {
        Self {
            records: Records { bytes, buffer: BytesMut::new(), searched: 0, separated: None, ended: false },
            typed: PhantomData,
        }
    }
}

impl<T: Field> JsonLines<T> {
    /// Returns the next value, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Returns an error if the connection failed, or the value does not match the documented type.
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

#[cfg(feature = "blocking")]
impl<T: Field> JsonLines<T> {
    /// Returns an iterator over the values, which blocks the current thread until the next one arrives.
    #[doc(alias = "iter")]
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl<T: Field> Stream for JsonLines<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.records
            .poll(cx)
            .map(|record| record.map(|record| decode(&record?).map_err(|error| StreamError::Decode(error.into()))))
    }
}

#[cfg(feature = "mock")]
impl<T> JsonLines<T> {
    /// Returns the unread bytes.
    pub(in crate::runtime::http) fn into_body(self) -> crate::runtime::http::body::Body {
        self.records.bytes.into_body()
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines").finish_non_exhaustive()
    }
}

/// Splits a stream of bytes at line feeds, or at record separators if it starts with one. Compact JSON contains neither.
struct Records {
    bytes: ByteStream,
    buffer: BytesMut,
    searched: usize,
    /// Whether records start with a separator; `None` before the first byte.
    separated: Option<bool>,
    ended: bool,
}

/// The record separator before each value of a JSON text sequence.
const SEPARATOR: u8 = 0x1E;

impl Records {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<BytesMut, StreamError>>> {
        loop {
            if let Some(end) = self.end() {
                let record = self.buffer.split_to(end);
                self.searched = 0;
                if let Some(record) = trimmed(record) {
                    return Poll::Ready(Some(Ok(record)));
                }
                continue;
            }
            if self.ended {
                self.searched = 0;
                return Poll::Ready(trimmed(std::mem::take(&mut self.buffer)).map(Ok));
            }
            if self.buffer.len() > ITEM_LIMIT {
                self.stop();
                return Poll::Ready(Some(Err(StreamError::TooLarge)));
            }
            match Pin::new(&mut self.bytes).poll_next(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(chunk))) => {
                    self.separated = self.separated.or(chunk.first().map(|first| *first == SEPARATOR));
                    self.buffer.extend_from_slice(&chunk);
                }
                Poll::Ready(Some(Err(error))) => {
                    // The buffered record is incomplete.
                    self.stop();
                    return Poll::Ready(Some(Err(StreamError::Transport(error))));
                }
                Poll::Ready(None) => self.ended = true,
            }
        }
    }

    /// Returns the end of the first record, if it is known.
    fn end(&mut self) -> Option<usize> {
        let separated = self.separated == Some(true);
        // A record's own leading separator does not end it.
        let from = self.searched.max(usize::from(separated));
        let ends = |byte: &u8| *byte == SEPARATOR || (*byte == b'\n' && !separated);
        if let Some(at) = self.buffer.get(from..).unwrap_or_default().iter().position(ends) {
            return Some(from + at + usize::from(!separated));
        }
        self.searched = self.buffer.len();
        // A complete value of a sequence is returned without waiting for the next separator.
        let line = separated && self.buffer.len() > 1 && self.buffer.ends_with(b"\n");
        (line && is_json(&self.buffer)).then_some(self.buffer.len())
    }

    fn stop(&mut self) {
        self.ended = true;
        self.buffer.clear();
        self.searched = 0;
    }
}

fn is_json(record: &[u8]) -> bool {
    let text = record.strip_prefix(&[SEPARATOR]).unwrap_or(record);
    serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok()
}

/// Trims separators and whitespace from a record; `None` if nothing is left.
fn trimmed(mut record: BytesMut) -> Option<BytesMut> {
    let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == SEPARATOR;
    let start = record.iter().position(|byte| !blank(byte))?;
    let end = record.iter().rposition(|byte| !blank(byte))?;
    record.truncate(end + 1);
    Some(record.split_off(start))
}
