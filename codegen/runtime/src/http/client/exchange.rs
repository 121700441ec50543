//! The exchange of a call: credentials, attempts, redirects, time. The one path that all calls take; nothing of it is generic.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::time::Duration;

use http::{Response, StatusCode};

use super::redirect::{self, KeepBody};
use super::{Settings, Shared};
use crate::runtime::http::answer::{Answer, AnswerBody, Place, Verdict, place};
use crate::runtime::http::auth::Unmet;
use crate::runtime::http::body::Body;
use crate::runtime::http::call::Call;
use crate::runtime::http::error::{CredentialError, Error, TimeoutError, TransportError, TransportErrorKind};
use crate::runtime::http::future::BoxFuture;
use crate::runtime::http::request::{Head, base};
use crate::runtime::http::retry::{self, Retries};
#[cfg(feature = "tracing")]
use crate::runtime::http::trace;

/// Whatever can go wrong apart from failures that an operation documents.
type Failure = Error<Infallible>;

/// How much of an undocumented answer is kept.
const UNDOCUMENTED_LIMIT: usize = 64 * 1024;

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
        let call = Box::new(self);
        let exchange = async move {
            let (operation, shared) = (call.operation.name, client.0.as_ref());
            let attempts = pin!(attempts(shared, call));
            let outcome = timed(shared, operation, shared.settings.deadline, attempts).await;
            #[cfg(feature = "tracing")]
            trace::ended(&ending, &outcome);
            outcome
        };
        #[cfg(feature = "tracing")]
        let exchange = tracing::Instrument::instrument(exchange, span);
        Box::pin(exchange)
    }
}

/// Sends a call until it is answered, or there is no sense in another attempt.
async fn attempts(shared: &Shared, mut call: Box<Call>) -> Result<Answer, Failure> {
    let Shared { settings, transport } = shared;
    let own_retries = call.options.retries.clone().map(Box::new);
    let retries = own_retries.as_deref().unwrap_or(&settings.retries);
    call.make_idempotency_key(retries);
    let timeout = call.options.timeout.or(settings.timeout);
    let replayable = call.payload.is_replayable();
    let repeatable = replayable && (retry::is_idempotent(call.operation.method) || call.has_idempotency_key());
    let mut refreshed = false;
    let mut attempt = 0;
    loop {
        let (head, provided) = shared.authorised(&call).await?;
        let operation = call.operation.name;
        let body = call.payload.open();
        let request = head.into_request(operation, body).map_err(Error::Request)?;
        let sending = shared.send(&call, request);
        let outcome = timed(shared, operation, timeout, pin!(exchange(shared, &mut call, sending))).await;
        let delay = match &outcome {
            Ok(answer)
                if answer.status == StatusCode::UNAUTHORIZED && !provided.is_empty() && !refreshed && replayable =>
            {
                refreshed = true;
                provided.iter().for_each(|(scheme, token)| settings.credentials.refused(*scheme, token));
                continue;
            }
            Ok(answer) if repeatable => retries.after_status(attempt, answer.status, &answer.headers),
            Err(Error::Transport(error)) if repeatable || (replayable && error.kind == TransportErrorKind::Connect) => {
                retries.after_error(attempt, error)
            }
            _ => None,
        };
        let Some(sleep) = delay.and_then(|delay| transport.sleep(delay)) else { return outcome };
        drop(outcome);
        sleep.await;
        attempt += 1;
        #[cfg(feature = "tracing")]
        trace::resent(&call.span, attempt);
    }
}

/// The rest of an attempt whose request is being sent: redirects, and the place and body of the answer. A stream is handed on as it
/// comes.
async fn exchange(
    shared: &Shared,
    call: &mut Call,
    sending: impl Future<Output = Result<Response<Body>, Failure>>,
) -> Result<Answer, Failure> {
    let mut response = sending.await?;
    if shared.settings.redirects > 0 && redirect::is_one(call.operation, response.status()) {
        // Rare, and large: what all calls hold in memory would grow by it.
        response = Box::pin(redirected(shared, call, response)).await?;
    }
    let (head, body) = response.into_parts();
    let Place { verdict, case, streamed } = place(call.operation, head.status, &head.headers);
    let body = match verdict {
        Verdict::Undocumented => AnswerBody::Held(body.collect_start(UNDOCUMENTED_LIMIT).await),
        Verdict::Success if streamed => AnswerBody::Stream(body),
        Verdict::Success => AnswerBody::Held(body.collect(shared.settings.body_limit).await.map_err(Error::Transport)?),
        // A failure is worth knowing even if its body breaks off.
        Verdict::Failure => AnswerBody::Held(body.collect_start(shared.settings.body_limit).await),
    };
    let again = if streamed { call.try_clone().map(Box::new) } else { None };
    Ok(Answer { operation: call.operation, verdict, case, status: head.status, headers: head.headers, body, again })
}

/// The answer behind redirects.
async fn redirected(shared: &Shared, call: &mut Call, mut response: Response<Body>) -> Result<Response<Body>, Failure> {
    let operation = call.operation;
    let replayable = call.payload.is_replayable();
    // Made once more, as requests are not kept: nearly all of them are answered at once.
    let (mut head, _) = shared.authorised(call).await?;
    for _ in 0..shared.settings.redirects {
        if !redirect::is_one(operation, response.status()) {
            break;
        }
        let body = match redirect::follow(&mut head, response.status(), response.headers(), replayable) {
            Some(KeepBody::Yes) => call.payload.open(),
            Some(KeepBody::No) => Body::empty(),
            None => break,
        };
        let request = head.clone().into_request(operation.name, body).map_err(Error::Request)?;
        response = shared.send(call, request).await?;
    }
    Ok(response)
}

/// The outcome, or a timeout.
fn timed<'a, T, F: Future<Output = Result<T, Failure>>>(
    shared: &Shared,
    operation: &'static str,
    after: Option<Duration>,
    mut future: Pin<&'a mut F>,
) -> impl Future<Output = F::Output> + use<'a, T, F> {
    let mut timer = after.and_then(|after| Some((after, shared.transport.timer(after)?)));
    poll_fn(move |cx| {
        let outcome = future.as_mut().poll(cx);
        let Some((after, timer)) = timer.as_mut().filter(|_| outcome.is_pending()) else { return outcome };
        timer.as_mut().poll(cx).map(|()| Err(Error::Timeout(TimeoutError { operation, after: *after })))
    })
}

fn missing(call: &Call, unmet: Unmet) -> Failure {
    let Unmet { schemes, source } = unmet;
    Error::Credential(CredentialError { operation: call.operation.name, schemes, source })
}

impl Shared {
    /// The call's head with the client's own headers.
    fn head(&self, call: &Call) -> Result<Head, Failure> {
        let Settings { base_url, own_base_url, .. } = &self.settings;
        let server = call.operation.server;
        let head = if *own_base_url || server.is_empty() {
            call.head(base_url)
        } else {
            base(server).map_err(|reason| call.error("base URL", reason)).and_then(|server| call.head(&server))
        };
        let mut head = head.map_err(Error::Request)?;
        for (name, value) in &self.settings.headers {
            if !head.headers.contains_key(name) {
                head.headers.insert(name.clone(), value.clone());
            }
        }
        Ok(head)
    }

    /// The head of a call with its credentials, and the tokens among them that came from providers.
    async fn authorised(&self, call: &Call) -> Result<(Head, Vec<(usize, String)>), Failure> {
        let mut head = self.head(call)?;
        let credentials = &self.settings.credentials;
        let authorised = credentials.authorise(call.operation.security, &mut head, self.transport.as_ref()).await;
        match authorised {
            Ok(provided) => Ok((head, provided)),
            Err(unmet) => Err(missing(call, unmet)),
        }
    }

    /// Sends a request, hooks called before and after.
    fn send(
        &self,
        call: &Call,
        request: http::Request<Body>,
    ) -> impl Future<Output = Result<Response<Body>, Failure>> + use<'_> {
        let operation = call.operation;
        let (mut parts, body) = request.into_parts();
        for hook in &self.settings.hooks {
            hook.before(operation, &mut parts);
        }
        #[cfg(feature = "tracing")]
        trace::sending(&call.span, &parts.uri);
        let sending = self.transport.send_call(operation, http::Request::from_parts(parts, body));
        async move {
            let outcome: Result<_, TransportError> = sending.await.map(Response::into_parts);
            for hook in &self.settings.hooks {
                hook.after(operation, outcome.as_ref().map(|(parts, _)| parts));
            }
            outcome.map(|(parts, body)| Response::from_parts(parts, body)).map_err(Error::Transport)
        }
    }
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

    fn has_idempotency_key(&self) -> bool {
        self.idempotency_key().is_some_and(|index| self.piece(index).is_some())
    }

    fn idempotency_key(&self) -> Option<usize> {
        self.operation.parameters.iter().position(|parameter| parameter.idempotency_key)
    }
}
