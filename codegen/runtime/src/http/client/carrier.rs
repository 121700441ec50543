//! What carries a call: requests are made of it with the client's headers and credentials, and sent by a transport.

use std::future::Future;

use http::header::{self, HeaderMap};
use http::{Request, Response};

use super::exchange::Failure;
use super::{Settings, Shared, builder};
use crate::runtime::http::auth::{Asking, Unmet};
use crate::runtime::http::body::Body;
use crate::runtime::http::call::Call;
use crate::runtime::http::error::{CredentialError, Error, TransportError};
use crate::runtime::http::request::{Head, base};
#[cfg(feature = "tracing")]
use crate::runtime::http::trace;
use crate::runtime::http::transport::Transport;

/// The client's settings, and the transport for the call at hand.
#[derive(Clone, Copy)]
pub(super) struct Carrier<'a> {
    pub(super) settings: &'a Settings,
    pub(super) transport: &'a dyn Transport,
    is_blocking: bool,
}

/// Who gets a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Recipient {
    /// The API, or an origin that is trusted like it.
    Api,
    /// Another origin, to which a redirect led: hooks, which may sign what they see, are not called.
    Other,
}

impl<'a> Carrier<'a> {
    pub(super) fn new(shared: &'a Shared, is_blocking: bool) -> Self {
        let transport = shared.transport.as_ref();
        let transport = if is_blocking { transport.for_blocking().unwrap_or(transport) } else { transport };
        Self { settings: &shared.settings, transport, is_blocking }
    }

    /// The call's head with the client's own headers.
    pub(super) fn head(&self, call: &Call) -> Result<Head, Failure> {
        let Settings { base_url, own_base_url, .. } = self.settings;
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

    /// The head of a call with its credentials, and the tokens among them that came from providers. Those that the call has `had` already
    /// are not asked for again.
    pub(super) async fn authorised(
        &self,
        call: &Call,
        had: &[(usize, String)],
    ) -> Result<(Head, Vec<(usize, String)>), Failure> {
        let mut head = self.head(call)?;
        let Self { settings, transport, is_blocking } = *self;
        let client = Asking { transport, is_blocking, had };
        match settings.credentials.authorise(call.operation.security, &mut head, client).await {
            Ok(provided) => Ok((head, provided)),
            Err(unmet) => Err(missing(call, unmet)),
        }
    }

    /// Sends a request, hooks called before and after.
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
            Recipient::Api => trace::sending(&call.span, &parts.uri),
            Recipient::Other => trace::redirected(&call.span, &parts.uri),
        }
        let transport = self.transport;
        let sending = transport.send_call(operation, Request::from_parts(parts, body));
        async move {
            let mut outcome: Result<_, TransportError> = sending.await.map(Response::into_parts);
            if let Err(error) = &mut outcome
                && !transport.connects_only_for_the_request()
            {
                error.was_sent();
            }
            for hook in hooks {
                hook.after(operation, outcome.as_ref().map(|(parts, _)| parts));
            }
            outcome.map(|(parts, body)| Response::from_parts(parts, body)).map_err(Error::Transport)
        }
    }
}

/// The headers for an origin that gets nothing of what the user or the document set.
pub(super) fn bare_headers(call: &Call) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Some(accept) = call.accept() {
        headers.insert(header::ACCEPT, accept);
    }
    headers.insert(header::USER_AGENT, header::HeaderValue::from_static(builder::USER_AGENT));
    headers
}

fn missing(call: &Call, unmet: Unmet) -> Failure {
    let Unmet { schemes, source } = unmet;
    Error::Credential(CredentialError { operation: call.operation.name, schemes, source })
}
