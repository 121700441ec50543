//! The codec: how models are decoded and encoded.
//!
//! A type tells of itself through [`Field`]: a table and a few small functions that the macros of this module write. Two drivers walk
//! those tables, `fill` and `write`; they alone are generic over formats, and are compiled once, not once per type.
//! [`serde::Serialize`] and [`serde::Deserialize`] of a model only call them, so that every self-describing format works.

mod enumeration;
mod field;
mod fill;
mod impls;
mod macros;
mod merge;
mod pattern;
mod shape;
mod text;
mod write;

pub use serde;

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
#[cfg(feature = "validate")]
pub(crate) use self::write::each_kept;
pub use self::write::serialize;
pub use crate::{integer_enum, newtype, object, rules, serde_impls, string_enum, tuple, union, value_enum, whole};
