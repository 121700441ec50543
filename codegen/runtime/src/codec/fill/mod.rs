//! Decoding: walks a value and the slots that it goes into side by side.
//!
//! `stream` reads any format, `json` reads JSON text, and `value` reads a value that had to be buffered. They share `scalar`, `object`,
//! and the rules for unions and flattened parts in `policy`.

mod any;
mod buffered;
mod context;
mod entries;
pub(crate) mod json;
mod object;
mod policy;
mod scalar;
mod stream;
mod value;

use std::borrow::Cow;
use std::fmt::Debug;

use serde::de::{DeserializeSeed, Deserializer, Error};

use self::context::Context;
use self::stream::Fill;
use crate::runtime::DecodeError;
use crate::runtime::codec::tree::Tree;
use crate::runtime::codec::{Field, Slot};

pub(crate) use self::scalar::Scalar;

/// Decodes a value of any format; the error names the path.
///
/// # Errors
/// If the value is not one of the type.
pub fn deserialize<'de, T: Field, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::blank();
    into_slot(value.slot(), deserializer)?;
    Ok(value)
}

fn into_slot<'de, D: Deserializer<'de>>(mut slot: Slot<'_>, deserializer: D) -> Result<(), D::Error> {
    let mut cx = Context::default();
    Fill { slot: &mut slot, cx: &mut cx }.deserialize(deserializer).map_err(|error| match cx.take_path() {
        path if path.is_empty() => error,
        path => D::Error::custom(format_args!("{path}: {error}")),
    })
}

/// Decodes a JSON value into a slot.
pub(crate) fn json_value(slot: Slot<'_>, value: &serde_json::Value) -> Result<(), DecodeError> {
    let mut cx = Context::default();
    value::root(slot, &Tree::of(value), &mut cx).map_err(|refusal| DecodeError {
        path: cx.take_path(),
        message: refusal.0,
        position: None,
    })
}

/// The values that one of is expected, as an error lists them.
pub fn one_of<T: Debug>(values: &[T]) -> Cow<'static, str> {
    either(values.iter().map(|value| format!("{value:?}")))
}

/// Several texts, one of which is expected, as an error lists them.
pub(crate) fn either(values: impl ExactSizeIterator<Item = String>) -> Cow<'static, str> {
    const SHOWN: usize = 12;
    let len = values.len();
    let mut shown: Vec<String> = values.take(SHOWN).collect();
    if len > SHOWN {
        shown.push(format!("{} more", len - SHOWN));
    }
    match &shown[..] {
        [only] => Cow::Owned(only.clone()),
        shown => Cow::Owned(format!("one of {}", shown.join(", "))),
    }
}
