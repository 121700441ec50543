//! What can only be checked on the whole document.

use std::collections::HashMap;

use super::document::{Document, Location, Media, Operation};
use super::paths::template_names;
use super::schema::{Keywords, SchemaId, SchemaKind};
use super::suggest::nearest;
use crate::diag::{Code, Diagnostic, Diagnostics, Place};

/// Checks a document that was read.
pub(super) fn check(document: &mut Document, diagnostics: &mut Diagnostics) {
    document.operations.iter_mut().for_each(|operation| path_parameters(operation, diagnostics));
    let document = &*document;
    operation_ids(document, diagnostics);
    for operation in &document.operations {
        let bodies = operation.body.iter().flat_map(|body| &body.content);
        bodies.for_each(|media| encodings(document, media, diagnostics));
    }
    defaults(document, diagnostics);
}

fn operation_ids(document: &Document, diagnostics: &mut Diagnostics) {
    let mut first: HashMap<&str, &Place> = HashMap::new();
    for operation in &document.operations {
        let Some(id) = operation.id.as_deref() else { continue };
        // A path item that several paths refer to is one place.
        match first.get(id) {
            Some(other) if **other != operation.place => {
                let message = format!("the operationId `{}` is used by another operation too", id);
                let diagnostic = Diagnostic::new(
                    Code::DuplicateOperationId,
                    &operation.place.key("operationId"),
                    message,
                    "give each an id of its own",
                );
                diagnostics.push(diagnostic.related(&other.key("operationId"), "first used here"));
            }
            Some(_) => {}
            None => {
                first.insert(id, &operation.place);
            }
        }
    }
}

/// A template names its parameters once each, and all are declared. Those that it does not name cannot be sent.
fn path_parameters(operation: &mut Operation, diagnostics: &mut Diagnostics) {
    let names = template_names(&operation.path).unwrap_or_default();
    let declared: Vec<_> =
        operation.parameters.iter().filter(|parameter| parameter.location == Location::Path).collect();
    for (index, name) in names.iter().enumerate() {
        if names.get(..index).is_some_and(|before| before.contains(name)) {
            let message = format!("`{}` names the parameter `{name}` twice", operation.path);
            diagnostics.push(Diagnostic::new(
                Code::PathParameter,
                &operation.place,
                message,
                "give one of them another name",
            ));
        } else if !declared.iter().any(|parameter| parameter.name == *name) {
            let message = format!("`{}` names the parameter `{name}`, which is not declared", operation.path);
            let remedy = nearest(name, declared.iter().map(|parameter| parameter.name.as_str())).map_or_else(
                || format!("declare `{name}` in `parameters` with `in: path`"),
                |near| format!("did you mean `{{{near}}}`?"),
            );
            diagnostics.push(Diagnostic::new(Code::PathParameter, &operation.place, message, remedy));
            operation.broken = true;
        }
    }
    for parameter in declared.iter().filter(|parameter| !names.contains(&parameter.name)) {
        let message =
            format!("the path parameter `{}` is not in the path `{}`; it is left out", parameter.name, operation.path);
        let remedy = format!("add `{{{}}}` to the path, or correct its `in`", parameter.name);
        let diagnostic = Diagnostic::new(Code::MalformedHarmless, &parameter.place, message, remedy);
        diagnostics.push(diagnostic.related(&operation.place, "used here"));
    }
    operation.parameters.retain(|parameter| parameter.location != Location::Path || names.contains(&parameter.name));
}

/// An encoding is for a property; one for a property that cannot be there says nothing.
fn encodings(document: &Document, media: &Media, diagnostics: &mut Diagnostics) {
    let Some(keywords) = media.schema.and_then(|id| object(document, id)) else { return };
    for name in media.encoding.keys().filter(|name| !keywords.properties.contains_key(*name)) {
        let message = format!("`encoding` names the property `{}`, which the schema does not have", name);
        let remedy = nearest(name, keywords.properties.keys().map(String::as_str))
            .map_or_else(|| "remove it, or add the property".to_owned(), |near| format!("did you mean `{near}`?"));
        let place = media.place.key("encoding").key(name);
        diagnostics.push(Diagnostic::new(Code::MalformedHarmless, &place, message, remedy));
    }
}

/// The keywords of a schema whose properties are all known: they stand in it, and no others are described.
fn object(document: &Document, id: SchemaId) -> Option<&Keywords> {
    let mut at = id;
    for _ in 0..document.schemas.len() {
        let SchemaKind::Keywords(keywords) = &document.schema(at).kind else { return None };
        match keywords.reference {
            Some(next) => at = next,
            None => {
                let composed =
                    !keywords.all_of.is_empty() || !keywords.any_of.is_empty() || !keywords.one_of.is_empty();
                let open = keywords.additional_properties.is_some() || !keywords.pattern_properties.is_empty();
                return Some(&**keywords).filter(|keywords| !composed && !open && !keywords.properties.is_empty());
            }
        }
    }
    None
}

/// A default that is not of the schema's type is none.
fn defaults(document: &Document, diagnostics: &mut Diagnostics) {
    for schema in &document.schemas {
        let SchemaKind::Keywords(keywords) = &schema.kind else { continue };
        let (Some(types), Some(default)) = (&keywords.types, &keywords.default) else { continue };
        if !default.is_null() && !types.iter().any(|simple| simple.admits(default)) {
            let message = format!("the default {} is not of the schema's type", super::content::snippet(default));
            let names: Vec<&str> = types.iter().map(|simple| simple.name()).collect();
            let remedy = format!("write a default of type {}, or remove it", names.join(" or "));
            diagnostics.push(Diagnostic::new(Code::MalformedHarmless, &schema.place.key("default"), message, remedy));
        }
    }
}
