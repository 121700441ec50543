//! Values of any kind, read whole: for members that can be anything, and for what must be looked at more than once.
//!
//! Unlike `serde_json` itself, a member that is there twice is an error: one of the two would be lost.

use std::fmt;
use std::str::FromStr;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use super::context::Refusal;
use super::scalar::Scalar;

/// The name under which `serde_json` hands numbers over if some crate of the build enables its `arbitrary_precision`.
pub(crate) const NUMBER: &str = "$serde_json::private::Number";

/// Reads a value of any kind.
#[derive(Clone, Copy)]
pub(crate) struct Any;

impl<'de> DeserializeSeed<'de> for Any {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Any {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        Ok(Scalar::I128(value).into_value())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        Ok(Scalar::U128(value).into_value())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::from(text))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut whole = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            whole.push(item);
        }
        Ok(Value::Array(whole))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut whole = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(self)?;
            if name == NUMBER && whole.is_empty() {
                return number(&value).map(Value::Number).map_err(A::Error::custom);
            }
            match whole.entry(name) {
                Entry::Vacant(place) => place.insert(value),
                Entry::Occupied(place) => return Err(A::Error::custom(twice(place.key()))),
            };
        }
        Ok(Value::Object(whole))
    }
}

/// The number that was handed over under [`NUMBER`].
pub(crate) fn number(text: &Value) -> Result<Number, Refusal> {
    let number = text.as_str().and_then(|text| Number::from_str(text).ok());
    number.ok_or_else(|| Refusal("expected a number".to_owned()))
}

/// The refusal of a member that is there twice.
pub(crate) fn twice(name: &str) -> Refusal {
    Refusal(format!("the member {name:?} is there twice"))
}
