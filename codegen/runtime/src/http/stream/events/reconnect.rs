//! Reconnection of an event stream (HTML standard, 9.2.3): sends the call again, with the ID of the last event.
//!
//! Architecture invariant: only calls with a safe method are sent again, and only if the user enabled it.

use std::convert::Infallible;
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};

use super::super::{ByteStream, ReconnectError, StreamError};
use crate::runtime::http::call::Call;
use crate::runtime::http::classification::{ResponseClass, is_event_stream};
use crate::runtime::http::classified_response::{ClassifiedResponse, ResponseBody};
use crate::runtime::http::error::{Error, RequestError, TransportError, TransportErrorKind};
use crate::runtime::http::future::BoxFuture;
use crate::runtime::http::retry::Retries;

/// The reconnection of a stream.
pub(super) struct Reconnection {
    /// A copy of the stream's call.
    call: Option<Box<Call>>,
    /// The retry policy; `None` if reconnection is off.
    retries: Option<Retries>,
    /// The number of consecutive connections without an event.
    attempts_without_event: u32,
    state: State,
}

enum State {
    Connected,
    Waiting(BoxFuture<'static, ()>, Box<Call>),
    Connecting(BoxFuture<'static, Result<ClassifiedResponse, Error<Infallible>>>),
}

/// The outcome of a reconnection.
pub(super) enum Reconnected {
    Stream(ByteStream),
    /// The API has no more events.
    NoContent,
}

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

impl Reconnection {
    /// For a stream that is not the response to a call.
    pub(super) fn never() -> Self {
        Self::of(None)
    }

    /// For the response to this call.
    pub(super) fn of(call: Option<Box<Call>>) -> Self {
        Self { call, retries: None, attempts_without_event: 0, state: State::Connected }
    }

    pub(super) fn enable(&mut self, retries: Retries) -> Result<(), RequestError> {
        let Some(call) = &self.call else {
            let (operation, subject) = ("events", "stream".to_owned());
            return Err(RequestError {
                operation,
                subject,
                reason: "it is not the response to a call that can be sent again".to_owned(),
            });
        };
        if !matches!(call.operation().method, "GET" | "HEAD" | "OPTIONS" | "QUERY") {
            let reason =
                format!("{} is not a safe method: reconnecting could repeat its effect", call.operation().method);
            return Err(call.error("stream", reason));
        }
        self.retries = Some(retries);
        Ok(())
    }

    /// Records an event.
    pub(super) fn succeeded(&mut self) {
        self.attempts_without_event = 0;
    }

    /// Returns whether the connection has ended and is being replaced.
    pub(super) fn is_active(&self) -> bool {
        !matches!(self.state, State::Connected)
    }

    /// Starts reconnecting after the connection has ended. Returns whether it does.
    pub(super) fn start(&mut self, last_id: &str, wait: Option<Duration>) -> bool {
        let (Some(retries), Some(call)) = (&self.retries, &self.call) else { return false };
        let Some(mut call) = call.try_clone().filter(|_| self.attempts_without_event < retries.max_retries()) else {
            return false;
        };
        // The stream could set a time of zero.
        let delay = retries.backoff(self.attempts_without_event).max(wait.unwrap_or_default());
        if wait.is_some_and(|wait| !retries.accepts_wait(wait)) {
            return false;
        }
        let Some(sleep) = call.client.as_ref().and_then(|client| client.sleep(delay)) else { return false };
        if let Ok(id) = HeaderValue::from_bytes(last_id.as_bytes())
            && !last_id.is_empty()
        {
            call.headers.insert(LAST_EVENT_ID, id);
        }
        self.attempts_without_event += 1;
        self.state = State::Waiting(sleep, Box::new(call));
        true
    }

    /// Polls the reconnection; `None` if none is in progress.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Option<Poll<Result<Reconnected, StreamError>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Connected) {
                State::Connected => return None,
                State::Waiting(mut sleep, call) => {
                    if sleep.as_mut().poll(cx).is_pending() {
                        self.state = State::Waiting(sleep, call);
                        return Some(Poll::Pending);
                    }
                    self.state = State::Connecting(call.exchange());
                }
                State::Connecting(mut exchange) => {
                    let Poll::Ready(outcome) = exchange.as_mut().poll(cx) else {
                        self.state = State::Connecting(exchange);
                        return Some(Poll::Pending);
                    };
                    return Some(Poll::Ready(outcome.map_err(failure).and_then(to_stream)));
                }
            }
        }
    }
}

fn to_stream(response: ClassifiedResponse) -> Result<Reconnected, StreamError> {
    if response.status == http::StatusCode::NO_CONTENT {
        return Ok(Reconnected::NoContent);
    }
    let content_type = response.headers.get(CONTENT_TYPE).and_then(|content_type| content_type.to_str().ok());
    match response {
        ClassifiedResponse { class: ResponseClass::Success, body: ResponseBody::Stream(stream), .. }
            if content_type.is_some_and(is_event_stream) =>
        {
            Ok(Reconnected::Stream(stream))
        }
        other => {
            let (operation, response, message) = other.into_parts();
            Err(StreamError::Reconnect(Box::new(ReconnectError { operation, message, response })))
        }
    }
}

fn failure(error: Error<Infallible>) -> StreamError {
    StreamError::Transport(match error {
        Error::Transport(error) => error,
        Error::Timeout(error) => TransportError::new(TransportErrorKind::Timeout, error),
        other => TransportError::new(TransportErrorKind::ResponseBody, other),
    })
}
