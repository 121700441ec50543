//! The fields of an element, checked before they are used.
//!
//! Each element has a table of the fields that are read. [`FormChecker::fields`] checks them one by one. It reports each problem
//! at the field's own place, repairs harmless mistakes (a number in place of a string), and omits fields that it cannot repair.
//! The result contains only fields of the document: an absent field has no default here.
//!
//! `openapiv3` stops at the first unexpected value and does not report its place, so it gets only checked fields.

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::value::{Error, MapDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde_json::Value;

use super::super::node::Node;
use super::FormChecker;

/// A field of an element.
#[derive(Debug, Clone, Copy)]
pub(in crate::openapi) struct Field {
    name: &'static str,
    field_type: FieldType,
    presence: FieldPresence,
}

/// The type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::openapi) enum FieldType {
    /// A string.
    Text,
    /// A boolean.
    Flag,
    /// A list of strings.
    Texts,
    /// An object of strings.
    TextMap,
}

/// Whether a field must be present, and the consequence if it is absent or has the wrong form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FieldPresence {
    /// The element is read without it.
    Optional,
    /// The element is read without it; its absence is a warning with this effect.
    Recommended(&'static str),
    /// The element says nothing without it and is ignored; its absence is a warning.
    Defining,
    /// The element cannot be read; its absence is an error.
    Required,
}

/// Creates a field that may be absent.
pub(in crate::openapi) const fn optional(name: &'static str, field_type: FieldType) -> Field {
    Field { name, field_type, presence: FieldPresence::Optional }
}

/// Creates a text whose absence is a warning. `effect` completes the message: `the documentation shows no title`.
pub(in crate::openapi) const fn recommended(name: &'static str, effect: &'static str) -> Field {
    Field { name, field_type: FieldType::Text, presence: FieldPresence::Recommended(effect) }
}

/// Creates a text without which the element says nothing, so that nothing is lost with it.
pub(in crate::openapi) const fn defining(name: &'static str) -> Field {
    Field { name, field_type: FieldType::Text, presence: FieldPresence::Defining }
}

/// Creates a text without which the element cannot be read.
pub(in crate::openapi) const fn required(name: &'static str) -> Field {
    Field { name, field_type: FieldType::Text, presence: FieldPresence::Required }
}

/// The checked fields of an element. A field that is absent or wrong is not in it.
#[derive(Debug, Default)]
pub(in crate::openapi) struct Fields(Vec<(&'static str, FieldValue)>);

/// The value of a checked field, by its [`FieldType`].
#[derive(Debug)]
enum FieldValue {
    Text(String),
    Flag(bool),
    Texts(Vec<String>),
    TextMap(IndexMap<String, String>),
}

impl Fields {
    /// Returns whether the field is present and has the right type.
    pub(in crate::openapi) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| *known == name)
    }

    /// Removes and returns a text.
    pub(in crate::openapi) fn text(&mut self, name: &str) -> Option<String> {
        self.take(name, |value| if let FieldValue::Text(text) = value { Some(text) } else { None })
    }

    /// Removes and returns a boolean.
    pub(in crate::openapi) fn flag(&mut self, name: &str) -> Option<bool> {
        self.take(name, |value| if let FieldValue::Flag(flag) = value { Some(flag) } else { None })
    }

    /// Removes and returns a list of texts, which is empty if it is absent.
    pub(in crate::openapi) fn texts(&mut self, name: &str) -> Vec<String> {
        self.take(name, |value| if let FieldValue::Texts(texts) = value { Some(texts) } else { None })
            .unwrap_or_default()
    }

    /// Removes and returns an object of texts, which is empty if it is absent.
    pub(in crate::openapi) fn text_map(&mut self, name: &str) -> IndexMap<String, String> {
        self.take(name, |value| if let FieldValue::TextMap(texts) = value { Some(texts) } else { None })
            .unwrap_or_default()
    }

    /// Adds a text that was checked elsewhere.
    pub(in crate::openapi) fn add_text(&mut self, name: &'static str, text: String) {
        self.0.push((name, FieldValue::Text(text)));
    }

    /// Adds an object of texts that was checked elsewhere.
    pub(in crate::openapi) fn add_text_map(&mut self, name: &'static str, texts: IndexMap<String, String>) {
        self.0.push((name, FieldValue::TextMap(texts)));
    }

    fn take<T>(&mut self, name: &str, of_type: impl Fn(FieldValue) -> Option<T>) -> Option<T> {
        let index = self.0.iter().position(|(known, _)| *known == name)?;
        of_type(self.0.swap_remove(index).1)
    }
}

impl From<FieldValue> for Value {
    fn from(checked: FieldValue) -> Self {
        match checked {
            FieldValue::Text(text) => text.into(),
            FieldValue::Flag(flag) => flag.into(),
            FieldValue::Texts(texts) => texts.into(),
            FieldValue::TextMap(texts) => texts.into_iter().map(|(name, text)| (name, Value::from(text))).collect(),
        }
    }
}

/// Parses a word as an enum of `openapiv3`, such as a style of a location.
pub(in crate::openapi) fn parse_word<'w, T: Deserialize<'w>>(word: &'w str) -> Option<T> {
    let found: Result<T, Error> = T::deserialize(word.into_deserializer());
    found.ok()
}

impl<'d> FormChecker<'_, 'd> {
    /// Checks the fields of an element. Returns `None` if a required or defining field is missing. `what` names the element with its article.
    pub(in crate::openapi) fn fields(&mut self, node: &Node<'d>, what: &str, table: &[Field]) -> Option<Fields> {
        let mut fields = Fields::default();
        let mut complete = true;
        for field in table {
            let Some(member) = node.get(field.name) else {
                match field.presence {
                    FieldPresence::Optional => {}
                    FieldPresence::Recommended(effect) => {
                        let message = format!("{what} has no `{}`; {effect}", field.name);
                        self.reports.tolerated(node, message, format!("add `{}`", field.name));
                    }
                    FieldPresence::Defining => {
                        let message = format!("{what} has no `{}`; it is ignored", field.name);
                        self.reports.tolerated(node, message, format!("add `{}`, or remove it", field.name));
                        complete = false;
                    }
                    FieldPresence::Required => {
                        let message = format!("{what} requires `{}`", field.name);
                        self.reports.malformed(node, message, format!("add `{}`", field.name));
                        complete = false;
                    }
                }
                continue;
            };
            match self.field(&member, field, what) {
                Some(value) => fields.0.push((field.name, value)),
                None => complete &= !matches!(field.presence, FieldPresence::Required | FieldPresence::Defining),
            }
        }
        complete.then_some(fields)
    }

    /// Converts checked fields to a type of `openapiv3`. Conversion should not fail; if it does, the element is reported.
    pub(in crate::openapi) fn typed<T: DeserializeOwned>(
        &mut self,
        node: &Node<'_>,
        what: &str,
        fields: Fields,
    ) -> Option<T> {
        let members = fields.0.into_iter().map(|(name, value)| (name, Value::from(value)));
        let read: Result<T, serde_json::Error> = T::deserialize(MapDeserializer::new(members));
        let read = read.ok();
        if read.is_none() {
            self.reports.malformed(node, format!("{what} cannot be read"), "compare it with the OpenAPI specification");
        }
        read
    }

    fn field(&mut self, node: &Node<'d>, field: &Field, what: &str) -> Option<FieldValue> {
        match field.field_type {
            FieldType::Text if field.presence == FieldPresence::Defining => {
                let effect = format!("the {} is ignored", what.trim_start_matches("a "));
                self.text_or(node, &effect).map(FieldValue::Text)
            }
            FieldType::Text if field.presence == FieldPresence::Required => {
                self.required_text(node).map(FieldValue::Text)
            }
            FieldType::Text => self.text(node).map(FieldValue::Text),
            FieldType::Flag => self.flag(node).map(FieldValue::Flag),
            FieldType::Texts => self.texts(node).map(FieldValue::Texts),
            FieldType::TextMap => self.text_map(node).map(FieldValue::TextMap),
        }
    }
}
