//! Unions: the variant is found by looking ahead in the text, which then is read once more, instead of by keeping the value.

use super::flat::Place;
use super::reader::Reader;
use crate::runtime::codec::fill::context::{Refusal, Score};
use crate::runtime::codec::fill::object::Seen;
use crate::runtime::codec::fill::union::{self, Tagged, by_tag, candidates, only, tagged};
use crate::runtime::codec::{Kind, Slot, Union, UnionTable};

impl<'a, const EXPLAIN: bool> Reader<'a, EXPLAIN> {
    /// Reads the value at hand, which begins with this byte, into a union.
    pub(super) fn union(&mut self, union: &mut dyn Union, next: u8) -> Option<()> {
        match next {
            b'{' => self.object_of(union),
            b'[' => match only(candidates(union.table(), Kind::Array)) {
                Some(only) => self.value(union.select(only)),
                None => self.buffered(Slot::Union(union)),
            },
            _ => {
                let start = self.at;
                let value = self.scalar(next)?;
                match union::scalar(union, &value, &mut self.cx) {
                    Ok(()) => Some(()),
                    Err(refusal) => self.refuse(start, || refusal),
                }
            }
        }
    }

    /// Reads the object at hand into a union.
    fn object_of(&mut self, union: &mut dyn Union) -> Option<()> {
        let table = union.table();
        // To look ahead costs time, to keep the value memory: the first is limited, the second by the size of the text.
        if table.tag.is_some() && !self.may_repeat() {
            return if EXPLAIN { self.buffered(Slot::Union(union)) } else { None };
        }
        match self.ahead(|reader| reader.tag(table))? {
            Tagged::Variant(index) => return self.value(union.select(index)),
            Tagged::Unknown if self.is_exact => return None,
            Tagged::Unknown => {
                self.cx.score.unknown += 1;
                union.keep(self.any()?);
                return Some(());
            }
            Tagged::Silent => {}
        }
        if let Some(only) = only(candidates(table, Kind::Object)) {
            return self.value(union.select(only));
        }
        if EXPLAIN {
            return self.buffered(Slot::Union(union));
        }
        let whole = self.ahead(Self::whole)?;
        let likely: Vec<usize> = candidates(table, Kind::Object)
            .filter(|place| has_required(union.select(*place), &whole.members))
            .collect();
        self.release(whole);
        match likely[..] {
            // The others are refused in any case.
            [only] => self.value(union.select(only)),
            _ if likely.iter().any(|place| self.fits_exactly(union, *place)) => Some(()),
            _ if self.is_exact => None,
            _ => self.buffered(Slot::Union(union)),
        }
    }

    /// What the tag of the object at hand says, if there is one.
    fn tag(&mut self, table: &UnionTable) -> Option<Tagged> {
        let Some(tag) = table.tag else { return Some(Tagged::Silent) };
        let mut more = self.enter(b'{', b'}')?;
        while more {
            if self.name()? == tag {
                return self.tagged(table);
            }
            self.skip()?;
            more = self.more(b'}')?;
        }
        self.judged(self.at, table, tagged(table, None))
    }

    /// What the tag at hand says.
    pub(super) fn tagged(&mut self, table: &UnionTable) -> Option<Tagged> {
        let next = self.peek()?;
        let start = self.at;
        let tagged = match next {
            b'"' => match by_tag(table, Some(&self.string()?)) {
                Some(variant) => return Some(Tagged::Variant(variant)),
                None => table.unknown.map(|_| Tagged::Unknown).ok_or_else(|| union::unknown_tag(table)),
            },
            _ => tagged(table, Some(&self.tree()?)),
        };
        self.judged(start, table, tagged)
    }

    /// What a tag says, if it is one.
    fn judged(&mut self, start: usize, table: &UnionTable, tagged: Result<Tagged, Refusal>) -> Option<Tagged> {
        let refusal = match tagged {
            Ok(tagged) => return Some(tagged),
            Err(refusal) => refusal,
        };
        if let Some(tag) = table.tag {
            let _: Option<()> = self.outside(|cx| cx.in_member(tag));
        }
        self.refuse(start, || refusal)
    }

    /// Tries a variant, of which nothing may be lost. Where several variants fit so, the first counts: no other need be tried.
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
}

/// Whether an object with members of these names has what a variant requires.
pub(super) fn has_required(slot: Slot<'_>, members: &[Place<'_>]) -> bool {
    let Slot::Object(object) = slot else { return true };
    let table = object.table();
    let mut seen = Seen::new(table.members.len());
    let mut hint = 0;
    for (name, _) in members {
        if let Some(index) = table.find(name, hint) {
            seen.insert(index);
            hint = index + 1;
        }
    }
    table.has_required(&seen)
}
