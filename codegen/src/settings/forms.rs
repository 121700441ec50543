//! Values of settings that are checked texts, or may be written in several forms: a text, a boolean or a table.
//!
//! serde's `untagged` would try each form on a copy, and lose the message and the place of what is wrong inside it.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Unexpected, Visitor};

use super::invalid::Invalid;

/// A value with several forms.
pub(super) trait Forms: Sized {
    /// The form that is a table.
    type Table: for<'de> Deserialize<'de>;

    /// The forms, in words.
    const EXPECTED: &'static str;

    /// The value of a table.
    fn of_table(table: Self::Table) -> Self;

    /// The value of a text; `None` if no form is a text.
    fn of_text(_: &str) -> Option<Result<Self, Invalid>> {
        None
    }

    /// The value of a boolean; `None` if it is not one of the forms.
    fn of_bool(_: bool) -> Option<Self> {
        None
    }
}

/// Reads a value in the form that it has.
pub(super) struct Reader<T>(PhantomData<T>);

impl<T> Reader<T> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Forms> Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        match T::of_text(text) {
            Some(value) => value.map_err(E::custom),
            None => Err(E::invalid_type(Unexpected::Str(text), &self)),
        }
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        T::of_bool(value).ok_or_else(|| E::invalid_type(Unexpected::Bool(value), &self))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::Table::deserialize(MapAccessDeserializer::new(map)).map(T::of_table)
    }
}

/// Reads a text that a function accepts. Checked while it is read: that is how TOML knows the place of what is wrong.
pub(super) struct Text<T>(pub(super) fn(&str) -> Result<T, Invalid>);

impl<T> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).map_err(E::custom)
    }
}

/// Implements `Deserialize` for a value with several forms.
macro_rules! several_forms {
    ($($name:ident),+) => { $(
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any($crate::settings::forms::Reader::new())
            }
        }
    )+ };
}
pub(super) use several_forms;
