//! The fields of an element, checked before they are used.
//!
//! Each element has a table of the fields that are read. [`Reader::fields`] checks them one by one. It reports each problem
//! at the field's own place, repairs harmless mistakes (a number in place of a string), and omits fields that it cannot repair.
//! The result contains only fields of the document: an absent field has no default here.
//!
//! `openapiv3` stops at the first unexpected value and does not report its place, so it gets only checked fields.

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::value::{Error, MapDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde_json::Value;

use super::node::{Node, describe_type};
use super::reader::Reader;

/// A field of an element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    name: &'static str,
    kind: Kind,
    need: Need,
}

/// The type of a field.
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

/// The consequence if a field is absent or has the wrong form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// The element is read without it.
    Optional,
    /// The element is read without it; its absence is a warning.
    Wanted,
    /// The element cannot be read; its absence is an error.
    Required,
}

/// A field that may be absent.
pub(super) const fn optional(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, need: Need::Optional }
}

/// A text whose absence is a warning.
pub(super) const fn wanted(name: &'static str) -> Field {
    Field { name, kind: Kind::Text, need: Need::Wanted }
}

/// A text without which the element cannot be read.
pub(super) const fn required(name: &'static str) -> Field {
    Field { name, kind: Kind::Text, need: Need::Required }
}

/// The checked fields of an element. A field that is absent or wrong is not in it.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(&'static str, Checked)>);

/// The value of a checked field, by its [`Kind`].
#[derive(Debug)]
enum Checked {
    Text(String),
    Flag(bool),
    Texts(Vec<String>),
    TextMap(IndexMap<String, String>),
}

impl Fields {
    /// Whether the document has the field, in its form.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| *known == name)
    }

    /// Takes out a text.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.take(name, |value| if let Checked::Text(text) = value { Some(text) } else { None })
    }

    /// Takes out a boolean.
    pub(super) fn flag(&mut self, name: &str) -> Option<bool> {
        self.take(name, |value| if let Checked::Flag(flag) = value { Some(flag) } else { None })
    }

    /// Takes out a list of texts; an absent one is empty.
    pub(super) fn texts(&mut self, name: &str) -> Vec<String> {
        self.take(name, |value| if let Checked::Texts(texts) = value { Some(texts) } else { None }).unwrap_or_default()
    }

    /// Takes out an object of texts; an absent one is empty.
    pub(super) fn text_map(&mut self, name: &str) -> IndexMap<String, String> {
        self.take(name, |value| if let Checked::TextMap(texts) = value { Some(texts) } else { None })
            .unwrap_or_default()
    }

    /// Adds a text that was checked elsewhere.
    pub(super) fn add_text(&mut self, name: &'static str, text: String) {
        self.0.push((name, Checked::Text(text)));
    }

    /// Adds an object of texts that was checked elsewhere.
    pub(super) fn add_text_map(&mut self, name: &'static str, texts: IndexMap<String, String>) {
        self.0.push((name, Checked::TextMap(texts)));
    }

    fn take<T>(&mut self, name: &str, of_kind: impl Fn(Checked) -> Option<T>) -> Option<T> {
        let index = self.0.iter().position(|(known, _)| *known == name)?;
        of_kind(self.0.swap_remove(index).1)
    }
}

impl From<Checked> for Value {
    fn from(checked: Checked) -> Self {
        match checked {
            Checked::Text(text) => text.into(),
            Checked::Flag(flag) => flag.into(),
            Checked::Texts(texts) => texts.into(),
            Checked::TextMap(texts) => texts.into_iter().map(|(name, text)| (name, Value::from(text))).collect(),
        }
    }
}

/// Parses a word as an enum of `openapiv3`, such as a style of a location.
pub(super) fn parse_word<'w, T: Deserialize<'w>>(word: &'w str) -> Option<T> {
    let found: Result<T, Error> = T::deserialize(word.into_deserializer());
    found.ok()
}

impl<'a> Reader<'a> {
    /// Checks the fields of an element. Returns `None` if a required field is missing. `what` names the element with its article.
    pub(super) fn fields(&mut self, node: &Node<'a>, what: &str, table: &[Field]) -> Option<Fields> {
        let mut fields = Fields::default();
        let mut complete = true;
        for field in table {
            let Some(member) = node.get(field.name) else {
                match field.need {
                    Need::Optional => {}
                    Need::Wanted => {
                        let message = format!("{what} has no `{}`", field.name);
                        self.tolerated(node, message, format!("add `{}`", field.name));
                    }
                    Need::Required => {
                        let message = format!("{what} requires `{}`", field.name);
                        self.malformed(node, message, format!("add `{}`", field.name));
                        complete = false;
                    }
                }
                continue;
            };
            match self.field(&member, field) {
                Some(value) => fields.0.push((field.name, value)),
                None => complete &= field.need != Need::Required,
            }
        }
        complete.then_some(fields)
    }

    /// Converts checked fields to a type of `openapiv3`. Conversion should not fail; if it does, the element is reported.
    pub(super) fn typed<T: DeserializeOwned>(&mut self, node: &Node<'a>, what: &str, fields: Fields) -> Option<T> {
        let members = fields.0.into_iter().map(|(name, value)| (name, Value::from(value)));
        let read: Result<T, serde_json::Error> = T::deserialize(MapDeserializer::new(members));
        let read = read.ok();
        if read.is_none() {
            self.malformed(node, format!("{what} cannot be read"), "compare it with the OpenAPI specification");
        }
        read
    }

    /// Reports a value of the wrong type that is ignored.
    pub(super) fn ignored(&mut self, node: &Node<'a>, expected: &str) {
        let message =
            format!("{} must be {expected}, but it is {}; it is ignored", quoted_name(node), describe_type(node.value));
        self.tolerated(node, message, format!("write {expected}, or remove it"));
    }

    fn field(&mut self, node: &Node<'a>, field: &Field) -> Option<Checked> {
        match field.kind {
            Kind::Text => self.text_value(node, field.need).map(Checked::Text),
            Kind::Flag => self.flag(node).map(Checked::Flag),
            Kind::Texts => self.texts(node).map(Checked::Texts),
            Kind::TextMap => self.text_map(node).map(Checked::TextMap),
        }
    }

    /// Reads a string. Numbers and booleans are converted with their original text.
    pub(super) fn text(&mut self, node: &Node<'a>) -> Option<String> {
        self.text_value(node, Need::Optional)
    }

    fn text_value(&mut self, node: &Node<'a>, need: Need) -> Option<String> {
        match node.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(_) | Value::Bool(_) => {
                let text = self.source.yaml_text(&node.place).map_or_else(|| node.value.to_string(), str::to_owned);
                let name = quoted_name(node);
                let message = format!(
                    "{name} must be a string, but it is {}; it is read as \"{text}\"",
                    describe_type(node.value)
                );
                self.tolerated(node, message, "add quotes");
                Some(text)
            }
            other => {
                let name = quoted_name(node);
                let message = format!("{name} must be a string, but it is {}", describe_type(other));
                match need {
                    Need::Required => self.malformed(node, message, "write a string"),
                    Need::Optional | Need::Wanted => self.tolerated(node, message, "write a string, or remove it"),
                }
                None
            }
        }
    }

    /// Reads a boolean, also in quotes.
    pub(super) fn flag(&mut self, node: &Node<'a>) -> Option<bool> {
        let taken = match node.value {
            Value::Bool(flag) => return Some(*flag),
            Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        };
        let name = quoted_name(node);
        let message = match taken {
            Some(flag) => format!("{name} must be a boolean, but it is a string; it is read as {flag}"),
            None => format!("{name} must be a boolean, but it is {}", describe_type(node.value)),
        };
        self.tolerated(node, message, "write `true` or `false` without quotes, or remove it");
        taken
    }

    /// Reads a list of strings. A single string is read as a list with one item.
    pub(super) fn texts(&mut self, node: &Node<'a>) -> Option<Vec<String>> {
        match node.value {
            Value::Array(_) => Some(node.items().filter_map(|item| self.text(&item)).collect()),
            Value::String(text) => {
                let name = quoted_name(node);
                self.tolerated(
                    node,
                    format!("{name} must be a list of strings; it is read as a list with one item"),
                    "write a list",
                );
                Some(vec![text.clone()])
            }
            other => {
                let message =
                    format!("{} must be a list of strings, but it is {}", quoted_name(node), describe_type(other));
                self.tolerated(node, message, "write a list of strings, or remove it");
                None
            }
        }
    }

    fn text_map(&mut self, node: &Node<'a>) -> Option<IndexMap<String, String>> {
        if !node.value.is_object() {
            let message = format!("{} must be an object, but it is {}", quoted_name(node), describe_type(node.value));
            self.tolerated(node, message, "write an object of strings, or remove it");
            return None;
        }
        let texts = node.plain_members().map(|(key, member)| {
            let text = if member.value.is_null() { None } else { self.text(&member) };
            (key.to_owned(), text.unwrap_or_default())
        });
        Some(texts.collect())
    }
}

/// Returns the name of a field for messages, quoted.
pub(super) fn quoted_name(node: &Node<'_>) -> String {
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
