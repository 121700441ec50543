//! Rewrites operations: splits their parameters into parameters and a request body.

use serde_json::{Map, Value, json};

use super::{media_types, parameters, responses};
use crate::diag::{Pointer, SourceLocation};
use crate::source::SourceMap;

/// The document's defaults for all operations.
pub(super) struct Defaults {
    pub(super) consumes: Vec<String>,
    pub(super) produces: Vec<String>,
    /// The root's `parameters`.
    pub(super) parameters: Value,
}

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Rewrites a path item.
pub(super) fn rewrite_item(item: &mut Value, place: &SourceLocation, defaults: &Defaults, source_map: &mut SourceMap) {
    let Value::Object(members) = item else { return };
    let shared: Vec<(Value, SourceLocation)> = match members.shift_remove("parameters") {
        Some(Value::Array(list)) => {
            list.into_iter().enumerate().map(|(index, value)| (value, place.key("parameters").index(index))).collect()
        }
        Some(other) => {
            members.insert("parameters".to_owned(), other);
            Vec::new()
        }
        None => Vec::new(),
    };
    for method in METHODS {
        if let Some(Value::Object(operation)) = members.get_mut(method) {
            rewrite_operation(operation, &shared, &place.key(method), defaults, source_map);
        }
    }
}

fn rewrite_operation(
    operation: &mut Map<String, Value>,
    shared: &[(Value, SourceLocation)],
    place: &SourceLocation,
    defaults: &Defaults,
    source_map: &mut SourceMap,
) {
    let own = |listed: Vec<String>, default: &Vec<String>| if listed.is_empty() { default.clone() } else { listed };
    let consumes = own(media_types(operation.shift_remove("consumes")), &defaults.consumes);
    let produces = own(media_types(operation.shift_remove("produces")), &defaults.produces);
    operation.shift_remove("schemes");
    if let Some(Value::Object(listed)) = operation.get_mut("responses") {
        for (status, response) in listed.iter_mut() {
            responses::rewrite(response, &place.key("responses").key(status), &produces, source_map);
        }
    }
    let listed = match operation.shift_remove("parameters") {
        Some(Value::Array(list)) => list,
        Some(other) => {
            operation.insert("parameters".to_owned(), other);
            return;
        }
        None => Vec::new(),
    };
    let at = place.key("parameters");
    let mut all: Vec<(Value, SourceLocation)> =
        listed.into_iter().enumerate().map(|(index, value)| (value, at.index(index))).collect();
    let inherited: Vec<_> = shared
        .iter()
        .filter(|(outer, _)| !all.iter().any(|(inner, _)| identity(inner, defaults) == identity(outer, defaults)))
        .cloned()
        .collect();
    all.splice(0..0, inherited);
    split(operation, all, place, &consumes, defaults, source_map);
}

/// Splits the parameters of Swagger 2.0 into parameters of OpenAPI 3.0 and a request body.
fn split(
    operation: &mut Map<String, Value>,
    all: Vec<(Value, SourceLocation)>,
    place: &SourceLocation,
    consumes: &[String],
    defaults: &Defaults,
    source_map: &mut SourceMap,
) {
    let mut kept = Vec::new();
    let mut form = Vec::new();
    let body_place = place.key("requestBody");
    for (parameter, from) in all {
        let target = target(&parameter, defaults);
        match target.and_then(|target| target.get("in")).and_then(Value::as_str) {
            Some("body") => {
                let body = match parameter.get("$ref").and_then(Value::as_str) {
                    Some(reference) => {
                        source_map.moved(body_place.clone(), from);
                        json!({ "$ref": reference.replace("/components/parameters/", "/components/requestBodies/") })
                    }
                    None => parameters::body(&parameter, &from, &body_place, consumes, source_map),
                };
                operation.insert("requestBody".to_owned(), body);
            }
            Some("formData") => form.extend(target.cloned().map(|target| (target, from))),
            _ => {
                let to = place.key("parameters").index(kept.len());
                kept.push(match parameter.get("$ref") {
                    Some(_) => {
                        source_map.moved(to, from);
                        parameter
                    }
                    None => parameters::rewrite(&parameter, &from, &to, source_map),
                });
            }
        }
    }
    if !kept.is_empty() {
        operation.insert("parameters".to_owned(), Value::Array(kept));
    }
    if !form.is_empty() && !operation.contains_key("requestBody") {
        operation.insert("requestBody".to_owned(), parameters::form(&form, &body_place, consumes, source_map));
    }
}

/// Returns the parameter, after following a `$ref` into the root's `parameters` (already rewritten).
fn target<'v>(parameter: &'v Value, defaults: &'v Defaults) -> Option<&'v Value> {
    match parameter.get("$ref").and_then(Value::as_str) {
        Some(reference) => {
            let name = reference.strip_prefix("#/components/parameters/")?;
            let pointer = Pointer::from_escaped(&format!("/{name}"));
            defaults.parameters.pointer(pointer.as_str())
        }
        None => Some(parameter),
    }
}

fn identity<'v>(parameter: &'v Value, defaults: &'v Defaults) -> Option<(&'v Value, &'v Value)> {
    let target = target(parameter, defaults)?;
    Some((target.get("name")?, target.get("in")?))
}
