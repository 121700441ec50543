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

use self::pools::{Calls, Pools};
use self::request::{failure, incoming};
use super::{Redirected, Transport};
#[cfg(feature = "blocking")]
use crate::runtime::http::blocking;
use crate::runtime::http::body::Body;
use crate::runtime::http::error::TransportError;
use crate::runtime::http::future::BoxFuture;
use crate::runtime::http::table::Operation;

/// A [`reqwest::Client`] as a transport. Clones share its connections.
///
/// One that is made here ([`Reqwest::new`], [`Reqwest::configured`]) follows no redirects, as the client does so by its own rules. With the
/// feature `blocking` it has a second pool of connections for calls that a thread waits for.
///
/// One that is made from a [`reqwest::Client`] of your own shares its pool with whatever else uses that client. Its redirects, its retries
/// and its default headers are yours to set: see [`Builder::reqwest`](crate::runtime::http::Builder::reqwest).
#[derive(Clone)]
pub struct Reqwest {
    pools: Arc<Pools>,
    calls: Calls,
    /// Where the first request went, and nearly all others go: its URL is parsed once.
    #[cfg(not(target_arch = "wasm32"))]
    first: std::sync::OnceLock<request::Origin>,
    /// The same for calls that a thread waits for.
    #[cfg(feature = "blocking")]
    for_blocking: std::sync::OnceLock<Box<Reqwest>>,
}

impl Reqwest {
    /// A client that follows no redirects: the caller does.
    ///
    /// # Errors
    ///
    /// If TLS cannot be set up.
    pub fn new() -> Result<Self, reqwest::Error> {
        Self::configured(|builder| builder)
    }

    /// A client with settings of your own: proxies, certificates, timeouts of connections. The function is called once for each pool of
    /// connections. Redirects stay with the caller, whatever it sets.
    ///
    /// # Errors
    ///
    /// If TLS or one of the settings cannot be set up.
    pub fn configured(
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Result<Self, reqwest::Error> {
        Ok(Self::of(Arc::new(Pools::configured(configure)?), Calls::Async))
    }

    fn of(pools: Arc<Pools>, calls: Calls) -> Self {
        Self {
            pools,
            calls,
            #[cfg(not(target_arch = "wasm32"))]
            first: std::sync::OnceLock::new(),
            #[cfg(feature = "blocking")]
            for_blocking: std::sync::OnceLock::new(),
        }
    }

    fn exchange(&self, request: Request<Body>) -> impl Future<Output = Result<Response<Body>, TransportError>> + use<> {
        let is_own = self.pools.is_own();
        let ready = self.pools.client(self.calls).and_then(|client| Ok((client.clone(), self.outgoing(request)?)));
        async move {
            let (client, request) = ready?;
            let asked = is_own.then(|| request.url().clone());
            let response = client.execute(request).await.map_err(failure)?;
            let redirected = asked.is_some_and(|asked| asked != *response.url());
            let mut response = incoming(response).await?;
            if redirected {
                response.extensions_mut().insert(Redirected);
            }
            Ok(response)
        }
    }

    /// Whether its connections belong to the background runtime. The only pool of a client of the user's own serves both kinds of calls.
    #[cfg(feature = "blocking")]
    fn is_background(&self) -> bool {
        self.calls == Calls::Blocking || self.pools.is_own()
    }
}

impl From<reqwest::Client> for Reqwest {
    fn from(client: reqwest::Client) -> Self {
        Self::of(Arc::new(Pools::of(client)), Calls::Async)
    }
}

impl Transport for Reqwest {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<Body>, TransportError>> {
        #[cfg(feature = "blocking")]
        if self.is_background() {
            return upload::carried(request, |request| blocking::spawn(self.exchange(request)));
        }
        Box::pin(self.exchange(request))
    }

    /// Nothing looks for the operation in the extensions of this request.
    fn send_call(
        &self,
        _: &'static Operation,
        request: Request<Body>,
    ) -> BoxFuture<'static, Result<Response<Body>, TransportError>> {
        self.send(request)
    }

    #[cfg(feature = "blocking")]
    fn for_blocking(&self) -> Option<&dyn Transport> {
        let make = || Box::new(Self::of(Arc::clone(&self.pools), Calls::Blocking));
        Some(self.for_blocking.get_or_init(make).as_ref())
    }

    /// A client of the user's own may follow redirects.
    fn connects_only_for_the_request(&self) -> bool {
        !self.pools.is_own()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        Some(Box::pin(tokio::time::sleep(duration)))
    }

    #[cfg(target_arch = "wasm32")]
    fn sleep(&self, _: Duration) -> Option<BoxFuture<'static, ()>> {
        None
    }
}

impl fmt::Debug for Reqwest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The client would show its default headers.
        f.debug_struct("Reqwest").finish_non_exhaustive()
    }
}
