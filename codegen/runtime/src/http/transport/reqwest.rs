//! The default transport: reqwest.

use std::time::Duration;

use http::{Request, Response};

use super::Transport;
use crate::runtime::http::body::Body;
use crate::runtime::http::error::{TransportError, TransportErrorKind};
use crate::runtime::http::future::BoxFuture;

/// A [`reqwest::Client`] as a transport.
#[derive(Debug, Clone)]
pub struct Reqwest(reqwest::Client);

impl Reqwest {
    /// A client that follows no redirects: the caller does.
    ///
    /// # Errors
    ///
    /// If TLS cannot be set up.
    pub fn new() -> Result<Self, reqwest::Error> {
        let builder = reqwest::Client::builder();
        #[cfg(not(target_arch = "wasm32"))]
        let builder = builder.redirect(reqwest::redirect::Policy::none());
        builder.build().map(Self)
    }
}

impl From<reqwest::Client> for Reqwest {
    fn from(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl Transport for Reqwest {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<Body>, TransportError>> {
        let client = self.0.clone();
        Box::pin(async move {
            let request = reqwest::Request::try_from(outgoing(request)?).map_err(failure)?;
            let response = client.execute(request).await.map_err(failure)?;
            incoming(response).await
        })
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

#[cfg(not(target_arch = "wasm32"))]
fn outgoing(request: Request<Body>) -> Result<Request<reqwest::Body>, TransportError> {
    Ok(request.map(|body| match body.as_bytes() {
        Some(bytes) => bytes.clone().into(),
        None => reqwest::Body::wrap(body),
    }))
}

/// In a browser a body must be in memory.
#[cfg(target_arch = "wasm32")]
fn outgoing(request: Request<Body>) -> Result<Request<reqwest::Body>, TransportError> {
    let (head, body) = request.into_parts();
    match body.as_bytes() {
        Some(bytes) => Ok(Request::from_parts(head, bytes.clone().into())),
        None => Err(TransportError::new(TransportErrorKind::RequestBody, "a browser cannot send a stream")),
    }
}

#[cfg(not(target_arch = "wasm32"))]
async fn incoming(response: reqwest::Response) -> Result<Response<Body>, TransportError> {
    Ok(Response::<reqwest::Body>::from(response).map(Body::wrap))
}

#[cfg(target_arch = "wasm32")]
async fn incoming(response: reqwest::Response) -> Result<Response<Body>, TransportError> {
    let (status, headers) = (response.status(), response.headers().clone());
    let mut incoming = Response::new(Body::from(response.bytes().await.map_err(failure)?));
    *incoming.status_mut() = status;
    *incoming.headers_mut() = headers;
    Ok(incoming)
}

/// The URL may hold an API key: it is taken off.
fn failure(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if is_connect(&error) {
        TransportErrorKind::Connect
    } else if error.is_body() {
        TransportErrorKind::RequestBody
    } else {
        TransportErrorKind::Other
    };
    TransportError::new(kind, error.without_url())
}

#[cfg(not(target_arch = "wasm32"))]
fn is_connect(error: &reqwest::Error) -> bool {
    error.is_connect()
}

#[cfg(target_arch = "wasm32")]
fn is_connect(_: &reqwest::Error) -> bool {
    false
}
