//! A `tracing` span for each call, its fields named as OpenTelemetry names those of HTTP clients. No values of the call, no headers.

use http::{StatusCode, Uri};
use tracing::{Span, field};

use super::table::Operation;

/// The span of a call.
pub(super) fn span(operation: &Operation, base_url: &str) -> Span {
    let uri = Uri::try_from(base_url).unwrap_or_default();
    tracing::info_span!(
        "HTTP request",
        otel.name = format_args!("{} {}", operation.method, operation.path),
        otel.kind = "client",
        http.request.method = operation.method,
        url.template = operation.path,
        server.address = uri.host().unwrap_or_default(),
        server.port = uri.port_u16(),
        code.function.name = operation.name,
        http.response.status_code = field::Empty,
        http.request.resend_count = field::Empty,
        error.type = field::Empty,
    )
}

/// An attempt has an answer.
pub(super) fn answered(status: StatusCode) {
    let span = Span::current();
    span.record("http.response.status_code", status.as_u16());
    if !status.is_success() {
        span.record("error.type", status.as_str());
    }
}

/// An attempt has failed.
pub(super) fn failed(error: &super::error::TransportError) {
    Span::current().record("error.type", field::debug(error.kind));
}

/// There is another attempt.
pub(super) fn resent(count: u32) {
    Span::current().record("http.request.resend_count", count);
}
