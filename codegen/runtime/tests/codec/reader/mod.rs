//! `decode` has its own JSON reader. It accepts the same texts as `serde_json`, and decodes them to the same values.

mod drivers;
mod models;
mod mutations;

use std::collections::BTreeMap;

use serde_json::Value;

use self::models::{Circle, Color, Either, Level, Shape};
use super::Model;
use crate::runtime::codec::{Field, serialize};
use crate::runtime::{DateTime, decode, decode_value, encode};

/// Decodes JSON by the reader and by `serde_json`, and compares the results. Returns whether both accept it.
#[track_caller]
fn agree<T: Field>(json: &[u8]) -> bool {
    let ours = decode::<T>(json).map(|value| written(&value));
    let reference = serde_json::from_slice::<Model<T>>(json).map(|value| written(&value.0));
    let (ours, reference) = (ours.map_err(drop), reference.map_err(drop));
    let show = |text: &[u8]| String::from_utf8_lossy(text).into_owned();
    assert_eq!(ours.as_deref().map(show), reference.as_deref().map(show), "{}", show(json));
    ours.is_ok()
}

/// Encodes a value. A number beyond the range of a float was decoded as infinity and becomes null.
fn written<T: Field>(value: &T) -> Vec<u8> {
    encode(value).unwrap_or_else(|_| {
        let mut text = Vec::new();
        serialize(value, &mut serde_json::Serializer::new(&mut text)).unwrap();
        text
    })
}

/// Like [`agree`]. `serde_json` reads integers of 128 bits only without a fraction and an exponent. Others are compared with the values that
/// are read from a [`Value`].
#[track_caller]
fn agree_on_wide_integers<T: Field>(json: &[u8]) {
    let is_plain = !json.iter().any(|byte| b".eE".contains(byte)) && json != b"-0";
    if is_plain {
        agree::<T>(json);
        return;
    }
    let ours = decode::<T>(json).map(|value| written(&value)).ok();
    let value = serde_json::from_slice::<Value>(json).ok();
    let reference = value.and_then(|value| decode_value::<T>(&value).ok()).map(|value| written(&value));
    assert_eq!(ours, reference, "{}", String::from_utf8_lossy(json));
}

/// Calls [`agree`] for all types of values without parts, alone and in a list.
#[track_caller]
fn agree_for_all_types(json: &[u8]) {
    agree::<bool>(json);
    agree::<i64>(json);
    agree::<u8>(json);
    agree::<u64>(json);
    agree_on_wide_integers::<i128>(json);
    agree_on_wide_integers::<u128>(json);
    agree::<f64>(json);
    agree::<f32>(json);
    agree::<String>(json);
    agree::<DateTime>(json);
    agree::<Color>(json);
    agree::<Level>(json);
    agree::<()>(json);
    agree::<Option<i64>>(json);
    agree::<Either>(json);
    agree::<Value>(json);
    agree::<BTreeMap<String, String>>(json);
    let list = [b" [\n", json, b" ,\t", json, b"]\r\n"].concat();
    agree::<Vec<Value>>(&list);
    agree::<Vec<f64>>(&list);
    agree::<Vec<String>>(&list);
    agree::<Either>(&list);
    // A skipped value before a decoded one.
    agree::<Circle>(&[br#"{"other":"#, json, br#","kind":"a","radius":1}"#].concat());
    agree::<BTreeMap<String, Value>>(&[b"{", json, b":0}"].concat());
}

#[test]
fn numbers() {
    const INTEGERS: &str = "0 7 00 01 12 +1 9007199254740992 9007199254740993 123456789012345678 999999999999999999 1000000000000000000 \
        9223372036854775807 9223372036854775808 9223372036854775809 18446744073709551615 18446744073709551616 \
        100000000000000000000000000000 170141183460469231731687303715884105727 170141183460469231731687303715884105728 \
        340282366920938463463374607431768211456";
    const ENDS: &str = ". .0 .5 .50 .25e0 .0000000000000000000000000000000000000000001 e e+ e0 E5 e-3 e+22 e400 e-400 .e1 e1.5 e5e5 x - _1";
    for integer in INTEGERS.split(' ').chain([""]) {
        for end in ENDS.split(' ').chain(["", " 1"]) {
            agree_for_all_types(format!("{integer}{end}").as_bytes());
            agree_for_all_types(format!("-{integer}{end}").as_bytes());
        }
    }
    const EDGES: &str = "4.9e-324 2.4703282292062327e-324 2.4703282292062328e-324 2.2250738585072011e-308 1.7976931348623157e308 \
        1.7976931348623158e308 1.7976931348623159e308 9007199254740993.0 0.1000000000000000055511151231257827 0.30000000000000004 \
        3.4028236e38 1e23 8.5e22 7.2057594037927933e16 --1 NaN Infinity 0x10";
    for number in EDGES.split(' ') {
        agree_for_all_types(number.as_bytes());
    }
}

#[test]
fn strings() {
    const PARTS: &str = r#"a é 😀 \n \" \\ \/ \b\f\r\t \u0041 \u00e9 \uD83D\uDE00 \u0000 \ " \x \u \u12 \u+123 \u12G4 \uD800 \uD800x
        \uD800\n \uD800\uD800 \uD800\u0041 \uDC00 \u00é red 2026-04-01T10:00:00Z"#;
    const CONTROLS: &[&str] = &["\u{7f}", "\n", "\t", "\0", "\u{1f}"];
    for part in PARTS.split_whitespace().chain(CONTROLS.iter().copied()) {
        // All positions in the words of eight bytes that are searched at once.
        for before in 0..18 {
            for after in [0, 1, 9] {
                let text = format!("\"{}{part}{}\"", "b".repeat(before), "c".repeat(after));
                agree_for_all_types(text.as_bytes());
                agree_for_all_types(&text.as_bytes()[..text.len() - 1]);
            }
        }
    }
    for bytes in
        [&b"\"\xff\""[..], b"\"\xc3\"", b"\"\xed\xa0\x80\"", b"\"ab\xf0\x9f\x98\"", b"\xef\xbb\xbf1", b"\xc2\xa01"]
    {
        agree_for_all_types(bytes);
    }
}

#[test]
fn syntax_between_values() {
    const TEXTS: &str = r#"true   false   null   tru   truex   nulll   True   {}   []   {   [   }   ]   [1   [1,   [1,]   [,1]   [1 2]
        [1,,2]   [1]]   [1}   {"a"}   {"a":}   {"a":"b",}   {,}   {"a" : "b" }   {a:1}   {"a":"b" "c":"d"}   1 2   1,
        /**/1   'a'"#;
    let texts = TEXTS.split("  ").map(str::trim).filter(|text| !text.is_empty());
    for json in texts.chain(["", " ", "\u{b}1", "\u{c}1"]) {
        agree_for_all_types(json.as_bytes());
        agree_for_all_types(format!(" \t\r\n{json}\n ").as_bytes());
        agree_for_all_types(format!("{json}x").as_bytes());
    }
    for twice in [r#"{"a":"b","a":"c"}"#, r#"{"a":"b","\u0061":"c"}"#] {
        assert!(!agree::<Value>(twice.as_bytes()));
        assert!(!agree::<BTreeMap<String, String>>(twice.as_bytes()));
    }
    assert!(!agree::<Shape>(br#"{"kind":"circle","radius":1,"radius":1}"#));
    assert!(!agree::<Either>(br#"{"kind":"circle","radius":1,"kind":"circle"}"#));
}

#[test]
fn depth() {
    for depth in 120..135 {
        let lists = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(agree::<Value>(lists.as_bytes()), depth < 128, "{depth} lists");
        let objects = format!("{}1{}", r#"{"a":"#.repeat(depth), "}".repeat(depth));
        assert_eq!(agree::<Value>(objects.as_bytes()), depth < 128, "{depth} objects");
        let many = format!("[{}[]]", "[[]],".repeat(depth));
        assert!(agree::<Value>(many.as_bytes()));
        // A skipped value may be deeper.
        let skipped = format!(r#"{{"kind":"a","radius":1,"other":{lists}}}"#);
        assert!(agree::<Circle>(skipped.as_bytes()), "{depth} skipped lists");
        let shapes = r#"{"kind":"circle","radius":1.5,"inner":"#.repeat(depth);
        agree::<Shape>(format!(r#"{shapes}{{"kind":"other"}}{}"#, "}".repeat(depth)).as_bytes());
    }
}
