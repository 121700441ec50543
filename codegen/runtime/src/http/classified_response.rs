//! Classified responses: finds the documented case of a response, and decodes its body.
//!
//! Architecture invariant: [`classify`] alone decides the case of a response, by the operation's table. Generated code only names a type for
//! each case.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::body::Body;
use super::call::Call;
use super::error::{self, ApiError, Error, ResponseError, UnexpectedStatus};
use super::operation::Callable;
use super::raw::RawResponse;
use super::response::Response;
use super::stream::{ByteStream, EventStream, JsonLines};
use super::table::{Operation, Reply, Status};
use super::with_response::ResponseResult;
use crate::runtime::codec::{Field, Storage};
use crate::runtime::{DecodeError, decode};

/// A response that was matched to a documented case of its operation.
pub struct ClassifiedResponse {
    pub(super) operation: &'static Operation,
    pub(super) class: ResponseClass,
    /// The index among the media types of all replies in the list. A reply without a body counts as one.
    pub(super) case: usize,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: ResponseBody,
    /// A copy of the call, for reconnecting an event stream.
    pub(super) call: Option<Box<Call>>,
}

/// Whether a response is a documented success, a documented error response, or undocumented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResponseClass {
    Success,
    Failure,
    Undocumented,
}

/// The body of a classified response.
pub(super) enum ResponseBody {
    Buffered(Bytes),
    Stream(ByteStream),
}

/// The result of matching a response to the operation's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Classification {
    pub(super) class: ResponseClass,
    pub(super) case: usize,
    pub(super) streamed: bool,
}

/// A body that does not match its documented type.
#[derive(Debug)]
pub struct Mismatch {
    /// The path in the JSON body; empty for the whole body.
    pub path: String,
    /// What is wrong at that path.
    pub message: String,
}

/// An enum with a variant for each case. Implemented by the macro `cases!`, and by [`Infallible`] for operations without documented errors.
pub trait FromClassifiedResponse: Sized {
    /// Decodes the variant of the response's case.
    ///
    /// # Errors
    ///
    /// Returns an error if the body does not match the case's type.
    fn from_classified_response(response: &mut ClassifiedResponse) -> Result<Self, Mismatch>;
}

impl ClassifiedResponse {
    /// Returns the number of the case.
    #[must_use]
    pub fn case(&self) -> usize {
        self.case
    }

    /// Decodes an enum with a variant for each case.
    ///
    /// # Errors
    ///
    /// Returns an error if the body does not match its case's type.
    pub fn cases<T: FromClassifiedResponse>(&mut self) -> Result<T, Mismatch> {
        T::from_classified_response(self)
    }

    /// Decodes no body; an unexpected body is ignored.
    ///
    /// # Errors
    ///
    /// Never returns an error.
    pub fn empty(&mut self) -> Result<(), Mismatch> {
        Ok(())
    }

    /// Decodes a JSON body.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not JSON of that type.
    pub fn json<T: Field>(&mut self) -> Result<T, Mismatch> {
        Ok(decode(self.buffered())?)
    }

    /// Decodes a JSON body of a custom type.
    ///
    /// # Errors
    ///
    /// If the body is not JSON of that type.
    pub fn stored_json<S: Storage>(&mut self) -> Result<S::Value, Mismatch> {
        let rejected = || Mismatch { path: String::new(), message: "the custom type has no value".to_owned() };
        decode::<S>(self.buffered())?.into_value().ok_or_else(rejected)
    }

    /// Decodes UTF-8 text, without its byte order mark.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not UTF-8.
    pub fn text(&mut self) -> Result<String, Mismatch> {
        utf8(self.buffered())
    }

    /// Returns the body as a stream of bytes.
    ///
    /// # Errors
    ///
    /// Never returns an error.
    pub fn bytes(&mut self) -> Result<ByteStream, Mismatch> {
        Ok(self.stream())
    }

    /// Returns the whole body of an error response.
    ///
    /// # Errors
    ///
    /// Never returns an error.
    pub fn content(&mut self) -> Result<Bytes, Mismatch> {
        Ok(match &self.body {
            ResponseBody::Buffered(bytes) => bytes.clone(),
            ResponseBody::Stream(_) => Bytes::new(),
        })
    }

    /// Returns the body as a stream of server-sent events.
    ///
    /// # Errors
    ///
    /// Never returns an error.
    pub fn events<T>(&mut self) -> Result<EventStream<T>, Mismatch> {
        Ok(EventStream::of(self.stream(), self.call.take()))
    }

    /// Returns the body as a stream of JSON values.
    ///
    /// # Errors
    ///
    /// Never returns an error.
    pub fn lines<T>(&mut self) -> Result<JsonLines<T>, Mismatch> {
        Ok(JsonLines::from(self.stream()))
    }

    /// Returns the error for a case without an enum variant.
    #[must_use]
    pub fn unknown_case(&self) -> Mismatch {
        Mismatch {
            path: String::new(),
            message: format!("no type exists for response case {}; this is a bug in the generator", self.case),
        }
    }

    fn buffered(&self) -> &[u8] {
        match &self.body {
            ResponseBody::Buffered(bytes) => bytes,
            ResponseBody::Stream(_) => &[],
        }
    }

    fn stream(&mut self) -> ByteStream {
        match &mut self.body {
            ResponseBody::Buffered(bytes) => ByteStream::new(Body::from(std::mem::take(bytes))),
            ResponseBody::Stream(stream) => std::mem::take(stream),
        }
    }

    /// Classifies a response whose body was already read.
    pub(super) fn of(operation: &'static Operation, response: http::Response<Bytes>) -> Self {
        let (head, body) = response.into_parts();
        let Classification { class, case, .. } = classify(operation, head.status, &head.headers);
        Self {
            operation,
            class,
            case,
            status: head.status,
            headers: head.headers,
            body: ResponseBody::Buffered(body),
            call: None,
        }
    }

    fn into_raw(self) -> RawResponse {
        let body = match self.body {
            ResponseBody::Buffered(bytes) => bytes,
            ResponseBody::Stream(_) => Bytes::new(),
        };
        RawResponse { status: self.status, headers: self.headers, body }
    }

    /// Returns the operation, the undecoded response, and the API's message about the error.
    fn into_parts(self) -> (&'static str, RawResponse, Option<String>) {
        let operation = self.operation;
        let response = self.into_raw();
        let message = error::message(&response, operation.error_message);
        (operation.name, response, message)
    }

    fn into_error<E>(self, mismatch: Mismatch) -> Error<E> {
        let operation = self.operation.name;
        let Mismatch { path, message } = mismatch;
        Error::Decode(Box::new(ResponseError { operation, path, message, response: self.into_raw() }))
    }
}

/// Decodes UTF-8 text, without its byte order mark.
pub(super) fn utf8(bytes: &[u8]) -> Result<String, Mismatch> {
    let text = std::str::from_utf8(bytes);
    text.map(|text| text.trim_start_matches('\u{feff}').to_owned())
        .map_err(|error| Mismatch { path: String::new(), message: format!("expected UTF-8 text: {error}") })
}

/// Decodes a response into the types of its call.
pub(super) fn decode_response<C: Callable>(
    outcome: Result<ClassifiedResponse, Error<Infallible>>,
) -> ResponseResult<C> {
    let mut response = outcome.map_err(Error::widen)?;
    match response.class {
        ResponseClass::Success => match C::success(&mut response) {
            Ok(value) => {
                let ClassifiedResponse { operation, status, headers, .. } = response;
                Ok(Response { status, headers, value, operation, typed: PhantomData })
            }
            Err(mismatch) => Err(response.into_error(mismatch)),
        },
        ResponseClass::Failure => match C::failure(&mut response) {
            Ok(value) => {
                let (operation, response, message) = response.into_parts();
                Err(Error::Api(Box::new(ApiError { operation, value, message, response })))
            }
            Err(mismatch) => Err(response.into_error(mismatch)),
        },
        ResponseClass::Undocumented => {
            let (operation, response, message) = response.into_parts();
            Err(Error::UnexpectedStatus(Box::new(UnexpectedStatus { operation, message, response })))
        }
    }
}

/// Finds the documented case of a response: the reply with the closest status, and its media type closest to the content type.
pub(super) fn classify(operation: &Operation, status: StatusCode, headers: &HeaderMap) -> Classification {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let success = best(operation.successes, status, status.is_success(), content_type);
    let failure = best(operation.failures, status, !status.is_success(), content_type);
    let (class, (_, case, streamed)) = match (success, failure) {
        (Some(success), Some(failure)) if success.0 < failure.0 => (ResponseClass::Failure, failure),
        (Some(success), _) => (ResponseClass::Success, success),
        (None, Some(failure)) => (ResponseClass::Failure, failure),
        (None, None) => (ResponseClass::Undocumented, (0, 0, false)),
    };
    Classification { class, case, streamed }
}

/// Returns the fit, the case, and whether its body is streamed. A `default` reply counts only with `use_default`:
/// a default success does not cover 404, and a default error response does not cover 204.
fn best(replies: &[Reply], status: StatusCode, use_default: bool, content_type: &str) -> Option<(u8, usize, bool)> {
    let mut best: Option<(u8, usize, bool)> = None;
    let mut first_case = 0;
    for reply in replies {
        let fit = if reply.status == Status::Default && !use_default { 0 } else { reply.status.fit(status.as_u16()) };
        if fit > best.map_or(0, |(fit, ..)| fit) {
            // `max_by_key` returns the last maximum; reversing makes it the first.
            let media = reply.media.iter().enumerate().rev().max_by_key(|(_, media)| media.fit(content_type));
            best = Some(
                media.map_or((fit, first_case, false), |(index, media)| (fit, first_case + index, media.streamed)),
            );
        }
        first_case += reply.media.len().max(1);
    }
    best
}

impl FromClassifiedResponse for Infallible {
    fn from_classified_response(response: &mut ClassifiedResponse) -> Result<Self, Mismatch> {
        Err(response.unknown_case())
    }
}

impl From<DecodeError> for Mismatch {
    fn from(error: DecodeError) -> Self {
        let DecodeError { path, message, .. } = error;
        Self { path, message }
    }
}

impl fmt::Debug for ClassifiedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClassifiedResponse")
            .field("operation", &self.operation.name)
            .field("status", &self.status)
            .field("case", &self.case)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "at `{}`: {}", self.path, self.message)
        }
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, StatusCode, header};

    use super::{Classification, ResponseClass, classify};
    use crate::runtime::http::table::{Media, Operation, Reply, Status};

    const JSON: Media = Media::held("application/json");
    const BYTES: Media = Media::streamed("application/octet-stream");

    fn operation(successes: &'static [Reply], failures: &'static [Reply]) -> Operation {
        Operation { name: "o", successes, failures, ..Operation::EMPTY }
    }

    #[track_caller]
    fn check(operation: &Operation, status: u16, content_type: &'static str, class: ResponseClass, case: usize) {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        let Classification { class: got, case: got_case, .. } =
            classify(operation, StatusCode::from_u16(status).unwrap(), &headers);
        assert_eq!((got, got_case), (class, case), "{status} {content_type}");
    }

    #[test]
    fn the_closest_reply_wins() {
        const SUCCESSES: &[Reply] = &[
            Reply::new(Status::Exact(200), &[JSON, BYTES]),
            Reply::empty(Status::Exact(204)),
            Reply::json(Status::Range(2)),
        ];
        const FAILURES: &[Reply] =
            &[Reply::json(Status::Default), Reply::json(Status::Range(4)), Reply::json(Status::Exact(404))];
        let o = operation(SUCCESSES, FAILURES);
        check(&o, 200, "application/json", ResponseClass::Success, 0);
        check(&o, 200, "application/octet-stream", ResponseClass::Success, 1);
        check(&o, 200, "text/html", ResponseClass::Success, 0);
        check(&o, 204, "", ResponseClass::Success, 2);
        check(&o, 206, "application/json", ResponseClass::Success, 3);
        check(&o, 500, "application/json", ResponseClass::Failure, 0);
        check(&o, 400, "application/json", ResponseClass::Failure, 1);
        check(&o, 404, "application/json", ResponseClass::Failure, 2);
    }

    #[test]
    fn a_default_covers_only_its_own_side() {
        const OK: &[Reply] = &[Reply::json(Status::Exact(200))];
        const DEFAULT: &[Reply] = &[Reply::json(Status::Default)];
        let failing = operation(OK, DEFAULT);
        check(&failing, 202, "application/json", ResponseClass::Undocumented, 0);
        check(&failing, 302, "application/json", ResponseClass::Failure, 0);
        let succeeding = operation(DEFAULT, &[]);
        check(&succeeding, 202, "application/json", ResponseClass::Success, 0);
        check(&succeeding, 404, "application/json", ResponseClass::Undocumented, 0);
    }
}
