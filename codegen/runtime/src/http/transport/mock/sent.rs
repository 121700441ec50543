//! Recorded requests, for assertions: [`Sent`].

use std::fmt;

use bytes::Bytes;
use http::Request;

use super::{Mock, Mockable};
use crate::runtime::codec::Field;
use crate::runtime::http::table::{Location, Operation};
use crate::runtime::{DecodeError, decode};

/// A recorded request and its operation.
#[derive(Clone)]
pub struct Sent {
    operation: &'static Operation,
    request: Request<Bytes>,
}

impl Mock {
    /// Returns the recorded requests of calls of this type, in order, without clearing them.
    #[must_use]
    pub fn sent<C: Mockable>(&self) -> Vec<Sent> {
        let operation = C::operation();
        let requests = self.requests();
        let matching =
            requests.iter().filter(|request| operation_of(request).is_some_and(|other| other.name == operation.name));
        matching.map(|request| Sent { operation, request: request.clone() }).collect()
    }
}

/// Returns the operation of a request. The transport stores it in the request's extensions.
pub(super) fn operation_of(request: &Request<Bytes>) -> Option<&'static Operation> {
    request.extensions().get::<&'static Operation>().copied()
}

/// Shows only the operation: the request may hold secrets.
impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sent").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

impl Sent {
    /// Returns the request.
    #[must_use]
    pub fn request(&self) -> &Request<Bytes> {
        &self.request
    }

    /// Decodes the JSON body.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not JSON of that type.
    pub fn body<T: Field>(&self) -> Result<T, DecodeError> {
        decode(self.request.body())
    }

    /// Returns the serialized value of a parameter, by its name in the document. In path and query, it is percent-encoded.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let parameter = self.operation.parameters.iter().find(|parameter| parameter.name == name)?;
        match parameter.location {
            Location::Path => self.path_value(name),
            Location::Query => {
                let pairs = self.request.uri().query()?.split('&').filter_map(|pair| pair.split_once('='));
                pairs.filter(|(other, _)| *other == name).map(|(_, value)| value).next()
            }
            Location::QueryString => self.request.uri().query(),
            Location::Header => std::str::from_utf8(self.request.headers().get(name)?.as_bytes()).ok(),
            Location::Cookie => {
                let cookies = self.request.headers().get(http::header::COOKIE)?.to_str().ok()?;
                let pairs = cookies.split("; ").filter_map(|pair| pair.split_once('='));
                pairs.filter(|(other, _)| *other == name).map(|(_, value)| value).next()
            }
        }
    }

    /// Returns the value of a path parameter. Segments are counted from the end, because the base URL may have a path.
    fn path_value(&self, name: &str) -> Option<&str> {
        let mut segments = self.request.uri().path().rsplit('/').zip(self.operation.path.rsplit('/'));
        let (segment, template) = segments.find(|(_, template)| template.contains(&format!("{{{name}}}")))?;
        let (before, after) = template.split_once(&format!("{{{name}}}"))?;
        segment.strip_prefix(before)?.strip_suffix(after)
    }
}
