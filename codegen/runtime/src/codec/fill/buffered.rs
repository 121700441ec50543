//! The driver of the rules for a value in memory. It keeps the score, and says why a value is refused.

use super::any::twice;
use super::context::{Context, Refusal};
use super::object::Seen;
use super::policy::{self, Choice, ConsumedMembers, MemberSource, Source, Tagged, likely, tagged};
use super::scalar::put;
use super::value::fill;
use crate::runtime::codec::tree::{Members, Tree};
use crate::runtime::codec::{Kind, Slot, Union, UnionTable};

/// A value in memory.
pub(crate) struct Buffered<'a, 't> {
    pub(crate) whole: &'a Tree<'t>,
    pub(crate) cx: &'a mut Context,
}

impl<'a, 't> Buffered<'a, 't> {
    fn members(&self) -> Option<&'a Members<'t>> {
        match self.whole {
            Tree::Object(members) => Some(members),
            Tree::Array(_) | Tree::Scalar(_) => None,
        }
    }
}

impl Source for Buffered<'_, '_> {
    type Error = Refusal;

    const EXPLAINS: bool = true;

    fn context(&mut self) -> &mut Context {
        self.cx
    }

    fn refuse(&mut self, refusal: impl FnOnce() -> Refusal) -> Refusal {
        refusal()
    }

    fn tag(&mut self, table: &UnionTable, name: &'static str) -> Result<Tagged, Refusal> {
        let tag = self.members().and_then(|members| members.get(name));
        tagged(table, tag).inspect_err(|_| self.cx.in_member(name))
    }

    fn likely(&mut self, union: &mut dyn Union) -> Result<Seen, Refusal> {
        Ok(likely(union, (0..self.count()).map(|index| self.name(index))))
    }

    fn choose_by_score(&mut self, union: &mut dyn Union, kind: Kind) -> Result<Choice, Refusal> {
        policy::choose(self, union, kind)
    }

    fn read(&mut self, slot: Slot<'_>) -> Result<(), Refusal> {
        match self.whole {
            Tree::Scalar(scalar) => put(slot, scalar.borrowed(), self.cx),
            whole => fill(slot, whole, self.cx),
        }
    }
}

impl MemberSource for Buffered<'_, '_> {
    fn count(&self) -> usize {
        self.members().map_or(0, Members::len)
    }

    fn name(&self, index: usize) -> &str {
        self.members().and_then(|members| members.at(index)).map_or("", |(name, _)| name)
    }

    fn member(&mut self, index: usize, slot: Slot<'_>, consumed: &mut ConsumedMembers) -> Result<(), Refusal> {
        let Some((name, value)) = self.members().and_then(|members| members.at(index)) else { return Ok(()) };
        let before = std::mem::take(&mut self.cx.lost);
        let filled = fill(slot, value, self.cx).inspect_err(|_| self.cx.in_name(name));
        consumed.insert_with_lost(index, std::mem::replace(&mut self.cx.lost, before));
        filled
    }

    fn repeated(&mut self, index: usize) -> Refusal {
        twice(self.name(index))
    }

    fn reason(&mut self, part: usize, refusal: Refusal) -> Result<Option<String>, Refusal> {
        Ok(Some(self.cx.reason(&format!("part {part}"), &refusal)))
    }
}
