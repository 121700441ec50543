//! Expectations of a mock, and their responses.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, header};
use serde_json::Value;

use super::matching::ExpectedRequest;
use super::sent::operation_of;
use super::{Mock, MockResponse, Mockable};
use crate::runtime::http::body::Body;
use crate::runtime::http::error::{TransportError, TransportErrorKind};
use crate::runtime::http::media_type::with_parameter;
use crate::runtime::http::table::{Operation, Reply, Status};

/// An expected call whose response is not set yet.
#[must_use = "an expectation has no effect until its response is set: `returns`, `fails`, `returns_example`, …"]
pub struct Expect<C> {
    mock: Mock,
    request: Option<ExpectedRequest>,
    times: Option<usize>,
    status: Option<StatusCode>,
    headers: HeaderMap,
    problem: Option<String>,
    typed: PhantomData<fn() -> C>,
}

/// The expectations of a mock, and the requests that violated them.
#[derive(Default)]
pub(super) struct Expectations {
    examples: &'static str,
    expected: Vec<Expectation>,
    problems: Vec<String>,
    /// Whether an unexpected request is an error.
    strict: bool,
}

struct Expectation {
    operation: &'static Operation,
    request: Option<ExpectedRequest>,
    /// The expected number of calls; `None` for any number.
    times: Option<usize>,
    calls: usize,
    response: PlannedResponse,
}

enum PlannedResponse {
    Buffered {
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    },
    /// A stream can be returned only once.
    Stream {
        status: StatusCode,
        headers: HeaderMap,
        body: Option<Body>,
    },
    Failure(TransportErrorKind),
}

/// The differences between expected and received calls: missing and unexpected ones, a line each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unverified(pub Vec<String>);

impl Mock {
    /// Creates a mock that rejects unexpected calls. `examples` are the API's; the generated function `mock` passes them.
    #[must_use]
    pub fn expecting(examples: &'static str) -> Self {
        let refuse = |_: &Request<Bytes>| Err(refused("unexpected call"));
        let mock = Self::failing(refuse);
        *mock.expectations() = Expectations { examples, strict: true, ..Expectations::default() };
        mock
    }

    /// Expects exactly this call: its path, query, body and headers.
    pub fn expect<C: Mockable>(&self, call: C) -> Expect<C> {
        let request = call.into_call().into_request(ExpectedRequest::BASE_URL);
        let problem = request.as_ref().err().map(ToString::to_string);
        let expected = |request| ExpectedRequest::new(request, C::accepted().is_some());
        Expect { request: request.ok().map(expected), problem, ..self.expect_any() }
    }

    /// Expects any call of this operation.
    pub fn expect_any<C: Mockable>(&self) -> Expect<C> {
        Expect {
            mock: self.clone(),
            request: None,
            times: Some(1),
            status: None,
            headers: HeaderMap::new(),
            problem: None,
            typed: PhantomData,
        }
    }

    /// Checks that every expected call was received, and no others.
    ///
    /// # Errors
    ///
    /// Returns the missing and unexpected calls.
    pub fn verify(&self) -> Result<(), Unverified> {
        let expectations = self.expectations();
        let mut lines = expectations.problems.clone();
        for Expectation { operation, times, calls, .. } in &expectations.expected {
            if times.is_some_and(|times| *calls < times) {
                let times = times.unwrap_or_default();
                lines.push(format!("`{}`: expected {times} calls, received {calls}", operation.name));
            }
        }
        if lines.is_empty() { Ok(()) } else { Err(Unverified(lines)) }
    }

    /// Returns the response to an expected request, or `None` if the mock's function shall respond.
    pub(super) fn expected(&self, request: &Request<Bytes>) -> Option<Result<Response<Body>, TransportError>> {
        let mut expectations = self.expectations();
        let operation = operation_of(request);
        let mut reasons = Vec::new();
        for expectation in &mut expectations.expected {
            if operation.is_none_or(|operation| operation.name != expectation.operation.name) {
                continue;
            }
            if expectation.times.is_some_and(|times| expectation.calls >= times) {
                reasons.push("called more often than expected".to_owned());
            } else if let Some(difference) =
                expectation.request.as_ref().and_then(|expected| expected.difference(request))
            {
                reasons.push(format!("{difference} differs from the expectation"));
            } else {
                expectation.calls += 1;
                return Some(expectation.response.next());
            }
        }
        if !expectations.strict {
            return None;
        }
        let name = operation.map_or("unknown operation", |operation| operation.name);
        let path = request.uri().path();
        let why = reasons.pop().unwrap_or_else(|| "unexpected call".to_owned());
        let problem = format!("`{name}` ({} {path}): {why}", request.method());
        expectations.problems.push(problem.clone());
        Some(Err(refused(problem)))
    }

    fn expectations(&self) -> MutexGuard<'_, Expectations> {
        self.expectations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<C: Mockable> Expect<C> {
    /// Expects this many calls instead of one.
    pub fn times(mut self, times: usize) -> Self {
        self.times = Some(times);
        self
    }

    /// Allows any number of calls, including none.
    pub fn any_times(mut self) -> Self {
        self.times = None;
        self
    }

    /// Sets the status of the response, if the document allows several (`4XX`, `default`).
    pub fn status(mut self, status: u16) -> Self {
        match StatusCode::from_u16(status) {
            Ok(status) => self.status = Some(status),
            Err(_) => self.problem = Some(format!("`{}`: {status} is not an HTTP status", C::operation().name)),
        }
        self
    }

    /// Adds a header to the response.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => _ = self.headers.append(name, value),
            _ => {
                self.problem =
                    Some(format!("`{}`: the header `{name}` has an invalid name or value", C::operation().name))
            }
        }
        self
    }

    /// Returns a successful response.
    pub fn returns(self, value: C::Output) {
        self.encoded(C::operation().successes, C::mock_success(value), 200);
    }

    /// Returns a documented error response.
    pub fn fails(self, error: C::Error) {
        self.encoded(C::operation().failures, C::mock_failure(error), 500);
    }

    /// Returns the document's example of a success, or one generated from its schema.
    pub fn returns_example(self) {
        self.example(C::operation().successes, C::accepted(), 200);
    }

    /// Returns the document's example of an error response, or one generated from its schema: the first, or that of [`Expect::status`].
    pub fn fails_with_example(self) {
        self.example(C::operation().failures, None, 500);
    }

    /// Fails with a transport error, as a network does.
    pub fn breaks(self, kind: TransportErrorKind) {
        self.add(PlannedResponse::Failure(kind));
    }

    fn example(mut self, replies: &'static [Reply], accepted: Option<&str>, default: u16) {
        let requested = self.status;
        let fit = |reply: &&Reply| requested.map_or(1, |status| reply.status.fit(status.as_u16()));
        let reply = replies.iter().rev().max_by_key(fit).filter(|reply| fit(reply) > 0);
        let Some(reply) = reply else {
            self.problem = Some(format!("`{}` documents no response with this status", C::operation().name));
            return self.add(PlannedResponse::Failure(TransportErrorKind::Refused));
        };
        let status = match reply.status {
            Status::Exact(status) => status.to_string(),
            Status::Range(first) => format!("{first}XX"),
            Status::Default => "default".to_owned(),
        };
        let examples: Value = serde_json::from_str(self.mock.expectations().examples).unwrap_or_default();
        let example = examples.get(C::operation().name).and_then(|statuses| statuses.get(&status));
        let body = example.map(Value::to_string).unwrap_or_default();
        if body.is_empty() && !reply.media.is_empty() {
            self.problem = Some(format!("`{}` has no example for {status}", C::operation().name));
        }
        let json = reply.media.iter().find(|media| media.fit("application/json") > 0);
        if let Some(accepted) = accepted
            && json.is_none_or(|json| json.name != accepted)
        {
            self.problem = Some(format!("`{}` has no example in `{accepted}`", C::operation().name));
        }
        self.respond(reply, json.map(|media| media.name), Body::from(body), default);
    }

    fn encoded(self, replies: &'static [Reply], written: MockResponse, default: u16) {
        let MockResponse { case, body } = written;
        match Reply::of_case(replies, case) {
            Some((reply, index)) => {
                self.respond(reply, reply.media.get(index).map(|media| media.name), body, default);
            }
            None => self.respond(&Reply::empty(Status::Default), None, body, default),
        }
    }

    fn respond(mut self, reply: &Reply, media: Option<&str>, body: Body, default: u16) {
        let status = match reply.status {
            Status::Exact(status) => status,
            Status::Range(first) => u16::from(first) * 100,
            Status::Default => default,
        };
        let status = self.status.unwrap_or(StatusCode::from_u16(status).unwrap_or_default());
        let mut headers = std::mem::take(&mut self.headers);
        // Mocks write UTF-8, whatever the document declares.
        let media = media.filter(|media| !media.contains('*')).map(|media| with_parameter(media, "charset", "utf-8"));
        let content_type = media.and_then(|media| HeaderValue::try_from(media.as_ref()).ok());
        if let Some(content_type) = content_type.filter(|_| !headers.contains_key(header::CONTENT_TYPE)) {
            headers.insert(header::CONTENT_TYPE, content_type);
        }
        let response = match body.as_bytes().cloned() {
            Some(body) => PlannedResponse::Buffered { status, headers, body },
            None => PlannedResponse::Stream { status, headers, body: Some(body) },
        };
        self.add(response);
    }

    fn add(self, response: PlannedResponse) {
        let Self { mock, request, times, problem, .. } = self;
        let mut expectations = mock.expectations();
        expectations.problems.extend(problem);
        expectations.expected.push(Expectation { operation: C::operation(), request, times, calls: 0, response });
    }
}

impl PlannedResponse {
    fn next(&mut self) -> Result<Response<Body>, TransportError> {
        let (status, headers, body) = match self {
            Self::Buffered { status, headers, body } => (status, headers, Some(Body::from(body.clone()))),
            Self::Stream { status, headers, body } => (status, headers, body.take()),
            Self::Failure(kind) => return Err(TransportError::new(*kind, "the mock was set to fail")),
        };
        let body = body.ok_or_else(|| refused("the mock can return a stream only once"))?;
        let mut response = Response::new(body);
        *response.status_mut() = *status;
        response.headers_mut().clone_from(headers);
        Ok(response)
    }
}

fn refused(why: impl Into<String>) -> TransportError {
    TransportError::new(TransportErrorKind::Refused, why.into())
}

impl<C> fmt::Debug for Expect<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expect").field("times", &self.times).finish_non_exhaustive()
    }
}

impl fmt::Display for Unverified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the calls of the mock do not match its expectations:")?;
        self.0.iter().try_for_each(|line| write!(f, "\n- {line}"))
    }
}

impl std::error::Error for Unverified {}
