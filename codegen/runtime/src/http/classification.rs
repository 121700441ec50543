//! Finds the documented case of a response by the operation's table.
//!
//! Architecture invariant: this file alone decides the case of a response. Generated code only names a type for each case.

use http::{HeaderMap, StatusCode, header};

use super::media_type::{self, Family, essence};
use super::table::{Operation, Reply, Status};

/// What a response is by the operation's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResponseClass {
    Success,
    Failure,
    Undocumented,
    /// A documented success, but not of the media type that the call asked for.
    OtherMediaType {
        accepted: &'static str,
    },
    /// A documented stream of events or JSON values, but the response has another content type.
    OtherStream {
        documented: &'static str,
    },
}

/// The result of matching a response to the operation's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Classification {
    pub(super) class: ResponseClass,
    pub(super) case: usize,
    pub(super) streamed: bool,
}

/// Finds the documented case of a response to a call. `accepted` is the media type that the call asks for, if it asks for only one.
pub(super) fn classify_accepted(
    operation: &Operation,
    accepted: Option<&'static str>,
    status: StatusCode,
    headers: &HeaderMap,
) -> Classification {
    let given = headers.get(header::CONTENT_TYPE).map(|content_type| content_type.to_str().unwrap_or_default());
    let content_type = given.or(accepted).unwrap_or_default();
    let found = classify(operation, status, content_type);
    let found = match accepted.filter(|_| found.class == ResponseClass::Success) {
        Some(accepted) => of_accepted(operation, accepted, content_type, found),
        None => found,
    };
    match other_stream(operation, found, given) {
        Some(documented) => {
            Classification { class: ResponseClass::OtherStream { documented }, streamed: false, ..found }
        }
        None => found,
    }
}

/// Finds the case of a successful response to a call that asks for one media type.
fn of_accepted(
    operation: &Operation,
    accepted: &'static str,
    content_type: &str,
    found: Classification,
) -> Classification {
    let case_of_accepted = || {
        let (reply, index) = Reply::of_case(operation.successes, found.case)?;
        let (accepted_index, media) = reply.media.iter().enumerate().find(|(_, media)| media.name == accepted)?;
        let (fit, best_fit) = (media.fit(content_type), reply.media.get(index)?.fit(content_type));
        let is_accepted = fit > 0 && (fit >= best_fit || media_type::is_general(essence(content_type)));
        is_accepted.then_some((found.case - index + accepted_index, media.streamed))
    };
    match case_of_accepted() {
        Some((case, streamed)) => Classification { case, streamed, ..found },
        None => Classification { class: ResponseClass::OtherMediaType { accepted }, ..found },
    }
}

/// Returns the documented media type of a stream of values, if the response is something else. An error page of a proxy would be a stream
/// without events, or one error for each line.
fn other_stream(operation: &Operation, found: Classification, given: Option<&str>) -> Option<&'static str> {
    let is_streamed = found.class == ResponseClass::Success && found.streamed;
    let media = operation.success_media(found.case).filter(|_| is_streamed)?;
    if let Some(documented) = media.names().find(|name| is_event_stream(name)) {
        // Events must have this content type (HTML standard, 9.2.2).
        return (!given.is_some_and(is_event_stream)).then_some(documented);
    }
    // The names of JSON lines vary, so that another name may be one of them, but HTML is not.
    let is_json = matches!(media_type::family(essence(media.name)), Some(Family::Json | Family::JsonLines));
    let is_html = given.is_some_and(|given| essence(given).eq_ignore_ascii_case("text/html"));
    (is_json && is_html).then_some(media.name)
}

/// Whether a media type is that of server-sent events.
pub(super) fn is_event_stream(media_type: &str) -> bool {
    essence(media_type).eq_ignore_ascii_case("text/event-stream")
}

/// Finds the documented case of a response: the reply with the closest status, and its media type closest to the content type.
///
/// `default` covers every status without another reply (OpenAPI 3.1, "Responses Object"). It is the error for all of them, unless it is the only
/// success.
pub(super) fn classify(operation: &Operation, status: StatusCode, content_type: &str) -> Classification {
    let success = best(operation.successes, status, status.is_success(), content_type);
    let failure = best(operation.failures, status, success.is_none(), content_type);
    let (class, (_, case, streamed)) = match (success, failure) {
        (Some(success), Some(failure)) if success.0 < failure.0 => (ResponseClass::Failure, failure),
        (Some(success), _) => (ResponseClass::Success, success),
        (None, Some(failure)) => (ResponseClass::Failure, failure),
        (None, None) => (ResponseClass::Undocumented, (0, 0, false)),
    };
    Classification { class, case, streamed }
}

/// Returns the fit, the case, and whether its body is streamed. A `default` reply counts only with `use_default`: a default success does not
/// cover 404. A reply with a body does not cover a status without one, such as 304: its body would be missing.
fn best(replies: &[Reply], status: StatusCode, use_default: bool, content_type: &str) -> Option<(u8, usize, bool)> {
    let mut best: Option<(u8, usize, bool)> = None;
    let mut first_case = 0;
    for reply in replies {
        let fit = if reply.status == Status::Default && !use_default { 0 } else { reply.status.fit(status.as_u16()) };
        let lacks_body = !reply.media.is_empty() && is_bodiless(status);
        if fit > best.map_or(0, |(fit, ..)| fit) && !lacks_body {
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

/// Whether a response with this status has no body (RFC 9110, 6.4.1 and 15.3.6).
fn is_bodiless(status: StatusCode) -> bool {
    status.is_informational()
        || matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED)
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::{Classification, ResponseClass, classify};
    use crate::runtime::http::table::{Media, Operation, Reply, Status};

    const JSON: Media = Media::held("application/json");
    const BYTES: Media = Media::streamed("application/octet-stream");

    fn operation(successes: &'static [Reply], failures: &'static [Reply]) -> Operation {
        Operation { name: "o", successes, failures, ..Operation::EMPTY }
    }

    #[track_caller]
    fn check(operation: &Operation, status: u16, content_type: &'static str, class: ResponseClass, case: usize) {
        let Classification { class: got, case: got_case, .. } =
            classify(operation, StatusCode::from_u16(status).unwrap(), content_type);
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
    fn a_default_covers_what_no_other_reply_does() {
        const OK: &[Reply] = &[Reply::json(Status::Exact(200))];
        const DEFAULT: &[Reply] = &[Reply::json(Status::Default)];
        let failing = operation(OK, DEFAULT);
        check(&failing, 200, "application/json", ResponseClass::Success, 0);
        check(&failing, 202, "application/json", ResponseClass::Failure, 0);
        check(&failing, 302, "application/json", ResponseClass::Failure, 0);
        check(&failing, 400, "application/json", ResponseClass::Failure, 0);
        check(&failing, 599, "application/json", ResponseClass::Failure, 0);
        let succeeding = operation(DEFAULT, &[]);
        check(&succeeding, 202, "application/json", ResponseClass::Success, 0);
        check(&succeeding, 404, "application/json", ResponseClass::Undocumented, 0);
        // The generator lists a `default` that is the only response with a body on both sides.
        let both = operation(DEFAULT, DEFAULT);
        check(&both, 202, "application/json", ResponseClass::Success, 0);
        check(&both, 404, "application/json", ResponseClass::Failure, 0);
        check(&both, 302, "application/json", ResponseClass::Failure, 0);
    }

    /// A reply with a body does not cover a status that has none; a reply without one does.
    #[test]
    fn a_status_without_a_body() {
        const OK: &[Reply] = &[Reply::json(Status::Range(2)), Reply::json(Status::Exact(200))];
        const FAILURES: &[Reply] = &[Reply::json(Status::Default), Reply::json(Status::Range(3))];
        let with_bodies = operation(OK, FAILURES);
        for status in [101, 204, 205, 304] {
            check(&with_bodies, status, "", ResponseClass::Undocumented, 0);
        }
        const EMPTY: &[Reply] = &[Reply::json(Status::Default), Reply::empty(Status::Exact(304))];
        let documented = operation(OK, EMPTY);
        check(&documented, 304, "application/json", ResponseClass::Failure, 1);
        let default = operation(OK, const { &[Reply::empty(Status::Default)] });
        check(&default, 304, "", ResponseClass::Failure, 0);
    }
}
