//! The state that all parts of reading share: the source, the diagnostics and the schemas found so far.

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use super::anchors::Anchors;
use super::document::{Consequence, Parameter, UnreadPart, Version};
use super::node::{Node, describe_type};
use super::schemas::SchemaTable;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Severity, SourceLocation};
use crate::source::Source;

/// Reads one document.
pub(super) struct Reader<'a> {
    pub(super) source: &'a Source,
    pub(super) version: Version,
    diagnostics: &'a mut Diagnostics,
    /// The number of errors that make the enclosing element incomplete.
    pub(super) error_count: usize,
    /// Parts that could not be read, without which the enclosing element is still usable.
    pub(super) unread: Vec<UnreadPart>,
    pub(super) schemas: SchemaTable<'a>,
    pub(super) anchors: Anchors,
    /// Parameters by the address of their definition. Many operations use the same component; it is read once.
    pub(super) parameters: HashMap<usize, Option<Rc<Parameter>>>,
    /// The element that is being read, if it could contain itself.
    pub(super) context: Context,
}

/// The enclosing element, if reading it could recurse without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Context {
    /// No such element.
    #[default]
    Plain,
    /// A callback. Callbacks of its operations are ignored.
    Callback,
    /// A header. `encoding` in its content is ignored.
    Header,
}

impl<'a> Reader<'a> {
    /// Creates a reader of the source.
    pub(super) fn new(source: &'a Source, version: Version, diagnostics: &'a mut Diagnostics) -> Self {
        let anchors = Anchors::collect(source, version);
        let schemas = SchemaTable::default();
        Self {
            source,
            version,
            diagnostics,
            error_count: 0,
            unread: Vec::new(),
            schemas,
            anchors,
            parameters: HashMap::new(),
            context: Context::Plain,
        }
    }

    /// Returns the root of the file that the user named.
    pub(super) fn root(&self) -> Node<'a> {
        Node::root(self.source.root(FileId::default()).unwrap_or(&Value::Null), FileId::default())
    }

    /// Reads an element in a context, then restores the previous context.
    pub(super) fn in_context<T>(&mut self, context: Context, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.context, context);
        let result = read(self);
        self.context = before;
        result
    }

    /// Reads an optional part. Errors in it are reported but do not count as errors of the enclosing element.
    /// Returns the part and whether it had an error.
    pub(super) fn isolated<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> (T, bool) {
        let before = self.error_count;
        let result = read(self);
        let broken = self.error_count > before;
        self.error_count = before;
        (result, broken)
    }

    /// Records that a part could not be read, and the consequence.
    pub(super) fn record_unread(&mut self, construct: &'static str, place: &SourceLocation, consequence: Consequence) {
        let lost = UnreadPart { construct, place: place.clone(), consequence };
        if !self.unread.contains(&lost) {
            self.unread.push(lost);
        }
    }

    /// Reports a problem.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        if diagnostic.code.severity() == Severity::Error {
            self.error_count += 1;
        }
        self.diagnostics.push(diagnostic);
    }

    /// Reports an error.
    pub(super) fn malformed(&mut self, node: &Node<'_>, message: impl Into<String>, remedy: impl Into<String>) {
        self.report(Diagnostic::new(Code::Malformed, &node.place, message, remedy));
    }

    /// Reports a violation of the specification that does not change the output.
    pub(super) fn tolerated(&mut self, node: &Node<'_>, message: impl Into<String>, remedy: impl Into<String>) {
        self.report(Diagnostic::new(Code::MalformedHarmless, &node.place, message, remedy));
    }

    /// Returns the node if it is an object, otherwise reports it. `what` names the element with its article: `a response`.
    pub(super) fn expect_object(&mut self, node: Node<'a>, what: &str) -> Option<Node<'a>> {
        if node.value.is_object() {
            return Some(node);
        }
        let found = describe_type(node.value);
        self.malformed(&node, format!("{what} must be an object, but it is {found}"), "write an object, or remove it");
        None
    }
}
