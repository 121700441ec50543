//! Reads a value of any type from a stream into a [`Tree`]: for fields that accept any value, and for values that are read more than once.
//!
//! Unlike in `serde_json`, a member that appears twice is an error: one of the two would be lost.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::runtime::codec::decimal::is_json_number;
use crate::runtime::codec::decode::error::{ErrorMessage, duplicate_member, too_deep};
use crate::runtime::codec::scalar::{KEEPS_TEXT, Scalar};
use crate::runtime::codec::tree::{Items, Members, Tree};

/// The member name by which `serde_json` marks numbers if a crate of the build enables its feature `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

/// Reads a value of any type with at most this many levels of nesting: `serde_json` has a limit for JSON text, but not for a
/// [`Value`](serde_json::Value), and other formats have limits of their own or none.
#[derive(Clone, Copy)]
pub(super) struct TreeSeed {
    pub(super) levels: u8,
}

impl TreeSeed {
    /// Returns the seed of the values inside an array or an object.
    fn inside<E: Error>(self) -> Result<Self, E> {
        self.levels.checked_sub(1).map(|levels| Self { levels }).ok_or_else(|| E::custom(too_deep()))
    }
}

impl<'de> DeserializeSeed<'de> for TreeSeed {
    type Value = Tree<'static>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TreeSeed {
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
        self.inside()?.collect_items(&mut items)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut all = Members::default();
        let mut next = members.next_key::<String>()?;
        if next.as_deref().is_some_and(is_number) {
            return number(&members.next_value_seed(self)?).map(Tree::Scalar).map_err(A::Error::custom);
        }
        let seed = self.inside()?;
        while let Some(name) = next {
            let value = members.next_value_seed(seed)?;
            all.insert(Cow::Owned(name), value).map_err(|(name, _)| A::Error::custom(duplicate_member(&name)))?;
            next = members.next_key()?;
        }
        Ok(Tree::Object(all))
    }
}

impl TreeSeed {
    /// Reads the remaining items of an array.
    pub(super) fn collect_items<'de, A: SeqAccess<'de>>(self, items: &mut A) -> Result<Tree<'static>, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            all.push(item);
        }
        Ok(Tree::Array(Items(all)))
    }
}

/// Returns whether an object whose first member has this name is a number of `serde_json`. Without `arbitrary_precision` in the build, it
/// is a name like any other.
pub(super) fn is_number(name: &str) -> bool {
    name == NUMBER && *KEEPS_TEXT
}

/// Parses the value of such a member.
pub(super) fn number(text: &Tree<'_>) -> Result<Scalar<'static>, ErrorMessage> {
    match text {
        Tree::Scalar(Scalar::Str(text)) if is_json_number(text) => Ok(Scalar::parse(Cow::Owned(text.to_string()))),
        _ => Err(ErrorMessage("expected a number".to_owned())),
    }
}
