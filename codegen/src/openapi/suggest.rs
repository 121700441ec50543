//! Remedies for references without a target: suggests the closest existing name.

use serde_json::Value;

use super::reader::Reader;
use crate::diag::{FileId, Pointer};
use crate::source::fragment_pointer;

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
pub(super) fn suggest_pointer(reader: &Reader<'_>, file: FileId, reference: &str) -> String {
    let Some(root) = reader.source.root(file) else { return fallback() };
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
pub(super) fn suggest_file(reader: &Reader<'_>, reference: &str) -> String {
    let found = reader.source.root(FileId::default()).and_then(|root| elsewhere(root, reference));
    match found {
        Some(found) => format!("did you mean `#{found}`?"),
        None => "check the path; it is relative to the file that contains the `$ref`".to_owned(),
    }
}

/// Returns the name closest to `name` if it is close enough to be a misspelling.
pub(super) fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let most = (name.chars().count() / 3).clamp(1, 4);
    let rated = names.filter_map(|other| {
        let distance = if other.eq_ignore_ascii_case(name) { 0 } else { distance(name, other, most)? };
        Some((distance, other))
    });
    rated.min_by_key(|(distance, _)| *distance).map(|(_, other)| other)
}

fn elsewhere(root: &Value, name: &str) -> Option<Pointer> {
    SECTIONS.iter().find_map(|section| {
        let members = root.pointer(section)?.as_object()?;
        members.contains_key(name).then(|| Pointer::from_escaped(section).key(name))
    })
}

fn fallback() -> String {
    "define the target, or correct the reference".to_owned()
}

/// Returns the edit distance if it is at most `most`.
fn distance(left: &str, right: &str, most: usize) -> Option<usize> {
    let right: Vec<char> = right.chars().collect();
    if left.chars().count().abs_diff(right.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.chars().enumerate() {
        let mut diagonal = i;
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, r) in right.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or_default();
            let before = row.get(j).copied().unwrap_or_default();
            let cost = (diagonal + usize::from(l != *r)).min(above + 1).min(before + 1);
            if let Some(cell) = row.get_mut(j + 1) {
                *cell = cost;
            }
            diagonal = above;
        }
    }
    row.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_nearest_name() {
        let names = ["Pet", "Pets", "Customer", "customerAddress"];
        let check = |name: &str, expect: Option<&str>| assert_eq!(nearest(name, names.into_iter()), expect, "{name}");
        check("Pett", Some("Pet"));
        check("pets", Some("Pets"));
        check("Costumer", Some("Customer"));
        check("CustomerAdress", Some("customerAddress"));
        check("Order", None);
        check("", None);
    }
}
