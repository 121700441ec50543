//! Untyped values, which the serialization styles of parameters and forms write.

use serde_json::Value;

use crate::runtime::codec::{Tree, View, to_json_text};

/// What becomes of lists and objects inside a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nested {
    /// They become JSON text.
    Json,
    /// Lists are kept down to this depth below the value; everything else becomes JSON text.
    Lists(usize),
    /// They are kept.
    Kept,
}

impl Nested {
    /// Returns the rule for what is inside a list that is kept, or `None` if the list becomes JSON text.
    fn in_list(self) -> Option<Self> {
        match self {
            Self::Json => None,
            Self::Lists(depth) => depth.checked_sub(1).map(Self::Lists),
            Self::Kept => Some(Self::Kept),
        }
    }

    /// Returns the rule for what is inside an object that is kept, or `None` if the object becomes JSON text.
    fn in_object(self) -> Option<Self> {
        match self {
            Self::Json | Self::Lists(_) => None,
            Self::Kept => Some(Self::Kept),
        }
    }
}

/// An untyped value.
#[derive(Debug, Clone, PartialEq)]
pub enum UntypedValue {
    /// Absent or null.
    Absent,
    /// Text, a number or a boolean.
    Text(String),
    /// JSON, for a list or an object inside a value that cannot be expressed otherwise.
    Json(String),
    /// A list.
    List(Vec<UntypedValue>),
    /// An object's members, in order.
    Object(Vec<(String, UntypedValue)>),
}

impl UntypedValue {
    /// Converts a view.
    #[must_use]
    pub fn of(view: View<'_>, nested: Nested) -> Self {
        match view {
            View::List(list) => {
                Self::List((0..list.len()).map(|index| Self::inner(list.view(index), nested)).collect())
            }
            composite @ (View::Object(_) | View::Map(_)) => {
                let mut members = Vec::new();
                each_member(composite, &mut |name, value| {
                    members.push((name.to_owned(), Self::inner(value, nested)));
                });
                Self::Object(members)
            }
            View::Any(value) => Self::json(value, nested),
            View::Owned(owner) => Self::of(owner.view(), nested),
            scalar => Self::scalar(&scalar),
        }
    }

    fn inner(view: View<'_>, nested: Nested) -> Self {
        let kept = match &view {
            View::List(_) => nested.in_list(),
            View::Object(_) | View::Map(_) => nested.in_object(),
            _ => Some(nested),
        };
        match (view, kept) {
            (composite, None) => Self::Json(to_json_text(&composite)),
            (View::Owned(owner), _) => Self::inner(owner.view(), nested),
            (View::Any(value), _) => Self::json_inner(value, nested),
            (other, Some(nested)) => Self::of(other, nested),
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
            View::Formatted(value) => value.to_string(),
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

    fn json_inner(value: &Value, nested: Nested) -> Self {
        let kept = match value {
            Value::Array(_) => nested.in_list(),
            Value::Object(_) => nested.in_object(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Some(nested),
        };
        kept.map_or_else(|| Self::Json(value.to_string()), |nested| Self::json(value, nested))
    }

    fn json(value: &Value, nested: Nested) -> Self {
        let inner = |value: &Value| Self::json_inner(value, nested);
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

    /// Returns the texts among the items of a list.
    pub fn texts(items: &[Self]) -> impl Iterator<Item = &str> {
        items.iter().filter_map(Self::as_text)
    }

    /// Returns the members of an object that are texts.
    pub fn pairs(members: &[(String, Self)]) -> impl Iterator<Item = (&str, &str)> {
        members.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_text()?)))
    }

    fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Json(text) => Some(text),
            Self::Absent | Self::List(_) | Self::Object(_) => None,
        }
    }
}

/// Calls `each` for every item of a list. Any other value is its own only item.
pub fn each_item(value: View<'_>, each: &mut dyn FnMut(View<'_>)) {
    match value {
        View::List(list) => (0..list.len()).for_each(|index| each(list.view(index))),
        View::Any(Value::Array(items)) => items.iter().for_each(|item| each(View::Any(item))),
        View::Owned(owner) => each_item(owner.view(), each),
        single => each(single),
    }
}

/// Calls `each` for every member of an object, in the order of its JSON. Other values have no members.
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

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;
    use crate::runtime::codec::Storage;
    use crate::runtime::{AsText, Custom};

    /// A list of a custom type is a list as any other, although its view is created for encoding.
    #[test]
    fn nested_lists_of_custom_types_become_json_text() {
        type Hosts = Vec<Vec<Custom<Ipv4Addr, AsText>>>;
        let hosts = vec![vec![Ipv4Addr::LOCALHOST], vec![]];
        let items = |nested| match UntypedValue::of(<Hosts as Storage>::view_of(&hosts), nested) {
            UntypedValue::List(items) => items,
            other => panic!("not a list: {other:?}"),
        };
        assert_eq!(UntypedValue::texts(&items(Nested::Json)).collect::<Vec<_>>(), [r#"["127.0.0.1"]"#, "[]"]);
        assert!(items(Nested::Kept).iter().all(|item| matches!(item, UntypedValue::List(_))));
    }
}
