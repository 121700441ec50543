//! Which slot takes what.

use super::number::Digits;
use super::reader::Reader;
use crate::runtime::codec::fill::scalar::{self, Scalar};
use crate::runtime::codec::fill::value;
use crate::runtime::codec::{Fit, List, Map, Slot};

impl<'a> Reader<'a> {
    /// Reads the value at hand into a slot.
    pub(super) fn value(&mut self, slot: Slot<'_>) -> Option<()> {
        match (slot, self.peek()?) {
            (Slot::String(place), b'"') => *place = self.string()?.into_owned(),
            (Slot::Text(place), b'"') => {
                let fit = place.set(&self.string()?);
                return self.fits(&fit);
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
            (Slot::Whole(place), _) => {
                let fit = place.set(self.any()?);
                return self.fits(&fit);
            }
            (Slot::Null, b'n') if self.take("null") => {}
            (slot, b'-' | b'0'..=b'9') => return self.put_number(slot),
            _ => return None,
        }
        Some(())
    }

    /// Reads the number at hand into a slot.
    #[inline]
    fn put_number(&mut self, slot: Slot<'_>) -> Option<()> {
        let digits = self.number()?;
        match (slot, &digits) {
            (Slot::I64(place), Digits::Small(value)) => *place = *value,
            // Of such an integer `serde_json` takes no other form: `1.0` is left to it.
            (Slot::Integer(place), Digits::Other(_)) if place.is_wide() => return self.give_up(),
            (slot, _) => {
                let scalar = match (&slot, digits.float()) {
                    (Slot::F64(_), Some(value)) => Scalar::F64(value),
                    _ => match digits.scalar() {
                        Some(scalar) => scalar,
                        None => return self.give_up(),
                    },
                };
                return self.put(slot, scalar);
            }
        }
        Some(())
    }

    /// The value at hand, which has no parts and begins with this byte.
    pub(super) fn scalar(&mut self, next: u8) -> Option<Scalar<'a>> {
        Some(match next {
            b'"' => Scalar::Str(self.string()?),
            b't' if self.take("true") => Scalar::Bool(true),
            b'f' if self.take("false") => Scalar::Bool(false),
            b'n' if self.take("null") => Scalar::Null,
            _ => match self.number()?.scalar() {
                Some(scalar) => scalar,
                None => return self.give_up(),
            },
        })
    }

    /// Puts a value without parts into a slot.
    fn put(&mut self, slot: Slot<'_>, scalar: Scalar<'_>) -> Option<()> {
        scalar::put(slot, scalar, &mut self.cx).ok()
    }

    /// Reads the value at hand whole and then puts it into a slot.
    pub(super) fn buffered(&mut self, slot: Slot<'_>) -> Option<()> {
        let whole = self.any()?;
        value::root(slot, &whole, &mut self.cx).ok()
    }

    fn list(&mut self, list: &mut dyn List) -> Option<()> {
        let mut index = 0;
        let mut more = self.enter(b'[', b']')?;
        while more {
            self.value(list.slot(index)?)?;
            index += 1;
            more = self.more(b']')?;
        }
        (index >= list.required()).then_some(())
    }

    fn map(&mut self, map: &mut dyn Map) -> Option<()> {
        let mut more = self.enter(b'{', b'}')?;
        while more {
            let name = self.name()?.into_owned();
            match map.insert(name) {
                Some(slot) => self.value(slot)?,
                None => return self.give_up(),
            }
            more = self.more(b'}')?;
        }
        Some(())
    }

    fn fits(&mut self, fit: &Fit) -> Option<()> {
        match fit {
            Fit::Exact => Some(()),
            Fit::Unknown if !self.is_exact => {
                self.cx.score.unknown += 1;
                Some(())
            }
            Fit::Unknown | Fit::Refused | Fit::Because(_) => None,
        }
    }
}
