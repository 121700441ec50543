//! Reading of views: the parts of a value, whatever it is made of.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use crate::runtime::codec::{Decimal, Kind, Tree, View, each_kept, is_json_number, merged};

/// The JSON type of a view.
pub(super) fn kind(view: &View<'_>) -> Kind {
    match view {
        // A value that cannot be written is refused when it is sent.
        View::Absent | View::None | View::Null | View::Unwritable => Kind::Null,
        View::Bool(_) => Kind::Boolean,
        View::I64(_) | View::U64(_) | View::I128(_) | View::U128(_) => Kind::Integer,
        View::F64(value) => number_kind(*value),
        View::F32(value) => number_kind((*value).into()),
        View::Str(_) | View::Display(_) => Kind::String,
        View::Number(_) => match number(view) {
            Some(value) if value.is_whole() => Kind::Integer,
            Some(_) => Kind::Number,
            None => Kind::String,
        },
        View::Object(_) | View::Map(_) => Kind::Object,
        View::List(_) => Kind::Array,
        View::Any(value) => kind_of(value),
        View::Owned(value) => kind_of(value),
    }
}

fn number_kind(value: f64) -> Kind {
    if value.fract() == 0.0 { Kind::Integer } else { Kind::Number }
}

fn kind_of(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Boolean,
        Value::Number(number) => number.as_f64().map_or(Kind::Number, number_kind),
        Value::String(_) => Kind::String,
        Value::Array(_) => Kind::Array,
        Value::Object(_) => Kind::Object,
    }
}

/// The text of a string.
pub(super) fn text<'v>(view: &'v View<'_>) -> Option<Cow<'v, str>> {
    match view {
        View::Str(text) => Some(Cow::Borrowed(text)),
        View::Display(text) => Some(Cow::Owned(text.to_string())),
        // What is printed is written as a string if it is not a number.
        View::Number(text) => Some(Cow::Owned(text.to_string())).filter(|text| !is_json_number(text)),
        View::Any(Value::String(text)) => Some(Cow::Borrowed(text)),
        View::Owned(value) => value.as_str().map(Cow::Borrowed),
        _ => None,
    }
}

/// The value of a number.
pub(super) fn number(view: &View<'_>) -> Option<Decimal> {
    let shown = |number: &dyn fmt::Display| Decimal::parse(&number.to_string());
    match view {
        View::I64(value) => shown(value),
        View::U64(value) => shown(value),
        View::I128(value) => shown(value),
        View::U128(value) => shown(value),
        View::F64(value) => shown(value),
        View::F32(value) => shown(value),
        View::Number(value) => {
            Some(value.to_string()).filter(|text| is_json_number(text)).and_then(|text| Decimal::parse(&text))
        }
        View::Any(Value::Number(value)) => shown(value),
        View::Owned(value) => value.as_number().and_then(|value| shown(value)),
        _ => None,
    }
}

/// Calls `f` with each member of an object, until it answers `false`. Answers whether the view is one.
pub(super) fn members(view: &View<'_>, f: &mut dyn FnMut(&str, View<'_>) -> bool) -> bool {
    match view {
        View::Object(object) => {
            let table = object.table();
            if table.must_merge() {
                return members(&View::Map(&merged(*object)), f);
            }
            for (index, member) in table.members.iter().enumerate() {
                let view = object.view(index);
                if !view.is_left_out(member) && !f(member.name, view) {
                    return true;
                }
            }
            for field in table.map_fields() {
                let mut goes_on = true;
                each_kept(*object, table, field, &mut |name, view| {
                    goes_on = f(name, view);
                    goes_on
                });
                if !goes_on {
                    return true;
                }
            }
        }
        View::Map(map) => map.each(f),
        View::Any(Value::Object(map)) => drop(map.iter().all(|(name, value)| f(name, View::Any(value)))),
        View::Owned(value) => return members(&View::Any(value), f),
        _ => return false,
    }
    true
}

/// The JSON value of a view.
pub(super) fn value(view: &View<'_>) -> Value {
    Tree::of_view(view).to_exact_value()
}

/// Calls `f` with each item of an array, until it answers `false`. Answers whether the view is one.
pub(super) fn items(view: &View<'_>, f: &mut dyn FnMut(usize, View<'_>) -> bool) -> bool {
    match view {
        View::List(list) => drop((0..list.len()).all(|index| f(index, list.view(index)))),
        View::Any(Value::Array(items)) => drop(items.iter().enumerate().all(|(index, item)| f(index, View::Any(item)))),
        View::Owned(value) => return items(&View::Any(value), f),
        _ => return false,
    }
    true
}

/// Whether an object has a member.
pub(super) fn has(view: &View<'_>, wanted: &str) -> bool {
    let mut found = false;
    members(view, &mut |name, _| {
        found |= name == wanted;
        !found
    });
    found
}
