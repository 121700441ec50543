//! Instances: JSON lines of `schema`, `kind`, `value`, and why they are there.

use std::path::Path;

use harness::json;
use oasmith::cli::Failure;

/// An instance of a component's schema.
pub struct Instance {
    /// The component.
    pub schema: String,
    /// What must become of it.
    pub kind: Kind,
    /// The JSON text, in one line.
    pub value: String,
    /// What it exercises.
    pub why: String,
}

/// What must become of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Accepted, and written back equal.
    Valid,
    /// Likewise, if the schema is read as it was meant.
    Intent,
    /// Accepted; the undeclared member may be dropped.
    Extra,
    /// Refused.
    Invalid,
    /// An example of the document's own that is valid.
    Example,
    /// An example of the document's own that is not.
    BadExample,
}

/// Reads instances.
pub fn read(path: &Path) -> Result<Vec<Instance>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = |(index, line)| {
        instance(line).map_err(|error| Failure::new(format!("{}:{}: {error}", path.display(), index + 1)))
    };
    lines.map(read).collect()
}

fn instance(line: &str) -> Result<Instance, String> {
    let members = json::members(line)?;
    let raw = |key: &str| members.iter().find(|(name, _)| name == key).map(|(_, text)| *text);
    let text = |key: &str| raw(key).and_then(|raw| serde_json::from_str::<String>(raw).ok());
    let refused = raw("valid") == Some("false") || text("verdict").is_some_and(|verdict| verdict == "invalid");
    let kind = match text("kind").as_deref() {
        Some("valid") => Kind::Valid,
        Some("intent") => Kind::Intent,
        Some("extra") => Kind::Extra,
        Some("invalid") => Kind::Invalid,
        Some("example") if refused => Kind::BadExample,
        Some("example") => Kind::Example,
        other => return Err(format!("unknown kind {other:?}")),
    };
    Ok(Instance {
        schema: text("schema").ok_or("no schema")?,
        kind,
        value: raw("value").ok_or("no value")?.to_owned(),
        why: text("why").unwrap_or_default(),
    })
}
