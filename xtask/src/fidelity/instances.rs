//! Reads instances: JSON lines with the members `schema`, `kind`, `value` and `why`.

use std::path::Path;

use harness::json;
use oasmith::cli::Failure;

/// An instance of a component's schema.
pub struct Instance {
    /// The name of the component.
    pub schema: String,
    /// The expected result.
    pub kind: InstanceKind,
    /// The JSON text on one line.
    pub value: String,
    /// What the instance tests.
    pub why: String,
}

/// The expected result of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InstanceKind {
    /// Accepted and encoded as an equal value.
    Valid,
    /// Like `Valid`, if the schema is interpreted as its author intended.
    Intent,
    /// Accepted. Undeclared members may be dropped.
    Extra,
    /// Rejected.
    Invalid,
    /// A valid example from the document.
    Example,
    /// An invalid example from the document.
    BadExample,
}

/// Reads all instances of a file.
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
    let is_invalid = raw("valid") == Some("false") || text("verdict").is_some_and(|verdict| verdict == "invalid");
    let kind = match text("kind").as_deref() {
        Some("valid") => InstanceKind::Valid,
        Some("intent") => InstanceKind::Intent,
        Some("extra") => InstanceKind::Extra,
        Some("invalid") => InstanceKind::Invalid,
        Some("example") if is_invalid => InstanceKind::BadExample,
        Some("example") => InstanceKind::Example,
        other => return Err(format!("unknown `kind`: {other:?}")),
    };
    Ok(Instance {
        schema: text("schema").ok_or("`schema` is missing")?,
        kind,
        value: raw("value").ok_or("`value` is missing")?.to_owned(),
        why: text("why").unwrap_or_default(),
    })
}
