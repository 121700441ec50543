//! Reads the elements that contain schemas: paths, operations, parameters, bodies, responses and components.
//!
//! This layer uses all other layers except `checks`. It only collects the nodes of schemas; [`SchemaReader`] reads them at the end.

mod components;
mod content;
mod operations;
mod pagination;
mod parameters;
mod path_query;
mod paths;
mod responses;
mod styles;

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use self::operations::Inherited;
use super::document::{Document, Parameter, Version};
use super::form::FormChecker;
use super::metadata::MetadataReader;
use super::node::Node;
use super::references::{ElementKind, References};
use super::reports::Reports;
use super::schemas::{SchemaReader, SchemaTable};
use super::unknown_fields;
use crate::diag::{Code, Diagnostic, Diagnostics, LostPart, SourceLocation};
use crate::source::Source;

/// Reads one document.
pub(super) struct DocumentReader<'a> {
    source: &'a Source,
    version: Version,
    references: References<'a>,
    reports: Reports<'a>,
    /// The schemas found so far.
    schemas: SchemaTable<'a>,
    /// Parameters by the address of their definition. Many operations use the same component; it is read once.
    parameters: HashMap<usize, Option<Rc<Parameter>>>,
    /// The element that is being read, if it could contain itself.
    context: Context,
}

/// The enclosing element, if reading it could recurse without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Context {
    /// No such element.
    #[default]
    Plain,
    /// A webhook.
    Webhook,
    /// A callback. Callbacks of its operations are ignored.
    Callback,
    /// A header. `encoding` in its content is ignored.
    Header,
}

impl<'a> DocumentReader<'a> {
    /// Creates a reader of the source.
    pub(super) fn new(source: &'a Source, version: Version, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            source,
            version,
            references: References::new(source, version),
            reports: Reports::new(diagnostics),
            schemas: SchemaTable::default(),
            parameters: HashMap::new(),
            context: Context::Plain,
        }
    }

    /// Reads the document.
    pub(super) fn read(mut self) -> Document {
        // Must come first: the id of a component is its index in the map.
        let components = self.component_schemas();
        let info = self.metadata().info();
        let root = self.references.root();
        self.check_fields(&root, ElementKind::Document);
        let servers = self.metadata().servers(&root);
        let tags = self.metadata().tags();
        let (security, broken) = self.isolated(|reader| reader.metadata().security(&root));
        if let Some(list) = root.get("security").filter(|_| broken) {
            self.reports.record_unread(LostPart::Security, &list.place);
        }
        let inherited = Inherited { security: security.unwrap_or_default(), ..Inherited::default() };
        let operations = self.paths(&inherited);
        let webhooks = self.webhooks(&Inherited::default());
        let requirements = operations.iter().flat_map(|operation| &operation.security);
        let used = requirements.flat_map(|requirement| &requirement.schemes).map(|(name, _)| name.as_str()).collect();
        let security_schemes = self.metadata().security_schemes(&used);
        self.check_components();
        self.check_features();
        let extensions = root.members().filter(|(key, _)| key.starts_with("x-"));
        let extensions = extensions.map(|(key, node)| (key.to_owned(), Value::clone(node.value))).collect();
        let Self { source, version, references, mut reports, schemas, .. } = self;
        let schemas = SchemaReader::new(source, version, &references, &mut reports, schemas).read_all();
        reports.report_all(references.assumed().iter().map(assumed));
        Document {
            version,
            title: info.title,
            api_version: info.version,
            description: info.description,
            servers,
            tags,
            security_schemes,
            operations,
            webhooks,
            components,
            files: source.relative_paths(),
            extensions,
            schemas,
            unread: reports.take_unread(),
        }
    }

    fn form(&mut self) -> FormChecker<'_, 'a> {
        FormChecker::new(self.source, &self.references, &mut self.reports)
    }

    fn metadata(&mut self) -> MetadataReader<'_, 'a> {
        MetadataReader::new(self.source, &self.references, &mut self.reports)
    }

    /// Warns about the fields of an element that seem to be mistakes.
    fn check_fields(&mut self, node: &Node<'a>, element: ElementKind) {
        unknown_fields::check(node, element, &mut self.reports);
    }

    /// Follows the `$ref`s of an element of the given kind to the element itself. Reports a missing target, and one of another kind, and
    /// returns `None`.
    fn resolve(&mut self, node: Node<'a>, kind: ElementKind) -> Option<Node<'a>> {
        self.form().ignored_siblings(&node);
        let followed = self.references.follow(node.clone());
        let target = followed.map_err(|unresolved| self.reports.report_all(unresolved.errors())).ok()?;
        if !self.form().no_reference(&target) {
            return None;
        }
        match node.reference() {
            Some(reference) => self.target_of_kind(&node, reference, target, kind),
            None => Some(target),
        }
    }

    /// Returns the target of the `$ref` of an element. Reports one of another kind and returns `None`.
    fn target_of_kind(
        &mut self,
        node: &Node<'a>,
        reference: &str,
        target: Node<'a>,
        kind: ElementKind,
    ) -> Option<Node<'a>> {
        match self.references.wrong_kind(&node.place, "$ref", reference, &target, kind) {
            // A header has the fields of a parameter.
            Some(_) if kind == ElementKind::Header && self.references.kind(&target) == Some(ElementKind::Parameter) => {
                Some(target)
            }
            Some(error) => {
                self.reports.report(error);
                None
            }
            None => Some(target),
        }
    }

    /// Like [`Self::resolve`], for elements that do not affect the output: a missing target is a warning.
    fn resolve_tolerant(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        let followed = self.references.follow(node);
        let target = followed.map_err(|unresolved| self.reports.report_all(unresolved.warnings())).ok()?;
        self.form().ignored_reference(&target);
        Some(target)
    }

    /// Returns the description next to a `$ref`, which overrides the target's description.
    fn reference_description(&mut self, node: &Node<'a>) -> Option<String> {
        node.reference()?;
        let description = node.get("description")?;
        self.form().text(&description)
    }

    /// Reads an element in a context, then restores the previous context.
    fn in_context<T>(&mut self, context: Context, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.context, context);
        let result = read(self);
        self.context = before;
        result
    }

    /// Reads an optional part. Errors in it are reported but do not count as errors of the enclosing element.
    /// Returns the part and whether it had an error.
    fn isolated<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> (T, bool) {
        let mark = self.reports.mark();
        let result = read(self);
        (result, self.reports.discount_errors_since(mark))
    }
}

/// Returns the warning for a reference that was looked up in the main document.
fn assumed((place, reference): &(SourceLocation, String)) -> Diagnostic {
    let message = format!("`{reference}` does not exist in this file; it is read in the main document");
    Diagnostic::new(Code::MalformedHarmless, place, message, "write the path of the main document before the `#`")
}
