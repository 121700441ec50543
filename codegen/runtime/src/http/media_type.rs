//! Media types of responses: groups those that are decoded alike.
//!
//! The generator classifies documented media types. This module only matches a server's `Content-Type` to a documented one.

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
