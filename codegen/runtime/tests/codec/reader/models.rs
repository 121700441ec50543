//! Types of every shape.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::runtime::codec::{integer_enum, object, string_enum, tuple, union, value_enum};
use crate::runtime::{DateTime, Patch, UnknownValue};

#[derive(Debug, Clone, PartialEq)]
pub enum Color {
    Red,
    Unknown(UnknownValue),
}
string_enum!(Color { "red" => Red, else Unknown });

#[derive(Debug, Clone, PartialEq)]
pub enum Level {
    One,
    Two,
}
integer_enum!(Level { 1 => One, 2 => Two });

#[derive(Debug, Clone, PartialEq)]
pub struct Pair(String, Option<f64>, Vec<bool>);
tuple!(Pair { required 0, optional 1, .. 2, });

#[derive(Debug, Clone, PartialEq)]
pub struct Circle {
    kind: String,
    radius: f64,
    inner: Option<Box<Shape>>,
}
object!(Circle { 0 "kind" => kind: Required, 1 "radius" => radius: Required, 2 "inner" => inner: Optional, });

#[derive(Debug, Clone, PartialEq)]
pub struct Square {
    kind: Value,
    side: i64,
    inner: Option<Box<Either>>,
}
object!(Square { 0 "kind" => kind: Required, 1 "side" => side: Required, 2 "inner" => inner: Optional, });

#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    kind: Option<String>,
    color: Option<Color>,
}
object!(Point { 0 "kind" => kind: Optional, 1 "color" => color: Optional, });

#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Circle(Circle),
    Square(Square),
    Unknown(UnknownValue),
}
union!(Shape = Unknown {
    tag "kind",
    0 Circle: ["circle"] [Object],
    1 Square: ["square", "4"] [Object],
    else Unknown,
});

#[derive(Debug, Clone, PartialEq)]
pub enum Either {
    Circle(Circle),
    Square(Square),
    Point(Point),
    Numbers(Vec<i64>),
    Pair(Pair),
    Number(f64),
    Text(String),
}
union!(Either = Number {
    0 Circle: [] [Object],
    1 Square: [] [Object],
    2 Point: [] [Object],
    3 Numbers: [] [Array],
    4 Pair: [] [Array],
    5 Number: [] [Number],
    6 Text: [] [String],
});

#[derive(Debug, Clone, PartialEq)]
pub struct Everything {
    text: String,
    at: Option<DateTime>,
    color: Color,
    level: Option<Level>,
    small: Option<u8>,
    wide: Option<i128>,
    float: Patch<f32>,
    flag: Patch<bool>,
    pair: Option<Pair>,
    shapes: Vec<Shape>,
    either: Option<Vec<Either>>,
    any: Option<Value>,
    prefixed: BTreeMap<String, i64>,
    point: Option<Point>,
    rest: BTreeMap<String, Value>,
}
object!(Everything {
    0 "text" => text: Required,
    1 "at" => at: Optional,
    2 "color" => color: Required,
    3 "level" => level: Optional,
    4 "small" => small: Optional,
    5 "wide" => wide: Optional,
    6 "float" => float: Patch,
    7 "flag" => flag: Patch,
    8 "pair" => pair: Optional,
    9 "shapes" => shapes: Required,
    10 "either" => either: Optional,
    11 "any" => any: Optional,
    ~ 12 "^x-" => prefixed,
    & 13 point: Optional,
    .. 14 => rest,
});

#[derive(Debug, Clone, PartialEq)]
pub struct Streamed {
    text: String,
    at: Option<DateTime>,
    level: Patch<Level>,
    wide: Option<i128>,
    float: Option<f32>,
    shapes: Option<Vec<Shape>>,
    either: Option<Vec<Either>>,
    prefixed: BTreeMap<String, i64>,
}
object!(Streamed {
    0 "text" => text: Required,
    1 "at" => at: Optional,
    2 "level" => level: Patch,
    3 "wide" => wide: Optional,
    4 "float" => float: Optional,
    5 "shapes" => shapes: Optional,
    6 "either" => either: Optional,
    ~ 7 "^x-" => prefixed,
});

/// Flattened parts of every presence, some of which consume the same members.
#[derive(Debug, Clone, PartialEq)]
pub struct Flattened {
    id: i64,
    either: Either,
    shape: Option<Shape>,
    circle: Option<Circle>,
    square: Option<Square>,
    tags: Option<BTreeMap<String, Value>>,
    inner: Option<Box<Inner>>,
    rest: BTreeMap<String, Value>,
}
object!(Flattened {
    0 "id" => id: Required,
    & 1 either: Required,
    & 2 shape: Optional,
    & 3 circle: Any(0),
    & 4 square: Any(0),
    & 5 tags: Any(1),
    & 6 inner: Any(1),
    .. 7 => rest,
});

#[derive(Debug, Clone, PartialEq)]
pub struct Inner {
    id: Option<Value>,
    next: Option<Box<Flattened>>,
    prefixed: BTreeMap<String, i64>,
    point: Point,
}
object!(Inner {
    0 "id" => id: Optional,
    1 "next" => next: Optional,
    ~ 2 "^x-" => prefixed,
    & 3 point: Required,
    ? ["next"],
    ? ["id"],
});

/// Variants that forbid each other's members.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "what is generated does not box it either")]
pub enum Closed {
    Id(ClosedId),
    Kind(ClosedKind),
    Flattened(ClosedFlattened),
}
union!(Closed = Id { 0 Id: [] [Object], 1 Kind: [] [Object], 2 Flattened: [] [Object], });

#[derive(Debug, Clone, PartialEq)]
pub struct ClosedId {
    id: i64,
}
object!(ClosedId { 0 "id" => id: Required, ! Denied, });

#[derive(Debug, Clone, PartialEq)]
pub struct ClosedKind {
    id: i64,
    kind: Option<String>,
}
object!(ClosedKind { 0 "id" => id: Required, 1 "kind" => kind: Optional, ! Denied, });

#[derive(Debug, Clone, PartialEq)]
pub struct ClosedFlattened {
    id: Option<Value>,
    point: Point,
    shape: Option<Shape>,
}
object!(ClosedFlattened { 0 "id" => id: Optional, & 1 point: Required, & 2 shape: Optional, ! Denied, });

/// Parts that an empty object matches.
#[derive(Debug, Clone, PartialEq)]
pub struct Empty {
    set: Option<Set>,
    point: Option<Point>,
}
object!(Empty { & 0 set: Any(0), & 1 point: Any(0), });

#[derive(Debug, Clone, PartialEq)]
pub enum Set {
    Empty,
    Full,
}
value_enum!(Set { "{}" => Empty, "{\"kind\":\"circle\"}" => Full });
