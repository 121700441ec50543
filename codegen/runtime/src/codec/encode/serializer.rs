//! Encoding with a serializer of any serde format.

use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use super::disjoint::DisjointParts;
use crate::runtime::codec::decimal::{Decimal, exact_integer, is_json_number};
use crate::runtime::codec::merge::{self, each_undeclared};
use crate::runtime::codec::tree::MAX_DEPTH;
use crate::runtime::codec::{Field, List, Map, Member, Object, ObjectTable, View};

/// Encodes a value for any format.
///
/// # Errors
/// Returns the errors of the serializer, and an error if the value has more than 512 levels of nesting.
pub fn serialize<T: Field + ?Sized, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.view().serialize(serializer)
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Nested { view: self, levels: MAX_DEPTH }.serialize(serializer)
    }
}

/// A view with at most this many levels of nesting. Without a limit, a value that a caller nests too deeply would overflow the stack.
struct Nested<'a> {
    view: &'a View<'a>,
    levels: usize,
}

impl Serialize for Nested<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let levels = self.levels;
        match self.view {
            View::Absent | View::None | View::Null => serializer.serialize_unit(),
            View::Bool(value) => serializer.serialize_bool(*value),
            View::I64(value) => serializer.serialize_i64(*value),
            View::U64(value) => serializer.serialize_u64(*value),
            View::I128(value) => serializer.serialize_i128(**value),
            View::U128(value) => serializer.serialize_u128(**value),
            View::F64(value) => match exact_integer(*value) {
                Some(value) => serializer.serialize_i64(value),
                None => serializer.serialize_f64(*value),
            },
            // The shortest number that decodes to the same value: 0.1 rather than 0.10000000149011612.
            View::F32(value) => View::F64(value.to_string().parse().unwrap_or((*value).into())).serialize(serializer),
            View::Str(text) => serializer.serialize_str(text),
            View::Formatted(text) => serializer.collect_str(text),
            View::Display(text) => serializer.collect_str(text),
            View::Number(value) => serialize_number(&value.to_string(), serializer),
            View::Object(value) => serialize_object(*value, levels, serializer),
            View::List(items) => serialize_list(*items, levels, serializer),
            View::Map(map) => serialize_map(*map, levels, serializer),
            View::Any(value) => NestedValue { value, levels }.serialize(serializer),
            View::Owned(owner) => Nested { view: &owner.view(), levels }.serialize(serializer),
            View::Unwritable => Err(S::Error::custom("the `Serialize` implementation of a custom type failed")),
        }
    }
}

/// A JSON value with at most this many levels of nesting.
struct NestedValue<'a> {
    value: &'a Value,
    levels: usize,
}

impl Serialize for NestedValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Array(items) => {
                let levels = enter(self.levels)?;
                serializer.collect_seq(items.iter().map(|value| NestedValue { value, levels }))
            }
            Value::Object(members) => {
                let levels = enter(self.levels)?;
                serializer.collect_map(members.iter().map(|(name, value)| (name, NestedValue { value, levels })))
            }
            scalar => scalar.serialize(serializer),
        }
    }
}

/// Returns the levels inside an array or an object.
fn enter<E: Error>(levels: usize) -> Result<usize, E> {
    levels
        .checked_sub(1)
        .ok_or_else(|| E::custom(format_args!("the value has more than {MAX_DEPTH} levels of nesting")))
}

/// Encodes a number without losing digits. A format has integers and floats; a number that neither holds exactly is an error.
fn serialize_number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if !is_json_number(text) {
        return serializer.serialize_str(text);
    }
    // `-0` is not an integer: it would lose its sign.
    if text != "-0" {
        if let Ok(value) = text.parse() {
            return serializer.serialize_i64(value);
        } else if let Ok(value) = text.parse() {
            return serializer.serialize_u64(value);
        } else if let Ok(value) = text.parse() {
            return serializer.serialize_i128(value);
        } else if let Ok(value) = text.parse() {
            return serializer.serialize_u128(value);
        }
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() && Decimal::parse(&value.to_string()) == Decimal::parse(text) => {
            View::F64(value).serialize(serializer)
        }
        _ => Err(S::Error::custom(
            "a number has more digits than a float can hold: encode the value as JSON text with `encode` instead",
        )),
    }
}

#[inline(never)]
fn serialize_object<S: Serializer>(object: &dyn Object, levels: usize, serializer: S) -> Result<S::Ok, S::Error> {
    let table = object.table();
    if table.must_merge() {
        return serialize_object_with_parts(object, levels, serializer);
    }
    let levels = enter(levels)?;
    // Binary formats need the number of members before the first member.
    let len = (!serializer.is_human_readable()).then(|| count_members(object, table));
    let mut out = serializer.serialize_map(len)?;
    for (index, member) in table.members.iter().enumerate() {
        let view = object.view(index);
        if !view.is_left_out(member) {
            out.serialize_entry(member.name, &Nested { view: &view, levels })?;
        }
    }
    if !table.has_maps() {
        return out.end();
    }
    for field in table.map_fields() {
        let mut result = Ok(());
        each_undeclared(object, table, field, &mut |name, view| {
            result = out.serialize_entry(name, &Nested { view: &view, levels });
            result.is_ok()
        });
        result?;
    }
    out.end()
}

/// Encodes an object whose members are in several fields.
fn serialize_object_with_parts<S: Serializer>(
    object: &dyn Object,
    levels: usize,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut parts = DisjointParts::default();
    if !parts.collect(object) {
        // Merging has the same limit, beyond which it writes null. Such a value has more levels than are left here.
        return serialize_map(&merge::merged_members(object, MAX_DEPTH), levels, serializer);
    }
    let levels = enter(levels)?;
    let count = || parts.objects().map(|(object, table)| written_members(object, table).count()).sum::<usize>();
    let len = (!serializer.is_human_readable()).then(|| count() + parts.map.map_or(0, Map::len));
    let mut out = serializer.serialize_map(len)?;
    for (object, table) in parts.objects() {
        for (member, view) in written_members(object, table) {
            out.serialize_entry(member.name, &Nested { view: &view, levels })?;
        }
    }
    let mut result = Ok(());
    if let Some(map) = parts.map {
        map.each(&mut |name, view| {
            result = out.serialize_entry(name, &Nested { view: &view, levels });
            result.is_ok()
        });
    }
    result?;
    out.end()
}

/// Returns the declared members of an object that are not left out.
fn written_members<'a>(
    object: &'a dyn Object,
    table: &ObjectTable,
) -> impl Iterator<Item = (&'static Member, View<'a>)> {
    let members = table.members.iter().enumerate();
    members.map(|(index, member)| (member, object.view(index))).filter(|(member, view)| !view.is_left_out(member))
}

/// Counts the members of an object that are not left out.
fn count_members(object: &dyn Object, table: &ObjectTable) -> usize {
    let mut count = written_members(object, table).count();
    for field in table.map_fields() {
        each_undeclared(object, table, field, &mut |_, _| {
            count += 1;
            true
        });
    }
    count
}

#[inline(never)]
fn serialize_list<S: Serializer>(list: &dyn List, levels: usize, serializer: S) -> Result<S::Ok, S::Error> {
    let levels = enter(levels)?;
    let mut seq = serializer.serialize_seq(Some(list.len()))?;
    for index in 0..list.len() {
        seq.serialize_element(&Nested { view: &list.view(index), levels })?;
    }
    seq.end()
}

#[inline(never)]
fn serialize_map<S: Serializer>(map: &dyn Map, levels: usize, serializer: S) -> Result<S::Ok, S::Error> {
    let levels = enter(levels)?;
    let mut out = serializer.serialize_map(Some(map.len()))?;
    let mut result = Ok(());
    map.each(&mut |name, view| {
        result = out.serialize_entry(name, &Nested { view: &view, levels });
        result.is_ok()
    });
    result?;
    out.end()
}
