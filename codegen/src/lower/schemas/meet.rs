//! The meet of schemas: what all of them allow. Everything that is typed is a meet; most are of one schema.
//!
//! A meet is compared by what it is made of, never by what the parts say, so that it can be the key under which a type is
//! found again. There are finitely many, hence recursion through `allOf` ends.

use std::rc::Rc;

use super::kinds::Kinds;
use crate::openapi::SchemaId;

/// What of a schema counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Facet {
    /// All of it. Of a component that others extend by its discriminator: it or any of them.
    Whole,
    /// All of it but those that extend it.
    Own,
    /// Its keywords without references, `allOf`, `oneOf` and `anyOf`.
    Keywords,
    /// Only its `oneOf`.
    OneOf,
    /// Only its `anyOf`.
    AnyOf,
}

/// A part of a meet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// A schema, or a facet of it.
    Schema(SchemaId, Facet),
    /// At least one of several meets: the outcomes of a condition.
    Any(Rc<[Meet]>),
    /// Just one of several meets: branches with the same tag.
    One(Rc<[Meet]>),
}

impl Part {
    pub(super) fn whole(id: SchemaId) -> Self {
        Self::Schema(id, Facet::Whole)
    }

    /// The meets of which one must hold, if it is no schema.
    pub(super) fn choice(&self) -> Option<&Rc<[Meet]>> {
        match self {
            Self::Schema(..) => None,
            Self::Any(meets) | Self::One(meets) => Some(meets),
        }
    }

    /// A schema that stands for the part in messages.
    pub(super) fn schema(&self) -> Option<SchemaId> {
        match self {
            Self::Schema(id, _) => Some(*id),
            Self::Any(meets) | Self::One(meets) => meets.iter().flat_map(|meet| &meet.parts).find_map(Self::schema),
        }
    }
}

/// What all of the parts allow, as far as it is of one of the kinds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Meet {
    pub(super) parts: Vec<Part>,
    pub(super) kinds: Kinds,
}

impl Meet {
    /// The same, as far as it is of one of the kinds.
    pub(super) fn limited(&self, kinds: Kinds) -> Self {
        Self { parts: self.parts.clone(), kinds: self.kinds.and(kinds) }
    }

    /// A schema that stands for the meet in messages.
    pub(super) fn schema(&self) -> Option<SchemaId> {
        self.parts.iter().find_map(Part::schema)
    }
}
