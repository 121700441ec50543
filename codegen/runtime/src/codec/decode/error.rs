//! The messages of decoding errors.
//!
//! Layer 1 of decoding: imports the tables and values of the codec, and nothing else of `decode`.
//!
//! Messages never show values, which may be secrets. They name what was expected, and the type of what was found.

use std::borrow::Cow;
use std::fmt::{self, Debug};

use crate::runtime::codec::{Slot, UnionTable};

/// The message of an error. [`Context`](super::context::Context) holds the path to the value, and drivers know the position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ErrorMessage(pub(crate) String);

impl fmt::Display for ErrorMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The description of a number that does not fit into its type.
pub(crate) const OUT_OF_RANGE: &str = "a number out of range";

/// The limit of nesting, which is that of `serde_json`.
pub(crate) const LEVELS: u8 = 127;

/// Reports a value that is nested too deeply.
pub(crate) fn too_deep() -> ErrorMessage {
    ErrorMessage(format!("expected at most {LEVELS} levels of nesting, found more"))
}

/// Reports a value of the wrong type.
pub(crate) fn invalid_type(expected: &str, found: &str) -> ErrorMessage {
    ErrorMessage(format!("expected {expected}, found {found}"))
}

/// Reports a value of the right type that the type of the field rejects.
pub(crate) fn invalid_value(expected: &str, found: &str) -> ErrorMessage {
    // `null` and `the boolean true` are complete descriptions.
    let suffix = if found.starts_with('a') { " that does not match" } else { "" };
    ErrorMessage(format!("expected {expected}, found {found}{suffix}"))
}

/// Reports a member whose name appeared before.
pub(crate) fn duplicate_member(name: &str) -> ErrorMessage {
    ErrorMessage(format!("the member {name:?} appears twice"))
}

/// Reports a list that is too short.
pub(crate) fn too_few_items(required: usize, len: usize) -> ErrorMessage {
    ErrorMessage(format!("expected at least {required} items, found {len}"))
}

/// Reports an item beyond the last allowed one.
pub(crate) fn too_many_items(limit: usize) -> ErrorMessage {
    ErrorMessage(format!("expected at most {limit} items, found more"))
}

/// Describes what a slot accepts, with its article.
pub(crate) fn expected(slot: &Slot<'_>) -> Cow<'static, str> {
    Cow::Borrowed(match slot {
        Slot::Bool(_) => "a boolean",
        Slot::I64(_) => "a 64-bit integer",
        Slot::Integer(place) => place.expected(),
        Slot::F64(_) | Slot::F32(_) => "a number",
        Slot::String(_) => "a string",
        Slot::Text(place) | Slot::Number(place) => return place.expected(),
        Slot::Object(_) | Slot::Map(_) => "an object",
        Slot::List(_) => "an array",
        // The type inside accepts more than null; only its own error names it.
        Slot::Nullable(_) => "a value or null",
        Slot::Union(place) => return expected_variants(place.table()),
        // Only the slot of the storage knows the type.
        Slot::Any(_) | Slot::Stored(..) => "a value",
        Slot::FromValue(place) => return place.expected(),
        Slot::Null => "null",
        Slot::Never => "no value",
    })
}

/// Lists the variants of a union.
pub(crate) fn expected_variants(table: &UnionTable) -> Cow<'static, str> {
    let names: Vec<String> = table.variants.iter().map(|variant| format!("`{}`", variant.name)).collect();
    match names.split_last() {
        Some((last, [])) => Cow::Owned(last.clone()),
        Some((last, before)) => Cow::Owned(format!("{} or {last}", before.join(", "))),
        None => Cow::Borrowed("no value"),
    }
}

/// Lists the allowed values: `one of 1, 2`.
pub fn one_of<T: Debug>(values: &[T]) -> Cow<'static, str> {
    one_of_texts(values.iter().map(|value| format!("{value:?}")))
}

/// Lists the texts of allowed values: `one of 1, 2`.
pub(crate) fn one_of_texts(values: impl ExactSizeIterator<Item = String>) -> Cow<'static, str> {
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
