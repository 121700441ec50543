//! The connection pools: one reqwest client for async calls, one for blocking calls.
//!
//! A connection belongs to the async runtime that opened it, and makes no progress while a thread of that runtime is blocked. So the two
//! kinds of calls share no connections.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use crate::runtime::http::error::{TransportError, TransportErrorKind};

/// Configures a client before it is built.
type Configure = dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync;

/// The kind of calls that a pool serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CallKind {
    Async,
    #[cfg(feature = "blocking")]
    Blocking,
}

pub(super) struct Pools {
    /// The configuration of clients; `None` for the user's own client.
    configure: Option<Arc<Configure>>,
    /// The first client, built eagerly to report invalid settings at once. The first kind of call takes it: most programs use only one.
    first: Mutex<Option<reqwest::Client>>,
    asynchronous: Pool,
    #[cfg(feature = "blocking")]
    blocking: Pool,
}

/// A client that is built on first use.
type Pool = OnceLock<Result<reqwest::Client, String>>;

impl Pools {
    /// `connect_timeout` applies unless `configure` sets another one.
    pub(super) fn configured(
        connect_timeout: Option<Duration>,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Result<Self, reqwest::Error> {
        let configure = move |builder: reqwest::ClientBuilder| configure(limited(builder, connect_timeout));
        let first = build(&configure)?;
        Ok(Self { configure: Some(Arc::new(configure)), ..Self::of(first) })
    }

    pub(super) fn of(client: reqwest::Client) -> Self {
        Self {
            configure: None,
            first: Mutex::new(Some(client)),
            asynchronous: Pool::new(),
            #[cfg(feature = "blocking")]
            blocking: Pool::new(),
        }
    }

    /// Returns whether the client is the user's own, which serves all calls.
    pub(super) fn is_custom(&self) -> bool {
        self.configure.is_none()
    }

    pub(super) fn client(&self, kind: CallKind) -> Result<&reqwest::Client, TransportError> {
        let pool = match kind {
            #[cfg(feature = "blocking")]
            CallKind::Blocking if !self.is_custom() => &self.blocking,
            _ => &self.asynchronous,
        };
        let client = pool.get_or_init(|| {
            let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
            match (first, &self.configure) {
                (Some(client), _) => Ok(client),
                (None, Some(configure)) => build(configure.as_ref()).map_err(|error| error.to_string()),
                (None, None) => Err("the reqwest client was already taken; this is a bug".to_owned()),
            }
        });
        client.as_ref().map_err(|message| TransportError::new(TransportErrorKind::Other, message.as_str()))
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn limited(builder: reqwest::ClientBuilder, connect_timeout: Option<Duration>) -> reqwest::ClientBuilder {
    match connect_timeout {
        Some(limit) => builder.connect_timeout(limit),
        None => builder,
    }
}

/// In a browser, only the browser limits connections.
#[cfg(target_arch = "wasm32")]
fn limited(builder: reqwest::ClientBuilder, _: Option<Duration>) -> reqwest::ClientBuilder {
    builder
}

fn build(
    configure: &dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
) -> Result<reqwest::Client, reqwest::Error> {
    let builder = configure(reqwest::Client::builder());
    #[cfg(not(target_arch = "wasm32"))]
    let builder = builder.redirect(reqwest::redirect::Policy::none());
    builder.build()
}
