//! The members of an object that its flattened parts consume.

use crate::runtime::codec::decode::member::IndexSet;

/// The members of an object that some of its parts consume, by position.
pub(crate) struct ConsumedMembers {
    members: IndexSet,
    /// For each consumed member, the addresses of the values inside it that no field stores. Sorted; members without such values are left out.
    dropped: Vec<(usize, Vec<usize>)>,
    /// Whether a part forbids all other members.
    pub(crate) denies_others: bool,
}

impl ConsumedMembers {
    /// Creates an empty set for an object with this many members.
    #[inline]
    pub(crate) fn new(count: usize) -> Self {
        Self { members: IndexSet::new(count), dropped: Vec::new(), denies_others: false }
    }

    /// Returns whether no member is consumed.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Returns whether a member is consumed.
    #[inline]
    pub(crate) fn contains(&self, index: usize) -> bool {
        self.members.contains(index)
    }

    /// Adds a member without dropped values, or for a driver that keeps no score.
    #[inline]
    pub(crate) fn insert(&mut self, index: usize) {
        self.members.insert(index);
    }

    /// Adds a member. A value inside it is dropped only if every part that consumes the member drops it.
    pub(crate) fn insert_with_dropped(&mut self, index: usize, dropped: Vec<usize>) {
        let is_new = self.members.insert(index);
        match self.dropped.binary_search_by_key(&index, |(index, _)| *index) {
            Ok(position) => keep_common(&mut self.dropped[position].1, dropped),
            Err(position) if is_new && !dropped.is_empty() => self.dropped.insert(position, (index, dropped)),
            Err(_) => {}
        }
    }

    /// Adds all members of an object with this many members. No value inside them is dropped.
    pub(crate) fn insert_all(&mut self, count: usize) {
        (0..count).for_each(|index| _ = self.members.insert(index));
        self.dropped.clear();
    }

    /// Adds the members that another part of the same object consumes.
    #[inline]
    pub(crate) fn add(&mut self, other: Self) {
        if !self.dropped.is_empty() || !other.dropped.is_empty() {
            self.merge_dropped(&other);
        }
        self.members.add(&other.members);
        self.denies_others |= other.denies_others;
    }

    #[cold]
    fn merge_dropped(&mut self, other: &Self) {
        for (index, dropped) in &mut self.dropped {
            if other.contains(*index) {
                let position = other.dropped.binary_search_by_key(index, |(index, _)| *index);
                let theirs = position.map_or_else(|_| Vec::new(), |position| other.dropped[position].1.clone());
                keep_common(dropped, theirs);
            }
        }
        self.dropped.extend(other.dropped.iter().filter(|(index, _)| !self.members.contains(*index)).cloned());
        self.dropped.sort_unstable_by_key(|(index, _)| *index);
    }

    /// Returns the addresses of the dropped values inside consumed members.
    pub(crate) fn into_dropped(self) -> impl Iterator<Item = usize> {
        self.dropped.into_iter().flat_map(|(_, dropped)| dropped)
    }
}

/// Keeps the values that both lists have.
fn keep_common(values: &mut Vec<usize>, mut others: Vec<usize>) {
    others.sort_unstable();
    values.retain(|value| others.binary_search(value).is_ok());
}
