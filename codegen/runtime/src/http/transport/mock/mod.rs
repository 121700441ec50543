//! A transport without a network, for tests: answers by a function, or (feature `mock`) by what is expected of it, with types.

#[cfg(feature = "mock")]
mod expectation;
#[cfg(feature = "mock")]
mod matching;
#[cfg(feature = "mock")]
mod sent;
#[cfg(feature = "mock")]
pub mod written;

#[cfg(feature = "mock")]
pub use self::expectation::{Expect, Unverified};
#[cfg(feature = "mock")]
pub use self::sent::Sent;
#[cfg(feature = "mock")]
pub use self::written::{IntoWritten, Mockable, Written};

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

use super::Transport;
use crate::runtime::http::body::Body;
use crate::runtime::http::error::TransportError;
use crate::runtime::http::future::BoxFuture;

type Answerer = dyn Fn(&Request<Bytes>) -> Result<Response<Body>, TransportError> + Send + Sync;

/// Answers each request by a function or by what is expected of it, and keeps the requests. Clones share them. Time passes at once.
#[derive(Clone)]
pub struct Mock {
    answer: Arc<Answerer>,
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
    #[cfg(feature = "mock")]
    expectations: Arc<Mutex<expectation::Expectations>>,
}

/// The largest request body that is kept.
const LIMIT: usize = 64 * 1024 * 1024;

impl Mock {
    /// Answers by this function.
    pub fn new<F, B>(answer: F) -> Self
    where
        F: Fn(&Request<Bytes>) -> Response<B> + Send + Sync + 'static,
        B: Into<Body>,
    {
        Self::failing(move |request| Ok(answer(request).map(Into::into)))
    }

    /// Answers by this function, which may fail as a network does.
    pub fn failing<F>(answer: F) -> Self
    where
        F: Fn(&Request<Bytes>) -> Result<Response<Body>, TransportError> + Send + Sync + 'static,
    {
        Self {
            answer: Arc::new(answer),
            requests: Arc::default(),
            #[cfg(feature = "mock")]
            expectations: Arc::default(),
        }
    }

    /// Answers every request with this status and JSON.
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

    /// The requests so far; they are taken out.
    #[must_use]
    pub fn take_requests(&self) -> Vec<Request<Bytes>> {
        std::mem::take(&mut self.requests())
    }

    fn requests(&self) -> std::sync::MutexGuard<'_, Vec<Request<Bytes>>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn respond(&self, request: &Request<Bytes>) -> Result<Response<Body>, TransportError> {
        #[cfg(feature = "mock")]
        if let Some(response) = self.expected(request) {
            return response;
        }
        (self.answer)(request)
    }
}

impl Transport for Mock {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<Body>, TransportError>> {
        let mock = self.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let request = Request::from_parts(head, body.collect(LIMIT).await?);
            let response = mock.respond(&request);
            mock.requests().push(request);
            response
        })
    }

    /// A delay between attempts is over at once.
    fn sleep(&self, _: Duration) -> Option<BoxFuture<'static, ()>> {
        Some(Box::pin(std::future::ready(())))
    }

    /// Nothing takes too long.
    fn timer(&self, _: Duration) -> Option<BoxFuture<'static, ()>> {
        None
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").finish_non_exhaustive()
    }
}
