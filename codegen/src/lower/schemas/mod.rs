//! Schemas become types.
//!
//! [`SchemaLowering`] is the whole interface: components first, then a type for each place of an operation that has a
//! schema, then the finished list of definitions.

use serde_json::Value;

use crate::diag::Diagnostics;
use crate::ir::{Constraints, CoverageNote, Docs, OperationPart, Type, TypeDef};
use crate::openapi::{Document, SchemaId};

mod settings;

pub use settings::{FormatType, TypeSettings};

/// Turns the schemas of a document into types.
pub struct SchemaLowering<'d> {
    document: &'d Document,
    types: Vec<TypeDef>,
    coverage: Vec<CoverageNote>,
    diagnostics: Diagnostics,
}

/// A place of an operation that has a schema: it names the type, if one has to be defined for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Site {
    /// Index into the operations (or webhooks) of the API.
    pub operation: usize,
    /// Whether the index is one of the webhooks.
    pub webhook: bool,
    /// Which part of it.
    pub part: OperationPart,
}

/// What [`SchemaLowering::finish`] hands over.
#[derive(Debug, Default)]
pub struct LoweredSchemas {
    /// All types, components first and in their order.
    pub types: Vec<TypeDef>,
    /// What was not carried over in full.
    pub coverage: Vec<CoverageNote>,
    /// What is wrong.
    pub diagnostics: Diagnostics,
}

impl<'d> SchemaLowering<'d> {
    /// Starts on a document.
    #[must_use]
    pub fn new(document: &'d Document, _settings: TypeSettings) -> Self {
        Self { document, types: Vec::new(), coverage: Vec::new(), diagnostics: Diagnostics::default() }
    }

    /// Defines a type for each component. Called once, before any [`Self::ty`].
    pub fn lower_components(&mut self) {}

    /// The type of a schema where it is used by an operation. `Nullable` if null is a value of it.
    pub fn ty(&mut self, _schema: SchemaId, _site: &Site) -> Type {
        Type::Any
    }

    /// What `validate()` checks of a value of the schema itself (not of what is inside it).
    #[must_use]
    pub fn constraints(&self, _schema: SchemaId) -> Constraints {
        Constraints::default()
    }

    /// The documentation of the schema at the place where it stands.
    #[must_use]
    pub fn docs(&self, _schema: SchemaId) -> Docs {
        Docs::default()
    }

    /// `default`, of the schema or of what it refers to.
    #[must_use]
    pub fn default_value(&self, schema: SchemaId) -> Option<Value> {
        let _ = self.document.schema(schema);
        None
    }

    /// The only value that fits the schema: a `const`, or an enum of one.
    #[must_use]
    pub fn fixed_value(&self, _schema: SchemaId) -> Option<Value> {
        None
    }

    /// Whether a value of the schema is a file: a string of `format: binary`, or one with a `contentMediaType` and no encoding;
    /// `Some(true)` for a list of files.
    #[must_use]
    pub fn file(&self, _schema: SchemaId) -> Option<bool> {
        None
    }

    /// Ends the work: all definitions, and what is to be said about them.
    #[must_use]
    pub fn finish(self) -> LoweredSchemas {
        LoweredSchemas { types: self.types, coverage: self.coverage, diagnostics: self.diagnostics }
    }
}
