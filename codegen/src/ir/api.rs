//! The API as a whole.

use std::collections::BTreeMap;

use serde_json::Value;

use super::server_url::ServerPosition;
use super::{Feature, Home, NameSource, Operation, SecurityScheme, Shape, TypeDef, TypeId, Webhook};
use crate::diag::Place;

/// An API.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// What its files lie in.
    pub home: Home,
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
    /// The names of merged definitions that earlier runs chose, by the key of each place.
    pub pinned_merges: BTreeMap<String, String>,
    /// What was not carried over in full: the rows of `coverage.json`.
    pub coverage: Vec<CoverageNote>,
}

impl Api {
    /// The definition of a type.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// The merged definition that a type is an alias of, or the type itself.
    #[must_use]
    pub fn definition(&self, id: TypeId) -> TypeId {
        let target = self.types.get(id.0).and_then(|def| def.shape.alias_of());
        target.filter(|target| self.is_merged(*target)).unwrap_or(id)
    }

    /// What a type is, at the place where it is written: not the alias that merging made of it.
    #[must_use]
    pub fn shape(&self, id: TypeId) -> Option<&Shape> {
        self.types.get(self.definition(id).0).map(|def| &def.shape)
    }

    fn is_merged(&self, id: TypeId) -> bool {
        self.types.get(id.0).is_some_and(|def| matches!(def.name, NameSource::Merged { .. }))
    }
}

/// A server of the API.
#[derive(Debug, Clone)]
pub struct Server {
    /// The URL template; relative ones were resolved against the origin of the document where that is known.
    pub url: String,
    /// Its own name.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// The template's variables, in order.
    pub variables: Vec<ServerVariable>,
    /// Whether it can be sent to, and how its URL is made.
    pub base: ServerBase,
}

/// What the URL of a server is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerBase {
    /// An absolute URL.
    Absolute {
        /// Its pieces, in order.
        parts: Vec<ServerPart>,
        /// The URL with the default of every variable; `None` if that is not a valid base URL.
        default_url: Option<String>,
    },
    /// It is relative to the place of the document, which is not known.
    Relative,
    /// No value of its variables makes it a base URL.
    Unusable,
}

/// A piece of a server's URL template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerPart {
    /// Text of the template.
    Text(String),
    /// The value of the variable with this index, which stands there.
    Variable(usize, ServerPosition),
}

impl Server {
    /// The URL with the default of every variable, if that is a valid base URL.
    #[must_use]
    pub fn default_url(&self) -> Option<&str> {
        match &self.base {
            ServerBase::Absolute { default_url, .. } => default_url.as_deref(),
            ServerBase::Relative | ServerBase::Unusable => None,
        }
    }
}

/// A variable of a server's URL template.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// Its name in the template.
    pub name: String,
    /// The value unless another is given; one of `values` if there are any. `None`: the user must give one.
    pub default: Option<String>,
    /// The only values allowed; empty if any is.
    pub values: Vec<String>,
    /// What it is.
    pub description: Option<String>,
}

/// A construct that the output carries only in part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageNote {
    /// What kind of loss: `constraint` (documented, not typed), `untyped` (a `Value`), `raw` (bytes or text), `rounded` (not all digits), `left_out`.
    pub kind: CoverageKind,
    /// The keyword or construct, for example `if`.
    pub construct: String,
    /// Where it stands.
    pub place: Place,
    /// What was done instead.
    pub note: String,
}

impl CoverageNote {
    /// What is said of a number without bounds that is held as a float. Nearly every document has many, so `coverage.json` has one row for
    /// all of them.
    pub const ROUNDED: &str = "`f64` rounds integers beyond 2^53";
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
    /// Held by a type that does not keep all digits.
    Rounded,
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
