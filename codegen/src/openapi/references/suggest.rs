//! Remedies for references without a target: suggests the closest existing name.

use serde_json::Value;

use super::super::spelling::nearest;
use crate::diag::{FileId, Pointer};
use crate::source::{Source, fragment_pointer};

/// The sections with named elements, in documents of all versions.
const SECTIONS: &[&str] = &[
    "/components/schemas",
    "/components/responses",
    "/components/parameters",
    "/components/requestBodies",
    "/components/headers",
    "/components/examples",
    "/components/securitySchemes",
    "/components/pathItems",
    "/$defs",
    "/definitions",
];

/// Returns the remedy for a pointer into a file that has no target.
pub(super) fn suggest_pointer(source: &Source, file: FileId, reference: &str) -> String {
    let Some(root) = source.root(file) else { return fallback() };
    let (target, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let pointer = fragment_pointer(fragment);
    let Some(name) = pointer.last() else {
        let pointed = format!("/{}", fragment.trim_start_matches('/'));
        return match root.pointer(&pointed) {
            Some(_) if !fragment.is_empty() => format!("write `{target}#{pointed}`"),
            _ => elsewhere(root, fragment).map_or_else(fallback, |found| format!("did you mean `{target}#{found}`?")),
        };
    };
    let parent = pointer.parent().unwrap_or_default();
    let siblings = root.pointer(parent.as_str()).and_then(Value::as_object);
    if let Some(near) = siblings.and_then(|siblings| nearest(&name, siblings.keys().map(String::as_str))) {
        return format!("did you mean `{target}#{}`?", parent.key(near));
    }
    if let Some(found) = elsewhere(root, &name) {
        return format!("did you mean `{target}#{found}`?");
    }
    match parent.as_str().trim_start_matches('/') {
        "" => fallback(),
        section => format!("add `{name}` to `{}`, or correct the reference", section.replace('/', ".")),
    }
}

/// Returns the remedy for a reference to a file that cannot be read.
pub(super) fn suggest_file(source: &Source, reference: &str) -> String {
    let found = source.root(FileId::default()).and_then(|root| elsewhere(root, reference));
    match found {
        Some(found) => format!("did you mean `#{found}`?"),
        None => "check the path; it is relative to the file that contains the `$ref`".to_owned(),
    }
}

fn elsewhere(root: &Value, name: &str) -> Option<Pointer> {
    SECTIONS.iter().find_map(|section| {
        let members = root.pointer(section)?.as_object()?;
        members.contains_key(name).then(|| Pointer::from_escaped(section).key(name))
    })
}

/// Returns the remedy if no similar name is known.
pub(super) fn fallback() -> String {
    "define the target, or correct the reference".to_owned()
}
