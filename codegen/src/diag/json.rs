//! Diagnostics as JSON, for tools.

use serde_json::{Value, json};

use super::render::severity_name;
use super::{Diagnostic, Diagnostics, Locate, Located, Severity};

/// All diagnostics, in their order, and how many there are of each severity.
#[must_use]
pub fn to_json(diagnostics: &Diagnostics, locate: &dyn Locate) -> Value {
    let items: Vec<Value> = diagnostics.iter().map(|diagnostic| one(diagnostic, locate)).collect();
    json!({
        "errors": diagnostics.count(Severity::Error),
        "warnings": diagnostics.count(Severity::Warning),
        "diagnostics": items,
    })
}

fn one(diagnostic: &Diagnostic, locate: &dyn Locate) -> Value {
    let related: Vec<Value> = diagnostic
        .related
        .iter()
        .map(|related| {
            json!({
                "message": related.message,
                "pointer": related.place.pointer.as_str(),
                "at": at(locate.locate(&related.place, related.occurrence)),
            })
        })
        .collect();
    json!({
        "code": diagnostic.code.id(),
        "severity": severity_name(diagnostic.code.severity()),
        "title": diagnostic.code.title(),
        "message": diagnostic.message,
        "remedy": diagnostic.remedy,
        "pointer": diagnostic.place.pointer.as_str(),
        "at": at(diagnostic.located(locate)),
        "related": related,
    })
}

fn at(located: Option<Located>) -> Value {
    located.map_or(
        Value::Null,
        |at| json!({ "file": at.path, "pointer": at.pointer.as_str(), "line": at.line, "column": at.column }),
    )
}
