//! `validate()`: no panic, and work that is proportional to the size of the value.

use std::fmt::Write as _;

use crate::bytes::Bytes;
use crate::models::checked::{Lists, Node, Numbers, Texts};
use crate::runtime::codec::Field;
use crate::runtime::{Validate, decode, encode};
use crate::targets::values;
use crate::work::bounded;

/// The work for decoding and validating a value. A step of `validate()` is several hundred instructions, and a value may take 250 steps for
/// each of its parts.
const RATIO: f64 = 2_000.0;

/// Starts of texts in formats.
const TEXTS: &[&str] = &[
    "a",
    "A1",
    "(",
    "[",
    "{",
    "a.",
    "-",
    "xn--",
    "@",
    "a@b.c",
    "%41",
    "é",
    "~0",
    "0",
    "/",
    "1:",
    "\\",
    "|",
    "(?:",
    "(?=a",
    "{2}",
    "P1Y",
    ")*",
    "\u{301}",
    "[a-",
    "2026-04-01",
    "T10:00:00",
    "Z",
    "+02:00",
    "::",
    "1.2.3.4",
    "https://a/",
    "{a}",
    "+",
    "\\p{L}",
    "(?<a>",
    "\\1",
    "$",
    "^",
];

/// Validates values that are made from the input.
pub fn run(input: &[u8]) {
    let mut bytes = Bytes::new(input);
    match bytes.below(4) {
        0 => check::<Texts>(&texts(&mut bytes)),
        1 => check::<Numbers>(&numbers(&mut bytes)),
        _ => {
            let json = grown(&mut bytes);
            check::<Node>(&json);
            check::<Lists>(&json);
        }
    }
}

/// Returns a value, several times in itself.
fn grown(bytes: &mut Bytes<'_>) -> String {
    let mut json = if bytes.below(2) == 0 { values::json(bytes) } else { values::object(bytes) };
    for _ in 0..bytes.below(4) {
        let (open, close) = bytes.choose(&[
            (r#"{"next":"#, "}"),
            (r#"{"kind":"circle","next":"#, "}"),
            (r#"{"kind":"red","id":1,"children":["#, "]}"),
            (r#"{"choice":"#, "}"),
            (r#"{"any":["#, "]}"),
            ("[", "]"),
            ("[[],", "]"),
        ]);
        // A decoded value has at most 127 levels.
        let times = bytes.below(40);
        json = format!("{}{json}{}", open.repeat(times), close.repeat(times));
        if json.len() < 2_000 && bytes.below(2) == 0 {
            let copies = 1 + bytes.below(20);
            json = format!("[{}]", vec![json; copies].join(","));
        }
    }
    json
}

fn texts(bytes: &mut Bytes<'_>) -> String {
    let mut json = "[\"\"".to_owned();
    while !bytes.is_empty() && json.len() < 20_000 {
        let text = bytes.text(TEXTS).repeat(1 + bytes.below(30));
        let _ = write!(json, ",{}", serde_json::Value::String(text));
    }
    json + "]"
}

fn numbers(bytes: &mut Bytes<'_>) -> String {
    let mut json = "[0".to_owned();
    while !bytes.is_empty() && json.len() < 20_000 {
        let digits = bytes.choose(&["7", "10", "9", "123"]).repeat(1 + bytes.below(100));
        let _ = match bytes.below(3) {
            0 => write!(json, ",-{digits}"),
            1 => write!(json, ",{digits}e{}", bytes.below(2_000)),
            _ => write!(json, ",{digits}"),
        };
    }
    json + "]"
}

fn check<T: Field + Validate>(json: &str) {
    bounded(json.len(), RATIO, || {
        let Ok(value) = decode::<T>(json.as_bytes()) else { return };
        let before = encode(&value).ok();
        if let Err(violations) = value.validate() {
            assert!(!violations.is_empty());
            let text: usize = violations.iter().map(|violation| violation.path.len()).sum();
            assert!(text < 5 << 20, "{text} bytes of paths");
        }
        assert_eq!(encode(&value).ok(), before);
    });
}
