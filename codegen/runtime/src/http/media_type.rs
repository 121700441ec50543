//! Media types of responses: groups those that are decoded alike.
//!
//! The generator classifies documented media types. This module only matches a server's `Content-Type` to a documented one, and reads its
//! parameters.

use std::borrow::Cow;
use std::ops::Range;

/// Returns a media type without its parameters.
#[must_use]
pub fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Whether a `Content-Type` is JSON.
pub(super) fn is_json(content_type: &str) -> bool {
    family(essence(content_type)) == Some(Family::Json)
}

/// Whether a `Content-Type` is `text/*`, and not JSON.
pub(super) fn is_text(content_type: &str) -> bool {
    let main = essence(content_type).split('/').next().unwrap_or_default();
    main.eq_ignore_ascii_case("text") && !is_json(content_type)
}

/// A group of media types that are decoded alike, regardless of spelling and vendor prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Json,
    JsonLines,
    Xml,
}

/// Whether a media type without parameters names only a family, without a vendor or a profile: `application/json`.
pub(super) fn is_general(essence: &str) -> bool {
    !essence.contains('+') && family(essence).is_some()
}

/// Returns the family of a media type without parameters, if it has one.
pub(super) fn family(essence: &str) -> Option<Family> {
    let essence = essence.to_ascii_lowercase();
    let (_, subtype) = essence.split_once('/')?;
    let suffix = subtype.rsplit_once('+').map_or(subtype, |(_, suffix)| suffix);
    match suffix.trim_start_matches("x-") {
        _ if subtype == "stream+json" => Some(Family::JsonLines),
        "ndjson" | "jsonl" | "jsonlines" | "json-lines" | "json-seq" | "json-stream" => Some(Family::JsonLines),
        "json" => Some(Family::Json),
        "xml" => Some(Family::Xml),
        _ => None,
    }
}

/// Returns the value of a parameter of a media type, without its quotation marks (RFC 9110, 8.3.1). An empty value counts as absent.
pub(super) fn parameter<'t>(media_type: &'t str, name: &str) -> Option<Cow<'t, str>> {
    let value = media_type.get(value_of(media_type, name)?)?;
    let Some(quoted) = value.strip_prefix('"') else {
        // Single quotation marks are not allowed, but some servers write them.
        return Some(Cow::Borrowed(value.trim_matches('\''))).filter(|value| !value.is_empty());
    };
    let quoted = quoted.strip_suffix('"').unwrap_or(quoted);
    let value = match quoted.contains('\\') {
        true => Cow::Owned(quoted.replace('\\', "")),
        false => Cow::Borrowed(quoted),
    };
    Some(value).filter(|value| !value.is_empty())
}

/// Returns the media type with another value of a parameter that it has; without that parameter, the media type itself.
pub(super) fn with_parameter<'t>(media_type: &'t str, name: &str, value: &str) -> Cow<'t, str> {
    match value_of(media_type, name).and_then(|range| media_type.get(..range.start).zip(media_type.get(range.end..))) {
        Some((before, after)) => Cow::Owned(format!("{before}{value}{after}")),
        None => Cow::Borrowed(media_type),
    }
}

/// Returns where the value of a parameter is. A semicolon in a quoted value does not end it.
fn value_of(media_type: &str, name: &str) -> Option<Range<usize>> {
    let mut start = media_type.find(';')? + 1;
    while start <= media_type.len() {
        let (mut is_quoted, mut is_escaped) = (false, false);
        let end = media_type.get(start..)?.bytes().position(|byte| {
            let ends = byte == b';' && !is_quoted;
            is_quoted ^= byte == b'"' && !is_escaped;
            is_escaped = is_quoted && byte == b'\\' && !is_escaped;
            ends
        });
        let end = end.map_or(media_type.len(), |length| start + length);
        let parameter = media_type.get(start..end)?;
        if let Some((found, value)) = parameter.split_once('=')
            && found.trim().eq_ignore_ascii_case(name)
        {
            let value_start = end - value.trim_start().len();
            return Some(value_start..value_start + value.trim().len());
        }
        start = end + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{parameter, with_parameter};

    #[test]
    fn parameters_of_media_types() {
        #[track_caller]
        fn check(media_type: &str, value: Option<&str>, replaced: &str) {
            assert_eq!(parameter(media_type, "charset").as_deref(), value, "{media_type}");
            assert_eq!(with_parameter(media_type, "charset", "utf-8"), replaced, "{media_type}");
        }
        check("text/plain", None, "text/plain");
        check("text/plain;", None, "text/plain;");
        check("text/plain; format=flowed", None, "text/plain; format=flowed");
        check("text/plain;charset=ISO-8859-1", Some("ISO-8859-1"), "text/plain;charset=utf-8");
        check("text/plain ; Charset = latin1 ; x=y", Some("latin1"), "text/plain ; Charset = utf-8 ; x=y");
        check("text/plain; charset=\"shift_jis\"", Some("shift_jis"), "text/plain; charset=utf-8");
        check("text/plain; charset=\"a\\\"b\"", Some("a\"b"), "text/plain; charset=utf-8");
        check("text/plain; charset='utf-16'", Some("utf-16"), "text/plain; charset=utf-8");
        check("text/plain; x=\"; charset=a\"; charset=b", Some("b"), "text/plain; x=\"; charset=a\"; charset=utf-8");
        check("text/plain; x=\"\\\"; charset=a\"", None, "text/plain; x=\"\\\"; charset=a\"");
        check("text/plain; charset=", None, "text/plain; charset=utf-8");
        check("text/plain; xcharset=a", None, "text/plain; xcharset=a");
        check("é; charset=é", Some("é"), "é; charset=utf-8");
    }
}
