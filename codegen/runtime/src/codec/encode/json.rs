//! Encoding as JSON text without a serializer: the bodies of requests.
//!
//! It writes the same text as `serializer` with `serde_json`, but is not generic, and knows that most names need no escapes.

use std::fmt;
use std::io::Write;
use std::ops::{Deref, DerefMut};

use serde::Serialize;
use serde_json::Value;

use super::disjoint::DisjointParts;
use crate::runtime::codec::decimal::{exact_integer, is_json_number};
use crate::runtime::codec::merge::{self, each_undeclared};
use crate::runtime::codec::special_bytes::has_special;
use crate::runtime::codec::tree::MAX_DEPTH;
use crate::runtime::codec::{List, Map, MemberNames, Object, ObjectTable, View};

/// Encodes a view. A value that JSON cannot represent becomes null.
#[cfg(feature = "http")]
pub(crate) fn to_json(view: &View<'_>) -> Vec<u8> {
    Output::of(view).text
}

/// Encodes a view. `None` if it contains a value that JSON cannot represent: in a request, a null in its place would clear a field.
pub(crate) fn to_exact_json(view: &View<'_>) -> Option<Vec<u8>> {
    let out = Output::of(view);
    (!out.is_inexact).then_some(out.text)
}

/// The text of an encoding run.
struct Output {
    text: Vec<u8>,
    /// Whether a null replaced a value that JSON cannot represent: a float that is not finite, a value that its own type cannot encode, or a
    /// value that is nested too deeply.
    is_inexact: bool,
    /// The number of levels around the current value.
    depth: usize,
}

impl Output {
    fn of(view: &View<'_>) -> Self {
        let mut out = Self { text: Vec::with_capacity(256), is_inexact: false, depth: 0 };
        write_value(view, &mut out);
        out
    }

    /// Enters an array or an object. Returns `false` beyond the limit of nesting, after appending null: without a limit, a value that a caller
    /// nests too deeply would overflow the stack.
    #[inline]
    fn enter(&mut self) -> bool {
        if self.depth == MAX_DEPTH {
            self.push_inexact_null();
            return false;
        }
        self.depth += 1;
        true
    }

    #[cold]
    fn push_inexact_null(&mut self) {
        self.is_inexact = true;
        self.text.extend_from_slice(b"null");
    }
}

impl Deref for Output {
    type Target = Vec<u8>;

    #[inline]
    fn deref(&self) -> &Vec<u8> {
        &self.text
    }
}

impl DerefMut for Output {
    #[inline]
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.text
    }
}

/// Encodes a view as a string.
#[cfg(feature = "http")]
pub(crate) fn to_json_text(view: &View<'_>) -> String {
    String::from_utf8(to_json(view)).unwrap_or_default()
}

#[inline(always)]
fn write_value(view: &View<'_>, out: &mut Output) {
    match view {
        View::Object(value) => write_object(*value, out),
        View::List(items) => write_list(*items, out),
        View::Map(map) => write_map(*map, out),
        View::Str(text) => write_string(text, out),
        View::I64(value) => write_integer(*value, out),
        View::F64(value) => write_number(*value, out),
        View::Formatted(text) => write_displayed_string(*text, out),
        View::Display(text) => write_displayed_string(*text, out),
        View::Absent | View::None | View::Null => out.extend_from_slice(b"null"),
        View::Bool(true) => out.extend_from_slice(b"true"),
        View::Bool(false) => out.extend_from_slice(b"false"),
        other => write_rare(other, out),
    }
}

/// Appends a rare value. It is a separate function to keep `write_value` small, because that is inlined at each call.
#[inline(never)]
fn write_rare(view: &View<'_>, out: &mut Output) {
    match view {
        View::Number(number) => write_displayed_number(*number, out),
        View::F32(value) if !value.is_finite() => out.push_inexact_null(),
        View::Unwritable => out.push_inexact_null(),
        View::Any(value) => write_any(value, out),
        View::Owned(owner) => write_owned(&owner.view(), out),
        other => write_with_serde(other, out),
    }
}

/// Appends the view of a value that was created for encoding. It is a separate function, because `write_value` is inlined.
#[inline(never)]
fn write_owned(view: &View<'_>, out: &mut Output) {
    write_value(view, out);
}

fn write_integer(value: i64, out: &mut Output) {
    match value {
        // Most integers are small.
        0..=9 => out.push(b'0' + value as u8),
        _ => out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes()),
    }
}

fn write_number(value: f64, out: &mut Output) {
    match exact_integer(value) {
        Some(value) => write_integer(value, out),
        None if value.is_finite() => write_with_serde(&value, out),
        None => out.push_inexact_null(),
    }
}

/// Appends a value encoded by `serde_json`.
#[inline(never)]
fn write_with_serde<T: Serialize + ?Sized>(value: &T, out: &mut Output) {
    let len = out.len();
    if serde_json::to_writer(&mut out.text, value).is_err() {
        out.truncate(len);
        out.push_inexact_null();
    }
}

#[inline(never)]
fn write_object(object: &dyn Object, out: &mut Output) {
    let table = object.table();
    if table.must_merge() {
        return write_object_with_parts(object, out);
    }
    if !out.enter() {
        return;
    }
    let start = out.len();
    write_declared_members(object, table, out);
    if table.has_maps() {
        for field in table.map_fields() {
            each_undeclared(object, table, field, &mut |name, view| {
                write_member(name, &view, out);
                true
            });
        }
    }
    close_object(start, out);
}

/// Appends an object with flattened fields.
#[inline(never)]
fn write_object_with_parts(object: &dyn Object, out: &mut Output) {
    let mut parts = DisjointParts::default();
    if !parts.collect(object) {
        return write_map(&merge::merged_members(object, MAX_DEPTH), out);
    }
    if !out.enter() {
        return;
    }
    let start = out.len();
    for (object, table) in parts.objects() {
        write_declared_members(object, table, out);
    }
    if let Some(map) = parts.map {
        write_map_members(map, out);
    }
    close_object(start, out);
}

/// Appends the declared members of an object, each after a comma.
#[inline(always)]
fn write_declared_members(object: &dyn Object, table: &ObjectTable, out: &mut Output) {
    for (index, declared) in table.members.iter().enumerate() {
        let view = object.view(index);
        if !view.is_left_out(declared) {
            match table.names {
                MemberNames::Plain => write_plain_name(declared.name, out),
                MemberNames::Escaped => write_name(declared.name, out),
            }
            write_value(&view, out);
        }
    }
}

#[inline(never)]
fn write_map(map: &dyn Map, out: &mut Output) {
    if !out.enter() {
        return;
    }
    let start = out.len();
    write_map_members(map, out);
    close_object(start, out);
}

/// Appends the members of a map, each after a comma.
fn write_map_members(map: &dyn Map, out: &mut Output) {
    map.each(&mut |name, view| {
        write_member(name, &view, out);
        true
    });
}

/// Appends a member, after a comma.
fn write_member(name: &str, view: &View<'_>, out: &mut Output) {
    write_name(name, out);
    write_value(view, out);
}

/// Appends the comma, the name and the colon before the value of a member. Few names need escapes.
fn write_name(name: &str, out: &mut Output) {
    if has_special(name.as_bytes()) {
        return write_escaped_name(name, out);
    }
    write_plain_name(name, out);
}

/// Appends the comma, the name and the colon before the value of a member whose name needs no escapes.
///
/// Rejected: a table that holds this text, too, made by `concat!` and `stringify!`. It encodes as fast, but expanding two macros for each
/// member took 2.5 % of the instructions of `cargo check`.
#[inline]
fn write_plain_name(name: &str, out: &mut Output) {
    out.reserve(name.len() + 4);
    out.extend_from_slice(b",\"");
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}

#[cold]
fn write_escaped_name(name: &str, out: &mut Output) {
    out.push(b',');
    write_with_serde(name, out);
    out.push(b':');
}

/// Closes the object that starts here, and replaces the comma before its first member by the brace.
#[inline]
fn close_object(start: usize, out: &mut Output) {
    match out.get_mut(start) {
        Some(comma) => *comma = b'{',
        None => out.push(b'{'),
    }
    out.push(b'}');
    out.depth -= 1;
}

#[inline(never)]
fn write_list(list: &dyn List, out: &mut Output) {
    if !out.enter() {
        return;
    }
    out.push(b'[');
    for index in 0..list.len() {
        if index > 0 {
            out.push(b',');
        }
        write_value(&list.view(index), out);
    }
    out.push(b']');
    out.depth -= 1;
}

/// Appends a JSON value. `serde_json` would do this at any depth.
fn write_any(value: &Value, out: &mut Output) {
    match value {
        Value::Array(items) => {
            if !out.enter() {
                return;
            }
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_any(item, out);
            }
            out.push(b']');
            out.depth -= 1;
        }
        Value::Object(members) => {
            if !out.enter() {
                return;
            }
            let start = out.len();
            for (name, value) in members {
                write_name(name, out);
                write_any(value, out);
            }
            close_object(start, out);
        }
        Value::String(text) => write_string(text, out),
        other => write_with_serde(other, out),
    }
}

/// Appends the displayed number with all its digits, or a string if the text is not a JSON number.
fn write_displayed_number(number: &dyn fmt::Display, out: &mut Output) {
    let text = number.to_string();
    if is_json_number(&text) { out.extend_from_slice(text.as_bytes()) } else { write_string(&text, out) }
}

/// Appends the displayed value as a string. It rarely needs escapes.
#[inline(never)]
fn write_displayed_string(text: &dyn fmt::Display, out: &mut Output) {
    out.push(b'"');
    let start = out.len();
    if write!(out.text, "{text}").is_err() || out.get(start..).is_none_or(has_special) {
        out.truncate(start - 1);
        return write_with_serde(&text.to_string(), out);
    }
    out.push(b'"');
}

fn write_string(text: &str, out: &mut Output) {
    if has_special(text.as_bytes()) {
        return write_with_serde(text, out);
    }
    out.reserve(text.len() + 2);
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}
