//! The macros that generated code calls: one for each shape, which writes a table and a few functions.
//!
//! Each macro is one flat rule without recursion, so that its expansion is cheap. The generator writes the numbers of fields, because a
//! macro cannot count cheaply. All paths start with `crate::runtime`, which exists in both layouts of a crate.

#![expect(
    clippy::crate_in_macro_def,
    reason = "in a crate of its own the runtime is a module: `crate::runtime` exists in both layouts"
)]

mod enumeration;
mod object;
mod rules;
mod union;
mod wrapper;
