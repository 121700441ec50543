//! A value with its place: the unit in which a document is read.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::diag::{FileId, SourceLocation};

/// A value of the document with its place.
#[derive(Debug, Clone)]
pub(super) struct Node<'a> {
    pub(super) value: &'a Value,
    pub(super) place: SourceLocation,
}

impl<'a> Node<'a> {
    /// Creates the node of a file's root.
    pub(super) fn root(value: &'a Value, file: FileId) -> Self {
        Self { value, place: SourceLocation::root(file) }
    }

    /// Returns the address of the value, which identifies it: a document does not move while it is read.
    pub(super) fn address(&self) -> usize {
        std::ptr::from_ref(self.value).addr()
    }

    /// Returns the members if the value is an object.
    pub(super) fn object(&self) -> Option<&'a Map<String, Value>> {
        self.value.as_object()
    }

    /// Returns the text if the value is a string.
    pub(super) fn text(&self) -> Option<&'a str> {
        self.value.as_str()
    }

    /// Returns the name of the member for messages, quoted.
    pub(super) fn quoted_name(&self) -> String {
        let pointer = &self.place.pointer;
        let last = pointer.last().unwrap_or_default();
        if last.bytes().all(|byte| byte.is_ascii_digit()) && !last.is_empty() {
            let list = pointer.parent().and_then(|parent| parent.last().map(|list| list.to_string()));
            return list.map_or_else(|| "an item".to_owned(), |list| format!("an item of `{list}`"));
        }
        format!("`{last}`")
    }

    /// Returns a member. A `null` member counts as absent.
    pub(super) fn get(&self, key: &str) -> Option<Node<'a>> {
        let value = self.value.get(key).filter(|value| !value.is_null())?;
        Some(Node { value, place: self.place.key(key) })
    }

    /// Returns the `$ref`, if any.
    pub(super) fn reference(&self) -> Option<&'a str> {
        self.value.get("$ref").and_then(Value::as_str)
    }

    /// Iterates over the members in order. Empty if the value is not an object.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
        let place = self.place.clone();
        let members = self.object().into_iter().flatten();
        members.map(move |(key, value)| (key.as_str(), Node { value, place: place.key(key) }))
    }

    /// Iterates over the members whose keys do not begin with `x-`, in order.
    pub(super) fn plain_members(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
        self.members().filter(|(key, _)| !key.starts_with("x-"))
    }

    /// Returns the members whose keys begin with `x-`, in order.
    pub(super) fn extensions(&self) -> IndexMap<String, Value> {
        let extensions = self.object().into_iter().flatten().filter(|(key, _)| key.starts_with("x-"));
        extensions.map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    /// Iterates over the items in order. Empty if the value is not a list.
    pub(super) fn items(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let place = self.place.clone();
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(move |(index, value)| Node { value, place: place.index(index) })
    }
}

/// Returns the JSON type of a value for messages, with its article.
pub(super) fn describe_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
