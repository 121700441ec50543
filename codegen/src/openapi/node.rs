//! A value with its place: the unit in which a document is read.

use std::rc::Rc;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::diag::{FileId, SourceLocation};
use foldhash::HashSet;

/// A value of the document with its place.
#[derive(Debug, Clone)]
pub(super) struct Node<'a> {
    pub(super) value: &'a Value,
    pub(super) place: SourceLocation,
    /// The target of the value's `$ref`, if the value is a map that adds members to its target. Members of the value take precedence.
    target: Option<Rc<Node<'a>>>,
}

impl<'a> Node<'a> {
    /// Creates the node of a value.
    pub(super) fn new(value: &'a Value, place: SourceLocation) -> Self {
        Self { value, place, target: None }
    }

    /// Creates the node of a file's root.
    pub(super) fn root(value: &'a Value, file: FileId) -> Self {
        Self::new(value, SourceLocation::root(file))
    }

    /// Adds the members of the target of the value's `$ref`. The `$ref` itself is no longer a member.
    #[must_use]
    pub(super) fn with_target(self, target: Node<'a>) -> Self {
        Self { target: Some(Rc::new(target)), ..self }
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
        match self.value.get(key).filter(|value| !value.is_null()) {
            Some(value) => Some(Node::new(value, self.place.key(key))),
            None => self.target.as_ref()?.get(key),
        }
    }

    /// Returns the `$ref`, if any.
    pub(super) fn reference(&self) -> Option<&'a str> {
        if self.target.is_some() { None } else { self.value.get("$ref").and_then(Value::as_str) }
    }

    /// Iterates over the members: those of the value in order, then those of the target of its `$ref`. Empty if the value is not an
    /// object.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
        let mut members = self.own_members();
        let mut layer = self;
        while let Some(target) = &layer.target {
            members.retain(|(key, _)| *key != "$ref");
            let known: HashSet<&str> = members.iter().map(|(key, _)| *key).collect();
            members.extend(target.own_members().into_iter().filter(|(key, _)| !known.contains(key)));
            layer = target;
        }
        members.into_iter()
    }

    fn own_members(&self) -> Vec<(&'a str, Node<'a>)> {
        let members = self.object().into_iter().flatten();
        members.map(|(key, value)| (key.as_str(), Node::new(value, self.place.key(key)))).collect()
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
        items.map(move |(index, value)| Node::new(value, place.index(index)))
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
