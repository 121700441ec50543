//! Decoding of a stream of tokens: the only code that is generic over formats, once for each and not once per type.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::any::Any;
use super::context::Context;
use super::entries::{Entries, entries};
use super::policy::{candidates, only};
use super::scalar::{Scalar, expected, mismatch, put};
use super::value::{self, enough, too_many};
use crate::runtime::codec::tree::{Items, Tree};
use crate::runtime::codec::{Kind, List, Slot};

/// Fills a slot with the next value of a stream. The slot is borrowed because it would be copied at each step on its way through the
/// format, which costs more than what is done with it.
pub(crate) struct Fill<'a, 's> {
    pub(crate) slot: &'a mut Slot<'s>,
    pub(crate) cx: &'a mut Context,
}

impl<'de> DeserializeSeed<'de> for Fill<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.slot {
            Slot::Any(_) | Slot::Whole(_) => {
                let value = Any.deserialize(deserializer)?;
                buffered(self.slot.take(), &value, self.cx)
            }
            Slot::String(_) | Slot::Text(_) => deserializer.deserialize_str(self),
            Slot::I64(_) => deserializer.deserialize_i64(self),
            Slot::F64(_) | Slot::F32(_) => deserializer.deserialize_f64(self),
            Slot::Integer(place) if place.is_wide() && place.is_signed() => deserializer.deserialize_i128(self),
            Slot::Integer(place) if place.is_wide() => deserializer.deserialize_u128(self),
            Slot::Integer(_) => deserializer.deserialize_i64(self),
            Slot::Object(_) | Slot::Map(_) => deserializer.deserialize_map(self),
            Slot::List(_) => deserializer.deserialize_seq(self),
            Slot::Nullable(_) => deserializer.deserialize_option(self),
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl Fill<'_, '_> {
    fn put<E: Error>(self, scalar: Scalar<'_>) -> Result<(), E> {
        put(self.slot.take(), scalar, self.cx).map_err(|refusal| self.cx.error(refusal))
    }
}

impl<'de> Visitor<'de> for Fill<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&expected(self.slot))
    }

    // The most common slots are filled at once; `put` knows all.

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        if let Slot::Bool(place) = self.slot {
            **place = value;
            return Ok(());
        }
        self.put(Scalar::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        if let Slot::I64(place) = self.slot {
            **place = value;
            return Ok(());
        }
        self.put(Scalar::I64(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => self.put(Scalar::U64(value)),
        }
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        self.put(Scalar::I128(value))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<(), E> {
        self.put(Scalar::U128(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        if let Slot::F64(place) = self.slot {
            **place = value;
            return Ok(());
        }
        self.put(Scalar::F64(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if let Slot::String(place) = self.slot {
            **place = text.to_owned();
            return Ok(());
        }
        self.put(Scalar::Str(Cow::Borrowed(text)))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<(), E> {
        self.put(Scalar::Str(Cow::Owned(text)))
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.put(Scalar::Null)
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.put(Scalar::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.slot {
            Slot::Nullable(place) => Fill { slot: &mut place.fill(), cx: self.cx }.deserialize(deserializer),
            _ => self.deserialize(deserializer),
        }
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        sequence(self.slot.take(), items, self.cx)
    }

    fn visit_map<A: MapAccess<'de>>(self, rest: A) -> Result<(), A::Error> {
        entries(self.slot.take(), &mut Entries::new(rest), self.cx)
    }
}

fn sequence<'de, A: SeqAccess<'de>>(slot: Slot<'_>, items: A, cx: &mut Context) -> Result<(), A::Error> {
    match slot {
        Slot::List(place) => list(place, items, cx),
        Slot::Nullable(place) => sequence(place.fill(), items, cx),
        Slot::Union(place) => match only(candidates(place.table(), Kind::Array)) {
            Some(only) => sequence(place.select(only), items, cx),
            None => {
                let whole = collect(items)?;
                buffered(Slot::Union(place), &whole, cx)
            }
        },
        slot @ (Slot::Any(_) | Slot::Whole(_)) => {
            let whole = collect(items)?;
            buffered(slot, &whole, cx)
        }
        slot => Err(cx.error(mismatch(&expected(&slot), "an array"))),
    }
}

fn list<'de, A: SeqAccess<'de>>(list: &mut dyn List, mut items: A, cx: &mut Context) -> Result<(), A::Error> {
    let mut index = 0;
    loop {
        match items.next_element_seed(Item { list, index, cx }) {
            Ok(Some(())) => index += 1,
            Ok(None) => return enough(list, index).map_err(|refusal| cx.error(refusal)),
            Err(error) => {
                cx.in_item(index);
                return Err(error);
            }
        }
    }
}

/// Fills the next item of a list, if there is one.
struct Item<'s, 'c> {
    list: &'s mut dyn List,
    index: usize,
    cx: &'c mut Context,
}

impl<'de> DeserializeSeed<'de> for Item<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.list.slot(self.index) {
            Some(mut slot) => Fill { slot: &mut slot, cx: self.cx }.deserialize(deserializer),
            None => Err(self.cx.error(too_many(self.index))),
        }
    }
}

/// Reads the rest of a list ahead.
fn collect<'de, A: SeqAccess<'de>>(mut items: A) -> Result<Tree<'static>, A::Error> {
    let mut whole = Vec::new();
    while let Some(item) = items.next_element_seed(Any)? {
        whole.push(item);
    }
    Ok(Tree::Array(Items(whole)))
}

/// Fills a slot with a value that was read ahead and is not needed any more.
pub(crate) fn moved<E: Error>(slot: Slot<'_>, value: Tree<'_>, cx: &mut Context) -> Result<(), E> {
    match value {
        Tree::Scalar(scalar) => put(slot, scalar, cx).map_err(|refusal| cx.error(refusal)),
        value => buffered(slot, &value, cx),
    }
}

/// Fills a slot with a value that was read ahead.
pub(crate) fn buffered<E: Error>(slot: Slot<'_>, value: &Tree<'_>, cx: &mut Context) -> Result<(), E> {
    value::root(slot, value, cx).map_err(|refusal| cx.error(refusal))
}
