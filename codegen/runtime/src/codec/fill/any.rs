//! Values of any kind in a stream, read whole: for members that can be anything, and for what must be looked at more than once.
//!
//! Unlike `serde_json` itself, a member that is there twice is an error: one of the two would be lost.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::context::Refusal;
use super::scalar::{KEEPS_TEXT, Scalar};
use crate::runtime::codec::decimal::is_json_number;
use crate::runtime::codec::tree::{Items, Members, Tree};

/// The name under which `serde_json` hands numbers over if some crate of the build enables its `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

/// Reads a value of any kind.
#[derive(Clone, Copy)]
pub(crate) struct Any;

impl<'de> DeserializeSeed<'de> for Any {
    type Value = Tree<'static>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Any {
    type Value = Tree<'static>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Tree::Scalar(Scalar::Bool(value)))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Tree::Scalar(Scalar::I64(value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Tree::Scalar(i64::try_from(value).map_or(Scalar::U64(value), Scalar::I64)))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Self::Value, E> {
        Ok(Tree::Scalar(Scalar::I128(value)))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Self::Value, E> {
        Ok(Tree::Scalar(Scalar::U128(value)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Tree::Scalar(Scalar::F64(value)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Tree::Scalar(Scalar::Str(Cow::Owned(text))))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Tree::Scalar(Scalar::Null))
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut whole = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            whole.push(item);
        }
        Ok(Tree::Array(Items(whole)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut whole = Members::default();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(self)?;
            if whole.is_empty() && is_number(&name) {
                return number(&value).map(Tree::Scalar).map_err(A::Error::custom);
            }
            whole.insert(Cow::Owned(name), value).map_err(|(name, _)| A::Error::custom(twice(&name)))?;
        }
        Ok(Tree::Object(whole))
    }
}

/// Whether the first member of an object has the name under which `serde_json` hands numbers over, and it does that in this build:
/// otherwise it is a name like any other.
pub(crate) fn is_number(name: &str) -> bool {
    name == NUMBER && *KEEPS_TEXT
}

/// The number that was handed over under such a name.
pub(crate) fn number(text: &Tree<'_>) -> Result<Scalar<'static>, Refusal> {
    match text {
        Tree::Scalar(Scalar::Str(text)) if is_json_number(text) => Ok(Scalar::parse(Cow::Owned(text.to_string()))),
        _ => Err(Refusal("expected a number".to_owned())),
    }
}

/// The refusal of a member that is there twice.
pub(crate) fn twice(name: &str) -> Refusal {
    Refusal(format!("the member {name:?} is there twice"))
}
