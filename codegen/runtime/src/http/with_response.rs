//! Calls that return the value together with the status and the headers: [`WithResponse`].

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

#[cfg(feature = "blocking")]
use super::blocking::Blocking;
use super::call::Call;
use super::classified_response::{self, ClassifiedResponse};
use super::error::Error;
use super::future::BoxFuture;
use super::operation::Callable;
use super::pages::{Paged, PagesWithResponse};
use super::response::Response;

/// A call that returns the whole [`Response`]: the value, the status and the headers. Created by the method `with_response` of a call.
#[must_use = "a call is not sent until it is awaited"]
pub struct WithResponse<C> {
    // Not the call type `C`: a field of type `C` would be one more type to compile for every operation.
    call: Call,
    typed: PhantomData<fn() -> C>,
}

/// The result of a call that returns the whole response.
pub type ResponseResult<C> =
    Result<Response<<C as Callable>::Output, <C as Callable>::Headers>, Error<<C as Callable>::Error>>;

/// A call in flight that returns the whole response: the future that `.await` polls. Dropping it cancels the call.
#[must_use = "futures do nothing unless they are awaited"]
pub struct SendingWithResponse<C> {
    exchange: BoxFuture<'static, Result<ClassifiedResponse, Error<Infallible>>>,
    typed: PhantomData<fn() -> C>,
}

impl<C> SendingWithResponse<C> {
    /// Creates the future of a call. The call is sent when the future is first polled.
    pub(super) fn new(call: Call) -> Self {
        Self { exchange: call.exchange(), typed: PhantomData }
    }
}

impl<C> WithResponse<C> {
    /// Creates a call that returns the whole response.
    #[doc(hidden)]
    #[inline]
    pub fn new(call: Call) -> Self {
        Self { call, typed: PhantomData }
    }
}

impl<C: Callable> WithResponse<C> {
    /// Sends the call. `.await` does the same.
    pub fn send(self) -> SendingWithResponse<C> {
        SendingWithResponse::new(self.call)
    }

    /// Sends the call and blocks the current thread until the result is available.
    ///
    /// # Errors
    ///
    /// Returns the same errors as the call without `with_response`.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> ResponseResult<C> {
        classified_response::decode_response::<C>(super::blocking::block_on(self.call))
    }

    /// Decodes a response to this call.
    ///
    /// # Errors
    ///
    /// Returns the same errors as the call without `with_response`.
    pub fn decode(response: http::Response<bytes::Bytes>) -> ResponseResult<C> {
        classified_response::decode_response::<C>(Ok(ClassifiedResponse::of(C::operation(), C::accepted(), response)))
    }
}

impl<C: Paged> WithResponse<C> {
    /// Returns a stream of this page and all following pages, each with its status and headers. Each page is one call.
    pub fn pages(self) -> PagesWithResponse<C> {
        PagesWithResponse::new(self.call)
    }

    /// Returns an iterator over this page and all following pages, each with its status and headers. It blocks the current thread. Each
    /// page is one call.
    #[cfg(feature = "blocking")]
    pub fn pages_blocking(self) -> Blocking<PagesWithResponse<C>> {
        self.pages().blocking()
    }
}

impl<C: Callable> IntoFuture for WithResponse<C> {
    type Output = ResponseResult<C>;
    type IntoFuture = SendingWithResponse<C>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<C: Callable> Future for SendingWithResponse<C> {
    type Output = ResponseResult<C>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.exchange.as_mut().poll(cx).map(classified_response::decode_response::<C>)
    }
}

impl<C> fmt::Debug for WithResponse<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WithResponse").field(&self.call).finish()
    }
}

impl<C> fmt::Debug for SendingWithResponse<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendingWithResponse").finish_non_exhaustive()
    }
}
