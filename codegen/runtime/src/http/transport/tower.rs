//! Any `tower::Service` as a transport.

use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use tower_service::Service;

use super::Transport;
use crate::runtime::http::body::Body;
use crate::runtime::http::error::{BoxError, TransportError, TransportErrorKind};
use crate::runtime::http::future::{BoxFuture, MaybeSend};

type SleepFn = dyn Fn(Duration) -> BoxFuture<'static, ()> + Send + Sync;

/// A `tower::Service` as a transport. Each request is sent by a clone of the service, once that clone is ready.
///
/// The service's errors are reported as [`TransportErrorKind::Other`], unless they are a [`TransportError`]. A service can so report a
/// timeout as [`TransportErrorKind::Timeout`], which is not retried.
pub struct Tower<S> {
    service: Mutex<S>,
    sleep: Option<Arc<SleepFn>>,
}

impl<S> Tower<S> {
    /// Creates a transport from a service. Timeouts and retries need a timer: see [`Tower::timer`].
    pub fn new(service: S) -> Self {
        Self { service: Mutex::new(service), sleep: None }
    }

    /// Sets the sleep function, for example `|time| Box::pin(tokio::time::sleep(time))`.
    #[must_use]
    pub fn timer(mut self, sleep: impl Fn(Duration) -> BoxFuture<'static, ()> + Send + Sync + 'static) -> Self {
        self.sleep = Some(Arc::new(sleep));
        self
    }
}

impl<S, B> Transport for Tower<S>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + 'static,
    S::Future: MaybeSend,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + MaybeSend + 'static,
    B::Error: Into<BoxError>,
{
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<Body>, TransportError>> {
        let mut service = self.service.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(|error| failure(error.into()))?;
            let response = service.call(request).await.map_err(|error| failure(error.into()))?;
            Ok(response.map(Body::wrap))
        })
    }

    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        self.sleep.as_ref().map(|sleep| sleep(duration))
    }
}

/// Reports a failure as [`TransportErrorKind::Other`], or as the service says, but never as a failed connection. The service may have sent
/// the request even if a connection was refused: a service that retries can use several connections.
fn failure(error: BoxError) -> TransportError {
    match error.downcast::<TransportError>() {
        Ok(mut error) => {
            error.mark_sent();
            *error
        }
        Err(error) => TransportError::new(TransportErrorKind::Other, error),
    }
}

impl<S> fmt::Debug for Tower<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tower").finish_non_exhaustive()
    }
}
