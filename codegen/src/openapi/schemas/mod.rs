//! Reads schemas. Every schema gets a [`SchemaId`] when it is found, and is read later from a queue.
//!
//! Therefore a `$ref` never recurses, and a schema with a thousand references is read once. The value in the document
//! identifies a schema, whatever pointer leads to it.
//!
//! This layer uses references, forms and reports. It does not know the elements that contain schemas: they only add schemas to the
//! [`SchemaTable`].

mod cycles;
mod discriminator;
mod exact_numbers;
mod keywords;
mod legacy;
mod lists;
mod table;
mod types;

use serde_json::Value;

pub(super) use self::table::SchemaTable;
use super::document::Version;
use super::form::FormChecker;
use super::node::{Node, describe_type};
use super::references::References;
use super::reports::Reports;
use super::schema::{Schema, SchemaId, SchemaKind};
use crate::diag::{Code, Diagnostic};
use crate::source::Source;

/// Reads the schemas of a document.
pub(super) struct SchemaReader<'r, 'a> {
    source: &'a Source,
    version: Version,
    references: &'r References<'a>,
    reports: &'r mut Reports<'a>,
    table: SchemaTable<'a>,
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
        Self { source, version, references, reports, table }
    }

    /// Reads all schemas of the table, and the schemas that they contain or refer to.
    pub(super) fn read_all(mut self) -> Vec<Schema> {
        while let Some((id, node)) = self.table.next() {
            let schema = Schema { place: node.place.clone(), kind: self.schema_kind(&node) };
            self.table.set(id, schema);
        }
        let mut schemas = self.table.into_schemas();
        self.reports.report_all(cycles::break_cycles(&mut schemas));
        schemas
    }

    fn form(&mut self) -> FormChecker<'_, 'a> {
        FormChecker::new(self.source, self.references, self.reports)
    }

    /// Returns the target of the reference in the member `keyword` of `holder`. Reports a missing target.
    fn schema_ref(&mut self, holder: &Node<'a>, keyword: &str, reference: &str) -> Option<SchemaId> {
        let unresolved = match self.references.lookup(&holder.place, reference) {
            Ok(target) => return Some(self.table.intern(target)),
            Err(unresolved) => unresolved,
        };
        let place = holder.place.key(keyword);
        let Some((name, component)) = self.intended_component(reference) else {
            self.reports.report_all(unresolved.written_at(place).errors());
            return None;
        };
        let message = format!("`{reference}` does not exist; it is read as `#/components/schemas/{name}`");
        let remedy = format!("write `#/components/schemas/{name}`");
        self.reports.report(Diagnostic::new(Code::MalformedHarmless, &place, message, remedy));
        Some(self.table.intern(component))
    }

    /// Returns the component that the author probably means by a reference in the style of another version
    /// (`#/definitions/Pet`), a bare name, or a pointer that does not begin with `/`.
    fn intended_component<'n>(&self, reference: &'n str) -> Option<(&'n str, Node<'a>)> {
        let bare = reference.strip_prefix('#').unwrap_or(reference);
        let bare = bare.strip_prefix('/').unwrap_or(bare);
        let sections = ["definitions/", "components/schemas/", "schemas/"];
        let name = sections.iter().find_map(|section| bare.strip_prefix(section)).unwrap_or(bare);
        let component = self.references.component("schemas", name)?;
        Some((name, component))
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
