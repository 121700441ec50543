//! The codec: how models are decoded and encoded.
//!
//! A type tells of itself through [`Field`]: a table and a few small functions that the macros of this module write. Two drivers walk
//! those tables, `fill` and `write`; they alone are generic over formats, and are compiled once, not once per type.
//! [`serde::Serialize`] and [`serde::Deserialize`] of a model only call them, so that every self-describing format works.
//! JSON text, which is what clients speak, goes another way: `fill::json` reads it and `text` writes it, without serde in between.
//!
//! A field can be a number by its text ([`Slot::Number`], [`View::Number`]): a decimal of more digits than a float has. JSON text keeps
//! all of them, also where a value is kept to look at it twice or to merge it (`tree`). Other formats have only integers and floats, and so
//! has a [`serde_json::Value`]: there a number is exact or an error. `serde_json`'s `arbitrary_precision`, which would change the `Value` of
//! every crate of a build, is neither needed nor in the way.
//!
//! What a type costs `cargo check` is first the number of its function bodies, then their size; a build pays for lines of LLVM IR. Kept
//! for that: tables are promoted constants (a static is a body of its own), `Eq` is an empty impl (its derive writes a body). Tried and
//! left: fields lent as `&dyn Field`, by which a table can also show, compare and clone. Of a crate of 487 types `cargo check` then takes
//! 0.84 of the CPU, and MIR shrinks to 0.78, but vtables and what they hold for each type of a field make 1.8 times the LLVM IR; with
//! `Debug` alone done so, 0.89 of the MIR and 1.25 times the LLVM IR.

mod bytes;
mod decimal;
mod enumeration;
mod field;
mod fill;
mod impls;
mod macros;
mod merge;
mod parts;
mod pattern;
mod shape;
mod text;
mod tree;
mod write;

pub use serde;

pub(crate) use self::decimal::Decimal;
#[cfg(feature = "validate")]
pub(crate) use self::decimal::is_json_number;
pub use self::enumeration::{
    find_json, integer, is_like_json, literal, one_of_json, parse_text, unknown, unknown_text,
};
pub use self::field::*;
pub use self::fill::{deserialize, one_of};
pub(crate) use self::fill::{json, json_value};
pub use self::impls::Never;
#[cfg(feature = "validate")]
pub(crate) use self::merge::object as merged;
pub(crate) use self::merge::value as to_json_value;
pub use self::shape::*;
pub(crate) use self::text::to_json;
#[cfg(feature = "http")]
pub(crate) use self::text::{to_exact_json, to_json_text};
#[cfg(feature = "validate")]
pub(crate) use self::tree::Items;
#[cfg(any(feature = "http", feature = "validate"))]
pub(crate) use self::tree::Tree;
#[cfg(feature = "validate")]
pub(crate) use self::write::each_kept;
pub use self::write::serialize;
pub use crate::{integer_enum, newtype, object, rules, serde_impls, string_enum, tuple, union, value_enum, whole};
