//! Finds fields that an element does not have: misspelled ones, and those that belong in another place.
//!
//! Most unknown fields are additions of a vendor, and have no effect on a client. A field that resembles a known one, or that belongs next to
//! or inside the element, is a mistake of the author: without a warning, a part of the API would be lost in silence.
//!
//! This layer reports problems. It does not know how an element is read.

use serde_json::Value;

use super::node::Node;
use super::reports::Reports;
use super::spelling::nearest;
use crate::diag::{Code, Diagnostic};

/// A kind of element with a fixed list of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    /// The root of the document.
    Document,
    /// `components`.
    Components,
    /// An operation.
    Operation,
    /// A parameter.
    Parameter,
    /// A header.
    Header,
    /// A request body.
    RequestBody,
    /// A media type.
    MediaType,
    /// A response.
    Response,
    /// A schema.
    Schema,
}

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

impl Element {
    /// The fields that are specific to the element. The fields of a schema are in [`KEYWORDS`].
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
        }
    }

    /// The name of the element with its article.
    fn name(self) -> &'static str {
        match self {
            Self::Document => "the document",
            Self::Components => "`components`",
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::Header => "a header",
            Self::RequestBody => "a request body",
            Self::MediaType => "a media type",
            Self::Response => "a response",
            Self::Schema => "a schema",
        }
    }

    /// Whether the element has this field.
    fn has(self, key: &str) -> bool {
        self.fields().contains(&key) || (self == Self::Schema && KEYWORDS.contains(&key))
    }

    /// The field that a misspelled one means.
    fn meant(self, key: &str) -> Option<&'static str> {
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
pub(super) fn check(node: &Node<'_>, element: Element, reports: &mut Reports<'_>) {
    for (key, member) in node.plain_members() {
        check_field(node, key, &member, element, reports);
    }
}

/// Warns about one field if the element does not have it, and it seems to be a mistake.
pub(super) fn check_field(
    holder: &Node<'_>,
    key: &str,
    member: &Node<'_>,
    element: Element,
    reports: &mut Reports<'_>,
) {
    if element.has(key) || key.starts_with("x-") {
        return;
    }
    let Some((belongs, remedy)) = mistake(holder, key, member, element) else { return };
    let message = format!("`{key}` is not a field of {}{belongs}; it is ignored", element.name());
    reports.report(Diagnostic::new(Code::UnknownField, &member.place, message, remedy));
}

/// Returns the explanation of a field that seems to be a mistake, and the remedy.
fn mistake(holder: &Node<'_>, key: &str, member: &Node<'_>, element: Element) -> Option<(&'static str, String)> {
    if let Some(meant) = element.meant(key) {
        return Some(("", format!("did you mean `{meant}`?")));
    }
    match element {
        Element::Parameter | Element::Header | Element::MediaType if KEYWORDS.contains(&key) => {
            Some(("; it belongs in its `schema`", format!("write it in `schema`: `schema: {{{key}: …}}`")))
        }
        Element::RequestBody | Element::Response if KEYWORDS.contains(&key) => Some((
            "; it belongs in the `schema` of a media type",
            format!("write `content: {{application/json: {{schema: {{{key}: …}}}}}}`"),
        )),
        Element::Document | Element::Operation => {
            let (_, remedy) = SWAGGER.iter().find(|(name, _)| *name == key)?;
            Some((" in OpenAPI 3 (it is one in Swagger 2.0)", (*remedy).to_owned()))
        }
        Element::Schema if is_schema(member.value) && is_object_without_properties(holder) => {
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
            (Element::Schema, "propertes", Some("properties")),
            (Element::Schema, "additional_properties", Some("additionalProperties")),
            (Element::Schema, "ref", Some("$ref")),
            (Element::Schema, "oneof", Some("oneOf")),
            (Element::Schema, "minLenght", Some("minLength")),
            (Element::Schema, "require", Some("required")),
            (Element::Schema, "types", Some("type")),
            (Element::Schema, "emum", Some("enum")),
            (Element::Schema, "in", None),
            (Element::Schema, "name", None),
            (Element::Schema, "optional", None),
            (Element::Schema, "summary", None),
            (Element::Schema, "value", None),
            (Element::Operation, "operationID", Some("operationId")),
            (Element::Operation, "response", Some("responses")),
            (Element::Operation, "requestbody", Some("requestBody")),
            (Element::Response, "contents", Some("content")),
            (Element::Document, "path", Some("paths")),
            (Element::Document, "host", None),
            (Element::Components, "securitySchemas", Some("securitySchemes")),
        ] {
            assert_eq!(element.meant(key), expect, "{element:?} {key}");
        }
    }
}
