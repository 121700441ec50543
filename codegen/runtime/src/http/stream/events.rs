//! Server-sent events (`text/event-stream`, the format of the HTML standard), their data decoded.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::BytesMut;
use futures_core::Stream;

use super::{ByteStream, ITEM_LIMIT, StreamError};
use crate::runtime::codec::Field;
use crate::runtime::http::answer::Mismatch;
use crate::runtime::{decode, encode};

/// An event.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Event<T> {
    /// What it is called; empty if it has no name.
    pub name: String,
    /// The last id that the stream named, to go on from after a break.
    pub id: String,
    /// How long to wait before connecting again, if the stream said so by now.
    pub retry: Option<Duration>,
    /// Its data.
    pub data: T,
}

/// Events as they come. Data that does not fit its type is an error in its place; the stream goes on.
/// The data `[DONE]`, by which some APIs end a stream, ends it.
pub struct EventStream<T> {
    bytes: ByteStream,
    parser: Parser,
    ended: bool,
    typed: PhantomData<fn() -> T>,
}

impl<T> From<ByteStream> for EventStream<T> {
    fn from(bytes: ByteStream) -> Self {
        Self { bytes, parser: Parser::default(), ended: false, typed: PhantomData }
    }
}

impl<T: Field> EventStream<T> {
    /// The next event, or `None` at the end.
    ///
    /// # Errors
    ///
    /// If the connection broke off, or the data is not of the documented type.
    pub async fn next(&mut self) -> Option<Result<Event<T>, StreamError>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// The id to send as `Last-Event-ID` in order to go on after a break; empty if there is none.
    #[must_use]
    pub fn last_event_id(&self) -> &str {
        &self.parser.id
    }
}

impl<T: Field> Stream for EventStream<T> {
    type Item = Result<Event<T>, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if self.ended {
                return Poll::Ready(None);
            }
            if let Some(Event { name, id, retry, data }) = self.parser.next() {
                if data == "[DONE]" {
                    self.ended = true;
                    return Poll::Ready(None);
                }
                let data = read(&data).map(|data| Event { name, id, retry, data });
                return Poll::Ready(Some(data.map_err(StreamError::Decode)));
            }
            if self.parser.buffer.len() + self.parser.data.len() > ITEM_LIMIT {
                self.ended = true;
                return Poll::Ready(Some(Err(StreamError::TooLarge)));
            }
            match Pin::new(&mut self.bytes).poll_next(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(piece))) => self.parser.buffer.extend_from_slice(&piece),
                Poll::Ready(Some(Err(error))) => {
                    self.ended = true;
                    return Poll::Ready(Some(Err(StreamError::Transport(error))));
                }
                // An event that no empty line ended is not one.
                Poll::Ready(None) => self.ended = true,
            }
        }
    }
}

#[cfg(feature = "mock")]
impl<T> EventStream<T> {
    /// The bytes that were not read yet.
    pub(in crate::runtime::http) fn into_body(self) -> crate::runtime::http::body::Body {
        self.bytes.into_body()
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").finish_non_exhaustive()
    }
}

/// Data as JSON; a type that is a string takes data that is no JSON as it is.
fn read<T: Field>(data: &str) -> Result<T, Mismatch> {
    decode(data.as_bytes()).or_else(|error| decode(&encode(&data.to_owned())).map_err(|_| error.into()))
}

/// The format, fed with pieces of any size.
#[derive(Debug, Default)]
struct Parser {
    buffer: BytesMut,
    searched: usize,
    started: bool,
    data: String,
    has_data: bool,
    name: String,
    id: String,
    retry: Option<Duration>,
}

impl Parser {
    /// The next event that is whole.
    fn next(&mut self) -> Option<Event<String>> {
        while let Some(line) = self.line() {
            if line.is_empty() {
                let name = std::mem::take(&mut self.name);
                let data = std::mem::take(&mut self.data);
                if std::mem::take(&mut self.has_data) {
                    return Some(Event { name, id: self.id.clone(), retry: self.retry, data });
                }
            } else {
                self.field(&line);
            }
        }
        None
    }

    /// The next line, ended by LF, CR or CRLF.
    fn line(&mut self) -> Option<String> {
        let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
        let Some(at) = unsearched.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            self.searched = self.buffer.len();
            return None;
        };
        let at = self.searched + at;
        let width = match (self.buffer.get(at), self.buffer.get(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            // The LF may still come.
            (Some(b'\r'), None) => {
                self.searched = at;
                return None;
            }
            _ => 1,
        };
        let line = self.buffer.split_to(at + width);
        self.searched = 0;
        let text = String::from_utf8_lossy(line.get(..at).unwrap_or_default()).into_owned();
        let first = !std::mem::replace(&mut self.started, true);
        Some(if first { text.trim_start_matches('\u{feff}').to_owned() } else { text })
    }

    fn field(&mut self, line: &str) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.data.push('\n');
                }
                self.data.push_str(value);
            }
            "event" => value.clone_into(&mut self.name),
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" => self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Parser;

    #[track_caller]
    fn check(text: &str, expect: &[(&str, &str, &str)]) {
        // However the text is cut.
        for size in [1, 2, 3, text.len().max(1)] {
            let mut parser = Parser::default();
            let mut events = Vec::new();
            for piece in text.as_bytes().chunks(size) {
                parser.buffer.extend_from_slice(piece);
                while let Some(event) = parser.next() {
                    events.push((event.name, event.id, event.data));
                }
            }
            let events: Vec<_> = events.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
            assert_eq!(events, expect, "{text:?} in pieces of {size}");
        }
    }

    #[test]
    fn events() {
        check("data: a\n\ndata:b\n\n", &[("", "", "a"), ("", "", "b")]);
        check("\u{feff}event: x\ndata: 1\ndata: 2\nid: 7\n\n", &[("x", "7", "1\n2")]);
        check(": comment\ndata\n\ndata:  two\n\n", &[("", "", ""), ("", "", " two")]);
        check("id: 1\nevent: e\n\ndata: a\n\n", &[("", "1", "a")]);
        check("data: cut off", &[]);
        check("data: a\r\n\r\nunknown: x\r\ndata: b\n\n", &[("", "", "a"), ("", "", "b")]);
    }
}
