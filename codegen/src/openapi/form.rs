//! The form of an element's own fields, checked before `openapiv3` reads them.
//!
//! `openapiv3` stops at the first thing that it does not expect and cannot say where it stands. So an element is first
//! checked field by field against a table: each problem gets the place of its field, what is harmless is mended (a number
//! where a string belongs) or left out, and what remains is what `openapiv3` accepts.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::node::{Node, kind_of};
use super::reader::Reader;

/// A field of an element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) need: Need,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A string.
    Text,
    /// A boolean.
    Flag,
    /// A list of strings.
    Texts,
    /// An object of strings.
    TextMap,
}

/// What it means if a field is absent or has the wrong form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// The element goes on without it.
    Optional,
    /// This text stands in for it, without a word.
    Assumed(&'static str),
    /// This text stands in for it, with a warning.
    Wanted(&'static str),
    /// There is no element without it.
    Required,
}

/// A field without which the element goes on.
pub(super) const fn optional(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, need: Need::Optional }
}

/// A text without which there is no element.
pub(super) const fn required(name: &'static str) -> Field {
    Field { name, kind: Kind::Text, need: Need::Required }
}

impl<'a> Reader<'a> {
    /// The element's own fields, checked and mended. `None` if one is missing without which there is no element.
    pub(super) fn shape(&mut self, node: &Node<'a>, what: &str, fields: &[Field]) -> Option<Map<String, Value>> {
        let mut shaped = Map::new();
        let mut complete = true;
        for field in fields {
            let value = node.get(field.name).and_then(|member| self.field(&member, field));
            match (value, field.need) {
                (Some(value), _) => {
                    shaped.insert(field.name.to_owned(), value);
                }
                (None, Need::Optional) => {}
                (None, Need::Assumed(text)) => {
                    shaped.insert(field.name.to_owned(), text.into());
                }
                (None, Need::Wanted(text)) => {
                    if node.get(field.name).is_none() {
                        let message = format!("{what} has no `{}`", field.name);
                        self.harmless(node, message, format!("add `{}`", field.name));
                    }
                    shaped.insert(field.name.to_owned(), text.into());
                }
                (None, Need::Required) => {
                    if node.get(field.name).is_none() {
                        let message = format!("{what} needs `{}`", field.name);
                        self.malformed(node, message, format!("add `{}`", field.name));
                    }
                    complete = false;
                }
            }
        }
        for (key, value) in node.object().into_iter().flatten().filter(|(key, _)| key.starts_with("x-")) {
            shaped.insert(key.clone(), value.clone());
        }
        complete.then_some(shaped)
    }

    /// Lets `openapiv3` read the fields. What it still refuses is reported as a problem of the element.
    pub(super) fn typed<T: DeserializeOwned>(
        &mut self,
        node: &Node<'a>,
        what: &str,
        fields: Map<String, Value>,
    ) -> Option<T> {
        serde_json::from_value(Value::Object(fields))
            .map_err(|error| {
                self.malformed(
                    node,
                    format!("{what} is not understood: {error}"),
                    "compare it with the OpenAPI specification",
                );
            })
            .ok()
    }

    /// Something that does not have its form: it is ignored, with a warning.
    pub(super) fn ignored(&mut self, node: &Node<'a>, expected: &str) {
        let message =
            format!("{} must be {expected}, but this is {}; it is ignored", name_of(node), kind_of(node.value));
        self.harmless(node, message, format!("write {expected}, or remove it"));
    }

    fn field(&mut self, node: &Node<'a>, field: &Field) -> Option<Value> {
        match field.kind {
            Kind::Text => self.text_value(node, field.need).map(Value::String),
            Kind::Flag => self.flag(node).map(Value::Bool),
            Kind::Texts => self.texts(node).map(Value::from),
            Kind::TextMap => self.text_map(node).map(Value::Object),
        }
    }

    /// A text; numbers and booleans are taken as they are written.
    pub(super) fn text(&mut self, node: &Node<'a>) -> Option<String> {
        self.text_value(node, Need::Optional)
    }

    fn text_value(&mut self, node: &Node<'a>, need: Need) -> Option<String> {
        match node.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(_) | Value::Bool(_) => {
                let text = self.source.written(&node.place).map_or_else(|| node.value.to_string(), str::to_owned);
                let name = name_of(node);
                let message =
                    format!("{name} must be a string, but this is {}; it is taken as \"{text}\"", kind_of(node.value));
                self.harmless(node, message, "put it into quotes");
                Some(text)
            }
            other => {
                let name = name_of(node);
                let message = format!("{name} must be a string, but this is {}", kind_of(other));
                match need {
                    Need::Required => self.malformed(node, message, "write a string"),
                    _ => self.harmless(node, message, "write a string, or remove it"),
                }
                None
            }
        }
    }

    /// A boolean; also in quotes.
    pub(super) fn flag(&mut self, node: &Node<'a>) -> Option<bool> {
        let taken = match node.value {
            Value::Bool(flag) => return Some(*flag),
            Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        };
        let name = name_of(node);
        let message = match taken {
            Some(flag) => format!("{name} must be a boolean, but this is a string; it is taken as {flag}"),
            None => format!("{name} must be a boolean, but this is {}", kind_of(node.value)),
        };
        self.harmless(node, message, "write `true` or `false` without quotes, or remove it");
        taken
    }

    /// A list of texts; a single text is taken as a list of one.
    pub(super) fn texts(&mut self, node: &Node<'a>) -> Option<Vec<String>> {
        match node.value {
            Value::Array(_) => Some(node.items().filter_map(|item| self.text(&item)).collect()),
            Value::String(text) => {
                let name = name_of(node);
                self.harmless(
                    node,
                    format!("{name} must be a list of strings; it is taken as a list of this one"),
                    "put it into a list",
                );
                Some(vec![text.clone()])
            }
            other => {
                let message = format!("{} must be a list of strings, but this is {}", name_of(node), kind_of(other));
                self.harmless(node, message, "write a list of strings, or remove it");
                None
            }
        }
    }

    fn text_map(&mut self, node: &Node<'a>) -> Option<Map<String, Value>> {
        if !node.value.is_object() {
            let message = format!("{} must be an object, but this is {}", name_of(node), kind_of(node.value));
            self.harmless(node, message, "write an object of strings, or remove it");
            return None;
        }
        let texts = node.plain_members().map(|(key, member)| {
            let text = if member.value.is_null() { Some(String::new()) } else { self.text(&member) };
            (key.to_owned(), Value::String(text.unwrap_or_default()))
        });
        Some(texts.collect())
    }
}

/// The name of a field, quoted, for messages.
pub(super) fn name_of(node: &Node<'_>) -> String {
    let last = node.place.pointer.last().unwrap_or_default();
    if last.bytes().all(|byte| byte.is_ascii_digit()) && !last.is_empty() {
        return node
            .place
            .pointer
            .parent()
            .and_then(|parent| parent.last())
            .map_or_else(|| "an item".to_owned(), |list| format!("an item of `{list}`"));
    }
    format!("`{last}`")
}
