//! Encoding: writes the view of a value.
//!
//! `serializer` writes any serde format, and `json` writes JSON text without serde. Both write the same JSON. They share `disjoint`, and
//! `codec::merge` for objects whose members are in several fields.

mod disjoint;
pub(super) mod json;
pub(super) mod serializer;
