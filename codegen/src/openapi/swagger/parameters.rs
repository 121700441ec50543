//! Rewrites parameters: their type becomes a schema, `collectionFormat` a style, and body and form parameters a request body.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::super::extensions::{COLLECTION_FORMATS, is_of_schema};
use super::collection_format::{self, ListLocation};
use super::is_file;
use super::problems::Problems;
use crate::diag::SourceLocation;
use crate::source::SourceMap;

/// The fields of the parameter itself. All other fields describe its value.
const OWN: [&str; 7] = ["name", "in", "description", "required", "allowEmptyValue", "collectionFormat", "deprecated"];

/// Rewrites a path, query or header parameter.
pub(super) fn rewrite(
    parameter: &Value,
    from: &SourceLocation,
    to: &SourceLocation,
    source_map: &mut SourceMap,
    problems: &mut Problems,
) -> Value {
    source_map.moved(to.clone(), from.clone());
    let Value::Object(members) = parameter else { return parameter.clone() };
    if members.contains_key("$ref") {
        return parameter.clone();
    }
    let location = match members.get("in").and_then(Value::as_str) {
        Some("path" | "header") => ListLocation::PathOrHeader,
        _ => ListLocation::Query,
    };
    if let Some(schema) = members.get("schema") {
        return with_schema(members, schema, location, from, problems);
    }
    source_map.moved(to.key("schema"), from.clone());
    let mut rewritten = own_members(members);
    rewritten.insert("schema".to_owned(), value_schema(members));
    rewritten.extend(collection_format::rewritten(members, location, from, problems));
    Value::Object(rewritten)
}

/// Rewrites a parameter with a `schema` in the style of OpenAPI 3.0. Its lists have the format of 3.0, unless it has a `collectionFormat`.
fn with_schema(
    members: &Map<String, Value>,
    schema: &Value,
    location: ListLocation,
    from: &SourceLocation,
    problems: &mut Problems,
) -> Value {
    let mut rewritten = members.clone();
    let format = rewritten.shift_remove("collectionFormat");
    if let (Some(format), Some(schema)) = (format, schema.as_object()) {
        let mut list = schema.clone();
        list.insert("collectionFormat".to_owned(), format);
        rewritten.extend(collection_format::rewritten(&list, location, from, problems));
    }
    Value::Object(rewritten)
}

/// Rewrites a response header.
pub(super) fn header(
    header: &Value,
    from: &SourceLocation,
    place: &SourceLocation,
    source_map: &mut SourceMap,
    problems: &mut Problems,
) -> Value {
    let Value::Object(members) = header else { return header.clone() };
    if members.contains_key("schema") || members.contains_key("$ref") {
        return header.clone();
    }
    source_map.moved(place.key("schema"), place.clone());
    let mut rewritten = own_members(members);
    rewritten.insert("schema".to_owned(), value_schema(members));
    rewritten.extend(collection_format::rewritten(members, ListLocation::ResponseHeader, from, problems));
    Value::Object(rewritten)
}

/// Converts several body parameters to a request body, which is a value of any of their schemas.
pub(super) fn any_body(
    parameters: &[(Value, SourceLocation)],
    to: &SourceLocation,
    consumes: &[String],
    source_map: &mut SourceMap,
) -> Value {
    let schemas = parameters.iter().map(|(parameter, _)| parameter.get("schema").cloned().unwrap_or_else(|| json!({})));
    let required = parameters.iter().any(|(parameter, _)| parameter.get("required") == Some(&Value::Bool(true)));
    let combined = json!({ "required": required, "schema": { "anyOf": schemas.collect::<Vec<_>>() } });
    let from = parameters.first().map(|(_, from)| from.clone()).unwrap_or_default();
    for media_type in or_json(consumes) {
        let branches = to.key("content").key(&media_type).key("schema").key("anyOf");
        for (index, (_, from)) in parameters.iter().enumerate() {
            source_map.moved(branches.index(index), from.key("schema"));
        }
    }
    body(&combined, &from, to, consumes, source_map)
}

/// Converts the body parameter to a request body.
pub(super) fn body(
    parameter: &Value,
    from: &SourceLocation,
    to: &SourceLocation,
    consumes: &[String],
    source_map: &mut SourceMap,
) -> Value {
    source_map.moved(to.clone(), from.clone());
    let mut content = Map::new();
    for media_type in or_json(consumes) {
        source_map.moved(to.key("content").key(&media_type), from.clone());
        let media = parameter.get("schema").map_or_else(|| json!({}), |schema| json!({ "schema": schema }));
        content.insert(media_type, media);
    }
    let mut body = Map::new();
    for key in ["description", "required"] {
        if let Some(value) = parameter.get(key) {
            body.insert(key.to_owned(), value.clone());
        }
    }
    body.insert("content".to_owned(), Value::Object(content));
    Value::Object(body)
}

/// Converts the form parameters, and `body` parameters next to them, to a request body.
pub(super) fn form(
    parameters: &[(Value, SourceLocation)],
    to: &SourceLocation,
    consumes: &[String],
    source_map: &mut SourceMap,
    problems: &mut Problems,
) -> Value {
    let files = parameters.iter().any(|(parameter, _)| has_file(parameter));
    let is_form =
        |media: &&String| is_multipart(media) || (!files && essence(media) == "application/x-www-form-urlencoded");
    let mut media_types: Vec<String> = consumes.iter().filter(is_form).cloned().collect();
    if media_types.is_empty() {
        // An object in a part of a multipart body is JSON; in the other form it would be flattened.
        let has_body = parameters.iter().any(|(parameter, _)| parameter.get("schema").is_some());
        media_types.push(
            if files || has_body { "multipart/form-data" } else { "application/x-www-form-urlencoded" }.to_owned(),
        );
    }
    let mut properties = Map::new();
    let mut required = Vec::new();
    let parameters = &distinct(parameters, problems);
    for (parameter, _) in parameters {
        let (Some(name), Some(members)) = (parameter.get("name").and_then(Value::as_str), parameter.as_object()) else {
            continue;
        };
        properties.insert(name.to_owned(), form_schema(members));
        if parameter.get("required") == Some(&Value::Bool(true)) {
            required.push(Value::from(name));
        }
    }
    let all_optional = required.is_empty();
    let mut schema = json!({ "type": "object", "properties": properties });
    if let (Value::Object(schema), false) = (&mut schema, all_optional) {
        schema.insert("required".to_owned(), Value::Array(required));
    }
    let mut content = Map::new();
    for media_type in media_types {
        let below = to.key("content").key(&media_type).key("schema").key("properties");
        let location = if is_multipart(&media_type) { ListLocation::Part } else { ListLocation::Query };
        let mut encoding = Map::new();
        for (parameter, from) in parameters {
            let (Some(name), Some(members)) = (parameter.get("name").and_then(Value::as_str), parameter.as_object())
            else {
                continue;
            };
            let is_body = members.contains_key("schema");
            source_map.moved(below.key(name), if is_body { from.key("schema") } else { from.clone() });
            let fields = collection_format::rewritten(members, location, from, problems);
            if !fields.is_empty() {
                encoding.insert(name.to_owned(), Value::Object(fields));
            }
        }
        content.insert(media_type, json!({ "schema": schema, "encoding": encoding }));
    }
    if let Some((_, from)) = parameters.first() {
        source_map.moved(to.clone(), from.clone());
    }
    json!({ "required": !all_optional, "content": content })
}

fn form_schema(members: &Map<String, Value>) -> Value {
    // A `body` parameter has a schema of its own.
    if let Some(schema) = members.get("schema") {
        return schema.clone();
    }
    let mut schema = value_schema(members);
    if let (Some(description), Value::Object(schema)) = (members.get("description"), &mut schema) {
        schema.insert("description".to_owned(), description.clone());
    }
    schema
}

fn own_members(members: &Map<String, Value>) -> Map<String, Value> {
    let own = members.iter().filter(|(key, _)| {
        (OWN.contains(&key.as_str()) || key.starts_with("x-"))
            && !["collectionFormat", COLLECTION_FORMATS].contains(&key.as_str())
    });
    own.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Returns the fields of a parameter that describe its value, as a schema.
pub(super) fn value_schema(members: &Map<String, Value>) -> Value {
    let of_schema = |key: &str| !OWN.contains(&key) && (!key.starts_with("x-") || is_of_schema(key));
    let schema = members.iter().filter(|(key, _)| of_schema(key));
    let mut schema: Map<String, Value> = schema.map(|(key, value)| (key.clone(), value.clone())).collect();
    let mut items = schema.get_mut("items");
    while let Some(Value::Object(members)) = items {
        members.shift_remove("collectionFormat");
        items = members.get_mut("items");
    }
    let mut schema = Value::Object(schema);
    read_file_type(&mut schema);
    schema
}

/// Returns form parameters with distinct names. The name of a `body` parameter is never sent, so it gives way.
fn distinct(parameters: &[(Value, SourceLocation)], problems: &mut Problems) -> Vec<(Value, SourceLocation)> {
    let mut names: HashSet<String> = HashSet::new();
    let mut distinct = Vec::with_capacity(parameters.len());
    for (parameter, from) in parameters {
        let Some(name) = parameter.get("name").and_then(Value::as_str) else { continue };
        if names.insert(name.to_owned()) {
            distinct.push((parameter.clone(), from.clone()));
        } else if parameter.get("in").and_then(Value::as_str) == Some("body") && names.insert(format!("{name}_body")) {
            let mut renamed = parameter.clone();
            renamed["name"] = format!("{name}_body").into();
            distinct.push((renamed, from.clone()));
        } else {
            let message = format!("the form parameter `{}` is declared twice; the first is used", name.escape_debug());
            problems.tolerated(from, message, "remove one of the declarations");
        }
    }
    distinct
}

/// Whether a form parameter is a file or a list of files.
fn has_file(parameter: &Value) -> bool {
    let is_binary = |value: &Value| value.get("format").and_then(Value::as_str) == Some("binary");
    is_file(parameter)
        || is_binary(parameter)
        || parameter.get("items").is_some_and(|items| is_file(items) || is_binary(items))
}

fn is_multipart(media_type: &str) -> bool {
    essence(media_type).starts_with("multipart/")
}

/// Returns a media type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Rewrites `type: file` to a binary string.
pub(super) fn read_file_type(schema: &mut Value) {
    if is_file(schema)
        && let Value::Object(members) = schema
    {
        members.insert("type".to_owned(), "string".into());
        members.insert("format".to_owned(), "binary".into());
    }
}

fn or_json(media_types: &[String]) -> Vec<String> {
    if media_types.is_empty() { vec!["application/json".to_owned()] } else { media_types.to_vec() }
}
