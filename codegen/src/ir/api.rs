//! The whole API, its servers, coverage notes and documentation.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{ApiRoot, Constraints, Feature, NameSource, Operation, OwnServers, Pattern, PatternEngine, Rule};
use super::{SecurityScheme, Server, Shape, TypeDef, TypeId, Webhook};
use crate::diag::{Losses, SourceLocation};

/// An API: the root of the IR.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// Whether the API is a module of a package or a standalone crate.
    pub root: ApiRoot,
    /// The path of the API's root in a user's code: `generated::pets` or `pets_client`.
    pub rust_path: String,
    /// The file name of the document.
    pub file: String,
    /// The path of each file of the document, relative to the folder of the first one. Indexed by [`crate::diag::FileId`].
    pub files: Vec<String>,
    /// The title (`info.title`).
    pub title: String,
    /// The version of the API (`info.version`).
    pub version: String,
    /// The description (`info.description`).
    pub description: Option<String>,
    /// The servers (`servers`), in order.
    pub servers: Vec<Server>,
    /// The servers of operations that do not use those of the API. Equal lists are one.
    pub own_servers: Vec<OwnServers>,
    /// The tags (`tags`) with their descriptions, in order. Tags that only operations name come last.
    pub tags: Vec<(String, Option<String>)>,
    /// All type definitions. A [`TypeId`] is an index into this list.
    pub types: Vec<TypeDef>,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation>,
    /// The webhooks and callbacks: requests that the API sends.
    pub webhooks: Vec<Webhook>,
    /// The Cargo features that the API is split into. Empty if it is not split.
    pub features: Vec<Feature>,
    /// The security schemes (`components.securitySchemes`). Operations refer to them by index.
    pub security_schemes: Vec<SecurityScheme>,
    /// The path of the property of error responses that contains the API's message. If empty, the client searches for usual properties.
    pub error_message: Vec<String>,
    /// The field names in the setting `rename.members`, by type and wire name.
    pub given_members: BTreeMap<(TypeId, String), String>,
    /// The prefixes that are cut from the names of components (the setting `cut_prefixes`). `None` to cut names that are paths.
    pub cut_prefixes: Option<Vec<String>>,
    /// The names of merged definitions in `names.lock`, by the key of each place.
    pub pinned_merges: BTreeMap<String, String>,
    /// The attribute `recursion_limit` that a crate with these types needs. `None` if the compiler's default is enough.
    pub recursion_limit: Option<usize>,
    /// The constructs that are not fully supported: the rows of `coverage.json`.
    pub coverage: Vec<CoverageNote>,
    /// The parts of the document that errors cost.
    pub losses: Losses,
}

impl Api {
    /// Returns whether `validate()` needs the runtime's feature `ecma-regex`: for expressions with look-around or back references, and for
    /// `format: regex`.
    #[must_use]
    pub fn needs_ecma_regex(&self) -> bool {
        let rules = self.types.iter().map(|def| &def.rules);
        let rules = rules.flat_map(|rules| rules.beyond_type.iter().chain(rules.full.iter().flatten()));
        let parameters = self.operations.iter().flat_map(|operation| &operation.parameters);
        let mut pending: Vec<&Rule> = rules.chain(parameters.flat_map(|parameter| &parameter.rules)).collect();
        while let Some(rule) = pending.pop() {
            let backtracks = |pattern: &Pattern| pattern.engine == PatternEngine::Backtracking;
            let needs = matches!(rule, Rule::Pattern(pattern) | Rule::PatternProperty(pattern, _) if backtracks(pattern))
                || matches!(rule, Rule::AdditionalProperties(_, patterns, _) if patterns.iter().any(backtracks))
                || matches!(rule, Rule::Format(format) if format == "regex");
            if needs {
                return true;
            }
            pending.extend(rule.parts().into_iter().flatten());
        }
        false
    }

    /// Returns the definition of a type.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// Returns the merged definition that a type is an alias of, or the type itself.
    #[must_use]
    pub fn definition(&self, id: TypeId) -> TypeId {
        let target = self.types.get(id.0).and_then(|def| def.shape.alias_of());
        target.filter(|target| self.is_merged(*target)).unwrap_or(id)
    }

    /// Returns the shape of a type. For an alias of a merged definition, returns the definition's shape.
    #[must_use]
    pub fn shape(&self, id: TypeId) -> Option<&Shape> {
        self.types.get(self.definition(id).0).map(|def| &def.shape)
    }

    /// Returns a place as a reference, for example `common.yaml#/components/schemas/Address`. A place in the first file has no path.
    #[must_use]
    pub fn reference(&self, place: &SourceLocation) -> String {
        let file = self.files.get(place.file.0).filter(|_| place.file.0 > 0);
        format!("{}#{}", file.map_or("", String::as_str), place.pointer)
    }

    fn is_merged(&self, id: TypeId) -> bool {
        self.types.get(id.0).is_some_and(|def| matches!(def.name, NameSource::Merged { .. }))
    }
}

/// A construct of the document that the generated code does not fully support.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageNote {
    /// The kind of limitation.
    pub kind: CoverageKind,
    /// The keyword or construct, for example `if`.
    pub construct: String,
    /// The source location of the construct.
    pub place: SourceLocation,
    /// How the generated code treats it instead.
    pub note: String,
}

impl CoverageNote {
    /// The note for a number without bounds, which is an `f64`. Nearly every document has many, so `coverage.json` has one row for all of
    /// them.
    pub const ROUNDED: &str = "`f64` rounds integers beyond 2^53";
}

/// The kind of limitation in a [`CoverageNote`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CoverageKind {
    /// A constraint on values that is documented, but not enforced by the type.
    Constraint,
    /// The type is `Value`, because the schema allows any value.
    Untyped,
    /// The value is raw bytes or text.
    Raw,
    /// The Rust type does not retain all digits of a number.
    Rounded,
    /// The schema has no `type`, so that it allows values of all types. The Rust type follows from its other keywords.
    Implied,
    /// The construct is not in the output.
    LeftOut,
}

/// The documentation of an item from the document: CommonMark that is not yet sanitized for rustdoc.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Docs {
    /// `title`.
    pub title: Option<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// The constraints of the schema's own keywords.
    pub constraints: Constraints,
    /// `default` of the schema.
    pub default: Option<Value>,
    /// `example` and `examples`.
    pub examples: Vec<Value>,
    /// Whether the item is deprecated.
    pub deprecated: Option<Deprecation>,
}

/// An item is deprecated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deprecation {
    /// The reason from the document: CommonMark that is not yet sanitized. `None` if it states none.
    pub note: Option<String>,
}
