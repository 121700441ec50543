//! Calls that ask for one of several documented media types: [`Accepting`].
//!
//! A call asks for all media types of the documented responses, in the header `Accept` (RFC 9110, 12.5.1). If the successful responses have
//! several media types, the header states a preference. The generator writes it, in this order:
//!
//! | media types | weight |
//! |---|---|
//! | JSON | 1 |
//! | JSON lines, server-sent events | 0.9 |
//! | text | 0.8 |
//! | XML, bytes, ranges such as `image/*` | 0.7 |
//! | only of error responses | 0.5 |
//!
//! - The first media types in the header always have the weight 1, which is not written: `application/pdf, application/json;q=0.5`.
//! - A JSON value is preferred to a stream of the same resource, because it needs no stream to be read. A method such as `accept_ndjson` asks for
//!   the stream.
//! - JSON of error responses has the weight of JSON of successful responses, if there is any: `application/json, application/problem+json`.
//! - Media types with the same weight are in the order of the document.
//! - JSON in the range `*/*` or `application/*` is asked for as `application/json, */*;q=0.7`.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::Request;

#[cfg(feature = "blocking")]
use super::blocking::Blocking;
use super::body::Body;
use super::call::Call;
use super::classified_response::{ClassifiedResponse, Mismatch};
use super::client::Client;
use super::error::RequestError;
use super::operation::{self, CallResult, Callable, Sending};
use super::pages::{Items, Paged, PagedCase, Pages};
use super::retry::Retries;
use super::stream::{ByteStream, EventStream, JsonLines};
use super::table::{Operation, Paging};
#[cfg(feature = "mock")]
use super::transport::{MockResponse, Mockable, mock_response};
use super::with_response::WithResponse;
use crate::runtime::codec::{Field, Storage};

/// A call that asks for one of the documented media types, and returns its value directly. Created by the methods of a call whose names start
/// with `accept_`. `B` is how the body is decoded: [`Json<T>`] and [`Text`] return a `T` and a `String`, and streams return themselves.
///
/// Any other documented success is an [`Error::UnexpectedMediaType`](super::Error::UnexpectedMediaType): one of another media type, or without
/// a body. A response without a content type is taken for the one that the call asked for. So is `application/json` if the call asked for a
/// vendor's JSON, because many APIs do not repeat the vendor's name.
#[must_use = "a call is not sent until it is awaited"]
pub struct Accepting<C, B, const CASE: usize> {
    call: Call,
    typed: PhantomData<fn() -> (C, B)>,
}

/// How a call with [`Accepting`] decodes the body of the response.
pub trait AcceptedBody {
    /// The value that the call returns.
    type Value;

    /// Decodes the body.
    ///
    /// # Errors
    ///
    /// Returns an error if the body does not match the documented type.
    #[doc(hidden)]
    fn read(response: &mut ClassifiedResponse) -> Result<Self::Value, Mismatch>;

    /// Encodes a value as a mock response.
    #[cfg(feature = "mock")]
    #[doc(hidden)]
    fn mock(value: Self::Value) -> MockResponse;
}

/// A JSON body with a value of this type.
#[derive(Debug)]
pub struct Json<T>(PhantomData<fn() -> T>);

/// A JSON body with a value of a custom type, which this type stores.
#[derive(Debug)]
pub struct StoredJson<S>(PhantomData<fn() -> S>);

/// A body with a string of this type, as JSON or as plain text.
#[derive(Debug)]
pub struct JsonOrText<T>(PhantomData<fn() -> T>);

/// A body with a string of a custom type, which this type stores, as JSON or as plain text.
#[derive(Debug)]
pub struct StoredJsonOrText<S>(PhantomData<fn() -> S>);

/// A body of server-sent events whose data is text.
#[derive(Debug)]
pub struct TextEvents<T>(PhantomData<fn() -> T>);

/// A body of UTF-8 text.
#[derive(Debug)]
pub struct Text(());

/// Implements [`AcceptedBody`] with the function of this name in [`ClassifiedResponse`] and in [`mock_response`].
macro_rules! accepted_body {
    ($body:ty => $function:ident $(<$generic:ident: $bound:ident>)?, $value:ty) => {
        impl $(<$generic: $bound>)? AcceptedBody for $body {
            type Value = $value;

            fn read(response: &mut ClassifiedResponse) -> Result<Self::Value, Mismatch> {
                response.$function $(::<$generic>)? ()
            }

            #[cfg(feature = "mock")]
            fn mock(value: Self::Value) -> MockResponse {
                mock_response::$function $(::<$generic>)? (value)
            }
        }
    };
}

accepted_body!(Json<T> => json<T: Field>, T);
accepted_body!(StoredJson<S> => stored_json<S: Storage>, S::Value);
accepted_body!(JsonOrText<T> => json_or_text<T: Field>, T);
accepted_body!(StoredJsonOrText<S> => stored_json_or_text<S: Storage>, S::Value);
accepted_body!(Text => text, String);
accepted_body!(ByteStream => bytes, ByteStream);
accepted_body!(EventStream<T> => events<T: Sized>, EventStream<T>);
accepted_body!(TextEvents<T> => text_events<T: Sized>, EventStream<T>);
accepted_body!(JsonLines<T> => lines<T: Sized>, JsonLines<T>);

impl<C: Callable, B: AcceptedBody, const CASE: usize> Accepting<C, B, CASE> {
    /// Creates the call.
    #[doc(hidden)]
    pub fn new(mut call: Call) -> Self {
        call.accepted = Self::accepted();
        Self { call, typed: PhantomData }
    }

    /// Sends the call through this client. Needed only for a call that was created without a client.
    pub fn with_client(self, client: &impl AsRef<Client>) -> Self {
        Self { call: self.call.with_client(client.as_ref()), ..self }
    }

    /// Adds a header. It overrides headers of the client and header parameters with this name. The header `Accept` may also ask for less than
    /// the documented media type, for example for `image/png` if that is `image/*`.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.call.header(name, value);
        self
    }

    /// Sets the time limit of one attempt.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.call.timeout(timeout);
        self
    }

    /// Sets the retry policy of this call.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.call.retries(retries);
        self
    }

    /// Makes the call return the whole [`Response`](super::Response): the value, the status and the headers.
    pub fn with_response(self) -> WithResponse<Self> {
        WithResponse::new(self.call)
    }

    /// Sends the call. `call.await` does the same. Use this where a future is expected, for example in `tokio::spawn`: a call is not a future
    /// itself.
    pub fn send(self) -> Sending<Self> {
        Sending::new(self.call)
    }

    /// Sends the call and blocks the current thread until the result is available.
    ///
    /// # Errors
    ///
    /// Returns the same errors as an asynchronous call.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> CallResult<Self> {
        operation::send_blocking::<Self>(self.call)
    }

    /// Builds the HTTP request for this base URL, without credentials and without sending it.
    ///
    /// # Errors
    ///
    /// Returns an error if a value is invalid or missing, or the base URL is invalid.
    pub fn into_request(self, base_url: &str) -> Result<Request<Body>, RequestError> {
        self.call.into_request(base_url)
    }

    /// Decodes a response to this call.
    ///
    /// # Errors
    ///
    /// Returns the same errors as an asynchronous call.
    pub fn decode(response: http::Response<Bytes>) -> CallResult<Self> {
        operation::decode::<Self>(response)
    }
}

impl<C: PagedCase<CASE>, B: AcceptedBody<Value = C::Page>, const CASE: usize> Accepting<C, B, CASE> {
    /// Returns a stream of this page and all following pages. Each page is one call.
    pub fn pages(self) -> Pages<Self> {
        Pages::new(self.call)
    }

    /// Returns a stream of the items of this page and all following pages. Each page is one call.
    pub fn items(self) -> Items<Self> {
        Items::new(self.call)
    }

    /// Returns an iterator over this page and all following pages, which blocks the current thread. Each page is one call.
    #[cfg(feature = "blocking")]
    pub fn pages_blocking(self) -> Blocking<Pages<Self>> {
        self.pages().blocking()
    }

    /// Returns an iterator over the items of this page and all following pages, which blocks the current thread. Each page is one call.
    #[cfg(feature = "blocking")]
    pub fn items_blocking(self) -> Blocking<Items<Self>> {
        self.items().blocking()
    }
}

impl<C: PagedCase<CASE>, B: AcceptedBody<Value = C::Page>, const CASE: usize> Paged for Accepting<C, B, CASE> {
    type Item = C::Item;

    const PAGING: Paging = C::PAGING;

    fn items(page: C::Page) -> Vec<C::Item> {
        C::items(page)
    }
}

impl<C: Callable, B: AcceptedBody, const CASE: usize> Callable for Accepting<C, B, CASE> {
    type Output = B::Value;
    type Headers = C::Headers;
    type Error = C::Error;

    fn operation() -> &'static Operation {
        C::operation()
    }

    fn accepted() -> Option<&'static str> {
        C::operation().success_media(CASE).map(|media| media.name)
    }

    fn success(response: &mut ClassifiedResponse) -> Result<B::Value, Mismatch> {
        B::read(response)
    }

    fn failure(response: &mut ClassifiedResponse) -> Result<C::Error, Mismatch> {
        C::failure(response)
    }
}

#[cfg(feature = "mock")]
impl<C: Mockable, B: AcceptedBody, const CASE: usize> Mockable for Accepting<C, B, CASE> {
    fn into_call(self) -> Call {
        self.call
    }

    fn mock_success(value: B::Value) -> MockResponse {
        B::mock(value).case(CASE)
    }

    fn mock_failure(value: C::Error) -> MockResponse {
        C::mock_failure(value)
    }
}

impl<C: Callable, B: AcceptedBody, const CASE: usize> IntoFuture for Accepting<C, B, CASE> {
    type Output = CallResult<Self>;
    type IntoFuture = Sending<Self>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<C, B, const CASE: usize> fmt::Debug for Accepting<C, B, CASE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Accepting").field(&self.call).finish()
    }
}
