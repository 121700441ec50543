//! Decoding of the next value into a slot, by the type of the slot.

use super::number::JsonNumber;
use super::reader::Reader;
use crate::runtime::codec::decode::context::Segment;
use crate::runtime::codec::decode::error::{
    ErrorMessage, OUT_OF_RANGE, duplicate_member, expected, invalid_type, invalid_value, too_few_items, too_many_items,
};
use crate::runtime::codec::decode::{buffered, scalar};
use crate::runtime::codec::scalar::Scalar;
use crate::runtime::codec::{Fit, Integer, List, Map, Slot, Text, decode_stored};

impl<'a, const EXPLAIN: bool> Reader<'a, EXPLAIN> {
    /// Decodes the next value into a slot.
    pub(super) fn decode_value(&mut self, slot: Slot<'_>) -> Option<()> {
        match (slot, self.peek()?) {
            (Slot::String(place), b'"') => *place = self.read_string()?.into_owned(),
            (Slot::Text(place), b'"') => {
                let start = self.offset;
                let text = self.read_string()?;
                return self.decode_text(start, place, &text, "a string");
            }
            (Slot::Bool(place), b't') if self.eat("true") => *place = true,
            (Slot::Bool(place), b'f') if self.eat("false") => *place = false,
            (Slot::Object(place), b'{') => return self.decode_object(place),
            (Slot::List(place), b'[') => return self.decode_list(place),
            (Slot::Map(place), b'{') => return self.decode_map(place),
            (Slot::Nullable(place), b'n') if self.eat("null") => place.set_null(),
            (Slot::Nullable(place), _) => return self.decode_value(place.set_non_null()),
            (Slot::Union(place), next) => return self.decode_union(place, next),
            (Slot::Stored(index, fields), _) => {
                return decode_stored(fields, index, |slot| self.decode_value(slot).ok_or(())).ok();
            }
            (Slot::Any(place), _) => *place = self.read_value()?,
            (Slot::FromValue(place), next) => {
                let start = self.offset;
                let value = self.read_value()?;
                let found = if value.is_i64() || value.is_u64() { "an integer" } else { describe(next) };
                return match place.set(value) {
                    Fit::Exact => Some(()),
                    fit => self.check_fit(start, &fit, || invalid_value(&place.expected(), found)),
                };
            }
            (Slot::Null, b'n') if self.eat("null") => {}
            (slot, b'-' | b'0'..=b'9') => return self.decode_number(slot),
            (slot, next) => return self.wrong_type(&slot, next),
        }
        Some(())
    }

    /// Decodes the next number into a slot.
    #[inline]
    fn decode_number(&mut self, slot: Slot<'_>) -> Option<()> {
        let start = self.offset;
        let number = self.read_number()?;
        match (slot, &number) {
            (Slot::I64(place), JsonNumber::SmallInteger(value)) => *place = *value,
            (Slot::Number(place), _) => {
                let text = self.text.get(start..self.offset)?;
                return self.decode_text(start, place, text, "a number");
            }
            (Slot::Integer(place), JsonNumber::Text(text)) if place.is_wide() && is_plain_integer(text) => {
                return self.decode_wide_integer(start, place, text);
            }
            (slot, _) => {
                let scalar = match (&slot, number.to_f64()) {
                    (Slot::F64(_), Some(value)) => Scalar::F64(value),
                    _ => number.to_scalar(),
                };
                return match scalar::put(slot, scalar, &mut self.cx) {
                    Ok(()) => Some(()),
                    Err(message) => self.error_at(start, || message),
                };
            }
        }
        Some(())
    }

    /// Parses a text, or the text of a number.
    #[inline]
    fn decode_text(&mut self, start: usize, place: &mut dyn Text, text: &str, found: &str) -> Option<()> {
        match place.set(text) {
            Fit::Exact => Some(()),
            fit => self.check_fit(start, &fit, || invalid_value(&place.expected(), found)),
        }
    }

    /// Parses an integer of up to 128 bits without a fraction and an exponent.
    fn decode_wide_integer(&mut self, start: usize, place: &mut dyn Integer, text: &str) -> Option<()> {
        let is_set = match (text.parse(), text.parse()) {
            _ if text.starts_with('-') && !place.is_signed() => false,
            (Ok(value), _) => place.set_i128(value),
            (_, Ok(value)) => place.set_u128(value),
            _ => false,
        };
        if is_set { Some(()) } else { self.error_at(start, || invalid_type(place.expected(), OUT_OF_RANGE)) }
    }

    /// Reads the complete next value into memory, and then decodes it into a slot.
    pub(super) fn decode_buffered(&mut self, slot: Slot<'_>) -> Option<()> {
        let start = self.offset;
        let value = self.read_tree()?;
        match buffered::decode(slot, &value, &mut self.cx) {
            Ok(()) => Some(()),
            // Reaching a limit does not mean that the type is wrong, so no other variant or part may be tried.
            Err(_) if !EXPLAIN && self.cx.check_limit().is_err() => self.give_up(),
            Err(message) => {
                let offset = if EXPLAIN { self.locate_error(start).unwrap_or(start) } else { start };
                self.error_at(offset, || message)
            }
        }
    }

    /// Returns the offset of the part of a buffered value that has the error. The value begins at `start`.
    fn locate_error(&mut self, start: usize) -> Option<usize> {
        self.offset = start;
        for segment in self.cx.path() {
            let (open, close) = if matches!(segment, Segment::Item(_)) { (b'[', b']') } else { (b'{', b'}') };
            let mut index = 0;
            let mut more = self.enter(open, close)?;
            while more {
                let is_found = match &segment {
                    Segment::DeclaredMember(name) => self.read_name()? == *name,
                    Segment::Member(name) => self.read_name()? == *name,
                    Segment::Item(wanted) => index == *wanted,
                };
                if is_found {
                    break;
                }
                self.skip()?;
                index += 1;
                more = self.has_more(close)?;
            }
            if !more {
                return None;
            }
            self.peek()?;
        }
        Some(self.offset)
    }

    fn decode_list(&mut self, list: &mut dyn List) -> Option<()> {
        let mut index = 0;
        let mut more = self.enter(b'[', b']')?;
        while more {
            let Some(slot) = list.slot(index) else { return self.error_at(self.offset, || too_many_items(index)) };
            if self.decode_value(slot).is_none() {
                return self.add_to_path(|cx| cx.in_item(index));
            }
            index += 1;
            more = self.has_more(b']')?;
        }
        let required = list.required();
        if index < required { self.error_at(self.offset, || too_few_items(required, index)) } else { Some(()) }
    }

    fn decode_map(&mut self, map: &mut dyn Map) -> Option<()> {
        let mut more = self.enter(b'{', b'}')?;
        while more {
            let name = self.read_name()?;
            let Some(slot) = map.insert(name.as_ref().to_owned()) else {
                return self.fatal_error(|| duplicate_member(&name));
            };
            if self.decode_value(slot).is_none() {
                return self.add_to_path(|cx| cx.in_member(name));
            }
            more = self.has_more(b'}')?;
        }
        Some(())
    }

    /// Handles the [`Fit`] of a value that does not match exactly.
    #[cold]
    fn check_fit(&mut self, start: usize, fit: &Fit, message: impl FnOnce() -> ErrorMessage) -> Option<()> {
        match fit {
            Fit::Exact => Some(()),
            Fit::Unknown if !self.exact_only => {
                self.cx.score.unknown += 1;
                Some(())
            }
            Fit::Unknown | Fit::Refused => self.error_at(start, message),
        }
    }

    /// Reports the next value, which begins with this byte, because its type is wrong.
    #[inline]
    fn wrong_type(&mut self, slot: &Slot<'_>, next: u8) -> Option<()> {
        if !EXPLAIN {
            return None;
        }
        let start = self.offset;
        // Text that is not a value is a syntax error.
        let is_value = match next {
            b't' => self.eat("true"),
            b'f' => self.eat("false"),
            b'n' => self.eat("null"),
            b'"' | b'[' | b'{' => true,
            _ => false,
        };
        if is_value { self.error_at(start, || invalid_type(&expected(slot), describe(next))) } else { None }
    }
}

/// Describes the type of a value that begins with this byte for an error message.
fn describe(next: u8) -> &'static str {
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

/// Returns whether the text of a number has neither a fraction nor an exponent. Others, such as `1.0`, are converted like those of smaller types.
fn is_plain_integer(text: &str) -> bool {
    !text.contains(['.', 'e', 'E']) && text != "-0"
}
