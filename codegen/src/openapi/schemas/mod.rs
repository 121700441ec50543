//! Reads schemas. Every schema gets a [`SchemaId`] when it is found, and is read later from a queue.
//!
//! Therefore a `$ref` never recurses, and a schema with a thousand references is read once. The value in the document
//! identifies a schema, whatever pointer leads to it.

mod cycles;
mod discriminator;
mod keywords;
mod legacy;
mod scalars;
mod types;

use std::collections::VecDeque;

use foldhash::HashMap;
use serde_json::Value;

use super::document::Version;
use super::node::{Node, describe_type};
use super::reader::Reader;
use super::schema::{Schema, SchemaId, SchemaKind};
use crate::diag::{Code, Diagnostic};

/// The schemas found so far.
#[derive(Default)]
pub(super) struct SchemaTable<'a> {
    ids: HashMap<usize, SchemaId>,
    queue: VecDeque<(SchemaId, Node<'a>)>,
    read: Vec<Option<Schema>>,
}

impl<'a> SchemaTable<'a> {
    /// Returns the id of the schema at a node, and queues the schema if it is new.
    fn intern(&mut self, node: Node<'a>) -> SchemaId {
        let address = node.address();
        if let Some(known) = self.ids.get(&address) {
            return *known;
        }
        let id = SchemaId(self.read.len());
        self.ids.insert(address, id);
        self.read.push(None);
        self.queue.push_back((id, node));
        id
    }
}

impl<'a> Reader<'a> {
    /// Returns the id of the schema at a node.
    pub(super) fn schema(&mut self, node: Node<'a>) -> SchemaId {
        self.schemas.intern(node)
    }

    /// Returns the target of the reference in the member `keyword` of `holder`. Reports a missing target.
    pub(super) fn schema_ref(&mut self, holder: &Node<'a>, keyword: &str, reference: &str) -> Option<SchemaId> {
        let unresolved = match self.lookup(&holder.place, reference) {
            Ok(target) => return Some(self.schema(target)),
            Err(unresolved) => unresolved,
        };
        let place = holder.place.key(keyword);
        let Some((name, component)) = self.intended_component(reference) else {
            self.report_unresolved(Code::DanglingRef, &place, unresolved);
            return None;
        };
        let message = format!("`{reference}` does not exist; it is read as `#/components/schemas/{name}`");
        let remedy = format!("write `#/components/schemas/{name}`");
        self.report(Diagnostic::new(Code::MalformedHarmless, &place, message, remedy));
        Some(self.schema(component))
    }

    /// Returns the component that the author probably means by a reference in the style of another version
    /// (`#/definitions/Pet`), a bare name, or a pointer that does not begin with `/`.
    fn intended_component<'r>(&self, reference: &'r str) -> Option<(&'r str, Node<'a>)> {
        let bare = reference.strip_prefix('#').unwrap_or(reference);
        let bare = bare.strip_prefix('/').unwrap_or(bare);
        let sections = ["definitions/", "components/schemas/", "schemas/"];
        let name = sections.iter().find_map(|section| bare.strip_prefix(section)).unwrap_or(bare);
        let component = self.root().get("components")?.get("schemas")?.get(name)?;
        Some((name, component))
    }

    /// Reads all schemas found so far, and the schemas that they contain or refer to.
    pub(super) fn read_schemas(&mut self) -> Vec<Schema> {
        while let Some((id, node)) = self.schemas.queue.pop_front() {
            let schema = Schema { place: node.place.clone(), kind: self.schema_kind(&node) };
            if let Some(slot) = self.schemas.read.get_mut(id.0) {
                *slot = Some(schema);
            }
        }
        let mut schemas: Vec<Schema> = std::mem::take(&mut self.schemas.read).into_iter().flatten().collect();
        for diagnostic in cycles::break_cycles(&mut schemas) {
            self.report(diagnostic);
        }
        schemas
    }

    fn schema_kind(&mut self, node: &Node<'a>) -> SchemaKind {
        match node.value {
            Value::Bool(any) => SchemaKind::Bool(*any),
            Value::Object(_) => SchemaKind::Keywords(Box::new(self.keywords(node))),
            Value::Null => {
                self.tolerated(
                    node,
                    "a schema must be an object or a boolean, but it is null; it is read as `{}`, which allows every value",
                    "write a schema, at least `{}`",
                );
                SchemaKind::Bool(true)
            }
            Value::Array(items) if items.is_empty() => {
                self.tolerated(
                    node,
                    "a schema must be an object or a boolean, but it is an empty list; it is read as `{}`, which allows every value",
                    "write `{}`",
                );
                SchemaKind::Bool(true)
            }
            Value::String(text) if matches!(text.as_str(), "true" | "false") => {
                let message =
                    format!("a schema must be an object or a boolean, but it is a string; it is read as {text}");
                self.tolerated(node, message, "remove the quotes");
                SchemaKind::Bool(text == "true")
            }
            other => {
                let message = format!("a schema must be an object or a boolean, but it is {}", describe_type(other));
                self.malformed(node, message, "write a schema; if a `$ref` refers to this value, correct the `$ref`");
                SchemaKind::Bool(true)
            }
        }
    }

    /// Returns whether the file of a node uses the schema dialect of OpenAPI 3.0, which differs from JSON Schema.
    fn is_3_0(&self, node: &Node<'_>) -> bool {
        let own = self.source.root(node.place.file).and_then(|root| root.get("openapi")).and_then(Value::as_str);
        match own {
            Some(version) if version.starts_with("3.0") => true,
            Some(version) if version.starts_with("3.") => false,
            _ => self.version <= Version::V3_0,
        }
    }
}
