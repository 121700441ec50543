//! Classified responses: decodes the body of a response as the type of its documented case.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::body::Body;
use super::call::Call;
use super::charset;
use super::classification::{Classification, ResponseClass, classify_accepted};
use super::error::{self, ApiError, Error, ResponseError, UnexpectedMediaType, UnexpectedStatus};
use super::media_type::{self, essence};
use super::operation::Callable;
use super::raw::{RawResponse, content_type};
use super::response::Response;
use super::stream::{ByteStream, EventStream, JsonLines};
use super::table::{Operation, Reply};
use super::with_response::ResponseResult;
use crate::runtime::codec::{Field, Slot, Storage, expected, to_json};
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
    /// Whether the buffered body is only the start of the body.
    pub(super) is_truncated: bool,
    /// A copy of the call, for reconnecting an event stream.
    pub(super) call: Option<Box<Call>>,
}

/// The body of a classified response.
pub(super) enum ResponseBody {
    Buffered(Bytes),
    Stream(ByteStream),
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
        decode_json(content_type(&self.headers), self.buffered())
    }

    /// Decodes a JSON body of a custom type.
    ///
    /// # Errors
    ///
    /// If the body is not JSON of that type.
    pub fn stored_json<S: Storage>(&mut self) -> Result<S::Value, Mismatch> {
        decode_json::<S>(content_type(&self.headers), self.buffered())?.into_value().ok_or_else(without_value)
    }

    /// Decodes a string: from JSON if the content type is JSON, and from text if it is text. With any other content type or without
    /// one, a body that is not JSON of that type is text.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not of that type.
    pub fn json_or_text<T: Field>(&mut self) -> Result<T, Mismatch> {
        let content_type = content_type(&self.headers);
        let body = self.buffered();
        let text = || Ok::<_, Mismatch>(decode(&to_json(&decode_text(self.text_type(), body)?.view()))?);
        if media_type::is_json(content_type) {
            decode_json(content_type, body)
        } else if media_type::is_text(content_type) {
            text()
        } else {
            decode_json(content_type, body).or_else(|_| text())
        }
    }

    /// Decodes a string of a custom type, as [`Self::json_or_text`] does.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not of that type.
    pub fn stored_json_or_text<S: Storage>(&mut self) -> Result<S::Value, Mismatch> {
        self.json_or_text::<S>()?.into_value().ok_or_else(without_value)
    }

    /// Decodes text, without its byte order mark: in the encoding that the content type declares, or else the document; UTF-8 if neither does.
    ///
    /// # Errors
    ///
    /// Returns an error if the encoding is unknown, or the body is not valid in it.
    pub fn text(&mut self) -> Result<String, Mismatch> {
        decode_text(self.text_type(), self.buffered())
    }

    /// Returns the body as a stream of bytes.
    ///
    /// # Errors
    ///
    /// Never returns an error.
    pub fn bytes(&mut self) -> Result<ByteStream, Mismatch> {
        let media_type = self.text_type().to_owned();
        Ok(self.stream().with_media_type(media_type))
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

    /// Returns the body as a stream of server-sent events whose data is text.
    ///
    /// # Errors
    ///
    /// Never returns an error.
    pub fn text_events<T>(&mut self) -> Result<EventStream<T>, Mismatch> {
        self.events().map(EventStream::with_text)
    }

    /// Returns the body as a stream of JSON values.
    ///
    /// # Errors
    ///
    /// Never returns an error.
    pub fn lines<T>(&mut self) -> Result<JsonLines<T>, Mismatch> {
        let media_type = content_type(&self.headers).to_owned();
        Ok(JsonLines::from(self.stream().with_media_type(media_type)))
    }

    /// Returns the error for a case without an enum variant.
    #[must_use]
    pub fn unknown_case(&self) -> Mismatch {
        Mismatch::of_body(format!("no type exists for response case {}; this is a bug in the generator", self.case))
    }

    fn buffered(&self) -> &[u8] {
        match &self.body {
            ResponseBody::Buffered(bytes) => bytes,
            ResponseBody::Stream(_) => &[],
        }
    }

    /// Returns the media type that says which encoding text has: the received one, or else the documented one. JSON without a `charset` is UTF-8,
    /// whatever the document says (RFC 8259, 8.1).
    fn text_type(&self) -> &str {
        let received = content_type(&self.headers);
        if media_type::parameter(received, "charset").is_some() {
            return received;
        }
        let replies = match self.class {
            ResponseClass::Failure => self.operation.failures,
            ResponseClass::Success
            | ResponseClass::Undocumented
            | ResponseClass::OtherMediaType { .. }
            | ResponseClass::OtherStream { .. } => self.operation.successes,
        };
        let media = Reply::of_case(replies, self.case).and_then(|(reply, index)| reply.media.get(index));
        let is_received =
            |documented: &&str| received.is_empty() || essence(documented).eq_ignore_ascii_case(essence(received));
        media.and_then(|media| media.names().find(is_received)).unwrap_or(received)
    }

    fn stream(&mut self) -> ByteStream {
        match &mut self.body {
            ResponseBody::Buffered(bytes) => ByteStream::new(Body::from(std::mem::take(bytes))),
            ResponseBody::Stream(stream) => std::mem::take(stream),
        }
    }

    /// Classifies a response whose body was already read.
    pub(super) fn of(
        operation: &'static Operation,
        accepted: Option<&'static str>,
        response: http::Response<Bytes>,
    ) -> Self {
        let (head, body) = response.into_parts();
        let Classification { class, case, .. } = classify_accepted(operation, accepted, head.status, &head.headers);
        Self {
            operation,
            class,
            case,
            status: head.status,
            headers: head.headers,
            body: ResponseBody::Buffered(body),
            is_truncated: false,
            call: None,
        }
    }

    fn into_raw(self) -> RawResponse {
        let body = match self.body {
            ResponseBody::Buffered(bytes) => bytes,
            ResponseBody::Stream(_) => Bytes::new(),
        };
        RawResponse { status: self.status, headers: self.headers, body, is_truncated: self.is_truncated }
    }

    /// Returns the operation, the undecoded response, and the API's message about the error.
    pub(super) fn into_parts(self) -> (&'static str, RawResponse, Option<String>) {
        let operation = self.operation;
        let response = self.into_raw();
        let message = error::message(&response, operation.error_message);
        (operation.name, response, message)
    }

    fn into_error<E>(self, mismatch: Mismatch) -> Error<E> {
        let Mismatch { path, message } = mismatch;
        let (operation, response, api_message) = self.into_parts();
        Error::Decode(Box::new(ResponseError { operation, path, message, api_message, response }))
    }
}

/// Decodes a JSON body. `media_type` declares its encoding.
fn decode_json<T: Field>(media_type: &str, body: &[u8]) -> Result<T, Mismatch> {
    decode_utf8(&charset::json(media_type, body).map_err(Mismatch::of_body)?, "an empty body")
}

/// Decodes JSON in UTF-8. If the text is empty or not JSON, the message says so; `empty` is how it calls an empty text.
pub(super) fn decode_utf8<T: Field>(text: &[u8], empty: &str) -> Result<T, Mismatch> {
    decode(text).map_err(|error| {
        let mut mismatch = Mismatch::from(error);
        let is_container = matches!(text.trim_ascii_start().first(), Some(b'{' | b'['));
        // Within an object or array, the parser's own message is more precise.
        if text.trim_ascii().is_empty() {
            let expected = match T::placeholder().slot() {
                Slot::Object(object) => format!("the object `{}`", object.table().name),
                slot => expected(&slot).into_owned(),
            };
            mismatch.message = format!("expected JSON ({expected}), found {empty}");
        } else if mismatch.path.is_empty() && !is_container && decode::<Value>(text).is_err() {
            "expected JSON, found other text".clone_into(&mut mismatch.message);
        }
        mismatch
    })
}

/// Decodes text. `media_type` declares its encoding.
fn decode_text(media_type: &str, body: &[u8]) -> Result<String, Mismatch> {
    charset::text(media_type, body).map(Cow::into_owned).map_err(Mismatch::of_body)
}

fn without_value() -> Mismatch {
    Mismatch::of_body("the custom type has no value".to_owned())
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
        ResponseClass::OtherMediaType { accepted } | ResponseClass::OtherStream { documented: accepted } => {
            let operation = response.operation.name;
            let response = response.into_raw();
            Err(Error::UnexpectedMediaType(Box::new(UnexpectedMediaType { operation, accepted, response })))
        }
        ResponseClass::Undocumented => {
            let (operation, response, message) = response.into_parts();
            Err(Error::UnexpectedStatus(Box::new(UnexpectedStatus { operation, message, response })))
        }
    }
}

impl Mismatch {
    /// A whole body that does not match.
    pub(super) fn of_body(message: String) -> Self {
        Self { path: String::new(), message }
    }
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
