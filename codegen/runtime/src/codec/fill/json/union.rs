//! The driver of the rules for unions in JSON text. It looks ahead and then reads the text once more, instead of keeping the value.

use super::reader::Reader;
use crate::runtime::codec::fill::context::{Context, Refusal, Score};
use crate::runtime::codec::fill::object::Seen;
use crate::runtime::codec::fill::policy::{self, Choice, Reading, Source, Tagged, likely, tagged, tagged_as};
use crate::runtime::codec::{Kind, Slot, Union, UnionTable};

impl<const EXPLAIN: bool> Reader<'_, EXPLAIN> {
    /// Reads the value at hand, which begins with this byte, into a union.
    pub(super) fn union(&mut self, union: &mut dyn Union, next: u8) -> Option<()> {
        match next {
            // To look ahead costs time, to keep the value memory: the first is limited, the second by the size of the text.
            b'{' if union.table().tag.is_some() && !self.may_repeat() => {
                if EXPLAIN {
                    self.buffered(Slot::Union(union))
                } else {
                    None
                }
            }
            b'{' => policy::read(self, union, Kind::Object).ok(),
            b'[' => policy::read(self, union, Kind::Array).ok(),
            _ => {
                let start = self.at;
                let value = self.scalar(next)?;
                match policy::scalar(union, &value, &mut self.cx) {
                    Ok(()) => Some(()),
                    Err(refusal) => self.refuse(start, || refusal),
                }
            }
        }
    }

    /// What the tag of the object at hand says, or its absence.
    fn find_tag(&mut self, table: &UnionTable, name: &'static str) -> Option<Tagged> {
        let mut more = self.enter(b'{', b'}')?;
        while more {
            if self.name()? == name {
                return self.tag_value(table, name);
            }
            self.skip()?;
            more = self.more(b'}')?;
        }
        tagged(table, None).ok()
    }

    /// What the tag says whose value is at hand.
    pub(super) fn tag_value(&mut self, table: &UnionTable, name: &'static str) -> Option<Tagged> {
        let next = self.peek()?;
        let start = self.at;
        let tagged = match next {
            b'"' => tagged_as(table, &self.string()?),
            _ => tagged(table, Some(&self.tree()?)),
        };
        match tagged {
            Ok(tagged) => Some(tagged),
            Err(refusal) => {
                let _: Option<()> = self.outside(|cx| cx.in_member(name));
                self.refuse(start, || refusal)
            }
        }
    }
}

/// The value at hand. The reader itself keeps the reason of a refusal.
impl<const EXPLAIN: bool> Source for Reader<'_, EXPLAIN> {
    type Error = ();

    const EXPLAINS: bool = EXPLAIN;

    fn context(&mut self) -> &mut Context {
        &mut self.cx
    }

    fn refuse(&mut self, refusal: impl FnOnce() -> Refusal) {
        let _: Option<()> = Self::refuse(self, self.at, refusal);
    }

    fn tag(&mut self, table: &UnionTable, name: &'static str) -> Result<Tagged, ()> {
        self.ahead(|reader| reader.find_tag(table, name)).ok_or(())
    }

    fn likely(&mut self, union: &mut dyn Union) -> Result<Seen, ()> {
        let whole = self.ahead(Self::offsets).ok_or(())?;
        let likely = likely(union, whole.members.iter().map(|(name, _)| &**name));
        self.release(whole);
        Ok(likely)
    }

    /// Reads the text and gives up at the first loss, which no other variant can do without if this one need not.
    fn fits_exactly(&mut self, union: &mut dyn Union, variant: usize) -> bool {
        let place = self.place();
        let exact = std::mem::replace(&mut self.is_exact, true);
        let before = (std::mem::take(&mut self.cx.score), std::mem::take(&mut self.cx.lost));
        let is_read = self.may_repeat() && self.value(union.select(variant)).is_some();
        let fits = is_read && self.cx.score == Score::default() && self.cx.lost.is_empty();
        (self.cx.score, self.cx.lost) = before;
        self.is_exact = exact;
        if !fits {
            self.back(place);
        }
        fits
    }

    fn choose_by_score(&mut self, union: &mut dyn Union, kind: Kind) -> Result<Choice, ()> {
        // No variant for objects fits exactly: that was found out before.
        if self.is_exact && kind == Kind::Object || !EXPLAIN && !self.may_repeat() {
            return Err(());
        }
        self.buffered(Slot::Union(union)).ok_or(())?;
        // The score of the buffered value is counted already.
        Ok(Choice::Read(Reading::default()))
    }

    fn read(&mut self, slot: Slot<'_>) -> Result<(), ()> {
        self.value(slot).ok_or(())
    }
}
