//! Resolves `$ref`s to their targets in the same or another file.

use serde_json::Value;

use super::document::Version;
use super::node::Node;
use super::reader::Reader;
use super::suggest;
use super::swagger::as_written;
use crate::diag::{Code, Diagnostic, Pointer, SourceLocation};
use crate::source::{file_part, fragment_pointer, join, percent_decode, scheme};

/// Upper bound for the length of a chain of references.
const LONGEST_CHAIN: usize = 64;

/// The reason why a reference has no target.
pub(super) struct UnresolvedReference {
    pub(super) message: String,
    pub(super) remedy: String,
    /// The problem in the target's file, if the file cannot be parsed.
    pub(super) problem: Option<Box<Diagnostic>>,
}

impl<'a> Reader<'a> {
    /// Follows the `$ref`s of an element to the element itself. Reports a missing target and returns `None`.
    pub(super) fn resolve(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        self.follow(node, Code::DanglingRef)
    }

    /// Returns the description next to a `$ref`, which overrides the target's description.
    pub(super) fn reference_description(&mut self, node: &Node<'a>) -> Option<String> {
        node.reference()?;
        let description = node.get("description")?;
        self.text(&description)
    }

    /// Like [`Reader::resolve`], for elements that do not affect the output: a missing target is a warning.
    pub(super) fn resolve_tolerant(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        self.follow(node, Code::MalformedHarmless)
    }

    fn follow(&mut self, node: Node<'a>, code: Code) -> Option<Node<'a>> {
        let start = node.place.key("$ref");
        let mut at = node;
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = at.reference() else { return Some(at) };
            match self.lookup(&at.place, reference) {
                Ok(next) => at = next,
                Err(unresolved) => {
                    self.report_unresolved(code, &at.place.key("$ref"), unresolved);
                    return None;
                }
            }
        }
        let code = if code == Code::DanglingRef { Code::CyclicRef } else { code };
        let message = "the references that begin here lead back to their start";
        self.report(Diagnostic::new(code, &start, message, "replace one of the references with its definition"));
        None
    }

    /// Reports a reference without a target, and the problem in the target's file.
    pub(super) fn report_unresolved(&mut self, code: Code, place: &SourceLocation, unresolved: UnresolvedReference) {
        if let Some(problem) = &unresolved.problem {
            self.report(Diagnostic::clone(problem));
        }
        let UnresolvedReference { mut message, mut remedy, problem: _ } = unresolved;
        if self.version == Version::V2 {
            (message, remedy) = (as_written(&message), as_written(&remedy));
        }
        self.report(Diagnostic::new(code, place, message, remedy));
    }

    /// Returns the target of a reference at the place `from`.
    pub(super) fn lookup(&self, from: &SourceLocation, reference: &str) -> Result<Node<'a>, UnresolvedReference> {
        let (base, uri) = self.anchors.base(from);
        let (target, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if target.is_empty() {
            let inside = self.fragment(&base, fragment);
            // In a schema with an `$id`, the specification resolves `#/…` against that schema, but most authors mean the document.
            return inside
                .or_else(|| self.fragment(&SourceLocation::root(base.file), fragment))
                .ok_or_else(|| self.unresolved(from, reference));
        }
        let absolute = join(uri, target);
        if let Some(resource) = self.anchors.resource(&absolute).or_else(|| self.anchors.resource(target)) {
            return self.fragment(&resource.clone(), fragment).ok_or_else(|| self.unresolved(from, reference));
        }
        let Some(path) = file_part(reference) else {
            return Err(UnresolvedReference {
                message: format!(
                    "`{reference}` is {}; oasmith resolves only references to files",
                    scheme(reference).map_or("not a path", |_| "a URL")
                ),
                remedy: "download the target next to the document, and refer to it by its relative path".to_owned(),
                problem: None,
            });
        };
        match self.source.linked(from.file, &path) {
            Ok(file) => self
                .fragment(&SourceLocation::root(file), fragment)
                .ok_or_else(|| self.unresolved_in(&SourceLocation::root(file), reference)),
            Err(error) => Err(UnresolvedReference {
                message: format!("cannot resolve `{}`: {}", reference, error.message),
                remedy: match &error.problem {
                    Some(_) => "correct the error in that file".to_owned(),
                    None => suggest::suggest_file(self, reference),
                },
                problem: error.problem,
            }),
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

    fn unresolved(&self, from: &SourceLocation, reference: &str) -> UnresolvedReference {
        self.unresolved_in(&SourceLocation::root(from.file), reference)
    }

    fn unresolved_in(&self, file: &SourceLocation, reference: &str) -> UnresolvedReference {
        UnresolvedReference {
            message: format!("`{}` does not exist", reference),
            remedy: suggest::suggest_pointer(self, file.file, reference),
            problem: None,
        }
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
