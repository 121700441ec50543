//! From a call to an `http::Request`: path, query, headers, cookies. No IO, no credentials.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, Uri};

use super::body::Body;
use super::call::Call;
use super::error::RequestError;
use super::parameter::Piece;
use super::percent::{self, Keep};
use super::table::{Location, Parameter, Reply};
use super::url;

/// A request without its body.
#[derive(Clone)]
pub struct Head {
    /// The method.
    pub method: Method,
    /// The URL, whole.
    pub url: String,
    /// The headers.
    pub headers: HeaderMap,
}

impl Call {
    /// The request that the call stands for, under this base URL. It carries no credentials.
    ///
    /// # Errors
    ///
    /// If a value cannot be sent, or the base URL is none.
    pub fn into_request(mut self, base_url: &str) -> Result<Request<Body>, RequestError> {
        let base = base(base_url).map_err(|reason| self.error("base URL", reason))?;
        let head = self.head(&base)?;
        let body = self.payload.open();
        head.into_request(self.operation.name, body)
    }

    /// The request without its body, under the URL that [`base`] gave.
    pub(super) fn head(&self, base: &str) -> Result<Head, RequestError> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        let method = Method::from_bytes(self.operation.method.as_bytes());
        let method = method.map_err(|_| self.error("method", "it is not an HTTP method"))?;
        Ok(Head { method, url: self.url(base)?, headers: self.header_map()? })
    }

    fn url(&self, base: &str) -> Result<String, RequestError> {
        let mut url = String::with_capacity(base.len() + 128);
        url.push_str(base);
        self.push_path(&mut url)?;
        if let Some(given) = &self.given_url {
            let here = url::origin(&url);
            let resolved = url::resolve(&url, given).filter(|resolved| Some(resolved.origin()) == here);
            return resolved.map(String::from).ok_or_else(|| self.error("next page", "its URL is on another origin"));
        }
        let mut separator = '?';
        for (index, parameter) in self.parameters(&[Location::Query, Location::QueryString]) {
            if let Some(Piece::Query(pairs)) = self.needed(index, parameter)?.as_deref() {
                url.push(separator);
                url.push_str(pairs);
                separator = '&';
            }
        }
        Ok(url)
    }

    /// The parameters that stand there.
    fn parameters(&self, there: &'static [Location]) -> impl Iterator<Item = (usize, &'static Parameter)> + use<> {
        let all = self.operation.parameters.iter().enumerate();
        all.filter(move |(_, parameter)| there.contains(&parameter.location))
    }

    /// The value of a parameter, which only an optional one can be without.
    fn needed(&self, index: usize, parameter: &Parameter) -> Result<Option<Cow<'_, Piece>>, RequestError> {
        match self.piece(index).filter(|piece| **piece != Piece::Nothing) {
            None if parameter.required => Err(self.error(parameter.name, "it is required, but has no value")),
            piece => Ok(piece),
        }
    }

    fn push_path(&self, url: &mut String) -> Result<(), RequestError> {
        let start = url.len();
        let mut rest = self.operation.path;
        let mut last = "path";
        while let Some((literal, after)) = rest.split_once('{') {
            percent::push(url, literal, Keep::PathText);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let parameter = self.parameters(&[Location::Path]).find(|(_, parameter)| parameter.name == name);
            match parameter.and_then(|(index, _)| self.piece(index)).as_deref() {
                Some(Piece::Path(text)) => url.push_str(text),
                _ => return Err(self.error(name, "it is required, but has no value")),
            }
            (last, rest) = (name, after);
        }
        percent::push(url, rest, Keep::PathText);
        // However they are encoded, servers and proxies take them for steps in the path.
        if url.get(start..).unwrap_or_default().split('/').any(|segment| matches!(segment, "." | "..")) {
            return Err(self.error(last, "`.` and `..` cannot be sent as a segment of a path"));
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
            match self.needed(index, parameter)?.map(Cow::into_owned) {
                Some(Piece::Header(value)) => {
                    let name = HeaderName::try_from(parameter.name);
                    headers.insert(name.map_err(|_| self.error(parameter.name, "it is not a header name"))?, value);
                }
                Some(Piece::Cookie(pairs)) => cookies.push(pairs),
                _ => {}
            }
        }
        if !cookies.is_empty() {
            let cookies = HeaderValue::try_from(cookies.join("; "));
            let mut cookies = cookies.map_err(|_| self.error("cookies", "they cannot be sent as a header"))?;
            cookies.set_sensitive(true);
            headers.insert(header::COOKIE, cookies);
        }
        for name in self.headers.keys() {
            headers.remove(name);
            for value in self.headers.get_all(name) {
                headers.append(name.clone(), value.clone());
            }
        }
        Ok(headers)
    }

    /// The media types of all documented responses, those of successes first.
    pub(super) fn accept(&self) -> Option<HeaderValue> {
        let replies = self.operation.successes.iter().chain(self.operation.failures);
        let mut names: Vec<&'static str> = Vec::new();
        for media in replies.flat_map(|reply: &Reply| reply.media) {
            if !names.iter().any(|name| name.eq_ignore_ascii_case(media.name)) {
                names.push(media.name);
            }
        }
        match names.as_slice() {
            [] => None,
            [only] => HeaderValue::from_maybe_shared(Bytes::from_static(only.as_bytes())).ok(),
            several => HeaderValue::try_from(several.join(", ")).ok(),
        }
    }

    pub(super) fn error(&self, subject: &str, reason: impl Into<String>) -> RequestError {
        RequestError { operation: self.operation.name, subject: subject.to_owned(), reason: reason.into() }
    }
}

impl Head {
    /// The whole request.
    ///
    /// # Errors
    ///
    /// If the URL is none.
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
        Ok(request)
    }
}

/// A base URL, checked, without the slash at its end.
///
/// # Errors
///
/// If it is not one: why, in words.
pub fn base(url: &str) -> Result<String, String> {
    let uri = Uri::try_from(url).map_err(|error| error.to_string())?;
    let authority = uri.authority().map(http::uri::Authority::as_str).unwrap_or_default();
    if !matches!(uri.scheme_str(), Some("http" | "https")) || authority.is_empty() {
        return Err("it must start with `http://` or `https://` and a host".to_owned());
    }
    if authority.contains('@') {
        return Err("credentials do not belong in it: give them to the client".to_owned());
    }
    if url.contains(['?', '#']) {
        return Err("it cannot have a query or a fragment".to_owned());
    }
    Ok(url.trim_end_matches('/').to_owned())
}
