//! `$ref`s: from a text to the value that it names, in this file or another.

use serde_json::Value;

use super::document::Version;
use super::node::Node;
use super::reader::Reader;
use super::suggest;
use super::swagger::as_written;
use crate::diag::{Code, Diagnostic, Place, Pointer};
use crate::source::{file_part, fragment_pointer, join, percent_decode, scheme};

/// The longest chain of references that is followed.
const LONGEST_CHAIN: usize = 64;

/// Why a reference leads nowhere.
pub(super) struct Dangling {
    pub(super) message: String,
    pub(super) remedy: String,
    /// What is wrong inside the file that it leads to.
    pub(super) problem: Option<Box<Diagnostic>>,
}

impl<'a> Reader<'a> {
    /// The element itself, behind all its `$ref`s. Reported and `None` if there is none.
    pub(super) fn resolve(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        self.follow(node, Code::DanglingRef)
    }

    /// The description beside a `$ref`, which goes before that of what it leads to.
    pub(super) fn said(&mut self, node: &Node<'a>) -> Option<String> {
        node.reference()?;
        let description = node.get("description")?;
        self.text(&description)
    }

    /// As [`Reader::resolve`], for elements that do not change the output: problems are warnings.
    pub(super) fn resolve_harmless(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        self.follow(node, Code::MalformedHarmless)
    }

    fn follow(&mut self, node: Node<'a>, code: Code) -> Option<Node<'a>> {
        let start = node.place.key("$ref");
        let mut at = node;
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = at.reference() else { return Some(at) };
            match self.lookup(&at.place, reference) {
                Ok(next) => at = next,
                Err(dangling) => {
                    self.report_dangling(code, &at.place.key("$ref"), dangling);
                    return None;
                }
            }
        }
        let code = if code == Code::DanglingRef { Code::CyclicRef } else { code };
        let message = "the chain of references that begins here comes back to itself";
        self.report(Diagnostic::new(code, &start, message, "replace one of its `$ref`s by what is meant"));
        None
    }

    /// Reports a reference that leads nowhere, and why its file is not there.
    pub(super) fn report_dangling(&mut self, code: Code, place: &Place, dangling: Dangling) {
        if let Some(problem) = &dangling.problem {
            self.report(Diagnostic::clone(problem));
        }
        let Dangling { mut message, mut remedy, problem: _ } = dangling;
        if self.version == Version::V2 {
            (message, remedy) = (as_written(&message), as_written(&remedy));
        }
        self.report(Diagnostic::new(code, place, message, remedy));
    }

    /// What a reference names that stands at `from`.
    pub(super) fn lookup(&self, from: &Place, reference: &str) -> Result<Node<'a>, Dangling> {
        let (base, uri) = self.anchors.base(from);
        let (target, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if target.is_empty() {
            let inside = self.fragment(&base, fragment);
            // Inside a schema with an `$id`, `#/…` is by the letter a pointer into that schema; most mean the document.
            return inside
                .or_else(|| self.fragment(&Place::root(base.file), fragment))
                .ok_or_else(|| self.dangling(from, reference));
        }
        let absolute = join(uri, target);
        if let Some(resource) = self.anchors.resource(&absolute).or_else(|| self.anchors.resource(target)) {
            return self.fragment(&resource.clone(), fragment).ok_or_else(|| self.dangling(from, reference));
        }
        let Some(path) = file_part(reference) else {
            return Err(Dangling {
                message: format!(
                    "`{}` leads outside the document ({}): only files are read",
                    reference,
                    scheme(reference).unwrap_or("another place")
                ),
                remedy: "download the file, put it beside the document, and refer to it by its relative path"
                    .to_owned(),
                problem: None,
            });
        };
        match self.source.linked(from.file, &path) {
            Ok(file) => self
                .fragment(&Place::root(file), fragment)
                .ok_or_else(|| self.dangling_in(&Place::root(file), reference)),
            Err(unlinked) => Err(Dangling {
                message: format!("`{}` leads to a file that cannot be read: {}", reference, unlinked.message),
                remedy: suggest::for_file(self, reference),
                problem: unlinked.problem,
            }),
        }
    }

    /// What a fragment (without `#`) names inside a schema resource or file.
    fn fragment(&self, resource: &Place, fragment: &str) -> Option<Node<'a>> {
        let decoded = percent_decode(fragment);
        if decoded.is_empty() || decoded.starts_with('/') {
            return self
                .at(resource, &decoded)
                .or_else(|| (decoded != fragment).then(|| self.at(resource, fragment)).flatten());
        }
        let place = self.anchors.anchor(resource, &decoded)?.clone();
        Some(Node { value: self.source.value(&place)?, place })
    }

    /// The value at a pointer below a place; `$ref`s on the way are followed where the pointer itself does not lead on.
    fn at(&self, resource: &Place, pointer: &str) -> Option<Node<'a>> {
        let whole = Pointer::from_escaped(&format!("{}{pointer}", resource.pointer.as_str()));
        let place = Place { file: resource.file, pointer: whole };
        match self.source.value(&place) {
            Some(value) => Some(Node { value, place }),
            None => self.walk(resource, pointer),
        }
    }

    fn walk(&self, resource: &Place, pointer: &str) -> Option<Node<'a>> {
        let mut at = Node { value: self.source.value(resource)?, place: resource.clone() };
        for segment in Pointer::from_escaped(pointer).segments() {
            let mut links = 0;
            at = loop {
                match (step(&at, &segment), at.reference()) {
                    (Some(next), _) => break next,
                    (None, Some(reference)) if links < LONGEST_CHAIN && plain_pointer(reference) => {
                        links += 1;
                        let (_, fragment) = reference.split_once('#')?;
                        let place = Place { file: at.place.file, pointer: fragment_pointer(fragment) };
                        at = Node { value: self.source.value(&place)?, place };
                    }
                    _ => return None,
                }
            };
        }
        Some(at)
    }

    fn dangling(&self, from: &Place, reference: &str) -> Dangling {
        self.dangling_in(&Place::root(from.file), reference)
    }

    fn dangling_in(&self, file: &Place, reference: &str) -> Dangling {
        Dangling {
            message: format!("`{}` points to nothing", reference),
            remedy: suggest::for_pointer(self, file.file, reference),
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
