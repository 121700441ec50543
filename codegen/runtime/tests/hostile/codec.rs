//! Values that are decoded and encoded.

use std::collections::BTreeMap;

use runtime::codec::{Field, newtype, object, union};
use runtime::{Value, decode, decode_value, encode, encode_value};

use crate::measure::Row;

/// A type with parts that both match, and contain it.
#[derive(Debug, Clone, PartialEq)]
pub struct Both {
    left: Option<Box<Left>>,
    right: Option<Box<Right>>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct Left {
    next: Option<Box<Both>>,
    list: Option<Vec<Both>>,
    left: Option<i64>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct Right {
    next: Option<Box<Both>>,
    list: Option<Vec<Both>>,
    right: Option<i64>,
}
object!(Both { & 0 left: Any(0), & 1 right: Any(0), });
object!(Left { 0 "next" => next: Optional, 1 "list" => list: Optional, 2 "left" => left: Optional, });
object!(Right { 0 "next" => next: Optional, 1 "list" => list: Optional, 2 "right" => right: Optional, });

impl Both {
    /// Returns an object whose parts hold these objects in the same member.
    pub fn with_next(left: Both, right: Both) -> Self {
        let left = Left { next: Some(Box::new(left)), list: None, left: None };
        let right = Right { next: Some(Box::new(right)), list: None, right: None };
        Self { left: Some(Box::new(left)), right: Some(Box::new(right)) }
    }
}

/// A union whose variants all match.
#[derive(Debug, Clone, PartialEq)]
pub enum Either {
    First(First),
    Second(Second),
    Both(Box<Both>),
}
#[derive(Debug, Clone, PartialEq)]
pub struct First {
    next: Option<Box<Either>>,
    list: Option<Vec<Either>>,
    first: Option<i64>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct Second {
    next: Option<Box<Either>>,
    list: Option<Vec<Either>>,
    second: Option<i64>,
}
object!(First { 0 "next" => next: Optional, 1 "list" => list: Optional, 2 "first" => first: Optional, });
object!(Second { 0 "next" => next: Optional, 1 "list" => list: Optional, 2 "second" => second: Optional, });
union!(Either = First { 0 First: [] [Object], 1 Second: [] [Object], 2 Both: [] [Object], });

/// An object with a part that is a union of objects, which contain it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outer {
    part: Option<Box<Inner>>,
    id: Option<i64>,
}
object!(Outer { 0 "id" => id: Optional, & 1 part: Optional, });
#[derive(Debug, Clone, PartialEq)]
pub enum Inner {
    First(FirstPart),
    Second(SecondPart),
}
union!(Inner = First { 0 First: [] [Object], 1 Second: [] [Object], });
#[derive(Debug, Clone, PartialEq)]
pub struct FirstPart {
    next: Option<Box<Outer>>,
}
object!(FirstPart { 0 "next" => next: Optional, });
#[derive(Debug, Clone, PartialEq)]
pub struct SecondPart {
    next: Option<Box<Outer>>,
    two: Option<i64>,
}
object!(SecondPart { 0 "next" => next: Optional, 1 "two" => two: Optional, });

/// Alternatives that are arrays of themselves.
#[derive(Debug, Clone, PartialEq)]
pub enum Lists {
    Text(String),
    Left(Vec<Lists>),
    Right(Vec<Lists>),
    Number(i64),
}
union!(Lists = Text { 0 Text: [] [String], 1 Left: [] [Array], 2 Right: [] [Array], 3 Number: [] [Integer], });

/// A list of small objects.
#[derive(Debug, Clone, PartialEq)]
struct Items(Vec<Item>);
newtype!(Items);
#[derive(Debug, Clone, PartialEq)]
struct Item {
    name: Option<String>,
    rest: BTreeMap<String, Value>,
}
object!(Item { 0 "name" => name: Optional, .. 1 => rest, });

/// A recursive object.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    next: Option<Box<Node>>,
    list: Option<Vec<Node>>,
    any: Option<Value>,
}
object!(Node { 0 "next" => next: Optional, 1 "list" => list: Optional, 2 "any" => any: Optional, });

/// Decodes and encodes a value, if it is valid.
fn round_trip<T: Field>(json: &str) {
    if let Ok(value) = decode::<T>(json.as_bytes()) {
        encode(&value).unwrap();
        encode_value(&value).unwrap();
    }
    if let Ok(value) = serde_json::from_str::<Value>(json) {
        let _ = decode_value::<T>(&value);
    }
}

fn decode_only<T: Field>(json: &str) {
    let _ = decode::<T>(json.as_bytes());
}

fn nested(depth: usize, open: &str, inner: &str, close: &str) -> String {
    format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
}

/// An object of many members that no type declares.
fn wide(count: usize) -> String {
    format!("{{{}}}", (0..count).map(|index| format!(r#""{index}":[0]"#)).collect::<Vec<_>>().join(","))
}

fn list(count: usize, item: &str) -> String {
    format!("[{}]", vec![item; count].join(","))
}

const ROW: Row = Row { name: "", size: 500, input: |_| String::new(), run: |_| (), growth: 3.0, memory: 100.0 };

pub const ROWS: &[Row] = &[
    Row { name: "one-member objects as any value", input: |n| list(n, r#"{"":0}"#), run: decode_only::<Value>, ..ROW },
    Row {
        name: "one-member objects in a map",
        input: |n| list(n, r#"{"":0}"#),
        run: decode_only::<Items>,
        // The maps of `serde_json` are larger with its feature `preserve_order`.
        memory: 200.0,
        ..ROW
    },
    Row {
        name: "one-member objects in a union",
        input: |n| list(n, r#"{"":0}"#),
        run: decode_only::<Lists>,
        memory: 60.0,
        ..ROW
    },
    Row { name: "empty arrays in a union", input: |n| list(n, "[]"), run: decode_only::<Lists>, memory: 100.0, ..ROW },
    Row {
        name: "ambiguous parts in each other",
        size: 16,
        input: |n| nested(n, r#"{"next":"#, "{}", "}"),
        run: round_trip::<Both>,
        memory: 8_000.0,
        growth: 4.0,
    },
    Row {
        name: "a list of ambiguous parts",
        size: 50,
        input: |n| format!(r#"{{"list":{}}}"#, list(n, r#"{"next":{"list":[{}]}}"#)),
        run: round_trip::<Both>,
        memory: 1000.0,
        ..ROW
    },
    Row {
        name: "ambiguous variants in each other",
        size: 20,
        input: |n| nested(n, r#"{"next":"#, r#"{"second":0}"#, "}"),
        run: round_trip::<First>,
        memory: 8_000.0,
        growth: 4.0,
    },
    Row {
        name: "ambiguous arrays in each other",
        size: 20,
        input: |n| nested(n, "[", "true", "]"),
        run: round_trip::<Lists>,
        growth: 4.0,
        memory: 700.0,
    },
    Row {
        name: "a wide list of ambiguous variants",
        input: |n| list(n, r#"{"next":{"list":[{"first":0}]}}"#),
        run: |json| round_trip::<First>(&format!(r#"{{"list":{json}}}"#)),
        memory: 1000.0,
        ..ROW
    },
    Row {
        name: "a deep object",
        size: 20,
        input: |n| nested(n, r#"{"next":"#, "{}", "}"),
        run: round_trip::<Node>,
        ..ROW
    },
    Row { name: "an object of many members in a union", input: wide, run: round_trip::<Either>, ..ROW },
    Row { name: "an object of many members in parts", input: wide, run: round_trip::<Both>, ..ROW },
    Row {
        name: "an object of many members that two parts drop",
        input: |n| format!(r#"{{"next":{}}}"#, wide(n)),
        run: round_trip::<Both>,
        ..ROW
    },
    Row { name: "an object of many members of any value", input: wide, run: round_trip::<Value>, memory: 200.0, ..ROW },
    Row {
        name: "texts with escapes",
        input: |n| format!("[{0},{0}]", format_args!("\"{}\"", r"\u00e9\n".repeat(n))),
        run: round_trip::<Lists>,
        ..ROW
    },
    Row {
        name: "long numbers",
        input: |n| format!("[0.{0},{0},1e{0},{0}e-{0}]", "7".repeat(n)),
        run: |json| {
            decode_only::<Vec<f64>>(json);
            decode_only::<Value>(json);
            decode_only::<Lists>(json);
        },
        ..ROW
    },
];
