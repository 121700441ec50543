//! What a mock expects and how it answers.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, header};
use serde_json::Value;

use super::matching::Wanted;
use super::sent::called;
use super::{Mock, Mockable, Written};
use crate::runtime::http::body::Body;
use crate::runtime::http::error::{TransportError, TransportErrorKind};
use crate::runtime::http::table::{Operation, Reply, Status};

/// A call that is expected, until it is said how it is answered.
#[must_use = "say how it is answered: `returns`, `fails`, `returns_example`"]
pub struct Expect<C> {
    mock: Mock,
    wanted: Option<Wanted>,
    times: Option<usize>,
    status: Option<StatusCode>,
    headers: HeaderMap,
    problem: Option<String>,
    typed: PhantomData<fn() -> C>,
}

/// What a mock expects, and what came that it did not.
#[derive(Default)]
pub(super) struct Expectations {
    examples: &'static str,
    expected: Vec<Expectation>,
    problems: Vec<String>,
    /// Whether nothing but what is expected may come.
    strict: bool,
}

struct Expectation {
    operation: &'static Operation,
    wanted: Option<Wanted>,
    /// How often it may be called; `None` if any number will do.
    times: Option<usize>,
    calls: usize,
    answer: Answer,
}

enum Answer {
    Responds {
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    },
    /// A stream can be answered with once.
    Streams {
        status: StatusCode,
        headers: HeaderMap,
        body: Option<Body>,
    },
    Breaks(TransportErrorKind),
}

/// What a mock was not called with, or was called with though it was not expected: a line each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unverified(pub Vec<String>);

impl Mock {
    /// Answers only what is expected of it. `examples` are those of the API: its function `mock` gives them.
    #[must_use]
    pub fn expecting(examples: &'static str) -> Self {
        let refuse = |_: &Request<Bytes>| Err(refused("the mock expects no such call"));
        let mock = Self::failing(refuse);
        *mock.expectations() = Expectations { examples, strict: true, ..Expectations::default() };
        mock
    }

    /// Expects this very call: path, query, body and the headers that it sets.
    pub fn expect<C: Mockable>(&self, call: C) -> Expect<C> {
        let request = call.into_call().into_request(Wanted::BASE_URL);
        let problem = request.as_ref().err().map(ToString::to_string);
        Expect { wanted: request.ok().map(Wanted::new), problem, ..self.expect_any() }
    }

    /// Expects a call of this operation, whatever its values.
    pub fn expect_any<C: Mockable>(&self) -> Expect<C> {
        Expect {
            mock: self.clone(),
            wanted: None,
            times: Some(1),
            status: None,
            headers: HeaderMap::new(),
            problem: None,
            typed: PhantomData,
        }
    }

    /// Whether all that was expected came, and nothing else.
    ///
    /// # Errors
    ///
    /// If not.
    pub fn verify(&self) -> Result<(), Unverified> {
        let expectations = self.expectations();
        let mut lines = expectations.problems.clone();
        for Expectation { operation, times, calls, .. } in &expectations.expected {
            if times.is_some_and(|times| *calls < times) {
                let times = times.unwrap_or_default();
                lines.push(format!("`{}` was expected {times} times, and came {calls} times", operation.name));
            }
        }
        if lines.is_empty() { Ok(()) } else { Err(Unverified(lines)) }
    }

    /// The response to a request; `None` if it is left to the function.
    pub(super) fn expected(&self, request: &Request<Bytes>) -> Option<Result<Response<Body>, TransportError>> {
        let mut expectations = self.expectations();
        let operation = called(request);
        let mut reasons = Vec::new();
        for expectation in &mut expectations.expected {
            if operation.is_none_or(|operation| operation.name != expectation.operation.name) {
                continue;
            }
            if expectation.times.is_some_and(|times| expectation.calls >= times) {
                reasons.push("it came more often than expected".to_owned());
            } else if let Some(difference) = expectation.wanted.as_ref().and_then(|wanted| wanted.difference(request)) {
                reasons.push(format!("{difference} is not what was expected"));
            } else {
                expectation.calls += 1;
                return Some(expectation.answer.give());
            }
        }
        if !expectations.strict {
            return None;
        }
        let name = operation.map_or("a request", |operation| operation.name);
        let path = request.uri().path();
        let why = reasons.pop().unwrap_or_else(|| "none was expected".to_owned());
        let problem = format!("`{name}` ({} {path}): {why}", request.method());
        expectations.problems.push(problem.clone());
        Some(Err(refused(problem)))
    }

    fn expectations(&self) -> MutexGuard<'_, Expectations> {
        self.expectations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<C: Mockable> Expect<C> {
    /// So often, in place of once.
    pub fn times(mut self, times: usize) -> Self {
        self.times = Some(times);
        self
    }

    /// Any number of times, also never.
    pub fn any_times(mut self) -> Self {
        self.times = None;
        self
    }

    /// With this status, where the document leaves a choice (`4XX`, `default`).
    pub fn status(mut self, status: u16) -> Self {
        match StatusCode::from_u16(status) {
            Ok(status) => self.status = Some(status),
            Err(_) => self.problem = Some(format!("`{}`: {status} is no status", C::operation().name)),
        }
        self
    }

    /// With a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => _ = self.headers.append(name, value),
            _ => self.problem = Some(format!("`{}`: the header `{name}` cannot be sent", C::operation().name)),
        }
        self
    }

    /// Answers with success.
    pub fn returns(self, value: C::Output) {
        self.written(C::operation().successes, C::written_success(value), 200);
    }

    /// Answers with a documented failure.
    pub fn fails(self, error: C::Error) {
        self.written(C::operation().failures, C::written_failure(error), 500);
    }

    /// Answers with the document's example of success, or with one made from its schema.
    pub fn returns_example(self) {
        self.example(C::operation().successes, 200);
    }

    /// Answers with the document's example of failure, or with one made from its schema: the first, or that of [`Expect::status`].
    pub fn fails_with_example(self) {
        self.example(C::operation().failures, 500);
    }

    /// Breaks off as a network does.
    pub fn breaks(self, kind: TransportErrorKind) {
        self.answered(Answer::Breaks(kind));
    }

    fn example(mut self, replies: &'static [Reply], default: u16) {
        let asked = self.status;
        let fit = |reply: &&Reply| asked.map_or(1, |status| reply.status.fit(status.as_u16()));
        let reply = replies.iter().rev().max_by_key(fit).filter(|reply| fit(reply) > 0);
        let Some(reply) = reply else {
            self.problem = Some(format!("`{}` documents no such response", C::operation().name));
            return self.answered(Answer::Breaks(TransportErrorKind::Refused));
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
        self.respond(reply, json.map(|media| media.name), Body::from(body), default);
    }

    fn written(self, replies: &'static [Reply], written: Written, default: u16) {
        let Written { case, body } = written;
        let mut first_case = 0;
        for reply in replies {
            let cases = reply.media.len().max(1);
            if case < first_case + cases {
                let media = reply.media.get(case - first_case).map(|media| media.name);
                return self.respond(reply, media, body, default);
            }
            first_case += cases;
        }
        self.respond(&Reply::empty(Status::Default), None, body, default);
    }

    fn respond(mut self, reply: &Reply, media: Option<&str>, body: Body, default: u16) {
        let status = match reply.status {
            Status::Exact(status) => status,
            Status::Range(first) => u16::from(first) * 100,
            Status::Default => default,
        };
        let status = self.status.unwrap_or(StatusCode::from_u16(status).unwrap_or_default());
        let mut headers = std::mem::take(&mut self.headers);
        let content_type =
            media.filter(|media| !media.contains('*')).and_then(|media| HeaderValue::try_from(media).ok());
        if let Some(content_type) = content_type.filter(|_| !headers.contains_key(header::CONTENT_TYPE)) {
            headers.insert(header::CONTENT_TYPE, content_type);
        }
        let answer = match body.as_bytes().cloned() {
            Some(body) => Answer::Responds { status, headers, body },
            None => Answer::Streams { status, headers, body: Some(body) },
        };
        self.answered(answer);
    }

    fn answered(self, answer: Answer) {
        let Self { mock, wanted, times, problem, .. } = self;
        let mut expectations = mock.expectations();
        expectations.problems.extend(problem);
        expectations.expected.push(Expectation { operation: C::operation(), wanted, times, calls: 0, answer });
    }
}

impl Answer {
    fn give(&mut self) -> Result<Response<Body>, TransportError> {
        let (status, headers, body) = match self {
            Self::Responds { status, headers, body } => (status, headers, Some(Body::from(body.clone()))),
            Self::Streams { status, headers, body } => (status, headers, body.take()),
            Self::Breaks(kind) => return Err(TransportError::new(*kind, "the mock breaks off, as it was told")),
        };
        let body = body.ok_or_else(|| refused("a stream can be answered with only once"))?;
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
        f.write_str("the mock was not called as expected:")?;
        self.0.iter().try_for_each(|line| write!(f, "\n- {line}"))
    }
}

impl std::error::Error for Unverified {}
