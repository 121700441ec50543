//! Turns the schemas of a document into types.
//!
//! [`SchemaLowering`] is the interface: it types the components first, then a schema for each place of an operation, and returns
//! the finished definitions. The work is done in four phases, each in a folder:
//!
//! | phase | what it does | what it alone knows | may import |
//! |---|---|---|---|
//! | `patterns` | translates regular expressions | the syntax of ECMA-262 | – |
//! | `analysis` | answers questions about schemas, in four layers, without changing anything | the keywords of a schema | `patterns`, the document |
//! | `builder` | creates the types | definitions, settings, coverage notes, diagnostics | `analysis`, `settings` |
//! | `rules` | writes the rules for `validate()`, when all types exist | rules | `analysis` |
//!
//! Every schema is typed as an `Intersection`: the values that several schemas allow together. `allOf`, `$ref` with siblings
//! and keywords next to a `oneOf` are all intersections. An intersection that simplifies to a single component is a reference
//! to that component's definition. Every other intersection is resolved to keywords and choices (`ResolvedSchema`), and typed
//! by construct.

mod analysis;
mod builder;
mod patterns;
mod rules;
mod settings;
#[cfg(test)]
mod tests;

use foldhash::{HashSet, HashSetExt};
use serde_json::Value;

use crate::diag::Diagnostics;
use crate::ir::{Constraints, CoverageNote, Docs, JsonType, OperationPart, ParameterLocation, Rule, Type, TypeDef};
use crate::openapi::SchemaId;
use builder::{BuiltTypes, DefinitionOwner, TypeBuilder};

use analysis::resolution::{self, ContentKeywords};
use analysis::schema;
use rules::WrittenRules;

pub use analysis::schema::SchemaAnalysis;
pub use settings::{FormatType, TypeSettings};

/// Turns the schemas of a document into types.
pub struct SchemaLowering<'d> {
    analysis: &'d SchemaAnalysis<'d>,
    builder: TypeBuilder<'d>,
    /// The parameters that need rules, and their schemas.
    parameters: Vec<(ParameterUse, SchemaId)>,
    /// The diagnostics of the analysis.
    diagnostics: Diagnostics,
}

/// The part of an operation that uses a schema. A definition for the schema is named after it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SchemaUse {
    /// Index into the operations (or webhooks) of the API.
    pub operation: usize,
    /// Whether the index is one of the webhooks.
    pub webhook: bool,
    /// The part of the operation.
    pub part: OperationPart,
}

/// A parameter of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterUse {
    /// Index into the operations of the API.
    pub operation: usize,
    /// The location.
    pub location: ParameterLocation,
    /// The wire name.
    pub wire: String,
}

/// The result of [`SchemaLowering::finish`].
#[derive(Debug, Default)]
pub struct LoweredSchemas {
    /// All types. The components come first, in their order.
    pub types: Vec<TypeDef>,
    /// The rules of parameters, see [`SchemaLowering::want_rules`].
    pub parameter_rules: Vec<(ParameterUse, Vec<Rule>)>,
    /// The parts of schemas that the types do not express in full.
    pub coverage: Vec<CoverageNote>,
    /// The problems that were found.
    pub diagnostics: Diagnostics,
}

/// The schemas whose types do not check the format. The builder collects them for the rules.
#[derive(Debug, Default)]
struct UncheckedFormats {
    /// Nothing checks the format, because the document contradicts it.
    contradicted: HashSet<SchemaId>,
    /// A rule checks the format, because the type accepts more.
    by_rule: HashSet<SchemaId>,
}

impl<'d> SchemaLowering<'d> {
    /// Starts with the analysis of a document. Call [`Self::lower_components`] next.
    #[must_use]
    pub fn new(analysis: &'d SchemaAnalysis<'d>, settings: TypeSettings) -> Self {
        let mut diagnostics = Diagnostics::default();
        for diagnostic in schema::mistyped_values(analysis.document()) {
            diagnostics.push(diagnostic);
        }
        for diagnostic in analysis.excluded_branches().into_iter().chain(analysis.invalid_patterns()) {
            diagnostics.push(diagnostic);
        }
        Self { analysis, builder: TypeBuilder::new(analysis, settings), parameters: Vec::new(), diagnostics }
    }

    /// Defines a type for each component. Called once, before any [`Self::ty`].
    pub fn lower_components(&mut self) {
        self.builder.define_components();
    }

    /// Returns the type of a schema where an operation uses it. It is `Nullable` if the schema allows null.
    pub fn ty(&mut self, schema: SchemaId, schema_use: &SchemaUse) -> Type {
        let intersection = self.analysis.intersection_of(schema);
        let ty = self.builder.type_of(&intersection, &DefinitionOwner::Operation(schema_use.clone()));
        self.builder.build_pending();
        ty
    }

    /// Requests the rules of a parameter with this schema. [`Self::finish`] returns them: they may refer to any type.
    pub fn want_rules(&mut self, parameter: ParameterUse, schema: SchemaId) {
        self.parameters.push((parameter, schema));
    }

    /// Returns the constraints on a value of the schema itself. Values inside it are not constrained here.
    #[must_use]
    pub fn constraints(&self, schema: SchemaId) -> Constraints {
        builder::constraints_of(self.analysis, &self.analysis.intersection_of(schema))
    }

    /// Returns the documentation that is written in the schema itself.
    #[must_use]
    pub fn docs(&self, schema: SchemaId) -> Docs {
        builder::docs_of(self.analysis, &[schema])
    }

    /// Returns `default` of the schema or of a schema to which it refers.
    #[must_use]
    pub fn default_value(&self, schema: SchemaId) -> Option<Value> {
        self.analysis.default_value(schema)
    }

    /// Returns the JSON types that a value of the schema can have.
    #[must_use]
    pub fn json_types(&self, schema: SchemaId) -> Vec<JsonType> {
        self.analysis.json_types_of(schema).effective().list()
    }

    /// Returns the only value that matches the schema: a `const`, or an `enum` of one value.
    #[must_use]
    pub fn fixed_value(&self, schema: SchemaId) -> Option<Value> {
        resolution::fixed_value(self.analysis, schema)
    }

    /// Whether a value of the schema is a file: a string of `format: binary`, or one with a `contentMediaType` and no
    /// `contentEncoding`. `Some(true)` for a list of files.
    #[must_use]
    pub fn file(&self, schema: SchemaId) -> Option<bool> {
        resolution::file(self.analysis, schema)
    }

    /// Whether a value of the schema is a string of `format: binary`.
    #[must_use]
    pub fn is_binary(&self, schema: SchemaId) -> bool {
        resolution::is_binary(self.analysis, schema)
    }

    /// Returns the schema of each part that a value of the schema becomes: the items of an array, else the schema itself.
    #[must_use]
    pub fn part_schema(&self, schema: SchemaId) -> SchemaId {
        resolution::part_schema(self.analysis, schema)
    }

    /// Whether the schema says nothing about its values, not even their type.
    #[must_use]
    pub fn is_untyped(&self, schema: SchemaId) -> bool {
        resolution::is_untyped(self.analysis, schema)
    }

    /// Returns the keywords about the content of a string.
    #[must_use]
    pub(crate) fn content_keywords(&self, schema: SchemaId) -> ContentKeywords {
        resolution::content_keywords(self.analysis, schema)
    }

    /// Returns all definitions with their rules, the coverage notes and the diagnostics.
    #[must_use]
    pub fn finish(mut self) -> LoweredSchemas {
        let BuiltTypes { mut types, intersections, sibling_tags, unchecked_formats, mut coverage, diagnostics } =
            self.builder.finish();
        self.diagnostics.extend(diagnostics);
        let schemas: Vec<SchemaId> = self.parameters.iter().map(|(_, schema)| *schema).collect();
        let WrittenRules { types: rules, uses, notes } =
            rules::write(self.analysis, &types, &intersections, &schemas, sibling_tags, unchecked_formats);
        types.iter_mut().zip(rules).for_each(|(def, rules)| def.rules = rules);
        let parameter_rules = self.parameters.into_iter().map(|(parameter, _)| parameter).zip(uses).collect();
        coverage.extend(notes);
        builder::add_tag_members(&mut types);
        let mut seen = HashSet::new();
        coverage.retain(|note| seen.insert((note.kind, note.construct.clone(), note.place.clone())));
        LoweredSchemas { types, parameter_rules, coverage, diagnostics: self.diagnostics }
    }
}
