//! The driver for values in memory. It computes the score of a value, and explains why a value does not match.
//!
//! Layer 4 of decoding: imports `policy` and the layers below it. Values, lists and objects contain each other, so their functions are
//! mutually recursive and share this file. `policy` calls back through [`ValueSource`] and [`MemberSource`].

use serde_json::Value;

use super::context::Context;
use super::error::{
    ErrorMessage, OUT_OF_RANGE, duplicate_member, expected, invalid_type, too_few_items, too_many_items,
};
use super::member::{IndexSet, map_field, member_slot};
use super::policy::{self, Choice, ConsumedMembers, MemberSource, TagMatch, ValueSource};
use super::scalar::{check_fit, put};
use crate::runtime::codec::scalar::Scalar;
use crate::runtime::codec::tree::{Items, Members, Tree};
use crate::runtime::codec::{JsonType, List, Object, Slot, Undeclared, Union, UnionTable, decode_stored};

/// Decodes a complete value into a slot.
pub(crate) fn decode(slot: Slot<'_>, value: &Tree<'_>, cx: &mut Context) -> Result<(), ErrorMessage> {
    cx.start(value);
    decode_part(slot, value, cx).and_then(|()| cx.check_limit())
}

/// Chooses the variant for a complete value, and does not decode it. The caller checks the limit of the context.
pub(crate) fn choose_variant(
    union: &mut dyn Union,
    value: &Tree<'_>,
    json_type: JsonType,
    cx: &mut Context,
) -> Result<Choice, ErrorMessage> {
    cx.start(value);
    policy::choose_variant(&mut BufferedValue { value, cx }, union, json_type)
}

/// Decodes a scalar into a slot, which may be a union.
pub(crate) fn decode_scalar(slot: Slot<'_>, scalar: Scalar<'_>, cx: &mut Context) -> Result<(), ErrorMessage> {
    match (slot, scalar) {
        (Slot::Union(place), scalar) => decode_scalar_union(place, &scalar, cx),
        (Slot::Nullable(place), scalar) if !matches!(scalar, Scalar::Null) => {
            decode_scalar(place.set_non_null(), scalar, cx)
        }
        (slot, scalar) => put(slot, scalar, cx),
    }
}

/// Decodes a scalar into a union.
pub(crate) fn decode_scalar_union(
    union: &mut dyn Union,
    scalar: &Scalar<'_>,
    cx: &mut Context,
) -> Result<(), ErrorMessage> {
    let value = Tree::Scalar(scalar.borrowed());
    policy::decode_union(&mut BufferedValue { value: &value, cx }, union, scalar.json_type())
}

/// Decodes a complete value, or a part of one, into a slot. The functions that a nested value calls again for each level are small, because
/// an unoptimized build reserves stack for each of their variables.
fn decode_part(slot: Slot<'_>, value: &Tree<'_>, cx: &mut Context) -> Result<(), ErrorMessage> {
    cx.count_step()?;
    match (slot, value) {
        (slot, Tree::Scalar(scalar)) => decode_scalar(slot, scalar.borrowed(), cx),
        (slot @ (Slot::Any(_) | Slot::FromValue(_)), value) => convert(slot, value, cx),
        (Slot::Nullable(place), value) => decode_part(place.set_non_null(), value, cx),
        (Slot::Stored(index, fields), value) => decode_stored(fields, index, |slot| decode_part(slot, value, cx)),
        (Slot::Union(place), Tree::Array(_)) => {
            policy::decode_union(&mut BufferedValue { value, cx }, place, JsonType::Array)
        }
        (Slot::Union(place), Tree::Object(_)) => {
            policy::decode_union(&mut BufferedValue { value, cx }, place, JsonType::Object)
        }
        (Slot::List(place), Tree::Array(items)) => decode_list(place, items, cx),
        (Slot::Object(place), Tree::Object(members)) if place.table().flattened.is_empty() => {
            decode_object(place, members, cx)
        }
        (slot, Tree::Object(members)) => decode_with_parts(slot, value, members, cx),
        (slot, value) => Err(wrong_type(&slot, value)),
    }
}

fn wrong_type(slot: &Slot<'_>, value: &Tree<'_>) -> ErrorMessage {
    invalid_type(&expected(slot), value.describe())
}

/// Converts an array or an object into a slot for complete values.
fn convert(slot: Slot<'_>, value: &Tree<'_>, cx: &mut Context) -> Result<(), ErrorMessage> {
    match slot {
        Slot::Any(place) => {
            *place = to_json_value(value, "a value")?;
            Ok(())
        }
        Slot::FromValue(place) => {
            let fit = place.set(to_json_value(value, &place.expected())?);
            check_fit(fit, || place.expected(), value.describe(), cx)
        }
        slot => Err(wrong_type(&slot, value)),
    }
}

/// Decodes an object whose members several parts may share.
fn decode_with_parts(
    slot: Slot<'_>,
    value: &Tree<'_>,
    members: &Members<'_>,
    cx: &mut Context,
) -> Result<(), ErrorMessage> {
    let mut consumed = ConsumedMembers::new(members.len());
    policy::decode_flattened(&mut BufferedValue { value, cx }, slot, &mut consumed)?;
    for (index, (_, value)) in members.iter().enumerate() {
        if !consumed.contains(index) {
            count_dropped(value, consumed.denies_others, cx);
        }
    }
    cx.dropped.extend(consumed.into_dropped());
    Ok(())
}

/// Decodes an object that has no flattened parts and shares its members with no other.
fn decode_object(object: &mut dyn Object, members: &Members<'_>, cx: &mut Context) -> Result<(), ErrorMessage> {
    let table = object.table();
    let mut present = IndexSet::new(table.members.len());
    let mut hint = 0;
    for (name, value) in members.iter() {
        if let Some(index) = table.find(name, hint) {
            hint = index + 1;
            present.insert(index);
            decode_part(member_slot(object, table, index), value, cx).inspect_err(|_| cx.in_member(name))?;
        } else if let Some(field) = map_field(table, name)
            && let Slot::Map(map) = object.slot(field)
            && let Some(slot) = map.insert(name.to_owned())
        {
            decode_part(slot, value, cx).inspect_err(|_| cx.in_member(name))?;
            if table.undeclared == Undeclared::Kept(field) {
                count_dropped(value, false, cx);
            }
        } else {
            count_dropped(value, table.undeclared == Undeclared::Denied, cx);
        }
    }
    table.check_required(&present)
}

/// Counts the value of a member that no field stores.
fn count_dropped(value: &Tree<'_>, is_denied: bool, cx: &mut Context) {
    cx.dropped.push(std::ptr::from_ref(value).addr());
    cx.score.denied += usize::from(is_denied);
}

fn decode_list(list: &mut dyn List, Items(items): &Items<'_>, cx: &mut Context) -> Result<(), ErrorMessage> {
    for (index, item) in items.iter().enumerate() {
        match list.slot(index) {
            Some(slot) => decode_part(slot, item, cx).inspect_err(|_| cx.in_item(index))?,
            None => return Err(too_many_items(index)),
        }
    }
    let (required, len) = (list.required(), items.len());
    if len < required { Err(too_few_items(required, len)) } else { Ok(()) }
}

/// Converts a buffered value into the value that `serde_json` would read. The error names the expected value.
pub(crate) fn to_json_value(value: &Tree<'_>, expected: &str) -> Result<Value, ErrorMessage> {
    value.to_value().ok_or_else(|| invalid_type(expected, OUT_OF_RANGE))
}

/// A value in memory, as the rules see it.
struct BufferedValue<'a, 't> {
    value: &'a Tree<'t>,
    cx: &'a mut Context,
}

impl<'a, 't> BufferedValue<'a, 't> {
    fn members(&self) -> Option<&'a Members<'t>> {
        match self.value {
            Tree::Object(members) => Some(members),
            Tree::Array(_) | Tree::Scalar(_) => None,
        }
    }
}

impl ValueSource for BufferedValue<'_, '_> {
    type Error = ErrorMessage;

    const EXPLAINS: bool = true;

    fn context(&mut self) -> &mut Context {
        self.cx
    }

    fn error(&mut self, message: impl FnOnce() -> ErrorMessage) -> ErrorMessage {
        message()
    }

    fn match_tag(&mut self, table: &UnionTable, name: &'static str) -> Result<TagMatch, ErrorMessage> {
        let tag = self.members().and_then(|members| members.get(name));
        policy::match_tag(table, tag).inspect_err(|_| self.cx.in_declared_member(name))
    }

    fn candidates_by_members(&mut self, union: &mut dyn Union) -> Result<IndexSet, ErrorMessage> {
        Ok(policy::candidates_by_members(union, (0..self.count()).map(|index| self.name(index))))
    }

    fn choose_by_score(&mut self, union: &mut dyn Union, json_type: JsonType) -> Result<Choice, ErrorMessage> {
        let value = self.value;
        policy::choose_by_trial(self, value, union, json_type)
    }

    fn decode(&mut self, slot: Slot<'_>) -> Result<(), ErrorMessage> {
        match self.value {
            Tree::Scalar(scalar) => decode_scalar(slot, scalar.borrowed(), self.cx),
            value => decode_part(slot, value, self.cx),
        }
    }
}

impl MemberSource for BufferedValue<'_, '_> {
    fn count(&self) -> usize {
        self.members().map_or(0, Members::len)
    }

    fn name(&self, index: usize) -> &str {
        self.members().and_then(|members| members.at(index)).map_or("", |(name, _)| name)
    }

    fn decode_member(
        &mut self,
        index: usize,
        slot: Slot<'_>,
        consumed: &mut ConsumedMembers,
    ) -> Result<(), ErrorMessage> {
        let Some((name, value)) = self.members().and_then(|members| members.at(index)) else { return Ok(()) };
        let before = std::mem::take(&mut self.cx.dropped);
        let result = decode_part(slot, value, self.cx).inspect_err(|_| self.cx.in_member(name));
        consumed.insert_with_dropped(index, std::mem::replace(&mut self.cx.dropped, before));
        result
    }

    fn duplicate(&mut self, index: usize) -> ErrorMessage {
        duplicate_member(self.name(index))
    }

    fn reason(&mut self, part: usize, message: ErrorMessage) -> Result<Option<String>, ErrorMessage> {
        Ok(Some(self.cx.reason(&format!("part {part}"), &message)))
    }
}
