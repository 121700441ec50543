//! The exchange of a call: from the call to its classified response. All calls take this path; nothing in it is generic.
//!
//! `attempts` decides about retries, `redirect` decides how a redirect changes the request, and `sender` builds and sends requests.

use std::convert::Infallible;
use std::future::Future;
use std::pin::{Pin, pin};
use std::time::Duration;

use http::Response;

use super::redirect::{self, Hop, RedirectLimits};
use super::sender::{Recipient, RequestSender};
use super::{attempts, limits, sender, waiting};
#[cfg(feature = "blocking")]
use crate::runtime::http::blocking;
use crate::runtime::http::body::Body;
use crate::runtime::http::call::Call;
use crate::runtime::http::classification::{Classification, ResponseClass, classify_accepted};
use crate::runtime::http::classified_response::{ClassifiedResponse, ResponseBody};
use crate::runtime::http::error::{Error, RedirectError, RedirectReason, TimeoutError};
use crate::runtime::http::future::{BoxFuture, with_timeout};
use crate::runtime::http::payload::Payload;
use crate::runtime::http::raw::RawResponse;
use crate::runtime::http::retry;
use crate::runtime::http::stream::{ByteStream, StreamLimits};
#[cfg(feature = "tracing")]
use crate::runtime::http::trace;
use crate::runtime::http::transport::Redirected;

/// The error of a call, without documented error responses.
pub(super) type Failure = Error<Infallible>;

/// The progress of an attempt, which is known even if the attempt failed or timed out.
#[derive(Default)]
pub(super) struct Progress {
    /// The tokens that providers returned, with the indexes of their schemes.
    pub(super) provided_tokens: Vec<(usize, String)>,
    /// The number of followed redirects.
    pub(super) redirects: u32,
}

impl Call {
    /// Sends the call.
    #[cfg_attr(not(feature = "tracing"), allow(unused_mut, reason = "the span is set"))]
    pub(in crate::runtime::http) fn exchange(mut self) -> BoxFuture<'static, Result<ClassifiedResponse, Failure>> {
        let Some(client) = self.client.clone() else {
            let problem =
                self.error("client", "the call has no client; set one with `with_client`, or use `into_request`");
            return Box::pin(std::future::ready(Err(Error::Request(problem))));
        };
        #[cfg(feature = "tracing")]
        let (span, outcome_span) = {
            let base_url = client.0.settings.base_url.of_call(&self);
            self.span = trace::span(self.operation, base_url.as_deref().unwrap_or_default());
            (self.span.clone(), self.span.clone())
        };
        // Boxed because it is large and moved often.
        #[cfg_attr(not(feature = "blocking"), allow(unused_mut, reason = "`is_blocking` may be set"))]
        let mut call = Box::new(self);
        let exchange = async move {
            // An async call inside a blocking one blocks the same thread.
            #[cfg(feature = "blocking")]
            {
                call.is_blocking |= blocking::may_block_runtime();
            }
            let sender = RequestSender::new(client.0.as_ref(), call.is_blocking);
            let (operation, deadline) = (call.operation.name, sender.settings.limits.deadline);
            // The deadline of a streamed response starts now, too.
            let stream_deadline = deadline.and_then(|after| Some((after, sender.transport.timer(after)?)));
            let mut outcome = timed(sender, operation, deadline, "deadline", pin!(attempts::send(sender, call))).await;
            if let Ok(ClassifiedResponse { body: ResponseBody::Stream(stream), .. }) = &mut outcome {
                let idle = sender.settings.limits.idle_timeout;
                let limits = StreamLimits::new(client.clone(), operation, idle, stream_deadline);
                *stream = std::mem::take(stream).with_limits(limits);
            }
            #[cfg(feature = "tracing")]
            trace::record_outcome(&outcome_span, &outcome);
            outcome
        };
        #[cfg(feature = "tracing")]
        let exchange = tracing::Instrument::instrument(exchange, span);
        Box::pin(exchange)
    }
}

/// Sends a call once, and follows redirects. A streamed body is not read.
pub(super) async fn attempt(
    sender: RequestSender<'_>,
    call: &mut Call,
    progress: &mut Progress,
) -> Result<ClassifiedResponse, Failure> {
    let (head, provided) = sender.authorised(call, &[]).await?;
    progress.provided_tokens = provided;
    let request = head.into_request(call.operation.name, call.payload.open()).map_err(Error::Request)?;
    let mut response = waiting::send(sender, call, request, sender.recipient(call)).await?;
    progress.redirects = u32::from(response.extensions().get::<Redirected>().is_some());
    let settings = sender.settings;
    if settings.redirects.enabled() && redirect::is_followable(call.operation, response.status(), response.headers()) {
        // Boxed because it is rare and large: otherwise the future of every call would grow.
        response = Box::pin(follow_redirects(sender, call, response, progress)).await?;
    }
    let (head, body) = response.into_parts();
    let Classification { class, case, streamed } =
        classify_accepted(call.operation, call.accepted, head.status, &head.headers);
    let body_limit = limits::bytes(settings.limits.body_limit);
    let (body, is_truncated) = match class {
        ResponseClass::Success if streamed => {
            let item_limit = limits::bytes(settings.limits.item_limit);
            (ResponseBody::Stream(ByteStream::new(body).body_limit(body_limit).item_limit(item_limit)), false)
        }
        ResponseClass::Success => {
            let body = waiting::collect(sender, call.operation.name, body, body_limit).await?;
            (ResponseBody::Buffered(body), false)
        }
        // The response is useful even if its body is incomplete.
        ResponseClass::Failure | ResponseClass::OtherMediaType { .. } => {
            let (body, is_truncated) = waiting::collect_start(sender, body, body_limit).await;
            (ResponseBody::Buffered(body), is_truncated)
        }
        ResponseClass::Undocumented | ResponseClass::OtherStream { .. } => {
            let (body, is_truncated) = waiting::collect_undocumented(sender, body, undocumented_limit(sender)).await;
            (ResponseBody::Buffered(body), is_truncated)
        }
    };
    let reconnect_call =
        if streamed && class == ResponseClass::Success { call.try_clone().map(Box::new) } else { None };
    Ok(ClassifiedResponse {
        operation: call.operation,
        class,
        case,
        status: head.status,
        headers: head.headers,
        body,
        is_truncated,
        call: reconnect_call,
    })
}

/// Follows redirects and returns the last response.
async fn follow_redirects(
    sender: RequestSender<'_>,
    call: &mut Call,
    mut response: Response<Body>,
    progress: &mut Progress,
) -> Result<Response<Body>, Failure> {
    let operation = call.operation;
    let limits = RedirectLimits {
        redirects: &sender.settings.redirects,
        replayable: call.payload.is_replayable(),
        repeatable: retry::is_idempotent(operation.method) || call.has_idempotency_key(),
    };
    // The head is built a second time. Keeping it would cost every call, but redirects are rare.
    let is_anonymous = sender.recipient(call) == Recipient::Other;
    let mut hop = Hop::first(&sender.head(call)?, !matches!(call.payload, Payload::Empty), is_anonymous);
    while redirect::is_followable(operation, response.status(), response.headers()) {
        hop = match hop.next(response.status(), response.headers(), limits) {
            Ok(next) => next,
            Err(_) if redirect::is_documented(operation, response.status()) => break,
            Err(reason) => return Err(redirect_error(sender, call, reason, response).await),
        };
        progress.redirects += 1;
        let (head, recipient) = if hop.is_anonymous {
            (hop.anonymous_head(sender::anonymous_headers(call)), Recipient::Other)
        } else {
            (
                hop.head(sender.authorised(call, &progress.provided_tokens).await?.0, call.idempotency_key_header()),
                Recipient::Api,
            )
        };
        let body = if hop.has_body { call.payload.open() } else { Body::empty() };
        let request = head.into_request(operation.name, body).map_err(Error::Request)?;
        response = waiting::send(sender, call, request, recipient).await.map_err(mark_sent)?;
    }
    Ok(response)
}

/// Marks the failure of a request that was not the first one.
fn mark_sent(mut failure: Failure) -> Failure {
    if let Error::Transport(error) = &mut failure {
        error.mark_sent();
    }
    failure
}

/// Returns the number of bytes that are read from an undocumented response.
fn undocumented_limit(sender: RequestSender<'_>) -> usize {
    let limits = &sender.settings.limits;
    limits::bytes(limits.undocumented_body_limit).min(limits::bytes(limits.body_limit))
}

async fn redirect_error(
    sender: RequestSender<'_>,
    call: &Call,
    reason: RedirectReason,
    response: Response<Body>,
) -> Failure {
    let (head, body) = response.into_parts();
    let (body, is_truncated) = waiting::collect_undocumented(sender, body, undocumented_limit(sender)).await;
    let response = RawResponse { status: head.status, headers: head.headers, body, is_truncated };
    Error::Redirect(Box::new(RedirectError { operation: call.operation.name, reason, response }))
}

/// Returns the outcome, or a timeout error.
pub(super) fn timed<'a, T, F: Future<Output = Result<T, Failure>>>(
    sender: RequestSender<'_>,
    operation: &'static str,
    after: Option<Duration>,
    limit: &'static str,
    future: Pin<&'a mut F>,
) -> impl Future<Output = F::Output> + use<'a, T, F> {
    with_timeout(sender.transport, after, future, move |after| Error::Timeout(TimeoutError { operation, after, limit }))
}
