//! The rules of decoding: which variant of a union a value is, and which flattened parts of an object it has.
//!
//! Layer 3 of decoding: imports `member`, `context` and `error`, and never a driver. The rules are written once, over tables and slots. They
//! access the value only through [`ValueSource`] and [`MemberSource`], which two drivers implement: `buffered` for a value in memory, and
//! `json` for text that it rereads as often as needed. The `stream` of another format cannot go back: it only follows the tag, and buffers
//! the value for all other rules.

mod consumed;
mod flattened;
mod trial;
mod union;

pub(crate) use self::consumed::ConsumedMembers;
pub(crate) use self::flattened::decode_flattened;
pub(crate) use self::trial::choose_by_trial;
pub(crate) use self::union::{
    Choice, TagMatch, Trial, candidates_by_members, candidates_by_type, choose_variant, decode_union, match_tag,
    match_tag_text, single,
};
use super::context::Context;
use super::error::ErrorMessage;
use super::member::IndexSet;
use crate::runtime::codec::{JsonType, Slot, Union, UnionTable};

/// Access to a value that is decoded into a union.
pub(crate) trait ValueSource {
    /// The reason why the value is invalid. Empty if the driver stores the reason itself, or nobody needs it.
    type Error;

    /// Whether errors list the reasons of all variants. Only trials on a buffered value collect them.
    const EXPLAINS: bool;

    /// Returns the state of the decoding run.
    fn context(&mut self) -> &mut Context;

    /// Creates an error.
    fn error(&mut self, message: impl FnOnce() -> ErrorMessage) -> Self::Error;

    /// Returns the variant that the tag, the member with this name, selects.
    fn match_tag(&mut self, table: &UnionTable, name: &'static str) -> Result<TagMatch, Self::Error>;

    /// Calls [`candidates_by_members`] with the names of the object's members.
    fn candidates_by_members(&mut self, union: &mut dyn Union) -> Result<IndexSet, Self::Error>;

    /// Decodes the value into a variant if it matches so well that no other can match better. A driver that cannot do this faster than
    /// [`choose_by_score`](Self::choose_by_score) does not try.
    fn matches_exactly(&mut self, union: &mut dyn Union, variant: usize) -> bool {
        let _ = (union, variant);
        false
    }

    /// Chooses the variant with the best score: [`choose_by_trial`] with the buffered value.
    fn choose_by_score(&mut self, union: &mut dyn Union, json_type: JsonType) -> Result<Choice, Self::Error>;

    /// Decodes the complete value into a slot.
    fn decode(&mut self, slot: Slot<'_>) -> Result<(), Self::Error>;
}

/// Access to the members of an object, which several flattened parts may decode.
pub(crate) trait MemberSource: ValueSource {
    /// Returns the number of members.
    fn count(&self) -> usize;

    /// Returns the name of a member.
    fn name(&self, index: usize) -> &str;

    /// Decodes a member into a slot, and adds it to the consumed members.
    fn decode_member(
        &mut self,
        index: usize,
        slot: Slot<'_>,
        consumed: &mut ConsumedMembers,
    ) -> Result<(), Self::Error>;

    /// Creates the error for a member whose name appeared before.
    fn duplicate(&mut self, index: usize) -> Self::Error;

    /// Returns the reason why a part does not match, if the driver explains.
    ///
    /// # Errors
    ///
    /// Returns the error if no other part may be tried: the value is not invalid, but a limit was reached.
    fn reason(&mut self, part: usize, error: Self::Error) -> Result<Option<String>, Self::Error>;
}
