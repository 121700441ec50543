//! Encoding: hands a view to a serializer of any format.

use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::decimal::{Decimal, is_json_number};
use super::merge;
use super::parts::Parts;
use crate::runtime::codec::{Field, List, Map, Member, Object, ObjectTable, Presence, View};

/// Encodes a value for any format.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<T: Field + ?Sized, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.view().serialize(serializer)
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent | Self::None | Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::I64(value) => serializer.serialize_i64(*value),
            Self::U64(value) => serializer.serialize_u64(*value),
            Self::I128(value) => serializer.serialize_i128(**value),
            Self::U128(value) => serializer.serialize_u128(**value),
            Self::F64(value) => match whole(*value) {
                Some(value) => serializer.serialize_i64(value),
                None => serializer.serialize_f64(*value),
            },
            // The shortest number that is read as the same one: 0.1 and not 0.10000000149011612.
            Self::F32(value) => Self::F64(value.to_string().parse().unwrap_or((*value).into())).serialize(serializer),
            Self::Str(text) => serializer.serialize_str(text),
            Self::Display(text) => serializer.collect_str(text),
            Self::Number(value) => number(&value.to_string(), serializer),
            Self::Object(value) => object(*value, serializer),
            Self::List(items) => list(*items, serializer),
            Self::Map(map) => members(*map, serializer),
            Self::Any(value) => value.serialize(serializer),
            Self::Owned(value) => value.serialize(serializer),
            Self::Unwritable => Err(S::Error::custom("a value of a type of your own cannot be written")),
        }
    }
}

/// A number of which no digit may be lost. A format has integers and floats; what neither of them holds is an error.
fn number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
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
        _ => Err(S::Error::custom("a float cannot hold all digits of a number: encode it as JSON with `encode`")),
    }
}

impl View<'_> {
    /// Whether a member of this value is not written at all.
    #[inline]
    pub(crate) fn is_left_out(&self, member: &Member) -> bool {
        match self {
            Self::Absent => true,
            Self::None => member.presence != Presence::Required,
            _ => false,
        }
    }
}

/// The integer that a number is: `20` is what one writes, not `20.0`.
pub(crate) fn whole(value: f64) -> Option<i64> {
    /// Up to here every integer is a float.
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    let integer = value as i64;
    let is_whole = integer as f64 == value && value.abs() < LIMIT && !(integer == 0 && value.is_sign_negative());
    is_whole.then_some(integer)
}

#[inline(never)]
fn object<S: Serializer>(object: &dyn Object, serializer: S) -> Result<S::Ok, S::Error> {
    let table = object.table();
    if table.must_merge() {
        return parts(object, serializer);
    }
    // Formats that are not for humans need to know the number of members before the first.
    let len = (!serializer.is_human_readable()).then(|| count(object, table));
    let mut out = serializer.serialize_map(len)?;
    for (index, member) in table.members.iter().enumerate() {
        let view = object.view(index);
        if !view.is_left_out(member) {
            out.serialize_entry(member.name, &view)?;
        }
    }
    if !table.has_maps() {
        return out.end();
    }
    for field in table.map_fields() {
        let mut result = Ok(());
        each_kept(object, table, field, &mut |name, view| {
            result = out.serialize_entry(name, &view);
            result.is_ok()
        });
        result?;
    }
    out.end()
}

/// An object that several fields hold members of.
fn parts<S: Serializer>(object: &dyn Object, serializer: S) -> Result<S::Ok, S::Error> {
    let mut parts = Parts::default();
    if !parts.note(object) {
        return View::Map(&merge::object(object)).serialize(serializer);
    }
    let count = || parts.objects().map(|(object, table)| there(object, table).count()).sum::<usize>();
    let len = (!serializer.is_human_readable()).then(|| count() + parts.map.map_or(0, Map::len));
    let mut out = serializer.serialize_map(len)?;
    for (object, table) in parts.objects() {
        for (member, view) in there(object, table) {
            out.serialize_entry(member.name, &view)?;
        }
    }
    let mut result = Ok(());
    if let Some(map) = parts.map {
        map.each(&mut |name, view| {
            result = out.serialize_entry(name, &view);
            result.is_ok()
        });
    }
    result?;
    out.end()
}

/// The declared members of an object that are written.
fn there<'a>(object: &'a dyn Object, table: &ObjectTable) -> impl Iterator<Item = (&'static Member, View<'a>)> {
    let members = table.members.iter().enumerate();
    members.map(|(index, member)| (member, object.view(index))).filter(|(member, view)| !view.is_left_out(member))
}

/// How many members of an object will be written.
fn count(object: &dyn Object, table: &ObjectTable) -> usize {
    let mut count = there(object, table).count();
    for field in table.map_fields() {
        each_kept(object, table, field, &mut |_, _| {
            count += 1;
            true
        });
    }
    count
}

/// Calls `f` with each member that a field keeps, until it answers `false`. A declared member is never written from there: it would be
/// there twice.
pub(crate) fn each_kept(
    object: &dyn Object,
    table: &ObjectTable,
    field: usize,
    f: &mut dyn FnMut(&str, View<'_>) -> bool,
) {
    if let View::Map(map) = object.view(field) {
        map.each(&mut |name, view| table.find(name, 0).is_some() || f(name, view));
    }
}

#[inline(never)]
fn list<S: Serializer>(list: &dyn List, serializer: S) -> Result<S::Ok, S::Error> {
    let mut seq = serializer.serialize_seq(Some(list.len()))?;
    for index in 0..list.len() {
        seq.serialize_element(&list.view(index))?;
    }
    seq.end()
}

#[inline(never)]
fn members<S: Serializer>(map: &dyn Map, serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = serializer.serialize_map(Some(map.len()))?;
    let mut result = Ok(());
    map.each(&mut |name, view| {
        result = out.serialize_entry(name, &view);
        result.is_ok()
    });
    result?;
    out.end()
}
