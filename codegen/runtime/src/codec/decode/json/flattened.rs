//! The rules for flattened parts in JSON text. The driver stores the offsets of the object's members, and each part reads the members that it
//! consumes.
//!
//! It keeps no score of dropped values: `object` uses it only where no score is needed.

use super::reader::{MemberOffset, Reader};
use crate::runtime::codec::decode::buffered;
use crate::runtime::codec::decode::context::Context;
use crate::runtime::codec::decode::error::ErrorMessage;
use crate::runtime::codec::decode::member::IndexSet;
use crate::runtime::codec::decode::policy::{
    Choice, ConsumedMembers, MemberSource, TagMatch, ValueSource, candidates_by_members, decode_flattened, match_tag,
};
use crate::runtime::codec::{JsonType, Object, Slot, Union, UnionTable};

/// The offsets of an object and its members.
pub(super) struct ObjectOffsets<'a> {
    start: usize,
    pub(super) members: Vec<MemberOffset<'a>>,
}

/// An object whose members are read in any order, and as often as needed.
struct LocatedObject<'r, 'a, const EXPLAIN: bool> {
    reader: &'r mut Reader<'a, EXPLAIN>,
    object: &'r ObjectOffsets<'a>,
}

impl<'a, const EXPLAIN: bool> Reader<'a, EXPLAIN> {
    /// Decodes the next value into an object with flattened parts.
    pub(super) fn decode_flattened_object(&mut self, object: &mut dyn Object) -> Option<()> {
        let start = self.position();
        let offsets = self.locate_members()?;
        let end = self.position();
        self.rewind(start);
        self.enter(b'{', b'}')?;
        let mut consumed = ConsumedMembers::new(offsets.members.len());
        let mut source = LocatedObject { reader: self, object: &offsets };
        decode_flattened(&mut source, Slot::Object(object), &mut consumed).ok()?;
        self.seek(end);
        self.recycle(offsets);
        Some(())
    }

    /// Skips the next object and returns the offsets of its members.
    pub(super) fn locate_members(&mut self) -> Option<ObjectOffsets<'a>> {
        let mut offsets = ObjectOffsets { start: self.offset, members: std::mem::take(&mut self.offsets_buffer) };
        let mut more = self.enter(b'{', b'}')?;
        while more {
            offsets.members.push((self.read_name()?, self.offset));
            self.skip()?;
            more = self.has_more(b'}')?;
        }
        Some(offsets)
    }

    /// Reuses the memory of a list of offsets for the next object.
    pub(super) fn recycle(&mut self, mut offsets: ObjectOffsets<'a>) {
        offsets.members.clear();
        self.offsets_buffer = offsets.members;
    }
}

impl<const EXPLAIN: bool> LocatedObject<'_, '_, EXPLAIN> {
    /// Decodes the value at an offset into a slot.
    fn decode_at(&mut self, offset: usize, slot: Slot<'_>) -> Result<(), ()> {
        if !self.reader.may_reread() {
            return Err(());
        }
        self.reader.offset = offset;
        let result = self.reader.decode_value(slot);
        self.reader.count_reread(offset);
        result.ok_or(())
    }
}

impl<const EXPLAIN: bool> ValueSource for LocatedObject<'_, '_, EXPLAIN> {
    type Error = ();

    // `object` does not use this driver if reasons are needed.
    const EXPLAINS: bool = false;

    fn context(&mut self) -> &mut Context {
        &mut self.reader.cx
    }

    fn error(&mut self, _: impl FnOnce() -> ErrorMessage) {}

    fn match_tag(&mut self, table: &UnionTable, name: &'static str) -> Result<TagMatch, ()> {
        match self.object.members.iter().find(|(other, _)| other == name) {
            Some((_, offset)) => {
                self.reader.offset = *offset;
                self.reader.match_tag_value(table, name).ok_or(())
            }
            None => match_tag(table, None).map_err(drop),
        }
    }

    fn candidates_by_members(&mut self, union: &mut dyn Union) -> Result<IndexSet, ()> {
        Ok(candidates_by_members(union, self.object.members.iter().map(|(name, _)| &**name)))
    }

    /// Buffers the value at once: every variant drops the members of the other parts, so that none matches exactly.
    fn choose_by_score(&mut self, union: &mut dyn Union, json_type: JsonType) -> Result<Choice, ()> {
        self.reader.offset = self.object.start;
        let value = self.reader.read_tree().ok_or(())?;
        self.reader.count_reread(self.object.start);
        let cx = &mut self.reader.cx;
        let choice = buffered::choose_variant(union, &value, json_type, cx);
        if cx.check_limit().is_err() {
            // Reaching a limit does not mean that the type is wrong, so no other part may be tried.
            self.reader.give_up().ok_or(())?;
        }
        choice.map_err(drop)
    }

    fn decode(&mut self, slot: Slot<'_>) -> Result<(), ()> {
        self.decode_at(self.object.start, slot)
    }
}

impl<const EXPLAIN: bool> MemberSource for LocatedObject<'_, '_, EXPLAIN> {
    fn count(&self) -> usize {
        self.object.members.len()
    }

    fn name(&self, index: usize) -> &str {
        self.object.members.get(index).map_or("", |(name, _)| name)
    }

    fn decode_member(&mut self, index: usize, slot: Slot<'_>, consumed: &mut ConsumedMembers) -> Result<(), ()> {
        let (_, offset) = self.object.members.get(index).ok_or(())?;
        consumed.insert(index);
        self.decode_at(*offset, slot)
    }

    fn duplicate(&mut self, _: usize) {
        let _: Option<()> = self.reader.give_up();
    }

    fn reason(&mut self, _: usize, error: ()) -> Result<Option<String>, ()> {
        if self.reader.may_reread() { Ok(None) } else { Err(error) }
    }
}
