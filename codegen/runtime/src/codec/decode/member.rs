//! Members of objects: which field a member belongs to, and which required members are missing.
//!
//! Layer 2 of decoding: imports `error` and `context`.

use super::context::Context;
use super::error::{ErrorMessage, duplicate_member};
use crate::runtime::codec::pattern::matches;
use crate::runtime::codec::{Member, Object, ObjectTable, Presence, Slot};

/// The decoding of an object from a stream of members.
pub(crate) struct ObjectDecoder<'a> {
    pub(crate) object: &'a mut dyn Object,
    table: &'static ObjectTable,
    /// The declared members so far.
    present: IndexSet,
    /// The number of the declared member that is likely to be next.
    hint: usize,
    /// The name of the last undeclared member.
    name: String,
}

/// The target of a member. It is small, because the deserializer returns one for each member.
#[derive(Clone, Copy)]
pub(crate) enum MemberTarget {
    /// The field of the declared member with this number.
    Declared(u32),
    /// A map of undeclared members, or none.
    Undeclared,
}

/// Looks up a name in a table.
pub(crate) struct MemberNameSeed<'a> {
    table: &'static ObjectTable,
    hint: usize,
    name: &'a mut String,
}

impl<'a> ObjectDecoder<'a> {
    /// Creates the decoder of an object without members so far.
    pub(crate) fn new(object: &'a mut dyn Object, table: &'static ObjectTable) -> Self {
        Self { object, table, present: IndexSet::new(table.members.len()), hint: 0, name: String::new() }
    }

    /// Returns the seed that looks up the next member.
    #[inline]
    pub(crate) fn name_seed(&mut self) -> MemberNameSeed<'_> {
        MemberNameSeed { table: self.table, hint: self.hint, name: &mut self.name }
    }

    /// Adds a declared member to the present ones.
    #[inline]
    pub(crate) fn add_declared(&mut self, index: u32) -> Result<(usize, &'static Member), ErrorMessage> {
        let index = index as usize;
        let member = &self.table.members[index];
        self.hint = index + 1;
        if self.present.insert(index) { Ok((index, member)) } else { Err(duplicate_member(member.name)) }
    }

    /// Adds the last undeclared member to its map, and returns its slot. `None` if no map stores it.
    pub(crate) fn add_undeclared(&mut self) -> Result<Option<Slot<'_>>, ErrorMessage> {
        let Some(field) = map_field(self.table, &self.name) else { return Ok(None) };
        match self.object.slot(field) {
            Slot::Map(map) => map.insert(self.name.clone()).map(Some).ok_or_else(|| duplicate_member(&self.name)),
            _ => Ok(None),
        }
    }

    /// Adds the last undeclared member to the path of the error.
    pub(crate) fn in_undeclared(&self, cx: &mut Context) {
        cx.in_member(self.name.as_str());
    }

    /// Reports missing required members.
    pub(crate) fn check_required(&self) -> Result<(), ErrorMessage> {
        self.table.check_required(&self.present)
    }
}

impl MemberNameSeed<'_> {
    /// Returns the target of the member with this name.
    #[inline]
    pub(crate) fn look_up(self, name: &str) -> MemberTarget {
        match self.table.find(name, self.hint).and_then(|index| u32::try_from(index).ok()) {
            Some(index) => MemberTarget::Declared(index),
            None => {
                name.clone_into(self.name);
                MemberTarget::Undeclared
            }
        }
    }
}

/// Returns the number of the field, a map, that stores an undeclared member.
pub(crate) fn map_field(table: &ObjectTable, name: &str) -> Option<usize> {
    if table.withheld.contains(&name) {
        return None;
    }
    let pattern = table.patterns.iter().position(|pattern| matches(pattern, name) == Some(true));
    pattern.map(|index| table.members.len() + index).or(table.undeclared.field())
}

/// Returns the slot of a declared member that is present. An optional member can be null only if its own type can.
#[inline]
pub(crate) fn member_slot<'a>(object: &'a mut dyn Object, table: &ObjectTable, index: usize) -> Slot<'a> {
    match (table.members.get(index), object.slot(index)) {
        (Some(member), Slot::Nullable(place)) if member.presence == Presence::Optional => place.set_non_null(),
        (_, slot) => slot,
    }
}

impl ObjectTable {
    /// Returns whether the required members are present.
    fn has_required(&self, present: &IndexSet) -> bool {
        let mut members = self.members.iter().enumerate();
        members.all(|(index, member)| member.presence != Presence::Required || present.contains(index))
    }

    /// Returns whether the required members are among members with these names.
    pub(crate) fn has_required_among<'n>(&self, names: impl Iterator<Item = &'n str>) -> bool {
        let mut present = IndexSet::new(self.members.len());
        let mut hint = 0;
        for name in names {
            if let Some(index) = self.find(name, hint) {
                present.insert(index);
                hint = index + 1;
            }
        }
        self.has_required(&present)
    }

    /// Reports missing required members.
    pub(crate) fn check_required(&self, present: &IndexSet) -> Result<(), ErrorMessage> {
        if self.required_sets.is_empty() && self.has_required(present) {
            return Ok(());
        }
        let missing: Vec<String> = self
            .members
            .iter()
            .enumerate()
            .filter(|(index, member)| member.presence == Presence::Required && !present.contains(*index))
            .map(|(_, member)| format!("`{}`", member.name))
            .collect();
        if !missing.is_empty() {
            let members = if missing.len() == 1 { "member" } else { "members" };
            let names = missing.join(", ");
            return Err(ErrorMessage(format!("the object `{}` is missing the required {members} {names}", self.name)));
        }
        let is_present = |name: &&str| self.find(name, 0).is_some_and(|index| present.contains(index));
        if !self.required_sets.is_empty() && !self.required_sets.iter().any(|set| set.iter().all(is_present)) {
            let sets: Vec<String> = self.required_sets.iter().map(|set| format!("`{}`", set.join("` and `"))).collect();
            return Err(ErrorMessage(format!(
                "the object `{}` must have at least one of these sets of members: {}",
                self.name,
                sets.join("; ")
            )));
        }
        Ok(())
    }
}

/// A set of small numbers: members of an object, or variants of a union.
pub(crate) struct IndexSet {
    first: u64,
    rest: Vec<u64>,
}

impl IndexSet {
    /// Creates an empty set for numbers below `count`.
    #[inline]
    pub(crate) fn new(count: usize) -> Self {
        // Most objects are small, and need no allocation.
        let rest = if count <= 64 { Vec::new() } else { vec![0; count.div_ceil(64) - 1] };
        Self { first: 0, rest }
    }

    /// Adds a number. Returns whether it is new.
    #[inline]
    pub(crate) fn insert(&mut self, index: usize) -> bool {
        let word = match index / 64 {
            0 => &mut self.first,
            other => match self.rest.get_mut(other - 1) {
                Some(word) => word,
                None => return false,
            },
        };
        let bit = 1 << (index % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Returns whether the set is empty.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.first == 0 && self.rest.iter().all(|word| *word == 0)
    }

    /// Adds the numbers of another set with the same count.
    #[inline]
    pub(crate) fn add(&mut self, other: &Self) {
        self.first |= other.first;
        self.rest.iter_mut().zip(&other.rest).for_each(|(word, other)| *word |= other);
    }

    /// Returns whether the set contains a number.
    #[inline]
    pub(crate) fn contains(&self, index: usize) -> bool {
        let word = match index / 64 {
            0 => Some(&self.first),
            other => self.rest.get(other - 1),
        };
        word.is_some_and(|word| word & (1 << (index % 64)) != 0)
    }
}
