//! `$id`, `$anchor` and `$dynamicAnchor`: names by which references can refer to schemas instead of pointers.

use std::collections::HashMap;

use serde_json::Value;

use super::super::document::Version;
use crate::diag::{FileId, SourceLocation};
use crate::source::{Source, join};

/// All schema resources and anchors of a document.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// Schema resources by their URI, absolute as far as it is known.
    resources: HashMap<String, SourceLocation>,
    /// The places of all schemas with an `$id`, with their URIs.
    bases: Vec<(SourceLocation, String)>,
    /// Anchors by their resource and name.
    names: HashMap<(SourceLocation, String), SourceLocation>,
}

impl Anchors {
    /// Collects the anchors of all files of a document. Documents before 3.1 have none.
    pub(super) fn collect(source: &Source, version: Version) -> Self {
        let mut anchors = Self::default();
        if version < Version::V3_1 {
            return anchors;
        }
        for (index, file) in source.files().iter().enumerate() {
            let place = SourceLocation::root(FileId(index));
            let uri = file.value.get("$self").and_then(Value::as_str).unwrap_or_default();
            if !uri.is_empty() {
                anchors.resources.insert(uri.to_owned(), place.clone());
            }
            anchors.walk(&file.value, &mut Path::root(place.file), &place, uri);
        }
        anchors
    }

    /// Returns the schema resource with a URI.
    pub(super) fn resource(&self, uri: &str) -> Option<&SourceLocation> {
        self.resources.get(uri)
    }

    /// Returns the anchor `name` in the resource at `resource`, otherwise anywhere in its file.
    pub(super) fn anchor(&self, resource: &SourceLocation, name: &str) -> Option<&SourceLocation> {
        self.names.get(&(resource.clone(), name.to_owned())).or_else(|| {
            let same_file = self.names.iter().filter(|((of, other), _)| of.file == resource.file && other == name);
            same_file.map(|(_, place)| place).min()
        })
    }

    /// Returns the innermost schema resource that contains a place, and its URI. Without one, returns the file.
    pub(super) fn base(&self, place: &SourceLocation) -> (SourceLocation, &str) {
        let enclosing = self.bases.iter().filter(|(base, _)| {
            let rest = place.pointer.as_str().strip_prefix(base.pointer.as_str());
            base.file == place.file && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        enclosing
            .max_by_key(|(base, _)| base.pointer.as_str().len())
            .map_or_else(|| (SourceLocation::root(place.file), ""), |(base, uri)| (base.clone(), uri.as_str()))
    }

    fn walk(&mut self, value: &Value, path: &mut Path, resource: &SourceLocation, uri: &str) {
        match value {
            Value::Object(members) => {
                let id = members.get("$id").and_then(Value::as_str).map(|id| join(uri, id.trim_end_matches('#')));
                let here = id.as_ref().map(|_| path.place());
                if let (Some(id), Some(here)) = (&id, &here) {
                    self.resources.entry(id.clone()).or_insert_with(|| here.clone());
                    self.bases.push((here.clone(), id.clone()));
                }
                let (resource, uri) = (here.as_ref().unwrap_or(resource), id.as_deref().unwrap_or(uri));
                for keyword in ["$anchor", "$dynamicAnchor"] {
                    if let Some(name) = members.get(keyword).and_then(Value::as_str) {
                        self.names.entry((resource.clone(), name.to_owned())).or_insert_with(|| path.place());
                    }
                }
                for (key, member) in members {
                    path.within(key, |path| self.walk(member, path, resource, uri));
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    path.within(&index.to_string(), |path| self.walk(item, path, resource, uri));
                }
            }
            _ => {}
        }
    }
}

/// The pointer to the current value of a walk.
struct Path {
    file: FileId,
    text: String,
}

impl Path {
    fn root(file: FileId) -> Self {
        Self { file, text: String::new() }
    }

    fn within(&mut self, key: &str, walk: impl FnOnce(&mut Self)) {
        let length = self.text.len();
        self.text.push('/');
        self.text.push_str(&key.replace('~', "~0").replace('/', "~1"));
        walk(self);
        self.text.truncate(length);
    }

    fn place(&self) -> SourceLocation {
        SourceLocation { file: self.file, pointer: crate::diag::Pointer::from_escaped(&self.text) }
    }
}
