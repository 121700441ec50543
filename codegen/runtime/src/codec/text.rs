//! Encoding as JSON text without a serializer in between: what requests are made with.
//!
//! It writes what `write` writes through `serde_json`, but is not generic, and knows that most names need no escapes.

use std::fmt;
use std::io::Write;
use std::ops::{Deref, DerefMut};

use serde::Serialize;

use super::bytes::has_special;
use super::decimal::is_json_number;
use super::merge;
use super::parts::Parts;
use super::write::{each_kept, whole};
use crate::runtime::codec::{List, Map, Object, ObjectTable, View};

/// The JSON of a view. A value that JSON has no form for is written as null.
pub(crate) fn to_json(view: &View<'_>) -> Vec<u8> {
    Out::of(view).text
}

/// The JSON of a view. `None` if it holds a value that JSON has no form for: in a request, the null in its place would clear a field.
#[cfg(feature = "http")]
pub(crate) fn to_exact_json(view: &View<'_>) -> Option<Vec<u8>> {
    let out = Out::of(view);
    (!out.is_inexact).then_some(out.text)
}

/// A text that is being written.
struct Out {
    text: Vec<u8>,
    /// Whether null stands for a value that JSON has no form for: a float that is not finite, or a value that its own type cannot write.
    is_inexact: bool,
}

impl Out {
    fn of(view: &View<'_>) -> Self {
        let mut out = Self { text: Vec::with_capacity(256), is_inexact: false };
        value(view, &mut out);
        out
    }

    #[cold]
    fn push_null_for_nothing(&mut self) {
        self.is_inexact = true;
        self.text.extend_from_slice(b"null");
    }
}

impl Deref for Out {
    type Target = Vec<u8>;

    #[inline]
    fn deref(&self) -> &Vec<u8> {
        &self.text
    }
}

impl DerefMut for Out {
    #[inline]
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.text
    }
}

/// The JSON of a view as a text.
#[cfg(feature = "http")]
pub(crate) fn to_json_text(view: &View<'_>) -> String {
    String::from_utf8(to_json(view)).unwrap_or_default()
}

#[inline(always)]
fn value(view: &View<'_>, out: &mut Out) {
    match view {
        View::Object(value) => object(*value, out),
        View::List(items) => list(*items, out),
        View::Map(map) => members(*map, out),
        View::Str(text) => string(text, out),
        View::I64(value) => integer(*value, out),
        View::F64(value) => number(*value, out),
        View::Display(text) => display(*text, out),
        View::Absent | View::None | View::Null => out.extend_from_slice(b"null"),
        View::Bool(true) => out.extend_from_slice(b"true"),
        View::Bool(false) => out.extend_from_slice(b"false"),
        other => rare(other, out),
    }
}

/// Appends what is rare: apart, because `value` is copied to each place that calls it.
#[inline(never)]
fn rare(view: &View<'_>, out: &mut Out) {
    match view {
        View::Number(number) => printed(*number, out),
        View::F32(value) if !value.is_finite() => out.push_null_for_nothing(),
        View::Unwritable => out.push_null_for_nothing(),
        other => plain(other, out),
    }
}

fn integer(value: i64, out: &mut Out) {
    match value {
        // Numbers of things are mostly small.
        0..=9 => out.push(b'0' + value as u8),
        _ => out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes()),
    }
}

fn number(value: f64, out: &mut Out) {
    match whole(value) {
        Some(value) => integer(value, out),
        None if value.is_finite() => plain(&value, out),
        None => out.push_null_for_nothing(),
    }
}

/// Appends what `serde_json` makes of a value.
#[inline(never)]
fn plain<T: Serialize + ?Sized>(value: &T, out: &mut Out) {
    let len = out.len();
    if serde_json::to_writer(&mut out.text, value).is_err() {
        out.truncate(len);
        out.push_null_for_nothing();
    }
}

#[inline(never)]
fn object(object: &dyn Object, out: &mut Out) {
    let table = object.table();
    if table.must_merge() {
        return parts(object, out);
    }
    let start = out.len();
    declared(object, table, out);
    if table.has_maps() {
        for field in table.map_fields() {
            each_kept(object, table, field, &mut |name, view| {
                member(name, &view, out);
                true
            });
        }
    }
    end(start, out);
}

/// Appends an object that several fields hold members of.
#[inline(never)]
fn parts(object: &dyn Object, out: &mut Out) {
    let mut parts = Parts::default();
    if !parts.note(object) {
        return members(&merge::object(object), out);
    }
    let start = out.len();
    for (object, table) in parts.objects() {
        declared(object, table, out);
    }
    if let Some(map) = parts.map {
        kept(map, out);
    }
    end(start, out);
}

/// Appends the declared members of an object, each after a comma.
#[inline(always)]
fn declared(object: &dyn Object, table: &ObjectTable, out: &mut Out) {
    for (index, declared) in table.members.iter().enumerate() {
        let view = object.view(index);
        if !view.is_left_out(declared) {
            match declared.lead() {
                Some(lead) => out.extend_from_slice(lead.as_bytes()),
                None => lead(declared.name, out),
            }
            value(&view, out);
        }
    }
}

#[inline(never)]
fn members(map: &dyn Map, out: &mut Out) {
    let start = out.len();
    kept(map, out);
    end(start, out);
}

/// Appends the members of a map, each after a comma.
fn kept(map: &dyn Map, out: &mut Out) {
    map.each(&mut |name, view| {
        member(name, &view, out);
        true
    });
}

/// Appends a member, after a comma.
fn member(name: &str, view: &View<'_>, out: &mut Out) {
    lead(name, out);
    value(view, out);
}

/// Appends what stands before the value of a member.
fn lead(name: &str, out: &mut Out) {
    if has_special(name.as_bytes()) {
        out.push(b',');
        plain(name, out);
        out.push(b':');
        return;
    }
    out.reserve(name.len() + 4);
    out.extend_from_slice(b",\"");
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}

/// Ends an object that begins here: before its first member is a comma.
#[inline]
fn end(start: usize, out: &mut Out) {
    match out.get_mut(start) {
        Some(comma) => *comma = b'{',
        None => out.push(b'{'),
    }
    out.push(b'}');
}

#[inline(never)]
fn list(list: &dyn List, out: &mut Out) {
    out.push(b'[');
    for index in 0..list.len() {
        if index > 0 {
            out.push(b',');
        }
        value(&list.view(index), out);
    }
    out.push(b']');
}

/// Appends a number as it is printed, to the last digit; a string if that is not a number of JSON.
fn printed(number: &dyn fmt::Display, out: &mut Out) {
    let text = number.to_string();
    if is_json_number(&text) { out.extend_from_slice(text.as_bytes()) } else { string(&text, out) }
}

/// Appends a string that is made by printing: what is printed rarely needs escapes.
#[inline(never)]
fn display(text: &dyn fmt::Display, out: &mut Out) {
    out.push(b'"');
    let start = out.len();
    if write!(out.text, "{text}").is_err() || out.get(start..).is_none_or(has_special) {
        out.truncate(start - 1);
        return plain(&text.to_string(), out);
    }
    out.push(b'"');
}

fn string(text: &str, out: &mut Out) {
    if has_special(text.as_bytes()) {
        return plain(text, out);
    }
    out.reserve(text.len() + 2);
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}
