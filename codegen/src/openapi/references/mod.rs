//! Resolves `$ref`s to their targets in the same or another file.
//!
//! This layer uses the source, nodes and the version, and no other layer. It reports nothing: callers report an [`UnresolvedReference`].

mod anchors;
mod element_kinds;
mod suggest;

use std::cell::{Cell, RefCell};

use serde_json::Value;

use self::anchors::Anchors;
pub(super) use self::element_kinds::ElementKind;
use super::document::Version;
use super::node::Node;
use super::swagger::{as_read, as_written};
use crate::diag::{Code, Diagnostic, FileId, Pointer, SourceLocation};
use crate::source::{Source, file_part, join, percent_decode, scheme};

/// Upper bound for the length of a chain of references, and for the references inside the pointers of the chain.
const LONGEST_CHAIN: usize = 64;
/// The number of references without a target for which a similar name is searched.
const MOST_SEARCHES: usize = 500;
/// The sections whose references authors write without the name of the main document.
const SHARED_SECTIONS: [&str; 2] = ["/components/", "/definitions/"];

/// Finds the targets of references.
pub(super) struct References<'a> {
    source: &'a Source,
    version: Version,
    anchors: Anchors,
    /// References that have no target in their own file, but one in the main document.
    assumed: RefCell<Vec<(SourceLocation, String)>>,
    /// The number of references that the current lookup may still follow inside pointers.
    fuel: Cell<usize>,
    /// The number of references for which a similar name may still be searched: each search reads all names.
    searches: Cell<usize>,
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
        self.warnings_with("the reference is ignored")
    }

    /// Like [`Self::warnings`], with the effect of the missing target.
    pub(super) fn warnings_with(self, effect: &str) -> impl Iterator<Item = Diagnostic> {
        let message = format!("{}; {effect}", self.message);
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
        let anchors = Anchors::collect(source, version);
        Self {
            source,
            version,
            anchors,
            assumed: RefCell::default(),
            fuel: Cell::new(LONGEST_CHAIN),
            searches: Cell::new(MOST_SEARCHES),
        }
    }

    /// Returns the root of the file that the user named.
    pub(super) fn root(&self) -> Node<'a> {
        Node::root(self.source.root(FileId::default()).unwrap_or(&Value::Null), FileId::default())
    }

    /// Returns the root of a file.
    pub(super) fn root_of(&self, file: FileId) -> Option<Node<'a>> {
        Some(Node::root(self.source.root(file)?, file))
    }

    /// Returns a section of `components` in the file that the user named, or `None` if it does not exist. The section and `components`
    /// may be `$ref`s.
    pub(super) fn components(&self, section: &str) -> Result<Option<Node<'a>>, UnresolvedReference> {
        let Some(components) = self.root().get("components") else { return Ok(None) };
        self.expand(components)?.get(section).map(|section| self.expand(section)).transpose()
    }

    /// Returns the component that `name` names in a section of the file that the user named.
    pub(super) fn component(&self, section: &str, name: &str) -> Option<Node<'a>> {
        self.components(section).ok().flatten()?.get(name)
    }

    /// Returns the references that have no target in their own file and were looked up in the main document, with their places.
    pub(super) fn assumed(&self) -> Vec<(SourceLocation, String)> {
        self.assumed.take()
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

    /// Returns the element in another file that a node only refers to: `Pet: {$ref: pet.yaml}`. Returns `None` if the node has other
    /// members, or refers to an element of its own file.
    pub(super) fn in_other_file(&self, node: &Node<'a>) -> Option<Node<'a>> {
        let mut at = node.clone();
        for _ in 0..LONGEST_CHAIN {
            let is_reference = at.reference().is_some() && at.object().is_some_and(|members| members.len() == 1);
            if !is_reference {
                return Some(at).filter(|target| target.place.file != node.place.file);
            }
            at = self.lookup(&at.place, at.reference()?).ok()?;
        }
        None
    }

    /// Follows the `$ref` of a map or list where the specification allows no reference, such as `components.schemas`. The result also
    /// has the members next to each `$ref`, which take precedence, as in bundlers.
    pub(super) fn expand(&self, node: Node<'a>) -> Result<Node<'a>, UnresolvedReference> {
        let start = node.place.clone();
        let mut layers = Vec::new();
        let mut at = node;
        while let Some(reference) = at.reference() {
            if layers.len() >= LONGEST_CHAIN {
                return Err(UnresolvedReference::cyclic(&start));
            }
            let target = self.lookup(&at.place, reference)?;
            layers.push(at);
            at = target;
        }
        let has_members = |layer: &Node<'a>| layer.object().is_some_and(|members| members.len() > 1);
        let target_is_map = at.value.is_object();
        Ok(layers
            .into_iter()
            .rev()
            .filter(|layer| target_is_map && has_members(layer))
            .fold(at, |target, layer| layer.with_target(target)))
    }

    /// Returns the kind of the element at a node. `None` if it is unknown.
    pub(super) fn kind(&self, node: &Node<'_>) -> Option<ElementKind> {
        element_kinds::kind_at(self.source.root(node.place.file)?, &node.place.pointer)
    }

    /// Returns the kind of the element at a node, if it is not the expected one. Where the kind is unknown, as in files that are no OpenAPI
    /// documents, the members of the element tell it.
    pub(super) fn kind_instead_of(&self, node: &Node<'_>, expected: ElementKind) -> Option<ElementKind> {
        let known = self.kind(node);
        known.or_else(|| element_kinds::kind_by_shape(node.value, expected)).filter(|found| *found != expected)
    }

    /// Returns the error for the reference in the member `keyword` of the object at `from`, if its target is not of the expected kind.
    pub(super) fn wrong_kind(
        &self,
        from: &SourceLocation,
        keyword: &str,
        reference: &str,
        target: &Node<'_>,
        expected: ElementKind,
    ) -> Option<Diagnostic> {
        let found = self.kind_instead_of(target, expected)?;
        let subject = if reference.is_empty() { "an empty reference".to_owned() } else { format!("`{reference}`") };
        let expected_name = expected.described();
        let message = match found {
            ElementKind::Other => format!("{subject} is not {expected_name}"),
            _ => format!("{subject} is {}, not {expected_name}", found.described()),
        };
        let remedy = match expected.section() {
            Some(section) => format!("refer to {expected_name}, such as `#/components/{section}/NAME`"),
            None => format!("refer to {expected_name}"),
        };
        let (message, remedy) = self.in_own_words(message, remedy);
        Some(Diagnostic::new(Code::Malformed, &from.key(keyword), message, remedy))
    }

    /// Returns the name in a `$dynamicRef` whose target depends on the dynamic scope, and the schema resource to which it leads without
    /// one. Returns `None` if the reference has only one target, as a `$ref`. `from` is the object that contains it.
    pub(super) fn dynamic_name(&self, from: &SourceLocation, reference: &str) -> Option<(String, SourceLocation)> {
        let (base, uri) = self.anchors.base(from);
        let (target, fragment) = reference.split_once('#')?;
        let name = percent_decode(fragment);
        let resource = match target {
            "" => base,
            _ => match self.anchors.resource(&join(uri, target)).or_else(|| self.anchors.resource(target)) {
                Some(resource) => resource.clone(),
                None => SourceLocation::root(self.source.linked(from.file, &file_part(reference)?).ok()?),
            },
        };
        let is_defined = self.anchors.has_dynamic_anchor(&resource, &name);
        // Without an anchor in the resource, only the schemas that refer to the resource can mean one.
        let is_left_open = !self.anchors.dynamic(&name).is_empty() && !self.anchors.has_anchor(&resource, &name);
        (is_defined || is_left_open).then_some((name, resource))
    }

    /// Returns all schemas with a `$dynamicAnchor`.
    pub(super) fn dynamic_anchors(&self, name: &str) -> impl Iterator<Item = Node<'a>> {
        let places = self.anchors.dynamic(name).iter();
        places.filter_map(|place| Some(Node::new(self.source.value(place)?, place.clone())))
    }

    /// Returns the innermost schema with an `$id` that contains a place, otherwise the file.
    pub(super) fn resource_of(&self, place: &SourceLocation) -> SourceLocation {
        self.anchors.base(place).0
    }

    /// Returns the innermost schema with an `$id` that contains a place.
    pub(super) fn resource_with_id(&self, place: &SourceLocation) -> Option<SourceLocation> {
        let (resource, uri) = self.anchors.base(place);
        (!uri.is_empty()).then_some(resource)
    }

    /// Returns the target of a reference. `from` is the object that contains it.
    pub(super) fn lookup(&self, from: &SourceLocation, reference: &str) -> Result<Node<'a>, UnresolvedReference> {
        self.fuel.set(LONGEST_CHAIN);
        let found = self.target(from, reference);
        let unresolved = match found {
            Err(unresolved) if self.is_shared(from, reference) => unresolved,
            found => return found,
        };
        // In a file that has no such section, authors mean the main document.
        self.fuel.set(LONGEST_CHAIN);
        let in_main = match self.version {
            Version::V2 => as_read(reference),
            Version::V3_0 | Version::V3_1 | Version::V3_2 => reference.to_owned(),
        };
        let found = self.target(&SourceLocation::root(FileId::default()), &in_main).map_err(|_| unresolved)?;
        self.assumed.borrow_mut().push((from.key("$ref"), reference.to_owned()));
        Ok(found)
    }

    /// Returns whether a reference to its own file can be meant for the main document.
    fn is_shared(&self, from: &SourceLocation, reference: &str) -> bool {
        let pointer = reference.strip_prefix('#').unwrap_or_default();
        from.file != FileId::default() && SHARED_SECTIONS.iter().any(|section| pointer.starts_with(section))
    }

    fn target(&self, from: &SourceLocation, reference: &str) -> Result<Node<'a>, UnresolvedReference> {
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
                let remedy = match (&error.problem, error.remedy) {
                    (Some(_), _) => "correct the error in that file".to_owned(),
                    (None, Some(remedy)) => remedy,
                    (None, None) => suggest::suggest_file(self.source, reference),
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
        Some(Node::new(self.source.value(&place)?, place))
    }

    /// Returns the value at a pointer below a place. Follows `$ref`s on the way if the pointer has no target without them.
    fn at(&self, resource: &SourceLocation, pointer: &str) -> Option<Node<'a>> {
        let whole = Pointer::from_escaped(&format!("{}{pointer}", resource.pointer.as_str()));
        let place = SourceLocation { file: resource.file, pointer: whole };
        match self.source.value(&place) {
            Some(value) => Some(Node::new(value, place)),
            None => self.walk(resource, pointer),
        }
    }

    /// Returns the value at a pointer, and follows `$ref`s on the way: `components.schemas` may be in another file.
    fn walk(&self, resource: &SourceLocation, pointer: &str) -> Option<Node<'a>> {
        let mut at = Node::new(self.source.value(resource)?, resource.clone());
        for segment in Pointer::from_escaped(pointer).segments() {
            at = loop {
                if let Some(next) = step(&at, &segment) {
                    break next;
                }
                // The references of all nested lookups count, so that the time is bounded.
                self.fuel.set(self.fuel.get().checked_sub(1)?);
                at = self.target(&at.place, at.reference()?).ok()?;
            };
        }
        Some(at)
    }

    /// Returns the error for a pointer into a file that has no target.
    fn missing(&self, from: &SourceLocation, file: FileId, reference: &str) -> UnresolvedReference {
        let remedy = match self.searches.get().checked_sub(1) {
            Some(rest) => {
                self.searches.set(rest);
                suggest::suggest_pointer(self.source, file, reference)
            }
            None => suggest::fallback(),
        };
        self.unresolved(from, format!("`{reference}` does not exist"), remedy, None)
    }

    /// Returns texts with the references of the original document.
    fn in_own_words(&self, message: String, remedy: String) -> (String, String) {
        match self.version {
            Version::V2 => (as_written(&message), as_written(&remedy)),
            Version::V3_0 | Version::V3_1 | Version::V3_2 => (message, remedy),
        }
    }

    /// Returns the error for the `$ref` in the object at `from`. Texts show the references of the original document.
    fn unresolved(
        &self,
        from: &SourceLocation,
        message: String,
        remedy: String,
        problem: Option<Box<Diagnostic>>,
    ) -> UnresolvedReference {
        let (message, remedy) = self.in_own_words(message, remedy);
        UnresolvedReference { location: from.key("$ref"), is_cyclic: false, message, remedy, problem }
    }
}

fn step<'a>(node: &Node<'a>, segment: &str) -> Option<Node<'a>> {
    match node.value {
        Value::Object(members) => members.get(segment).map(|value| Node::new(value, node.place.key(segment))),
        Value::Array(items) => {
            let index = segment.parse().ok()?;
            items.get(index).map(|value| Node::new(value, node.place.index(index)))
        }
        _ => None,
    }
}
