//! Reading schemas: every schema position that is met becomes a [`SchemaId`] at once and is read later, from a queue.
//!
//! So a `$ref` never recurses, a schema that is referred to from a thousand places is read once, and the identity of a
//! schema is the value that it was written as, by whatever pointer it was reached.

mod cycles;
mod discriminator;
mod keywords;
mod lift;
mod scalars;
mod types;

use std::collections::VecDeque;

use foldhash::HashMap;
use serde_json::Value;

use super::document::Version;
use super::node::{Node, kind_of};
use super::reader::Reader;
use super::schema::{Schema, SchemaId, SchemaKind};
use crate::diag::{Code, Diagnostic};

/// The schemas that were met.
#[derive(Default)]
pub(super) struct Table<'a> {
    ids: HashMap<usize, SchemaId>,
    queue: VecDeque<(SchemaId, Node<'a>)>,
    read: Vec<Option<Schema>>,
}

impl<'a> Table<'a> {
    /// The id of the schema that this value is.
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
    /// The id of the schema at a node.
    pub(super) fn schema(&mut self, node: Node<'a>) -> SchemaId {
        self.schemas.intern(node)
    }

    /// The schema that a reference names which stands at the member `keyword` of `holder`. Reported if there is none.
    pub(super) fn schema_ref(&mut self, holder: &Node<'a>, keyword: &str, reference: &str) -> Option<SchemaId> {
        let dangling = match self.lookup(&holder.place, reference) {
            Ok(target) => return Some(self.schema(target)),
            Err(dangling) => dangling,
        };
        let place = holder.place.key(keyword);
        let Some((name, component)) = self.meant(reference) else {
            self.report_dangling(Code::DanglingRef, &place, dangling);
            return None;
        };
        let message = format!("`{reference}` points to nothing; it is taken as `#/components/schemas/{name}`");
        let remedy = format!("write `#/components/schemas/{name}`");
        self.report(Diagnostic::new(Code::MalformedHarmless, &place, message, remedy));
        Some(self.schema(component))
    }

    /// The component that is meant by a reference in the manner of another version (`#/definitions/Pet`), by its bare name, or by a pointer
    /// that does not begin with `/`.
    fn meant<'r>(&self, reference: &'r str) -> Option<(&'r str, Node<'a>)> {
        let bare = reference.strip_prefix('#').unwrap_or(reference);
        let bare = bare.strip_prefix('/').unwrap_or(bare);
        let sections = ["definitions/", "components/schemas/", "schemas/"];
        let name = sections.iter().find_map(|section| bare.strip_prefix(section)).unwrap_or(bare);
        let component = self.root().get("components")?.get("schemas")?.get(name)?;
        Some((name, component))
    }

    /// Reads every schema that was met, and those that they lead to.
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
                self.harmless(
                    node,
                    "a schema is expected here, but there is nothing: it allows every value",
                    "write a schema, `{}` at least",
                );
                SchemaKind::Bool(true)
            }
            Value::Array(items) if items.is_empty() => {
                self.harmless(
                    node,
                    "a schema is expected here, but this is an empty list: it allows every value",
                    "write `{}`",
                );
                SchemaKind::Bool(true)
            }
            Value::String(text) if matches!(text.as_str(), "true" | "false") => {
                let message =
                    format!("a schema must be an object or a boolean, but this is a string; it is taken as {text}");
                self.harmless(node, message, "write it without quotes");
                SchemaKind::Bool(text == "true")
            }
            other => {
                let message = format!("a schema must be an object or a boolean, but this is {}", kind_of(other));
                self.malformed(node, message, "write a schema; if this is a `$ref`'s target, point it to a schema");
                SchemaKind::Bool(true)
            }
        }
    }

    /// Whether the schemas of a node's file are in the dialect of 3.0, which is not JSON Schema.
    fn is_3_0(&self, node: &Node<'_>) -> bool {
        let own = self.source.root(node.place.file).and_then(|root| root.get("openapi")).and_then(Value::as_str);
        match own {
            Some(version) if version.starts_with("3.0") => true,
            Some(version) if version.starts_with("3.") => false,
            _ => self.version <= Version::V3_0,
        }
    }
}
