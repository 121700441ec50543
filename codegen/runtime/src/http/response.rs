//! A decoded response with its status and headers: [`Response`]. Calls return it after `with_response()`.

use std::fmt;
use std::marker::PhantomData;

use http::{HeaderMap, StatusCode};

use super::headers;
use super::redacted::RedactedHeaders;
use super::table::Operation;
use crate::runtime::codec::Field;

/// A decoded response with its status and headers. Calls return it after `with_response()`. `H` is the struct of the documented headers.
#[derive(Clone)]
pub struct Response<T, H = ()> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The decoded body.
    pub value: T,
    pub(super) operation: &'static Operation,
    pub(super) typed: PhantomData<fn() -> H>,
}

impl<T, H> Response<T, H> {
    /// Returns the text of a header, or `None` if the header is missing or not UTF-8. If the header is repeated, returns the first one. The field
    /// `headers` has the bytes of all headers.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.headers.get(name)?.as_bytes()).ok()
    }

    /// Converts the value; status and headers stay the same.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Response<U, H> {
        let Self { status, headers, value, operation, typed } = self;
        Response { status, headers, value: f(value), operation, typed }
    }
}

impl<T, H: Field> Response<T, H> {
    /// Decodes the headers that the API documents.
    ///
    /// - A repeated header is a list (RFC 9110, 5.3): its values are the items of a list, and a string has all of them, separated by commas. For
    ///   any other type, the values must be the same.
    /// - `Set-Cookie` is not such a list. A list has an item for each line; a string is the first line.
    /// - The text of a header is UTF-8. The bytes of a header with another encoding are in the field `headers`.
    /// - An optional header without text is `None`, unless its type has an empty text, such as a string.
    /// - A `date-time` can also be an HTTP date: `Sun, 06 Nov 1994 08:49:37 GMT`.
    ///
    /// # Errors
    ///
    /// Returns an error if a required header is missing, or a header does not match its documented type or is not UTF-8.
    pub fn typed_headers(&self) -> Result<H, HeaderError> {
        let mut typed = H::placeholder();
        let read = headers::read(typed.slot(), &self.headers, self.operation.header_encodings);
        read.map_err(|(name, message)| HeaderError { operation: self.operation.name, name: name.to_owned(), message })?;
        Ok(typed)
    }
}

/// Shows the value, and redacts headers whose values may be secret.
impl<T: fmt::Debug, H> fmt::Debug for Response<T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("operation", &self.operation.name)
            .field("status", &self.status)
            .field("headers", &RedactedHeaders(&self.headers))
            .field("value", &self.value)
            .finish()
    }
}

/// A response header that is missing or does not match its documented type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderError {
    /// The operation.
    pub operation: &'static str,
    /// The name of the header.
    pub name: String,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "header `{}` of the response to `{}`: {}", self.name, self.operation, self.message)
    }
}

impl std::error::Error for HeaderError {}
