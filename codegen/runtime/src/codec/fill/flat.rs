//! Flat parts: types whose members lie in the object that holds them. Each judges the whole object.

use std::collections::BTreeMap;

use super::context::{Context, Refusal};
use super::value::{Claims, members};
use crate::runtime::codec::tree::{Members, Tree};
use crate::runtime::codec::{Flat, Object, ObjectTable, Slot};

/// A group of flat parts of which at least one must fit.
#[derive(Default)]
struct Group {
    /// Whether one took members.
    fits: bool,
    /// The first that fits without taking any.
    trivial: Option<usize>,
    reasons: Vec<String>,
}

/// Fills the flat parts of an object.
pub(crate) fn fill(
    object: &mut dyn Object,
    table: &ObjectTable,
    whole: &Tree<'_>,
    map: &Members<'_>,
    claims: &mut Claims,
    cx: &mut Context,
) -> Result<(), Refusal> {
    let first = table.members.len() + table.patterns.len();
    let mut groups: BTreeMap<u32, Group> = BTreeMap::new();
    for (place, flat) in table.flats.iter().enumerate() {
        let field = first + place;
        let group = match flat {
            Flat::Required => {
                members(object.slot(field), whole, map, claims, cx)?;
                continue;
            }
            Flat::Optional => None,
            Flat::Any(number) => Some(groups.entry(*number).or_default()),
        };
        let mut own = Claims::new(map);
        let before = cx.score;
        let fits = members(object.slot(field), whole, map, &mut own, cx);
        let takes = own.any();
        let reason = fits.as_ref().err().map(|refusal| cx.reason(&format!("part {place}"), refusal));
        if fits.is_ok() && (takes || map.is_empty()) {
            claims.add(own);
        } else {
            cx.score = before;
            if let Slot::Nullable(place) = object.slot(field) {
                place.set_null();
            }
        }
        if let Some(group) = group {
            group.fits |= fits.is_ok() && takes;
            group.reasons.extend(reason);
            if fits.is_ok() {
                group.trivial.get_or_insert(field);
            }
        }
    }
    for group in groups.into_values().filter(|group| !group.fits) {
        match group.trivial {
            Some(field) => members(object.slot(field), whole, map, claims, cx)?,
            None => return Err(Refusal(format!("no part of `{}` fits: {}", table.name, group.reasons.join("; ")))),
        }
    }
    Ok(())
}
