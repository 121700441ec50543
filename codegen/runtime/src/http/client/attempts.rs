//! Attempts: which requests are sent again, and when.
//!
//! Architecture invariant: a `POST` or `PATCH` without an idempotency key is one request. It is sent again only if no connection was made
//! for it, or if the API refused its token with 401, once; never after a redirect. See [`Retries`] for the rules as a table.

use std::pin::pin;

use http::StatusCode;

use super::carrier::Carrier;
use super::exchange::{Failure, Progress, attempt, timed};
use crate::runtime::http::answer::Answer;
use crate::runtime::http::call::Call;
use crate::runtime::http::error::{Error, TransportErrorKind};
use crate::runtime::http::retry::{self, Retries};
use crate::runtime::http::table::Location;
#[cfg(feature = "tracing")]
use crate::runtime::http::trace;

type Outcome = Result<Answer, Failure>;

/// Sends a call until it is answered, or another attempt would not help or not be safe.
pub(super) async fn send(carrier: Carrier<'_>, mut call: Box<Call>) -> Outcome {
    let Carrier { settings, transport, .. } = carrier;
    let own_retries = call.options.retries.clone().map(Box::new);
    let retries = own_retries.as_deref().unwrap_or(&settings.retries);
    call.make_idempotency_key(retries);
    let timeout = call.options.timeout.or(settings.timeout);
    let replayable = call.payload.is_replayable();
    let repeatable = replayable && (retry::is_idempotent(call.operation.method) || call.has_idempotency_key());
    let mut refreshed = false;
    let mut count = 0;
    // Of the last attempt on which the API may have acted.
    let mut earlier = None;
    loop {
        let operation = call.operation.name;
        let mut progress = Progress::default();
        let outcome = timed(carrier, operation, timeout, pin!(attempt(carrier, &mut call, &mut progress))).await;
        let delay = match &outcome {
            // The API has answered an earlier request of this call, and may have acted on it.
            _ if progress.redirects > 0 => None,
            Ok(answer) if is_refused(answer, &progress) && !refreshed && replayable => {
                refreshed = true;
                progress.provided.iter().for_each(|(scheme, token)| settings.credentials.refused(*scheme, token));
                continue;
            }
            Ok(answer) if repeatable => retries.after_status(count, answer.status, &answer.headers),
            Err(Error::Transport(error)) if repeatable || (replayable && error.kind == TransportErrorKind::Connect) => {
                retries.after_error(count, error)
            }
            _ => None,
        };
        let Some(sleep) = delay.and_then(|delay| transport.sleep(delay)) else {
            return settled(outcome, earlier);
        };
        if !says_unsent(&outcome) {
            earlier = Some(Box::new(outcome));
        }
        sleep.await;
        count += 1;
        #[cfg(feature = "tracing")]
        trace::resent(&call.span, count);
    }
}

/// The outcome of the last attempt. One that says that nothing was sent gives way to that of an earlier attempt, where something was: it
/// would invite to send a write once more.
fn settled(last: Outcome, earlier: Option<Box<Outcome>>) -> Outcome {
    match earlier {
        Some(earlier) if says_unsent(&last) => *earlier,
        _ => last,
    }
}

fn says_unsent(outcome: &Outcome) -> bool {
    match outcome {
        Err(Error::Request(_) | Error::Credential(_)) => true,
        Err(Error::Transport(error)) => error.kind == TransportErrorKind::Connect,
        _ => false,
    }
}

/// Whether the API refused a token that can be fetched anew.
fn is_refused(answer: &Answer, progress: &Progress) -> bool {
    answer.status == StatusCode::UNAUTHORIZED && !progress.provided.is_empty()
}

impl Call {
    /// Makes a key where the operation takes one and none is set: it stays the same over all attempts.
    fn make_idempotency_key(&mut self, retries: &Retries) {
        if !retries.enabled() || cfg!(target_arch = "wasm32") {
            return;
        }
        if let Some(index) = self.idempotency_key().filter(|index| self.piece(*index).is_none()) {
            self.set_text(index, &retry::idempotency_key());
        }
    }

    /// Whether the request carries an idempotency key. An empty one is none.
    pub(super) fn has_idempotency_key(&self) -> bool {
        let Some(index) = self.idempotency_key() else { return false };
        match self.idempotency_key_header().and_then(|name| self.headers.get(name)) {
            // The call's own header takes the place of the parameter.
            Some(value) => !value.as_bytes().trim_ascii().is_empty(),
            None => self.piece(index).is_some_and(|piece| !piece.is_blank()),
        }
    }

    /// The name of the header that is the key.
    pub(super) fn idempotency_key_header(&self) -> Option<&'static str> {
        let key = self.operation.parameters.get(self.idempotency_key()?)?;
        (key.location == Location::Header).then_some(key.name)
    }

    /// Forgets the idempotency key: the next page is another request than the one that the key was for.
    pub(in crate::runtime::http) fn forget_idempotency_key(&mut self) {
        if let Some(key) = self.idempotency_key() {
            self.pieces.retain(|(index, _)| *index != key);
        }
    }

    fn idempotency_key(&self) -> Option<usize> {
        self.operation.parameters.iter().position(|parameter| parameter.idempotency_key)
    }
}
