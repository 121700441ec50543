//! What all parts of reading share: the source, the problems found, the schemas met.

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use super::anchors::Anchors;
use super::document::{Fate, Lost, Parameter, Version};
use super::node::{Node, kind_of};
use super::schemas::Table;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Place, Severity};
use crate::source::Source;

/// Reads one document.
pub(super) struct Reader<'a> {
    pub(super) source: &'a Source,
    pub(super) version: Version,
    diagnostics: &'a mut Diagnostics,
    /// How many errors were reported after which what is around them is not whole.
    pub(super) faults: usize,
    /// What an error took away without harm to what is around it.
    pub(super) lost: Vec<Lost>,
    pub(super) schemas: Table<'a>,
    pub(super) anchors: Anchors,
    /// Parameters that were read, by the address of their definition: components are used by many operations.
    pub(super) parameters: HashMap<usize, Option<Rc<Parameter>>>,
    /// What is being read, where the specification would let it contain itself without end.
    pub(super) inside: Inside,
}

/// What is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Inside {
    /// Nothing of the kind.
    #[default]
    Nothing,
    /// A callback: its operations have no callbacks.
    Callback,
    /// A header: its content has no encoding.
    Header,
}

impl<'a> Reader<'a> {
    /// A reader of the whole source.
    pub(super) fn new(source: &'a Source, version: Version, diagnostics: &'a mut Diagnostics) -> Self {
        let anchors = Anchors::collect(source, version);
        let schemas = Table::default();
        Self {
            source,
            version,
            diagnostics,
            faults: 0,
            lost: Vec::new(),
            schemas,
            anchors,
            parameters: HashMap::new(),
            inside: Inside::Nothing,
        }
    }

    /// The root of the file that the user named.
    pub(super) fn root(&self) -> Node<'a> {
        Node::root(self.source.root(FileId::default()).unwrap_or(&Value::Null), FileId::default())
    }

    /// Reads something during which nothing of its own kind is read.
    pub(super) fn within<T>(&mut self, inside: Inside, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.inside, inside);
        let result = read(self);
        self.inside = before;
        result
    }

    /// Reads a part without which the rest is of use: errors in it are reported, and are none of what is around it.
    /// Gives what was read and whether there was an error.
    pub(super) fn apart<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> (T, bool) {
        let before = self.faults;
        let result = read(self);
        let broken = self.faults > before;
        self.faults = before;
        (result, broken)
    }

    /// Notes what such an error took away.
    pub(super) fn lose(&mut self, construct: &'static str, place: &Place, fate: Fate) {
        let lost = Lost { construct, place: place.clone(), fate };
        if !self.lost.contains(&lost) {
            self.lost.push(lost);
        }
    }

    /// Reports a problem.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        if diagnostic.code.severity() == Severity::Error {
            self.faults += 1;
        }
        self.diagnostics.push(diagnostic);
    }

    /// Reports an error.
    pub(super) fn malformed(&mut self, node: &Node<'_>, message: impl Into<String>, remedy: impl Into<String>) {
        self.report(Diagnostic::new(Code::Malformed, &node.place, message, remedy));
    }

    /// Reports something that does not change the output.
    pub(super) fn harmless(&mut self, node: &Node<'_>, message: impl Into<String>, remedy: impl Into<String>) {
        self.report(Diagnostic::new(Code::MalformedHarmless, &node.place, message, remedy));
    }

    /// The node, if it is an object; else reported. `what` with its article: `a response`.
    pub(super) fn expect_object(&mut self, node: Node<'a>, what: &str) -> Option<Node<'a>> {
        if node.value.is_object() {
            return Some(node);
        }
        let found = kind_of(node.value);
        self.malformed(
            &node,
            format!("{what} must be an object, but this is {found}"),
            "write an object, or remove it",
        );
        None
    }
}
