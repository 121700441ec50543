//! What a user can change about types.

use std::collections::{BTreeMap, BTreeSet};

/// The user's choices about types.
#[derive(Debug, Clone, Default)]
pub struct TypeSettings {
    /// The Rust type of each format that has one of the user's.
    pub formats: BTreeMap<String, FormatType>,
    /// The Rust type (a path) of each component that has one of the user's.
    pub components: BTreeMap<String, String>,
    /// The Rust type (a path) of each property that has one of the user's, by component and wire name.
    pub properties: BTreeMap<(String, String), String>,
    /// Components whose enumerations and unions refuse values that are not listed.
    pub sealed: BTreeSet<String>,
    /// Whether all enumerations and unions refuse values that are not listed.
    pub seal_all: bool,
}

/// The type of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormatType {
    /// The type that the format has without its name: a string, a number.
    Plain,
    /// A type of the user's, `rust_decimal::Decimal`.
    Path(String),
}
