//! [`Patch`] as a field of a model, and its implementations of serde's traits.

use std::fmt;
use std::marker::PhantomData;

use serde::de::Visitor;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Patch;
use crate::runtime::codec::{Field, Nullable, Slot, View};

impl<T: Field> Field for Patch<T> {
    fn placeholder() -> Self {
        Self::Absent
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Nullable(self)
    }
    fn view(&self) -> View<'_> {
        match self {
            Self::Absent => View::Absent,
            Self::Null => View::Null,
            Self::Value(value) => match value.view() {
                View::None | View::Absent => View::Null,
                view => view,
            },
        }
    }
}

impl<T: Field> Nullable for Patch<T> {
    fn set_null(&mut self) {
        *self = Self::Null;
    }
    fn set_non_null(&mut self) -> Slot<'_> {
        T::place(|value| {
            *self = Self::Value(value);
            match self {
                Self::Value(value) => value.slot(),
                Self::Absent | Self::Null => Slot::Never,
            }
        })
    }
}

/// The error of serializing an absent member outside a generated model.
const ABSENT_IS_NOT_SERIALIZABLE: &str = "`Patch::Absent` cannot be serialized, because null would clear the member; \
     add `#[serde(default, skip_serializing_if = \"Patch::is_absent\")]` to the field";

/// `Absent` is an error, because only the surrounding struct can leave out a member.
impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = match self {
            Self::Absent => return Err(S::Error::custom(ABSENT_IS_NOT_SERIALIZABLE)),
            Self::Null => None,
            Self::Value(value) => Some(value),
        };
        serializer.serialize_newtype_struct(NAME, &value)
    }
}

/// Null becomes `Null`. A missing member is an error, unless the field has `#[serde(default)]`, which makes it `Absent`.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // For a missing member, serde's derive returns `None` for an option, but an error for a newtype.
        deserializer.deserialize_newtype_struct(NAME, PatchVisitor(PhantomData))
    }
}

/// The name of the type, for formats that write names.
const NAME: &str = "Patch";

struct PatchVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for PatchVisitor<T> {
    type Value = Patch<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null or a value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Patch<T>, D::Error> {
        Option::deserialize(deserializer).map(Patch::or_null)
    }

    // Formats may ignore the newtype and visit an option.
    fn visit_none<E: serde::de::Error>(self) -> Result<Patch<T>, E> {
        Ok(Patch::Null)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Patch<T>, E> {
        Ok(Patch::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Patch<T>, D::Error> {
        T::deserialize(deserializer).map(Patch::Value)
    }
}
