//! Keys of the parts of a value, and of equal values.

use std::hash::{BuildHasher, Hash, RandomState};

/// The key of a part of the value. Parts are views, some of which exist only for a moment, so addresses cannot be keys. A JSON pointer is as long
/// as the names around the part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Location(u128);

/// Creates keys of 128 bits. They are hashes with random keys, which the author of a value does not know: no two different things have the
/// same key, except with a probability that does not matter.
#[derive(Default)]
pub(super) struct Keys(RandomState, RandomState);

impl Keys {
    /// Returns the key of a thing.
    pub(super) fn of(&self, thing: impl Hash) -> u128 {
        (u128::from(self.0.hash_one(&thing)) << 64) | u128::from(self.1.hash_one(&thing))
    }

    /// Returns the key of the item or the member of a part.
    pub(super) fn part(&self, location: Location, step: &str) -> Location {
        Location(self.of((location, 0_u8, step)))
    }

    /// Returns the key of the name of a member.
    pub(super) fn name(&self, location: Location, name: &str) -> Location {
        Location(self.of((location, 1_u8, name)))
    }
}
