//! Rewrites `$ref`s to moved sections, and `type: file`, which OpenAPI 3.0 does not have.

use serde_json::{Map, Value};

use super::super::document::{Document, Version};
use super::holds_path_items;
use crate::diag::Pointer;
use crate::source::file_part;

/// The moved sections: old and new pointer.
const MOVED: [(&str, &str); 4] = [
    ("/definitions/", "/components/schemas/"),
    ("/parameters/", "/components/parameters/"),
    ("/responses/", "/components/responses/"),
    ("/securityDefinitions/", "/components/securitySchemes/"),
];

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Context {
    /// A part of the document: its keys are fields.
    Element,
    /// A map: its keys are names, and its values are parts of the document.
    Map,
    /// A value of the API, such as an example.
    Instance,
}

impl Context {
    fn of_field(self, key: &str) -> Self {
        match (self, key) {
            (Self::Instance, _) | (Self::Element, "example" | "examples" | "default" | "enum") => Self::Instance,
            (Self::Element, "properties" | "patternProperties" | "definitions") => Self::Map,
            (Self::Element, "responses" | "headers" | "parameters" | "securityDefinitions") => Self::Map,
            (Self::Element, key) if holds_path_items(key) => Self::Map,
            (Self::Element | Self::Map, _) => Self::Element,
        }
    }

    fn of_item(self) -> Self {
        match self {
            Self::Element | Self::Map => Self::Element,
            Self::Instance => Self::Instance,
        }
    }
}

/// Rewrites all references below a value. `moves` returns whether the file at a path (`None`: this file) is rewritten too.
pub(super) fn rewrite(value: &mut Value, moves: &dyn Fn(Option<&str>) -> bool) {
    rewrite_in(Context::Element, value, moves);
}

fn rewrite_in(context: Context, value: &mut Value, moves: &dyn Fn(Option<&str>) -> bool) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get_mut("$ref")
                && let Some(moved) = moved(reference, moves)
            {
                *reference = moved;
            }
            if context == Context::Element {
                rewrite_file_type(members);
            }
            for (key, member) in members {
                rewrite_in(context.of_field(key), member, moves);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite_in(context.of_item(), item, moves)),
        _ => {}
    }
}

fn rewrite_file_type(members: &mut Map<String, Value>) {
    // `type: file` of a parameter also determines the media type of the form.
    if members.get("type").and_then(Value::as_str) == Some("file") && !members.contains_key("in") {
        members.insert("type".to_owned(), "string".into());
        members.insert("format".to_owned(), "binary".into());
    }
}

/// Returns a message with the references of the original Swagger 2.0 document.
pub(in super::super) fn as_written(message: &str) -> String {
    MOVED.iter().fold(message.to_owned(), |message, (from, to)| message.replace(&format!("#{to}"), &format!("#{from}")))
}

/// Returns a reference within the main document after the rewrite.
pub(in super::super) fn as_read(reference: &str) -> String {
    moved(reference, &|_| true).unwrap_or_else(|| reference.to_owned())
}

impl Document {
    /// Returns the pointer that the user wrote, with or without `#`, as a pointer into the document after the rewrite. `None` if the text is
    /// not a pointer.
    #[must_use]
    pub fn pointer_as_read(&self, written: &str) -> Option<Pointer> {
        let pointer = written.strip_prefix('#').unwrap_or(written);
        let pointer = match self.version {
            Version::V2 => as_read(&format!("#{pointer}")),
            Version::V3_0 | Version::V3_1 | Version::V3_2 => format!("#{pointer}"),
        };
        pointer.strip_prefix('#').filter(|pointer| pointer.starts_with('/')).map(Pointer::from_escaped)
    }
}

fn moved(reference: &str, moves: &dyn Fn(Option<&str>) -> bool) -> Option<String> {
    let (target, fragment) = reference.split_once('#')?;
    let (from, to) = MOVED.iter().find(|(from, _)| fragment.starts_with(from))?;
    if !moves(file_part(reference).as_deref()) {
        return None;
    }
    Some(format!("{target}#{to}{}", fragment.strip_prefix(from)?))
}
