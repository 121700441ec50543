//! Replaces references to parts of Swagger 2.0 documents in other files by copies of these parts, so that they can be rewritten.
//!
//! A file that is not a complete document does not tell whether its path items belong to Swagger 2.0. Only the place of the reference does.
//! Schemas are not copied: their form is the same in both versions, and copies would become different types.

use serde_json::Value;

use super::holds_path_items;
use crate::diag::{FileId, SourceLocation};
use crate::source::{Source, SourceMap, file_part, fragment_pointer};

/// Upper bound for the number of copied values. Without it, many references to a large part could exhaust the memory.
const MOST_COPIES: usize = 1_000_000;
/// Upper bound for a chain of references.
const LONGEST_CHAIN: usize = 32;

/// A part of a document, which determines which of its members are parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Root,
    Paths,
    PathItem,
    Operation,
    Parameters,
    Responses,
    Response,
    Headers,
    /// A map of parameters at the root.
    NamedParameters,
    Parameter,
    /// A part without parts.
    Leaf,
}

impl Part {
    /// Returns the part that a member is, if any. For a list, `key` is the index.
    fn member(self, key: &str) -> Option<Self> {
        match (self, key) {
            (Self::Root, key) if holds_path_items(key) => Some(Self::Paths),
            (Self::Root, "parameters") => Some(Self::NamedParameters),
            (Self::Root, "responses") => Some(Self::Responses),
            (Self::Root, "securityDefinitions" | "consumes" | "produces" | "schemes") => Some(Self::Leaf),
            (Self::Paths, _) => Some(Self::PathItem),
            (Self::PathItem, "get" | "put" | "post" | "delete" | "options" | "head" | "patch") => Some(Self::Operation),
            (Self::PathItem | Self::Operation, "parameters") => Some(Self::Parameters),
            (Self::Operation, "responses") => Some(Self::Responses),
            (Self::Parameters | Self::NamedParameters, _) => Some(Self::Parameter),
            (Self::Operation, "consumes" | "produces") | (Self::Headers, _) => Some(Self::Leaf),
            (Self::Responses, _) => Some(Self::Response),
            (Self::Response, "headers") => Some(Self::Headers),
            _ => None,
        }
    }
}

/// Copies the parts in other files into the document `root`, which is the file `file`. `is_document` tells whether a file is a complete
/// document, whose parts are rewritten in place.
pub(super) fn copy_parts(
    source: &Source,
    file: FileId,
    root: &mut Value,
    is_document: &dyn Fn(FileId) -> bool,
    source_map: &mut SourceMap,
) {
    let mut copier = Copier { source, file, is_document, source_map, copies: 0 };
    copier.visit(root, Part::Root, &SourceLocation::root(file));
}

struct Copier<'s> {
    source: &'s Source,
    file: FileId,
    is_document: &'s dyn Fn(FileId) -> bool,
    source_map: &'s mut SourceMap,
    copies: usize,
}

impl Copier<'_> {
    fn visit(&mut self, value: &mut Value, part: Part, place: &SourceLocation) {
        for _ in 0..LONGEST_CHAIN {
            let Some((copy, from)) = self.copy(value, part) else { break };
            self.source_map.moved(place.clone(), from);
            // Members next to the reference take precedence.
            let mut own = std::mem::replace(value, copy);
            if let (Value::Object(members), Value::Object(own)) = (&mut *value, &mut own) {
                own.shift_remove("$ref");
                members.append(own);
            }
        }
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    if let Some(part) = part.member(key) {
                        self.visit(member, part, &place.key(key));
                    }
                }
            }
            Value::Array(items) if part == Part::Parameters => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.visit(item, Part::Parameter, &place.index(index));
                }
            }
            _ => {}
        }
    }

    /// Returns a copy of the target of the value's reference into another file, and its place. `None` if the target can be referred to
    /// after the rewrite: it is in a document, and it is not a parameter for a body.
    fn copy(&mut self, value: &Value, part: Part) -> Option<(Value, SourceLocation)> {
        let reference = value.get("$ref")?.as_str()?;
        let target = self.source.linked(self.file, &file_part(reference)?).ok()?;
        let fragment = reference.split_once('#').map_or("", |(_, fragment)| fragment);
        let place = SourceLocation { file: target, pointer: fragment_pointer(fragment) };
        let found = self.source.value(&place)?;
        if (self.is_document)(target) && !(part == Part::Parameter && is_for_body(found)) {
            return None;
        }
        let mut copy = found.clone();
        self.copies = self.copies.saturating_add(count(&copy));
        if self.copies > MOST_COPIES {
            return None;
        }
        self.rebase(&mut copy, target);
        Some((copy, place))
    }

    /// Makes the references in a copy relative to the document.
    fn rebase(&self, value: &mut Value, from: FileId) {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(reference)) = members.get_mut("$ref")
                    && let Some(rebased) = self.rebased(reference, from)
                {
                    *reference = rebased;
                }
                members.values_mut().for_each(|member| self.rebase(member, from));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.rebase(item, from)),
            _ => {}
        }
    }

    fn rebased(&self, reference: &str, from: FileId) -> Option<String> {
        let fragment = reference.split_once('#').map_or("", |(_, fragment)| fragment);
        let target = match file_part(reference) {
            Some(path) => self.source.linked(from, &path).ok()?,
            // In a file without definitions, authors mean the document.
            None if reference.starts_with("#/")
                && self.source.root(from)?.pointer(fragment_pointer(fragment).as_str()).is_none() =>
            {
                return None;
            }
            None if reference.starts_with('#') => from,
            None => return None,
        };
        if target == self.file {
            return Some(format!("#{fragment}"));
        }
        let path = self.source.relative_path(self.file, target)?.replace('%', "%25").replace('#', "%23");
        let hash = if reference.contains('#') { "#" } else { "" };
        Some(format!("{path}{hash}{fragment}"))
    }
}

/// Whether a parameter becomes a part of the request body.
fn is_for_body(parameter: &Value) -> bool {
    matches!(parameter.get("in").and_then(Value::as_str), Some("body" | "formData"))
}

/// Returns the number of values in a value.
fn count(value: &Value) -> usize {
    let mut count = 0;
    let mut stack = vec![value];
    while let Some(value) = stack.pop() {
        count += 1;
        match value {
            Value::Object(members) => stack.extend(members.values()),
            Value::Array(items) => stack.extend(items),
            _ => {}
        }
    }
    count
}
