//! Tells which element of OpenAPI is at a place, by its pointer. A `$ref` to an element of another kind has no meaning.

use serde_json::Value;

use crate::diag::Pointer;

/// The kind of an element of an OpenAPI document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::openapi) enum ElementKind {
    Document,
    Schema,
    Parameter,
    Header,
    RequestBody,
    Response,
    MediaType,
    Encoding,
    PathItem,
    Operation,
    Callback,
    SecurityScheme,
    Components,
    /// A map or a list of elements.
    Collection(&'static ElementKind),
    /// An element to which nothing refers, such as `info`.
    Other,
}

impl ElementKind {
    /// Returns the name for messages, with its article.
    pub(in crate::openapi) fn described(self) -> &'static str {
        match self {
            Self::Document => "the whole document",
            Self::Schema => "a schema",
            Self::Parameter => "a parameter",
            Self::Header => "a header",
            Self::RequestBody => "a request body",
            Self::Response => "a response",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::PathItem => "a path item",
            Self::Operation => "an operation",
            Self::Callback => "a callback",
            Self::SecurityScheme => "a security scheme",
            Self::Components => "the object that contains all components",
            Self::Collection(Self::Schema) => "a collection of schemas",
            Self::Collection(_) => "a collection of other elements",
            Self::Other => "another element",
        }
    }

    /// Returns the section of `components` with elements of this kind.
    pub(in crate::openapi) fn section(self) -> Option<&'static str> {
        match self {
            Self::Schema => Some("schemas"),
            Self::Parameter => Some("parameters"),
            Self::Header => Some("headers"),
            Self::RequestBody => Some("requestBodies"),
            Self::Response => Some("responses"),
            Self::MediaType => Some("mediaTypes"),
            Self::PathItem => Some("pathItems"),
            Self::Callback => Some("callbacks"),
            Self::SecurityScheme => Some("securitySchemes"),
            Self::Document
            | Self::Encoding
            | Self::Operation
            | Self::Components
            | Self::Collection(_)
            | Self::Other => None,
        }
    }

    /// Returns the kind of a member. `None` if the specification does not define it.
    fn member(self, key: &str) -> Option<Self> {
        const SCHEMAS: ElementKind = ElementKind::Collection(&ElementKind::Schema);
        const CONTENT: ElementKind = ElementKind::Collection(&ElementKind::MediaType);
        const HEADERS: ElementKind = ElementKind::Collection(&ElementKind::Header);
        const PARAMETERS: ElementKind = ElementKind::Collection(&ElementKind::Parameter);
        const PATH_ITEMS: ElementKind = ElementKind::Collection(&ElementKind::PathItem);
        const CALLBACKS: ElementKind = ElementKind::Collection(&ElementKind::Callback);
        const RESPONSES: ElementKind = ElementKind::Collection(&ElementKind::Response);
        Some(match (self, key) {
            (Self::Collection(item), _) => *item,
            (Self::Other, _) => Self::Other,
            (_, key) if key.starts_with("x-") => return None,
            (Self::Document, "paths" | "webhooks") => PATH_ITEMS,
            (Self::Document, "components") => Self::Components,
            (Self::Document, "definitions" | "$defs") => SCHEMAS,
            (
                Self::Document,
                "openapi" | "swagger" | "info" | "servers" | "security" | "tags" | "externalDocs" | "jsonSchemaDialect"
                | "$self",
            ) => Self::Other,
            (Self::Components, "schemas") => SCHEMAS,
            (Self::Components, "responses") => RESPONSES,
            (Self::Components, "parameters") => PARAMETERS,
            (Self::Components, "headers") => HEADERS,
            (Self::Components, "mediaTypes") => CONTENT,
            (Self::Components, "pathItems") => PATH_ITEMS,
            (Self::Components, "callbacks") => CALLBACKS,
            (Self::Components, "examples" | "links") => Self::Collection(&Self::Other),
            (Self::Components, "requestBodies") => Self::Collection(&Self::RequestBody),
            (Self::Components, "securitySchemes") => Self::Collection(&Self::SecurityScheme),
            (Self::PathItem | Self::Operation, "parameters") => PARAMETERS,
            (Self::PathItem, "additionalOperations") => Self::Collection(&Self::Operation),
            (Self::PathItem, "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "query") => {
                Self::Operation
            }
            (Self::Operation, "requestBody") => Self::RequestBody,
            (Self::Operation, "responses") => RESPONSES,
            (Self::Operation, "callbacks") => CALLBACKS,
            (Self::Callback, _) => Self::PathItem,
            (Self::Parameter | Self::Header | Self::RequestBody | Self::Response, "content") => CONTENT,
            (Self::Parameter | Self::Header | Self::MediaType | Self::Response, "schema") => Self::Schema,
            (Self::MediaType, "itemSchema") => Self::Schema,
            (Self::Response | Self::Encoding, "headers") => HEADERS,
            (Self::MediaType, "encoding") => Self::Collection(&Self::Encoding),
            (Self::PathItem | Self::Operation, "summary" | "description" | "servers" | "tags" | "security")
            | (Self::Response, "links")
            | (Self::Parameter | Self::Header | Self::MediaType | Self::Schema, "example" | "examples") => Self::Other,
            (
                Self::Schema,
                "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" | "allOf" | "anyOf"
                | "oneOf" | "prefixItems",
            ) => SCHEMAS,
            (
                Self::Schema,
                "not"
                | "if"
                | "then"
                | "else"
                | "items"
                | "contains"
                | "additionalProperties"
                | "propertyNames"
                | "unevaluatedItems"
                | "unevaluatedProperties"
                | "contentSchema",
            ) => Self::Schema,
            (
                Self::Schema,
                "discriminator" | "xml" | "externalDocs" | "required" | "enum" | "const" | "default" | "type"
                | "description",
            ) => Self::Other,
            _ => return None,
        })
    }
}

/// Returns the kind of the element at a pointer in a file. `None` if it is unknown: the file is not an OpenAPI document, or the
/// specification does not define what is there.
pub(super) fn kind_at(root: &Value, pointer: &Pointer) -> Option<ElementKind> {
    let is_document = ["openapi", "swagger"].iter().any(|key| root.get(key).is_some());
    if !is_document {
        return None;
    }
    let (mut kind, mut at) = (ElementKind::Document, root);
    for segment in pointer.segments() {
        // A list in `items` contains schemas.
        let is_item_of_tuple = kind == ElementKind::Schema && at.is_array();
        kind = if is_item_of_tuple { kind } else { kind.member(&segment)? };
        at = match at {
            Value::Object(members) => members.get(&segment)?,
            Value::Array(items) => items.get(segment.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(kind)
}

/// Returns the kind that a value without a known kind seems to have, if that is not the expected one.
pub(super) fn kind_by_shape(value: &Value, expected: ElementKind) -> Option<ElementKind> {
    let has = |keys: &[&str]| keys.iter().any(|key| value.get(key).is_some());
    let is_schema = has(&["type", "properties", "allOf", "anyOf", "oneOf", "items", "enum", "additionalProperties"]);
    let is_object = |key: &str| value.get(key).is_some_and(Value::is_object);
    let has_media_types = || {
        let content = value.get("content").and_then(Value::as_object);
        content.is_some_and(|content| content.keys().any(|media_type| media_type.contains('/')))
    };
    let has_body = || is_object("schema") || has_media_types();
    match expected {
        ElementKind::Schema => (!is_schema && has_body()).then_some(ElementKind::Response),
        ElementKind::Response | ElementKind::RequestBody | ElementKind::MediaType | ElementKind::Header => {
            (is_schema && !has_body()).then_some(ElementKind::Schema)
        }
        ElementKind::Document
        | ElementKind::Parameter
        | ElementKind::Encoding
        | ElementKind::PathItem
        | ElementKind::Operation
        | ElementKind::Callback
        | ElementKind::SecurityScheme
        | ElementKind::Components
        | ElementKind::Collection(_)
        | ElementKind::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_pointer_tells_the_kind() {
        let operation = json!({
            "parameters": [{"schema": {}}],
            "responses": {"200": {"headers": {"h": {}}, "content": {"a/b": {"schema": {"items": [{}], "properties": {"p": {}}, "enum": [1], "x": {}}}}}},
            "callbacks": {"c": {"{$url}": {"get": {}}}},
            "requestBody": {"content": {"a/b": {"encoding": {"e": {}}}}},
        });
        let root = json!({
            "openapi": "3.1.0", "info": {"title": "t"}, "x-a": {"b": {}}, "paths": {"/a": {"get": operation}},
            "components": {"schemas": {"S": {}}, "examples": {"E": {}}},
        });
        let check = |pointer: &str, expect: Option<&str>| {
            let found = kind_at(&root, &Pointer::from_escaped(pointer)).map(ElementKind::described);
            assert_eq!(found, expect, "{pointer}");
        };
        let schema = "/paths/~1a/get/responses/200/content/a~1b/schema";
        check("", Some("the whole document"));
        check("/info", Some("another element"));
        check("/info/title", Some("another element"));
        check("/x-a/b", None);
        check("/paths", Some("a collection of other elements"));
        check("/paths/~1a", Some("a path item"));
        check("/paths/~1a/get", Some("an operation"));
        check("/paths/~1a/get/parameters/0", Some("a parameter"));
        check("/paths/~1a/get/parameters/0/schema", Some("a schema"));
        check("/paths/~1a/get/callbacks/c/{$url}/get", Some("an operation"));
        check("/paths/~1a/get/requestBody/content/a~1b/encoding/e", Some("an encoding"));
        check("/paths/~1a/get/responses/200", Some("a response"));
        check("/paths/~1a/get/responses/200/headers/h", Some("a header"));
        check(schema, Some("a schema"));
        check(&format!("{schema}/items/0"), Some("a schema"));
        check(&format!("{schema}/properties"), Some("a collection of schemas"));
        check(&format!("{schema}/properties/p"), Some("a schema"));
        check(&format!("{schema}/enum/0"), Some("another element"));
        check(&format!("{schema}/x"), None);
        check("/components", Some("the object that contains all components"));
        check("/components/schemas", Some("a collection of schemas"));
        check("/components/schemas/S", Some("a schema"));
        check("/components/examples/E", Some("another element"));
        let fragment = json!({"info": {}});
        assert!(kind_at(&fragment, &Pointer::from_escaped("/info")).is_none());
    }
}
