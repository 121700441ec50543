//! A response with its types.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use http::{HeaderMap, StatusCode};

use super::headers;
use super::shown::ShownHeaders;
use crate::runtime::codec::Field;

/// A response: the value, and the status and headers that came with it. `H` is the struct of headers that the API documents.
#[derive(Clone)]
pub struct Response<T, H = ()> {
    pub(super) operation: &'static str,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) value: T,
    pub(super) typed: PhantomData<fn() -> H>,
}

impl<T, H> Response<T, H> {
    /// The value.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The text of a header, if it came and is text; the first one if it came several times.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// All headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The same response with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Response<U, H> {
        let Self { operation, status, headers, value, typed } = self;
        Response { operation, status, headers, value: f(value), typed }
    }
}

impl<T, H: Field> Response<T, H> {
    /// The headers that the API documents.
    ///
    /// # Errors
    ///
    /// If one of them is missing, or is not what the API documents.
    pub fn typed_headers(&self) -> Result<H, HeaderError> {
        let mut typed = H::placeholder();
        headers::read(typed.slot(), &self.headers).map_err(|(name, message)| HeaderError {
            operation: self.operation,
            name: name.to_owned(),
            message,
        })?;
        Ok(typed)
    }
}

impl<T, H> Deref for Response<T, H> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T, H> DerefMut for Response<T, H> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T, H> AsRef<T> for Response<T, H> {
    fn as_ref(&self) -> &T {
        &self.value
    }
}

/// Shows the value, and of the headers only their names where a value may be a secret.
impl<T: fmt::Debug, H> fmt::Debug for Response<T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("headers", &ShownHeaders(&self.headers))
            .field("value", &self.value)
            .finish()
    }
}

/// A header that is not what the API documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderError {
    /// The operation.
    pub operation: &'static str,
    /// The header.
    pub name: String,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the header `{}` of the answer to `{}`: {}", self.name, self.operation, self.message)
    }
}

impl std::error::Error for HeaderError {}
