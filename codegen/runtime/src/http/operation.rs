//! The behaviour of generated call types: [`Callable`], and the macros that implement it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::call::Call;
use super::classified_response::{ClassifiedResponse, Mismatch};
use super::error::Error;
use super::table::Operation;
use super::with_response::{SendingWithResponse, WithResponse};

/// A typed call. Implemented by the macro `call!`.
pub trait Callable: Sized {
    /// The type of a successful response.
    type Output;
    /// The documented headers of a successful response.
    type Headers;
    /// The type of documented error responses.
    type Error;

    /// Returns the operation's static description.
    #[doc(hidden)]
    fn operation() -> &'static Operation;

    /// Returns the media type that the call asks for, if it asks for only one of the documented ones.
    #[doc(hidden)]
    fn accepted() -> Option<&'static str> {
        None
    }

    /// Decodes a successful response.
    ///
    /// # Errors
    ///
    /// Returns an error if the body does not match the documented type.
    #[doc(hidden)]
    fn success(response: &mut ClassifiedResponse) -> Result<Self::Output, Mismatch>;

    /// Decodes a documented error response.
    ///
    /// # Errors
    ///
    /// Returns an error if the body does not match the documented type.
    #[doc(hidden)]
    fn failure(response: &mut ClassifiedResponse) -> Result<Self::Error, Mismatch>;
}

/// The result of a call: the value of a successful response.
pub type CallResult<C> = Result<<C as Callable>::Output, Error<<C as Callable>::Error>>;

/// A call in flight: the future that `.await` polls. Dropping it cancels the call.
#[must_use = "futures do nothing unless they are awaited"]
pub struct Sending<C> {
    response: SendingWithResponse<C>,
}

impl<C> Sending<C> {
    /// Creates the future of a call. The call is sent when the future is first polled.
    #[doc(hidden)]
    pub fn new(call: Call) -> Self {
        Self { response: SendingWithResponse::new(call) }
    }
}

impl<C: Callable> Future for Sending<C> {
    type Output = CallResult<C>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.response).poll(cx).map_ok(|response| response.value)
    }
}

impl<C> fmt::Debug for Sending<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}

/// Decodes a response without a client, for example one that other code received.
///
/// # Errors
///
/// Returns the same errors as a call: a documented error response, an undocumented status, or a body that does not match its type.
pub fn decode<C: Callable>(response: http::Response<bytes::Bytes>) -> CallResult<C> {
    WithResponse::<C>::decode(response).map(|response| response.value)
}

/// Sends a call and blocks until it ends. The thread may belong to an async runtime: blocking calls use separate connections.
///
/// # Errors
///
/// Returns the same errors as an asynchronous call.
#[cfg(feature = "blocking")]
pub fn send_blocking<C: Callable>(call: Call) -> CallResult<C> {
    WithResponse::<C>::new(call).send_blocking().map(|response| response.value)
}

/// Implements a call type: its methods and the decoding of its responses. Each lowercase identifier is a method of [`ClassifiedResponse`]: the
/// first decodes success responses, the second decodes error responses. The type is a newtype of [`Call`] with an associated constant `TABLE`; `Client` is the API's client.
///
/// ```text
/// call!(UpdateCustomer => json Customer, UpdateCustomerHeaders; cases UpdateCustomerError);
/// call!(ListSites => stored_json as [Vec<Custom<Url, AsText>>] Vec<Url>, (); cases ListSitesError);    // a custom type
/// ```
#[macro_export]
#[doc(hidden)]
#[allow(
    clippy::crate_in_macro_def,
    reason = "every crate that holds or imports the runtime has it as `crate::runtime`"
)]
macro_rules! call {
    ($name:ident => $success:ident $(as [$storage:ty])? $output:ty, $headers:ty; $failure:ident $error:ty) => {
        impl $name {
            /// Sends the call through this client. Needed only for a call that was created without a client, by `new`.
            #[inline]
            pub fn with_client(self, client: &Client) -> Self {
                Self(self.0.with_client(::std::convert::AsRef::as_ref(client)))
            }

            /// Adds a header. It overrides headers of the client and header parameters with this name. A header that a security scheme
            /// uses replaces the client's credential for this call.
            #[inline]
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.0.header(name, value);
                self
            }

            /// Sets the time limit of one attempt.
            #[inline]
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.0.timeout(timeout);
                self
            }

            /// Sets the retry policy of this call.
            #[inline]
            pub fn retries(mut self, retries: crate::runtime::http::Retries) -> Self {
                self.0.retries(retries);
                self
            }

            /// Makes the call return the whole [`Response`](crate::runtime::http::Response): the value, the status and the headers.
            #[inline]
            pub fn with_response(self) -> crate::runtime::http::WithResponse<Self> {
                crate::runtime::http::WithResponse::new(self.0)
            }

            /// Sends the call. `call.await` does the same. Use this where a future is expected, for example in `tokio::spawn`: a call is not
            /// a future itself.
            #[inline]
            pub fn send(self) -> crate::runtime::http::Sending<Self> {
                crate::runtime::http::Sending::new(self.0)
            }

            /// Sends the call and blocks the current thread until the result is available.
            #[cfg(feature = "blocking")]
            #[inline]
            pub fn send_blocking(self) -> ::std::result::Result<$output, crate::runtime::http::Error<$error>> {
                crate::runtime::http::send_blocking::<Self>(self.0)
            }

            /// Builds the HTTP request for this base URL, without credentials and without sending it.
            #[inline]
            pub fn into_request(
                self,
                base_url: &str,
            ) -> ::std::result::Result<
                crate::runtime::http::Request<crate::runtime::http::Body>,
                crate::runtime::http::RequestError,
            > {
                self.0.into_request(base_url)
            }

            /// Decodes a response to this call.
            #[inline]
            pub fn decode(
                response: crate::runtime::http::HttpResponse<crate::runtime::http::Bytes>,
            ) -> ::std::result::Result<$output, crate::runtime::http::Error<$error>> {
                crate::runtime::http::decode::<Self>(response)
            }
        }

        #[doc(hidden)]
        impl crate::runtime::http::Callable for $name {
            type Output = $output;
            type Headers = $headers;
            type Error = $error;

            #[inline]
            fn operation() -> &'static crate::runtime::http::table::Operation {
                &Self::TABLE
            }

            #[inline]
            fn success(
                response: &mut crate::runtime::http::ClassifiedResponse,
            ) -> ::std::result::Result<$output, crate::runtime::http::Mismatch> {
                response.$success$(::<$storage>)?()
            }

            #[inline]
            fn failure(
                response: &mut crate::runtime::http::ClassifiedResponse,
            ) -> ::std::result::Result<$error, crate::runtime::http::Mismatch> {
                response.$failure()
            }
        }

        #[cfg(feature = "mock")]
        #[doc(hidden)]
        impl crate::runtime::http::Mockable for $name {
            fn into_call(self) -> crate::runtime::http::Call {
                self.0
            }

            fn mock_success(value: $output) -> crate::runtime::http::MockResponse {
                crate::runtime::http::mock_response::$success$(::<$storage>)?(value)
            }

            fn mock_failure(value: $error) -> crate::runtime::http::MockResponse {
                crate::runtime::http::mock_response::$failure(value)
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = ::std::result::Result<$output, crate::runtime::http::Error<$error>>;
            type IntoFuture = crate::runtime::http::Sending<Self>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}

/// Creates the mock response of an enum variant, with its body if it has one.
#[cfg(feature = "mock")]
#[macro_export]
#[doc(hidden)]
#[allow(
    clippy::crate_in_macro_def,
    reason = "every crate that holds or imports the runtime has it as `crate::runtime`"
)]
macro_rules! mock_case {
    () => {
        crate::runtime::http::mock_response::empty(())
    };
    ($kind:ident $([$storage:ty])?) => {
        crate::runtime::http::mock_response::$kind$(::<$storage>)?($kind)
    };
}

/// Implements the decoding of a response into an enum. Each entry has the index of the response in the operation's table, the variant, and the
/// method of [`ClassifiedResponse`] that decodes the body.
///
/// ```text
/// cases!(UpdateCustomerError { 0 => Forbidden: json, 1 => NoContent, 2 => Default: json });
/// ```
#[macro_export]
#[doc(hidden)]
#[allow(
    clippy::crate_in_macro_def,
    reason = "every crate that holds or imports the runtime has it as `crate::runtime`"
)]
macro_rules! cases {
    ($name:ident { $($case:literal => $variant:ident $(: $kind:ident $(as [$storage:ty])?)?),* $(,)? }) => {
        #[doc(hidden)]
        impl crate::runtime::http::FromClassifiedResponse for $name {
            #[inline]
            fn from_classified_response(
                response: &mut crate::runtime::http::ClassifiedResponse,
            ) -> ::std::result::Result<Self, crate::runtime::http::Mismatch> {
                match response.case() {
                    $($case => ::std::result::Result::Ok(Self::$variant $((response.$kind$(::<$storage>)?()?))?),)*
                    _ => ::std::result::Result::Err(response.unknown_case()),
                }
            }
        }

        #[cfg(feature = "mock")]
        #[doc(hidden)]
        impl crate::runtime::http::IntoMockResponse for $name {
            fn into_mock_response(self) -> crate::runtime::http::MockResponse {
                // The macro variable names both the bound value and the function that writes it.
                match self {
                    $(Self::$variant $(($kind))? => {
                        crate::runtime::http::mock_case!($($kind $([$storage])?)?).case($case)
                    })*
                }
            }
        }
    };
}
