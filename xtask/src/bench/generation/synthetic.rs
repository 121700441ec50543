//! Creates synthetic documents of any size: resources with five operations each, similar to real APIs.

use serde_json::{Value, json};

/// Returns a document with this many operations, rounded up to whole resources.
pub fn document(operations: usize) -> Value {
    let mut paths = serde_json::Map::new();
    let mut schemas = serde_json::Map::new();
    schemas.insert("Error".to_owned(), error());
    for number in 0..operations.div_ceil(PER_RESOURCE) {
        let name = format!("{}{number}", NOUNS[number % NOUNS.len()]);
        let (collection, item) = paths_of(&name, number);
        let path = format!("/{}s", name.to_ascii_lowercase());
        paths.insert(format!("{path}/{{id}}"), item);
        paths.insert(path, collection);
        // Each resource refers to the previous one, like customers, orders and items in real APIs.
        let other = number.checked_sub(1).map(|before| format!("{}{before}", NOUNS[before % NOUNS.len()]));
        schemas.insert(name.clone(), resource(other.as_deref()));
        schemas.insert(format!("{name}Input"), input());
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Synthetic", "version": "1.0.0" },
        "servers": [{ "url": "https://api.example.com" }],
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": { "key": { "type": "http", "scheme": "bearer" } } },
        "security": [{ "key": [] }],
    })
}

const PER_RESOURCE: usize = 5;
const NOUNS: [&str; 7] = ["Customer", "Invoice", "Order", "Product", "Refund", "Shipment", "Wallet"];

fn paths_of(name: &str, number: usize) -> (Value, Value) {
    let tag = format!("group {}", number / 10);
    let reference = |schema: &str| json!({ "$ref": format!("#/components/schemas/{schema}") });
    let content = |schema: Value| json!({ "application/json": { "schema": schema } });
    let failure = json!({ "description": "It did not work", "content": content(reference("Error")) });
    let one = json!({
        "200": { "description": format!("The {name}"), "content": content(reference(name)) },
        "404": failure, "default": failure,
    });
    let page = json!({
        "type": "object",
        "required": ["data", "has_more"],
        "properties": { "data": { "type": "array", "items": reference(name) }, "has_more": { "type": "boolean" } },
    });
    let operation = |verb: &str, rest: Value| {
        let mut operation = json!({
            "operationId": format!("{verb}{name}"),
            "summary": format!("{verb} a {name}"),
            "description": "What it does, in as many words as documents have for it: a sentence, and another one.",
            "tags": [tag],
        });
        if let (Value::Object(all), Value::Object(rest)) = (&mut operation, rest) {
            all.extend(rest);
        }
        operation
    };
    let body = json!({ "required": true, "content": content(reference(&format!("{name}Input"))) });
    let query = |name: &str, schema: Value| json!({ "name": name, "in": "query", "schema": schema });
    let collection = json!({
        "get": operation("list", json!({
            "parameters": [
                query("limit", json!({ "type": "integer", "minimum": 1, "maximum": 100 })),
                query("starting_after", json!({ "type": "string" })),
                query("status", json!({ "type": "string", "enum": ["open", "closed"] })),
            ],
            "responses": { "200": { "description": "A page", "content": content(page) }, "default": failure },
        })),
        "post": operation("create", json!({ "requestBody": body, "responses": one })),
    });
    let item = json!({
        "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
        "get": operation("get", json!({ "responses": one })),
        "patch": operation("update", json!({ "requestBody": body, "responses": one })),
        "delete": operation("delete", json!({ "responses": { "204": { "description": "Gone" }, "default": failure } })),
    });
    (collection, item)
}

fn resource(other: Option<&str>) -> Value {
    let mut schema = input();
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("id".to_owned(), json!({ "type": "string", "format": "uuid", "description": "Its id" }));
        properties.insert("created_at".to_owned(), json!({ "type": "string", "format": "date-time" }));
        if let Some(other) = other {
            properties.insert("parent".to_owned(), json!({ "$ref": format!("#/components/schemas/{other}") }));
        }
    }
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.extend(["id".into(), "created_at".into()]);
    }
    schema
}

fn input() -> Value {
    json!({
        "type": "object",
        "description": "One of the things that the API keeps.",
        "required": ["name", "status"],
        "properties": {
            "name": { "type": "string", "description": "What it is called", "maxLength": 255 },
            "status": { "type": "string", "enum": ["draft", "open", "paid", "void"], "description": "How far it is" },
            "amount": { "type": "integer", "format": "int64", "description": "In the smallest unit", "examples": [100] },
            "rate": { "type": ["number", "null"] },
            "note": { "type": ["string", "null"], "description": "A note of the user's" },
            "active": { "type": "boolean", "default": true },
            "labels": { "type": "object", "additionalProperties": { "type": "string" } },
            "items": { "type": "array", "items": { "type": "object", "required": ["sku"], "properties": {
                "sku": { "type": "string" }, "count": { "type": "integer" }, "price": { "type": "number" },
            } } },
            "source": { "oneOf": [
                { "type": "object", "required": ["card"], "properties": { "card": { "type": "string" } } },
                { "type": "object", "required": ["iban"], "properties": { "iban": { "type": "string" } } },
            ] },
        },
    })
}

fn error() -> Value {
    json!({
        "type": "object",
        "required": ["code", "message"],
        "properties": { "code": { "type": "string" }, "message": { "type": "string" }, "details": {} },
    })
}

#[cfg(test)]
mod tests {
    use super::document;

    #[test]
    fn a_document_has_the_requested_number_of_operations() {
        for (asked, expect) in [(0, 0), (3, 5), (10, 10), (100, 100)] {
            let document = document(asked);
            let paths = document["paths"].as_object().unwrap().values();
            let methods =
                |path: &serde_json::Value| path.as_object().unwrap().keys().filter(|key| *key != "parameters").count();
            assert_eq!(paths.map(methods).sum::<usize>(), expect, "{asked}");
        }
    }
}
