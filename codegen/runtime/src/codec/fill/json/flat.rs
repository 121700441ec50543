//! Objects with flat parts, each of which judges the whole object. Where its members lie in the text is noted, and each part reads what it
//! takes.
//!
//! It decides as `flat` and `value` do for a value that is kept; `object` sends nothing here whose score counts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::reader::Reader;
use super::union::has_required;
use crate::runtime::codec::fill::object::{Seen, keeper, member_slot};
use crate::runtime::codec::fill::union::{Tagged, candidates, only, tagged, variant_of};
use crate::runtime::codec::tree::Tree;
use crate::runtime::codec::{Flat, Kind, Object, ObjectTable, Slot, Union};

/// Where the members of an object lie.
pub(super) struct Whole<'a> {
    /// Where the object begins.
    start: usize,
    /// The members: name, and where the value begins.
    pub(super) members: Vec<Place<'a>>,
}

/// A member: its name, and where its value begins.
pub(super) type Place<'a> = (Cow<'a, str>, usize);

/// Which members are taken: a bit for each position.
type Taken = u64;

/// A group of flat parts of which at least one must fit.
#[derive(Default)]
struct Group {
    /// Whether one took members.
    fits: bool,
    /// The first that fits without taking any.
    trivial: Option<usize>,
}

impl<'a, const EXPLAIN: bool> Reader<'a, EXPLAIN> {
    /// Reads the object at hand, which has flat parts.
    pub(super) fn object_of_parts(&mut self, object: &mut dyn Object) -> Option<()> {
        let start = self.place();
        let whole = self.whole()?;
        let end = self.place();
        self.back(start);
        if whole.members.len() > Taken::BITS as usize {
            return self.buffered(Slot::Object(object));
        }
        self.enter(b'{', b'}')?;
        self.parts(object, &whole, &mut 0)?;
        self.jump(end);
        self.release(whole);
        Some(())
    }

    /// Passes the object at hand and notes where its members lie.
    pub(super) fn whole(&mut self) -> Option<Whole<'a>> {
        let mut whole = Whole { start: self.at, members: std::mem::take(&mut self.spare_places) };
        let mut more = self.enter(b'{', b'}')?;
        while more {
            whole.members.push((self.name()?, self.at));
            self.skip()?;
            more = self.more(b'}')?;
        }
        Some(whole)
    }

    /// Keeps the memory of what was noted for the next object.
    pub(super) fn release(&mut self, mut whole: Whole<'a>) {
        whole.members.clear();
        self.spare_places = whole.members;
    }

    /// Fills an object, which has flat parts or is one.
    fn parts(&mut self, object: &mut dyn Object, whole: &Whole<'a>, taken: &mut Taken) -> Option<()> {
        let table = object.table();
        let mut own = 0;
        let mut seen = Seen::new(table.members.len());
        let mut hint = 0;
        for (bit, name, at) in whole.members() {
            if let Some(index) = table.find(name, hint) {
                hint = index + 1;
                if !seen.insert(index) {
                    return self.give_up();
                }
                self.value_at(at, member_slot(object, table, index))?;
                own |= bit;
            }
        }
        table.finish(&seen).ok()?;
        self.flats(object, table, whole, &mut own)?;
        for (bit, name, at) in whole.members() {
            if own & bit == 0
                && let Some(field) = keeper(table, name)
                && let Slot::Map(kept) = object.slot(field)
            {
                match kept.insert(name.to_owned()) {
                    Some(slot) => self.value_at(at, slot)?,
                    None => return self.give_up(),
                }
                own |= bit;
            }
        }
        *taken |= own;
        Some(())
    }

    fn flats(
        &mut self,
        object: &mut dyn Object,
        table: &ObjectTable,
        whole: &Whole<'a>,
        taken: &mut Taken,
    ) -> Option<()> {
        let first = table.members.len() + table.patterns.len();
        let mut groups: BTreeMap<u32, Group> = BTreeMap::new();
        for (place, flat) in table.flats.iter().enumerate() {
            let field = first + place;
            let group = match flat {
                Flat::Required => {
                    self.part(object.slot(field), whole, taken)?;
                    continue;
                }
                Flat::Optional => None,
                Flat::Any(number) => Some(groups.entry(*number).or_default()),
            };
            let mut own = 0;
            let before = self.cx.score;
            let fits = self.part(object.slot(field), whole, &mut own).is_some();
            if !fits && !self.may_repeat() {
                return None;
            }
            let takes = own != 0;
            if fits && (takes || whole.members.is_empty()) {
                *taken |= own;
            } else {
                self.cx.score = before;
                if let Slot::Nullable(place) = object.slot(field) {
                    place.set_null();
                }
            }
            if let Some(group) = group {
                group.fits |= fits && takes;
                group.trivial = group.trivial.or(fits.then_some(field));
            }
        }
        for group in groups.into_values().filter(|group| !group.fits) {
            self.part(object.slot(group.trivial?), whole, taken)?;
        }
        Some(())
    }

    /// Fills a flat part.
    fn part(&mut self, slot: Slot<'_>, whole: &Whole<'a>, taken: &mut Taken) -> Option<()> {
        match slot {
            Slot::Object(place) => self.parts(place, whole, taken),
            Slot::Map(place) => {
                for (_, name, at) in whole.members() {
                    match place.insert(name.to_owned()) {
                        Some(slot) => self.value_at(at, slot)?,
                        None => return self.give_up(),
                    }
                }
                *taken = Taken::MAX;
                Some(())
            }
            Slot::Union(place) => match self.variant(place, whole)? {
                Some(variant) => self.part(place.select(variant), whole, taken),
                None => {
                    self.cx.score.unknown += 1;
                    *taken = Taken::MAX;
                    self.at = whole.start;
                    place.keep(self.any()?);
                    Some(())
                }
            },
            Slot::Nullable(place) => self.part(place.fill(), whole, taken),
            slot @ (Slot::Any(_) | Slot::Whole(_)) => {
                *taken = Taken::MAX;
                self.value_at(whole.start, slot)
            }
            _ => None,
        }
    }

    /// The variant of an object, `Some(None)` if it is one that only an open union keeps.
    fn variant(&mut self, union: &mut dyn Union, whole: &Whole<'a>) -> Option<Option<usize>> {
        let table = union.table();
        if let Some(tag) = table.tag {
            let tagged = match whole.members.iter().find(|(name, _)| name == tag) {
                Some((_, at)) => {
                    self.at = *at;
                    self.tagged(table)?
                }
                None => tagged(table, None).ok()?,
            };
            match tagged {
                Tagged::Variant(variant) => return Some(Some(variant)),
                Tagged::Unknown => return Some(None),
                Tagged::Silent => {}
            }
        }
        let mut likely = candidates(table, Kind::Object);
        if let Some(only) = only(likely.clone()) {
            return Some(Some(only));
        }
        if let Some(only) = only(likely.by_ref().filter(|place| has_required(union.select(*place), &whole.members))) {
            return Some(Some(only));
        }
        self.at = whole.start;
        let value = self.tree()?;
        let Tree::Object(members) = &value else { return None };
        self.cx.begin(&value);
        let variant = variant_of(union, &value, members, &mut self.cx).ok()?;
        self.cx.end().ok()?;
        Some(variant.map(|choice| choice.variant))
    }

    /// Reads the value at a place into a slot.
    fn value_at(&mut self, at: usize, slot: Slot<'_>) -> Option<()> {
        if !self.may_repeat() {
            return None;
        }
        self.at = at;
        let read = self.value(slot);
        self.count_again(at);
        read
    }
}

impl Whole<'_> {
    /// The members: bit, name, and where the value begins.
    fn members(&self) -> impl Iterator<Item = (Taken, &str, usize)> {
        self.members.iter().enumerate().map(|(place, (name, at))| (1 << place, &**name, *at))
    }
}
