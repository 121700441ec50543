//! The API as a whole.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Feature, Operation, SecurityScheme, TypeDef, TypeId, Webhook};
use crate::diag::Place;

/// An API.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
    /// What it is.
    pub description: Option<String>,
    /// Its servers, in order.
    pub servers: Vec<Server>,
    /// Groups of operations, in order, with their descriptions.
    pub tags: Vec<(String, Option<String>)>,
    /// All types; a [`TypeId`] is an index into it.
    pub types: Vec<TypeDef>,
    /// All operations, in the order of the document.
    pub operations: Vec<Operation>,
    /// Calls that the API makes to its user.
    pub webhooks: Vec<Webhook>,
    /// The Cargo features that it is parted into; empty if it is not.
    pub features: Vec<Feature>,
    /// The ways to authorise; operations refer to them by index.
    pub security_schemes: Vec<SecurityScheme>,
    /// Field names that the settings give to members, by type and wire name.
    pub given_members: BTreeMap<(TypeId, String), String>,
    /// What was not carried over in full: the rows of `coverage.json`.
    pub coverage: Vec<CoverageNote>,
}

impl Api {
    /// The definition of a type.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0 as usize]
    }
}

/// A server of the API.
#[derive(Debug, Clone)]
pub struct Server {
    /// The URL template; relative ones were resolved against the origin of the document where that is known.
    pub url: String,
    /// What it is for.
    pub description: Option<String>,
    /// The template's variables, in order.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's URL template.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// Its name in the template.
    pub name: String,
    /// The value unless another is given.
    pub default: String,
    /// The only values allowed; empty if any is.
    pub values: Vec<String>,
    /// What it is.
    pub description: Option<String>,
}

/// A construct that the output carries only in part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageNote {
    /// What kind of loss: `constraint` (documented, not typed), `untyped` (a `Value`), `raw` (bytes or text), `left_out`.
    pub kind: CoverageKind,
    /// The keyword or construct, for example `if`.
    pub construct: String,
    /// Where it stands.
    pub place: Place,
    /// What was done instead.
    pub note: String,
}

/// The kind of a [`CoverageNote`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CoverageKind {
    /// Only constrains values; it is in the docs, the type does not enforce it.
    Constraint,
    /// The schema allows anything: the type is `Value`.
    Untyped,
    /// Carried as raw bytes or text.
    Raw,
    /// Not in the output at all.
    LeftOut,
}

/// Documentation of an item, as the document gives it (CommonMark, not yet made safe for Rust docs).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Docs {
    /// `title`.
    pub title: Option<String>,
    /// `summary` or the first line.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// Constraints in words, a line each: `At most 255 characters.`
    pub constraints: Vec<String>,
    /// The schema's default.
    pub default: Option<Value>,
    /// Examples.
    pub examples: Vec<Value>,
    /// `deprecated`.
    pub deprecated: bool,
}
