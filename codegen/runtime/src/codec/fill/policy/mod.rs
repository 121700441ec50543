//! The rules by which a value finds its place: the variant of a union, and the flattened parts of an object.
//!
//! The rules are written once. They know tables and slots. They see the value only through [`Source`] and [`MemberSource`], which have two
//! drivers: `buffered` for a value in memory, and `json` for text that is read as often as needed. The stream of another format cannot go
//! back: it follows the tag, and buffers the value for all other rules.

mod consumed;
mod flattened;
mod trial;
mod union;

pub(crate) use self::consumed::ConsumedMembers;
pub(crate) use self::flattened::part;
pub(crate) use self::trial::{choose, scalar};
pub(crate) use self::union::{
    Choice, Reading, Tagged, candidates, expected, likely, only, read, select, tagged, tagged_as, unknown,
};
use super::context::{Context, Refusal};
use super::object::Seen;
use crate::runtime::codec::{Kind, Slot, Union, UnionTable};

/// Access to a value that goes into a union.
pub(crate) trait Source {
    /// Why the value is refused. It is empty where the driver keeps the reason itself, or nobody asks for it.
    type Error;

    /// Whether errors list the reasons of all variants. Only trials on a buffered value find them.
    const EXPLAINS: bool;

    /// The state of the decoding run.
    fn context(&mut self) -> &mut Context;

    /// Refuses the value.
    fn refuse(&mut self, refusal: impl FnOnce() -> Refusal) -> Self::Error;

    /// What the tag says, which is the member with this name.
    fn tag(&mut self, table: &UnionTable, name: &'static str) -> Result<Tagged, Self::Error>;

    /// The variants for objects whose required members this object has: [`likely`] of the names of its members.
    fn likely(&mut self, union: &mut dyn Union) -> Result<Seen, Self::Error>;

    /// Reads the value into a variant if it fits so well that no other can fit better. A driver that cannot do this faster than
    /// [`choose_by_score`](Self::choose_by_score) does not try.
    fn fits_exactly(&mut self, union: &mut dyn Union, variant: usize) -> bool {
        let _ = (union, variant);
        false
    }

    /// Chooses the variant with the best score: [`choose`] on the buffered value.
    fn choose_by_score(&mut self, union: &mut dyn Union, kind: Kind) -> Result<Choice, Self::Error>;

    /// Reads the whole value into a slot.
    fn read(&mut self, slot: Slot<'_>) -> Result<(), Self::Error>;
}

/// Access to the members of an object, which several flattened parts may read.
pub(crate) trait MemberSource: Source {
    /// The number of members.
    fn count(&self) -> usize;

    /// The name of a member.
    fn name(&self, index: usize) -> &str;

    /// Reads a member into a slot, and adds it to the consumed members.
    fn member(&mut self, index: usize, slot: Slot<'_>, consumed: &mut ConsumedMembers) -> Result<(), Self::Error>;

    /// Refuses a member whose name came before.
    fn repeated(&mut self, index: usize) -> Self::Error;

    /// Why a part does not fit, if the driver explains.
    ///
    /// # Errors
    ///
    /// If nothing else may be tried: it was not the value that was wrong, but a limit was reached.
    fn reason(&mut self, part: usize, error: Self::Error) -> Result<Option<String>, Self::Error>;
}
