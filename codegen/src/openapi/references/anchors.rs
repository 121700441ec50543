//! `$id`, `$anchor` and `$dynamicAnchor`: names by which references can refer to schemas instead of pointers.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::super::document::Version;
use crate::diag::{FileId, SourceLocation};
use crate::source::{Source, join};

/// All schema resources and anchors of a document.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// Schema resources by their URI, absolute as far as it is known.
    resources: HashMap<String, SourceLocation>,
    /// The URIs of all schemas with an `$id`, by their places.
    bases: HashMap<SourceLocation, String>,
    /// Anchors by their resource and name.
    names: HashMap<(SourceLocation, String), SourceLocation>,
    /// The first anchor with each name in each file.
    in_file: HashMap<(FileId, String), SourceLocation>,
    /// The places of all schemas with a `$dynamicAnchor`, by its name.
    dynamic: HashMap<String, Vec<SourceLocation>>,
    /// The resource and the name of each `$dynamicAnchor`.
    dynamic_in: HashSet<(SourceLocation, String)>,
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
        let own = self.names.get(&(resource.clone(), name.to_owned()));
        own.or_else(|| self.in_file.get(&(resource.file, name.to_owned())))
    }

    /// Returns the places of all schemas with the `$dynamicAnchor` `name`.
    pub(super) fn dynamic(&self, name: &str) -> &[SourceLocation] {
        self.dynamic.get(name).map_or(&[], Vec::as_slice)
    }

    /// Returns whether the resource at `resource` contains the `$dynamicAnchor` `name`.
    pub(super) fn has_dynamic_anchor(&self, resource: &SourceLocation, name: &str) -> bool {
        self.dynamic_in.contains(&(resource.clone(), name.to_owned()))
    }

    /// Returns whether the resource at `resource` contains an anchor `name`, dynamic or not.
    pub(super) fn has_anchor(&self, resource: &SourceLocation, name: &str) -> bool {
        self.names.contains_key(&(resource.clone(), name.to_owned()))
    }

    /// Returns the innermost schema resource that contains a place, and its URI. Without one, returns the file.
    pub(super) fn base(&self, place: &SourceLocation) -> (SourceLocation, &str) {
        let mut at = Some(place.clone()).filter(|_| !self.bases.is_empty());
        while let Some(here) = at {
            if let Some(uri) = self.bases.get(&here) {
                return (here, uri);
            }
            at = here.pointer.parent().map(|pointer| SourceLocation { file: here.file, pointer });
        }
        (SourceLocation::root(place.file), "")
    }

    fn name(&mut self, name: &str, resource: &SourceLocation, place: &SourceLocation, is_dynamic: bool) {
        self.names.entry((resource.clone(), name.to_owned())).or_insert_with(|| place.clone());
        let first = self.in_file.entry((place.file, name.to_owned())).or_insert_with(|| place.clone());
        if place < first {
            *first = place.clone();
        }
        if is_dynamic {
            self.dynamic.entry(name.to_owned()).or_default().push(place.clone());
            self.dynamic_in.insert((resource.clone(), name.to_owned()));
        }
    }

    fn walk(&mut self, value: &Value, path: &mut Path, resource: &SourceLocation, uri: &str) {
        match value {
            Value::Object(members) => {
                let id = members.get("$id").and_then(Value::as_str).map(|id| join(uri, id.trim_end_matches('#')));
                let here = id.as_ref().map(|_| path.place());
                if let (Some(id), Some(here)) = (&id, &here) {
                    self.resources.entry(id.clone()).or_insert_with(|| here.clone());
                    self.bases.insert(here.clone(), id.clone());
                }
                let (resource, uri) = (here.as_ref().unwrap_or(resource), id.as_deref().unwrap_or(uri));
                for keyword in ["$anchor", "$dynamicAnchor"] {
                    if let Some(name) = members.get(keyword).and_then(Value::as_str) {
                        self.name(name, resource, &path.place(), keyword == "$dynamicAnchor");
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
