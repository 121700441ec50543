//! Finds members of objects by their wire names. Without an index, naming the inline types of a large object would compare all its members
//! with each other.

use foldhash::HashMap;

use super::words;
use crate::ir::{Api, Member, TypeId};

/// The members of all objects.
#[derive(Debug, Default)]
pub(super) struct MemberIndex<'a> {
    by_wire: HashMap<(TypeId, &'a str), &'a Member>,
    /// The number of members of an object whose names differ at most in case and punctuation.
    similar: HashMap<(TypeId, String), usize>,
}

impl<'a> MemberIndex<'a> {
    /// Creates the index for all types.
    pub(super) fn of(api: &'a Api) -> Self {
        let mut index = Self::default();
        for (id, def) in api.types.iter().enumerate() {
            for member in def.shape.members() {
                index.by_wire.insert((TypeId(id), member.wire.as_str()), member);
                *index.similar.entry((TypeId(id), words::letters(&member.wire))).or_default() += 1;
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
