//! Reads values of keywords: counts, numbers, and lists and objects of schemas.

use indexmap::IndexMap;
use serde_json::{Number, Value};

use super::super::form::quoted_name;
use super::super::node::{Node, describe_type};
use super::super::reader::Reader;
use super::super::schema::SchemaId;

impl<'a> Reader<'a> {
    /// Reads a count such as `minLength`.
    pub(super) fn count(&mut self, node: &Node<'a>) -> Option<u64> {
        let number = match node.value {
            Value::Number(number) => number.as_u64().or_else(|| whole(number.as_f64()?)),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.ignored(node, "a non-negative integer");
        }
        number
    }

    /// Reads a number such as `minimum`.
    pub(super) fn number(&mut self, node: &Node<'a>) -> Option<Number> {
        let number = match node.value {
            Value::Number(number) => Some(number.clone()),
            Value::String(text) => serde_json::from_str(text.trim()).ok(),
            _ => None,
        };
        match (node.value, &number) {
            (Value::String(_), Some(number)) => {
                let message =
                    format!("{} must be a number, but it is a string; it is read as {number}", quoted_name(node));
                self.tolerated(node, message, "remove the quotes");
            }
            (_, None) => self.ignored(node, "a number"),
            _ => {}
        }
        number
    }

    /// Reads a list of schemas such as `allOf`.
    pub(super) fn schema_list(&mut self, node: &Node<'a>) -> Vec<SchemaId> {
        match node.value {
            Value::Array(items) => {
                if items.is_empty() {
                    self.tolerated(
                        node,
                        format!("{} is empty; it is ignored", quoted_name(node)),
                        "list a schema, or remove it",
                    );
                }
                node.items().map(|item| self.schema(item)).collect()
            }
            Value::Object(_) => {
                let message =
                    format!("{} must be a list of schemas; it is read as a list with one item", quoted_name(node));
                self.tolerated(node, message, "write a list");
                vec![self.schema(node.clone())]
            }
            other => {
                let message =
                    format!("{} must be a list of schemas, but it is {}", quoted_name(node), describe_type(other));
                self.malformed(node, message, "write a list of schemas, or remove it");
                Vec::new()
            }
        }
    }

    /// Reads an object of schemas such as `properties`.
    pub(super) fn schema_map(&mut self, node: &Node<'a>) -> IndexMap<String, SchemaId> {
        match node.value {
            Value::Object(_) => node.members().map(|(key, member)| (key.to_owned(), self.schema(member))).collect(),
            // Some languages serialize an empty object as an empty list.
            Value::Array(items) if items.is_empty() => {
                self.ignored(node, "an object of schemas");
                IndexMap::new()
            }
            other => {
                let message =
                    format!("{} must be an object of schemas, but it is {}", quoted_name(node), describe_type(other));
                self.malformed(node, message, "write an object whose members are schemas");
                IndexMap::new()
            }
        }
    }

    /// Reads `required`. A boolean, as in JSON Schema draft 3, is ignored.
    pub(super) fn required(&mut self, node: &Node<'a>) -> Vec<String> {
        match node.value {
            Value::Array(_) => node.items().filter_map(|item| self.text(&item)).collect(),
            Value::Bool(flag) => {
                if *flag {
                    self.tolerated(
                        node,
                        "`required` must be a list of property names, but it is a boolean; it is ignored",
                        "add the property to the `required` list of the enclosing schema",
                    );
                }
                Vec::new()
            }
            _ => {
                self.ignored(node, "a list of property names");
                Vec::new()
            }
        }
    }

    /// Reads a list of texts for the values of `enum`, such as `x-enum-varnames`. Any other value is ignored without a diagnostic.
    pub(super) fn names_of_values(&mut self, node: &Node<'a>, values: Option<&Vec<Value>>) -> Vec<String> {
        match node.value {
            Value::Array(items) => items.iter().map(plain_text).collect(),
            Value::Object(members) => values
                .into_iter()
                .flatten()
                .map(|value| members.get(&plain_text(value)).map(plain_text).unwrap_or_default())
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// Returns a string unchanged, and any other value as JSON.
fn plain_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Returns a number without a fraction as a count.
fn whole(number: f64) -> Option<u64> {
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be whole, positive and small"
    )]
    (number.fract() == 0.0 && (0.0..=LARGEST).contains(&number)).then_some(number as u64)
}
