//! Values with their types taken off: what the styles of parameters and forms write.

use serde_json::Value;

use crate::runtime::codec::{Tree, View, to_json_text};

/// A value without its type.
#[derive(Debug, Clone, PartialEq)]
pub enum Plain {
    /// Left out.
    Absent,
    /// Text, a number, a boolean; JSON text for what a style cannot write.
    Text(String),
    /// A list.
    List(Vec<Plain>),
    /// Names and values, in order.
    Object(Vec<(String, Plain)>),
}

impl Plain {
    /// The value behind a view. A list or an object inside another is kept as such if `deep`, otherwise written as JSON text.
    #[must_use]
    pub fn of(view: View<'_>, deep: bool) -> Self {
        match view {
            View::List(list) => Self::List((0..list.len()).map(|index| Self::inner(list.view(index), deep)).collect()),
            composite @ (View::Object(_) | View::Map(_)) => {
                let mut members = Vec::new();
                each_member(composite, &mut |name, value| {
                    members.push((name.to_owned(), Self::inner(value, deep)));
                });
                Self::Object(members)
            }
            View::Any(value) => Self::json(value, deep),
            View::Owned(value) => Self::json(&value, deep),
            scalar => Self::scalar(&scalar),
        }
    }

    fn inner(view: View<'_>, deep: bool) -> Self {
        match view {
            composite @ (View::List(_) | View::Object(_) | View::Map(_)) if !deep => {
                Self::Text(to_json_text(&composite))
            }
            other => Self::of(other, deep),
        }
    }

    fn scalar(view: &View<'_>) -> Self {
        Self::Text(match view {
            View::Bool(value) => value.to_string(),
            View::I64(value) => value.to_string(),
            View::U64(value) => value.to_string(),
            View::I128(value) => value.to_string(),
            View::U128(value) => value.to_string(),
            View::F64(value) => value.to_string(),
            View::F32(value) => value.to_string(),
            View::Str(text) => (*text).to_owned(),
            View::Display(value) | View::Number(value) => value.to_string(),
            View::Absent
            | View::None
            | View::Null
            | View::Object(_)
            | View::List(_)
            | View::Map(_)
            | View::Any(_)
            | View::Owned(_)
            | View::Unwritable => return Self::Absent,
        })
    }

    fn json(value: &Value, deep: bool) -> Self {
        let inner = |value: &Value| match value {
            Value::Array(_) | Value::Object(_) if !deep => Self::Text(value.to_string()),
            other => Self::json(other, deep),
        };
        match value {
            Value::Null => Self::Absent,
            Value::Bool(value) => Self::Text(value.to_string()),
            Value::Number(number) => Self::Text(number.to_string()),
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) => Self::List(items.iter().map(inner).collect()),
            Value::Object(members) => {
                Self::Object(members.iter().map(|(name, value)| (name.clone(), inner(value))).collect())
            }
        }
    }

    /// The items of a list that are there.
    pub fn texts(items: &[Self]) -> impl Iterator<Item = &str> {
        items.iter().filter_map(Self::as_text)
    }

    /// The members of an object that are there.
    pub fn pairs(members: &[(String, Self)]) -> impl Iterator<Item = (&str, &str)> {
        members.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_text()?)))
    }

    fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Absent | Self::List(_) | Self::Object(_) => None,
        }
    }
}

/// Calls `each` for every member of an object, in the order in which they would be written as JSON. Other values have none.
pub fn each_member(value: View<'_>, each: &mut dyn FnMut(&str, View<'_>)) {
    match value {
        View::Object(object) if !object.table().must_merge() => {
            let table = object.table();
            for (index, member) in table.members.iter().enumerate() {
                each(member.name, object.view(index));
            }
            for index in table.map_fields() {
                each_member(object.view(index), each);
            }
        }
        View::Map(map) => map.each(&mut |name, value| {
            each(name, value);
            true
        }),
        other => {
            if let Tree::Object(members) = Tree::of_view(&other) {
                members.iter().for_each(|(name, value)| each(name, value.view()));
            }
        }
    }
}
