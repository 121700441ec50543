//! Decodes the text of a header into a slot.

use std::borrow::Cow;

use httpdate::parse_http_date;
use serde_json::Value;

use super::items::{self, trimmed};
use crate::runtime::codec::{Fit, FlattenedPart, IndexSet, List, Map, Object, Slot, decode_stored, map_field};
use crate::runtime::http::table::Delimiter;

/// The error of a header whose text is not a value of its type.
const NO_MATCH: &str = "the text does not match the documented type";

/// How the lists and objects of a header are written.
#[derive(Clone, Copy)]
pub(super) struct Style<'d> {
    /// The delimiters of a list and of the lists inside it, outermost first. Empty for commas.
    pub(super) delimiters: &'d [Delimiter],
    /// Whether the members of an object are written as `a=1`.
    pub(super) explode: bool,
}

/// The text of a header or of a part of it.
#[derive(Clone, Copy)]
pub(super) struct Text<'t> {
    /// The lines of a header; a part has one.
    pub(super) lines: &'t [&'t str],
}

impl<'t> Text<'t> {
    /// Joins the lines. A repeated header is a list (RFC 9110, 5.3).
    fn joined(self, delimiter: &str) -> Cow<'t, str> {
        match self.lines {
            [only] => Cow::Borrowed(*only),
            lines => Cow::Owned(lines.join(delimiter)),
        }
    }

    /// Returns the text of a single value. Repeating it changes nothing.
    fn single(self) -> Result<&'t str, String> {
        match self.lines {
            [first, rest @ ..] if rest.iter().all(|line| line == first) => Ok(trimmed(first)),
            _ => Err("the header appears several times, with different values".to_owned()),
        }
    }
}

pub(super) fn read(slot: Slot<'_>, text: Text<'_>, style: Style<'_>) -> Result<(), String> {
    let fits = match slot {
        Slot::Bool(target) => set(target, text.single()?),
        Slot::I64(target) => set(target, text.single()?),
        Slot::F64(target) => set(target, text.single()?) && target.is_finite(),
        Slot::F32(target) => set(target, text.single()?) && target.is_finite(),
        Slot::Integer(target) => {
            let text = text.single()?;
            match text.parse() {
                Ok(value) => target.set_i128(value),
                Err(_) => text.parse().is_ok_and(|value| target.set_u128(value)),
            }
        }
        Slot::String(target) => {
            *target = text.joined(", ").into_owned();
            true
        }
        Slot::Text(target) => {
            let text = text.single()?;
            is_fit(&target.set(text)) || date_time(text).is_some_and(|text| is_fit(&target.set(&text)))
        }
        Slot::Number(target) => is_fit(&target.set(text.single()?)),
        Slot::FromValue(target) => {
            let text = text.joined(", ");
            let json = serde_json::from_str(&text).is_ok_and(|value| is_fit(&target.set(value)));
            json || is_fit(&target.set(Value::String(text.into_owned())))
        }
        Slot::Any(target) => {
            *target = Value::String(text.joined(", ").into_owned());
            true
        }
        Slot::Nullable(target) => return read(target.set_non_null(), text, style),
        Slot::List(list) => return read_list(list, text, style),
        Slot::Union(union) => {
            let count = union.table().variants.len();
            (0..count).any(|index| read(union.select(index), text, style).is_ok())
        }
        Slot::Map(map) => {
            let text = text.joined(",");
            return read_map(map, &items::members(&text, style.explode, &|_| false)?);
        }
        Slot::Object(object) => {
            let text = text.joined(",");
            let table = object.table();
            let members = items::members(&text, style.explode, &|name| table.find(name, 0).is_some())?;
            return read_object(object, &members);
        }
        Slot::Stored(index, fields) => return decode_stored(fields, index, |slot| read(slot, text, style)),
        Slot::Null | Slot::Never => false,
    };
    if fits { Ok(()) } else { Err(NO_MATCH.to_owned()) }
}

fn read_list(list: &mut dyn List, text: Text<'_>, style: Style<'_>) -> Result<(), String> {
    let (delimiter, inner) = style.delimiters.split_first().unwrap_or((&Delimiter::Comma, &[]));
    let text = text.joined(delimiter.character().encode_utf8(&mut [0; 4]));
    let items = match delimiter {
        Delimiter::Comma => items::split(&text),
        Delimiter::Space | Delimiter::Tab | Delimiter::Pipe => {
            text.split(delimiter.character()).map(str::trim).collect()
        }
    };
    let items: Vec<&str> = items.into_iter().filter(|item| !item.is_empty()).collect();
    read_items(list, &items, Style { delimiters: inner, ..style })
}

/// Reads the items of a list, each of which is not split any further unless it is a list itself.
pub(super) fn read_items(list: &mut dyn List, items: &[&str], style: Style<'_>) -> Result<(), String> {
    for (index, item) in items.iter().enumerate() {
        let slot = list.slot(index).ok_or("too many items")?;
        read(slot, Text { lines: std::slice::from_ref(item) }, style)?;
    }
    if items.len() < list.required() { Err("too few items".to_owned()) } else { Ok(()) }
}

/// Reads a value inside an object.
fn read_part_of(slot: Slot<'_>, text: &str) -> Result<(), String> {
    read(slot, Text { lines: &[text] }, Style { delimiters: &[], explode: false })
}

/// Reads the members of an object, and checks that the required ones are there.
pub(super) fn read_object(object: &mut dyn Object, pairs: &[(&str, &str)]) -> Result<(), String> {
    let table = object.table();
    let mut present = IndexSet::new(table.members.len());
    for (name, value) in pairs {
        if let Some(index) = table.find(name, 0) {
            if !present.insert(index) {
                return Err(format!("the member `{}` appears twice", table.members[index].name));
            }
            read_part_of(object.slot(index), value)?;
        } else if let Some(field) = map_field(table, name)
            && let Slot::Map(map) = object.slot(field)
        {
            read_into_map(map, name, value)?;
        }
    }
    table.check_required(&present).map_err(|message| message.0)?;
    let first = table.members.len() + table.patterns.len();
    for (index, part) in table.flattened.iter().enumerate() {
        match read_flattened(object.slot(first + index), pairs) {
            Err(message) if *part == FlattenedPart::Required => return Err(message),
            Err(_) => {
                if let Slot::Nullable(place) = object.slot(first + index) {
                    place.set_null();
                }
            }
            Ok(()) => {}
        }
    }
    Ok(())
}

/// Reads a part of an object, whose members are those of the object.
fn read_flattened(slot: Slot<'_>, pairs: &[(&str, &str)]) -> Result<(), String> {
    match slot {
        Slot::Object(object) => read_object(object, pairs),
        Slot::Map(map) => read_map(map, pairs),
        Slot::Nullable(place) => read_flattened(place.set_non_null(), pairs),
        Slot::Union(union) => {
            let count = union.table().variants.len();
            match (0..count).any(|index| read_flattened(union.select(index), pairs).is_ok()) {
                true => Ok(()),
                false => Err(NO_MATCH.to_owned()),
            }
        }
        _ => Err(NO_MATCH.to_owned()),
    }
}

pub(super) fn read_map(map: &mut dyn Map, pairs: &[(&str, &str)]) -> Result<(), String> {
    pairs.iter().try_for_each(|(name, value)| read_into_map(map, name, value))
}

fn read_into_map(map: &mut dyn Map, name: &str, value: &str) -> Result<(), String> {
    match map.insert(name.to_owned()) {
        Some(slot) => read_part_of(slot, value),
        None => Err("a member appears twice".to_owned()),
    }
}

fn set<T: std::str::FromStr>(target: &mut T, text: &str) -> bool {
    text.parse().map(|value| *target = value).is_ok()
}

fn is_fit(fit: &Fit) -> bool {
    matches!(fit, Fit::Exact | Fit::Unknown)
}

/// Returns an HTTP date (RFC 9110, 5.6.7) in the format `date-time`. Documents say `date-time` for headers such as `Last-Modified`.
fn date_time(text: &str) -> Option<String> {
    let date = chrono::DateTime::<chrono::Utc>::from(parse_http_date(text).ok()?);
    Some(date.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
}
