//! Flattened parts: types whose members lie in the object that holds them. Each part sees the whole object.

use std::collections::BTreeMap;

use super::{Choice, ConsumedMembers, MemberSource, Reading, select, unknown};
use crate::runtime::codec::fill::context::Refusal;
use crate::runtime::codec::fill::object::{Seen, catch_all, member_slot};
use crate::runtime::codec::fill::scalar::{expected, mismatch};
use crate::runtime::codec::{Extra, Flat, Kind, Map, Object, ObjectTable, Slot};

/// Parts of which at least one must fit.
#[derive(Default)]
struct AnyOf {
    /// Whether a part fits that consumes members, or the object has none.
    fits: bool,
    /// The field of the first part that fits without consuming members.
    trivial: Option<usize>,
    reasons: Vec<String>,
}

/// Reads an object into a slot, and notes which members the slot consumes.
pub(crate) fn part<S: MemberSource>(
    source: &mut S,
    slot: Slot<'_>,
    consumed: &mut ConsumedMembers,
) -> Result<(), S::Error> {
    match slot {
        Slot::Object(place) => object(source, place, consumed),
        Slot::Map(place) => (0..source.count()).try_for_each(|index| entry(source, index, place, consumed)),
        Slot::Union(place) => match select(source, place, Kind::Object)? {
            // What was read to choose the variant does not say which members it consumes.
            Choice::Variant(variant) | Choice::Read(Reading { variant, .. }) => {
                part(source, place.select(variant), consumed)
            }
            Choice::Unknown => {
                consumed.insert_all(source.count());
                unknown(source, place)
            }
        },
        Slot::Nullable(place) => part(source, place.fill(), consumed),
        slot @ (Slot::Any(_) | Slot::Whole(_)) => {
            consumed.insert_all(source.count());
            source.read(slot)
        }
        slot @ (Slot::Bool(_)
        | Slot::I64(_)
        | Slot::Integer(_)
        | Slot::F64(_)
        | Slot::F32(_)
        | Slot::String(_)
        | Slot::Text(_)
        | Slot::Number(_)
        | Slot::List(_)
        | Slot::Null
        | Slot::Never) => Err(source.refuse(|| mismatch(&expected(&slot), "an object"))),
    }
}

/// Reads declared members, then flattened parts, then what neither of them consumes.
fn object<S: MemberSource>(
    source: &mut S,
    object: &mut dyn Object,
    consumed: &mut ConsumedMembers,
) -> Result<(), S::Error> {
    let table = object.table();
    let mut seen = Seen::new(table.members.len());
    let mut hint = 0;
    // The catch-all gets what this object does not consume, whatever parts beside this object consume.
    let mut own = ConsumedMembers::new(source.count());
    for index in 0..source.count() {
        if let Some(field) = table.find(source.name(index), hint) {
            hint = field + 1;
            if !seen.insert(field) {
                return Err(source.repeated(index));
            }
            source.member(index, member_slot(object, table, field), &mut own)?;
        }
    }
    table.finish(&seen).map_err(|refusal| source.refuse(|| refusal))?;
    if !table.flats.is_empty() {
        parts(source, object, table, &mut own)?;
    }
    let others = if table.has_maps() { 0..source.count() } else { 0..0 };
    for index in others {
        if !own.contains(index)
            && let Some(field) = catch_all(table, source.name(index))
            && let Slot::Map(place) = object.slot(field)
        {
            entry(source, index, place, &mut own)?;
        }
    }
    own.denies_others |= table.extra == Extra::Denied;
    consumed.add(own);
    Ok(())
}

/// Reads a member into a map.
fn entry<S: MemberSource>(
    source: &mut S,
    index: usize,
    map: &mut dyn Map,
    consumed: &mut ConsumedMembers,
) -> Result<(), S::Error> {
    match map.insert(source.name(index).to_owned()) {
        Some(slot) => source.member(index, slot, consumed),
        None => Err(source.repeated(index)),
    }
}

/// Reads the flattened parts of an object.
fn parts<S: MemberSource>(
    source: &mut S,
    object: &mut dyn Object,
    table: &ObjectTable,
    consumed: &mut ConsumedMembers,
) -> Result<(), S::Error> {
    let first = table.members.len() + table.patterns.len();
    let mut groups: BTreeMap<u32, AnyOf> = BTreeMap::new();
    for (number, flattened) in table.flats.iter().enumerate() {
        let field = first + number;
        let group = match flattened {
            Flat::Required => {
                part(source, object.slot(field), consumed)?;
                continue;
            }
            Flat::Optional => None,
            Flat::Any(group) => Some(groups.entry(*group).or_default()),
        };
        let mut own = ConsumedMembers::new(source.count());
        let before = source.context().score;
        let (fits, reason) = match part(source, object.slot(field), &mut own) {
            Ok(()) => (true, None),
            Err(error) => (false, source.reason(number, error)?),
        };
        // Nearly every object fits a type without required members. Such a part counts only if the object has members of it.
        let counts = fits && (!own.is_empty() || source.count() == 0);
        if counts {
            consumed.add(own);
        } else {
            source.context().score = before;
            if let Slot::Nullable(place) = object.slot(field) {
                place.set_null();
            }
        }
        if let Some(group) = group {
            group.fits |= counts;
            group.reasons.extend(reason);
            group.trivial = group.trivial.or(fits.then_some(field));
        }
    }
    for group in groups.into_values().filter(|group| !group.fits) {
        match group.trivial {
            Some(field) => part(source, object.slot(field), consumed)?,
            None => {
                return Err(source
                    .refuse(|| Refusal(format!("no part of `{}` fits: {}", table.name, group.reasons.join("; ")))));
            }
        }
    }
    Ok(())
}
