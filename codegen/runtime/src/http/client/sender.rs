//! Sends single requests: adds the client's headers and credentials, runs hooks, and calls the transport.

use std::future::Future;

use http::header::{self, HeaderMap};
use http::{Request, Response};

use super::exchange::Failure;
use super::{Settings, Shared, builder};
use crate::runtime::http::auth::{AuthContext, UnmetSecurity};
use crate::runtime::http::body::Body;
use crate::runtime::http::call::Call;
use crate::runtime::http::cookies;
use crate::runtime::http::error::{CredentialError, Error, TransportError};
use crate::runtime::http::request::Head;
#[cfg(feature = "tracing")]
use crate::runtime::http::trace;
use crate::runtime::http::transport::Transport;

/// Sends the requests of one call, with the client's settings and the call's transport.
#[derive(Clone, Copy)]
pub(super) struct RequestSender<'a> {
    pub(super) settings: &'a Settings,
    pub(super) transport: &'a dyn Transport,
    is_blocking: bool,
}

/// The recipient of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Recipient {
    /// The API or a trusted origin.
    Api,
    /// Another origin, of a redirect or a next page. Hooks are not called, because they may sign requests.
    Other,
}

impl<'a> RequestSender<'a> {
    pub(super) fn new(shared: &'a Shared, is_blocking: bool) -> Self {
        let transport = shared.transport.as_ref();
        let transport = if is_blocking { transport.for_blocking().unwrap_or(transport) } else { transport };
        Self { settings: &shared.settings, transport, is_blocking }
    }

    /// Builds the call's head with the client's default headers.
    pub(super) fn head(&self, call: &Call) -> Result<Head, Failure> {
        let base = self.settings.base_url.of_call(call).map_err(Error::Request)?;
        let mut head = call.head(&base).map_err(Error::Request)?;
        for (name, value) in &self.settings.headers {
            if *name == header::COOKIE {
                // Both values were valid header values.
                drop(cookies::add(&mut head.headers, [value.as_bytes()]));
            } else if !head.headers.contains_key(name) {
                head.headers.insert(name.clone(), value.clone());
            }
        }
        Ok(head)
    }

    /// Returns the recipient of a call. The next page of a list may be at an origin that the user allowed, but does not trust.
    pub(super) fn recipient(&self, call: &Call) -> Recipient {
        let is_other = call.next_url.as_deref().is_some_and(|url| {
            let base = self.settings.base_url.of_call(call);
            base.is_ok_and(|base| self.settings.next_pages.is_anonymous(&base, url))
        });
        if is_other { Recipient::Other } else { Recipient::Api }
    }

    /// Builds the head of a call with its credentials. Also returns the tokens that providers returned. Tokens in `reused` are not requested
    /// again.
    pub(super) async fn authorised(
        &self,
        call: &Call,
        reused: &[(usize, String)],
    ) -> Result<(Head, Vec<(usize, String)>), Failure> {
        let mut head = self.head(call)?;
        if self.recipient(call) == Recipient::Other {
            head.headers = anonymous_headers(call);
            return Ok((head, Vec::new()));
        }
        let Self { settings, transport, is_blocking } = *self;
        let context = AuthContext { transport, is_blocking, reused };
        match settings.credentials.authorise(call.operation.security, &mut head, context).await {
            Ok(provided) => Ok((head, provided)),
            Err(unmet) => Err(credential_error(call, unmet)),
        }
    }

    /// Sends a request, and runs hooks before and after.
    pub(super) fn send(
        &self,
        call: &Call,
        request: Request<Body>,
        recipient: Recipient,
    ) -> impl Future<Output = Result<Response<Body>, Failure>> + use<'a> {
        let operation = call.operation;
        let hooks = if recipient == Recipient::Api { self.settings.hooks.as_slice() } else { &[] };
        let (mut parts, body) = request.into_parts();
        for hook in hooks {
            hook.before(operation, &mut parts);
        }
        #[cfg(feature = "tracing")]
        match recipient {
            Recipient::Api => trace::record_request(&call.span, &parts.uri),
            Recipient::Other => trace::record_redirected_request(&call.span, &parts.uri),
        }
        let transport = self.transport;
        let sending = transport.send_call(operation, Request::from_parts(parts, body));
        async move {
            let mut outcome: Result<_, TransportError> = sending.await.map(Response::into_parts);
            if let Err(error) = &mut outcome
                && !transport.connects_only_for_the_request()
            {
                error.mark_sent();
            }
            for hook in hooks {
                hook.after(operation, outcome.as_ref().map(|(parts, _)| parts));
            }
            outcome.map(|(parts, body)| Response::from_parts(parts, body)).map_err(Error::Transport)
        }
    }
}

/// Returns the headers for an untrusted origin: none that the user or the document set.
pub(super) fn anonymous_headers(call: &Call) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Some(accept) = call.accept() {
        headers.insert(header::ACCEPT, accept);
    }
    headers.insert(header::USER_AGENT, header::HeaderValue::from_static(builder::USER_AGENT));
    headers
}

fn credential_error(call: &Call, unmet: UnmetSecurity) -> Failure {
    let UnmetSecurity { schemes, source } = unmet;
    Error::Credential(CredentialError { operation: call.operation.name, schemes, source })
}
