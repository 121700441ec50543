//! Finds fields that an element does not have: misspelled ones, and those that belong in another place.
//!
//! Most unknown fields are additions of a vendor, and have no effect on a client. A field that resembles a known one, or that belongs next to
//! or inside the element, is a mistake of the author: without a warning, a part of the API would be lost in silence.
//!
//! This layer reports problems. It does not know how an element is read.

use serde_json::Value;

use super::node::Node;
use super::references::ElementKind;
use super::reports::Reports;
use super::spelling::nearest;
use crate::diag::{Code, Diagnostic};

/// The keywords that only schemas have.
const KEYWORDS: &[&str] = &[
    "type",
    "nullable",
    "enum",
    "const",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
    "dependentRequired",
    "dependencies",
    "discriminator",
    "properties",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "prefixItems",
    "items",
    "additionalItems",
    "unevaluatedItems",
    "contains",
    "minContains",
    "maxContains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "title",
    "default",
    "readOnly",
    "writeOnly",
];

/// The keywords that schemas share with other elements, or that do not affect the type.
const OTHER_KEYWORDS: &[&str] = &[
    "$ref",
    "$id",
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
    "$recursiveRef",
    "$recursiveAnchor",
    "$schema",
    "$comment",
    "$vocabulary",
    "$defs",
    "definitions",
    "id",
    "required",
    "description",
    "example",
    "examples",
    "deprecated",
    "externalDocs",
    "xml",
];

/// The fields of Swagger 2.0 at the root and in operations, which OpenAPI 3 expresses in another way.
const SWAGGER: &[(&str, &str)] = &[
    ("host", "write `servers`"),
    ("basePath", "write `servers`"),
    ("schemes", "write `servers`"),
    ("consumes", "write the media types in `requestBody.content`"),
    ("produces", "write the media types in `content` of the responses"),
    ("securityDefinitions", "write `components.securitySchemes`"),
];

impl ElementKind {
    /// The fields that are specific to the kind. The fields of a schema are in [`KEYWORDS`], too.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Document => &[
                "openapi",
                "swagger",
                "$self",
                "info",
                "jsonSchemaDialect",
                "servers",
                "paths",
                "webhooks",
                "components",
                "security",
                "tags",
                "externalDocs",
                "definitions",
                "$schema",
            ],
            Self::Components => &[
                "schemas",
                "responses",
                "parameters",
                "examples",
                "requestBodies",
                "headers",
                "securitySchemes",
                "links",
                "callbacks",
                "pathItems",
                "mediaTypes",
            ],
            Self::Operation => &[
                "tags",
                "summary",
                "description",
                "externalDocs",
                "operationId",
                "parameters",
                "requestBody",
                "responses",
                "callbacks",
                "deprecated",
                "security",
                "servers",
            ],
            Self::Parameter => &[
                "name",
                "in",
                "description",
                "required",
                "deprecated",
                "allowEmptyValue",
                "style",
                "explode",
                "allowReserved",
                "schema",
                "example",
                "examples",
                "content",
            ],
            Self::Header => &[
                "description",
                "required",
                "deprecated",
                "style",
                "explode",
                "schema",
                "example",
                "examples",
                "content",
            ],
            Self::RequestBody => &["description", "content", "required"],
            Self::MediaType => {
                &["schema", "itemSchema", "example", "examples", "encoding", "prefixEncoding", "itemEncoding"]
            }
            Self::Response => &["summary", "description", "headers", "content", "links"],
            Self::Schema => OTHER_KEYWORDS,
            // Their readers report every field that they do not know, or their fields are names.
            Self::Encoding
            | Self::PathItem
            | Self::Callback
            | Self::SecurityScheme
            | Self::Collection(_)
            | Self::Other => &[],
        }
    }

    /// Whether the element has this field.
    fn has_field(self, key: &str) -> bool {
        self.fields().contains(&key) || (self == Self::Schema && KEYWORDS.contains(&key))
    }

    /// The field that a misspelled one means.
    fn meant_field(self, key: &str) -> Option<&'static str> {
        let keywords = if self == Self::Schema { KEYWORDS } else { &[] };
        let known = || self.fields().iter().chain(keywords).copied();
        let letters = |name: &str| -> String {
            name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
        };
        let same_letters = known().find(|other| letters(other) == letters(key));
        // One letter makes another word of a short name: `id` is not a misspelled `if`.
        let is_long = key.chars().count() > 3;
        same_letters.or_else(|| nearest(key, known()).filter(|near| is_long && near.len() > 3))
    }
}

/// Warns about the fields that an element does not have, if they seem to be mistakes.
pub(super) fn check(node: &Node<'_>, element: ElementKind, reports: &mut Reports<'_>) {
    for (key, member) in node.plain_members() {
        check_field(node, key, &member, element, reports);
    }
}

/// Warns about one field if the element does not have it, and it seems to be a mistake.
pub(super) fn check_field(
    holder: &Node<'_>,
    key: &str,
    member: &Node<'_>,
    element: ElementKind,
    reports: &mut Reports<'_>,
) {
    if element.has_field(key) || key.starts_with("x-") {
        return;
    }
    let Some((belongs, remedy)) = mistake(holder, key, member, element) else { return };
    let owner = match element {
        ElementKind::Document => "the document",
        ElementKind::Components => "`components`",
        other => other.described(),
    };
    let message = format!("`{key}` is not a field of {owner}{belongs}; it is ignored");
    reports.report(Diagnostic::new(Code::UnknownField, &member.place, message, remedy));
}

/// Returns the explanation of a field that seems to be a mistake, and the remedy.
fn mistake(holder: &Node<'_>, key: &str, member: &Node<'_>, element: ElementKind) -> Option<(&'static str, String)> {
    if let Some(meant) = element.meant_field(key) {
        return Some(("", format!("did you mean `{meant}`?")));
    }
    match element {
        ElementKind::Parameter | ElementKind::Header | ElementKind::MediaType if KEYWORDS.contains(&key) => {
            Some(("; it belongs in its `schema`", format!("write it in `schema`: `schema: {{{key}: …}}`")))
        }
        ElementKind::RequestBody | ElementKind::Response if KEYWORDS.contains(&key) => Some((
            "; it belongs in the `schema` of a media type",
            format!("write `content: {{application/json: {{schema: {{{key}: …}}}}}}`"),
        )),
        ElementKind::Document | ElementKind::Operation => {
            let (_, remedy) = SWAGGER.iter().find(|(name, _)| *name == key)?;
            Some((" in OpenAPI 3 (it is one in Swagger 2.0)", (*remedy).to_owned()))
        }
        ElementKind::Schema if is_schema(member.value) && is_object_without_properties(holder) => {
            Some(("; it seems to be a property", format!("write it in `properties`: `properties: {{{key}: …}}`")))
        }
        _ => None,
    }
}

/// Whether a value looks like a schema.
fn is_schema(value: &Value) -> bool {
    value.get("$ref").or_else(|| value.get("type")).is_some_and(Value::is_string)
}

/// Whether a schema is about objects and declares no properties.
fn is_object_without_properties(node: &Node<'_>) -> bool {
    let is_object = node.get("type").is_some_and(|types| types.text() == Some("object"));
    is_object && node.get("properties").is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelled_fields_are_recognized() {
        for (element, key, expect) in [
            (ElementKind::Schema, "propertes", Some("properties")),
            (ElementKind::Schema, "additional_properties", Some("additionalProperties")),
            (ElementKind::Schema, "ref", Some("$ref")),
            (ElementKind::Schema, "oneof", Some("oneOf")),
            (ElementKind::Schema, "minLenght", Some("minLength")),
            (ElementKind::Schema, "require", Some("required")),
            (ElementKind::Schema, "types", Some("type")),
            (ElementKind::Schema, "emum", Some("enum")),
            (ElementKind::Schema, "in", None),
            (ElementKind::Schema, "name", None),
            (ElementKind::Schema, "optional", None),
            (ElementKind::Schema, "summary", None),
            (ElementKind::Schema, "value", None),
            (ElementKind::Operation, "operationID", Some("operationId")),
            (ElementKind::Operation, "response", Some("responses")),
            (ElementKind::Operation, "requestbody", Some("requestBody")),
            (ElementKind::Response, "contents", Some("content")),
            (ElementKind::Document, "path", Some("paths")),
            (ElementKind::Document, "host", None),
            (ElementKind::Components, "securitySchemas", Some("securitySchemes")),
        ] {
            assert_eq!(element.meant_field(key), expect, "{element:?} {key}");
        }
    }
}
