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

/// The wait for the next part of a body. It starts when the reader begins to wait: time during which nobody reads does not count.
pub(in crate::runtime::http) struct IdleTimer {
    /// The longest wait; `None` turns the limit off.
    pub(in crate::runtime::http) after: Option<Duration>,
    timer: Option<BoxFuture<'static, ()>>,
}

impl IdleTimer {
    /// Creates a timer that has not started.
    pub(in crate::runtime::http) fn new(after: Option<Duration>) -> Self {
        Self { after, timer: None }
    }

    /// Records that data arrived.
    pub(in crate::runtime::http) fn received(&mut self) {
        self.timer = None;
    }

    /// Polls the wait, which `start` begins. Ready with the limit if no data arrived in time.
    pub(in crate::runtime::http) fn poll(
        &mut self,
        start: impl FnOnce(Duration) -> Option<BoxFuture<'static, ()>>,
        cx: &mut Context<'_>,
    ) -> Poll<Duration> {
        let Some(after) = self.after else { return Poll::Pending };
        if self.timer.is_none() {
            self.timer = start(after);
        }
        let Some(timer) = &mut self.timer else { return Poll::Pending };
        let waited = timer.as_mut().poll(cx);
        if waited.is_ready() {
            self.timer = None;
        }
        waited.map(|()| after)
    }
}

/// The time limits of a streamed response.
pub(in crate::runtime::http) struct StreamLimits {
    client: Client,
    operation: &'static str,
    // Never contended. The `Mutex` makes timers that are only `Send` also `Sync`.
    timers: Mutex<Timers>,
}

struct Timers {
    idle: IdleTimer,
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
        Self { client, operation, timers: Mutex::new(Timers { idle: IdleTimer::new(idle), deadline }) }
    }

    /// Records that data arrived.
    pub(super) fn received(&mut self) {
        self.timers().idle.received();
    }

    /// Polls the limits while no data is there. Ready if one is exceeded.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<TransportError> {
        if let Poll::Ready(error) = self.poll_deadline(cx) {
            return Poll::Ready(error);
        }
        let Self { client, timers, .. } = self;
        let timers = timers.get_mut().unwrap_or_else(PoisonError::into_inner);
        timers.idle.poll(|after| client.timer(after), cx).map(|after| self.error(TransportErrorKind::Idle, after))
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
        let idle = self.timers.lock().unwrap_or_else(PoisonError::into_inner).idle.after;
        f.debug_struct("StreamLimits").field("idle", &idle).finish_non_exhaustive()
    }
}
