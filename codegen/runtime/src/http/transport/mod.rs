//! Transports: what carries a request to the API and its response back. All that is asynchronous, or needs a clock, goes through them.
//!
//! Architecture invariant: nothing outside this folder names an HTTP library or an async runtime.

mod mock;
#[cfg(feature = "reqwest-without-tls")]
mod reqwest;
#[cfg(feature = "tower")]
mod tower;

pub use self::mock::Mock;
#[cfg(feature = "mock")]
pub use self::mock::{Expect, IntoWritten, Mockable, Sent, Unverified, Written, written};
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

/// Noted in the extensions of a response by a transport that has followed redirects, as it must not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Redirected;

/// What carries requests and responses.
///
/// A transport sends each request once. It must not follow redirects, as the client does so without handing anything to another origin;
/// and it must not send a request again, as only the client knows which requests are safe to repeat.
pub trait Transport: MaybeSend + MaybeSync {
    /// Sends a request and waits for the head of the response.
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<Body>, TransportError>>;

    /// Sends the request of a call. Noted in its extensions is which operation it is for: for mocks and layers of a service that want
    /// to know what they send.
    fn send_call(
        &self,
        operation: &'static Operation,
        mut request: Request<Body>,
    ) -> BoxFuture<'static, Result<Response<Body>, TransportError>> {
        request.extensions_mut().insert(operation);
        self.send(request)
    }

    /// The transport for calls that a thread waits for (`send_blocking`). Its connections must be independent of the caller's async runtime,
    /// which the waiting thread may hold up. `None`, the default, uses this one.
    fn for_blocking(&self) -> Option<&dyn Transport> {
        None
    }

    /// Whether a failure to connect means that no request was sent. That is not so for a transport that follows redirects: the request
    /// whose connection failed need not be the first. Then the failure is told as one of the exchange
    /// ([`TransportErrorKind::Other`](super::TransportErrorKind::Other)), and only calls that are safe to repeat are sent again.
    fn connects_only_for_the_request(&self) -> bool {
        true
    }

    /// Ends after this time; `None` if the transport has no clock, in which case there are no timeouts and no retries.
    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>>;

    /// Ends after this time, for timeouts; `None` if there shall be none.
    fn timer(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        self.sleep(duration)
    }
}
