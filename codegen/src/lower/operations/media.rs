//! Media types: the only module that parses their names.

use super::is_token;
use crate::ir::{BinaryClass, JsonClass, JsonFraming, MediaClass, MediaType, TextClass};

/// A media type or media type range of the document, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ParsedMediaType {
    /// Type and subtype, in lower case.
    essence: String,
    /// The parameters after the essence, without surrounding spaces.
    parameters: String,
    /// The classification of the name, without the schema.
    pub(super) classification: Classification,
}

/// The classification of a media type by its name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Classification {
    /// The name determines the class.
    Known(MediaClass),
    /// `*/*` or `application/*`: the schema determines whether it is JSON or bytes.
    Wildcard,
}

impl ParsedMediaType {
    /// Parses a media type. Returns `None` if the text is not a valid one.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (essence, parameters) = text.split_once(';').unwrap_or((text, ""));
        let essence = essence.trim().to_ascii_lowercase();
        let (main, subtype) = essence.split_once('/')?;
        let printable = parameters.bytes().all(|byte| byte == b'\t' || (0x20..0x7f).contains(&byte));
        if !is_token(main) || !is_token(subtype) || !printable {
            return None;
        }
        let classification = classify(main, subtype);
        let parameters = match classification {
            // Each call generates its own boundary.
            Classification::Known(MediaClass::Multipart) => without_boundary(parameters),
            Classification::Known(_) | Classification::Wildcard => without_weight(parameters).trim().to_owned(),
        };
        Some(Self { essence, parameters, classification })
    }

    /// Returns the class, if the name determines it.
    pub(super) fn class(&self) -> Option<MediaClass> {
        match self.classification {
            Classification::Known(class) => Some(class),
            Classification::Wildcard => None,
        }
    }

    /// Returns the media type for the IR.
    pub(super) fn media_type(&self, class: MediaClass) -> MediaType {
        MediaType { name: self.name(), class }
    }

    /// Returns the name in normalized spelling.
    pub(super) fn name(&self) -> String {
        if self.parameters.is_empty() { self.essence.clone() } else { format!("{}; {}", self.essence, self.parameters) }
    }

    /// Returns the name of the format, if the class contains different formats. Then only media types with the same name are duplicates.
    pub(super) fn format(&self) -> Option<String> {
        let has_formats = match self.classification {
            // The schema describes a value in JSON, and in XML unless the name defines a format.
            Classification::Known(
                MediaClass::Json(_) | MediaClass::JsonLines(_) | MediaClass::Form | MediaClass::EventStream,
            ) => false,
            Classification::Known(MediaClass::Xml) => {
                let (_, subtype) = self.essence.split_once('/').unwrap_or_default();
                subtype != "xml" && !subtype.starts_with("vnd.")
            }
            // A range contains more media types than the class that its schema determines.
            Classification::Wildcard
            | Classification::Known(MediaClass::Multipart | MediaClass::Text(_) | MediaClass::Binary(_)) => true,
        };
        has_formats.then(|| self.essence.clone())
    }

    /// Whether this is `text/plain`, with any parameters.
    pub(super) fn is_plain_text(&self) -> bool {
        self.essence == "text/plain"
    }

    /// Whether this is `multipart/form-data`, with any parameters.
    pub(super) fn is_form_data(&self) -> bool {
        self.essence == "multipart/form-data"
    }

    /// Whether this is a media type range.
    pub(super) fn is_range(&self) -> bool {
        self.essence.contains('*')
    }

    /// Returns the rank of the media type in a request body: the preferred one has the lowest rank.
    pub(super) fn rank(&self) -> u8 {
        match self.classification {
            Classification::Known(MediaClass::Json(_)) => 0,
            Classification::Wildcard => 1,
            Classification::Known(MediaClass::Form) => 2,
            Classification::Known(MediaClass::Multipart) => 3,
            Classification::Known(MediaClass::JsonLines(_)) => 4,
            Classification::Known(MediaClass::Text(_)) => 5,
            Classification::Known(MediaClass::Xml) => 6,
            Classification::Known(MediaClass::Binary(_)) => 7,
            Classification::Known(MediaClass::EventStream) => 8,
        }
    }
}

fn classify(main: &str, subtype: &str) -> Classification {
    use JsonFraming::{Lines, Sequence};
    use MediaClass::{Binary, EventStream, Form, Json, JsonLines, Multipart, Text, Xml};
    let suffix = subtype.rsplit_once('+').map_or("", |(_, suffix)| suffix);
    Classification::Known(match (main, subtype, suffix) {
        ("*", ..) | ("application", "*", _) => return Classification::Wildcard,
        ("application", "x-www-form-urlencoded", _) => Form,
        ("multipart", ..) => Multipart,
        ("image", ..) => Binary(BinaryClass::Image),
        ("audio", ..) => Binary(BinaryClass::Audio),
        ("video", ..) => Binary(BinaryClass::Video),
        ("font", ..) => Binary(BinaryClass::Font),
        ("text", "event-stream", _) => EventStream,
        (_, "json-seq", _) | (.., "json-seq") => JsonLines(Sequence),
        (_, "ndjson" | "x-ndjson" | "jsonl" | "x-jsonl" | "jsonlines" | "x-jsonlines", _) => JsonLines(Lines),
        (_, "json-lines" | "x-json-lines" | "x-json-stream" | "stream+json", _) => JsonLines(Lines),
        (.., "ndjson" | "jsonl") => JsonLines(Lines),
        (_, "problem+json", _) => Json(JsonClass::Problem),
        (_, "merge-patch+json", _) => Json(JsonClass::MergePatch),
        (_, "json-patch+json", _) => Json(JsonClass::JsonPatch),
        (_, "json" | "x-json" | "json5", _) | (.., "json") => Json(JsonClass::Plain),
        (_, "xml" | "xml-dtd", _) | (.., "xml") => Xml,
        ("text", "html", _) => Text(TextClass::Html),
        ("text", "csv", _) => Text(TextClass::Csv),
        ("text", ..) => Text(TextClass::Plain),
        ("application", "yaml" | "x-yaml" | "javascript" | "graphql" | "sql" | "toml", _)
        | ("application", "jwt" | "jose" | "x-pem-file", _)
        | (.., "yaml" | "jwt") => Text(TextClass::Other),
        ("application", "octet-stream", _) => Binary(BinaryClass::OctetStream),
        ("application", "pdf", _) => Binary(BinaryClass::Pdf),
        ("application", "zip", _) => Binary(BinaryClass::Zip),
        ("application", "gzip", _) => Binary(BinaryClass::Gzip),
        _ => Binary(BinaryClass::Other),
    })
}

/// Removes a weight, which does not belong to a media type but to `Accept`, and the runtime adds its own there.
fn without_weight(parameters: &str) -> &str {
    let is_weight = |parameter: &str| parameter.trim().to_ascii_lowercase().starts_with("q=");
    let mut end = 0;
    for parameter in parameters.split_inclusive(';') {
        if is_weight(parameter) {
            return parameters[..end].trim_end_matches([';', ' ', '\t']);
        }
        end += parameter.len();
    }
    parameters
}

fn without_boundary(parameters: &str) -> String {
    let is_boundary = |parameter: &&str| parameter.split('=').next().unwrap_or("").eq_ignore_ascii_case("boundary");
    let kept: Vec<&str> = parameters
        .split(';')
        .map(str::trim)
        .filter(|parameter| !parameter.is_empty() && !is_boundary(parameter))
        .collect();
    kept.join("; ")
}

#[cfg(test)]
mod tests {
    use super::{Classification, ParsedMediaType};
    use crate::ir::{BinaryClass, JsonClass, JsonFraming, MediaClass, TextClass};

    #[test]
    fn media_types_have_a_class() {
        use MediaClass::{Binary, EventStream, Form, Json, JsonLines, Multipart, Text, Xml};
        for (class, names) in [
            (Json(JsonClass::Plain), "application/json|Application/JSON; charset=utf-8|text/json|application/x-json"),
            (Json(JsonClass::Plain), "application/vnd.api+json|application/hal+json|application/*+json"),
            (Json(JsonClass::Problem), "application/problem+json"),
            (Json(JsonClass::MergePatch), "application/merge-patch+json|APPLICATION/Merge-Patch+JSON"),
            (Json(JsonClass::JsonPatch), "application/json-patch+json"),
            (JsonLines(JsonFraming::Lines), "application/x-ndjson|application/ndjson|application/jsonl|text/x-ndjson"),
            (
                JsonLines(JsonFraming::Lines),
                "application/stream+json|application/vnd.x+ndjson|application/x-json-lines",
            ),
            (JsonLines(JsonFraming::Sequence), "application/json-seq|application/geo+json-seq"),
            (Form, "application/x-www-form-urlencoded|application/X-WWW-Form-Urlencoded ; charset=utf-8"),
            (Multipart, "multipart/form-data| multipart/form-data|multipart/mixed; boundary=x"),
            (EventStream, "text/event-stream|text/event-stream;charset=utf-8"),
            (Xml, "application/xml|text/xml|application/atom+xml|application/xhtml+xml"),
            (Text(TextClass::Plain), "text/plain|text/*|text/markdown"),
            (Text(TextClass::Html), "text/html"),
            (Text(TextClass::Csv), "text/csv; header=present"),
            (Text(TextClass::Other), "application/yaml|application/vnd.oai+yaml|application/jwt"),
            (Binary(BinaryClass::OctetStream), "application/octet-stream"),
            (Binary(BinaryClass::Image), "image/*|image/svg+xml|image/png"),
            (Binary(BinaryClass::Pdf), "application/pdf"),
            (Binary(BinaryClass::Other), "application/vnd.x.json.v1|application/not-json|foo/bar"),
        ] {
            for name in names.split('|') {
                let parsed = ParsedMediaType::parse(name);
                assert_eq!(parsed.and_then(|parsed| parsed.class()), Some(class), "{name}");
            }
        }
        for name in ["*/*", "*/*; q=1", "application/*", "*"] {
            assert_eq!(
                ParsedMediaType::parse(name).map(|parsed| parsed.classification),
                (name != "*").then_some(Classification::Wildcard),
                "{name}"
            );
        }
    }

    #[test]
    fn names_are_normalized() {
        for (text, expect) in [
            (" Application/JSON ", "application/json"),
            ("application/json;charset=UTF-8", "application/json; charset=UTF-8"),
            ("text/plain ;  format=flowed ", "text/plain; format=flowed"),
            (" multipart/form-data", "multipart/form-data"),
            ("multipart/mixed; boundary=x; Type=a", "multipart/mixed; Type=a"),
        ] {
            assert_eq!(ParsedMediaType::parse(text).map(|parsed| parsed.name()).as_deref(), Some(expect), "{text:?}");
        }
    }

    #[test]
    fn invalid_media_types_are_rejected() {
        for text in ["", "json", "a b/c", "application/json;\r\nX: y", "application/json\r\nX: y", "a/", "/b"] {
            assert_eq!(ParsedMediaType::parse(text), None, "{text:?}");
        }
        assert_eq!(ParsedMediaType::parse("application/\u{1f600}"), None);
        assert_eq!(ParsedMediaType::parse("application/json; a=\u{1f600}"), None);
    }
}
