//! An overlay action: finds the values that its target matches, and changes them.

use foldhash::HashSet;
use indexmap::IndexMap;
use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use super::limits::{self, Growth};
use super::{malformed, merge};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Pointer, SourceLocation};
use crate::source::{Source, SourceMap};

/// A change, which is made to every match.
enum Change<'v> {
    Remove,
    /// Merges a value. Its location is in the overlay or, for `copy`, in the document.
    Merge(&'v Value, SourceLocation),
}

/// Applies the action at `place` of the overlay.
pub(super) fn apply(
    source: &mut Source,
    action: &Value,
    place: &SourceLocation,
    growth: &mut Growth,
    diagnostics: &mut Diagnostics,
) {
    let Some(target) = action.get("target").and_then(Value::as_str) else {
        let remedy = "add `target`: a JSONPath such as `$.paths['/pets'].get`";
        diagnostics.push(malformed(place, "an overlay action requires a `target`", remedy));
        return;
    };
    let Some(matches) = select(source, target, &place.key("target"), diagnostics) else { return };
    let copied = match action.get("copy").and_then(Value::as_str) {
        Some(from) => match copied(source, from, &place.key("copy"), diagnostics) {
            Some(copied) => Some(copied),
            None => return,
        },
        None => None,
    };
    let mut changes = Vec::new();
    if action.get("remove") == Some(&Value::Bool(true)) {
        changes.push(Change::Remove);
    } else {
        changes.extend(copied.as_ref().map(|(value, from)| Change::Merge(value, from.clone())));
        changes.extend(action.get("update").map(|value| Change::Merge(value, place.key("update"))));
    }
    if changes.is_empty() {
        diagnostics.push(malformed(
            place,
            "the overlay action has no effect",
            "add `update`, `copy` or `remove: true`",
        ));
        return;
    }
    for change in &changes {
        if let Change::Merge(value, _) = change
            && !growth.add(value, matches.len())
        {
            let message = format!("the overlay makes the document too large: it adds this to {} values", matches.len());
            diagnostics.push(malformed(&place.key("target"), message, "match fewer values"));
            return;
        }
    }
    let mut source_map = SourceMap::default();
    let Some(root) = source.root_mut(FileId::default()) else { return };
    for change in &changes {
        match change {
            Change::Remove => remove(root, &matches, place, &mut source_map, diagnostics),
            Change::Merge(value, from) => {
                for pointer in &matches {
                    let at = SourceLocation { file: FileId::default(), pointer: pointer.clone() };
                    if let Some(target) = root.pointer_mut(pointer.as_str()) {
                        merge::merge(target, &at, value, from, &mut source_map);
                    }
                }
            }
        }
    }
    source.push_source_map(source_map);
}

/// Returns the pointers that a JSONPath matches, in order. Reports an invalid path or a path without matches, and returns `None`.
fn select(source: &Source, path: &str, place: &SourceLocation, diagnostics: &mut Diagnostics) -> Option<Vec<Pointer>> {
    if let Some(excess) = limits::excess(path) {
        let message = format!("the JSONPath has {excess}");
        diagnostics.push(malformed(place, message, "write a shorter path, or several actions"));
        return None;
    }
    let parsed = match JsonPath::parse(path) {
        Ok(parsed) => parsed,
        Err(error) => {
            let message = format!("`{}` is not a JSONPath: {error}", path);
            let remedy = "write a JSONPath (RFC 9535), for example `$.paths['/pets'].get`";
            diagnostics.push(malformed(place, message, remedy));
            return None;
        }
    };
    let root = source.root(FileId::default())?;
    let found: Vec<Pointer> = parsed.query_located(root).locations().map(|location| pointer(location.iter())).collect();
    if found.is_empty() {
        let message = format!("`{}` matches nothing in the document", path);
        let remedy = "correct the target, or remove the action";
        diagnostics.push(Diagnostic::new(Code::OverlayNoMatch, place, message, remedy));
        return None;
    }
    Some(found)
}

/// Returns the value that `copy` names, and its location.
fn copied(
    source: &Source,
    path: &str,
    place: &SourceLocation,
    diagnostics: &mut Diagnostics,
) -> Option<(Value, SourceLocation)> {
    let found = select(source, path, place, diagnostics)?;
    let [pointer] = found.as_slice() else {
        let message = format!("`{}` matches {} values, but `copy` requires exactly one", path, found.len());
        diagnostics.push(malformed(place, message, "write a JSONPath that matches one value"));
        return None;
    };
    let from = SourceLocation { file: FileId::default(), pointer: pointer.clone() };
    Some((source.value(&from)?.clone(), from))
}

/// Converts a normalized path of the JSONPath library to a JSON Pointer.
fn pointer<'p>(elements: impl Iterator<Item = &'p PathElement<'p>>) -> Pointer {
    elements.fold(Pointer::root(), |pointer, element| match element {
        PathElement::Name(name) => pointer.key(name),
        PathElement::Index(index) => pointer.index(*index),
    })
}

/// The members that are removed from an object, or the items that are removed from a list.
#[derive(Default)]
struct Removed {
    keys: HashSet<String>,
    indices: HashSet<usize>,
}

/// Removes all matches. Removes all children of a value together, because removing one item changes the indices of the others.
fn remove(
    root: &mut Value,
    matches: &[Pointer],
    place: &SourceLocation,
    source_map: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) {
    let mut removed: IndexMap<Pointer, Removed> = IndexMap::new();
    for pointer in matches {
        let (Some(parent), Some(last)) = (pointer.parent(), pointer.last()) else {
            diagnostics.push(malformed(
                place,
                "an overlay cannot remove the whole document",
                "write a `target` that matches a part of it",
            ));
            return;
        };
        let removed = removed.entry(parent).or_default();
        removed.indices.extend(last.parse::<usize>());
        removed.keys.insert(last);
    }
    // Inner values first: removing an item changes the pointers to the values in the items after it.
    removed.sort_by_cached_key(|parent, _| std::cmp::Reverse(parent.segments().count()));
    for (parent, Removed { keys, indices }) in removed {
        match root.pointer_mut(parent.as_str()) {
            Some(Value::Object(members)) => members.retain(|key, _| !keys.contains(key)),
            Some(Value::Array(items)) => {
                let at = SourceLocation { file: FileId::default(), pointer: parent };
                let remaining: Vec<usize> = (0..items.len()).filter(|index| !indices.contains(index)).collect();
                for (now, before) in remaining.iter().enumerate().filter(|(now, before)| now != *before) {
                    source_map.moved(at.index(now), at.index(*before));
                }
                let mut index = 0;
                items.retain(|_| {
                    index += 1;
                    !indices.contains(&(index - 1))
                });
            }
            _ => {}
        }
    }
}
