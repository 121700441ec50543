//! A `tracing` span for each call. Its fields follow OpenTelemetry's semantic conventions for HTTP clients (version 1.27).
//!
//! Architecture invariant: spans record no header, body or query, and therefore no credential.

use std::convert::Infallible;

use http::Uri;
use tracing::{Span, field};

use super::classified_response::ClassifiedResponse;
use super::error::{Error, TransportErrorKind};
use super::table::Operation;

/// Creates the span of a call.
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

/// Records a request's URL without the query, which may hold an API key.
pub(super) fn record_request(span: &Span, uri: &Uri) {
    if !span.is_disabled() {
        let without_query = uri.to_string();
        span.record("url.full", without_query.split('?').next());
    }
}

/// Records a redirected request to another origin. Only the origin is recorded, because the path may act as a password.
pub(super) fn record_redirected_request(span: &Span, uri: &Uri) {
    if !span.is_disabled() {
        let (scheme, authority) = (uri.scheme_str(), uri.authority().map(http::uri::Authority::as_str));
        span.record("url.full", format!("{}://{}", scheme.unwrap_or_default(), authority.unwrap_or_default()));
    }
}

/// Records another attempt.
pub(super) fn record_retry(span: &Span, count: u32) {
    span.record("http.request.resend_count", count);
}

/// Records the outcome of a call.
pub(super) fn record_outcome(span: &Span, outcome: &Result<ClassifiedResponse, Error<Infallible>>) {
    let failure = match outcome {
        Ok(answer) => {
            span.record("http.response.status_code", answer.status.as_u16());
            (answer.status.as_u16() >= 400).then(|| answer.status.as_str().to_owned())
        }
        Err(error) => Some(error_type(error).to_owned()),
    };
    if let Some(failure) = failure {
        span.record("error.type", failure);
        span.record("otel.status_code", "ERROR");
    }
}

fn error_type(error: &Error<Infallible>) -> &'static str {
    match error {
        Error::Request(_) => "request",
        Error::Credential(_) => "credential",
        Error::Timeout(_) => "timeout",
        Error::Api(_) | Error::UnexpectedStatus(_) => "status",
        Error::UnexpectedMediaType(_) | Error::Decode(_) | Error::Stream(_) | Error::Header(_) => "decode",
        Error::Redirect(_) => "redirect",
        Error::Build(_) => "build",
        Error::Io(_) => "io",
        Error::Transport(error) => match error.kind {
            TransportErrorKind::Connect => "connect",
            TransportErrorKind::Timeout | TransportErrorKind::Idle | TransportErrorKind::Deadline => "timeout",
            TransportErrorKind::RequestBody => "request_body",
            TransportErrorKind::ResponseBody => "response_body",
            TransportErrorKind::TooLarge => "too_large",
            TransportErrorKind::Refused => "refused",
            TransportErrorKind::Other => "other",
        },
    }
}
