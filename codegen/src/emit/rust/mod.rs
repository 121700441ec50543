//! Rust source elements that all emitters share: identifiers, types, the `use` lines of a file, `#[cfg]` and files.
//!
//! This module knows the IR and the chosen names. It does not know the items of the output: `models`, `operations`, `client` and
//! `webhooks` write those.

mod custom_type;
mod features;
mod lookup;
mod tokens;
mod types;
mod uses;

pub(super) use self::features::Features;
pub(super) use self::lookup::{Lookup, Presence, ResolvedStructure, not_null};
pub use self::tokens::File;
pub(crate) use self::tokens::word;
pub(super) use self::tokens::{bare, braces, default_impl, exports, ident, identifier};
pub(super) use self::types::json_type;
pub(super) use self::uses::Uses;
