//! Requests that were sent, for assertions.

use std::fmt;

use bytes::Bytes;
use http::Request;

use super::{Mock, Mockable};
use crate::runtime::codec::Field;
use crate::runtime::http::table::{Location, Operation};
use crate::runtime::{DecodeError, decode};

/// A request that was sent for a call.
#[derive(Clone)]
pub struct Sent {
    operation: &'static Operation,
    request: Request<Bytes>,
}

impl Mock {
    /// The requests that were sent for calls of this type, in order. They stay where they are.
    #[must_use]
    pub fn sent<C: Mockable>(&self) -> Vec<Sent> {
        let operation = C::operation();
        let requests = self.requests();
        let of_it =
            requests.iter().filter(|request| called(request).is_some_and(|called| called.name == operation.name));
        of_it.map(|request| Sent { operation, request: request.clone() }).collect()
    }
}

/// The operation that a request was made for. The client notes it in the request's extensions.
pub(super) fn called(request: &Request<Bytes>) -> Option<&'static Operation> {
    request.extensions().get::<&'static Operation>().copied()
}

/// Tells what was sent for which operation; the request itself may hold secrets.
impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sent").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

impl Sent {
    /// The request as it was sent.
    #[must_use]
    pub fn request(&self) -> &Request<Bytes> {
        &self.request
    }

    /// The body, with its type.
    ///
    /// # Errors
    ///
    /// If it is not JSON of that type.
    pub fn body<T: Field>(&self) -> Result<T, DecodeError> {
        decode(self.request.body())
    }

    /// A parameter as it was sent, by its name in the document: percent-encoded in path and query.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let parameter = self.operation.parameters.iter().find(|parameter| parameter.name == name)?;
        match parameter.location {
            Location::Path => self.placeholder(name),
            Location::Query => {
                let pairs = self.request.uri().query()?.split('&').filter_map(|pair| pair.split_once('='));
                pairs.filter(|(other, _)| *other == name).map(|(_, value)| value).next()
            }
            Location::QueryString => self.request.uri().query(),
            Location::Header => self.request.headers().get(name)?.to_str().ok(),
            Location::Cookie => {
                let cookies = self.request.headers().get(http::header::COOKIE)?.to_str().ok()?;
                let pairs = cookies.split("; ").filter_map(|pair| pair.split_once('='));
                pairs.filter(|(other, _)| *other == name).map(|(_, value)| value).next()
            }
        }
    }

    /// The segment at the place of a path parameter; the base URL may have a path of its own.
    fn placeholder(&self, name: &str) -> Option<&str> {
        let mut segments = self.request.uri().path().rsplit('/').zip(self.operation.path.rsplit('/'));
        let (segment, template) = segments.find(|(_, template)| template.contains(&format!("{{{name}}}")))?;
        let (before, after) = template.split_once(&format!("{{{name}}}"))?;
        segment.strip_prefix(before)?.strip_suffix(after)
    }
}
