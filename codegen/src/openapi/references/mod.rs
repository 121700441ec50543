//! Resolves `$ref`s to their targets in the same or another file.
//!
//! This layer uses the source, nodes and the version, and no other layer. It reports nothing: callers report an [`UnresolvedReference`].

mod anchors;
mod suggest;

use serde_json::Value;

use self::anchors::Anchors;
use super::document::Version;
use super::node::Node;
use super::swagger::as_written;
use crate::diag::{Code, Diagnostic, FileId, Pointer, SourceLocation};
use crate::source::{Source, file_part, fragment_pointer, join, percent_decode, scheme};

/// Upper bound for the length of a chain of references.
const LONGEST_CHAIN: usize = 64;

/// Finds the targets of references.
pub(super) struct References<'a> {
    source: &'a Source,
    version: Version,
    anchors: Anchors,
}

/// A reference without a target.
#[derive(Debug)]
pub(super) struct UnresolvedReference {
    /// The location of the reference.
    location: SourceLocation,
    /// Whether the reference leads back to itself.
    is_cyclic: bool,
    message: String,
    remedy: String,
    /// The problem in the target's file, if the file cannot be parsed.
    problem: Option<Box<Diagnostic>>,
}

impl UnresolvedReference {
    /// Moves the problem to another location, for references outside `$ref`.
    pub(super) fn written_at(self, location: SourceLocation) -> Self {
        Self { location, ..self }
    }

    /// Returns the error for the `$ref` in the object at `from`, which leads back to itself.
    pub(super) fn cyclic(from: &SourceLocation) -> Self {
        Self {
            location: from.key("$ref"),
            is_cyclic: true,
            message: "the references that begin here lead back to their start".to_owned(),
            remedy: "replace one of the references with its definition".to_owned(),
            problem: None,
        }
    }

    /// Returns the diagnostics of a reference that the output depends on.
    pub(super) fn errors(self) -> impl Iterator<Item = Diagnostic> {
        let code = if self.is_cyclic { Code::CyclicRef } else { Code::DanglingRef };
        self.diagnostics(code)
    }

    /// Returns the diagnostics of a reference that does not affect the output.
    pub(super) fn warnings(self) -> impl Iterator<Item = Diagnostic> {
        let message = format!("{}; the reference is ignored", self.message);
        Self { message, ..self }.diagnostics(Code::MalformedHarmless)
    }

    /// The problem in the target's file comes first.
    fn diagnostics(self, code: Code) -> impl Iterator<Item = Diagnostic> {
        let unresolved = Diagnostic::new(code, &self.location, self.message, self.remedy);
        self.problem.map(|problem| *problem).into_iter().chain([unresolved])
    }
}

impl<'a> References<'a> {
    /// Collects the anchors of a source.
    pub(super) fn new(source: &'a Source, version: Version) -> Self {
        Self { source, version, anchors: Anchors::collect(source, version) }
    }

    /// Returns the root of the file that the user named.
    pub(super) fn root(&self) -> Node<'a> {
        Node::root(self.source.root(FileId::default()).unwrap_or(&Value::Null), FileId::default())
    }

    /// Returns the root of a file.
    pub(super) fn root_of(&self, file: FileId) -> Option<Node<'a>> {
        Some(Node::root(self.source.root(file)?, file))
    }

    /// Returns the entries of a section of `components` in the file that the user named, in order.
    pub(super) fn components(&self, section: &str) -> Vec<(&'a str, Node<'a>)> {
        let section = self.root().get("components").and_then(|components| components.get(section));
        section.map(|section| section.plain_members().collect()).unwrap_or_default()
    }

    /// Follows the `$ref`s of an element to the element itself.
    pub(super) fn follow(&self, node: Node<'a>) -> Result<Node<'a>, UnresolvedReference> {
        let start = node.place.clone();
        let mut at = node;
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = at.reference() else { return Ok(at) };
            at = self.lookup(&at.place, reference)?;
        }
        Err(UnresolvedReference::cyclic(&start))
    }

    /// Returns the target of a reference. `from` is the object that contains it.
    pub(super) fn lookup(&self, from: &SourceLocation, reference: &str) -> Result<Node<'a>, UnresolvedReference> {
        let (base, uri) = self.anchors.base(from);
        let (target, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if target.is_empty() {
            let inside = self.fragment(&base, fragment);
            // In a schema with an `$id`, the specification resolves `#/…` against that schema, but most authors mean the document.
            return inside
                .or_else(|| self.fragment(&SourceLocation::root(base.file), fragment))
                .ok_or_else(|| self.missing(from, from.file, reference));
        }
        let absolute = join(uri, target);
        if let Some(resource) = self.anchors.resource(&absolute).or_else(|| self.anchors.resource(target)) {
            return self.fragment(&resource.clone(), fragment).ok_or_else(|| self.missing(from, from.file, reference));
        }
        let Some(path) = file_part(reference) else {
            let kind = scheme(reference).map_or("not a path", |_| "a URL");
            let message = format!("`{reference}` is {kind}; oasmith resolves only references to files");
            let remedy = "download the target next to the document, and refer to it by its relative path".to_owned();
            return Err(self.unresolved(from, message, remedy, None));
        };
        match self.source.linked(from.file, &path) {
            Ok(file) => {
                self.fragment(&SourceLocation::root(file), fragment).ok_or_else(|| self.missing(from, file, reference))
            }
            Err(error) => {
                let message = format!("cannot resolve `{}`: {}", reference, error.message);
                let remedy = match &error.problem {
                    Some(_) => "correct the error in that file".to_owned(),
                    None => suggest::suggest_file(self.source, reference),
                };
                Err(self.unresolved(from, message, remedy, error.problem))
            }
        }
    }

    /// Returns the target of a fragment (without `#`) in a schema resource or file.
    fn fragment(&self, resource: &SourceLocation, fragment: &str) -> Option<Node<'a>> {
        let decoded = percent_decode(fragment);
        if decoded.is_empty() || decoded.starts_with('/') {
            return self
                .at(resource, &decoded)
                .or_else(|| (decoded != fragment).then(|| self.at(resource, fragment)).flatten());
        }
        let place = self.anchors.anchor(resource, &decoded)?.clone();
        Some(Node { value: self.source.value(&place)?, place })
    }

    /// Returns the value at a pointer below a place. Follows `$ref`s on the way if the pointer has no target without them.
    fn at(&self, resource: &SourceLocation, pointer: &str) -> Option<Node<'a>> {
        let whole = Pointer::from_escaped(&format!("{}{pointer}", resource.pointer.as_str()));
        let place = SourceLocation { file: resource.file, pointer: whole };
        match self.source.value(&place) {
            Some(value) => Some(Node { value, place }),
            None => self.walk(resource, pointer),
        }
    }

    fn walk(&self, resource: &SourceLocation, pointer: &str) -> Option<Node<'a>> {
        let mut at = Node { value: self.source.value(resource)?, place: resource.clone() };
        for segment in Pointer::from_escaped(pointer).segments() {
            let mut links = 0;
            at = loop {
                match (step(&at, &segment), at.reference()) {
                    (Some(next), _) => break next,
                    (None, Some(reference)) if links < LONGEST_CHAIN && plain_pointer(reference) => {
                        links += 1;
                        let (_, fragment) = reference.split_once('#')?;
                        let place = SourceLocation { file: at.place.file, pointer: fragment_pointer(fragment) };
                        at = Node { value: self.source.value(&place)?, place };
                    }
                    _ => return None,
                }
            };
        }
        Some(at)
    }

    /// Returns the error for a pointer into a file that has no target.
    fn missing(&self, from: &SourceLocation, file: FileId, reference: &str) -> UnresolvedReference {
        let remedy = suggest::suggest_pointer(self.source, file, reference);
        self.unresolved(from, format!("`{reference}` does not exist"), remedy, None)
    }

    /// Returns the error for the `$ref` in the object at `from`. Texts show the references of the original document.
    fn unresolved(
        &self,
        from: &SourceLocation,
        message: String,
        remedy: String,
        problem: Option<Box<Diagnostic>>,
    ) -> UnresolvedReference {
        let (message, remedy) = match self.version {
            Version::V2 => (as_written(&message), as_written(&remedy)),
            Version::V3_0 | Version::V3_1 | Version::V3_2 => (message, remedy),
        };
        UnresolvedReference { location: from.key("$ref"), is_cyclic: false, message, remedy, problem }
    }
}

fn plain_pointer(reference: &str) -> bool {
    reference.starts_with("#/")
}

fn step<'a>(node: &Node<'a>, segment: &str) -> Option<Node<'a>> {
    match node.value {
        Value::Object(members) => members.get(segment).map(|value| Node { value, place: node.place.key(segment) }),
        Value::Array(items) => {
            let index = segment.parse().ok()?;
            items.get(index).map(|value| Node { value, place: node.place.index(index) })
        }
        _ => None,
    }
}
