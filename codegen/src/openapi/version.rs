//! Reads the OpenAPI version of a document.

use serde_json::Value;

use super::document::Version;
use crate::diag::{Code, Diagnostic, Diagnostics, SourceLocation};

/// Reads the declared version. Reports a missing or unsupported version and returns `None`.
pub(super) fn version(root: &Value, place: &SourceLocation, diagnostics: &mut Diagnostics) -> Option<Version> {
    let (key, known) = match (root.get("openapi"), root.get("swagger")) {
        (Some(named), _) => ("openapi", from_text(named, &place.key("openapi"), diagnostics)),
        (None, Some(named)) => ("swagger", from_text(named, &place.key("swagger"), diagnostics)),
        (None, None) => {
            let remedy = "add the document's version at the top, for example `openapi: 3.1.0`";
            diagnostics.push(Diagnostic::new(Code::UnknownVersion, place, missing(root), remedy));
            return None;
        }
    };
    let (text, version) = known?;
    if version.is_none_or(|version| field_of(version) != key) {
        let message = format!("`{key}: {}` is not a supported version", text);
        let remedy = "supported versions are 2.0 (`swagger: \"2.0\"`), 3.0, 3.1 and 3.2 (`openapi: 3.1.0`)";
        diagnostics.push(Diagnostic::new(Code::UnknownVersion, &place.key(key), message, remedy));
        return None;
    }
    version
}

/// Returns the field that declares the version.
fn field_of(version: Version) -> &'static str {
    match version {
        Version::V2 => "swagger",
        Version::V3_0 | Version::V3_1 | Version::V3_2 => "openapi",
    }
}

type Named = Option<(String, Option<Version>)>;

fn from_text(named: &Value, place: &SourceLocation, diagnostics: &mut Diagnostics) -> Named {
    let text = match named {
        Value::String(text) => text.clone(),
        Value::Number(number) => {
            let message = format!("the version must be a string, but it is a number; it is read as \"{number}\"");
            diagnostics.push(Diagnostic::new(Code::MalformedHarmless, place, message, "add quotes"));
            number.to_string()
        }
        other => other.to_string(),
    };
    let mut parts = text.split('.');
    let known = match (parts.next(), parts.next()) {
        (Some("2"), Some("0") | None) => Some(Version::V2),
        (Some("3"), Some("0")) => Some(Version::V3_0),
        (Some("3"), Some("1")) => Some(Version::V3_1),
        (Some("3"), Some("2")) => Some(Version::V3_2),
        _ => None,
    };
    Some((text, known))
}

fn missing(root: &Value) -> String {
    let other = [
        ("asyncapi", "this is an AsyncAPI document, not an OpenAPI document"),
        ("overlay", "this is an overlay, not an OpenAPI document; pass it with `--overlay`"),
        ("swaggerVersion", "this is a Swagger 1.x document, which is not supported"),
        ("$schema", "this is a JSON Schema, not an OpenAPI document"),
    ];
    if root.is_null() {
        return "the file is empty".to_owned();
    }
    if !root.is_object() {
        return "the document is not an object".to_owned();
    }
    let known = other.iter().find(|(key, _)| root.get(key).is_some());
    known.map_or("the document does not declare its OpenAPI version", |(_, message)| message).to_owned()
}
