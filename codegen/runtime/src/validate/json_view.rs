//! Access to the parts of a value, whatever variant of [`View`] it is.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use crate::runtime::codec::{
    Decimal, JsonType, Object, Tree, Undeclared, View, each_member, is_json_number, map_field,
};

/// Returns the JSON type of a view.
pub(super) fn json_type(view: &View<'_>) -> JsonType {
    match view {
        // A value that cannot be encoded is an error when it is sent.
        View::Absent | View::None | View::Null | View::Unwritable => JsonType::Null,
        View::Bool(_) => JsonType::Boolean,
        View::I64(_) | View::U64(_) | View::I128(_) | View::U128(_) => JsonType::Integer,
        View::F64(value) => type_of_number(*value),
        View::F32(value) => type_of_number((*value).into()),
        View::Str(_) | View::Formatted(_) | View::Display(_) => JsonType::String,
        View::Number(_) => match number(view) {
            Some(value) if value.is_integer() => JsonType::Integer,
            Some(_) => JsonType::Number,
            None => JsonType::String,
        },
        View::Object(_) | View::Map(_) => JsonType::Object,
        View::List(_) => JsonType::Array,
        View::Any(value) => type_of_value(value),
        View::Owned(owner) => json_type(&owner.view()),
    }
}

fn type_of_number(value: f64) -> JsonType {
    if value.fract() == 0.0 { JsonType::Integer } else { JsonType::Number }
}

fn type_of_value(value: &Value) -> JsonType {
    match value {
        Value::Null => JsonType::Null,
        Value::Bool(_) => JsonType::Boolean,
        Value::Number(number) => number.as_f64().map_or(JsonType::Number, type_of_number),
        Value::String(_) => JsonType::String,
        Value::Array(_) => JsonType::Array,
        Value::Object(_) => JsonType::Object,
    }
}

/// Returns whether a view is the boolean `true`.
pub(super) fn is_true(view: &View<'_>) -> bool {
    match view {
        View::Bool(value) => *value,
        View::Any(value) => value.as_bool() == Some(true),
        View::Owned(owner) => is_true(&owner.view()),
        _ => false,
    }
}

/// Returns the text of a string.
pub(super) fn text<'v>(view: &'v View<'_>) -> Option<Cow<'v, str>> {
    match view {
        View::Str(text) => Some(Cow::Borrowed(text)),
        View::Formatted(text) => Some(Cow::Owned(text.to_string())),
        View::Display(text) => Some(Cow::Owned(text.to_string())),
        // It is encoded as a string if the displayed text is not a number.
        View::Number(text) => Some(Cow::Owned(text.to_string())).filter(|text| !is_json_number(text)),
        View::Any(Value::String(text)) => Some(Cow::Borrowed(text)),
        View::Owned(owner) => match owner.view() {
            View::Any(value) => value.as_str().map(Cow::Borrowed),
            other => text(&other).map(|text| Cow::Owned(text.into_owned())),
        },
        _ => None,
    }
}

/// Returns the value of a number.
pub(super) fn number(view: &View<'_>) -> Option<Decimal> {
    let displayed = |number: &dyn fmt::Display| Decimal::parse(&number.to_string());
    match view {
        View::I64(value) => displayed(value),
        View::U64(value) => displayed(value),
        View::I128(value) => displayed(value),
        View::U128(value) => displayed(value),
        View::F64(value) => displayed(value),
        View::F32(value) => displayed(value),
        View::Number(value) => {
            Some(value.to_string()).filter(|text| is_json_number(text)).and_then(|text| Decimal::parse(&text))
        }
        View::Any(Value::Number(value)) => displayed(value),
        View::Owned(owner) => number(&owner.view()),
        _ => None,
    }
}

/// Calls `f` with each member of an object, until `f` returns `false`. Returns whether the view is an object.
pub(super) fn members(view: &View<'_>, f: &mut dyn FnMut(&str, View<'_>) -> bool) -> bool {
    match view {
        View::Object(object) => each_member(*object, f),
        View::Map(map) => map.each(f),
        View::Any(Value::Object(map)) => drop(map.iter().all(|(name, value)| f(name, View::Any(value)))),
        View::Owned(owner) => return members(&owner.view(), f),
        _ => return false,
    }
    true
}

/// Returns the members of an object that several fields hold, merged. `None` for other values. To merge them once saves time, because each
/// walk over the members would merge them.
pub(super) fn merged(view: &View<'_>) -> Option<Tree<'static>> {
    match view {
        View::Object(object) if object.table().must_merge() => Some(Tree::of_view(view)),
        View::Owned(owner) => merged(&owner.view()),
        _ => None,
    }
}

/// Returns the JSON value of a view.
pub(super) fn value(view: &View<'_>) -> Value {
    Tree::of_view(view).to_exact_value()
}

/// Calls `f` with each item of an array, until `f` returns `false`. Returns whether the view is an array.
pub(super) fn items(view: &View<'_>, f: &mut dyn FnMut(usize, View<'_>) -> bool) -> bool {
    match view {
        View::List(list) => drop((0..list.len()).all(|index| f(index, list.view(index)))),
        View::Any(Value::Array(items)) => drop(items.iter().enumerate().all(|(index, item)| f(index, View::Any(item)))),
        View::Owned(owner) => return items(&owner.view(), f),
        _ => return false,
    }
    true
}

/// Returns whether an object has a member.
pub(super) fn has(view: &View<'_>, wanted: &str) -> bool {
    let mut found = false;
    members(view, &mut |name, _| {
        found |= name == wanted;
        !found
    });
    found
}

/// Returns whether the value may have had a member of this name that its type does not keep.
pub(super) fn may_lack(view: &View<'_>, name: &str) -> bool {
    lacks(view, &|object| {
        let table = object.table();
        table.find(name, 0).is_some() || map_field(table, name).is_some()
    })
}

/// Returns whether the value may have had members that its type does not keep.
pub(super) fn may_lack_members(view: &View<'_>) -> bool {
    lacks(view, &|_| false)
}

/// Returns whether a value is an object that ignores undeclared members, and no part of it keeps the members in question. A value with other
/// members than those of a type that denies them is not valid for that type, so its type would have been another one.
fn lacks(view: &View<'_>, keeps: &dyn Fn(&dyn Object) -> bool) -> bool {
    match view {
        View::Object(object) => {
            let table = object.table();
            let first = table.members.len() + table.patterns.len();
            let keeps_in_part = |index: usize| match object.view(first + index) {
                View::Absent | View::None | View::Null => false,
                part => !lacks(&part, keeps),
            };
            table.undeclared == Undeclared::Ignored && !keeps(*object) && !(0..table.flattened.len()).any(keeps_in_part)
        }
        View::Owned(owner) => lacks(&owner.view(), keeps),
        _ => false,
    }
}
