//! The exchange of a call: from the call to its classified response. The one path that all calls take; nothing of it is generic.
//!
//! `attempts` decides what is sent again, `redirect` what a redirect makes of the request, `carrier` makes requests and sends them.

use std::convert::Infallible;
use std::future::Future;
use std::pin::{Pin, pin};
use std::time::Duration;

use http::Response;

use super::carrier::{Carrier, Recipient};
use super::redirect::{self, Allowed, Hop};
use super::{attempts, carrier};
use crate::runtime::http::answer::{Answer, AnswerBody, Place, Verdict, place};
#[cfg(feature = "blocking")]
use crate::runtime::http::blocking;
use crate::runtime::http::body::Body;
use crate::runtime::http::call::{Call, Payload};
use crate::runtime::http::error::{Error, RedirectError, RedirectReason, TimeoutError};
use crate::runtime::http::future::{BoxFuture, limited};
use crate::runtime::http::raw::RawResponse;
use crate::runtime::http::retry;
#[cfg(feature = "tracing")]
use crate::runtime::http::trace;
use crate::runtime::http::transport::Redirected;

/// Whatever can go wrong apart from failures that an operation documents.
pub(super) type Failure = Error<Infallible>;

/// How much of an undocumented answer is kept.
const UNDOCUMENTED_LIMIT: usize = 64 * 1024;

/// What an attempt has come to. It is known even if the attempt failed or its time was up.
#[derive(Default)]
pub(super) struct Progress {
    /// The tokens that came from providers, by their schemes.
    pub(super) provided: Vec<(usize, String)>,
    /// How many redirects were followed.
    pub(super) redirects: u32,
}

impl Call {
    /// Sends the call.
    #[cfg_attr(not(feature = "tracing"), allow(unused_mut, reason = "it is given its span"))]
    pub(in crate::runtime::http) fn exchange(mut self) -> BoxFuture<'static, Result<Answer, Failure>> {
        let Some(client) = self.client.clone() else {
            let problem = self.error("client", "the call belongs to none: use `with_client`, or `into_request`");
            return Box::pin(std::future::ready(Err(Error::Request(problem))));
        };
        #[cfg(feature = "tracing")]
        let (span, ending) = {
            self.span = trace::span(self.operation, client.base_url());
            (self.span.clone(), self.span.clone())
        };
        // Large, and handed on often.
        #[cfg_attr(not(feature = "blocking"), allow(unused_mut, reason = "it may be one that is waited for"))]
        let mut call = Box::new(self);
        let exchange = async move {
            // A call with `async` inside one that a thread waits for is waited for as well.
            #[cfg(feature = "blocking")]
            {
                call.is_blocking |= blocking::is_waiting();
            }
            let carrier = Carrier::new(client.0.as_ref(), call.is_blocking);
            let (operation, deadline) = (call.operation.name, carrier.settings.deadline);
            let outcome = timed(carrier, operation, deadline, pin!(attempts::send(carrier, call))).await;
            #[cfg(feature = "tracing")]
            trace::ended(&ending, &outcome);
            outcome
        };
        #[cfg(feature = "tracing")]
        let exchange = tracing::Instrument::instrument(exchange, span);
        Box::pin(exchange)
    }
}

/// Sends a call once, and follows redirects. A stream is handed on as it comes.
pub(super) async fn attempt(carrier: Carrier<'_>, call: &mut Call, progress: &mut Progress) -> Result<Answer, Failure> {
    let (head, provided) = carrier.authorised(call, &[]).await?;
    progress.provided = provided;
    let request = head.into_request(call.operation.name, call.payload.open()).map_err(Error::Request)?;
    let mut response = carrier.send(call, request, Recipient::Api).await?;
    progress.redirects = u32::from(response.extensions().get::<Redirected>().is_some());
    let settings = carrier.settings;
    if settings.redirects.enabled() && redirect::is_one(call.operation, response.status(), response.headers()) {
        // Rare, and large: what all calls hold in memory would grow by it.
        response = Box::pin(redirected(carrier, call, response, progress)).await?;
    }
    let (head, body) = response.into_parts();
    let Place { verdict, case, streamed } = place(call.operation, head.status, &head.headers);
    let body = match verdict {
        Verdict::Undocumented => AnswerBody::Held(body.collect_start(UNDOCUMENTED_LIMIT).await),
        Verdict::Success if streamed => AnswerBody::Stream(body),
        Verdict::Success => AnswerBody::Held(body.collect(settings.body_limit).await.map_err(Error::Transport)?),
        // A failure is worth knowing even if its body breaks off.
        Verdict::Failure => AnswerBody::Held(body.collect_start(settings.body_limit).await),
    };
    let again = if streamed { call.try_clone().map(Box::new) } else { None };
    Ok(Answer { operation: call.operation, verdict, case, status: head.status, headers: head.headers, body, again })
}

/// The response behind redirects.
async fn redirected(
    carrier: Carrier<'_>,
    call: &mut Call,
    mut response: Response<Body>,
    progress: &mut Progress,
) -> Result<Response<Body>, Failure> {
    let operation = call.operation;
    let allowed = Allowed {
        redirects: &carrier.settings.redirects,
        replayable: call.payload.is_replayable(),
        repeatable: retry::is_idempotent(operation.method) || call.has_idempotency_key(),
    };
    // The head is made once more, as requests are not kept: nearly all of them are answered at once.
    let mut hop = Hop::first(&carrier.head(call)?, !matches!(call.payload, Payload::Empty));
    while redirect::is_one(operation, response.status(), response.headers()) {
        hop = match hop.next(response.status(), response.headers(), allowed) {
            Ok(next) => next,
            Err(_) if redirect::is_documented(operation, response.status()) => break,
            Err(reason) => return Err(refused(call, reason, response).await),
        };
        progress.redirects += 1;
        let (head, recipient) = if hop.is_bare {
            (hop.bare_head(carrier::bare_headers(call)), Recipient::Other)
        } else {
            (
                hop.head(carrier.authorised(call, &progress.provided).await?.0, call.idempotency_key_header()),
                Recipient::Api,
            )
        };
        let body = if hop.keeps_body { call.payload.open() } else { Body::empty() };
        let request = head.into_request(operation.name, body).map_err(Error::Request)?;
        response = carrier.send(call, request, recipient).await.map_err(sent_before)?;
    }
    Ok(response)
}

/// The failure of a request that is not the first one.
fn sent_before(mut failure: Failure) -> Failure {
    if let Error::Transport(error) = &mut failure {
        error.was_sent();
    }
    failure
}

async fn refused(call: &Call, reason: RedirectReason, response: Response<Body>) -> Failure {
    let (head, body) = response.into_parts();
    let body = body.collect_start(UNDOCUMENTED_LIMIT).await;
    let response = RawResponse { status: head.status, headers: head.headers, body };
    Error::Redirect(Box::new(RedirectError { operation: call.operation.name, reason, response }))
}

/// The outcome, or a timeout.
pub(super) fn timed<'a, T, F: Future<Output = Result<T, Failure>>>(
    carrier: Carrier<'_>,
    operation: &'static str,
    after: Option<Duration>,
    future: Pin<&'a mut F>,
) -> impl Future<Output = F::Output> + use<'a, T, F> {
    limited(carrier.transport, after, future, move |after| Error::Timeout(TimeoutError { operation, after }))
}
