//! Objects: which member goes where. What is the same for a stream of members and for a buffered value.

use super::context::Refusal;
use crate::runtime::codec::pattern::matches;
use crate::runtime::codec::{Extra, Object, ObjectTable, Presence, Slot};

/// Which members were there.
pub(crate) struct Seen {
    first: u64,
    rest: Vec<u64>,
}

/// Where an undeclared member is kept: the number of the field, a map.
pub(crate) fn keeper(table: &ObjectTable, name: &str) -> Option<usize> {
    let pattern = table.patterns.iter().position(|pattern| matches(pattern, name));
    pattern.map(|place| table.members.len() + place).or(match table.extra {
        Extra::Kept(field) => Some(field),
        Extra::Ignored | Extra::Denied => None,
    })
}

/// The slot of a declared member that is there: an optional one can be null only if its own type can.
pub(crate) fn member_slot<'a>(object: &'a mut dyn Object, table: &ObjectTable, index: usize) -> Slot<'a> {
    match (table.members.get(index), object.slot(index)) {
        (Some(member), Slot::Nullable(place)) if member.presence == Presence::Optional => place.fill(),
        (_, slot) => slot,
    }
}

impl ObjectTable {
    /// The number of the member with this name, which is likely to be `hint`.
    pub(crate) fn find(&self, name: &str, hint: usize) -> Option<usize> {
        let (before, after) = self.members.split_at_checked(hint).unwrap_or((self.members, &[]));
        let place = after.iter().position(|member| member.name == name);
        place.map(|place| place + hint).or_else(|| before.iter().position(|member| member.name == name))
    }

    /// Judges which members were there.
    pub(crate) fn finish(&self, seen: &Seen) -> Result<(), Refusal> {
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
    pub(crate) fn new(members: usize) -> Self {
        Self { first: 0, rest: vec![0; members.div_ceil(64).saturating_sub(1)] }
    }

    /// Notes a member; answers whether it is the first of its name.
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

    fn contains(&self, index: usize) -> bool {
        let word = match index / 64 {
            0 => Some(&self.first),
            other => self.rest.get(other - 1),
        };
        word.is_some_and(|word| word & (1 << (index % 64)) != 0)
    }
}
