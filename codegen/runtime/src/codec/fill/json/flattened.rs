//! The driver of the rules for flattened parts in JSON text. It notes where the members of the object are, and each part reads those that it
//! consumes.
//!
//! It keeps no score of what is lost: `object` uses it only where nobody asks for that.

use std::borrow::Cow;

use super::reader::Reader;
use crate::runtime::codec::fill::buffered::Buffered;
use crate::runtime::codec::fill::context::{Context, Refusal};
use crate::runtime::codec::fill::object::Seen;
use crate::runtime::codec::fill::policy::{
    Choice, ConsumedMembers, MemberSource, Source, Tagged, likely, part, select, tagged,
};
use crate::runtime::codec::{Kind, Object, Slot, Union, UnionTable};

/// Where an object and its members are in the text.
pub(super) struct ObjectOffsets<'a> {
    start: usize,
    pub(super) members: Vec<MemberOffset<'a>>,
}

/// The name of a member, and where its value begins.
pub(super) type MemberOffset<'a> = (Cow<'a, str>, usize);

/// An object whose members are read in any order, and as often as needed.
struct Located<'r, 'a, const EXPLAIN: bool> {
    reader: &'r mut Reader<'a, EXPLAIN>,
    object: &'r ObjectOffsets<'a>,
}

impl<'a, const EXPLAIN: bool> Reader<'a, EXPLAIN> {
    /// Reads the object at hand, which has flattened parts.
    pub(super) fn flattened(&mut self, object: &mut dyn Object) -> Option<()> {
        let start = self.place();
        let offsets = self.offsets()?;
        let end = self.place();
        self.back(start);
        self.enter(b'{', b'}')?;
        let mut consumed = ConsumedMembers::new(offsets.members.len());
        part(&mut Located { reader: self, object: &offsets }, Slot::Object(object), &mut consumed).ok()?;
        self.jump(end);
        self.release(offsets);
        Some(())
    }

    /// Passes the object at hand and notes where its members are.
    pub(super) fn offsets(&mut self) -> Option<ObjectOffsets<'a>> {
        let mut offsets = ObjectOffsets { start: self.at, members: std::mem::take(&mut self.spare_offsets) };
        let mut more = self.enter(b'{', b'}')?;
        while more {
            offsets.members.push((self.name()?, self.at));
            self.skip()?;
            more = self.more(b'}')?;
        }
        Some(offsets)
    }

    /// Keeps the memory of a list of members for the next object.
    pub(super) fn release(&mut self, mut offsets: ObjectOffsets<'a>) {
        offsets.members.clear();
        self.spare_offsets = offsets.members;
    }
}

impl<const EXPLAIN: bool> Located<'_, '_, EXPLAIN> {
    /// Reads the value that begins at an offset into a slot.
    fn value_at(&mut self, at: usize, slot: Slot<'_>) -> Result<(), ()> {
        if !self.reader.may_repeat() {
            return Err(());
        }
        self.reader.at = at;
        let read = self.reader.value(slot);
        self.reader.count_again(at);
        read.ok_or(())
    }
}

impl<const EXPLAIN: bool> Source for Located<'_, '_, EXPLAIN> {
    type Error = ();

    // `object` sends nothing here if someone asks for reasons.
    const EXPLAINS: bool = false;

    fn context(&mut self) -> &mut Context {
        &mut self.reader.cx
    }

    fn refuse(&mut self, _: impl FnOnce() -> Refusal) {}

    fn tag(&mut self, table: &UnionTable, name: &'static str) -> Result<Tagged, ()> {
        match self.object.members.iter().find(|(other, _)| other == name) {
            Some((_, at)) => {
                self.reader.at = *at;
                self.reader.tag_value(table, name).ok_or(())
            }
            None => tagged(table, None).map_err(drop),
        }
    }

    fn likely(&mut self, union: &mut dyn Union) -> Result<Seen, ()> {
        Ok(likely(union, self.object.members.iter().map(|(name, _)| &**name)))
    }

    /// Of the members, those of the other parts are lost to any variant, so that none fits exactly: the value is kept at once.
    fn choose_by_score(&mut self, union: &mut dyn Union, kind: Kind) -> Result<Choice, ()> {
        self.reader.at = self.object.start;
        let whole = self.reader.tree().ok_or(())?;
        self.reader.count_again(self.object.start);
        let cx = &mut self.reader.cx;
        cx.begin(&whole);
        let choice = select(&mut Buffered { whole: &whole, cx }, union, kind);
        if cx.end().is_err() {
            // A limit says nothing about the type, so no other part may be tried in its place.
            self.reader.give_up().ok_or(())?;
        }
        choice.map_err(drop)
    }

    fn read(&mut self, slot: Slot<'_>) -> Result<(), ()> {
        self.value_at(self.object.start, slot)
    }
}

impl<const EXPLAIN: bool> MemberSource for Located<'_, '_, EXPLAIN> {
    fn count(&self) -> usize {
        self.object.members.len()
    }

    fn name(&self, index: usize) -> &str {
        self.object.members.get(index).map_or("", |(name, _)| name)
    }

    fn member(&mut self, index: usize, slot: Slot<'_>, consumed: &mut ConsumedMembers) -> Result<(), ()> {
        let (_, at) = self.object.members.get(index).ok_or(())?;
        consumed.insert(index);
        self.value_at(*at, slot)
    }

    fn repeated(&mut self, _: usize) {
        let _: Option<()> = self.reader.give_up();
    }

    fn reason(&mut self, _: usize, error: ()) -> Result<Option<String>, ()> {
        if self.reader.may_repeat() { Ok(None) } else { Err(error) }
    }
}
