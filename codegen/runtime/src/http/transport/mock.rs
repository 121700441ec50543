//! A transport without a network, for tests.

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

/// Answers each request by a function, and keeps the requests. Clones share them. Time passes at once.
#[derive(Clone)]
pub struct Mock {
    answer: Arc<Answerer>,
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
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
        Self { answer: Arc::new(answer), requests: Arc::default() }
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
        std::mem::take(&mut self.requests.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Transport for Mock {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<Body>, TransportError>> {
        let mock = self.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let request = Request::from_parts(head, body.collect(LIMIT).await?);
            let response = (mock.answer)(&request);
            mock.requests.lock().unwrap_or_else(PoisonError::into_inner).push(request);
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
