//! Encodes typed values as mock responses. Each function is the inverse of the `ClassifiedResponse` method with the same name.

use std::convert::Infallible;

use bytes::Bytes;

use crate::runtime::codec::{Field, Storage, to_json};
use crate::runtime::http::body::Body;
use crate::runtime::http::call::Call;
use crate::runtime::http::operation::Callable;
use crate::runtime::http::stream::{ByteStream, EventStream, JsonLines};

/// A call that can be mocked. Implemented by the macro `call!`.
pub trait Mockable: Callable {
    /// Returns the untyped call.
    #[doc(hidden)]
    fn into_call(self) -> Call;

    /// Encodes a successful response.
    #[doc(hidden)]
    fn mock_success(value: Self::Output) -> MockResponse;

    /// Encodes a documented error response.
    #[doc(hidden)]
    fn mock_failure(value: Self::Error) -> MockResponse;
}

/// An enum with a variant for each case. Implemented by the macro `cases!`.
pub trait IntoMockResponse {
    /// Encodes the value as a response.
    fn into_mock_response(self) -> MockResponse;
}

impl IntoMockResponse for Infallible {
    fn into_mock_response(self) -> MockResponse {
        match self {}
    }
}

/// An encoded response: its case in the operation's table, and its body.
#[derive(Debug)]
pub struct MockResponse {
    pub(super) case: usize,
    pub(super) body: Body,
}

impl MockResponse {
    /// Returns the body.
    #[must_use]
    pub fn into_body(self) -> Body {
        self.body
    }

    /// Sets the case.
    #[must_use]
    pub fn case(self, case: usize) -> Self {
        Self { case, ..self }
    }
}

fn body(body: impl Into<Body>) -> MockResponse {
    MockResponse { case: 0, body: body.into() }
}

/// Encodes an enum with a variant for each case.
pub fn cases<T: IntoMockResponse>(value: T) -> MockResponse {
    value.into_mock_response()
}

/// Encodes no body.
#[must_use]
pub fn empty((): ()) -> MockResponse {
    body(Body::empty())
}

/// Encodes a JSON body.
#[must_use]
pub fn json<T: Field>(value: T) -> MockResponse {
    body(to_json(&value.view()))
}

/// Encodes a JSON body of a custom type.
#[must_use]
pub fn stored_json<S: Storage>(value: S::Value) -> MockResponse {
    json(S::of_value(value))
}

/// Encodes a string as JSON: the media type that names such a case is JSON.
#[must_use]
pub fn json_or_text<T: Field>(value: T) -> MockResponse {
    json(value)
}

/// Encodes a string of a custom type as JSON.
#[must_use]
pub fn stored_json_or_text<S: Storage>(value: S::Value) -> MockResponse {
    stored_json::<S>(value)
}

/// Encodes a text body.
#[must_use]
pub fn text(value: String) -> MockResponse {
    body(value)
}

/// Encodes a stream of bytes.
#[must_use]
pub fn bytes(value: ByteStream) -> MockResponse {
    body(value.into_body())
}

/// Encodes bytes.
#[must_use]
pub fn content(value: Bytes) -> MockResponse {
    body(value)
}

/// Encodes a stream of server-sent events.
#[must_use]
pub fn events<T>(value: EventStream<T>) -> MockResponse {
    body(value.into_body())
}

/// Encodes a stream of server-sent events whose data is text.
#[must_use]
pub fn text_events<T>(value: EventStream<T>) -> MockResponse {
    events(value)
}

/// Encodes a stream of JSON values.
#[must_use]
pub fn lines<T>(value: JsonLines<T>) -> MockResponse {
    body(value.into_body())
}
