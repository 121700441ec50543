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

/// What carries requests and responses. It must not follow redirects: the client does, without handing credentials to another host.
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

    /// Ends after this time; `None` if the transport has no clock, in which case there are no timeouts and no retries.
    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>>;

    /// Ends after this time, for timeouts; `None` if there shall be none.
    fn timer(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        self.sleep(duration)
    }
}
