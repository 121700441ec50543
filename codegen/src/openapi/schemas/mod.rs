//! Reads schemas. Every schema gets a [`SchemaId`] when it is found, and is read later from a queue.
//!
//! Therefore a `$ref` never recurses, and a schema with a thousand references is read once. The value in the document
//! identifies a schema, whatever pointer leads to it.
//!
//! This layer uses references, forms and reports. It does not know the elements that contain schemas: they only add schemas to the
//! [`SchemaTable`].

mod cycles;
mod depth;
mod discriminator;
mod discriminator_values;
mod dynamic;
mod dynamic_scopes;
mod enum_notes;
mod equal_instances;
mod exact_numbers;
mod extension_order;
mod extensions;
mod foreign_types;
mod inheritance;
mod instances;
mod keywords;
mod legacy;
mod lists;
mod never;
mod null_schemas;
mod overridden;
mod table;
mod targets;
mod types;
mod unconstrained;

use serde_json::Value;

use self::cycles::CutChain;
use self::dynamic_scopes::DynamicReferences;
pub(super) use self::table::SchemaTable;
use super::document::Version;
use super::form::FormChecker;
use super::node::{Node, describe_type};
use super::references::References;
use super::reports::Reports;
use super::schema::{Schema, SchemaKind};
use crate::diag::LostPart;
use crate::source::Source;

/// Reads the schemas of a document.
pub(super) struct SchemaReader<'r, 'a> {
    source: &'a Source,
    version: Version,
    references: &'r References<'a>,
    reports: &'r mut Reports<'a>,
    table: SchemaTable<'a>,
    /// The `$dynamicRef`s that were read.
    dynamic: DynamicReferences,
}

impl<'r, 'a> SchemaReader<'r, 'a> {
    /// Creates a reader of the schemas in `table`.
    pub(super) fn new(
        source: &'a Source,
        version: Version,
        references: &'r References<'a>,
        reports: &'r mut Reports<'a>,
        table: SchemaTable<'a>,
    ) -> Self {
        Self { source, version, references, reports, table, dynamic: DynamicReferences::default() }
    }

    /// Reads all schemas of the table, and the schemas that they contain or refer to.
    pub(super) fn read_all(mut self) -> Vec<Schema> {
        let used = self.table.without_components();
        let mut tags = Vec::new();
        while let Some((id, node)) = self.table.next() {
            self.reports.set_unused(!self.table.is_used(id));
            let mark = self.reports.mark();
            let schema = Schema { place: node.place.clone(), kind: self.schema_kind(&node), is_unnamed: false };
            if self.reports.discount_errors_since(mark) {
                self.reports.record_unread(LostPart::Schema, &schema.place);
            }
            tags.extend(self.discriminator_value(&node).map(|tag| (id, tag)));
            self.table.set(id, schema);
        }
        self.reports.set_unused(false);
        let mut schemas = self.table.take_schemas();
        discriminator_values::apply(&mut schemas, tags);
        null_schemas::read(&mut schemas);
        never::read_as_false(&mut schemas);
        self.reports.report_all(dynamic::bind(&mut schemas, self.references, &self.dynamic, used));
        self.report_cut(cycles::break_cycles(&mut schemas));
        dynamic::read_as_references(&mut schemas);
        self.report_cut(depth::limit_depth(&mut schemas));
        self.report_cut(inheritance::limit_inheritance(&mut schemas));
        schemas
    }

    /// Reports chains of references that were cut.
    fn report_cut(&mut self, chains: Vec<CutChain>) {
        for CutChain { diagnostic, id, place } in chains {
            // `dynamic` adds instances of schemas that are used.
            let is_unused = id.0 < self.table.count() && !self.table.is_used(id);
            self.reports.set_unused(is_unused);
            self.reports.report(diagnostic);
            self.reports.record_unread(LostPart::Schema, &place);
        }
        self.reports.set_unused(false);
    }

    fn form(&mut self) -> FormChecker<'_, 'a> {
        FormChecker::new(self.source, self.references, self.reports)
    }

    fn schema_kind(&mut self, node: &Node<'a>) -> SchemaKind {
        match node.value {
            Value::Bool(any) => SchemaKind::Bool(*any),
            Value::Object(_) => SchemaKind::Keywords(Box::new(self.keywords(node))),
            Value::Null => {
                self.reports.tolerated(
                    node,
                    "a schema must be an object or a boolean, but it is null; it is read as `{}`, which allows every value",
                    "write a schema, at least `{}`",
                );
                SchemaKind::Bool(true)
            }
            Value::Array(items) if items.is_empty() => {
                self.reports.tolerated(
                    node,
                    "a schema must be an object or a boolean, but it is an empty list; it is read as `{}`, which allows every value",
                    "write `{}`",
                );
                SchemaKind::Bool(true)
            }
            Value::String(text) if matches!(text.as_str(), "true" | "false") => {
                let message =
                    format!("a schema must be an object or a boolean, but it is a string; it is read as {text}");
                self.reports.tolerated(node, message, "remove the quotes");
                SchemaKind::Bool(text == "true")
            }
            other => {
                let message = format!("a schema must be an object or a boolean, but it is {}", describe_type(other));
                self.reports.malformed(
                    node,
                    message,
                    "write a schema; if a `$ref` refers to this value, correct the `$ref`",
                );
                SchemaKind::Bool(true)
            }
        }
    }

    /// Returns whether the file of a node uses the schema dialect of OpenAPI 3.0, which differs from JSON Schema.
    fn is_3_0(&self, node: &Node<'_>) -> bool {
        let own = self.references.root_of(node.place.file).and_then(|root| root.get("openapi"));
        match own.as_ref().and_then(Node::text) {
            Some(version) if version.starts_with("3.0") => true,
            Some(version) if version.starts_with("3.") => false,
            _ => self.version <= Version::V3_0,
        }
    }
}
