//! The rules for unions in JSON text. The driver looks ahead and then rereads the text, rather than buffering the value.

use super::reader::Reader;
use crate::runtime::codec::decode::buffered;
use crate::runtime::codec::decode::context::{Context, Score};
use crate::runtime::codec::decode::error::ErrorMessage;
use crate::runtime::codec::decode::member::IndexSet;
use crate::runtime::codec::decode::policy::{self, Choice, TagMatch, Trial, ValueSource, match_tag, match_tag_text};
use crate::runtime::codec::{JsonType, Slot, Union, UnionTable};

impl<const EXPLAIN: bool> Reader<'_, EXPLAIN> {
    /// Decodes the next value, which begins with this byte, into a union.
    pub(super) fn decode_union(&mut self, union: &mut dyn Union, next: u8) -> Option<()> {
        match next {
            // Looking ahead costs time and has a limit of its own. Buffering costs memory, which the size of the text limits.
            b'{' if union.table().tag.is_some() && !self.may_reread() => {
                if EXPLAIN {
                    self.decode_buffered(Slot::Union(union))
                } else {
                    None
                }
            }
            b'{' => policy::decode_union(self, union, JsonType::Object).ok(),
            b'[' => policy::decode_union(self, union, JsonType::Array).ok(),
            _ => {
                let start = self.offset;
                let value = self.read_scalar(next)?;
                match buffered::decode_scalar_union(union, &value, &mut self.cx) {
                    Ok(()) => Some(()),
                    Err(message) => self.error_at(start, || message),
                }
            }
        }
    }

    /// Returns the variant that the tag of the next object, or its absence, selects.
    fn find_tag(&mut self, table: &UnionTable, name: &'static str) -> Option<TagMatch> {
        let mut more = self.enter(b'{', b'}')?;
        while more {
            if self.read_name()? == name {
                return self.match_tag_value(table, name);
            }
            self.skip()?;
            more = self.has_more(b'}')?;
        }
        match_tag(table, None).ok()
    }

    /// Returns the variant that a tag selects. Its value is next.
    pub(super) fn match_tag_value(&mut self, table: &UnionTable, name: &'static str) -> Option<TagMatch> {
        let next = self.peek()?;
        let start = self.offset;
        let result = match next {
            b'"' => match_tag_text(table, &self.read_string()?),
            _ => match_tag(table, Some(&self.read_tree()?)),
        };
        match result {
            Ok(tag) => Some(tag),
            Err(message) => {
                let _: Option<()> = self.add_to_path(|cx| cx.in_declared_member(name));
                self.error_at(start, || message)
            }
        }
    }
}

/// The next value. The reader itself stores the message of an error.
impl<const EXPLAIN: bool> ValueSource for Reader<'_, EXPLAIN> {
    type Error = ();

    const EXPLAINS: bool = EXPLAIN;

    fn context(&mut self) -> &mut Context {
        &mut self.cx
    }

    fn error(&mut self, message: impl FnOnce() -> ErrorMessage) {
        let _: Option<()> = Self::error_at(self, self.offset, message);
    }

    fn match_tag(&mut self, table: &UnionTable, name: &'static str) -> Result<TagMatch, ()> {
        self.look_ahead(|reader| reader.find_tag(table, name)).ok_or(())
    }

    fn candidates_by_members(&mut self, union: &mut dyn Union) -> Result<IndexSet, ()> {
        let offsets = self.look_ahead(Self::locate_members).ok_or(())?;
        let candidates = policy::candidates_by_members(union, offsets.members.iter().map(|(name, _)| &**name));
        self.recycle(offsets);
        Ok(candidates)
    }

    /// Decodes the text and gives up at the first dropped, unknown or rounded value. No other variant can beat one without such values.
    fn matches_exactly(&mut self, union: &mut dyn Union, variant: usize) -> bool {
        let start = self.position();
        let exact_only = std::mem::replace(&mut self.exact_only, true);
        let before = (std::mem::take(&mut self.cx.score), std::mem::take(&mut self.cx.dropped));
        let is_decoded = self.may_reread() && self.decode_value(union.select(variant)).is_some();
        let matches = is_decoded && self.cx.score == Score::default() && self.cx.dropped.is_empty();
        (self.cx.score, self.cx.dropped) = before;
        self.exact_only = exact_only;
        if !matches {
            self.rewind(start);
        }
        matches
    }

    fn choose_by_score(&mut self, union: &mut dyn Union, json_type: JsonType) -> Result<Choice, ()> {
        // No variant for objects matches exactly: `matches_exactly` was called for all.
        if self.exact_only && json_type == JsonType::Object || !EXPLAIN && !self.may_reread() {
            return Err(());
        }
        self.decode_buffered(Slot::Union(union)).ok_or(())?;
        // `decode_buffered` has counted the score of the value.
        Ok(Choice::Decoded(Trial::default()))
    }

    fn decode(&mut self, slot: Slot<'_>) -> Result<(), ()> {
        self.decode_value(slot).ok_or(())
    }
}
