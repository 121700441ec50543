//! Sends single requests: adds the client's headers and credentials, runs hooks, and calls the transport.

use std::future::Future;

use http::header::{self, HeaderMap};
use http::{Request, Response};

use super::exchange::Failure;
use super::{BaseUrlKind, Settings, Shared, builder};
use crate::runtime::http::auth::{AuthContext, UnmetSecurity};
use crate::runtime::http::body::Body;
use crate::runtime::http::call::Call;
use crate::runtime::http::cookies;
use crate::runtime::http::error::{CredentialError, Error, TransportError};
use crate::runtime::http::request::{Head, base, host_of_base};
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
    /// Another origin, the target of a redirect. Hooks are not called, because they may sign requests.
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
        let Settings { base_url, base_url_kind, .. } = self.settings;
        let server = call.operation.server;
        let head = match base_url_kind {
            BaseUrlKind::Default | BaseUrlKind::Host if server.starts_with('/') => {
                call.head(&format!("{}{}", host_of_base(base_url), server.trim_end_matches('/')))
            }
            BaseUrlKind::Default if !server.is_empty() => {
                base(server).map_err(|reason| call.error("base URL", reason)).and_then(|server| call.head(&server))
            }
            BaseUrlKind::Default | BaseUrlKind::Host | BaseUrlKind::Complete => call.head(base_url),
        };
        let mut head = head.map_err(Error::Request)?;
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

    /// Builds the head of a call with its credentials. Also returns the tokens that providers returned. Tokens in `reused` are not requested
    /// again.
    pub(super) async fn authorised(
        &self,
        call: &Call,
        reused: &[(usize, String)],
    ) -> Result<(Head, Vec<(usize, String)>), Failure> {
        let mut head = self.head(call)?;
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

#[cfg(test)]
#[cfg(feature = "mock")]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic of a test is its report")]

    use crate::runtime::http::table::Operation;
    use crate::runtime::http::{Builder, Call, Mock};

    static OWN_PATH: Operation = Operation { path: "/a", server: "/v2/", ..Operation::EMPTY };
    static OWN_SERVER: Operation = Operation { path: "/a", server: "https://own.test/v3", ..Operation::EMPTY };

    /// The URLs of operations whose own server is a path or a URL, for the API's server and the user's base URL.
    #[test]
    fn an_operation_may_have_its_own_server() {
        for (api, base_url, own_path, own_server) in [
            ("https://api.test/v1", None, "https://api.test/v2/a", "https://own.test/v3/a"),
            ("https://api.test", None, "https://api.test/v2/a", "https://own.test/v3/a"),
            ("https://api.test/v1", Some("https://b.test"), "https://b.test/v2/a", "https://b.test/a"),
            ("/v1", Some("https://b.test"), "https://b.test/v2/a", "https://b.test/v1/a"),
            ("/v1", Some("https://b.test/"), "https://b.test/v2/a", "https://b.test/v1/a"),
            ("/v1", Some("https://b.test/proxy"), "https://b.test/proxy/a", "https://b.test/proxy/a"),
            ("", Some("https://b.test:80"), "https://b.test:80/v2/a", "https://b.test:80/a"),
        ] {
            let builder = Builder::new(&[], api).transport(Mock::json(200, "{}"));
            let builder = if let Some(url) = base_url { builder.base_url(url) } else { builder };
            let client = builder.build().unwrap();
            let urls = [&OWN_PATH, &OWN_SERVER].map(|operation| client.url(&Call::new(operation)).unwrap());
            assert_eq!(urls, [own_path, own_server], "{api} {base_url:?}");
        }
    }
}
