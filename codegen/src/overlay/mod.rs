//! OpenAPI Overlays (1.0, and `copy` of 1.1): changes to a document without editing its file.
//!
//! An overlay is applied to values before the document is read. The source map records the location of added values in the
//! overlay's file and the original location of moved values. An action that matches nothing is an error, because then the overlay
//! is outdated. This module does not know the meaning of values in OpenAPI.

mod action;
mod limits;
mod merge;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics, FileId, SourceLocation};
use crate::source::{Loader, Source};

/// Applies the overlay in the file at `path` to the source's document. The overlay becomes a file of the source, so that
/// diagnostics can refer to it.
pub fn apply(source: &mut Source, path: &str, loader: &dyn Loader, diagnostics: &mut Diagnostics) {
    let Some(file) = source.load(path, loader, diagnostics) else { return };
    let root = source.root(file).cloned().unwrap_or_default();
    let place = SourceLocation::root(file);
    if !check_version(&root, &place, diagnostics) {
        return;
    }
    let Some(Value::Array(actions)) = root.get("actions") else {
        let remedy = "add `actions`: a list of objects with `target` and either `update` or `remove`";
        diagnostics.push(malformed(&place, "an overlay requires a list of `actions`", remedy));
        return;
    };
    if actions.is_empty() {
        let at = place.key("actions");
        diagnostics.push(malformed(&at, "the overlay has no actions", "add an action, or remove the overlay"));
    }
    let mut growth = limits::Growth::of(source.root(FileId::default()).unwrap_or(&Value::Null));
    for (index, action) in actions.iter().enumerate() {
        action::apply(source, action, &place.key("actions").index(index), &mut growth, diagnostics);
        if growth.is_exceeded() {
            break;
        }
    }
}

fn check_version(root: &Value, place: &SourceLocation, diagnostics: &mut Diagnostics) -> bool {
    let text = match root.get("overlay") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(_) | None => {
            let remedy = "add `overlay: 1.0.0` at the top of the file";
            diagnostics.push(malformed(place, "the file is not an overlay: it has no `overlay` version", remedy));
            return false;
        }
    };
    let known = text.starts_with("1.");
    if !known {
        let message = format!("overlay version {} is not supported", text);
        diagnostics.push(malformed(&place.key("overlay"), message, "supported versions are 1.0 and 1.1"));
    }
    known
}

fn malformed(place: &SourceLocation, message: impl Into<String>, remedy: &str) -> Diagnostic {
    Diagnostic::new(Code::OverlayMalformed, place, message, remedy)
}
