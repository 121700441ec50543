//! Diagnostics as JSON, for other programs.

use serde_json::{Value, json};

use super::{Diagnostic, Diagnostics, Locate, Located, Severity};

/// Returns all diagnostics in their order, with the number of errors and of warnings.
#[must_use]
pub fn to_json(diagnostics: &Diagnostics, locate: &dyn Locate) -> Value {
    let items: Vec<Value> = diagnostics.iter().map(|diagnostic| diagnostic_json(diagnostic, locate)).collect();
    json!({
        "errors": diagnostics.count(Severity::Error),
        "warnings": diagnostics.count(Severity::Warning),
        "diagnostics": items,
    })
}

fn diagnostic_json(diagnostic: &Diagnostic, locate: &dyn Locate) -> Value {
    let related: Vec<Value> = diagnostic
        .related
        .iter()
        .map(|related| {
            json!({
                "message": related.message,
                "pointer": related.place.pointer.as_str(),
                "at": location_json(locate.locate(&related.place, related.occurrence)),
            })
        })
        .collect();
    json!({
        "code": diagnostic.code.id(),
        "severity": diagnostic.code.severity().name(),
        "title": diagnostic.code.title(),
        "message": diagnostic.message,
        "remedy": diagnostic.remedy,
        "pointer": diagnostic.place.pointer.as_str(),
        "at": location_json(diagnostic.located(locate)),
        "related": related,
    })
}

fn location_json(located: Option<Located>) -> Value {
    located.map_or(
        Value::Null,
        |at| json!({ "file": at.path, "pointer": at.pointer.as_str(), "line": at.line, "column": at.column }),
    )
}
