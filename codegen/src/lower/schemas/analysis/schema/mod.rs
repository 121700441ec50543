//! Answers questions about single schemas: their keywords, JSON types, formats and listed values, and the components they belong to.
//!
//! This layer knows the document, and the IR's vocabulary for values (JSON types, formats, enum values, source locations).
//! It is the only layer with state: [`SchemaAnalysis::new`] computes its tables once, the JSON types of every schema
//! (`json_types`), the discriminated components and their subtypes (`inheritance`), the component to which each schema
//! belongs (`components`), the examples that contradict the format of their schema (`shown_values`), and the translations of the regular
//! expressions (`patterns`). Nothing that a caller does changes an answer: every method takes `&self`.
//!
//! It does not follow `allOf`, `oneOf` or `anyOf` for a value; that is the task of `resolution`.

mod components;
mod excluded_branches;
mod formats;
mod implied_types;
mod inheritance;
mod intersection;
mod json_types;
mod keywords;
mod listed_values;
mod mistyped_values;
mod numbers;
mod patterns;
mod referenced;
mod shown_values;

use serde_json::Value;

use crate::diag::{Diagnostic, SourceLocation};
use crate::lower::schemas::patterns::Patterns;
use crate::openapi::{Document, Keywords, SchemaId, SchemaKind};
use inheritance::Inheritance;
use json_types::JsonTypesTable;
use shown_values::ContradictingValues;

pub(crate) use crate::lower::schemas::patterns::Untranslatable;
pub(crate) use components::Components;
pub(crate) use formats::{accepts, encoded_format, samples, shows_other_form, string_format, typed_format};
pub(crate) use implied_types::implied_types;
pub(crate) use intersection::{Intersection, Operand, Portion};
pub(crate) use json_types::{JsonTypes, SchemaJsonTypes, composed_schemas};
pub(crate) use keywords::effects_of;
pub(crate) use listed_values::{SchemaKeywords, is_same_listed_value, is_same_value};
pub(crate) use mistyped_values::mistyped_values;
pub(crate) use numbers::{NamedNumbers, first_beyond, format_range, integer, integer_format, number};
pub(crate) use shown_values::{ShownBy, ShownValue};

/// A chain of references is followed for at most this many steps; this ends cycles.
const MAX_REFERENCES: usize = 64;

/// Answers questions about the schemas of a document.
#[derive(Debug)]
pub struct SchemaAnalysis<'d> {
    document: &'d Document,
    json_types: JsonTypesTable,
    inheritance: Inheritance,
    components: Components<'d>,
    contradicting_values: ContradictingValues<'d>,
    /// The translations of the regular expressions.
    patterns: Patterns,
}

impl<'d> SchemaAnalysis<'d> {
    /// Analyses the schemas of a document.
    #[must_use]
    pub fn new(document: &'d Document) -> Self {
        Self {
            document,
            json_types: json_types::of_document(document),
            inheritance: Inheritance::of(document),
            components: Components::of(document),
            contradicting_values: shown_values::contradicting_values(document),
            patterns: patterns::of_document(document),
        }
    }

    /// The document that is analysed.
    pub(crate) fn document(&self) -> &'d Document {
        self.document
    }

    /// The keywords of a schema; `None` for `true` and `false`.
    pub(crate) fn keywords(&self, id: SchemaId) -> Option<&'d Keywords> {
        keywords_of(self.document, id)
    }

    /// Whether a schema is `false`.
    pub(crate) fn is_false(&self, id: SchemaId) -> bool {
        self.document.schemas.get(id.0).is_some_and(|schema| matches!(schema.kind, SchemaKind::Bool(false)))
    }

    /// The JSON types of a schema.
    pub(crate) fn json_types_of(&self, id: SchemaId) -> SchemaJsonTypes {
        self.json_types.schemas.get(id.0).copied().unwrap_or(SchemaJsonTypes::ANY)
    }

    /// The JSON types that `type` of a schema states, and those of branches that it would exclude.
    pub(crate) fn stated_types(&self, schema: SchemaKeywords<'_>) -> Option<JsonTypes> {
        self.json_types.stated(schema.id, schema.keywords)
    }

    /// A diagnostic for each `type` that excludes a branch of the choice next to it.
    pub(crate) fn excluded_branches(&self) -> Vec<Diagnostic> {
        excluded_branches::excluded_branches(self.document, &self.json_types)
    }

    /// The intersection of operands, limited to the JSON types that all of them allow.
    pub(crate) fn intersection(&self, operands: Vec<Operand>) -> Intersection {
        let mut json_types = SchemaJsonTypes::ANY;
        for operand in &operands {
            json_types = json_types.and(match operand {
                Operand::Schema(id, portion) => self.json_types_of_portion(*id, *portion),
                Operand::Any(alternatives) | Operand::ExactlyOne(alternatives) => {
                    let any = alternatives.iter().fold(JsonTypes::NONE, |any, other| any.or(other.json_types));
                    SchemaJsonTypes { stated: any, implied: JsonTypes::NONE }
                }
            });
        }
        Intersection { operands, json_types: json_types.effective() }
    }

    fn json_types_of_portion(&self, id: SchemaId, portion: Portion) -> SchemaJsonTypes {
        let Some(keywords) = self.keywords(id) else { return self.json_types_of(id) };
        let branches = match portion {
            Portion::Whole | Portion::WithoutSubtypes => return self.json_types_of(id),
            Portion::OwnKeywords => {
                return json_types::of_own_keywords(keywords, self.json_types.stated(id, keywords));
            }
            Portion::OneOf => &keywords.one_of,
            Portion::AnyOf => &keywords.any_of,
        };
        let json_types_of = |id: &SchemaId| self.json_types_of(*id).effective();
        SchemaJsonTypes {
            stated: branches.iter().map(json_types_of).fold(JsonTypes::NONE, JsonTypes::or),
            implied: JsonTypes::NONE,
        }
    }

    /// The intersection that consists of one schema.
    pub(crate) fn intersection_of(&self, id: SchemaId) -> Intersection {
        self.intersection(vec![Operand::whole(id)])
    }

    /// The branches that can apply to a value of the given JSON types. Null is removed from branches, unless it is the only type.
    pub(crate) fn possible_branches(&self, branches: &[SchemaId], json_types: JsonTypes) -> Vec<Intersection> {
        let json_types = if json_types.is_nullable() { json_types.non_null() } else { json_types };
        let branches = branches.iter().map(|id| self.intersection_of(*id).limited(json_types));
        branches.filter(|branch| !branch.json_types.is_empty()).collect()
    }

    /// The schema and all schemas to which it leads by `$ref` alone.
    pub(crate) fn reference_chain(&self, id: SchemaId) -> impl Iterator<Item = SchemaId> + use<'d> {
        reference_chain(self.document, id)
    }

    /// `default` of the schema or of a schema to which it refers. `None` if its numbers are not exact.
    pub(crate) fn default_value(&self, id: SchemaId) -> Option<Value> {
        let mut chain = self.reference_chain(id).filter_map(|id| self.keywords(id));
        let keywords = chain.find(|keywords| keywords.default.is_some())?;
        if keywords.rounded.contains(&"default") { None } else { keywords.default.clone() }
    }

    /// The examples and defaults in the document that contradict the format of a schema.
    pub(crate) fn contradicting_values(&self, id: SchemaId) -> &[ShownValue<'d>] {
        self.contradicting_values.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The components of the document.
    pub(crate) fn components(&self) -> &Components<'d> {
        &self.components
    }

    /// The name for a branch of a union: the name of the component to which it refers, otherwise its title.
    pub(crate) fn branch_name(&self, id: SchemaId) -> Option<String> {
        let component = self.reference_chain(id).find_map(|id| self.components.name(id)).map(str::to_owned);
        component.or_else(|| self.keywords(id)?.title.clone())
    }

    /// Whether the schema is a discriminated component that others extend.
    pub(crate) fn is_parent(&self, id: SchemaId) -> bool {
        self.inheritance.is_parent(id)
    }

    /// Whether a component is or extends a schema with a discriminator.
    pub(crate) fn has_discriminated_components(&self) -> bool {
        self.inheritance.has_ancestors()
    }

    /// The schemas with a discriminator that a schema is or extends, the nearest first.
    pub(crate) fn discriminated_ancestors(&self, id: SchemaId) -> Vec<SchemaId> {
        self.inheritance.ancestors(self.document, id)
    }

    /// A discriminated component without its subtypes, then each of its subtypes.
    pub(crate) fn family_members(&self, parent: SchemaId) -> Vec<Intersection> {
        let ids = std::iter::once(parent).chain(self.inheritance.subtypes(parent).iter().copied());
        ids.map(|id| self.intersection(vec![Operand::Schema(id, Portion::WithoutSubtypes)])).collect()
    }

    /// Where a schema is written.
    pub(crate) fn place(&self, id: SchemaId) -> SourceLocation {
        self.document.schemas.get(id.0).map(|schema| schema.place.clone()).unwrap_or_default()
    }

    /// Where the first schema of an intersection is written.
    pub(crate) fn place_of(&self, intersection: &Intersection) -> SourceLocation {
        intersection.schema().map(|id| self.place(id)).unwrap_or_default()
    }
}

fn keywords_of(document: &Document, id: SchemaId) -> Option<&Keywords> {
    match &document.schemas.get(id.0)?.kind {
        SchemaKind::Bool(_) => None,
        SchemaKind::Keywords(keywords) => Some(keywords),
    }
}

fn reference_chain(document: &Document, id: SchemaId) -> impl Iterator<Item = SchemaId> + use<'_> {
    let next = move |id: &SchemaId| keywords_of(document, *id).and_then(|keywords| keywords.reference);
    std::iter::successors(Some(id), next).take(MAX_REFERENCES)
}
