//! The default transport: reqwest.

mod pools;
mod request;
#[cfg(feature = "blocking")]
mod upload;

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};

use self::pools::{CallKind, Pools};
use self::request::{failure, from_reqwest};
use super::{Redirected, Transport};
#[cfg(feature = "blocking")]
use crate::runtime::http::blocking;
use crate::runtime::http::body::Body;
use crate::runtime::http::error::TransportError;
use crate::runtime::http::future::BoxFuture;
use crate::runtime::http::table::Operation;

/// A [`reqwest::Client`] as a transport. Clones share its connections.
///
/// [`Reqwest::new`] and [`Reqwest::configured`] create a transport that follows no redirects, because the client follows them by its own
/// rules. With the feature `blocking`, it has a second connection pool for blocking calls. If an HTTP/2 server says that it has not processed
/// a request, reqwest sends that request again.
///
/// A transport from your own [`reqwest::Client`] shares that client's connection pool. You control its redirects, retries and default
/// headers: see [`Builder::http_client`](crate::runtime::http::Builder::http_client).
#[derive(Clone)]
pub struct Reqwest {
    pools: Arc<Pools>,
    kind: CallKind,
    /// The origin of the first request, which nearly all others share. Its URL is parsed once.
    #[cfg(not(target_arch = "wasm32"))]
    first: std::sync::OnceLock<request::KnownOrigin>,
    /// The same transport for blocking calls.
    #[cfg(feature = "blocking")]
    for_blocking: std::sync::OnceLock<Box<Reqwest>>,
}

impl Reqwest {
    /// Creates a transport that follows no redirects.
    ///
    /// # Errors
    ///
    /// Returns an error if TLS cannot be set up.
    pub fn new() -> Result<Self, reqwest::Error> {
        Self::configured(|builder| builder)
    }

    /// Creates a transport with your own settings: proxies, certificates, connection pools. Opening a connection takes at most ten seconds,
    /// unless they say otherwise. The function is called once for each
    /// connection pool. A redirect policy that it sets has no effect.
    ///
    /// # Errors
    ///
    /// Returns an error if TLS cannot be set up, or a setting is invalid.
    pub fn configured(
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Result<Self, reqwest::Error> {
        Self::with_connect_timeout(Some(Duration::from_secs(10)), configure)
    }

    /// Creates a transport with your own settings, and a time limit of opening a connection. The settings may override it.
    pub(in crate::runtime::http) fn with_connect_timeout(
        connect_timeout: Option<Duration>,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Result<Self, reqwest::Error> {
        Ok(Self::of(Arc::new(Pools::configured(connect_timeout, configure)?), CallKind::Async))
    }

    fn of(pools: Arc<Pools>, kind: CallKind) -> Self {
        Self {
            pools,
            kind,
            #[cfg(not(target_arch = "wasm32"))]
            first: std::sync::OnceLock::new(),
            #[cfg(feature = "blocking")]
            for_blocking: std::sync::OnceLock::new(),
        }
    }

    fn exchange(&self, request: Request<Body>) -> impl Future<Output = Result<Response<Body>, TransportError>> + use<> {
        let may_redirect = self.may_redirect();
        let ready = self.pools.client(self.kind).and_then(|client| Ok((client.clone(), self.to_reqwest(request)?)));
        async move {
            let (client, request) = ready?;
            let requested_url = may_redirect.then(|| request.url().clone());
            let response = client.execute(request).await.map_err(failure)?;
            let redirected = requested_url.is_some_and(|url| url != *response.url());
            let mut response = from_reqwest(response);
            if redirected {
                response.extensions_mut().insert(Redirected);
            }
            Ok(response)
        }
    }

    /// Returns whether the client may follow redirects: the user's own client, and a browser.
    fn may_redirect(&self) -> bool {
        self.pools.is_custom() || cfg!(target_arch = "wasm32")
    }

    /// Returns whether its connections belong to the background runtime. The single pool of the user's own client serves both kinds of calls.
    #[cfg(feature = "blocking")]
    fn is_background(&self) -> bool {
        self.kind == CallKind::Blocking || self.pools.is_custom()
    }
}

impl From<reqwest::Client> for Reqwest {
    fn from(client: reqwest::Client) -> Self {
        Self::of(Arc::new(Pools::of(client)), CallKind::Async)
    }
}

impl Transport for Reqwest {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<Body>, TransportError>> {
        #[cfg(feature = "blocking")]
        if self.is_background() {
            return upload::send_streaming(request, |request| blocking::spawn(self.exchange(request)));
        }
        Box::pin(self.exchange(request))
    }

    /// Does not store the operation, because nothing reads it.
    fn send_call(
        &self,
        _: &'static Operation,
        request: Request<Body>,
    ) -> BoxFuture<'static, Result<Response<Body>, TransportError>> {
        self.send(request)
    }

    #[cfg(feature = "blocking")]
    fn for_blocking(&self) -> Option<&dyn Transport> {
        let make = || Box::new(Self::of(Arc::clone(&self.pools), CallKind::Blocking));
        Some(self.for_blocking.get_or_init(make).as_ref())
    }

    fn connects_only_for_the_request(&self) -> bool {
        !self.may_redirect()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        Some(Box::pin(tokio::time::sleep(duration)))
    }

    #[cfg(target_arch = "wasm32")]
    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        Some(Box::pin(browser_sleep(duration)))
    }
}

/// Waits for a timer of the browser. It is set again as often as needed, because a longer one would end at once.
#[cfg(target_arch = "wasm32")]
async fn browser_sleep(duration: Duration) {
    const LONGEST: u32 = i32::MAX as u32;
    let mut rest = duration.as_micros().div_ceil(1000);
    while rest > 0 {
        let part = u32::try_from(rest).unwrap_or(LONGEST).min(LONGEST);
        gloo_timers::future::TimeoutFuture::new(part).await;
        rest -= u128::from(part);
    }
}

impl fmt::Debug for Reqwest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The client would show its default headers.
        f.debug_struct("Reqwest").finish_non_exhaustive()
    }
}
