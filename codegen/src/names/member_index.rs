//! Finds members of objects by their wire names. Without an index, naming the inline types of a large object would compare all its members
//! with each other.

use foldhash::{HashMap, HashSet};

use super::words;
use crate::ir::{Api, Member, NameSource, Shape, TypeId, TypePart};

/// The members of the objects that contain inline types.
#[derive(Debug, Default)]
pub(super) struct MemberIndex<'a> {
    by_wire: HashMap<(TypeId, &'a str), &'a Member>,
    /// The number of members of an object whose names differ at most in case and punctuation.
    similar: HashMap<(TypeId, String), usize>,
}

impl<'a> MemberIndex<'a> {
    /// Creates the index.
    pub(super) fn of(api: &'a Api) -> Self {
        let mut index = Self::default();
        let parents: HashSet<TypeId> = api.types.iter().filter_map(|def| parent(api, &def.name)).collect();
        for id in parents {
            for member in api.shape(id).map_or(&[][..], Shape::members) {
                index.by_wire.insert((id, member.wire.as_str()), member);
                *index.similar.entry((id, words::letters(&member.wire))).or_default() += 1;
            }
        }
        index
    }

    /// Returns the member of an object.
    pub(super) fn get(&self, id: TypeId, wire: &str) -> Option<&'a Member> {
        self.by_wire.get(&(id, wire)).copied()
    }

    /// Whether another member of the object has the same letters and digits, apart from their case.
    pub(super) fn has_similar(&self, id: TypeId, wire: &str) -> bool {
        self.similar.get(&(id, words::letters(wire))).is_some_and(|count| *count > 1)
    }
}

/// Returns the object of whose member a type is a part.
fn parent(api: &Api, name: &NameSource) -> Option<TypeId> {
    match name {
        NameSource::Part { parent, part: TypePart::Member(_), .. } => Some(api.definition(*parent)),
        NameSource::Part { .. }
        | NameSource::Operation { .. }
        | NameSource::Component(_)
        | NameSource::Referenced(_)
        | NameSource::Given(_)
        | NameSource::Merged { .. } => None,
    }
}
