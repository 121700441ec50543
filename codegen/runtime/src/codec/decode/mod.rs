//! Decoding: walks a value and the slots that it goes into at the same time.
//!
//! Three drivers read values, and all of them follow the same rules:
//!
//! - `stream` reads any serde format.
//! - `json` reads JSON text without serde.
//! - `buffered` reads a value in memory: unions and flattened parts may need a value more than once.
//!
//! The modules form layers. Each imports only layers below its own:
//!
//! 5. `stream`, `json`: the drivers for input.
//! 4. `buffered`: the driver for values in memory, to which the others switch.
//! 3. `policy`: the rules for unions and flattened parts, over the trait that each driver implements.
//! 2. `scalar`, `member`: scalars into slots, members into fields.
//! 1. `error`, `context`: messages, and the state of a decoding run.
//!
//! Decoding is recursive: a value contains objects, and objects contain values. Inside a driver that recursion stays in one place: a file
//! of `stream`, a file of `buffered`, the methods of the reader of `json`. Between rules and drivers it goes through the trait.

mod buffered;
mod context;
mod error;
pub(crate) mod json;
mod member;
mod policy;
mod scalar;
mod stream;

use serde::de::{DeserializeSeed, Deserializer, Error};

use self::context::Context;
#[cfg(feature = "http")]
pub(crate) use self::error::expected;
pub use self::error::one_of;
pub(crate) use self::error::one_of_texts;
use self::error::{LEVELS, too_deep};
#[cfg(feature = "http")]
pub(crate) use self::member::IndexSet;
#[cfg(any(feature = "http", feature = "validate"))]
pub(crate) use self::member::map_field;
use self::stream::SlotSeed;
use crate::runtime::DecodeError;
use crate::runtime::codec::tree::Tree;
use crate::runtime::codec::{Field, Slot};

/// Decodes a value of any format; the error shows the path.
///
/// # Errors
/// Returns an error if the value is not valid for the type.
pub fn deserialize<'de, T: Field, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::placeholder();
    deserialize_into(value.slot(), deserializer)?;
    Ok(value)
}

fn deserialize_into<'de, D: Deserializer<'de>>(mut slot: Slot<'_>, deserializer: D) -> Result<(), D::Error> {
    let mut cx = Context::default();
    SlotSeed { slot: &mut slot, cx: &mut cx }.deserialize(deserializer).map_err(|error| match cx.take_path() {
        path if path.is_empty() => error,
        path => D::Error::custom(format_args!("{path}: {error}")),
    })
}

/// Decodes a JSON value into a slot.
pub(crate) fn json_value(slot: Slot<'_>, value: &serde_json::Value) -> Result<(), DecodeError> {
    let mut cx = Context::default();
    let result = match Tree::of(value, LEVELS.into()) {
        Some(value) => buffered::decode(slot, &value, &mut cx),
        None => Err(too_deep()),
    };
    result.map_err(|message| DecodeError { path: cx.take_path(), message: message.0, position: None })
}
