//! Attempts: sends a call, and decides which requests are retried, and when.
//!
//! Architecture invariant: a `POST` or `PATCH` without an idempotency key is attempted once. It is attempted again only if its connection
//! failed, or, once, if the API rejected its token with 401. After a redirect, there is no other attempt. See [`Retries`] for the table of
//! rules; `redirect` decides what a redirect sends again.

#[cfg(target_arch = "wasm32")]
use std::convert::Infallible;
use std::pin::pin;
use std::time::Duration;
#[cfg(not(target_arch = "wasm32"))]
use std::time::Instant;

use http::StatusCode;

use super::exchange::{Failure, Progress, attempt, timed};
use super::sender::RequestSender;
use crate::runtime::http::call::Call;
use crate::runtime::http::classified_response::ClassifiedResponse;
use crate::runtime::http::error::{Error, TransportErrorKind};
use crate::runtime::http::retry::{self, Retries};
use crate::runtime::http::table::Location;
#[cfg(feature = "tracing")]
use crate::runtime::http::trace;

type Outcome = Result<ClassifiedResponse, Failure>;

/// Sends a call until it succeeds, or another attempt is useless or unsafe.
pub(super) async fn send(sender: RequestSender<'_>, mut call: Box<Call>) -> Outcome {
    let RequestSender { settings, transport, .. } = sender;
    let own_retries = call.options.retries.clone().map(Box::new);
    let retries = own_retries.as_deref().unwrap_or(&settings.retries);
    call.generate_idempotency_key(retries);
    let timeout = call.options.timeout.or(settings.limits.timeout);
    let replayable = call.payload.is_replayable();
    let repeatable = replayable && (retry::is_idempotent(call.operation.method) || call.has_idempotency_key());
    let end = settings.limits.deadline.and_then(end_after);
    let mut token_refreshed = false;
    let mut count = 0;
    // The outcome of the last attempt that may have taken effect.
    let mut earlier = None;
    loop {
        let operation = call.operation.name;
        let mut progress = Progress::default();
        let outcome =
            timed(sender, operation, timeout, "timeout", pin!(attempt(sender, &mut call, &mut progress))).await;
        let delay = match &outcome {
            // The API has responded to an earlier request of this call, which may have taken effect.
            _ if progress.redirects > 0 => None,
            Ok(response) if is_token_rejected(response, &progress) && !token_refreshed && replayable => {
                token_refreshed = true;
                progress
                    .provided_tokens
                    .iter()
                    .for_each(|(scheme, token)| settings.credentials.token_rejected(*scheme, token));
                continue;
            }
            Ok(response) if repeatable => retries.after_status(count, response.status, &response.headers),
            Err(Error::Transport(error)) if repeatable || (replayable && error.kind == TransportErrorKind::Connect) => {
                retries.after_error(count, error)
            }
            // A limit of the attempt. The deadline of the call ends this function.
            Err(Error::Timeout(_)) if repeatable => retries.after_timeout(count),
            _ => None,
        };
        // After the deadline, the caller would get a timeout instead of the response that says why.
        let delay = delay.filter(|delay| end.is_none_or(|end| is_before(*delay, end)));
        let Some(sleep) = delay.and_then(|delay| transport.sleep(delay)) else {
            return final_outcome(outcome, earlier);
        };
        if !is_unsent(&outcome) {
            earlier = Some(Box::new(outcome));
        }
        sleep.await;
        count += 1;
        #[cfg(feature = "tracing")]
        trace::record_retry(&call.span, count);
    }
}

/// Returns when a deadline that starts now ends.
#[cfg(not(target_arch = "wasm32"))]
fn end_after(deadline: Duration) -> Option<Instant> {
    Instant::now().checked_add(deadline)
}

/// Returns whether a delay ends before the deadline.
#[cfg(not(target_arch = "wasm32"))]
fn is_before(delay: Duration, end: Instant) -> bool {
    delay < end.saturating_duration_since(Instant::now())
}

/// The standard library has no clock here. Only the transport's timer ends the call.
#[cfg(target_arch = "wasm32")]
fn end_after(_: Duration) -> Option<Infallible> {
    None
}

#[cfg(target_arch = "wasm32")]
fn is_before(_: Duration, end: Infallible) -> bool {
    match end {}
}

/// Returns the outcome of the last attempt. If it says that nothing was sent although an earlier attempt sent something, returns the
/// earlier outcome: otherwise the caller could conclude that repeating a write is safe.
fn final_outcome(last: Outcome, earlier: Option<Box<Outcome>>) -> Outcome {
    match earlier {
        Some(earlier) if is_unsent(&last) => *earlier,
        _ => last,
    }
}

fn is_unsent(outcome: &Outcome) -> bool {
    match outcome {
        Err(Error::Request(_) | Error::Credential(_)) => true,
        Err(Error::Transport(error)) => error.kind == TransportErrorKind::Connect,
        _ => false,
    }
}

/// Returns whether the API rejected a token that a provider can replace.
fn is_token_rejected(response: &ClassifiedResponse, progress: &Progress) -> bool {
    response.status == StatusCode::UNAUTHORIZED && !progress.provided_tokens.is_empty()
}

impl Call {
    /// Generates an idempotency key, if the operation has one and it is not set. It stays the same for all attempts.
    fn generate_idempotency_key(&mut self, retries: &Retries) {
        if !retries.enabled() {
            return;
        }
        if let Some(index) = self.idempotency_key().filter(|index| self.parameter_value(*index).is_none()) {
            self.set_text(index, &retry::idempotency_key());
        }
    }

    /// Returns whether the request has an idempotency key that is not empty.
    pub(super) fn has_idempotency_key(&self) -> bool {
        let Some(index) = self.idempotency_key() else { return false };
        match self.idempotency_key_header().and_then(|name| self.headers.get(name)) {
            // The call's own header replaces the parameter.
            Some(value) => !value.as_bytes().trim_ascii().is_empty(),
            None => self.parameter_value(index).is_some_and(|value| !value.is_empty()),
        }
    }

    /// Returns the name of the idempotency key's header.
    pub(super) fn idempotency_key_header(&self) -> Option<&'static str> {
        let key = self.operation.parameters.get(self.idempotency_key()?)?;
        (key.location == Location::Header).then_some(key.name)
    }

    /// Removes the idempotency key. Pagination calls this, because the request for the next page must not have the key of this one.
    pub(in crate::runtime::http) fn remove_idempotency_key(&mut self) {
        if let Some(key) = self.idempotency_key() {
            self.parameter_values.retain(|(index, _)| *index != key);
        }
    }

    fn idempotency_key(&self) -> Option<usize> {
        self.operation.parameters.iter().position(|parameter| parameter.idempotency_key)
    }
}
