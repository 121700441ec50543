//! Time limits of a streamed response: how long no data may arrive, and the deadline of its call.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use crate::runtime::http::client::Client;
use crate::runtime::http::error::{TimeoutError, TransportError, TransportErrorKind};
use crate::runtime::http::future::BoxFuture;

/// The deadline of a call: its time limit, and the timer that started with the call.
pub(in crate::runtime::http) type Deadline = (Duration, BoxFuture<'static, ()>);

/// The time limits of a streamed response.
pub(in crate::runtime::http) struct StreamLimits {
    client: Client,
    operation: &'static str,
    idle: Option<Duration>,
    // Never contended. The `Mutex` makes timers that are only `Send` also `Sync`.
    timers: Mutex<Timers>,
}

#[derive(Default)]
struct Timers {
    /// Starts when the reader begins to wait for data: time during which nobody reads does not count.
    idle: Option<BoxFuture<'static, ()>>,
    deadline: Option<Deadline>,
}

impl StreamLimits {
    /// Creates the limits of the response to a call. `idle` is the longest time without data.
    pub(in crate::runtime::http) fn new(
        client: Client,
        operation: &'static str,
        idle: Option<Duration>,
        deadline: Option<Deadline>,
    ) -> Self {
        Self { client, operation, idle, timers: Mutex::new(Timers { idle: None, deadline }) }
    }

    /// Records that data arrived.
    pub(super) fn received(&mut self) {
        self.timers().idle = None;
    }

    /// Polls the limits while no data is there. Ready if one is exceeded.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<TransportError> {
        if let Poll::Ready(error) = self.poll_deadline(cx) {
            return Poll::Ready(error);
        }
        let Some(after) = self.idle else { return Poll::Pending };
        let idle = match self.timers().idle.take() {
            Some(timer) => Some(timer),
            None => self.client.timer(after),
        };
        let Some(mut timer) = idle else { return Poll::Pending };
        if timer.as_mut().poll(cx).is_ready() {
            return Poll::Ready(self.error(TransportErrorKind::Idle, after));
        }
        self.timers().idle = Some(timer);
        Poll::Pending
    }

    /// Polls the deadline. Ready if it has passed.
    pub(super) fn poll_deadline(&mut self, cx: &mut Context<'_>) -> Poll<TransportError> {
        let Some((after, timer)) = &mut self.timers().deadline else { return Poll::Pending };
        let after = *after;
        timer.as_mut().poll(cx).map(|()| self.error(TransportErrorKind::Deadline, after))
    }

    /// Continues with the limits of an earlier response: a stream that reconnects has one deadline.
    pub(super) fn keep_deadline(&mut self, earlier: &mut Self) {
        self.timers().deadline = earlier.timers().deadline.take();
    }

    fn timers(&mut self) -> &mut Timers {
        self.timers.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    fn error(&self, kind: TransportErrorKind, after: Duration) -> TransportError {
        let limit = if kind == TransportErrorKind::Idle { "idle_timeout" } else { "deadline" };
        TransportError::new(kind, TimeoutError { operation: self.operation, after, limit })
    }
}

impl fmt::Debug for StreamLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamLimits").field("idle", &self.idle).finish_non_exhaustive()
    }
}
