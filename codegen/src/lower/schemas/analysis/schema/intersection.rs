//! Intersections of schemas: the values that all operands allow. Every schema is typed as an intersection; most have one
//! operand.
//!
//! Two intersections are equal if their operands are the same schemas. Two schemas with equal text are different schemas. The builder
//! therefore uses an intersection as the key of its type. There are finitely many intersections, so recursion through `allOf` ends.

use std::rc::Rc;

use super::json_types::JsonTypes;
use crate::openapi::SchemaId;

/// The portion of a schema that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Portion {
    /// The whole schema. A discriminated component also stands for its subtypes.
    Whole,
    /// The whole schema; a discriminated component does not stand for its subtypes.
    WithoutSubtypes,
    /// The keywords of the schema without references, `allOf`, `oneOf` and `anyOf`.
    OwnKeywords,
    /// Only its `oneOf`.
    OneOf,
    /// Only its `anyOf`.
    AnyOf,
}

/// An operand of an intersection.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Operand {
    /// A schema, or a portion of it.
    Schema(SchemaId, Portion),
    /// At least one of several intersections, for example the outcomes of a condition.
    Any(Rc<[Intersection]>),
    /// Exactly one of several intersections: branches with the same tag.
    ExactlyOne(Rc<[Intersection]>),
}

impl Operand {
    pub(crate) fn whole(id: SchemaId) -> Self {
        Self::Schema(id, Portion::Whole)
    }

    /// The alternatives of an operand that is not a schema.
    pub(crate) fn alternatives(&self) -> Option<&Rc<[Intersection]>> {
        match self {
            Self::Schema(..) => None,
            Self::Any(alternatives) | Self::ExactlyOne(alternatives) => Some(alternatives),
        }
    }

    /// The schema that represents the operand in messages.
    pub(crate) fn schema(&self) -> Option<SchemaId> {
        match self {
            Self::Schema(id, _) => Some(*id),
            Self::Any(alternatives) | Self::ExactlyOne(alternatives) => {
                alternatives.iter().flat_map(|intersection| &intersection.operands).find_map(Self::schema)
            }
        }
    }
}

/// The values of the given JSON types that all operands allow.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Intersection {
    pub(crate) operands: Vec<Operand>,
    pub(crate) json_types: JsonTypes,
}

impl Intersection {
    /// Returns the same intersection, limited to the given JSON types.
    pub(crate) fn limited(&self, json_types: JsonTypes) -> Self {
        Self { operands: self.operands.clone(), json_types: self.json_types.and(json_types) }
    }

    /// The schema that represents the intersection in messages.
    pub(crate) fn schema(&self) -> Option<SchemaId> {
        self.operands.iter().find_map(Operand::schema)
    }
}
