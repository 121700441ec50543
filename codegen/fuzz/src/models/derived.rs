//! The types of `tables`, with serde's derive. The functions state the rules of OpenAPI that serde does not have: a member that is absent is
//! not null, and `1.0` is an integer.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, Serialize, Deserialize)]
pub struct Order {
    id: Integer<i64>,
    #[serde(deserialize_with = "nullable")]
    name: Option<String>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    note: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    ratio: Option<Float>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    labels: Option<BTreeMap<String, Integer<i64>>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    color: Option<Color>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    state: Option<State>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    shape: Option<Object<Shape>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    choice: Option<Option<Choice>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    children: Option<Vec<Object<Order>>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    any: Option<Value>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    flag: Option<Option<bool>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    small: Option<Integer<u8>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    wide: Option<Integer<i128>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Color {
    Red,
    Green,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct State(String);

#[derive(Debug, Serialize, Deserialize)]
#[serde(try_from = "Integer<i64>", into = "i64")]
pub struct Level(i64);

impl Clone for Level {
    fn clone(&self) -> Self {
        Self(self.0)
    }
}

impl From<Level> for i64 {
    fn from(level: Level) -> Self {
        level.0
    }
}

impl TryFrom<Integer<i64>> for Level {
    type Error = &'static str;

    fn try_from(value: Integer<i64>) -> Result<Self, Self::Error> {
        if matches!(value.0, 1 | 2) { Ok(Self(value.0)) } else { Err("not a level") }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Shape {
    Circle {
        radius: Float,
        #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
        inner: Option<Box<Object<Shape>>>,
    },
    Square {
        side: Integer<i64>,
        #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
        inner: Option<Box<Object<Shape>>>,
    },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Choice {
    Text(String),
    Flag(bool),
    Number(Float),
    List(Vec<Choice>),
    First(Object<First>),
    Second(Object<Second>),
    Third(Object<Third>),
}

#[derive(Debug, Serialize, Deserialize)]
pub struct First {
    first: Integer<i64>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    next: Option<Box<Choice>>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Second {
    second: String,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    next: Option<Box<Choice>>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Third {
    third: BTreeMap<String, Choice>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Parts {
    id: Integer<i64>,
    #[serde(flatten)]
    address: Address,
    #[serde(flatten)]
    shape: Shape,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Address {
    street: String,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    zip: Option<Integer<i64>>,
}

pub type Orders = BTreeMap<String, Vec<Object<Order>>>;

/// An object. The derived `Deserialize` of a struct accepts an array of its fields, too.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Visitor<T> {
            type Value = T;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map))
            }
        }
        deserializer.deserialize_map(Visitor(PhantomData)).map(Self)
    }
}

/// A required member that can be null.
fn nullable<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

/// An optional member that cannot be null.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// An optional member that can be null.
fn patch<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// An integer in any notation.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Integer<T>(T);

impl<'de, T: TryFrom<i128>> Deserialize<'de> for Integer<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Number::deserialize(deserializer)?;
        let integer = match value {
            Number::Integer(value) => Some(value),
            // Floats that are whole numbers and far smaller than `i128::MAX` convert exactly.
            Number::Float(value) if value.fract() == 0.0 && value.abs() < 1e38 => Some(value as i128),
            Number::Float(_) => None,
        };
        integer
            .and_then(|integer| T::try_from(integer).ok())
            .map(Self)
            .ok_or_else(|| D::Error::custom("not an integer"))
    }
}

/// A finite number.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Float(f64);

impl<'de> Deserialize<'de> for Float {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = match Number::deserialize(deserializer)? {
            Number::Integer(value) => value as f64,
            Number::Float(value) => value,
        };
        if value.is_finite() { Ok(Self(value)) } else { Err(D::Error::custom("not finite")) }
    }
}

enum Number {
    Integer(i128),
    Float(f64),
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl serde::de::Visitor<'_> for Visitor {
            type Value = Number;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a number")
            }

            fn visit_i64<E>(self, value: i64) -> Result<Number, E> {
                Ok(Number::Integer(value.into()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Number, E> {
                Ok(Number::Integer(value.into()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Number, E> {
                Ok(Number::Float(value))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
