//! A transport without a network, for tests. A function or (feature `mock`) typed expectations define its responses.

#[cfg(feature = "mock")]
mod expectation;
#[cfg(feature = "mock")]
mod matching;
#[cfg(feature = "mock")]
pub mod mock_response;
#[cfg(feature = "mock")]
mod sent;

#[cfg(feature = "mock")]
pub use self::expectation::{Expect, Unverified};
#[cfg(feature = "mock")]
pub use self::mock_response::{IntoMockResponse, MockResponse, Mockable};
#[cfg(feature = "mock")]
pub use self::sent::Sent;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

use super::Transport;
use crate::runtime::http::body::Body;
use crate::runtime::http::error::TransportError;
use crate::runtime::http::future::BoxFuture;

type RespondFn = dyn Fn(&Request<Bytes>) -> Result<Response<Body>, TransportError> + Send + Sync;

/// A transport for tests. A function or expectations define its responses, and it records all requests. Clones share both. Delays end at once.
#[derive(Clone)]
pub struct Mock {
    respond: Arc<RespondFn>,
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
    #[cfg(feature = "mock")]
    expectations: Arc<Mutex<expectation::Expectations>>,
}

/// The largest request body that is recorded.
const LIMIT: usize = 64 * 1024 * 1024;

impl Mock {
    /// Creates a mock that responds with this function.
    pub fn new<F, B>(respond: F) -> Self
    where
        F: Fn(&Request<Bytes>) -> Response<B> + Send + Sync + 'static,
        B: Into<Body>,
    {
        Self::failing(move |request| Ok(respond(request).map(Into::into)))
    }

    /// Creates a mock that responds with this function, which may also fail, as a network does.
    pub fn failing<F>(respond: F) -> Self
    where
        F: Fn(&Request<Bytes>) -> Result<Response<Body>, TransportError> + Send + Sync + 'static,
    {
        Self {
            respond: Arc::new(respond),
            requests: Arc::default(),
            #[cfg(feature = "mock")]
            expectations: Arc::default(),
        }
    }

    /// Creates a mock that responds to every request with this status and JSON body.
    #[must_use]
    pub fn json(status: u16, body: impl Into<String>) -> Self {
        let body = body.into();
        Self::new(move |_| {
            let mut response = Response::new(body.clone());
            *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
            let json = http::HeaderValue::from_static("application/json");
            response.headers_mut().insert(http::header::CONTENT_TYPE, json);
            response
        })
    }

    /// Returns the recorded requests and clears them.
    #[must_use]
    pub fn take_requests(&self) -> Vec<Request<Bytes>> {
        std::mem::take(&mut self.requests())
    }

    fn requests(&self) -> std::sync::MutexGuard<'_, Vec<Request<Bytes>>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn response(&self, request: &Request<Bytes>) -> Result<Response<Body>, TransportError> {
        #[cfg(feature = "mock")]
        if let Some(response) = self.expected(request) {
            return response;
        }
        (self.respond)(request)
    }
}

impl Transport for Mock {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<Body>, TransportError>> {
        let mock = self.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let request = Request::from_parts(head, body.collect(LIMIT).await?);
            let response = mock.response(&request);
            mock.requests().push(request);
            response
        })
    }

    /// Delays between attempts end at once.
    fn sleep(&self, _: Duration) -> Option<BoxFuture<'static, ()>> {
        Some(Box::pin(std::future::ready(())))
    }

    /// Calls never time out.
    fn timer(&self, _: Duration) -> Option<BoxFuture<'static, ()>> {
        None
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").finish_non_exhaustive()
    }
}
