//! Server-sent events (`text/event-stream`, HTML standard) with decoded data.

mod parser;
mod reconnect;

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

use self::parser::Parser;
use self::reconnect::{Reconnected, Reconnection};
use super::{ByteStream, StreamError};
use crate::runtime::codec::{Field, View, to_json};
use crate::runtime::decode;
#[cfg(feature = "blocking")]
use crate::runtime::http::blocking::Blocking;
use crate::runtime::http::call::Call;
use crate::runtime::http::classified_response::{Mismatch, decode_utf8};
use crate::runtime::http::error::{RequestError, TransportErrorKind};
use crate::runtime::http::retry::Retries;

/// A server-sent event.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The `event` field; empty if the event has none.
    pub name: String,
    /// The latest event ID of the stream, which is needed to resume it.
    pub id: String,
    /// The reconnection time, if the stream has set one so far.
    pub retry: Option<Duration>,
    /// The decoded data.
    pub data: T,
}

/// A stream of server-sent events. Data that does not match its type is returned as an error; the stream continues after it.
///
/// Data is decoded as the document describes it. In OpenAPI 3.2, `data` is a string, unless its `contentMediaType` or `contentSchema` says that
/// it is JSON. In earlier versions, a schema that allows only strings describes text; any other schema describes JSON. Text keeps its quotes:
/// the value of `data: "x"` is `"x"`.
///
/// The stream ends when an event has the data `[DONE]`, which some APIs send. It also ends when the connection ends, unless
/// [`reconnecting`](Self::reconnecting) is on.
pub struct EventStream<T> {
    bytes: ByteStream,
    parser: Parser,
    ended: bool,
    /// Whether data is text and not JSON.
    is_text: bool,
    reconnection: Reconnection,
    typed: PhantomData<fn() -> T>,
}

impl<T> From<ByteStream> for EventStream<T> {
    fn from(bytes: ByteStream) -> Self {
        Self::new(bytes, Reconnection::never())
    }
}

impl<T> EventStream<T> {
    fn new(bytes: ByteStream, reconnection: Reconnection) -> Self {
        Self { bytes, parser: Parser::default(), ended: false, is_text: false, reconnection, typed: PhantomData }
    }

    /// Creates the events of a call's response. `call` is a copy of the call, for reconnecting.
    pub(in crate::runtime::http) fn of(bytes: ByteStream, call: Option<Box<Call>>) -> Self {
        Self::new(bytes, Reconnection::of(call))
    }

    /// Reads data as text: quotes are part of a string.
    pub(in crate::runtime::http) fn with_text(mut self) -> Self {
        self.is_text = true;
        self
    }

    /// Reconnects when the connection ends or fails, and resumes after the last event (`Last-Event-ID`), as browsers do. Before
    /// reconnecting, it waits for the delay that `retries` defines, which grows while connections bring no event, or for the reconnection time
    /// that the stream has set, if that is longer. The stream ends when the API responds without content (204). It also ends when as many
    /// consecutive reconnections as `retries` allows have delivered no event, when the stream asks for a longer wait than
    /// [`Retries::max_wait`], and at the client's `deadline`.
    ///
    /// # Errors
    ///
    /// Returns an error if the call cannot be sent again: its method is not safe (RFC 9110, 9.2.1), its body was a stream, or the stream is
    /// not the response to a call.
    pub fn reconnecting(mut self, retries: Retries) -> Result<Self, RequestError> {
        self.reconnection.enable(retries)?;
        Ok(self)
    }
}

impl<T: Field> EventStream<T> {
    /// Returns the next event, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Returns an error if the connection failed, or the data does not match the documented type.
    pub async fn next(&mut self) -> Option<Result<Event<T>, StreamError>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Returns the ID to send as `Last-Event-ID` to resume the stream; empty if there is none.
    #[must_use]
    pub fn last_event_id(&self) -> &str {
        self.parser.id()
    }
}

#[cfg(feature = "blocking")]
impl<T: Field> EventStream<T> {
    /// Returns an iterator over the events, which blocks the current thread until the next one arrives.
    #[doc(alias = "iter")]
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl<T: Field> Stream for EventStream<T> {
    type Item = Result<Event<T>, StreamError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if this.ended {
                return Poll::Ready(None);
            }
            if let Some(Event { name, id, retry, data }) = this.parser.next() {
                if data == "[DONE]" {
                    this.ended = true;
                    return Poll::Ready(None);
                }
                this.reconnection.succeeded();
                let data = decode_data(&data, this.is_text).map(|data| Event { name, id, retry, data });
                return Poll::Ready(Some(data.map_err(StreamError::Decode)));
            }
            if this.parser.buffered() > this.bytes.largest_item() {
                this.ended = true;
                return Poll::Ready(Some(Err(StreamError::TooLarge)));
            }
            if this.reconnection.is_active()
                && let Poll::Ready(error) = this.bytes.poll_deadline(cx)
            {
                this.ended = true;
                return Poll::Ready(Some(Err(StreamError::Transport(error))));
            }
            if let Some(reconnected) = this.reconnection.poll(cx) {
                match reconnected {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(Ok(Reconnected::Stream(mut bytes))) => {
                        bytes.keep_deadline(&mut this.bytes);
                        this.bytes = bytes;
                        this.parser = this.parser.reconnected();
                    }
                    Poll::Ready(Ok(Reconnected::NoContent)) => this.ended = true,
                    Poll::Ready(Err(error)) => {
                        this.ended = true;
                        return Poll::Ready(Some(Err(error)));
                    }
                }
                continue;
            }
            match Pin::new(&mut this.bytes).poll_next(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(chunk))) => this.parser.feed(&chunk),
                // An event without a final empty line is discarded.
                Poll::Ready(end) => {
                    let is_late = matches!(&end, Some(Err(error)) if error.kind == TransportErrorKind::Deadline);
                    if !is_late && this.reconnection.start(this.parser.id(), this.parser.retry()) {
                        continue;
                    }
                    this.ended = true;
                    if let Some(Err(error)) = end {
                        return Poll::Ready(Some(Err(StreamError::Transport(error))));
                    }
                }
            }
        }
    }
}

#[cfg(feature = "mock")]
impl<T> EventStream<T> {
    /// Returns the unread bytes.
    pub(in crate::runtime::http) fn into_body(self) -> crate::runtime::http::body::Body {
        self.bytes.into_body()
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").finish_non_exhaustive()
    }
}

/// Decodes data as JSON, or as text. If that fails, decodes it in the other way.
fn decode_data<T: Field>(data: &str, is_text: bool) -> Result<T, Mismatch> {
    let json = || decode_utf8(data.as_bytes(), "no data");
    let text = || decode(&to_json(&View::Str(data))).map_err(Mismatch::from);
    if is_text {
        text().or_else(|error| json().map_err(|_| error))
    } else {
        json().or_else(|error| text().map_err(|_| error))
    }
}
