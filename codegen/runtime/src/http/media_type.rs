//! Media types of answers: which of them are read in the same way.
//!
//! What an API documents is classified by the generator. This module only finds the documented case for what a server sends.

/// A media type without its parameters.
#[must_use]
pub fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Media types that are read in the same way, whatever their spelling and vendor prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Json,
    JsonLines,
    Xml,
}

/// The family of a media type without parameters, if it has one.
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
