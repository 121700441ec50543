//! oasmith turns OpenAPI documents into Rust client crates.

pub mod diag;
pub mod emit;
pub mod ir;
pub mod lower;
pub mod names;
pub mod openapi;
pub mod overlay;
pub mod passes;
pub mod render;
pub mod source;
