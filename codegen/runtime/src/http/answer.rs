//! An answer whose place in the operation's table is known, and how it becomes a value.
//!
//! Architecture invariant: which case an answer is, is decided once, here, by the table; generated code only names a type for each case.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::body::Body;
use super::call::Call;
use super::error::{Error, ResponseError, UnexpectedStatus};
use super::operation::{CallResult, Callable};
use super::raw::RawResponse;
use super::response::Response;
use super::stream::{ByteStream, EventStream, JsonLines};
use super::table::{Operation, Reply, Status};
use crate::runtime::codec::Field;
use crate::runtime::{DecodeError, decode};

/// An answer whose place in the operation's table is known.
pub struct Answer {
    pub(super) operation: &'static Operation,
    pub(super) verdict: Verdict,
    /// Counts the media types of all replies of the list (one for a reply without body).
    pub(super) case: usize,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: AnswerBody,
    /// The call that it answers, if its stream may be asked to go on.
    pub(super) again: Option<Box<Call>>,
}

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Success,
    Failure,
    Undocumented,
}

/// The body of an answer.
pub(super) enum AnswerBody {
    Held(Bytes),
    Stream(Body),
}

/// Where an answer belongs in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) verdict: Verdict,
    pub(super) case: usize,
    pub(super) streamed: bool,
}

/// A body that is not what the table says.
#[derive(Debug)]
pub struct Mismatch {
    /// Where in the JSON; empty if the body as a whole is meant.
    pub path: String,
    /// What is wrong there.
    pub message: String,
}

/// A type that has a variant for each of several cases. Implemented by the macro `cases!`.
pub trait FromAnswer: Sized {
    /// The value for the answer's case.
    ///
    /// # Errors
    ///
    /// If the body is not of that case's type.
    fn from_answer(answer: &mut Answer) -> Result<Self, Mismatch>;
}

impl Answer {
    /// The number of the case.
    #[must_use]
    pub fn case(&self) -> usize {
        self.case
    }

    /// A value of several cases.
    ///
    /// # Errors
    ///
    /// If the body is not of its case's type.
    pub fn cases<T: FromAnswer>(&mut self) -> Result<T, Mismatch> {
        T::from_answer(self)
    }

    /// Nothing: a body that came all the same is left alone.
    ///
    /// # Errors
    ///
    /// Never.
    pub fn empty(&mut self) -> Result<(), Mismatch> {
        Ok(())
    }

    /// A value in JSON.
    ///
    /// # Errors
    ///
    /// If the body is not that.
    pub fn json<T: Field>(&mut self) -> Result<T, Mismatch> {
        Ok(decode(self.held())?)
    }

    /// Text, in UTF-8; a byte order mark is taken off.
    ///
    /// # Errors
    ///
    /// If the body is not UTF-8.
    pub fn text(&mut self) -> Result<String, Mismatch> {
        let text = std::str::from_utf8(self.held());
        text.map(|text| text.trim_start_matches('\u{feff}').to_owned())
            .map_err(|error| Mismatch { path: String::new(), message: format!("the text is not UTF-8: {error}") })
    }

    /// Bytes, as they come.
    ///
    /// # Errors
    ///
    /// Never.
    pub fn bytes(&mut self) -> Result<ByteStream, Mismatch> {
        Ok(self.stream())
    }

    /// Bytes, all of them: those of a failure.
    ///
    /// # Errors
    ///
    /// Never.
    pub fn content(&mut self) -> Result<Bytes, Mismatch> {
        Ok(match &self.body {
            AnswerBody::Held(bytes) => bytes.clone(),
            AnswerBody::Stream(_) => Bytes::new(),
        })
    }

    /// Server-sent events, as they come.
    ///
    /// # Errors
    ///
    /// Never.
    pub fn events<T>(&mut self) -> Result<EventStream<T>, Mismatch> {
        Ok(EventStream::of(self.stream(), self.again.take()))
    }

    /// JSON values, as they come.
    ///
    /// # Errors
    ///
    /// Never.
    pub fn lines<T>(&mut self) -> Result<JsonLines<T>, Mismatch> {
        Ok(JsonLines::from(self.stream()))
    }

    /// The error for a case that an enum has no variant for.
    #[must_use]
    pub fn unknown_case(&self) -> Mismatch {
        Mismatch { path: String::new(), message: format!("there is no type for case {}", self.case) }
    }

    /// Never called: an operation without documented failures has none to decode.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn none(&mut self) -> Result<Infallible, Mismatch> {
        Err(self.unknown_case())
    }

    fn held(&self) -> &[u8] {
        match &self.body {
            AnswerBody::Held(bytes) => bytes,
            AnswerBody::Stream(_) => &[],
        }
    }

    fn stream(&mut self) -> ByteStream {
        match &mut self.body {
            AnswerBody::Held(bytes) => ByteStream::new(Body::from(std::mem::take(bytes))),
            AnswerBody::Stream(body) => ByteStream::new(std::mem::take(body)),
        }
    }

    /// The answer that a response is, body already read.
    pub(super) fn of(operation: &'static Operation, response: http::Response<Bytes>) -> Self {
        let (head, body) = response.into_parts();
        let Place { verdict, case, .. } = place(operation, head.status, &head.headers);
        Self {
            operation,
            verdict,
            case,
            status: head.status,
            headers: head.headers,
            body: AnswerBody::Held(body),
            again: None,
        }
    }

    fn into_raw(self) -> RawResponse {
        let body = match self.body {
            AnswerBody::Held(bytes) => bytes,
            AnswerBody::Stream(_) => Bytes::new(),
        };
        RawResponse { status: self.status, headers: self.headers, body }
    }

    fn mismatched<E>(self, mismatch: Mismatch) -> Error<E> {
        let operation = self.operation.name;
        let Mismatch { path, message } = mismatch;
        Error::Decode(Box::new(ResponseError { operation, path, message, response: self.into_raw() }))
    }
}

/// Gives an answer the types of its call.
pub(super) fn finish<C: Callable>(outcome: Result<Answer, Error<Infallible>>) -> CallResult<C> {
    let mut answer = outcome.map_err(Error::widen)?;
    match answer.verdict {
        Verdict::Success => match C::success(&mut answer) {
            Ok(value) => Ok(response(answer, value)),
            Err(mismatch) => Err(answer.mismatched(mismatch)),
        },
        Verdict::Failure => match C::failure(&mut answer) {
            Ok(error) => Err(Error::Api(Box::new(response(answer, error)))),
            Err(mismatch) => Err(answer.mismatched(mismatch)),
        },
        Verdict::Undocumented => {
            let operation = answer.operation.name;
            Err(Error::UnexpectedStatus(Box::new(UnexpectedStatus { operation, response: answer.into_raw() })))
        }
    }
}

fn response<T, H>(answer: Answer, value: T) -> Response<T, H> {
    let Answer { operation, status, headers, .. } = answer;
    Response { operation: operation.name, status, headers, value, typed: PhantomData }
}

/// Where an answer belongs: the reply that fits its status best, the media type of it that fits its content type best.
pub(super) fn place(operation: &Operation, status: StatusCode, headers: &HeaderMap) -> Place {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let success = best(operation.successes, status, status.is_success(), content_type);
    let failure = best(operation.failures, status, !status.is_success(), content_type);
    let (verdict, (_, case, streamed)) = match (success, failure) {
        (Some(success), Some(failure)) if success.0 < failure.0 => (Verdict::Failure, failure),
        (Some(success), _) => (Verdict::Success, success),
        (None, Some(failure)) => (Verdict::Failure, failure),
        (None, None) => (Verdict::Undocumented, (0, 0, false)),
    };
    Place { verdict, case, streamed }
}

/// The fit, the case, and whether it is streamed. A `default` stands for statuses only if `defaults`:
/// one among the successes is not meant for 404, nor one among the failures for 204.
fn best(replies: &[Reply], status: StatusCode, defaults: bool, content_type: &str) -> Option<(u8, usize, bool)> {
    let mut best: Option<(u8, usize, bool)> = None;
    let mut first_case = 0;
    for reply in replies {
        let fit = if reply.status == Status::Default && !defaults { 0 } else { reply.status.fit(status.as_u16()) };
        if fit > best.map_or(0, |(fit, ..)| fit) {
            // The last of the best in reverse order is the first of them.
            let media = reply.media.iter().enumerate().rev().max_by_key(|(_, media)| media.fit(content_type));
            best = Some(
                media.map_or((fit, first_case, false), |(index, media)| (fit, first_case + index, media.streamed)),
            );
        }
        first_case += reply.media.len().max(1);
    }
    best
}

impl From<DecodeError> for Mismatch {
    fn from(error: DecodeError) -> Self {
        let DecodeError { path, message, .. } = error;
        Self { path, message }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
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

    use super::{Place, Verdict, place};
    use crate::runtime::http::table::{Media, Operation, Reply, Status};

    const JSON: Media = Media::held("application/json");
    const BYTES: Media = Media::streamed("application/octet-stream");

    fn operation(successes: &'static [Reply], failures: &'static [Reply]) -> Operation {
        Operation { name: "o", successes, failures, ..Operation::EMPTY }
    }

    #[track_caller]
    fn check(operation: &Operation, status: u16, content_type: &'static str, verdict: Verdict, case: usize) {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        let Place { verdict: got, case: got_case, .. } =
            place(operation, StatusCode::from_u16(status).unwrap(), &headers);
        assert_eq!((got, got_case), (verdict, case), "{status} {content_type}");
    }

    #[test]
    fn the_most_exact_reply_wins() {
        const SUCCESSES: &[Reply] = &[
            Reply::new(Status::Exact(200), &[JSON, BYTES]),
            Reply::empty(Status::Exact(204)),
            Reply::json(Status::Range(2)),
        ];
        const FAILURES: &[Reply] =
            &[Reply::json(Status::Default), Reply::json(Status::Range(4)), Reply::json(Status::Exact(404))];
        let o = operation(SUCCESSES, FAILURES);
        check(&o, 200, "application/json", Verdict::Success, 0);
        check(&o, 200, "application/octet-stream", Verdict::Success, 1);
        check(&o, 200, "text/html", Verdict::Success, 0);
        check(&o, 204, "", Verdict::Success, 2);
        check(&o, 206, "application/json", Verdict::Success, 3);
        check(&o, 500, "application/json", Verdict::Failure, 0);
        check(&o, 400, "application/json", Verdict::Failure, 1);
        check(&o, 404, "application/json", Verdict::Failure, 2);
    }

    #[test]
    fn defaults_stand_on_their_side() {
        const OK: &[Reply] = &[Reply::json(Status::Exact(200))];
        const DEFAULT: &[Reply] = &[Reply::json(Status::Default)];
        let failing = operation(OK, DEFAULT);
        check(&failing, 202, "application/json", Verdict::Undocumented, 0);
        check(&failing, 302, "application/json", Verdict::Failure, 0);
        let succeeding = operation(DEFAULT, &[]);
        check(&succeeding, 202, "application/json", Verdict::Success, 0);
        check(&succeeding, 404, "application/json", Verdict::Undocumented, 0);
    }
}
