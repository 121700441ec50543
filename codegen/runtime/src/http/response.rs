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
    /// Returns the text of a header, or `None` if the header is missing or not text. If the header is repeated, returns the first one.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
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
    /// # Errors
    ///
    /// Returns an error if a required header is missing, or a header does not match its documented type.
    pub fn typed_headers(&self) -> Result<H, HeaderError> {
        let mut typed = H::placeholder();
        let read = headers::read(typed.slot(), &self.headers, self.operation.header_delimiters);
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
