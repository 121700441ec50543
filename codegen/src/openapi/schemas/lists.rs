//! Reads values of keywords: lists and objects of schemas, and lists of names.

use indexmap::IndexMap;
use serde_json::Value;

use super::super::node::{Node, describe_type};
use super::super::schema::SchemaId;
use super::SchemaReader;

impl<'a> SchemaReader<'_, 'a> {
    /// Reads a list of schemas such as `allOf`.
    pub(super) fn schema_list(&mut self, node: &Node<'a>) -> Vec<SchemaId> {
        // A `$ref` to a list. A `$ref` to a schema is a list with one item.
        let list = self.references.expand(node.clone()).ok().filter(|target| target.value.is_array());
        let node = list.as_ref().unwrap_or(node);
        match node.value {
            Value::Array(items) => {
                if items.is_empty() {
                    self.reports.tolerated(
                        node,
                        format!("{} is empty; it is ignored", node.quoted_name()),
                        "add a schema to the list, or remove the keyword",
                    );
                }
                node.items().map(|item| self.table.intern(item)).collect()
            }
            Value::Object(_) => {
                let message =
                    format!("{} must be a list of schemas; it is read as a list with one item", node.quoted_name());
                self.reports.tolerated(node, message, "write a list");
                vec![self.table.intern(node.clone())]
            }
            other => {
                let message =
                    format!("{} must be a list of schemas, but it is {}", node.quoted_name(), describe_type(other));
                self.reports.malformed(node, message, "write a list of schemas, or remove it");
                Vec::new()
            }
        }
    }

    /// Reads an object of schemas such as `properties`.
    pub(super) fn schema_map(&mut self, node: &Node<'a>) -> IndexMap<String, SchemaId> {
        let Some(node) = &self.form().expand(node.clone()) else { return IndexMap::new() };
        match node.value {
            Value::Object(_) => {
                node.members().map(|(key, member)| (key.to_owned(), self.table.intern(member))).collect()
            }
            // Some languages serialize an empty object as an empty list.
            Value::Array(items) if items.is_empty() => {
                self.form().ignored(node, "an object of schemas");
                IndexMap::new()
            }
            other => {
                let message =
                    format!("{} must be an object of schemas, but it is {}", node.quoted_name(), describe_type(other));
                self.reports.malformed(node, message, "write an object whose members are schemas");
                IndexMap::new()
            }
        }
    }

    /// Reads `required`. A boolean, as in JSON Schema draft 3, is ignored.
    pub(super) fn required(&mut self, node: &Node<'a>) -> Vec<String> {
        let Some(node) = &self.form().expand_tolerant(node.clone()) else { return Vec::new() };
        match node.value {
            Value::Array(_) => node.items().filter_map(|item| self.form().text(&item)).collect(),
            Value::Bool(flag) => {
                if *flag {
                    self.reports.tolerated(
                        node,
                        "`required` must be a list of property names, but it is a boolean; it is ignored",
                        "add the property to the `required` list of the enclosing schema",
                    );
                }
                Vec::new()
            }
            _ => {
                self.form().ignored(node, "a list of property names");
                Vec::new()
            }
        }
    }
}
