//! Which members of an object its parts consume.

use crate::runtime::codec::fill::object::Seen;

/// The members of an object that some of its parts consume, by position.
pub(crate) struct ConsumedMembers {
    members: Seen,
    /// The values inside consumed members that are lost all the same, by their addresses. Sorted; members that lose nothing are left out.
    lost: Vec<(usize, Vec<usize>)>,
    /// Whether a part forbids all others.
    pub(crate) denies_others: bool,
}

impl ConsumedMembers {
    /// None, of an object with this many members.
    #[inline]
    pub(crate) fn new(count: usize) -> Self {
        Self { members: Seen::new(count), lost: Vec::new(), denies_others: false }
    }

    /// Whether no member is consumed.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Whether this member is consumed.
    #[inline]
    pub(crate) fn contains(&self, index: usize) -> bool {
        self.members.contains(index)
    }

    /// Adds a member of which nothing is lost, or nobody keeps the score.
    #[inline]
    pub(crate) fn insert(&mut self, index: usize) {
        self.members.insert(index);
    }

    /// Adds a member. A value inside it is lost only if every part that consumes the member loses it.
    pub(crate) fn insert_with_lost(&mut self, index: usize, lost: Vec<usize>) {
        let is_new = self.members.insert(index);
        match self.lost.binary_search_by_key(&index, |(index, _)| *index) {
            Ok(place) => self.lost[place].1.retain(|value| lost.contains(value)),
            Err(place) if is_new && !lost.is_empty() => self.lost.insert(place, (index, lost)),
            Err(_) => {}
        }
    }

    /// Adds all members of an object with this many; nothing inside them is lost.
    pub(crate) fn insert_all(&mut self, count: usize) {
        (0..count).for_each(|index| _ = self.members.insert(index));
        self.lost.clear();
    }

    /// Adds the members that another part of the same object consumes.
    #[inline]
    pub(crate) fn add(&mut self, other: Self) {
        if !self.lost.is_empty() || !other.lost.is_empty() {
            self.merge_lost(&other);
        }
        self.members.add(&other.members);
        self.denies_others |= other.denies_others;
    }

    #[cold]
    fn merge_lost(&mut self, other: &Self) {
        for (index, lost) in &mut self.lost {
            if other.contains(*index) {
                let place = other.lost.binary_search_by_key(index, |(index, _)| *index);
                let theirs = place.map_or(&[][..], |place| &other.lost[place].1);
                lost.retain(|value| theirs.contains(value));
            }
        }
        self.lost.extend(other.lost.iter().filter(|(index, _)| !self.members.contains(*index)).cloned());
        self.lost.sort_unstable_by_key(|(index, _)| *index);
    }

    /// The addresses of the values that are lost inside consumed members.
    pub(crate) fn into_lost(self) -> impl Iterator<Item = usize> {
        self.lost.into_iter().flat_map(|(_, lost)| lost)
    }
}
