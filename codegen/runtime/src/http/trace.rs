//! A `tracing` span for each call, its fields named as OpenTelemetry names those of HTTP clients (semantic conventions 1.27).
//!
//! Architecture invariant: no header, no body and no query goes into it, so no credential can.

use std::convert::Infallible;

use http::Uri;
use tracing::{Span, field};

use super::answer::Answer;
use super::error::{Error, TransportErrorKind};
use super::table::Operation;

/// The span of a call.
pub(super) fn span(operation: &Operation, base_url: &str) -> Span {
    let span = tracing::info_span!(
        "HTTP request",
        otel.name = format_args!("{} {}", operation.method, operation.path),
        otel.kind = "client",
        otel.status_code = field::Empty,
        http.request.method = operation.method,
        url.template = operation.path,
        url.full = field::Empty,
        server.address = field::Empty,
        server.port = field::Empty,
        code.function.name = operation.name,
        http.response.status_code = field::Empty,
        http.request.resend_count = field::Empty,
        error.type = field::Empty,
    );
    if !span.is_disabled() {
        let uri = Uri::try_from(base_url).unwrap_or_default();
        let default_port = if uri.scheme_str() == Some("http") { 80 } else { 443 };
        span.record("server.address", uri.host().unwrap_or_default());
        span.record("server.port", uri.port_u16().unwrap_or(default_port));
    }
    span
}

/// A request is sent. Its URL is noted without the query, which can hold an API key.
pub(super) fn sending(span: &Span, uri: &Uri) {
    if !span.is_disabled() {
        let without_query = uri.to_string();
        span.record("url.full", without_query.split('?').next());
    }
}

/// A request is sent to an origin that a redirect led to. A path there can be as good as a password: only the origin is noted.
pub(super) fn redirected(span: &Span, uri: &Uri) {
    if !span.is_disabled() {
        let (scheme, authority) = (uri.scheme_str(), uri.authority().map(http::uri::Authority::as_str));
        span.record("url.full", format!("{}://{}", scheme.unwrap_or_default(), authority.unwrap_or_default()));
    }
}

/// There is another attempt.
pub(super) fn resent(span: &Span, count: u32) {
    span.record("http.request.resend_count", count);
}

/// The call has ended, with its last attempt.
pub(super) fn ended(span: &Span, outcome: &Result<Answer, Error<Infallible>>) {
    let failure = match outcome {
        Ok(answer) => {
            span.record("http.response.status_code", answer.status.as_u16());
            (answer.status.as_u16() >= 400).then(|| answer.status.as_str().to_owned())
        }
        Err(error) => Some(kind(error).to_owned()),
    };
    if let Some(failure) = failure {
        span.record("error.type", failure);
        span.record("otel.status_code", "ERROR");
    }
}

fn kind(error: &Error<Infallible>) -> &'static str {
    match error {
        Error::Request(_) => "request",
        Error::Credential(_) => "credential",
        Error::Timeout(_) => "timeout",
        Error::Api(_) | Error::UnexpectedStatus(_) => "status",
        Error::Decode(_) => "decode",
        Error::Redirect(_) => "redirect",
        Error::Transport(error) => match error.kind {
            TransportErrorKind::Connect => "connect",
            TransportErrorKind::Timeout => "timeout",
            TransportErrorKind::RequestBody => "request_body",
            TransportErrorKind::ResponseBody => "response_body",
            TransportErrorKind::TooLarge => "too_large",
            TransportErrorKind::Refused => "refused",
            TransportErrorKind::Other => "other",
        },
    }
}
