//! The codec: decoding and encoding of models.
//!
//! A type describes itself through [`Field`]: a table and a few small functions that the macros of this module write. Two modules walk
//! those tables, `decode` and `encode`. Only they are generic over formats, so they are compiled once per format, not once per type.
//! [`serde::Serialize`] and [`serde::Deserialize`] of a model only call them, so every self-describing format works, with the
//! limits of nesting of JSON text: 127 levels are decoded, and 512 encoded.
//! JSON text, the format of clients, does not use serde: `decode::json` reads it and `encode::json` writes it.
//!
//! Dependencies go one way: macros → `decode`, `encode` → `merge`, `tree` → `scalar` → `decimal`. All of them use the tables in `shape` and
//! the slots and views in `field`. Two pairs depend on each other, because their data does: `field` with `shape`, and `tree` with `merge`.
//!
//! The type of a field need not implement [`Field`]: a custom type, which the settings name, is decoded into a [`Storage`] first. Types without
//! such fields are not affected.
//!
//! A field can hold the text of a number ([`Slot::Number`], [`View::Number`]): a decimal of more digits than a float has. JSON text keeps
//! all digits, even where a value is buffered to read it twice or to merge it (`tree`). Other formats have only integers and floats, and so
//! does [`serde_json::Value`]: there a number is exact or an error. `serde_json`'s `arbitrary_precision`, which would change the `Value` of
//! every crate of a build, is not needed and does no harm.
//!
//! The number of a type's function bodies determines most of its cost for `cargo check`, their size the rest. For a build, the lines of
//! LLVM IR determine the cost. Therefore tables are promoted constants (a static is a body of its own), and `Eq` is an empty impl (its
//! derive writes a body). Rejected: fields borrowed as `&dyn Field`, through which a table can also debug-print, compare and clone. For a
//! crate of 487 types, `cargo check` then takes 0.84 of the CPU time and MIR shrinks to 0.78, but the vtables and their contents for each
//! type of a field make 1.8 times the LLVM IR. If only `Debug` works like that, it is 0.89 of the MIR and 1.25 times the LLVM IR.
//!
//! `Hash` is not derived either: `hash` computes it from the view. Its derive takes 1.03 to 1.10 of the CPU time of `cargo check` of the
//! models.

mod added_tag;
mod decimal;
mod decode;
mod defaults;
mod encode;
mod enumeration;
mod field;
mod hash;
mod macros;
mod merge;
mod pattern;
mod scalar;
mod shape;
mod special_bytes;
mod std_types;
mod storage;
mod tree;

pub use serde;

pub use self::added_tag::with_tag;
pub use self::decimal::{Decimal, is_json_number};
#[cfg(feature = "http")]
pub(crate) use self::decode::IndexSet;
#[cfg(feature = "http")]
pub(crate) use self::decode::expected;
#[cfg(any(feature = "http", feature = "validate"))]
pub(crate) use self::decode::map_field;
pub use self::decode::{deserialize, one_of};
pub(crate) use self::decode::{json, json_value};
pub use self::defaults::{MayBeAbsent, set_default};
pub(crate) use self::encode::json::to_exact_json;
#[cfg(feature = "http")]
pub(crate) use self::encode::json::{to_json, to_json_text};
pub use self::encode::serializer::serialize;
pub use self::enumeration::{
    ComparableText, find_json, integer, integer_or_unknown, is_like_json, literal, one_of_json, parse_integer,
    parse_text, text_or_unknown, unknown, unknown_text,
};
pub use self::field::*;
pub use self::hash::hash;
#[cfg(feature = "validate")]
pub(crate) use self::merge::each_member;
pub(crate) use self::merge::to_json_value;
#[cfg(all(feature = "validate", feature = "ecma-regex"))]
pub(crate) use self::pattern::CompiledExpressions;
#[cfg(feature = "validate")]
pub(crate) use self::pattern::matches as matches_pattern;
pub use self::shape::*;
pub use self::std_types::Never;
pub(crate) use self::storage::decode_stored;
pub use self::storage::{HasPlaceholder, Present, Storage, decode_storage, store, stored};
#[cfg(any(feature = "http", feature = "validate"))]
pub(crate) use self::tree::Tree;
pub use crate::runtime::big_integer::compare_integers;
pub use crate::{
    big_integer_enum, equality, integer_enum, newtype, object, rules, serde_impls, string_enum, tuple, union,
    value_enum, whole,
};
