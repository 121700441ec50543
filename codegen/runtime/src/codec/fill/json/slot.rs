//! Which slot takes what.

use super::number::Digits;
use super::reader::Reader;
use crate::runtime::codec::fill::any::twice;
use crate::runtime::codec::fill::context::{Refusal, Segment};
use crate::runtime::codec::fill::scalar::{self, OUT_OF_RANGE, Scalar, expected, mismatch, refused};
use crate::runtime::codec::fill::value::{self, too_few, too_many};
use crate::runtime::codec::{Fit, Integer, List, Map, Slot, Text};

impl<'a, const EXPLAIN: bool> Reader<'a, EXPLAIN> {
    /// Reads the value at hand into a slot.
    pub(super) fn value(&mut self, slot: Slot<'_>) -> Option<()> {
        match (slot, self.peek()?) {
            (Slot::String(place), b'"') => *place = self.string()?.into_owned(),
            (Slot::Text(place), b'"') => {
                let start = self.at;
                let text = self.string()?;
                return self.text(start, place, &text, "a string");
            }
            (Slot::Bool(place), b't') if self.take("true") => *place = true,
            (Slot::Bool(place), b'f') if self.take("false") => *place = false,
            (Slot::Object(place), b'{') => return self.object(place),
            (Slot::List(place), b'[') => return self.list(place),
            (Slot::Map(place), b'{') => return self.map(place),
            (Slot::Nullable(place), b'n') if self.take("null") => place.set_null(),
            (Slot::Nullable(place), _) => return self.value(place.fill()),
            (Slot::Union(place), next) => return self.union(place, next),
            (Slot::Any(place), _) => *place = self.any()?,
            (Slot::Whole(place), next) => {
                let start = self.at;
                let value = self.any()?;
                let found = if value.is_i64() || value.is_u64() { "an integer" } else { kind(next) };
                return match place.set(value) {
                    Fit::Exact => Some(()),
                    fit => self.unfit(start, &fit, || refused(&place.expected(), found)),
                };
            }
            (Slot::Null, b'n') if self.take("null") => {}
            (slot, b'-' | b'0'..=b'9') => return self.put_number(slot),
            (slot, next) => return self.mismatch(&slot, next),
        }
        Some(())
    }

    /// Reads the number at hand into a slot.
    #[inline]
    fn put_number(&mut self, slot: Slot<'_>) -> Option<()> {
        let start = self.at;
        let digits = self.number()?;
        match (slot, &digits) {
            (Slot::I64(place), Digits::Small(value)) => *place = *value,
            (Slot::Number(place), _) => {
                let text = self.text.get(start..self.at)?;
                return self.text(start, place, text, "a number");
            }
            (Slot::Integer(place), Digits::Other(text)) if place.is_wide() => return self.wide(start, place, text),
            (slot, _) => {
                let scalar = match (&slot, digits.float()) {
                    (Slot::F64(_), Some(value)) => Scalar::F64(value),
                    _ => digits.scalar(),
                };
                return match scalar::put(slot, scalar, &mut self.cx) {
                    Ok(()) => Some(()),
                    Err(refusal) => self.refuse(start, || refusal),
                };
            }
        }
        Some(())
    }

    /// Puts a text into its place.
    #[inline]
    fn text(&mut self, start: usize, place: &mut dyn Text, text: &str, found: &str) -> Option<()> {
        match place.set(text) {
            Fit::Exact => Some(()),
            fit => self.unfit(start, &fit, || refused(&place.expected(), found)),
        }
    }

    /// Puts an integer into one of 128 bits. Of these `serde_json` takes no other form: `1.0` is none, and `-0` is negative.
    fn wide(&mut self, start: usize, place: &mut dyn Integer, text: &str) -> Option<()> {
        let is_taken = match (text.parse(), text.parse()) {
            _ if text.starts_with('-') && !place.is_signed() => false,
            (Ok(value), _) => place.set_i128(value),
            (_, Ok(value)) => place.set_u128(value),
            _ => false,
        };
        if is_taken { Some(()) } else { self.refuse(start, || mismatch(place.expected(), OUT_OF_RANGE)) }
    }

    /// Reads the value at hand whole and then puts it into a slot.
    pub(super) fn buffered(&mut self, slot: Slot<'_>) -> Option<()> {
        let start = self.at;
        let whole = self.tree()?;
        match value::root(slot, &whole, &mut self.cx) {
            Ok(()) => Some(()),
            // A limit says nothing about the type, so no other variant or part may be tried in its place.
            Err(_) if !EXPLAIN && self.cx.end().is_err() => self.give_up(),
            Err(refusal) => {
                let place = if EXPLAIN { self.locate(start).unwrap_or(start) } else { start };
                self.refuse(place, || refusal)
            }
        }
    }

    /// The place of the part of a kept value that was refused. The value began here.
    fn locate(&mut self, start: usize) -> Option<usize> {
        self.at = start;
        for step in self.cx.steps() {
            let (open, close) = if matches!(step, Segment::Index(_)) { (b'[', b']') } else { (b'{', b'}') };
            let mut index = 0;
            let mut more = self.enter(open, close)?;
            while more {
                let is_there = match &step {
                    Segment::Static(name) => self.name()? == *name,
                    Segment::Name(name) => self.name()? == *name,
                    Segment::Index(wanted) => index == *wanted,
                };
                if is_there {
                    break;
                }
                self.skip()?;
                index += 1;
                more = self.more(close)?;
            }
            if !more {
                return None;
            }
            self.peek()?;
        }
        Some(self.at)
    }

    fn list(&mut self, list: &mut dyn List) -> Option<()> {
        let mut index = 0;
        let mut more = self.enter(b'[', b']')?;
        while more {
            let Some(slot) = list.slot(index) else { return self.refuse(self.at, || too_many(index)) };
            if self.value(slot).is_none() {
                return self.outside(|cx| cx.in_item(index));
            }
            index += 1;
            more = self.more(b']')?;
        }
        let required = list.required();
        if index < required { self.refuse(self.at, || too_few(required, index)) } else { Some(()) }
    }

    fn map(&mut self, map: &mut dyn Map) -> Option<()> {
        let mut more = self.enter(b'{', b'}')?;
        while more {
            let name = self.name()?;
            let Some(slot) = map.insert(name.as_ref().to_owned()) else { return self.fail(|| twice(&name)) };
            if self.value(slot).is_none() {
                return self.outside(|cx| cx.in_name(name));
            }
            more = self.more(b'}')?;
        }
        Some(())
    }

    /// Judges a text or value that is not simply one of its type.
    #[cold]
    fn unfit(&mut self, start: usize, fit: &Fit, refusal: impl FnOnce() -> Refusal) -> Option<()> {
        match fit {
            Fit::Exact => Some(()),
            Fit::Unknown if !self.is_exact => {
                self.cx.score.unknown += 1;
                Some(())
            }
            Fit::Unknown | Fit::Refused => self.refuse(start, refusal),
        }
    }

    /// Refuses the value at hand, which begins with this byte, because it is of another type.
    #[inline]
    fn mismatch(&mut self, slot: &Slot<'_>, next: u8) -> Option<()> {
        if !EXPLAIN {
            return None;
        }
        let start = self.at;
        // What is not even a value is a fault of syntax.
        let is_value = match next {
            b't' => self.take("true"),
            b'f' => self.take("false"),
            b'n' => self.take("null"),
            b'"' | b'[' | b'{' => true,
            _ => false,
        };
        if is_value { self.refuse(start, || mismatch(&expected(slot), kind(next))) } else { None }
    }
}

/// The type of a value that begins with this byte, as an error tells it.
fn kind(next: u8) -> &'static str {
    match next {
        b'"' => "a string",
        b'[' => "an array",
        b'{' => "an object",
        b't' => "the boolean true",
        b'f' => "the boolean false",
        b'n' => "null",
        _ => "a number",
    }
}
