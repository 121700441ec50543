//! Rewrites operations: splits their parameters into parameters and a request body.

use serde_json::{Map, Value, json};

use super::problems::Problems;
use super::servers::Servers;
use super::{as_meant, media_types, parameters, responses};
use crate::diag::{Pointer, SourceLocation};
use crate::source::SourceMap;

/// The document's defaults for all operations.
pub(super) struct Defaults {
    pub(super) servers: Servers,
    pub(super) consumes: Vec<String>,
    pub(super) produces: Vec<String>,
    /// The root's `parameters`.
    pub(super) parameters: Value,
}

/// Upper bound for a chain of references.
const LONGEST_CHAIN: usize = 32;
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Rewrites a path item. Its parameters for the body are given to each operation; the others stay.
pub(super) fn rewrite_item(
    item: &mut Value,
    place: &SourceLocation,
    defaults: &Defaults,
    source_map: &mut SourceMap,
    problems: &mut Problems,
) {
    let Value::Object(members) = item else { return };
    let mut shared = Parameters::default();
    if let Some(Value::Array(list)) = members.get_mut("parameters") {
        let at = place.key("parameters");
        shared = Parameters::split(std::mem::take(list), &at, defaults, source_map, problems);
        *list = std::mem::take(&mut shared.kept);
    }
    for method in METHODS {
        if let Some(Value::Object(operation)) = members.get_mut(method) {
            rewrite_operation(operation, &shared, &place.key(method), defaults, source_map, problems);
        }
    }
}

fn rewrite_operation(
    operation: &mut Map<String, Value>,
    shared: &Parameters,
    place: &SourceLocation,
    defaults: &Defaults,
    source_map: &mut SourceMap,
    problems: &mut Problems,
) {
    let consumes = media_types(operation.shift_remove("consumes")).unwrap_or_else(|| defaults.consumes.clone());
    let produces = media_types(operation.shift_remove("produces")).unwrap_or_else(|| defaults.produces.clone());
    defaults.servers.rewrite_operation(operation, place, source_map, problems);
    if let Some(Value::Object(listed)) = operation.get_mut("responses") {
        for (status, response) in listed.iter_mut() {
            let place = place.key("responses").key(status);
            responses::rewrite(response, &place, &place, &produces, source_map, problems);
        }
    }
    let at = place.key("parameters");
    let mut own = Parameters::default();
    match operation.shift_remove("parameters") {
        Some(Value::Array(list)) => own = Parameters::split(list, &at, defaults, source_map, problems),
        Some(other) => {
            operation.insert("parameters".to_owned(), other);
        }
        None => {}
    }
    if !own.kept.is_empty() {
        operation.insert("parameters".to_owned(), Value::Array(std::mem::take(&mut own.kept)));
    }
    own.inherit(shared);
    // The shared body has the media types of the document.
    own.referenced_body = own.referenced_body.filter(|_| consumes == defaults.consumes);
    if let Some(body) = own.body(&place.key("requestBody"), &consumes, source_map, problems) {
        operation.insert("requestBody".to_owned(), body);
    }
}

/// The parameters of an operation or a path: those of OpenAPI 3.0, and those that become a request body.
#[derive(Default)]
struct Parameters {
    /// The rewritten parameters.
    kept: Vec<Value>,
    /// The form parameters, with the places of their definitions.
    form: Vec<(Value, SourceLocation)>,
    /// The body parameters, with the places of their definitions.
    bodies: Vec<(Value, SourceLocation)>,
    /// The `$ref` of the last body parameter, if it has one.
    referenced_body: Option<String>,
}

impl Parameters {
    /// Splits a list of parameters. `at` is the place of the list, before and after the rewrite.
    fn split(
        list: Vec<Value>,
        at: &SourceLocation,
        defaults: &Defaults,
        source_map: &mut SourceMap,
        problems: &mut Problems,
    ) -> Self {
        let mut split = Self::default();
        for (index, parameter) in list.into_iter().enumerate() {
            let from = at.index(index);
            let parameter = as_meant::parameter(parameter, &from, problems);
            let (target, defined) = target(&parameter, &from, defaults).unzip();
            match target.and_then(|target| target.get("in")).and_then(Value::as_str) {
                Some("body") => {
                    split.referenced_body = parameter.get("$ref").and_then(Value::as_str).map(str::to_owned);
                    split.bodies.extend(target.cloned().zip(defined));
                }
                Some("formData") => split.form.extend(target.cloned().zip(defined)),
                _ => {
                    let to = at.index(split.kept.len());
                    split.kept.push(match parameter.get("$ref") {
                        Some(_) => {
                            source_map.moved(to, from);
                            parameter
                        }
                        None => parameters::rewrite(&parameter, &from, &to, source_map, problems),
                    });
                }
            }
        }
        split
    }

    /// Adds the parameters of the path that the operation does not declare itself.
    fn inherit(&mut self, path: &Self) {
        for (own, outer) in [(&mut self.form, &path.form), (&mut self.bodies, &path.bodies)] {
            let is_declared = |outer: &Value| own.iter().any(|(inner, _)| inner.get("name") == outer.get("name"));
            let inherited: Vec<_> = outer.iter().filter(|(outer, _)| !is_declared(outer)).cloned().collect();
            own.splice(0..0, inherited);
        }
        if self.referenced_body.is_none() && self.bodies.len() == path.bodies.len() {
            self.referenced_body.clone_from(&path.referenced_body);
        }
    }

    /// Returns the request body. A request has one body, so several parameters for it are combined.
    fn body(
        mut self,
        place: &SourceLocation,
        consumes: &[String],
        source_map: &mut SourceMap,
        problems: &mut Problems,
    ) -> Option<Value> {
        Some(match (self.bodies.as_slice(), self.form.as_slice()) {
            ([], []) => return None,
            ([(_, from)], []) if self.referenced_body.is_some() => {
                source_map.moved(place.clone(), from.clone());
                let reference = self.referenced_body.unwrap_or_default();
                json!({ "$ref": reference.replace("/components/parameters/", "/components/requestBodies/") })
            }
            ([(body, from)], []) => parameters::body(body, from, place, consumes, source_map),
            ([.., (_, from)], []) => {
                let message = "an operation has several parameters with `in: body`, but a request has one body; the body can be a \
                               value of any of their schemas";
                problems.tolerated(from, message, "keep one of them, or combine their schemas in one object");
                parameters::any_body(&self.bodies, place, consumes, source_map)
            }
            ([], form) => parameters::form(form, place, consumes, source_map, problems),
            ([.., (_, from)], _) => {
                let message = "an operation has parameters with `in: body` and with `in: formData`, but a request has one body; the body \
                               is a form, and the `body` parameter is a field of it";
                problems.tolerated(from, message, "write all of them as `formData`, or all in one `body`");
                self.form.append(&mut self.bodies);
                parameters::form(&self.form, place, consumes, source_map, problems)
            }
        })
    }
}

/// Returns the definition of a parameter and its place, after following `$ref`s (already rewritten) into the root's `parameters`.
pub(super) fn target<'v>(
    parameter: &'v Value,
    from: &SourceLocation,
    defaults: &'v Defaults,
) -> Option<(&'v Value, SourceLocation)> {
    let mut target = (parameter, from.clone());
    for _ in 0..LONGEST_CHAIN {
        let Some(reference) = target.0.get("$ref").and_then(Value::as_str) else { return Some(target) };
        let name = reference.strip_prefix("#/components/parameters/")?;
        let found = defaults.parameters.pointer(Pointer::from_escaped(&format!("/{name}")).as_str())?;
        let pointer = Pointer::from_escaped(&format!("/parameters/{name}"));
        target = (found, SourceLocation { file: from.file, pointer });
    }
    None
}
