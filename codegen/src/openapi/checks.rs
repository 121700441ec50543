//! What can only be checked on the whole document.

use super::document::{Document, Location, Media, Operation, Parameter};
use super::paths::template_names;
use super::schema::{Keywords, SchemaId, SchemaKind};
use super::suggest::nearest;
use crate::diag::{Code, Diagnostic, Diagnostics, Place};
use foldhash::{HashMap, HashMapExt};

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

/// A template names its parameters once each. One that is not declared is a text; those that the template does not name cannot be sent.
fn path_parameters(operation: &mut Operation, diagnostics: &mut Diagnostics) {
    expansions(operation, diagnostics);
    spellings(operation, diagnostics);
    let names = template_names(operation.path_sent()).unwrap_or_default();
    let declared: Vec<_> =
        operation.parameters.iter().filter(|parameter| parameter.location == Location::Path).collect();
    for (index, name) in names.iter().enumerate() {
        if names.get(..index).is_some_and(|before| before.contains(name)) {
            let message =
                format!("`{}` names the parameter `{name}` twice; both are sent the same value", operation.path);
            diagnostics.push(Diagnostic::new(
                Code::MalformedHarmless,
                &operation.place,
                message,
                "give one of them another name",
            ));
        } else if !declared.iter().any(|parameter| parameter.name == *name) {
            let message = format!(
                "`{}` names the parameter `{name}`, which is not declared; it is taken as a text",
                operation.path
            );
            let remedy = nearest(name, declared.iter().map(|parameter| parameter.name.as_str())).map_or_else(
                || format!("declare `{name}` in `parameters` with `in: path`"),
                |near| format!("did you mean `{{{near}}}`?"),
            );
            diagnostics.push(Diagnostic::new(Code::UndeclaredParameter, &operation.place, message, remedy));
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
    for name in names {
        if !operation.parameters.iter().any(|parameter| parameter.is_of_path(&name)) {
            operation.parameters.push(Parameter::of_path(&name, &operation.place));
        }
    }
}

/// A parameter that is written otherwise in the template, `{userId}` for `user_id`, is the one that is meant. On the wire there is no name.
fn spellings(operation: &mut Operation, diagnostics: &mut Diagnostics) {
    let letters =
        |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let names = template_names(operation.path_sent()).unwrap_or_default();
    for name in &names {
        if operation.parameters.iter().any(|other| other.is_of_path(name)) {
            continue;
        }
        let meant = operation.parameters.iter_mut().find(|other| {
            other.location == Location::Path && !names.contains(&other.name) && letters(&other.name) == letters(name)
        });
        if let Some(meant) = meant {
            let message =
                format!("the path parameter `{}` is written `{name}` in the path; it is taken as that", meant.name);
            let diagnostic =
                Diagnostic::new(Code::MalformedHarmless, &meant.place, message, "write the name in one way");
            diagnostics.push(diagnostic.related(&operation.place, "used here"));
            meant.name.clone_from(name);
        }
    }
}

/// `{path*}`, `{+path}` and `{path...}` are how frameworks and RFC 6570 write a parameter that holds slashes; OpenAPI only knows `{path}`.
fn expansions(operation: &mut Operation, diagnostics: &mut Diagnostics) {
    for written in template_names(operation.path_sent()).unwrap_or_default() {
        let bare = written.trim_start_matches(['+', '*']).trim_end_matches(['*', '+']).trim_end_matches("...");
        let is_declared = |name: &str| operation.parameters.iter().any(|other| other.is_of_path(name));
        if bare == written || bare.is_empty() || is_declared(&written) {
            continue;
        }
        let message =
            format!("`{{{written}}}` is no parameter of OpenAPI; it is taken as `{{{bare}}}`, slashes in it are kept");
        let remedy = format!("write `{{{bare}}}`, and since OpenAPI 3.2 `allowReserved: true` in the parameter");
        diagnostics.push(Diagnostic::new(Code::MalformedHarmless, &operation.place, message, remedy));
        operation.path = operation.path.replace(&format!("{{{written}}}"), &format!("{{{bare}}}"));
        if !is_declared(bare) {
            operation.parameters.push(Parameter::of_path(bare, &operation.place));
        }
        let of_path = operation.parameters.iter_mut().filter(|other| other.is_of_path(bare));
        of_path.for_each(|parameter| parameter.allow_reserved = true);
    }
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
