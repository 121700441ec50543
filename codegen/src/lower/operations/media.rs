//! Media types: the one place that reads their names.

use super::is_token;
use crate::ir::{BinaryClass, JsonClass, JsonFraming, MediaClass, MediaType, TextClass};

/// A media type (or range) as the document writes it, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// Type and subtype, in lower case.
    essence: String,
    /// What follows the essence: parameters without the blanks around them.
    parameters: String,
    /// What it is, by its name alone.
    pub(super) kind: Kind,
}

/// What a media type (or range) is, by its name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A class.
    Of(MediaClass),
    /// `*/*` and `application/*`: the schema decides between JSON and bytes.
    Anything,
}

impl Written {
    /// Reads a media type; `None` if the text cannot be one.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (essence, parameters) = text.split_once(';').unwrap_or((text, ""));
        let essence = essence.trim().to_ascii_lowercase();
        let (main, subtype) = essence.split_once('/')?;
        let printable = parameters.bytes().all(|byte| byte == b'\t' || (0x20..0x7f).contains(&byte));
        if !is_token(main) || !is_token(subtype) || !printable {
            return None;
        }
        let kind = kind(main, subtype);
        let parameters = match kind {
            // Each call makes a boundary of its own.
            Kind::Of(MediaClass::Multipart) => without_boundary(parameters),
            Kind::Of(_) | Kind::Anything => parameters.trim().to_owned(),
        };
        Some(Self { essence, parameters, kind })
    }

    /// The class, if the name alone says it.
    pub(super) fn class(&self) -> Option<MediaClass> {
        match self.kind {
            Kind::Of(class) => Some(class),
            Kind::Anything => None,
        }
    }

    /// The media type as the IR has it.
    pub(super) fn media_type(&self, class: MediaClass) -> MediaType {
        MediaType { name: self.name(), class }
    }

    /// The name in one spelling.
    pub(super) fn name(&self) -> String {
        if self.parameters.is_empty() { self.essence.clone() } else { format!("{}; {}", self.essence, self.parameters) }
    }

    /// The format, where the class leaves it open: then only media types of the same name are one.
    pub(super) fn format(&self) -> Option<String> {
        let is_open = match self.kind {
            // The schema says what a value in JSON is. So it does for XML without a format of its own.
            Kind::Of(MediaClass::Json(_) | MediaClass::JsonLines(_) | MediaClass::Form | MediaClass::EventStream) => {
                false
            }
            Kind::Of(MediaClass::Xml) => {
                let (_, subtype) = self.essence.split_once('/').unwrap_or_default();
                subtype != "xml" && !subtype.starts_with("vnd.")
            }
            // A range fits more than the class that the schema gives it.
            Kind::Anything | Kind::Of(MediaClass::Multipart | MediaClass::Text(_) | MediaClass::Binary(_)) => true,
        };
        is_open.then(|| self.essence.clone())
    }

    /// Whether it stands for several media types.
    pub(super) fn is_range(&self) -> bool {
        self.essence.contains('*')
    }

    /// The preferred media type stands first where a body can be sent in several.
    pub(super) fn rank(&self) -> u8 {
        match self.kind {
            Kind::Of(MediaClass::Json(_)) => 0,
            Kind::Anything => 1,
            Kind::Of(MediaClass::Form) => 2,
            Kind::Of(MediaClass::Multipart) => 3,
            Kind::Of(MediaClass::JsonLines(_)) => 4,
            Kind::Of(MediaClass::Text(_)) => 5,
            Kind::Of(MediaClass::Xml) => 6,
            Kind::Of(MediaClass::Binary(_)) => 7,
            Kind::Of(MediaClass::EventStream) => 8,
        }
    }
}

fn kind(main: &str, subtype: &str) -> Kind {
    use JsonFraming::{Lines, Sequence};
    use MediaClass::{Binary, EventStream, Form, Json, JsonLines, Multipart, Text, Xml};
    let suffix = subtype.rsplit_once('+').map_or("", |(_, suffix)| suffix);
    Kind::Of(match (main, subtype, suffix) {
        ("*", ..) | ("application", "*", _) => return Kind::Anything,
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
    use super::{Kind, Written};
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
                let written = Written::read(name);
                assert_eq!(written.and_then(|written| written.class()), Some(class), "{name}");
            }
        }
        for name in ["*/*", "*/*; q=1", "application/*", "*"] {
            assert_eq!(
                Written::read(name).map(|written| written.kind),
                (name != "*").then_some(Kind::Anything),
                "{name}"
            );
        }
    }

    #[test]
    fn names_have_one_spelling() {
        for (text, expect) in [
            (" Application/JSON ", "application/json"),
            ("application/json;charset=UTF-8", "application/json; charset=UTF-8"),
            ("text/plain ;  format=flowed ", "text/plain; format=flowed"),
            (" multipart/form-data", "multipart/form-data"),
            ("multipart/mixed; boundary=x; Type=a", "multipart/mixed; Type=a"),
        ] {
            assert_eq!(Written::read(text).map(|written| written.name()).as_deref(), Some(expect), "{text:?}");
        }
    }

    #[test]
    fn hostile_media_types_are_none() {
        for text in ["", "json", "a b/c", "application/json;\r\nX: y", "application/json\r\nX: y", "a/", "/b"] {
            assert_eq!(Written::read(text), None, "{text:?}");
        }
        assert_eq!(Written::read("application/\u{1f600}"), None);
        assert_eq!(Written::read("application/json; a=\u{1f600}"), None);
    }
}
