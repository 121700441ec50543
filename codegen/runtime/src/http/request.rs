//! Builds an `http::Request` from a call: path, query, headers, cookies. No IO, no credentials.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, Uri};
use http_body::Body as _;

use super::base_url::BaseUrl;
use super::body::Body;
use super::call::Call;
use super::client::Client;
use super::cookies;
use super::error::RequestError;
use super::pages::NextPages;
use super::parameter::SerializedParameter;
use super::payload::Payload;
use super::percent::{self, Keep};
use super::table::{Location, Parameter, Reply};

/// A request without its body.
#[derive(Clone)]
pub struct Head {
    /// The method.
    pub method: Method,
    /// The absolute URL.
    pub url: String,
    /// The headers.
    pub headers: HeaderMap,
}

impl Call {
    /// Builds the request for this base URL. It carries no credentials. The base URL has the same effect as that of a client
    /// ([`Builder::base_url`](super::Builder::base_url)): a relative server of the operation is resolved against it.
    ///
    /// # Errors
    ///
    /// Returns an error if a value is invalid or missing, or the base URL is invalid.
    pub fn into_request(mut self, base_url: &str) -> Result<Request<Body>, RequestError> {
        let base = BaseUrl::of_user(base_url).map_err(|reason| self.error("base URL", reason))?;
        let head = self.head(&base.of_call(&self)?)?;
        let body = self.payload.open();
        head.into_request(self.operation.name, body)
    }

    /// Builds the request's head. `base` is a URL that [`base`] returned.
    pub(super) fn head(&self, base: &str) -> Result<Head, RequestError> {
        if let Some(error) = &self.recorded_error {
            return Err(error.clone());
        }
        let method = Method::from_bytes(self.operation.method.as_bytes());
        let method = method.map_err(|_| self.error("method", "the operation's method is not a valid HTTP method"))?;
        Ok(Head { method, url: self.url(base)?, headers: self.header_map()? })
    }

    fn url(&self, base: &str) -> Result<String, RequestError> {
        let mut url = String::with_capacity(base.len() + 128);
        url.push_str(base);
        self.push_path(&mut url)?;
        if let Some(given) = &self.next_url {
            let default = NextPages::default();
            let policy = self.client.as_ref().map_or(&default, Client::next_pages);
            let has_body = !matches!(self.payload, Payload::Empty);
            return policy
                .url(&url, given, self.operation.method, has_body)
                .map_err(|reason| self.error("next page", reason));
        }
        let mut separator = '?';
        for (index, parameter) in self.parameters(&[Location::Query, Location::QueryString]) {
            if let Some(SerializedParameter::Query(pairs)) = self.checked_value(index, parameter)?.as_deref() {
                url.push(separator);
                url.push_str(pairs);
                separator = '&';
            }
        }
        Ok(url)
    }

    /// Returns the parameters in these locations, with their indexes.
    fn parameters(&self, locations: &'static [Location]) -> impl Iterator<Item = (usize, &'static Parameter)> + use<> {
        let all = self.operation.parameters.iter().enumerate();
        all.filter(move |(_, parameter)| locations.contains(&parameter.location))
    }

    /// Returns a parameter's value. A required parameter without one is an error.
    fn checked_value(
        &self,
        index: usize,
        parameter: &Parameter,
    ) -> Result<Option<Cow<'_, SerializedParameter>>, RequestError> {
        match self.parameter_value(index).filter(|piece| **piece != SerializedParameter::Nothing) {
            None if parameter.required => Err(self.error(parameter.name, "a value is required")),
            piece => Ok(piece),
        }
    }

    fn push_path(&self, url: &mut String) -> Result<(), RequestError> {
        let start = url.len();
        let mut rest = self.operation.path;
        // The places of the values in the URL, with the names of their parameters.
        let mut places = Vec::new();
        while let Some((literal, after)) = rest.split_once('{') {
            percent::push(url, literal, Keep::PathText);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let place = url.len();
            let parameter = self.parameters(&[Location::Path]).find(|(_, parameter)| parameter.name == name);
            match parameter.and_then(|(index, _)| self.parameter_value(index)).as_deref() {
                Some(SerializedParameter::Path(text)) => url.push_str(text),
                _ => return Err(self.error(name, "a value is required")),
            }
            places.push((place..url.len(), name));
            rest = after;
        }
        percent::push(url, rest, Keep::PathText);
        // Servers and proxies resolve them as relative segments, even if they are encoded.
        let mut end = start;
        for segment in url.get(start..).unwrap_or_default().split_inclusive('/') {
            let begin = end;
            end += segment.len();
            if matches!(segment.trim_end_matches('/'), "." | "..") {
                let in_segment = places.iter().rfind(|(place, _)| place.start < end && begin < place.end);
                let name = in_segment.map_or("path", |(_, name)| *name);
                return Err(self.error(name, "a path segment must not be `.` or `..`"));
            }
        }
        Ok(())
    }

    fn header_map(&self) -> Result<HeaderMap, RequestError> {
        let mut headers = HeaderMap::new();
        if let Some(accept) = self.accept() {
            headers.insert(header::ACCEPT, accept);
        }
        if let Some(content_type) = &self.content_type {
            headers.insert(header::CONTENT_TYPE, content_type.clone());
        }
        let mut cookies = Vec::new();
        for (index, parameter) in self.parameters(&[Location::Header, Location::Cookie]) {
            match self.checked_value(index, parameter)?.map(Cow::into_owned) {
                Some(SerializedParameter::Header(value)) => {
                    let name = HeaderName::try_from(parameter.name);
                    headers.insert(
                        name.map_err(|_| self.error(parameter.name, "the name is not a valid HTTP header name"))?,
                        value,
                    );
                }
                Some(SerializedParameter::Cookie(pairs)) => cookies.push(pairs),
                _ => {}
            }
        }
        for name in self.headers.keys() {
            headers.remove(name);
            for value in self.headers.get_all(name) {
                headers.append(name.clone(), value.clone());
            }
        }
        let added = cookies::add(&mut headers, cookies.iter().map(String::as_bytes));
        added.map_err(|_| self.error("cookies", "they are not a valid header value"))?;
        Ok(headers)
    }

    /// Returns the `Accept` header: the media type that the call asks for, or else those of all documented responses.
    pub(super) fn accept(&self) -> Option<HeaderValue> {
        let operation = self.operation;
        let documented = || {
            let mut replies = operation.successes.iter().chain(operation.failures);
            let only = || replies.find_map(|reply: &Reply| reply.media.first()).map(|media| media.name);
            Some(operation.accept).filter(|accept| !accept.is_empty()).or_else(only)
        };
        let accept = self.accepted.or_else(documented)?;
        HeaderValue::from_maybe_shared(Bytes::from_static(accept.as_bytes())).ok()
    }

    pub(super) fn error(&self, subject: &str, reason: impl Into<String>) -> RequestError {
        RequestError { operation: self.operation.name, subject: subject.to_owned(), reason: reason.into() }
    }
}

impl Head {
    /// Builds the complete request.
    ///
    /// # Errors
    ///
    /// Returns an error if the URL is invalid.
    pub fn into_request(self, operation: &'static str, body: Body) -> Result<Request<Body>, RequestError> {
        let uri = Uri::try_from(self.url).map_err(|error| RequestError {
            operation,
            subject: "URL".to_owned(),
            reason: error.to_string(),
        })?;
        let mut request = Request::new(body);
        *request.method_mut() = self.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        announce_no_content(&mut request);
        Ok(request)
    }
}

/// Adds `Content-Length: 0` to a request without content whose method expects content (RFC 9110, section 8.6). Servers respond with 411 to a
/// request without a length, and HTTP libraries omit it if there is no body.
fn announce_no_content(request: &mut Request<Body>) {
    let expects_content = matches!(request.method().as_str(), "POST" | "PUT" | "PATCH" | "QUERY");
    let is_empty = request.body().size_hint().exact() == Some(0);
    let is_framed =
        [header::CONTENT_LENGTH, header::TRANSFER_ENCODING].iter().any(|name| request.headers().contains_key(name));
    if expects_content && is_empty && !is_framed {
        request.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}
