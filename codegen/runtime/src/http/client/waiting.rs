//! The waits of an attempt: for the head of a response, and for each part of its body.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::exchange::Failure;
use super::sender::{Recipient, RequestSender};
use crate::runtime::http::body::{self, Body};
use crate::runtime::http::call::Call;
use crate::runtime::http::error::{BoxError, Error, TimeoutError, TransportError, TransportErrorKind};
use crate::runtime::http::stream::IdleTimer;

/// The size of a body in memory that is expected to be sent in a second, at least. Its progress is not visible.
const BYTES_PER_SECOND: u64 = 64 * 1024;

/// Sends a request, and waits for the head of its response. Time does not count while the request body is read, or has no data to send.
pub(super) async fn send(
    sender: RequestSender<'_>,
    call: &Call,
    mut request: Request<Body>,
    recipient: Recipient,
) -> Result<Response<Body>, Failure> {
    let limits = &sender.settings.limits;
    let attempt = call.options.timeout.or(limits.timeout);
    // If the limit of the attempt ends first, a second timer has no effect.
    let Some(after) = limits.response_timeout.filter(|after| attempt.is_none_or(|attempt| attempt > *after)) else {
        return sender.send(call, request, recipient).await;
    };
    let progress = Arc::<Progress>::default();
    let mut wait = after;
    match request.body().as_bytes() {
        Some(bytes) => wait = after.saturating_add(Duration::from_secs(bytes.len() as u64 / BYTES_PER_SECOND)),
        None => {
            let progress = Arc::clone(&progress);
            request = request.map(|body| Body::wrap(Observed { body, progress }));
        }
    }
    let mut sending = pin!(sender.send(call, request, recipient));
    let mut seen = 0;
    let mut timer = sender.transport.timer(wait);
    poll_fn(|cx| {
        loop {
            let outcome = sending.as_mut().poll(cx);
            let Some(running) = timer.as_mut().filter(|_| outcome.is_pending()) else { return outcome };
            if running.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            let now = progress.reads.load(Ordering::Relaxed);
            if now == seen {
                return Poll::Ready(Err(timeout(call.operation.name, after, "response_timeout")));
            }
            // Odd while the body has no data to send: then this side is slow, not the API.
            seen = if now % 2 == 0 { now } else { 0 };
            timer = sender.transport.timer(wait);
        }
    })
    .await
}

/// The progress of a request body.
#[derive(Default)]
struct Progress {
    /// Changes with each read: even after data, odd while there is none yet. Zero before the first read.
    reads: AtomicU32,
}

/// A request body whose progress is observed.
struct Observed {
    body: Body,
    progress: Arc<Progress>,
}

impl HttpBody for Observed {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        let frame = Pin::new(&mut this.body).poll_frame(cx);
        let reads = this.progress.reads.load(Ordering::Relaxed);
        let is_odd = u32::from(frame.is_pending());
        this.progress.reads.store((reads & !1).wrapping_add(2) | is_odd, Ordering::Relaxed);
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Reads a whole body into memory.
pub(super) async fn collect(
    sender: RequestSender<'_>,
    operation: &'static str,
    mut body: Body,
    limit: usize,
) -> Result<Bytes, Failure> {
    if body.as_bytes().is_some() {
        return body.collect(limit).await.map_err(Error::Transport);
    }
    let expected = body.expected_length();
    let mut idle = Idle::new(sender);
    body::collect(|cx| idle.poll(&mut body, cx), expected, limit).await.map_err(|error| {
        match (error.kind, idle.timer.after) {
            (TransportErrorKind::Idle, Some(after)) => timeout(operation, after, "idle_timeout"),
            _ => Error::Transport(error),
        }
    })
}

/// How long the body of an undocumented response is read. It may be a stream without an end, and must not delay the error that contains it.
const UNDOCUMENTED_BODY: Duration = Duration::from_secs(10);

/// Reads the start of a body, and returns whether there is more. An error ends the body early.
pub(super) async fn collect_start(sender: RequestSender<'_>, mut body: Body, limit: usize) -> (Bytes, bool) {
    let mut idle = Idle::new(sender);
    body::collect_start(|cx| idle.poll(&mut body, cx), limit).await
}

/// Reads the start of a body as [`collect_start`] does, but only for a while.
pub(super) async fn collect_undocumented(sender: RequestSender<'_>, mut body: Body, limit: usize) -> (Bytes, bool) {
    let mut idle = Idle::new(sender);
    let mut end = sender.transport.timer(UNDOCUMENTED_BODY);
    let poll = |cx: &mut Context<'_>| {
        let chunk = idle.poll(&mut body, cx);
        let has_ended = chunk.is_pending() && end.as_mut().is_some_and(|end| end.as_mut().poll(cx).is_ready());
        if !has_ended {
            return chunk;
        }
        end = None;
        Poll::Ready(Some(Err(TransportError::new(TransportErrorKind::Idle, "the body did not end in time"))))
    };
    body::collect_start(poll, limit).await
}

fn timeout(operation: &'static str, after: Duration, limit: &'static str) -> Failure {
    Error::Timeout(TimeoutError { operation, after, limit })
}

/// The wait for the next part of a body.
struct Idle<'a> {
    sender: RequestSender<'a>,
    timer: IdleTimer,
}

impl<'a> Idle<'a> {
    fn new(sender: RequestSender<'a>) -> Self {
        Self { sender, timer: IdleTimer::new(sender.settings.limits.idle_timeout) }
    }

    /// Polls for the next part. The error of kind `Idle` says that it did not arrive in time.
    fn poll(&mut self, body: &mut Body, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        if let Poll::Ready(chunk) = body.poll_bytes(cx) {
            self.timer.received();
            return Poll::Ready(
                chunk.map(|chunk| chunk.map_err(|error| TransportError::new(TransportErrorKind::ResponseBody, error))),
            );
        }
        let exceeded = self.timer.poll(|after| self.sender.transport.timer(after), cx);
        exceeded.map(|_| Some(Err(TransportError::new(TransportErrorKind::Idle, "no data arrived"))))
    }
}
