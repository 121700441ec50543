//! JSON texts from decisions.

use crate::bytes::Bytes;
use crate::models::{NAMES, SCALARS};

/// The deepest value.
const DEPTH: usize = 12;

/// Returns a JSON text whose members have the names of the models, in any order. A name may occur twice.
pub fn json(bytes: &mut Bytes<'_>) -> String {
    let mut text = String::new();
    write(bytes, DEPTH, &mut text);
    text
}

/// Returns the text of an object that has the required members of most models, and others.
pub fn object(bytes: &mut Bytes<'_>) -> String {
    let mut text = r#"{"id":1"#.to_owned();
    for required in [r#""name":"a""#, r#""street":"s""#, r#""kind":"circle","radius":1"#, r#""kind":"square","side":1"#]
    {
        if bytes.below(2) == 0 {
            text.push(',');
            text.push_str(required);
        }
    }
    for _ in 0..bytes.below(8) {
        text.push(',');
        member(bytes, DEPTH, &mut text);
    }
    text.push('}');
    text
}

fn write(bytes: &mut Bytes<'_>, depth: usize, text: &mut String) {
    match bytes.below(if depth == 0 { 2 } else { 8 }) {
        0 | 1 => text.push_str(bytes.choose(SCALARS)),
        2 | 3 => {
            text.push('[');
            for index in 0..bytes.below(5) {
                if index > 0 {
                    text.push(',');
                }
                write(bytes, depth - 1, text);
            }
            text.push(']');
        }
        _ => {
            text.push('{');
            for index in 0..bytes.below(7) {
                if index > 0 {
                    text.push(',');
                }
                member(bytes, depth - 1, text);
            }
            text.push('}');
        }
    }
}

fn member(bytes: &mut Bytes<'_>, depth: usize, text: &mut String) {
    let name = bytes.choose(NAMES);
    text.push_str(&format!("\"{name}\":"));
    // Members that have a certain type are found too rarely by chance.
    match name {
        "id" | "side" | "zip" | "level" | "first" if bytes.below(4) > 0 => {
            text.push_str(bytes.choose(&["1", "2", "1.0"]))
        }
        "children" if depth > 0 && bytes.below(4) > 0 => {
            text.push_str(r#"[{"id":1,"name":null,"#);
            member(bytes, depth - 1, text);
            text.push_str("}]");
        }
        "labels" if bytes.below(4) > 0 => text.push_str(r#"{"a":1,"b":2}"#),
        _ => write(bytes, depth, text),
    }
}
