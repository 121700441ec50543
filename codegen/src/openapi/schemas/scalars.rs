//! The forms of single keywords: counts, numbers, lists and maps of schemas.

use indexmap::IndexMap;
use serde_json::{Number, Value};

use super::super::form::name_of;
use super::super::node::{Node, kind_of};
use super::super::reader::Reader;
use super::super::schema::SchemaId;

impl<'a> Reader<'a> {
    /// A count such as `minLength`.
    pub(super) fn count(&mut self, node: &Node<'a>) -> Option<u64> {
        let number = match node.value {
            Value::Number(number) => number.as_u64().or_else(|| whole(number.as_f64()?)),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.ignored(node, "a whole number that is not negative");
        }
        number
    }

    /// A number such as `minimum`.
    pub(super) fn number(&mut self, node: &Node<'a>) -> Option<Number> {
        let number = match node.value {
            Value::Number(number) => Some(number.clone()),
            Value::String(text) => serde_json::from_str(text.trim()).ok(),
            _ => None,
        };
        match (node.value, &number) {
            (Value::String(_), Some(number)) => {
                let message =
                    format!("{} must be a number, but this is a string; it is taken as {number}", name_of(node));
                self.harmless(node, message, "remove the quotes");
            }
            (_, None) => self.ignored(node, "a number"),
            _ => {}
        }
        number
    }

    /// A list of schemas such as `allOf`.
    pub(super) fn schema_list(&mut self, node: &Node<'a>) -> Vec<SchemaId> {
        match node.value {
            Value::Array(items) => {
                if items.is_empty() {
                    self.harmless(
                        node,
                        format!("{} is empty; it is ignored", name_of(node)),
                        "list a schema, or remove it",
                    );
                }
                node.items().map(|item| self.schema(item)).collect()
            }
            Value::Object(_) => {
                let message = format!("{} must be a list of schemas; it is taken as a list of this one", name_of(node));
                self.harmless(node, message, "put it into a list");
                vec![self.schema(node.clone())]
            }
            other => {
                let message = format!("{} must be a list of schemas, but this is {}", name_of(node), kind_of(other));
                self.malformed(node, message, "write a list of schemas, or remove it");
                Vec::new()
            }
        }
    }

    /// An object of schemas such as `properties`.
    pub(super) fn schema_map(&mut self, node: &Node<'a>) -> IndexMap<String, SchemaId> {
        match node.value {
            Value::Object(_) => node.members().map(|(key, member)| (key.to_owned(), self.schema(member))).collect(),
            // What some languages write for an empty object.
            Value::Array(items) if items.is_empty() => {
                self.ignored(node, "an object of schemas");
                IndexMap::new()
            }
            other => {
                let message = format!("{} must be an object of schemas, but this is {}", name_of(node), kind_of(other));
                self.malformed(node, message, "write an object whose members are schemas");
                IndexMap::new()
            }
        }
    }

    /// `required`. A boolean, as JSON Schema had it before 2012, says nothing here.
    pub(super) fn required(&mut self, node: &Node<'a>) -> Vec<String> {
        match node.value {
            Value::Array(_) => node.items().filter_map(|item| self.text(&item)).collect(),
            Value::Bool(flag) => {
                if *flag {
                    self.harmless(
                        node,
                        "`required` must be a list of property names; a boolean says nothing and is ignored",
                        "name the property in the `required` list of the schema around it",
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

    /// A list of texts beside `enum`, such as `x-enum-varnames`; without a word if it is something else.
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

/// A text as it is, anything else as JSON.
fn plain_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A number that has no fraction, as a count.
fn whole(number: f64) -> Option<u64> {
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be whole, positive and small"
    )]
    (number.fract() == 0.0 && (0.0..=LARGEST).contains(&number)).then_some(number as u64)
}
