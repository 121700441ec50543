//! Decoding of a stream of tokens. Values, lists, objects and unions contain each other, so their functions are mutually recursive and share
//! this file.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::members::MemberStream;
use super::tree::{TreeSeed, number};
use crate::runtime::codec::decode::buffered;
use crate::runtime::codec::decode::context::Context;
use crate::runtime::codec::decode::error::{
    LEVELS, duplicate_member, expected, invalid_type, too_few_items, too_many_items,
};
use crate::runtime::codec::decode::member::{MemberTarget, ObjectDecoder, member_slot};
use crate::runtime::codec::decode::policy::{TagMatch, candidates_by_type, match_tag, single};
use crate::runtime::codec::scalar::Scalar;
use crate::runtime::codec::tree::Tree;
use crate::runtime::codec::{JsonType, List, Map, Member, Object, Presence, Slot, Union, decode_stored};

/// Decodes the next value of a stream into a slot. It borrows the slot: the format would copy an owned one at each step, which costs more
/// than the decoding itself.
pub(in crate::runtime::codec::decode) struct SlotSeed<'a, 's> {
    pub(in crate::runtime::codec::decode) slot: &'a mut Slot<'s>,
    pub(in crate::runtime::codec::decode) cx: &'a mut Context,
}

impl<'de> DeserializeSeed<'de> for SlotSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.slot {
            Slot::Any(_) | Slot::FromValue(_) => {
                let value = self.cx.tree_seed().deserialize(deserializer)?;
                decode_tree(self.slot.take(), &value, self.cx)
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
            Slot::Stored(index, fields) => {
                let cx = self.cx;
                decode_stored(*fields, *index, |mut slot| SlotSeed { slot: &mut slot, cx }.deserialize(deserializer))
            }
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl SlotSeed<'_, '_> {
    fn decode_scalar<E: Error>(self, scalar: Scalar<'_>) -> Result<(), E> {
        buffered::decode_scalar(self.slot.take(), scalar, self.cx).map_err(|message| self.cx.error(message))
    }
}

impl<'de> Visitor<'de> for SlotSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&expected(self.slot))
    }

    // The most common slots are handled here; `decode_scalar` handles all.

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        if let Slot::Bool(place) = self.slot {
            **place = value;
            return Ok(());
        }
        self.decode_scalar(Scalar::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        if let Slot::I64(place) = self.slot {
            **place = value;
            return Ok(());
        }
        self.decode_scalar(Scalar::I64(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => self.decode_scalar(Scalar::U64(value)),
        }
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        self.decode_scalar(Scalar::I128(value))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<(), E> {
        self.decode_scalar(Scalar::U128(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        if let Slot::F64(place) = self.slot
            && value.is_finite()
        {
            **place = value;
            return Ok(());
        }
        self.decode_scalar(Scalar::F64(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if let Slot::String(place) = self.slot {
            **place = text.to_owned();
            return Ok(());
        }
        self.decode_scalar(Scalar::Str(Cow::Borrowed(text)))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<(), E> {
        self.decode_scalar(Scalar::Str(Cow::Owned(text)))
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.decode_scalar(Scalar::Null)
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.decode_scalar(Scalar::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.slot {
            Slot::Nullable(place) => {
                SlotSeed { slot: &mut place.set_non_null(), cx: self.cx }.deserialize(deserializer)
            }
            _ => self.deserialize(deserializer),
        }
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        self.cx.enter().map_err(|message| self.cx.error(message))?;
        decode_array(self.slot.take(), items, self.cx)?;
        self.cx.leave();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, rest: A) -> Result<(), A::Error> {
        self.cx.enter().map_err(|message| self.cx.error(message))?;
        decode_members(self.slot.take(), &mut MemberStream::new(rest, self.cx.tree_seed()), self.cx)?;
        self.cx.leave();
        Ok(())
    }
}

impl Context {
    /// Returns the seed of values inside the current one.
    fn tree_seed(&self) -> TreeSeed {
        TreeSeed { levels: LEVELS.saturating_sub(self.depth()) }
    }
}

/// Decodes a value that was read ahead.
fn decode_tree<E: Error>(slot: Slot<'_>, value: &Tree<'_>, cx: &mut Context) -> Result<(), E> {
    buffered::decode(slot, value, cx).map_err(|message| cx.error(message))
}

/// Decodes a value that was read ahead and is not needed afterwards.
fn decode_owned_tree<E: Error>(slot: Slot<'_>, value: Tree<'_>, cx: &mut Context) -> Result<(), E> {
    match value {
        Tree::Scalar(scalar) => buffered::decode_scalar(slot, scalar, cx).map_err(|message| cx.error(message)),
        value => decode_tree(slot, &value, cx),
    }
}

fn decode_array<'de, A: SeqAccess<'de>>(slot: Slot<'_>, mut items: A, cx: &mut Context) -> Result<(), A::Error> {
    match slot {
        Slot::List(place) => decode_list(place, items, cx),
        Slot::Nullable(place) => decode_array(place.set_non_null(), items, cx),
        Slot::Union(place) => match single(candidates_by_type(place.table(), JsonType::Array)) {
            Some(variant) => decode_array(place.select(variant), items, cx),
            None => {
                let all = cx.tree_seed().collect_items(&mut items)?;
                decode_tree(Slot::Union(place), &all, cx)
            }
        },
        Slot::Stored(index, fields) => decode_stored(fields, index, |slot| decode_array(slot, items, cx)),
        slot @ (Slot::Any(_) | Slot::FromValue(_)) => {
            let all = cx.tree_seed().collect_items(&mut items)?;
            decode_tree(slot, &all, cx)
        }
        slot => Err(cx.error(invalid_type(&expected(&slot), "an array"))),
    }
}

fn decode_list<'de, A: SeqAccess<'de>>(list: &mut dyn List, mut items: A, cx: &mut Context) -> Result<(), A::Error> {
    let mut index = 0;
    loop {
        match items.next_element_seed(ItemSeed { list, index, cx }) {
            Ok(Some(())) => index += 1,
            Ok(None) => break,
            Err(error) => {
                cx.in_item(index);
                return Err(error);
            }
        }
    }
    let required = list.required();
    if index < required { Err(cx.error(too_few_items(required, index))) } else { Ok(()) }
}

/// Decodes the next item of a list, if the stream has one.
struct ItemSeed<'s, 'c> {
    list: &'s mut dyn List,
    index: usize,
    cx: &'c mut Context,
}

impl<'de> DeserializeSeed<'de> for ItemSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.list.slot(self.index) {
            Some(mut slot) => SlotSeed { slot: &mut slot, cx: self.cx }.deserialize(deserializer),
            None => Err(self.cx.error(too_many_items(self.index))),
        }
    }
}

/// Decodes the members of an object into a slot.
fn decode_members<'de, A: MapAccess<'de>>(
    slot: Slot<'_>,
    members: &mut MemberStream<A>,
    cx: &mut Context,
) -> Result<(), A::Error> {
    match slot {
        Slot::Object(place) => decode_object(place, members, cx),
        Slot::Map(place) => decode_map(place, members, cx),
        Slot::Union(place) => decode_union(place, members, cx),
        Slot::Nullable(place) => decode_members(place.set_non_null(), members, cx),
        Slot::Stored(index, fields) => decode_stored(fields, index, |slot| decode_members(slot, members, cx)),
        slot @ (Slot::Any(_) | Slot::FromValue(_)) => {
            let all = members.collect(cx)?;
            decode_tree(slot, &all, cx)
        }
        // `serde_json` may represent a number by an object.
        Slot::Number(place) => match members.number()? {
            Some(text) => {
                let number = number(text).map_err(|message| cx.error(message))?;
                buffered::decode_scalar(Slot::Number(place), number, cx).map_err(|message| cx.error(message))
            }
            None => Err(cx.error(invalid_type(&place.expected(), "an object"))),
        },
        slot => Err(cx.error(invalid_type(&expected(&slot), "an object"))),
    }
}

fn decode_object<'de, A: MapAccess<'de>>(
    object: &mut dyn Object,
    members: &mut MemberStream<A>,
    cx: &mut Context,
) -> Result<(), A::Error> {
    let table = object.table();
    if !table.flattened.is_empty() {
        let all = members.collect(cx)?;
        return decode_tree(Slot::Object(object), &all, cx);
    }
    let mut decoder = ObjectDecoder::new(object, table);
    while let Some((name, value)) = members.ahead.pop_front() {
        match decoder.name_seed().look_up(&name) {
            MemberTarget::Declared(index) => {
                let (index, member) = decoder.add_declared(index).map_err(|message| cx.error(message))?;
                let slot = member_slot(decoder.object, table, index);
                decode_owned_tree(slot, value, cx).inspect_err(|_| cx.in_declared_member(member.name))?;
            }
            MemberTarget::Undeclared => {
                if let Some(slot) = decoder.add_undeclared().map_err(|message| cx.error(message))? {
                    decode_owned_tree(slot, value, cx).inspect_err(|_| decoder.in_undeclared(cx))?;
                }
            }
        }
    }
    while let Some(target) = members.rest.next_key_seed(decoder.name_seed())? {
        match target {
            MemberTarget::Declared(index) => {
                let (index, member) = decoder.add_declared(index).map_err(|message| cx.error(message))?;
                let seed = DeclaredMemberSeed { object: decoder.object, member, index, cx };
                members.rest.next_value_seed(seed).inspect_err(|_| cx.in_declared_member(member.name))?;
            }
            MemberTarget::Undeclared => match decoder.add_undeclared().map_err(|message| cx.error(message))? {
                Some(slot) => {
                    decode_next(&mut members.rest, slot, cx).inspect_err(|_| decoder.in_undeclared(cx))?;
                }
                None => drop(members.rest.next_value::<IgnoredAny>()?),
            },
        }
    }
    decoder.check_required().map_err(|message| cx.error(message))
}

/// Decodes the next value of a stream.
fn decode_next<'de, A: MapAccess<'de>>(rest: &mut A, mut slot: Slot<'_>, cx: &mut Context) -> Result<(), A::Error> {
    rest.next_value_seed(SlotSeed { slot: &mut slot, cx })
}

/// Decodes the field of a declared member. It creates the slot itself, so that the format does not move one.
struct DeclaredMemberSeed<'a> {
    object: &'a mut dyn Object,
    member: &'static Member,
    index: usize,
    cx: &'a mut Context,
}

impl<'de> DeserializeSeed<'de> for DeclaredMemberSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut slot = self.object.slot(self.index);
        if self.member.presence == Presence::Optional
            && let Slot::Nullable(place) = &mut slot
        {
            return SlotSeed { slot: &mut place.set_non_null(), cx: self.cx }.deserialize(deserializer);
        }
        SlotSeed { slot: &mut slot, cx: self.cx }.deserialize(deserializer)
    }
}

fn decode_map<'de, A: MapAccess<'de>>(
    map: &mut dyn Map,
    members: &mut MemberStream<A>,
    cx: &mut Context,
) -> Result<(), A::Error> {
    while let Some((name, ahead)) = members.next()? {
        let shown = name.clone();
        let Some(slot) = map.insert(name) else { return Err(cx.error(duplicate_member(&shown))) };
        let result = match ahead {
            Some(value) => decode_owned_tree(slot, value, cx),
            None => decode_next(&mut members.rest, slot, cx),
        };
        result.inspect_err(|_| cx.in_member(shown))?;
    }
    Ok(())
}

fn decode_union<'de, A: MapAccess<'de>>(
    union: &mut dyn Union,
    members: &mut MemberStream<A>,
    cx: &mut Context,
) -> Result<(), A::Error> {
    let table = union.table();
    if let Some(name) = table.tag {
        match match_tag(table, members.find(name)?) {
            Ok(TagMatch::Variant(variant)) => return decode_members(union.select(variant), members, cx),
            Ok(TagMatch::Unknown) => {
                cx.score.unknown += 1;
                let all = members.collect(cx)?;
                union.set_unknown(buffered::to_json_value(&all, "a value").map_err(|message| cx.error(message))?);
                return Ok(());
            }
            Ok(TagMatch::Undecided) => {}
            Err(message) => {
                cx.in_declared_member(name);
                return Err(cx.error(message));
            }
        }
    }
    if let Some(text) = members.number()? {
        let number = number(text).map_err(|message| cx.error(message))?;
        return buffered::decode_scalar_union(union, &number, cx).map_err(|message| cx.error(message));
    }
    match single(candidates_by_type(table, JsonType::Object)) {
        Some(variant) => decode_members(union.select(variant), members, cx),
        None => {
            let all = members.collect(cx)?;
            decode_tree(Slot::Union(union), &all, cx)
        }
    }
}
