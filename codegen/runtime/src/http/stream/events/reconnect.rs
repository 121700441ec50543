//! Connecting again when a stream of events breaks off (HTML standard, 9.2.3): the call is sent once more, with the id of the last event.
//!
//! Architecture invariant: only what is safe is sent again, and only if the user asked for it.

use std::convert::Infallible;
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::{HeaderName, HeaderValue};

use super::ByteStream;
use crate::runtime::http::answer::{Answer, AnswerBody, Verdict};
use crate::runtime::http::call::Call;
use crate::runtime::http::error::{Error, RequestError, TransportError, TransportErrorKind};
use crate::runtime::http::future::BoxFuture;
use crate::runtime::http::retry::Retries;

/// How a stream is connected again.
pub(super) struct Reconnection {
    /// The call that the stream answers.
    call: Option<Box<Call>>,
    /// Set if it shall be.
    retries: Option<Retries>,
    /// Connections in a row without an event.
    fruitless: u32,
    state: State,
}

enum State {
    Connected,
    Waiting(BoxFuture<'static, ()>, Box<Call>),
    Connecting(BoxFuture<'static, Result<Answer, Error<Infallible>>>),
}

/// What came of connecting again.
pub(super) enum Reconnected {
    Stream(ByteStream),
    /// The API has no more events.
    NoContent,
}

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

impl Reconnection {
    /// The stream does not answer a call.
    pub(super) fn never() -> Self {
        Self::of(None)
    }

    /// The stream answers this call.
    pub(super) fn of(call: Option<Box<Call>>) -> Self {
        Self { call, retries: None, fruitless: 0, state: State::Connected }
    }

    pub(super) fn enable(&mut self, retries: Retries) -> Result<(), RequestError> {
        let Some(call) = &self.call else {
            let (operation, subject) = ("events", "stream".to_owned());
            return Err(RequestError {
                operation,
                subject,
                reason: "it does not answer a call that can be sent again".to_owned(),
            });
        };
        if !matches!(call.operation().method, "GET" | "HEAD" | "OPTIONS" | "QUERY") {
            let reason = format!("{} is not safe: sent again, it could have its effect twice", call.operation().method);
            return Err(call.error("stream", reason));
        }
        self.retries = Some(retries);
        Ok(())
    }

    /// An event came.
    pub(super) fn succeeded(&mut self) {
        self.fruitless = 0;
    }

    /// The connection has ended: whether there will be another one.
    pub(super) fn start(&mut self, last_id: &str, wait: Option<Duration>) -> bool {
        let (Some(retries), Some(call)) = (&self.retries, &self.call) else { return false };
        let Some(mut call) = call.try_clone().filter(|_| self.fruitless < retries.most()) else { return false };
        let delay = wait.unwrap_or_else(|| retries.backoff(self.fruitless));
        let Some(sleep) = call.client.as_ref().and_then(|client| client.sleep(delay)) else { return false };
        if let Ok(id) = HeaderValue::from_bytes(last_id.as_bytes())
            && !last_id.is_empty()
        {
            call.headers.insert(LAST_EVENT_ID, id);
        }
        self.fruitless += 1;
        self.state = State::Waiting(sleep, Box::new(call));
        true
    }

    /// Goes on with connecting; `None` if it is not under way.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Option<Poll<Result<Reconnected, TransportError>>> {
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
                    return Some(Poll::Ready(outcome.map_err(failure).and_then(reconnected)));
                }
            }
        }
    }
}

fn reconnected(answer: Answer) -> Result<Reconnected, TransportError> {
    match answer {
        Answer { status, .. } if status == http::StatusCode::NO_CONTENT => Ok(Reconnected::NoContent),
        Answer { verdict: Verdict::Success, body: AnswerBody::Stream(body), .. } => {
            Ok(Reconnected::Stream(ByteStream::new(body)))
        }
        Answer { status, .. } => {
            let why = format!("the stream broke off, and the API answered {status} when it was asked to go on");
            Err(TransportError::new(TransportErrorKind::ResponseBody, why))
        }
    }
}

fn failure(error: Error<Infallible>) -> TransportError {
    match error {
        Error::Transport(error) => error,
        other => TransportError::new(TransportErrorKind::ResponseBody, other),
    }
}
