//! Objects: which member goes where. What is the same for a stream of members and for a buffered value.

use super::any::twice;
use super::context::{Context, Refusal};
use crate::runtime::codec::pattern::matches;
use crate::runtime::codec::{Extra, Member, Object, ObjectTable, Presence, Slot};

/// An object that is being filled from a stream.
pub(crate) struct Members<'a> {
    pub(crate) object: &'a mut dyn Object,
    table: &'static ObjectTable,
    /// Which members were there.
    seen: Seen,
    /// The number of the member that is likely to be next.
    hint: usize,
    /// The name of the last member that is not declared.
    name: String,
}

/// Where a member goes. Small, because it is handed up through the format once for each member.
#[derive(Clone, Copy)]
pub(crate) enum Key {
    /// Into the field of the declared member with this number.
    Declared(u32),
    /// Into a map, or nowhere.
    Other,
}

/// Looks a name up in a table.
pub(crate) struct KeySeed<'a> {
    table: &'static ObjectTable,
    hint: usize,
    name: &'a mut String,
}

impl<'a> Members<'a> {
    /// None yet.
    pub(crate) fn new(object: &'a mut dyn Object, table: &'static ObjectTable) -> Self {
        Self { object, table, seen: Seen::new(table.members.len()), hint: 0, name: String::new() }
    }

    /// What looks up the next member.
    #[inline]
    pub(crate) fn key_seed(&mut self) -> KeySeed<'_> {
        KeySeed { table: self.table, hint: self.hint, name: &mut self.name }
    }

    /// Notes that a declared member is there.
    #[inline]
    pub(crate) fn declared(&mut self, index: u32) -> Result<(usize, &'static Member), Refusal> {
        let index = index as usize;
        let member = &self.table.members[index];
        self.hint = index + 1;
        if self.seen.insert(index) { Ok((index, member)) } else { Err(twice(member.name)) }
    }

    /// Where the value of the last member that is not declared goes; `None` if nowhere.
    pub(crate) fn catch_all(&mut self) -> Result<Option<Slot<'_>>, Refusal> {
        let Some(field) = catch_all(self.table, &self.name) else { return Ok(None) };
        match self.object.slot(field) {
            Slot::Map(map) => map.insert(self.name.clone()).map(Some).ok_or_else(|| twice(&self.name)),
            _ => Ok(None),
        }
    }

    /// Notes that an error came from the last member that is not declared.
    pub(crate) fn blame(&self, cx: &mut Context) {
        cx.in_name(self.name.as_str());
    }

    /// Refuses the object if a required member is missing.
    pub(crate) fn finish(&self) -> Result<(), Refusal> {
        self.table.finish(&self.seen)
    }
}

impl KeySeed<'_> {
    /// Where the member with this name goes.
    #[inline]
    pub(crate) fn look_up(self, name: &str) -> Key {
        match self.table.find(name, self.hint).and_then(|index| u32::try_from(index).ok()) {
            Some(index) => Key::Declared(index),
            None => {
                name.clone_into(self.name);
                Key::Other
            }
        }
    }
}

/// Which members were there.
pub(crate) struct Seen {
    first: u64,
    rest: Vec<u64>,
}

/// The number of the field that takes an undeclared member, which is a map.
pub(crate) fn catch_all(table: &ObjectTable, name: &str) -> Option<usize> {
    let pattern = table.patterns.iter().position(|pattern| matches(pattern, name));
    pattern.map(|place| table.members.len() + place).or(match table.extra {
        Extra::Kept(field) => Some(field),
        Extra::Ignored | Extra::Denied => None,
    })
}

/// The slot of a declared member that is there: an optional one can be null only if its own type can.
#[inline]
pub(crate) fn member_slot<'a>(object: &'a mut dyn Object, table: &ObjectTable, index: usize) -> Slot<'a> {
    match (table.members.get(index), object.slot(index)) {
        (Some(member), Slot::Nullable(place)) if member.presence == Presence::Optional => place.fill(),
        (_, slot) => slot,
    }
}

impl ObjectTable {
    /// The number of the member with this name, which is likely to be `hint`.
    #[inline]
    pub(crate) fn find(&self, name: &str, hint: usize) -> Option<usize> {
        if self.members.get(hint).is_some_and(|member| member.name == name) {
            return Some(hint);
        }
        let (before, after) = self.members.split_at_checked(hint).unwrap_or((self.members, &[]));
        let place = after.iter().position(|member| member.name == name);
        place.map(|place| place + hint).or_else(|| before.iter().position(|member| member.name == name))
    }

    /// Whether the required members were there.
    fn has_required(&self, seen: &Seen) -> bool {
        let mut members = self.members.iter().enumerate();
        members.all(|(index, member)| member.presence != Presence::Required || seen.contains(index))
    }

    /// Whether the required members are among members of these names.
    pub(crate) fn has_required_among<'n>(&self, names: impl Iterator<Item = &'n str>) -> bool {
        let mut seen = Seen::new(self.members.len());
        let mut hint = 0;
        for name in names {
            if let Some(index) = self.find(name, hint) {
                seen.insert(index);
                hint = index + 1;
            }
        }
        self.has_required(&seen)
    }

    /// Refuses the object if a required member is missing.
    pub(crate) fn finish(&self, seen: &Seen) -> Result<(), Refusal> {
        if self.required_sets.is_empty() && self.has_required(seen) {
            return Ok(());
        }
        let mut missing = self
            .members
            .iter()
            .enumerate()
            .filter(|(index, member)| member.presence == Presence::Required && !seen.contains(*index));
        if let Some((_, member)) = missing.next() {
            let mut text = format!("the member `{}`", member.name);
            for (_, member) in missing {
                text.push_str(&format!(", `{}`", member.name));
            }
            return Err(Refusal(format!("{} lacks {text}", self.article())));
        }
        let there = |name: &&str| self.find(name, 0).is_some_and(|index| seen.contains(index));
        if !self.required_sets.is_empty() && !self.required_sets.iter().any(|set| set.iter().all(there)) {
            let sets: Vec<String> =
                self.required_sets.iter().map(|set| format!("`{}`", set.join("` with `"))).collect();
            return Err(Refusal(format!("{} lacks all of {}: one must be there", self.article(), sets.join(", "))));
        }
        Ok(())
    }

    fn article(&self) -> String {
        format!("the object `{}`", self.name)
    }
}

impl Seen {
    /// None yet, of this many.
    #[inline]
    pub(crate) fn new(members: usize) -> Self {
        // Most objects are small: nothing is called for them.
        let rest = if members <= 64 { Vec::new() } else { vec![0; members.div_ceil(64) - 1] };
        Self { first: 0, rest }
    }

    /// Notes a member; answers whether it is the first of its name.
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

    /// Whether there was none.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.first == 0 && self.rest.iter().all(|word| *word == 0)
    }

    /// Adds the members of another set, of the same number.
    #[inline]
    pub(crate) fn add(&mut self, other: &Self) {
        self.first |= other.first;
        self.rest.iter_mut().zip(&other.rest).for_each(|(word, other)| *word |= other);
    }

    /// Whether this member was there.
    #[inline]
    pub(crate) fn contains(&self, index: usize) -> bool {
        let word = match index / 64 {
            0 => Some(&self.first),
            other => self.rest.get(other - 1),
        };
        word.is_some_and(|word| word & (1 << (index % 64)) != 0)
    }
}
