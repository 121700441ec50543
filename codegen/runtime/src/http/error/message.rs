//! The API's own message about an error.

use std::fmt::{self, Write};

use serde_json::Value;

use crate::runtime::http::charset;
use crate::runtime::http::media_type::essence;
use crate::runtime::http::raw::{RawResponse, push_escaped};

/// The members that hold a message, the most specific ones first: RFC 9457 (`detail`, `title`), OAuth 2 (RFC 6749, 5.2), and what common
/// frameworks write. Names are compared without case, `_` and `-`.
const MEMBERS: [&str; 12] = [
    "detail",
    "errordescription",
    "message",
    "errormessage",
    "msg",
    "error",
    "errors",
    "fault",
    "faultstring",
    "description",
    "reason",
    "title",
];

/// Larger bodies are not searched for a message.
const SEARCHED_LENGTH: usize = 1024 * 1024;

/// How deep members are searched: `errors[0].error.message`.
const SEARCHED_DEPTH: usize = 4;

/// The number of characters that [`Printable`] shows.
const PRINTED_LENGTH: usize = 200;

/// Returns the API's message in an error response: from the member at this path, otherwise from a usual member, otherwise plain text.
pub(crate) fn message(response: &RawResponse, path: &[&str]) -> Option<String> {
    if !response.is_failure() || response.body.len() > SEARCHED_LENGTH {
        return None;
    }
    let json = charset::json(response.content_type(), &response.body);
    if let Some(body) = json.ok().and_then(|json| serde_json::from_slice::<Value>(&json).ok()) {
        let chosen = path.iter().try_fold(&body, |value, member| child(value, member));
        let chosen = chosen.filter(|_| !path.is_empty()).and_then(|value| find(value, SEARCHED_DEPTH));
        let message = chosen.or_else(|| find(&body, SEARCHED_DEPTH))?;
        let reason = response.status.canonical_reason().unwrap_or_default();
        return (!message.eq_ignore_ascii_case(reason)).then(|| message.to_owned());
    }
    let is_text = essence(response.content_type()).eq_ignore_ascii_case("text/plain");
    let text = charset::text(response.content_type(), &response.body).ok().filter(|_| is_text)?;
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn child<'v>(value: &'v Value, segment: &str) -> Option<&'v Value> {
    match value {
        Value::Array(items) => items.get(segment.parse::<usize>().ok()?),
        value => value.get(segment),
    }
}

fn find(value: &Value, depth: usize) -> Option<&str> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::String(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        Value::Array(items) => items.iter().find_map(|item| find(item, depth)),
        Value::Object(members) => MEMBERS.iter().find_map(|wanted| {
            members.iter().filter(|(name, _)| is_named(name, wanted)).find_map(|(_, value)| find(value, depth))
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn is_named(name: &str, wanted: &str) -> bool {
    let letters = name.bytes().filter(|byte| !matches!(byte, b'_' | b'-')).map(|byte| byte.to_ascii_lowercase());
    letters.eq(wanted.bytes())
}

/// Shows at most 200 characters. Characters that control a terminal or the direction of text are escaped.
pub(in crate::runtime::http) struct Printable<'a>(pub(in crate::runtime::http) &'a str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.chars();
        let mut shown = String::new();
        push_escaped(&mut shown, rest.by_ref().take(PRINTED_LENGTH));
        f.write_str(&shown)?;
        if rest.next().is_some() { f.write_char('…') } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, StatusCode, header};

    use super::{Printable, message};
    use crate::runtime::http::raw::RawResponse;

    fn response(status: u16, content_type: &'static str, body: &'static str) -> RawResponse {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        RawResponse { status: StatusCode::from_u16(status).unwrap(), headers, body: body.into(), is_truncated: false }
    }

    #[track_caller]
    fn check(body: &'static str, expected: Option<&str>) {
        assert_eq!(message(&response(404, "application/json", body), &[]).as_deref(), expected, "{body}");
    }

    #[test]
    fn usual_members_are_found() {
        check(r#"{"title":"No pet","detail":"no such pet"}"#, Some("no such pet"));
        check(r#"{"title":"No pet"}"#, Some("No pet"));
        check(r#"{"title":"Not Found"}"#, None);
        check(r#"{"error":"not_found","message":"no such pet"}"#, Some("no such pet"));
        check(r#"{"error":"invalid_grant","error_description":"expired"}"#, Some("expired"));
        check(r#"{"error":{"code":7,"message":"no such pet"}}"#, Some("no such pet"));
        check(r#"{"errors":[{"message":"first"},{"message":"second"}]}"#, Some("first"));
        check(r#"{"detail":[{"loc":["query","id"],"msg":"not a number","type":"int"}]}"#, Some("not a number"));
        check(r#"{"errorMessage":"x"}"#, Some("x"));
        check(r#"{"Message":" x "}"#, Some("x"));
        check(r#""no such pet""#, Some("no such pet"));
        check(r#"["first", "second"]"#, Some("first"));
    }

    #[test]
    fn other_bodies_have_no_message() {
        check("", None);
        check("<html>", None);
        check("7", None);
        check(r#"{"message":"","error":null}"#, None);
        check(r#"{"id":"a"}"#, None);
        check(r#"{"errors":{"errors":{"errors":{"errors":"too deep"}}}}"#, None);
    }

    #[test]
    fn plain_text_is_a_message_but_a_page_is_not() {
        assert_eq!(message(&response(500, "text/plain; charset=utf-8", " down \n"), &[]).as_deref(), Some("down"));
        assert_eq!(message(&response(500, "text/html", "<html>"), &[]), None);
    }

    #[test]
    fn a_successful_response_has_no_message() {
        assert_eq!(message(&response(202, "application/json", r#"{"message":"secret"}"#), &[]), None);
    }

    #[test]
    fn the_configured_member_comes_first() {
        let body = r#"{"message":"generic","problem":{"info":["precise"]}}"#;
        let response = response(400, "application/json", body);
        assert_eq!(message(&response, &["problem", "info"]).as_deref(), Some("precise"));
        assert_eq!(message(&response, &["problem", "info", "0"]).as_deref(), Some("precise"));
        assert_eq!(message(&response, &["missing"]).as_deref(), Some("generic"));
    }

    #[test]
    fn printed_text_is_short_and_cannot_control_the_terminal() {
        assert_eq!(Printable("a\u{1b}[31m\u{202e}b").to_string(), "a\\u{1b}[31m\\u{202e}b");
        let long = Printable(&"ä".repeat(201)).to_string();
        assert_eq!(long, format!("{}…", "ä".repeat(200)));
    }
}
