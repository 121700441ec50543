//! Models with the codec's tables.

use std::collections::BTreeMap;

use crate::runtime::codec::{integer_enum, newtype, object, string_enum, union};
use crate::runtime::{Patch, UnknownValue, Value};

/// An object with a member of each presence and of most types.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    id: i64,
    name: Option<String>,
    note: Patch<String>,
    ratio: Option<f64>,
    tags: Option<Vec<String>>,
    labels: Option<BTreeMap<String, i64>>,
    color: Option<Color>,
    state: Option<State>,
    level: Option<Level>,
    shape: Option<Shape>,
    choice: Patch<Choice>,
    children: Option<Vec<Order>>,
    any: Option<Value>,
    flag: Patch<bool>,
    small: Option<u8>,
    wide: Option<i128>,
}
object!(Order {
    0 "id" => id: Required,
    1 "name" => name: Required,
    2 "note" => note: Patch,
    3 "ratio" => ratio: Optional,
    4 "tags" => tags: Optional,
    5 "labels" => labels: Optional,
    6 "color" => color: Optional,
    7 "state" => state: Optional,
    8 "level" => level: Optional,
    9 "shape" => shape: Optional,
    10 "choice" => choice: Patch,
    11 "children" => children: Optional,
    12 "any" => any: Optional,
    13 "flag" => flag: Patch,
    14 "small" => small: Optional,
    15 "wide" => wide: Optional,
});

/// A closed enumeration.
#[derive(Debug, Clone, PartialEq)]
pub enum Color {
    Red,
    Green,
}
string_enum!(Color { "red" => Red, "green" => Green });

/// An open enumeration.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    Open,
    Unknown(UnknownValue),
}
string_enum!(State { "open" => Open, else Unknown });

#[derive(Debug, Clone, PartialEq)]
pub enum Level {
    One,
    Two,
}
integer_enum!(Level { 1 => One, 2 => Two });

/// A union with a tag.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Circle(Circle),
    Square(Square),
}
union!(Shape = Circle { tag "kind", 0 Circle: ["circle"] [Object], 1 Square: ["square"] [Object], });

#[derive(Debug, Clone, PartialEq)]
pub struct Circle {
    kind: String,
    radius: f64,
    inner: Option<Box<Shape>>,
}
object!(Circle { 0 "kind" => kind: Required, 1 "radius" => radius: Required, 2 "inner" => inner: Optional, });

#[derive(Debug, Clone, PartialEq)]
pub struct Square {
    kind: String,
    side: i64,
    inner: Option<Box<Shape>>,
}
object!(Square { 0 "kind" => kind: Required, 1 "side" => side: Required, 2 "inner" => inner: Optional, });

/// A union without a tag. Only an object with two of the required members may match two variants.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    Text(String),
    Flag(bool),
    Number(f64),
    List(Vec<Choice>),
    First(First),
    Second(Second),
    Third(Third),
}
union!(Choice = Text {
    0 Text: [] [String],
    1 Flag: [] [Boolean],
    2 Number: [] [Number],
    3 List: [] [Array],
    4 First: [] [Object],
    5 Second: [] [Object],
    6 Third: [] [Object],
});

#[derive(Debug, Clone, PartialEq)]
pub struct First {
    first: i64,
    next: Option<Box<Choice>>,
}
object!(First { 0 "first" => first: Required, 1 "next" => next: Optional, });

#[derive(Debug, Clone, PartialEq)]
pub struct Second {
    second: String,
    next: Option<Box<Choice>>,
}
object!(Second { 0 "second" => second: Required, 1 "next" => next: Optional, });

#[derive(Debug, Clone, PartialEq)]
pub struct Third {
    third: BTreeMap<String, Choice>,
}
object!(Third { 0 "third" => third: Required, });

/// An object with flattened parts, and all other members.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    id: i64,
    address: Address,
    shape: Shape,
    rest: BTreeMap<String, Value>,
}
object!(Parts { 0 "id" => id: Required, & 1 address: Required, & 2 shape: Required, .. 3 => rest, });

#[derive(Debug, Clone, PartialEq)]
pub struct Address {
    street: String,
    zip: Option<i64>,
}
object!(Address { 0 "street" => street: Required, 1 "zip" => zip: Optional, });

/// An object of any members of a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Orders(BTreeMap<String, Vec<Order>>);
newtype!(Orders);

/// Any value. The `Deserialize` of a [`Value`] accepts members that occur twice.
#[derive(Debug, Clone, PartialEq)]
pub struct Anything(Value);
newtype!(Anything);
