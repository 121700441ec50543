//! Transports: send requests and receive responses. They are the only access to asynchronous IO and to a clock.
//!
//! Architecture invariant: nothing outside this folder names an HTTP library or an async runtime.

mod mock;
#[cfg(feature = "reqwest-without-tls")]
mod reqwest;
#[cfg(feature = "tower")]
mod tower;

pub use self::mock::Mock;
#[cfg(feature = "mock")]
pub use self::mock::{Expect, IntoMockResponse, MockResponse, Mockable, Sent, Unverified, mock_response};
#[cfg(feature = "reqwest-without-tls")]
pub use self::reqwest::Reqwest;
#[cfg(feature = "tower")]
pub use self::tower::Tower;

use std::time::Duration;

use http::{Request, Response};

use super::body::Body;
use super::error::TransportError;
use super::future::{BoxFuture, MaybeSend, MaybeSync};
use super::table::Operation;

/// A response extension. A transport sets it if it has followed redirects, against the contract of [`Transport`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Redirected;

/// Sends requests and receives responses.
///
/// A transport sends each request once. It must not follow redirects: the client does, without disclosing anything to another origin. It
/// must not retry: only the client knows which requests are safe to repeat.
pub trait Transport: MaybeSend + MaybeSync {
    /// Sends a request and waits for the head of the response.
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<Body>, TransportError>>;

    /// Sends the request of a call. The default stores the operation in the request's extensions, so that mocks and service layers can read
    /// it.
    fn send_call(
        &self,
        operation: &'static Operation,
        mut request: Request<Body>,
    ) -> BoxFuture<'static, Result<Response<Body>, TransportError>> {
        request.extensions_mut().insert(operation);
        self.send(request)
    }

    /// Returns the transport for blocking calls (`send_blocking`). Its connections must be independent of the caller's async runtime, which
    /// such a call may block. `None`, the default, uses this one.
    fn for_blocking(&self) -> Option<&dyn Transport> {
        None
    }

    /// Returns whether a failure to connect means that no request was sent. This is false for a transport that follows redirects: the failed
    /// connection need not be that of the first request. The failure is then reported as
    /// [`TransportErrorKind::Other`](super::TransportErrorKind::Other), and only calls that are safe to repeat are retried.
    fn connects_only_for_the_request(&self) -> bool {
        true
    }

    /// Returns a future that completes after this time, or `None` if the transport has no clock. Without a clock, calls have neither timeouts
    /// nor retries.
    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>>;

    /// Like [`sleep`](Self::sleep), for timeouts. Return `None` to turn off timeouts.
    fn timer(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        self.sleep(duration)
    }
}
