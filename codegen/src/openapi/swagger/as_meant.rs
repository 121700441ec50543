//! Reads parameters whose form is wrong and whose meaning is clear: misspelled locations, and values that are described in the wrong place.

use serde_json::{Map, Value};

use super::parameters;
use super::problems::Problems;
use crate::diag::SourceLocation;

const LOCATIONS: [&str; 5] = ["query", "path", "header", "body", "formData"];

/// Reads the root's `parameters`, which were at `from`.
pub(super) fn parameters(value: Value, from: &SourceLocation, problems: &mut Problems) -> Value {
    match value {
        Value::Object(named) => {
            let read = |(name, value): (String, Value)| {
                let value = parameter(value, &from.key(&name), problems);
                (name, value)
            };
            Value::Object(named.into_iter().map(read).collect())
        }
        other => other,
    }
}

/// Reads a parameter, which was at `from`.
pub(super) fn parameter(value: Value, from: &SourceLocation, problems: &mut Problems) -> Value {
    let Value::Object(mut members) = value else { return value };
    read_location(&mut members, from, problems);
    read_schema(&mut members, from, problems);
    Value::Object(members)
}

fn read_location(members: &mut Map<String, Value>, from: &SourceLocation, problems: &mut Problems) {
    let Some(Value::String(written)) = members.get_mut("in") else { return };
    let meant = match written.as_str() {
        // The name in Swagger 1.2.
        "form" => Some("formData"),
        written => LOCATIONS.into_iter().find(|known| known.eq_ignore_ascii_case(written)),
    };
    if let Some(meant) = meant.filter(|meant| meant != written) {
        let message = format!("a parameter cannot be in `{written}`; it is read as `{meant}`");
        problems.tolerated(&from.key("in"), message, format!("write `in: {meant}`"));
        meant.clone_into(written);
    }
}

/// Moves the description of a value to `schema`: a reference to a definition, and the type of a body parameter.
fn read_schema(members: &mut Map<String, Value>, from: &SourceLocation, problems: &mut Problems) {
    if !members.contains_key("in") || members.contains_key("schema") {
        return;
    }
    let is_schema = |reference: &str| reference.contains("#/components/schemas/");
    if members.get("$ref").and_then(Value::as_str).is_some_and(is_schema) {
        let message = "the `$ref` of a parameter leads to a schema; it is read as the parameter's schema";
        problems.tolerated(&from.key("$ref"), message, "write it in `schema`");
        let reference = members.shift_remove("$ref").map(|reference| ("$ref".to_owned(), reference));
        members.insert("schema".to_owned(), Value::Object(reference.into_iter().collect()));
    } else if members.get("in").and_then(Value::as_str) == Some("body") {
        let schema = parameters::value_schema(members);
        if schema.as_object().is_some_and(|schema| !schema.is_empty()) {
            let message =
                "a parameter with `in: body` describes its value without `schema`; it is read as if it had one";
            problems.tolerated(from, message, "write the type and the other keywords in `schema`");
            members.insert("schema".to_owned(), schema);
        }
    }
}
