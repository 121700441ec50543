//! Checks that need the whole document.

use super::document::{Document, Location, Media, Operation, Parameter};
use super::path_template::parameter_names;
use super::schema::{Keywords, SchemaId, SchemaKind};
use super::spelling::nearest;
use crate::diag::{Code, Diagnostic, Diagnostics, SourceLocation};
use foldhash::{HashMap, HashMapExt};
use serde_json::Value;

/// Checks a document, and repairs its path parameters.
pub(super) fn check(document: &mut Document, diagnostics: &mut Diagnostics) {
    document.operations.iter_mut().for_each(|operation| path_parameters(operation, diagnostics));
    let document = &*document;
    operation_ids(document, diagnostics);
    for operation in &document.operations {
        let bodies = operation.body.iter().flat_map(|body| &body.content);
        bodies.for_each(|media| check_encodings(document, media, diagnostics));
    }
    check_defaults(document, diagnostics);
}

fn operation_ids(document: &Document, diagnostics: &mut Diagnostics) {
    let mut first: HashMap<&str, &SourceLocation> = HashMap::new();
    for operation in &document.operations {
        let Some(id) = operation.id.as_deref() else { continue };
        // A path item that several paths refer to has one place.
        match first.get(id) {
            Some(other) if **other != operation.place => {
                let message = format!(
                    "another operation has the same operationId, `{id}`; the methods of these operations get different names"
                );
                let diagnostic = Diagnostic::new(
                    Code::DuplicateOperationId,
                    &operation.place.key("operationId"),
                    message,
                    "give each operation its own operationId",
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

/// Compares the declared path parameters with the path template. An undeclared parameter becomes a string; a declared one that the
/// template does not contain cannot be sent, and is removed.
fn path_parameters(operation: &mut Operation, diagnostics: &mut Diagnostics) {
    // Nothing is known about the parameters of an invalid template, which was reported.
    if parameter_names(operation.path_sent()).is_err() {
        return;
    }
    read_foreign_templates(operation, diagnostics);
    read_expansions(operation, diagnostics);
    match_spellings(operation, diagnostics);
    let names = parameter_names(operation.path_sent()).unwrap_or_default();
    let declared: Vec<_> =
        operation.parameters.iter().filter(|parameter| parameter.location == Location::Path).collect();
    for (index, name) in names.iter().enumerate() {
        if names.get(..index).is_some_and(|before| before.contains(name)) {
            let message =
                format!("`{}` contains the parameter `{name}` twice; both get the same value", operation.path);
            diagnostics.push(Diagnostic::new(Code::MalformedHarmless, &operation.place, message, "rename one of them"));
        } else if !declared.iter().any(|parameter| parameter.name == *name) {
            let message = format!(
                "`{}` contains the parameter `{name}`, which is not declared; it becomes an argument of type string",
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
        let message = format!(
            "the path parameter `{}` does not occur in the path `{}`; it is ignored",
            parameter.name, operation.path
        );
        let remedy = format!("add `{{{}}}` to the path, or correct `in`", parameter.name);
        let diagnostic = Diagnostic::new(Code::MalformedHarmless, &parameter.place, message, remedy);
        diagnostics.push(diagnostic.related(&operation.place, "in this operation"));
    }
    operation.parameters.retain(|parameter| parameter.location != Location::Path || names.contains(&parameter.name));
    for name in names {
        if !operation.parameters.iter().any(|parameter| parameter.is_of_path(&name)) {
            operation.parameters.push(Parameter::of_path(&name, &operation.place));
        }
    }
}

/// Matches parameters that the template spells differently, such as `{userId}` for `user_id`. The name of a path parameter is not sent.
fn match_spellings(operation: &mut Operation, diagnostics: &mut Diagnostics) {
    let letters =
        |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let names = parameter_names(operation.path_sent()).unwrap_or_default();
    for name in &names {
        if operation.parameters.iter().any(|other| other.is_of_path(name)) {
            continue;
        }
        let meant = operation.parameters.iter_mut().find(|other| {
            other.location == Location::Path && !names.contains(&other.name) && letters(&other.name) == letters(name)
        });
        if let Some(meant) = meant {
            let message =
                format!("the path parameter `{}` is written `{name}` in the path; it is read as `{name}`", meant.name);
            let diagnostic =
                Diagnostic::new(Code::MalformedHarmless, &meant.place, message, "use the same spelling in both places");
            diagnostics.push(diagnostic.related(&operation.place, "in this operation"));
            meant.name.clone_from(name);
        }
    }
}

/// Reads the segments `:id` and `<id>`, with which web frameworks mark a parameter, if the operation declares the path parameter.
fn read_foreign_templates(operation: &mut Operation, diagnostics: &mut Diagnostics) {
    let is_declared = |name: &str| operation.parameters.iter().any(|other| other.is_of_path(name));
    let mut written = Vec::new();
    let segments = operation.path.split('/').map(|segment| {
        let Some(name) = foreign_parameter(segment).filter(|name| is_declared(name)) else { return segment.to_owned() };
        written.push((segment.to_owned(), name));
        format!("{{{name}}}")
    });
    let path = segments.collect::<Vec<_>>().join("/");
    for (segment, name) in written {
        let message = format!("`{segment}` is not a parameter of a path in OpenAPI; it is read as `{{{name}}}`");
        let remedy = format!("write `{{{name}}}`");
        diagnostics.push(Diagnostic::new(Code::MalformedHarmless, &operation.place, message, remedy));
    }
    operation.path = path;
}

/// Returns the parameter that a segment names in the syntax of a web framework: `:id`, `<id>`, `<int:id>`.
fn foreign_parameter(segment: &str) -> Option<&str> {
    let typed = segment.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let name = match typed {
        Some(typed) => typed.rsplit(':').next()?,
        None => segment.strip_prefix(':')?,
    };
    Some(name).filter(|name| !name.is_empty())
}

/// Reads parameters that are written in the syntax of a web framework, of RFC 6570 or of `google.api.http`. OpenAPI defines only `{path}`.
fn read_expansions(operation: &mut Operation, diagnostics: &mut Diagnostics) {
    for written in parameter_names(operation.path_sent()).unwrap_or_default() {
        let is_declared = |name: &str| operation.parameters.iter().any(|other| other.is_of_path(name));
        let Some((bare, has_slashes)) = expansion(&written, is_declared).filter(|_| !is_declared(&written)) else {
            continue;
        };
        let effect = if has_slashes { ", and slashes in its value are not encoded" } else { "" };
        let message = format!("`{{{written}}}` is not valid in OpenAPI; it is read as `{{{bare}}}`{effect}");
        let reserved = if has_slashes { "; in OpenAPI 3.2, add `allowReserved: true` to the parameter" } else { "" };
        let remedy = format!("write `{{{bare}}}`{reserved}");
        diagnostics.push(Diagnostic::new(Code::MalformedHarmless, &operation.place, message, remedy));
        operation.path = operation.path.replace(&format!("{{{written}}}"), &format!("{{{bare}}}"));
        if !is_declared(bare) {
            operation.parameters.push(Parameter::of_path(bare, &operation.place));
        }
        let of_path = operation.parameters.iter_mut().filter(|other| other.is_of_path(bare));
        of_path.for_each(|parameter| parameter.allow_reserved |= has_slashes);
    }
}

/// Returns the name of a parameter that is written otherwise, and whether its value may contain slashes:
///
/// | written | by | slashes |
/// |---|---|---|
/// | `{path*}`, `{+path}`, `{path...}` | RFC 6570, frameworks | yes |
/// | `{name=projects/*}`, `{name=**}` | `google.api.http` | if the pattern has several segments |
/// | `{id:int}`, `{path:path}`, `{path:.*}` | frameworks, if `id` is declared | if the constraint allows any text |
fn expansion(written: &str, is_declared: impl Fn(&str) -> bool) -> Option<(&str, bool)> {
    let (bare, has_slashes) = if let Some((name, pattern)) = written.split_once('=') {
        (name, pattern.contains('/') || pattern.contains("**"))
    } else if let Some((name, constraint)) = written.split_once(':').filter(|(name, _)| is_declared(name)) {
        (name, ["path", ".*", ".+"].contains(&constraint))
    } else {
        (written.trim_start_matches(['+', '*']).trim_end_matches(['*', '+']).trim_end_matches("..."), true)
    };
    (bare != written && !bare.is_empty()).then_some((bare, has_slashes))
}

/// Warns about encodings of properties that the schema does not have.
fn check_encodings(document: &Document, media: &Media, diagnostics: &mut Diagnostics) {
    let Some(keywords) = media.schema.and_then(|id| closed_object(document, id)) else { return };
    for name in media.encoding.keys().filter(|name| !keywords.properties.contains_key(*name)) {
        let message =
            format!("`encoding` names the property `{}`, which the schema does not have; it is ignored", name);
        let remedy = nearest(name, keywords.properties.keys().map(String::as_str))
            .map_or_else(|| "remove it, or add the property".to_owned(), |near| format!("did you mean `{near}`?"));
        let place = media.place.key("encoding").key(name);
        diagnostics.push(Diagnostic::new(Code::MalformedHarmless, &place, message, remedy));
    }
}

/// Returns the keywords of a schema if it lists all its properties itself, without composition or additional properties.
fn closed_object(document: &Document, id: SchemaId) -> Option<&Keywords> {
    let SchemaKind::Keywords(keywords) = &document.schema(document.target(id)).kind else { return None };
    let composed = !keywords.all_of.is_empty() || !keywords.any_of.is_empty() || !keywords.one_of.is_empty();
    let open = keywords.additional_properties.is_some() || !keywords.pattern_properties.is_empty();
    Some(&**keywords).filter(|keywords| !composed && !open && !keywords.properties.is_empty())
}

/// Warns about defaults that do not match the schema's type.
fn check_defaults(document: &Document, diagnostics: &mut Diagnostics) {
    for schema in &document.schemas {
        let SchemaKind::Keywords(keywords) = &schema.kind else { continue };
        let (Some(types), Some(default)) = (&keywords.types, &keywords.default) else { continue };
        if !default.is_null() && !types.iter().any(|simple| simple.admits(default)) {
            let message = format!(
                "the default {} does not match the schema's type; the documentation shows it nevertheless",
                snippet(default)
            );
            let names: Vec<&str> = types.iter().map(|simple| simple.name()).collect();
            let remedy = format!("write a default of type {}, or remove it", names.join(" or "));
            diagnostics.push(Diagnostic::new(Code::MalformedHarmless, &schema.place.key("default"), message, remedy));
        }
    }
}

/// Returns a value as JSON, shortened for messages.
fn snippet(value: &Value) -> String {
    const LONGEST: usize = 40;
    let text = value.to_string();
    let cut = text.chars().take(LONGEST).collect::<String>();
    if cut.len() < text.len() { format!("`{cut}…`") } else { format!("`{text}`") }
}
