//! Decoding of a buffered value: unions and flattened parts must look at a value more than once.

use serde_json::Value;

use super::buffered::Buffered;
use super::context::{Context, Refusal};
use super::object::{Seen, catch_all, member_slot};
use super::policy::{ConsumedMembers, part, read};
use super::scalar::{OUT_OF_RANGE, check_fit, expected, mismatch, put};
use crate::runtime::codec::tree::{Items, Members, Tree};
use crate::runtime::codec::{Extra, Kind, List, Object, Slot};

/// Puts a whole value into a slot.
pub(crate) fn root(slot: Slot<'_>, value: &Tree<'_>, cx: &mut Context) -> Result<(), Refusal> {
    cx.begin(value);
    fill(slot, value, cx).and_then(|()| cx.end())
}

/// Puts a value, or a part of one, into a slot.
pub(crate) fn fill(slot: Slot<'_>, value: &Tree<'_>, cx: &mut Context) -> Result<(), Refusal> {
    cx.look()?;
    if let Tree::Scalar(scalar) = value {
        return put(slot, scalar.borrowed(), cx);
    }
    match slot {
        Slot::Any(place) => {
            *place = json(value, "a value")?;
            Ok(())
        }
        Slot::Nullable(place) => fill(place.fill(), value, cx),
        Slot::Whole(place) => {
            let fit = place.set(json(value, &place.expected())?);
            check_fit(fit, || place.expected(), describe(value), cx)
        }
        slot => match value {
            Tree::Array(items) => match slot {
                Slot::List(place) => list(place, items, cx),
                Slot::Union(place) => read(&mut Buffered { whole: value, cx }, place, Kind::Array),
                slot => Err(mismatch(&expected(&slot), describe(value))),
            },
            Tree::Object(members) => match slot {
                Slot::Object(place) if place.table().flats.is_empty() => plain(place, members, cx),
                Slot::Union(place) => read(&mut Buffered { whole: value, cx }, place, Kind::Object),
                slot => {
                    let mut consumed = ConsumedMembers::new(members.len());
                    part(&mut Buffered { whole: value, cx }, slot, &mut consumed)?;
                    for (index, (_, value)) in members.iter().enumerate() {
                        if !consumed.contains(index) {
                            lose(value, consumed.denies_others, cx);
                        }
                    }
                    cx.lost.extend(consumed.into_lost());
                    Ok(())
                }
            },
            scalar => Err(mismatch(&expected(&slot), describe(scalar))),
        },
    }
}

/// Puts an object into one without flattened parts, which no other part shares.
fn plain(object: &mut dyn Object, members: &Members<'_>, cx: &mut Context) -> Result<(), Refusal> {
    let table = object.table();
    let mut seen = Seen::new(table.members.len());
    let mut hint = 0;
    for (name, value) in members.iter() {
        if let Some(index) = table.find(name, hint) {
            hint = index + 1;
            seen.insert(index);
            fill(member_slot(object, table, index), value, cx).inspect_err(|_| cx.in_name(name))?;
        } else if let Some(field) = catch_all(table, name)
            && let Slot::Map(map) = object.slot(field)
            && let Some(slot) = map.insert(name.to_owned())
        {
            fill(slot, value, cx).inspect_err(|_| cx.in_name(name))?;
        } else {
            lose(value, table.extra == Extra::Denied, cx);
        }
    }
    table.finish(&seen)
}

/// Counts the value of a member that nothing consumes.
fn lose(value: &Tree<'_>, is_denied: bool, cx: &mut Context) {
    cx.lost.push(std::ptr::from_ref(value).addr());
    cx.score.denied += usize::from(is_denied);
}

fn list(list: &mut dyn List, Items(items): &Items<'_>, cx: &mut Context) -> Result<(), Refusal> {
    for (index, item) in items.iter().enumerate() {
        match list.slot(index) {
            Some(slot) => fill(slot, item, cx).inspect_err(|_| cx.in_item(index))?,
            None => return Err(too_many(index)),
        }
    }
    enough(list, items.len())
}

/// Judges the number of items.
pub(crate) fn enough(list: &dyn List, len: usize) -> Result<(), Refusal> {
    let required = list.required();
    if len < required { Err(too_few(required, len)) } else { Ok(()) }
}

/// The refusal of a list that is too short.
pub(crate) fn too_few(required: usize, len: usize) -> Refusal {
    Refusal(format!("expected at least {required} items, found {len}"))
}

/// The refusal of an item beyond the last.
pub(crate) fn too_many(most: usize) -> Refusal {
    Refusal(format!("expected at most {most} items, found more"))
}

/// The value as `serde_json` reads it, for a place where this is expected.
pub(crate) fn json(value: &Tree<'_>, expected: &str) -> Result<Value, Refusal> {
    value.to_value().ok_or_else(|| mismatch(expected, OUT_OF_RANGE))
}

/// The type of a value as an error tells it.
pub(crate) fn describe(value: &Tree<'_>) -> &'static str {
    match value {
        Tree::Array(_) => "an array",
        Tree::Object(_) => "an object",
        Tree::Scalar(scalar) => scalar.describe(),
    }
}
