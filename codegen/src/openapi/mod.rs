//! OpenAPI documents: the one model into which every version of the specification is read.
//!
//! [`read`] turns values into a [`Document`]: the envelope (paths, operations, parameters, bodies, responses, security,
//! servers) through `openapiv3`, schemas through our own JSON Schema 2020-12 model, into which the dialects of 3.0 and 2.0
//! are lifted without loss. All references are resolved here: later stages see [`SchemaId`]s and whole parameters, never a
//! `$ref` string. This module alone knows OpenAPI's keywords and versions; it decides nothing about Rust.

pub mod document;
pub mod schema;

pub use document::*;
pub use schema::*;
