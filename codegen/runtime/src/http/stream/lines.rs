//! Streams of JSON values: one per line (`application/jsonl`, `application/x-ndjson`), or each after a record separator
//! (`application/json-seq`, RFC 7464), where a value may span several lines. The first character distinguishes the two formats.
//!
//! Each byte is looked at once, whatever the sizes of the chunks are.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::BytesMut;
use futures_core::Stream;

use super::{ByteStream, StreamError};
use crate::runtime::codec::Field;
#[cfg(feature = "blocking")]
use crate::runtime::http::blocking::Blocking;
use crate::runtime::http::charset::Transcoder;
use crate::runtime::http::classified_response::{Mismatch, decode_utf8};

/// A stream of JSON values. A value that does not match its type is returned as an error; the stream continues after it.
pub struct JsonLines<T> {
    records: Records,
    typed: PhantomData<fn() -> T>,
}

impl<T> From<ByteStream> for JsonLines<T> {
    fn from(bytes: ByteStream) -> Self {
        Self {
            records: Records {
                transcoder: Transcoder::new(bytes.media_type()),
                bytes,
                buffer: BytesMut::new(),
                searched: 0,
                sequence: None,
                nesting: Nesting::default(),
                ended: false,
            },
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
        self.records.poll(cx).map(|record| {
            record.map(|record| {
                let record = record?;
                // Each value may come from a file of its own.
                let json = record.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&record);
                decode_utf8(json, "no text").map_err(StreamError::Decode)
            })
        })
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

/// Splits a stream of text at line feeds. If it starts with a record separator, it is a sequence: it is split at separators, and at line feeds
/// that end a value, so that a value is returned without waiting for the next separator.
struct Records {
    bytes: ByteStream,
    transcoder: Transcoder,
    /// The text, in UTF-8.
    buffer: BytesMut,
    /// The number of bytes of the buffer that were looked at.
    searched: usize,
    /// Whether it is a sequence; `None` before the first byte.
    sequence: Option<bool>,
    nesting: Nesting,
    ended: bool,
}

/// The position in the value of a sequence.
#[derive(Debug, Clone, Copy, Default)]
struct Nesting {
    /// The number of open arrays and objects.
    depth: usize,
    in_string: bool,
    is_escaped: bool,
    /// Whether the value has begun.
    has_begun: bool,
}

impl Nesting {
    /// Adds a byte. Returns whether it is a line feed that ends a value.
    fn ends_with(&mut self, byte: u8) -> bool {
        if self.in_string {
            self.in_string = byte != b'"' || self.is_escaped;
            self.is_escaped = byte == b'\\' && !self.is_escaped;
            return false;
        }
        match byte {
            b'\n' => return self.has_begun && self.depth == 0,
            b' ' | b'\t' | b'\r' | SEPARATOR => return false,
            b'"' => self.in_string = true,
            b'[' | b'{' => self.depth += 1,
            b']' | b'}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.has_begun = true;
        false
    }
}

/// The record separator before each value of a JSON text sequence.
const SEPARATOR: u8 = 0x1E;

impl Records {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<BytesMut, StreamError>>> {
        loop {
            if let Some(end) = self.end() {
                let record = self.buffer.split_to(end);
                self.searched = 0;
                self.nesting = Nesting::default();
                if let Some(record) = trimmed(record) {
                    return Poll::Ready(Some(Ok(record)));
                }
                continue;
            }
            if self.ended {
                self.searched = 0;
                return Poll::Ready(trimmed(std::mem::take(&mut self.buffer)).map(Ok));
            }
            if self.buffer.len() > self.bytes.largest_item() {
                self.stop();
                return Poll::Ready(Some(Err(StreamError::TooLarge)));
            }
            match Pin::new(&mut self.bytes).poll_next(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(chunk))) => {
                    if let Err(error) = self.push(&chunk, false) {
                        return Poll::Ready(Some(Err(error)));
                    }
                }
                Poll::Ready(Some(Err(error))) => {
                    // The buffered record is incomplete.
                    self.stop();
                    return Poll::Ready(Some(Err(StreamError::Transport(error))));
                }
                Poll::Ready(None) => {
                    self.ended = true;
                    if let Err(error) = self.push(&[], true) {
                        return Poll::Ready(Some(Err(error)));
                    }
                }
            }
        }
    }

    /// Adds a chunk to the text. Text that is not valid in its encoding ends the stream.
    fn push(&mut self, chunk: &[u8], is_last: bool) -> Result<(), StreamError> {
        if let Err(reason) = self.transcoder.push(chunk, is_last, &mut self.buffer) {
            self.stop();
            return Err(StreamError::Decode(Mismatch::of_body(reason)));
        }
        self.sequence = self.sequence.or(self.buffer.first().map(|first| *first == SEPARATOR));
        Ok(())
    }

    /// Returns the end of the first record, if it is known.
    fn end(&mut self) -> Option<usize> {
        let is_sequence = self.sequence == Some(true);
        let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
        for (offset, byte) in unsearched.iter().enumerate() {
            let at = self.searched + offset;
            let end = match byte {
                // The record's own separator does not end it.
                &SEPARATOR => (at > 0).then_some(at),
                byte if is_sequence => self.nesting.ends_with(*byte).then_some(at + 1),
                byte => (*byte == b'\n').then_some(at + 1),
            };
            if end.is_some() {
                return end;
            }
        }
        self.searched = self.buffer.len();
        None
    }

    fn stop(&mut self) {
        self.ended = true;
        self.buffer.clear();
        self.searched = 0;
    }
}

/// Trims separators and whitespace from a record; `None` if nothing is left.
fn trimmed(mut record: BytesMut) -> Option<BytesMut> {
    let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == SEPARATOR;
    let start = record.iter().position(|byte| !blank(byte))?;
    let end = record.iter().rposition(|byte| !blank(byte))?;
    record.truncate(end + 1);
    Some(record.split_off(start))
}
