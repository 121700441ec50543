//! Rewrites the values of a Swagger 2.0 document to OpenAPI 3.0 before they are read.
//!
//! A [`SourceMap`] records every moved value, so that a diagnostic shows the line that the user wrote. Invalid parts are not changed:
//! reading them as OpenAPI 3.0 reports the problem.

mod as_meant;
mod collection_format;
mod linked;
mod operations;
mod parameters;
mod problems;
mod references;
mod responses;
mod security;
mod servers;

use serde_json::{Map, Value};

use super::document::MOST_MEDIA_TYPES;
use super::extensions::Extension;
use crate::diag::{Diagnostic, FileId, SourceLocation};
use crate::source::{Source, SourceMap};
pub(super) use collection_format::list_format;
use operations::Defaults;
use problems::Problems;
pub(super) use references::{as_read, as_written};
use servers::Servers;

/// Rewrites every file of the source that is written in Swagger 2.0, and the references to it in other files.
///
/// Returns the problems that the result no longer shows.
pub(super) fn rewrite(source: &mut Source) -> Vec<Diagnostic> {
    let files: Vec<FileId> =
        (0..source.files().len()).map(FileId).filter(|id| source.root(*id).is_some_and(is_swagger)).collect();
    if files.is_empty() {
        return Vec::new();
    }
    let mut problems = Problems::default();
    let mut copied = SourceMap::default();
    for id in &files {
        edit(source, *id, |source, root| {
            linked::copy_parts(source, *id, root, &|file| files.contains(&file), &mut copied);
        });
    }
    source.push_source_map(copied);
    let mut source_map = SourceMap::default();
    for id in &files {
        edit(source, *id, |source, root| {
            references::rewrite(root, &|path| {
                path.is_none_or(|path| source.linked(*id, path).is_ok_and(|file| files.contains(&file)))
            });
            if let Value::Object(members) = root {
                rewrite_root(members, &SourceLocation::root(*id), &mut source_map, &mut problems);
            }
        });
    }
    let is_fragment = |root: &Value| root.get("openapi").is_none();
    for id in (0..source.files().len()).map(FileId).filter(|id| !files.contains(id)) {
        if source.root(id).is_some_and(is_fragment) {
            edit(source, id, |source, root| {
                references::rewrite(root, &|path| {
                    path.is_some_and(|path| source.linked(id, path).is_ok_and(|file| files.contains(&file)))
                });
            });
        }
    }
    let problems = problems.finish(&mut source_map);
    source.push_source_map(source_map);
    problems
}

/// Changes the value of a file. Meanwhile, the file is `null` in the source.
fn edit(source: &mut Source, file: FileId, change: impl FnOnce(&Source, &mut Value)) {
    let Some(mut root) = source.root_mut(file).map(Value::take) else { return };
    change(source, &mut root);
    if let Some(slot) = source.root_mut(file) {
        *slot = root;
    }
}

fn is_swagger(root: &Value) -> bool {
    root.get("swagger").is_some() && root.get("openapi").is_none()
}

/// Whether a member of the root is a map of path items.
fn holds_path_items(key: &str) -> bool {
    let extensions = [Extension::PathsWithQuery, Extension::Webhooks];
    key == "paths" || extensions.iter().any(|extension| extension.names().any(|name| name == key))
}

fn rewrite_root(
    root: &mut Map<String, Value>,
    place: &SourceLocation,
    source_map: &mut SourceMap,
    problems: &mut Problems,
) {
    let servers = Servers::take(root, place, problems);
    servers.insert(root, place, source_map);
    let defaults = Defaults {
        servers,
        consumes: media_types(root.shift_remove("consumes")).unwrap_or_default(),
        produces: media_types(root.shift_remove("produces")).unwrap_or_default(),
        parameters: as_meant::parameters(
            root.shift_remove("parameters").unwrap_or_default(),
            &place.key("parameters"),
            problems,
        ),
    };
    for (key, value) in root.iter_mut() {
        if let Value::Object(paths) = value
            && holds_path_items(key)
        {
            for (path, item) in paths.iter_mut() {
                operations::rewrite_item(item, &place.key(key).key(path), &defaults, source_map, problems);
            }
        }
    }
    let components = components(root, place, &defaults, source_map, problems);
    root.insert("components".to_owned(), Value::Object(components));
    root.insert("openapi".to_owned(), "3.0.3".into());
    root.shift_remove("swagger");
}

fn components(
    root: &mut Map<String, Value>,
    place: &SourceLocation,
    defaults: &Defaults,
    source_map: &mut SourceMap,
    problems: &mut Problems,
) -> Map<String, Value> {
    let mut components = Map::new();
    let at = place.key("components");
    if let Some(definitions) = root.shift_remove("definitions") {
        source_map.moved(at.key("schemas"), place.key("definitions"));
        components.insert("schemas".to_owned(), definitions);
    }
    if let Some(Value::Object(mut responses)) = root.shift_remove("responses") {
        source_map.moved(at.key("responses"), place.key("responses"));
        for (name, response) in &mut responses {
            let (from, to) = (place.key("responses").key(name), at.key("responses").key(name));
            responses::rewrite(response, &from, &to, &defaults.produces, source_map, problems);
        }
        components.insert("responses".to_owned(), Value::Object(responses));
    }
    if let Some(Value::Object(mut schemes)) = root.shift_remove("securityDefinitions") {
        source_map.moved(at.key("securitySchemes"), place.key("securityDefinitions"));
        for (name, scheme) in &mut schemes {
            security::rewrite(scheme, &place.key("securityDefinitions").key(name), problems);
        }
        components.insert("securitySchemes".to_owned(), Value::Object(schemes));
    }
    let mut parameters = Map::new();
    let mut bodies = Map::new();
    for (name, parameter) in defaults.parameters.as_object().into_iter().flatten() {
        let from = place.key("parameters").key(name);
        let (target, defined) =
            operations::target(parameter, &from, defaults).unwrap_or_else(|| (parameter, from.clone()));
        match target.get("in").and_then(Value::as_str) {
            Some("body") => {
                let to = at.key("requestBodies").key(name);
                bodies.insert(name.clone(), parameters::body(target, &defined, &to, &defaults.consumes, source_map));
            }
            // Each operation combines it with its other form parameters.
            Some("formData") => {}
            _ => {
                let to = at.key("parameters").key(name);
                parameters.insert(name.clone(), parameters::rewrite(parameter, &from, &to, source_map, problems));
            }
        }
    }
    components.insert("parameters".to_owned(), Value::Object(parameters));
    components.insert("requestBodies".to_owned(), Value::Object(bodies));
    components
}

/// Reads `consumes`, `produces` or `schemes`. Returns `None` if it is absent; an empty list is a value. Each operation gets a copy of the list, so
/// it is cut where the reader reports that a body has too many media types.
fn media_types(value: Option<Value>) -> Option<Vec<String>> {
    match value? {
        Value::Array(items) => {
            let texts = items.iter().filter_map(Value::as_str).map(str::to_owned);
            Some(texts.take(MOST_MEDIA_TYPES + 1).collect())
        }
        Value::String(one) => Some(vec![one]),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => None,
    }
}

/// Returns whether a schema has `type: file`, which only Swagger 2.0 defines.
fn is_file(value: &Value) -> bool {
    value.get("type").and_then(Value::as_str) == Some("file")
}
