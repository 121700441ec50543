//! Listed values that are not of the stated type.

use serde_json::Value;

use super::json_types::{JsonTypes, coerce};
use super::listed_values::is_unquoted_string;
use crate::diag::{Code, Diagnostic};
use crate::openapi::{Document, SchemaKind};

/// A diagnostic for each schema that lists values that are not of the type that it states.
pub(crate) fn mistyped_values(document: &Document) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for schema in &document.schemas {
        let SchemaKind::Keywords(keywords) = &schema.kind else { continue };
        let (Some(types), Some(values)) = (&keywords.types, &keywords.enum_values) else { continue };
        let allowed = JsonTypes::of_types(types);
        let matches = |value: &Value| allowed.contains(JsonTypes::of_value(value));
        let Some(mistyped) = values.iter().find(|value| !matches(value)) else { continue };
        let none_match = !values.iter().any(matches);
        let is_converted = match coerce(mistyped, allowed) {
            Some(_) => none_match || is_unquoted_string(keywords, JsonTypes::STRING, mistyped),
            None => none_match && mistyped.is_null(),
        };
        let listed = values.iter().fold(JsonTypes::NONE, |any, value| any.or(JsonTypes::of_value(value)));
        let effect = match none_match && !is_converted {
            true if allowed.non_null() == JsonTypes::ARRAY => {
                "it is ignored, because it seems to be meant for the items"
            }
            true if !listed.and(JsonTypes::ALL.non_null()).is_empty() => "the type is ignored, and the value is used",
            _ if is_converted && mistyped.is_null() => "it is accepted",
            _ if is_converted => "it is converted to that type",
            _ => "it is ignored",
        };
        diagnostics.push(Diagnostic::new(
            Code::MalformedHarmless,
            &schema.place.key("enum"),
            format!("`{mistyped}` does not match the schema's type; {effect}"),
            "write a value of the schema's type (in quotes, if it is a string), or remove it",
        ));
    }
    diagnostics
}
