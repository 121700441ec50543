//! The way back: typed values as the responses that they are read from. For each method of `Answer` that reads, a function that writes.

use std::convert::Infallible;

use bytes::Bytes;

use crate::runtime::codec::Field;
use crate::runtime::encode;
use crate::runtime::http::body::Body;
use crate::runtime::http::call::Call;
use crate::runtime::http::operation::Callable;
use crate::runtime::http::stream::{ByteStream, EventStream, JsonLines};

/// A call whose answers can be written. Implemented by the macro `call!`.
pub trait Mockable: Callable {
    /// The call without its types.
    fn into_call(self) -> Call;

    /// The response that a success is read from.
    fn written_success(value: Self::Output) -> Written;

    /// The response that a failure is read from.
    fn written_failure(value: Self::Error) -> Written;
}

/// A type that has a variant for each of several cases. Implemented by the macro `cases!`.
pub trait IntoWritten {
    /// The response that the value is read from.
    fn into_written(self) -> Written;
}

/// A response to be: for which case of the operation's table, and its body.
#[derive(Debug)]
pub struct Written {
    pub(super) case: usize,
    pub(super) body: Body,
}

impl Written {
    /// The body.
    #[must_use]
    pub fn into_body(self) -> Body {
        self.body
    }

    /// The same response for another case.
    #[must_use]
    pub fn case(self, case: usize) -> Self {
        Self { case, ..self }
    }
}

fn body(body: impl Into<Body>) -> Written {
    Written { case: 0, body: body.into() }
}

/// A value of several cases.
pub fn cases<T: IntoWritten>(value: T) -> Written {
    value.into_written()
}

/// No body.
#[must_use]
pub fn empty((): ()) -> Written {
    body(Body::empty())
}

/// A value in JSON.
#[must_use]
pub fn json<T: Field>(value: T) -> Written {
    body(encode(&value))
}

/// Text.
#[must_use]
pub fn text(value: String) -> Written {
    body(value)
}

/// Bytes, as they come.
#[must_use]
pub fn bytes(value: ByteStream) -> Written {
    body(value.into_body())
}

/// Bytes.
#[must_use]
pub fn content(value: Bytes) -> Written {
    body(value)
}

/// Server-sent events.
#[must_use]
pub fn events<T>(value: EventStream<T>) -> Written {
    body(value.into_body())
}

/// JSON values.
#[must_use]
pub fn lines<T>(value: JsonLines<T>) -> Written {
    body(value.into_body())
}

/// Never called: an operation without documented failures has none.
#[must_use]
pub fn none(value: Infallible) -> Written {
    match value {}
}
