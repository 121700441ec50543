//! Encoding as JSON text without a serializer in between: what requests are made with.
//!
//! It writes what `write` writes through `serde_json`, but is not generic, and knows that most names need no escapes.

use serde::Serialize;

use super::bytes::find_special;
use super::merge;
use super::write::whole;
use crate::runtime::codec::{List, Map, Object, View};

/// The JSON of a view.
pub(crate) fn to_json(view: &View<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    value(view, &mut out);
    out
}

fn value(view: &View<'_>, out: &mut Vec<u8>) {
    match view {
        View::Object(value) => object(*value, out),
        View::List(items) => list(*items, out),
        View::Map(map) => members(*map, out),
        View::Str(text) => string(text, out),
        View::I64(value) => plain(value, out),
        View::F64(value) => match whole(*value) {
            Some(value) => plain(&value, out),
            None => plain(value, out),
        },
        View::Absent | View::None | View::Null => out.extend_from_slice(b"null"),
        View::Bool(true) => out.extend_from_slice(b"true"),
        View::Bool(false) => out.extend_from_slice(b"false"),
        other => plain(other, out),
    }
}

/// Appends what `serde_json` makes of a value. Nothing here can fail: names are strings, a number without a JSON form is written as null.
fn plain<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) {
    let len = out.len();
    if serde_json::to_writer(&mut *out, value).is_err() {
        out.truncate(len);
        out.extend_from_slice(b"null");
    }
}

fn object(object: &dyn Object, out: &mut Vec<u8>) {
    let table = object.table();
    if table.must_merge() {
        return plain(&merge::object(object), out);
    }
    out.push(b'{');
    let mut first = true;
    for (index, declared) in table.members.iter().enumerate() {
        let view = object.view(index);
        if !view.is_left_out(declared) {
            member(&mut first, declared.name, &view, out);
        }
    }
    for field in table.map_fields() {
        if let View::Map(map) = object.view(field) {
            map.each(&mut |name, view| {
                if table.find(name, 0).is_none() {
                    member(&mut first, name, &view, out);
                }
                true
            });
        }
    }
    out.push(b'}');
}

fn members(map: &dyn Map, out: &mut Vec<u8>) {
    out.push(b'{');
    let mut first = true;
    map.each(&mut |name, view| {
        member(&mut first, name, &view, out);
        true
    });
    out.push(b'}');
}

fn member(first: &mut bool, name: &str, view: &View<'_>, out: &mut Vec<u8>) {
    if !std::mem::replace(first, false) {
        out.push(b',');
    }
    string(name, out);
    out.push(b':');
    value(view, out);
}

fn list(list: &dyn List, out: &mut Vec<u8>) {
    out.push(b'[');
    for index in 0..list.len() {
        if index > 0 {
            out.push(b',');
        }
        value(&list.view(index), out);
    }
    out.push(b']');
}

fn string(text: &str, out: &mut Vec<u8>) {
    if find_special(text.as_bytes(), 0).is_some() {
        return plain(text, out);
    }
    out.reserve(text.len() + 3);
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}
