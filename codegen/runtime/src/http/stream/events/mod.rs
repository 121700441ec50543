//! Server-sent events (`text/event-stream`, the format of the HTML standard), their data decoded.

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
use super::{ByteStream, ITEM_LIMIT, StreamError};
use crate::runtime::codec::Field;
use crate::runtime::http::answer::Mismatch;
use crate::runtime::http::call::Call;
use crate::runtime::http::error::RequestError;
use crate::runtime::http::retry::Retries;
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
/// The data `[DONE]`, by which some APIs end a stream, ends it. So does the end of the connection, unless it is
/// [reconnecting](Self::reconnecting).
pub struct EventStream<T> {
    bytes: ByteStream,
    parser: Parser,
    ended: bool,
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
        Self { bytes, parser: Parser::default(), ended: false, reconnection, typed: PhantomData }
    }

    /// The events of a body that answers a call.
    pub(in crate::runtime::http) fn of(bytes: ByteStream, again: Option<Box<Call>>) -> Self {
        Self::new(bytes, Reconnection::of(again))
    }

    /// Connects again when the connection ends or breaks off, and goes on after the last event (`Last-Event-ID`), as browsers do: after the
    /// time that the stream asks for, otherwise after the delays of `retries`. An answer without content (204) ends the stream, and so
    /// do as many connections in a row without an event as `retries` allows.
    ///
    /// # Errors
    ///
    /// If the call cannot be sent again: its method is not safe, or it was not sent by a client that has a clock.
    pub fn reconnecting(mut self, retries: Retries) -> Result<Self, RequestError> {
        self.reconnection.enable(retries)?;
        Ok(self)
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
        self.parser.id()
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
                let data = read(&data).map(|data| Event { name, id, retry, data });
                return Poll::Ready(Some(data.map_err(StreamError::Decode)));
            }
            if this.parser.held() > ITEM_LIMIT {
                this.ended = true;
                return Poll::Ready(Some(Err(StreamError::TooLarge)));
            }
            if let Some(reconnected) = this.reconnection.poll(cx) {
                match reconnected {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(Ok(Reconnected::Stream(bytes))) => {
                        this.bytes = bytes;
                        this.parser = this.parser.reconnected();
                    }
                    Poll::Ready(Ok(Reconnected::NoContent)) => this.ended = true,
                    Poll::Ready(Err(error)) => {
                        this.ended = true;
                        return Poll::Ready(Some(Err(StreamError::Transport(error))));
                    }
                }
                continue;
            }
            match Pin::new(&mut this.bytes).poll_next(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(piece))) => this.parser.feed(&piece),
                // An event that no empty line ended is not one.
                Poll::Ready(end) => {
                    if this.reconnection.start(this.parser.id(), this.parser.retry()) {
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
