//! Rewrites operations: splits their parameters into parameters and a request body.

use serde_json::{Map, Value, json};

use super::servers::Servers;
use super::{media_types, parameters, responses};
use crate::diag::{Code, Diagnostic, Pointer, SourceLocation};
use crate::source::SourceMap;

/// The document's defaults for all operations.
pub(super) struct Defaults {
    pub(super) servers: Servers,
    pub(super) consumes: Vec<String>,
    pub(super) produces: Vec<String>,
    /// The root's `parameters`.
    pub(super) parameters: Value,
}

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Rewrites a path item.
pub(super) fn rewrite_item(
    item: &mut Value,
    place: &SourceLocation,
    defaults: &Defaults,
    source_map: &mut SourceMap,
    problems: &mut Vec<Diagnostic>,
) {
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
            rewrite_operation(operation, &shared, &place.key(method), defaults, source_map, problems);
        }
    }
}

fn rewrite_operation(
    operation: &mut Map<String, Value>,
    shared: &[(Value, SourceLocation)],
    place: &SourceLocation,
    defaults: &Defaults,
    source_map: &mut SourceMap,
    problems: &mut Vec<Diagnostic>,
) {
    let own = |listed: Vec<String>, default: &Vec<String>| if listed.is_empty() { default.clone() } else { listed };
    let consumes = own(media_types(operation.shift_remove("consumes")), &defaults.consumes);
    let produces = own(media_types(operation.shift_remove("produces")), &defaults.produces);
    defaults.servers.rewrite_operation(operation, place, source_map);
    if let Some(Value::Object(listed)) = operation.get_mut("responses") {
        for (status, response) in listed.iter_mut() {
            responses::rewrite(response, &place.key("responses").key(status), &produces, source_map, problems);
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
    split(operation, all, place, &consumes, defaults, source_map, problems);
}

/// Splits the parameters of Swagger 2.0 into parameters of OpenAPI 3.0 and a request body. A request has one body, so several parameters
/// for it are combined.
fn split(
    operation: &mut Map<String, Value>,
    all: Vec<(Value, SourceLocation)>,
    place: &SourceLocation,
    consumes: &[String],
    defaults: &Defaults,
    source_map: &mut SourceMap,
    problems: &mut Vec<Diagnostic>,
) {
    let mut kept = Vec::new();
    let mut form: Vec<(Value, SourceLocation)> = Vec::new();
    let mut bodies: Vec<(Value, SourceLocation)> = Vec::new();
    let mut referenced_body = None;
    let body_place = place.key("requestBody");
    for (parameter, from) in all {
        let target = target(&parameter, defaults);
        match target.and_then(|target| target.get("in")).and_then(Value::as_str) {
            Some("body") => {
                referenced_body = parameter.get("$ref").and_then(Value::as_str).map(str::to_owned);
                bodies.extend(target.cloned().map(|target| (target, from)));
            }
            Some("formData") => form.extend(target.cloned().map(|target| (target, from))),
            _ => {
                let to = place.key("parameters").index(kept.len());
                kept.push(match parameter.get("$ref") {
                    Some(_) => {
                        source_map.moved(to, from);
                        parameter
                    }
                    None => parameters::rewrite(&parameter, &from, &to, source_map, problems),
                });
            }
        }
    }
    if !kept.is_empty() {
        operation.insert("parameters".to_owned(), Value::Array(kept));
    }
    let body = match (bodies.as_slice(), form.as_slice()) {
        ([], []) => return,
        ([(_, from)], []) if referenced_body.is_some() => {
            source_map.moved(body_place.clone(), from.clone());
            let reference = referenced_body.unwrap_or_default();
            json!({ "$ref": reference.replace("/components/parameters/", "/components/requestBodies/") })
        }
        ([(body, from)], []) => parameters::body(body, from, &body_place, consumes, source_map),
        (several, []) => {
            problems.push(several_bodies(&body_place));
            parameters::any_body(several, &body_place, consumes, source_map)
        }
        ([], form) => parameters::form(form, &body_place, consumes, source_map, problems),
        (bodies, form) => {
            problems.push(body_and_form(&body_place));
            let all: Vec<_> = form.iter().chain(bodies).cloned().collect();
            parameters::form(&all, &body_place, consumes, source_map, problems)
        }
    };
    operation.insert("requestBody".to_owned(), body);
}

/// Returns the warning for an operation with several `body` parameters.
fn several_bodies(place: &SourceLocation) -> Diagnostic {
    let message = "an operation has several parameters with `in: body`, but a request has one body; the body can be a value of any of \
                   their schemas";
    Diagnostic::new(Code::MalformedHarmless, place, message, "keep one of them, or combine their schemas in one object")
}

/// Returns the warning for an operation with a `body` parameter and form parameters.
fn body_and_form(place: &SourceLocation) -> Diagnostic {
    let message = "an operation has parameters with `in: body` and with `in: formData`, but a request has one body; the body is a form, \
                   and the `body` parameter is a field of it";
    Diagnostic::new(Code::MalformedHarmless, place, message, "write all of them as `formData`, or all in one `body`")
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
