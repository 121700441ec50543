//! What generated call types have in common: [`Callable`], and the macros that implement it.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::answer::{self, Answer, Mismatch};
use super::call::Call;
use super::error::Error;
use super::future::BoxFuture;
use super::response::Response;
use super::table::Operation;

/// A call with types. Implemented by the macro `call!`.
pub trait Callable: Sized {
    /// What success gives.
    type Output;
    /// The headers that are documented for it.
    type Headers;
    /// The documented failures.
    type Error;

    /// The operation's table.
    fn operation() -> &'static Operation;

    /// The value of an answer that means success.
    ///
    /// # Errors
    ///
    /// If the body is not of the documented type.
    fn success(answer: &mut Answer) -> Result<Self::Output, Mismatch>;

    /// The value of an answer that means failure.
    ///
    /// # Errors
    ///
    /// If the body is not of the documented type.
    fn failure(answer: &mut Answer) -> Result<Self::Error, Mismatch>;
}

/// What a call gives.
pub type CallResult<C> =
    Result<Response<<C as Callable>::Output, <C as Callable>::Headers>, Error<<C as Callable>::Error>>;

/// A call under way: the future behind `.await`. Dropping it cancels the call.
#[must_use = "futures do nothing unless they are awaited"]
pub struct Sending<C> {
    exchange: BoxFuture<'static, Result<Answer, Error<Infallible>>>,
    typed: PhantomData<fn() -> C>,
}

impl<C> Sending<C> {
    /// Sends a call.
    pub fn new(call: Call) -> Self {
        Self { exchange: call.exchange(), typed: PhantomData }
    }
}

impl<C: Callable> Future for Sending<C> {
    type Output = CallResult<C>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.exchange.as_mut().poll(cx).map(answer::finish::<C>)
    }
}

impl<C> fmt::Debug for Sending<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}

/// Decodes a response without a client.
///
/// # Errors
///
/// As a call: a documented failure, an undocumented status, a body that does not fit.
pub fn decode<C: Callable>(response: http::Response<bytes::Bytes>) -> CallResult<C> {
    answer::finish::<C>(Ok(Answer::of(C::operation(), response)))
}

/// Sends a call and waits for its end. The thread may belong to an async runtime: connections of blocking calls live elsewhere.
///
/// # Errors
///
/// As a call.
#[cfg(feature = "blocking")]
pub fn send_blocking<C: Callable>(call: Call) -> CallResult<C> {
    answer::finish::<C>(super::blocking::wait(call))
}

/// What every call type can do, and what its answers are: how a success and a failure are read (methods of [`Answer`]), and their types.
/// Stands beside a struct around a [`Call`] that has an associated constant `TABLE`, where `Client` is the API's client.
///
/// ```text
/// call!(UpdateCustomer => json Customer, UpdateCustomerHeaders; cases UpdateCustomerError);
/// ```
#[macro_export]
#[doc(hidden)]
#[allow(
    clippy::crate_in_macro_def,
    reason = "every crate that holds or imports the runtime has it as `crate::runtime`"
)]
macro_rules! call {
    ($name:ident => $success:ident $output:ty, $headers:ty; $failure:ident $error:ty) => {
        impl $name {
            /// Sends it through this client.
            #[inline]
            pub fn with_client(self, client: &Client) -> Self {
                Self(self.0.with_client(::std::convert::AsRef::as_ref(client)))
            }

            /// Adds a header. It wins over what the client or a parameter would send under this name: one that a security scheme uses
            /// is the credential of this call.
            #[inline]
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.0.header(name, value);
                self
            }

            /// How long one attempt may take.
            #[inline]
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.0.timeout(timeout);
                self
            }

            /// How often and when to try again.
            #[inline]
            pub fn retries(mut self, retries: crate::runtime::http::Retries) -> Self {
                self.0.retries(retries);
                self
            }

            /// Sends it: the same as `.await`.
            #[inline]
            pub fn send(self) -> crate::runtime::http::Sending<Self> {
                crate::runtime::http::Sending::new(self.0)
            }

            /// Sends it and waits, without `async`.
            #[cfg(feature = "blocking")]
            #[inline]
            pub fn send_blocking(self) -> crate::runtime::http::CallResult<Self> {
                crate::runtime::http::send_blocking::<Self>(self.0)
            }

            /// The request that it stands for, under this base URL, without credentials.
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

            /// Decodes a response to it.
            #[inline]
            pub fn decode(
                response: crate::runtime::http::HttpResponse<crate::runtime::http::Bytes>,
            ) -> crate::runtime::http::CallResult<Self> {
                crate::runtime::http::decode::<Self>(response)
            }
        }

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
                answer: &mut crate::runtime::http::Answer,
            ) -> ::std::result::Result<$output, crate::runtime::http::Mismatch> {
                answer.$success()
            }

            #[inline]
            fn failure(
                answer: &mut crate::runtime::http::Answer,
            ) -> ::std::result::Result<$error, crate::runtime::http::Mismatch> {
                answer.$failure()
            }
        }

        #[cfg(feature = "mock")]
        impl crate::runtime::http::Mockable for $name {
            fn into_call(self) -> crate::runtime::http::Call {
                self.0
            }

            fn written_success(value: $output) -> crate::runtime::http::Written {
                crate::runtime::http::written::$success(value)
            }

            fn written_failure(value: $error) -> crate::runtime::http::Written {
                crate::runtime::http::written::$failure(value)
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = crate::runtime::http::CallResult<Self>;
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

/// The response that a case is read from: of a value, or of nothing.
#[cfg(feature = "mock")]
#[macro_export]
#[doc(hidden)]
#[allow(
    clippy::crate_in_macro_def,
    reason = "every crate that holds or imports the runtime has it as `crate::runtime`"
)]
macro_rules! written_case {
    () => {
        crate::runtime::http::written::empty(())
    };
    ($kind:ident) => {
        crate::runtime::http::written::$kind($kind)
    };
}

/// How an enum is made of an answer: the number of each case, its variant, and how the body becomes the variant's value.
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
    ($name:ident { $($case:literal => $variant:ident $(: $kind:ident)?),* $(,)? }) => {
        impl crate::runtime::http::FromAnswer for $name {
            #[inline]
            fn from_answer(
                answer: &mut crate::runtime::http::Answer,
            ) -> ::std::result::Result<Self, crate::runtime::http::Mismatch> {
                match answer.case() {
                    $($case => ::std::result::Result::Ok(Self::$variant $((answer.$kind()?))?),)*
                    _ => ::std::result::Result::Err(answer.unknown_case()),
                }
            }
        }

        #[cfg(feature = "mock")]
        impl crate::runtime::http::IntoWritten for $name {
            fn into_written(self) -> crate::runtime::http::Written {
                // The value is bound to a name that is also that of the function which writes it.
                match self {
                    $(Self::$variant $(($kind))? => {
                        crate::runtime::http::written_case!($($kind)?).case($case)
                    })*
                }
            }
        }
    };
}
