//! OpenAPI Overlays (1.0, and `copy` of 1.1): changes to a document that do not touch its file.
//!
//! An overlay is applied to values before the document is read. What it brings keeps its place in the overlay's file, what
//! it moves keeps the place where it was written. An action that matches nothing is an error: the document has changed
//! under the overlay. This module knows values and places, nothing of what they mean.

mod action;
mod merge;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics, Place};
use crate::source::{Loader, Source};

/// Applies the overlay in the file at `path` to the document that the source holds. The overlay becomes one of the source's
/// files, so that problems can be shown in it.
pub fn apply(source: &mut Source, path: &str, loader: &dyn Loader, diagnostics: &mut Diagnostics) {
    let Some(file) = source.load(path, loader, diagnostics) else { return };
    let root = source.root(file).cloned().unwrap_or_default();
    let place = Place::root(file);
    if !check_version(&root, &place, diagnostics) {
        return;
    }
    let Some(Value::Array(actions)) = root.get("actions") else {
        let remedy = "add `actions`, a list of objects with `target` and `update` or `remove`";
        diagnostics.push(malformed(&place, "an overlay needs a list of `actions`", remedy));
        return;
    };
    if actions.is_empty() {
        let at = place.key("actions");
        diagnostics.push(malformed(&at, "the overlay has no action", "add an action, or leave the overlay out"));
    }
    for (index, action) in actions.iter().enumerate() {
        action::apply(source, action, &place.key("actions").index(index), diagnostics);
    }
}

fn check_version(root: &Value, place: &Place, diagnostics: &mut Diagnostics) -> bool {
    let text = match root.get("overlay") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(_) | None => {
            let remedy = "add `overlay: 1.0.0` at the top";
            diagnostics.push(malformed(place, "the file does not say that it is an overlay", remedy));
            return false;
        }
    };
    let known = text.starts_with("1.");
    if !known {
        let message = format!("overlays of version {} are not known", text);
        diagnostics.push(malformed(&place.key("overlay"), message, "versions 1.0 and 1.1 are read"));
    }
    known
}

fn malformed(place: &Place, message: impl Into<String>, remedy: &str) -> Diagnostic {
    Diagnostic::new(Code::OverlayMalformed, place, message, remedy)
}
