//! Items whose layout needs no thought: printed from their tokens, without a syntax tree in between.
//!
//! Most of the output are structs, enums, constructors and setters, of the same few shapes. They are printed here exactly as
//! `prettyplease` prints them, several times as fast; what is not known here (`None`), or would have to be broken where that is not
//! known, goes the long way. A test holds the two equal.

mod attributes;
mod expressions;
mod items;
mod members;
mod out;
#[cfg(test)]
mod tests;
mod types;

pub(super) use items::item;
pub(super) use out::Out;
