//! Media types, and how a body in one is read and written.

/// What a media type (or range) is, by its name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MediaKind {
    /// JSON and its like.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/*`.
    Multipart,
    /// A stream of events.
    EventStream,
    /// A JSON value a line.
    JsonLines,
    /// XML: text, though a schema describes it.
    Xml,
    /// Text.
    Text,
    /// `*/*` and `application/*`: JSON if a schema describes a value, bytes else.
    Anything,
    /// Bytes.
    Bytes,
}

impl MediaKind {
    pub(super) fn of(media_type: &str) -> Self {
        let essence = essence(media_type);
        let (kind, subtype) = essence.split_once('/').unwrap_or((essence.as_str(), ""));
        match (kind, subtype) {
            ("application", "x-www-form-urlencoded") => Self::Form,
            ("multipart", _) => Self::Multipart,
            ("text", "event-stream") => Self::EventStream,
            ("application", "x-ndjson" | "ndjson" | "jsonl" | "x-jsonl" | "jsonlines" | "x-jsonlines" | "json-seq") => {
                Self::JsonLines
            }
            ("application", "x-json-stream" | "stream+json" | "json-lines" | "x-json-lines") => Self::JsonLines,
            (_, "json" | "x-json" | "hal+json" | "json5") => Self::Json,
            (_, other) if other.ends_with("+json-seq") => Self::JsonLines,
            (_, other) if other.ends_with("+json") => Self::Json,
            (_, "xml" | "xml-dtd") => Self::Xml,
            (_, other) if other.ends_with("+xml") && kind != "image" => Self::Xml,
            ("*", _) | ("application", "*") => Self::Anything,
            ("text", _) => Self::Text,
            (
                "application",
                "yaml" | "x-yaml" | "javascript" | "graphql" | "sql" | "toml" | "jwt" | "x-pem-file" | "jose",
            ) => Self::Text,
            (_, other) if other.ends_with("+yaml") || other.ends_with("+jwt") => Self::Text,
            _ => Self::Bytes,
        }
    }

    /// The preferred kind stands first where a body can be sent in several.
    pub(super) fn rank(self) -> u8 {
        match self {
            Self::Json => 0,
            Self::Anything => 1,
            Self::Form => 2,
            Self::Multipart => 3,
            Self::JsonLines => 4,
            Self::Text => 5,
            Self::Xml => 6,
            Self::Bytes => 7,
            Self::EventStream => 8,
        }
    }
}

/// A media type without parameters, in lower case.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a text can be sent as `Content-Type`.
pub(super) fn is_media_type(text: &str) -> bool {
    let essence = essence(text);
    let token = |part: &str| super::is_token(part);
    let parameters = text.bytes().all(|byte| byte == b'\t' || (0x20..0x7f).contains(&byte));
    parameters && essence.split_once('/').is_some_and(|(kind, subtype)| token(kind) && token(subtype))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_have_a_kind() {
        for (media_type, expect) in [
            ("application/json", MediaKind::Json),
            ("Application/JSON; charset=utf-8", MediaKind::Json),
            ("application/vnd.api+json", MediaKind::Json),
            ("application/merge-patch+json", MediaKind::Json),
            ("text/json", MediaKind::Json),
            ("*/*", MediaKind::Anything),
            ("application/*", MediaKind::Anything),
            ("application/x-www-form-urlencoded", MediaKind::Form),
            ("multipart/form-data", MediaKind::Multipart),
            ("multipart/mixed; boundary=x", MediaKind::Multipart),
            ("text/event-stream", MediaKind::EventStream),
            ("application/x-ndjson", MediaKind::JsonLines),
            ("application/json-seq", MediaKind::JsonLines),
            ("application/xml", MediaKind::Xml),
            ("application/atom+xml", MediaKind::Xml),
            ("image/svg+xml", MediaKind::Bytes),
            ("text/plain", MediaKind::Text),
            ("application/yaml", MediaKind::Text),
            ("application/octet-stream", MediaKind::Bytes),
            ("image/*", MediaKind::Bytes),
            ("nonsense", MediaKind::Bytes),
        ] {
            assert_eq!(MediaKind::of(media_type), expect, "{media_type}");
        }
    }

    #[test]
    fn hostile_media_types_are_none() {
        assert!(is_media_type("application/json; charset=utf-8"));
        for text in ["", "json", "a b/c", "application/json\r\nX: y", "a/", "/b", "application/\u{1f600}"] {
            assert!(!is_media_type(text), "{text:?}");
        }
    }
}
