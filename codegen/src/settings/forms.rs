//! Deserializers for validated strings, and for values with several forms: a string, a boolean or a table.
//!
//! serde's `untagged` and its enums are not used. `untagged` tries each form on a copy, and loses the message and the location of an error.
//! An enum accepts a table, too, and its errors speak of variants.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Unexpected, Visitor};

use super::invalid::{Invalid, quoted};

/// A value with several forms.
pub(super) trait Forms: Sized {
    /// The table form.
    type Table: for<'de> Deserialize<'de>;

    /// The description of the forms in error messages.
    const EXPECTED: &'static str;

    /// Converts the table form.
    fn of_table(table: Self::Table) -> Self;

    /// Converts the string form. Returns `None` if the value has none.
    fn of_text(_: &str) -> Option<Result<Self, Invalid>> {
        None
    }

    /// Converts the boolean form. Returns `None` if the value has none, or does not allow this boolean.
    fn of_bool(_: bool) -> Option<Self> {
        None
    }
}

/// Visits a value that has several forms.
pub(super) struct FormsVisitor<T>(PhantomData<T>);

impl<T> FormsVisitor<T> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Forms> Visitor<'de> for FormsVisitor<T> {
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

/// Visits a string and validates it with a function. The TOML parser adds the location to an error.
pub(super) struct ValidatedText<T>(pub(super) fn(&str) -> Result<T, Invalid>);

impl<T> Visitor<'_> for ValidatedText<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).map_err(E::custom)
    }
}

/// A value that is one of several texts.
pub(super) trait Choice: Copy + 'static {
    /// The texts and their values.
    const VALUES: &'static [(&'static str, Self)];
}

/// Visits a text of a [`Choice`].
pub(super) struct ChoiceVisitor<T>(PhantomData<T>);

impl<T> ChoiceVisitor<T> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

/// Returns the allowed texts: `"tags"` or `"none"`, in backticks.
fn alternatives<T: Choice>() -> String {
    let texts: Vec<String> = T::VALUES.iter().map(|(text, _)| format!("`\"{text}\"`")).collect();
    texts.join(" or ")
}

impl<T: Choice> Visitor<'_> for ChoiceVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&alternatives::<T>())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        let found = T::VALUES.iter().find(|(other, _)| *other == text).map(|(_, value)| *value);
        found.ok_or_else(|| {
            let message = format!("unknown value {}", quoted(text));
            E::custom(Invalid::new(message, format!("write {}", alternatives::<T>())))
        })
    }
}

/// Implements `Deserialize` for values that are one of several texts.
macro_rules! choices {
    ($($name:ident { $($text:literal => $variant:ident),+ })+) => { $(
        impl $crate::settings::forms::Choice for $name {
            const VALUES: &'static [(&'static str, Self)] = &[$(($text, Self::$variant)),+];
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any($crate::settings::forms::ChoiceVisitor::new())
            }
        }
    )+ };
}
pub(super) use choices;

/// Implements `Deserialize` for values with several forms.
macro_rules! several_forms {
    ($($name:ident),+) => { $(
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any($crate::settings::forms::FormsVisitor::new())
            }
        }
    )+ };
}
pub(super) use several_forms;
