//! Flattened parts: types whose members are in the object that contains them. Each part sees the complete object.

use std::collections::BTreeMap;

use super::union::decode_unknown;
use super::{Choice, ConsumedMembers, MemberSource, Trial, choose_variant};
use crate::runtime::codec::decode::error::{ErrorMessage, expected, invalid_type};
use crate::runtime::codec::decode::member::{IndexSet, map_field, member_slot};
use crate::runtime::codec::{FlattenedPart, JsonType, Map, Object, ObjectTable, Slot, Undeclared, decode_stored};

/// A group of parts of which at least one must match.
#[derive(Default)]
struct AnyOfGroup {
    /// Whether a part matched and consumed members. For an object without members, a match is enough.
    matches: bool,
    /// The field of the first part that matches without consuming members.
    trivial: Option<usize>,
    reasons: Vec<String>,
}

/// The role of a type in the object that is decoded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It is the type of the object.
    Whole,
    /// It is a flattened part.
    Part,
}

/// Decodes an object into a slot, and adds the members that the slot consumes.
pub(crate) fn decode_flattened<S: MemberSource>(
    source: &mut S,
    slot: Slot<'_>,
    consumed: &mut ConsumedMembers,
) -> Result<(), S::Error> {
    decode(source, slot, consumed, Role::Whole)
}

fn decode<S: MemberSource>(
    source: &mut S,
    slot: Slot<'_>,
    consumed: &mut ConsumedMembers,
    role: Role,
) -> Result<(), S::Error> {
    match slot {
        Slot::Object(place) => decode_object(source, place, consumed, role),
        Slot::Map(place) => (0..source.count()).try_for_each(|index| decode_map_member(source, index, place, consumed)),
        Slot::Union(place) => match choose_variant(source, place, JsonType::Object)? {
            // The trial that chose the variant does not know which members the variant consumes.
            Choice::Variant(variant) | Choice::Decoded(Trial { variant, .. }) => {
                decode(source, place.select(variant), consumed, role)
            }
            Choice::Unknown => {
                consumed.insert_all(source.count());
                decode_unknown(source, place)
            }
        },
        Slot::Nullable(place) => decode(source, place.set_non_null(), consumed, role),
        Slot::Stored(index, fields) => decode_stored(fields, index, |slot| decode(source, slot, consumed, role)),
        slot @ (Slot::Any(_) | Slot::FromValue(_)) => {
            consumed.insert_all(source.count());
            source.decode(slot)
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
        | Slot::Never) => Err(source.error(|| invalid_type(&expected(&slot), "an object"))),
    }
}

/// Decodes declared members, then flattened parts, then the members that neither of them consumes.
fn decode_object<S: MemberSource>(
    source: &mut S,
    object: &mut dyn Object,
    consumed: &mut ConsumedMembers,
    role: Role,
) -> Result<(), S::Error> {
    let table = object.table();
    let mut present = IndexSet::new(table.members.len());
    let mut hint = 0;
    // The catch-all stores the members that this object does not consume, even those that sibling parts consume.
    let mut own = ConsumedMembers::new(source.count());
    for index in 0..source.count() {
        if let Some(field) = table.find(source.name(index), hint) {
            hint = field + 1;
            if !present.insert(field) {
                return Err(source.duplicate(index));
            }
            source.decode_member(index, member_slot(object, table, field), &mut own)?;
        }
    }
    table.check_required(&present).map_err(|message| source.error(|| message))?;
    if !table.flattened.is_empty() {
        decode_parts(source, object, table, &mut own)?;
    }
    let others = if table.has_maps() { 0..source.count() } else { 0..0 };
    // Members that no part declares still count as dropped.
    let mut kept = None;
    for index in others {
        if !own.contains(index)
            && let Some(field) = map_field(table, source.name(index))
            && let Slot::Map(place) = object.slot(field)
        {
            if table.undeclared != Undeclared::Kept(field) {
                decode_map_member(source, index, place, &mut own)?;
            } else if role == Role::Whole {
                let kept = kept.get_or_insert_with(|| ConsumedMembers::new(source.count()));
                decode_map_member(source, index, place, kept)?;
            }
        }
    }
    own.denies_others |= table.undeclared == Undeclared::Denied;
    consumed.add(own);
    Ok(())
}

/// Decodes a member into a map.
fn decode_map_member<S: MemberSource>(
    source: &mut S,
    index: usize,
    map: &mut dyn Map,
    consumed: &mut ConsumedMembers,
) -> Result<(), S::Error> {
    match map.insert(source.name(index).to_owned()) {
        Some(slot) => source.decode_member(index, slot, consumed),
        None => Err(source.duplicate(index)),
    }
}

/// Decodes the flattened parts of an object.
fn decode_parts<S: MemberSource>(
    source: &mut S,
    object: &mut dyn Object,
    table: &ObjectTable,
    consumed: &mut ConsumedMembers,
) -> Result<(), S::Error> {
    let first = table.members.len() + table.patterns.len();
    let mut groups: BTreeMap<u32, AnyOfGroup> = BTreeMap::new();
    for (number, part) in table.flattened.iter().enumerate() {
        let field = first + number;
        let group = match part {
            FlattenedPart::Required => {
                decode(source, object.slot(field), consumed, Role::Part)?;
                continue;
            }
            FlattenedPart::Optional => None,
            FlattenedPart::Any(group) => Some(groups.entry(*group).or_default()),
        };
        let mut own = ConsumedMembers::new(source.count());
        let before = source.context().score;
        let (matches, reason) = match decode(source, object.slot(field), &mut own, Role::Part) {
            Ok(()) => (true, None),
            Err(error) => (false, source.reason(number, error)?),
        };
        // Nearly every object matches a type without required members. Such a part counts only if it consumes members of the object.
        let counts = matches && (!own.is_empty() || source.count() == 0);
        if counts {
            consumed.add(own);
        } else {
            source.context().score = before;
            if let Slot::Nullable(place) = object.slot(field) {
                place.set_null();
            }
        }
        if let Some(group) = group {
            group.matches |= counts;
            group.reasons.extend(reason);
            group.trivial = group.trivial.or(matches.then_some(field));
        }
    }
    for group in groups.into_values().filter(|group| !group.matches) {
        match group.trivial {
            Some(field) => decode(source, object.slot(field), consumed, Role::Part)?,
            None => return Err(no_part(source, table, &group)),
        }
    }
    Ok(())
}

/// Reports an object that matches no part of a group.
fn no_part<S: MemberSource>(source: &mut S, table: &ObjectTable, group: &AnyOfGroup) -> S::Error {
    let reasons = group.reasons.join("; ");
    source.error(|| ErrorMessage(format!("the object matches none of the alternatives of `{}`: {reasons}", table.name)))
}
