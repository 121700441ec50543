//! What generated code calls: one macro for each shape, a table with a few functions around it.
//!
//! Each is one flat rule without recursion, so that it is cheap to expand; the numbers that a field has in its table are written out
//! by the generator, because a macro cannot count cheaply. All paths go by `crate::runtime`, which exists wherever the runtime does.

#![expect(
    clippy::crate_in_macro_def,
    reason = "in a crate of its own the runtime is a module: `crate::runtime` exists in both layouts"
)]

mod enumeration;
mod object;
mod rules;
mod union;
mod wrapper;
