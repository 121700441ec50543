//! Decoding of a buffered value: what unions and flat parts need, which must look at a value more than once.

use serde_json::Value;

use super::context::{Context, Refusal};
use super::object::{Seen, keeper, member_slot};
use super::scalar::{OUT_OF_RANGE, expected, judge, mismatch, put};
use super::{flat, union};
use crate::runtime::codec::tree::{Items, Members, Tree};
use crate::runtime::codec::{Extra, List, Object, Slot};

/// Which members of an object are taken, by position.
pub(crate) struct Claims {
    /// For each member that is taken, what is lost inside it all the same.
    taken: Vec<Option<Vec<usize>>>,
    /// Whether others are forbidden.
    pub(crate) denies: bool,
}

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
            judge(fit, || place.expected(), describe(value), cx)
        }
        slot => match value {
            Tree::Array(items) => match slot {
                Slot::List(place) => list(place, items, cx),
                Slot::Union(place) => union::list(place, value, cx),
                slot => Err(mismatch(&expected(&slot), describe(value))),
            },
            Tree::Object(map) => {
                let slot = match slot {
                    Slot::Object(place) if place.table().flats.is_empty() => return plain(place, map, cx),
                    Slot::Union(place) => return union::object(place, value, map, cx),
                    slot => slot,
                };
                let mut claims = Claims::new(map);
                members(slot, value, map, &mut claims, cx)?;
                claims.score(map, cx);
                Ok(())
            }
            scalar => Err(mismatch(&expected(&slot), describe(scalar))),
        },
    }
}

/// Puts an object into a slot and notes which of its members are taken.
pub(crate) fn members(
    slot: Slot<'_>,
    whole: &Tree<'_>,
    map: &Members<'_>,
    claims: &mut Claims,
    cx: &mut Context,
) -> Result<(), Refusal> {
    match slot {
        Slot::Object(place) => object(place, whole, map, claims, cx),
        Slot::Map(place) => {
            for (at, (name, value)) in map.iter().enumerate() {
                if let Some(slot) = place.insert(name.to_string()) {
                    claims.take(at, member(slot, value, cx).inspect_err(|_| cx.in_name(name))?);
                }
            }
            Ok(())
        }
        Slot::Union(place) => match union::variant_of(place, whole, map, cx)? {
            Some(choice) => members(place.select(choice.variant), whole, map, claims, cx),
            None => {
                cx.score.unknown += 1;
                claims.take_all();
                place.keep(json(whole, "a value")?);
                Ok(())
            }
        },
        Slot::Nullable(place) => members(place.fill(), whole, map, claims, cx),
        slot @ (Slot::Any(_) | Slot::Whole(_)) => {
            claims.take_all();
            fill(slot, whole, cx)
        }
        slot => Err(mismatch(&expected(&slot), describe(whole))),
    }
}

/// Puts an object into one without flat parts, which no other part shares.
fn plain(object: &mut dyn Object, map: &Members<'_>, cx: &mut Context) -> Result<(), Refusal> {
    let table = object.table();
    let mut seen = Seen::new(table.members.len());
    let mut hint = 0;
    let mut others = Vec::new();
    for (name, value) in map.iter() {
        let Some(index) = table.find(name, hint) else {
            others.push((name, value));
            continue;
        };
        hint = index + 1;
        seen.insert(index);
        fill(member_slot(object, table, index), value, cx).inspect_err(|_| cx.in_name(name))?;
    }
    table.finish(&seen)?;
    for (name, value) in others {
        if let Some(field) = keeper(table, name)
            && let Slot::Map(kept) = object.slot(field)
            && let Some(slot) = kept.insert(name.to_string())
        {
            fill(slot, value, cx).inspect_err(|_| cx.in_name(name))?;
        } else {
            cx.lost.push(std::ptr::from_ref(value).addr());
            cx.score.denied += usize::from(table.extra == Extra::Denied);
        }
    }
    Ok(())
}

fn object(
    object: &mut dyn Object,
    whole: &Tree<'_>,
    map: &Members<'_>,
    claims: &mut Claims,
    cx: &mut Context,
) -> Result<(), Refusal> {
    let table = object.table();
    let mut seen = Seen::new(table.members.len());
    let mut hint = 0;
    // Own claims: what is kept is what neither a member nor a flat part of this object takes.
    let mut own = Claims::new(map);
    for (place, (name, value)) in map.iter().enumerate() {
        if let Some(index) = table.find(name, hint) {
            hint = index + 1;
            seen.insert(index);
            let slot = member_slot(object, table, index);
            own.take(place, member(slot, value, cx).inspect_err(|_| cx.in_name(name))?);
        }
    }
    table.finish(&seen)?;
    flat::fill(object, table, whole, map, &mut own, cx)?;
    for (place, (name, value)) in map.iter().enumerate() {
        if own.has(place) {
            continue;
        }
        if let Some(field) = keeper(table, name)
            && let Slot::Map(kept) = object.slot(field)
            && let Some(slot) = kept.insert(name.to_string())
        {
            own.take(place, member(slot, value, cx).inspect_err(|_| cx.in_name(name))?);
        }
    }
    own.denies |= table.extra == Extra::Denied;
    claims.add(own);
    Ok(())
}

/// Fills the slot of a member and tells what is lost inside it.
fn member(slot: Slot<'_>, value: &Tree<'_>, cx: &mut Context) -> Result<Vec<usize>, Refusal> {
    let before = std::mem::take(&mut cx.lost);
    let filled = fill(slot, value, cx);
    let lost = std::mem::replace(&mut cx.lost, before);
    filled.map(|()| lost)
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

impl Claims {
    /// None taken of this object.
    pub(crate) fn new(map: &Members<'_>) -> Self {
        Self { taken: vec![None; map.len()], denies: false }
    }

    /// Whether any is taken.
    pub(crate) fn any(&self) -> bool {
        self.taken.iter().any(Option::is_some)
    }

    fn has(&self, place: usize) -> bool {
        self.taken.get(place).is_some_and(Option::is_some)
    }

    /// Takes a member. Inside it is lost what all lose that take it.
    fn take(&mut self, place: usize, lost: Vec<usize>) {
        match self.taken.get_mut(place) {
            Some(Some(known)) => known.retain(|part| lost.contains(part)),
            Some(unknown) => *unknown = Some(lost),
            None => {}
        }
    }

    /// Takes what others take of the same object.
    pub(crate) fn add(&mut self, others: Self) {
        for (place, other) in others.taken.into_iter().enumerate() {
            if let Some(lost) = other {
                self.take(place, lost);
            }
        }
        self.denies |= others.denies;
    }

    fn take_all(&mut self) {
        self.taken.fill(Some(Vec::new()));
    }

    /// Notes what is lost.
    fn score(self, map: &Members<'_>, cx: &mut Context) {
        for (taken, value) in self.taken.into_iter().zip(map.iter().map(|(_, value)| value)) {
            match taken {
                Some(lost) => cx.lost.extend(lost),
                None => {
                    cx.lost.push(std::ptr::from_ref(value).addr());
                    cx.score.denied += usize::from(self.denies);
                }
            }
        }
    }
}
