//! The members of an object in a stream, of which a tagged union may have read some ahead.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::any::{Any, is_number, number, twice};
use super::context::Context;
use super::object::{Key, KeySeed, Members, member_slot};
use super::policy::{self, Tagged, candidates, only, tagged};
use super::scalar::{expected, mismatch, put};
use super::stream::{Fill, buffered, moved};
use super::value;
use crate::runtime::codec::tree::{Members as TreeMembers, Tree};
use crate::runtime::codec::{Kind, Map as MapShape, Member, Object, Presence, Slot, Union};

/// The members of an object: some that were read ahead, then those that follow in the stream.
pub(crate) struct Entries<A> {
    ahead: VecDeque<(String, Tree<'static>)>,
    rest: A,
}

/// A member's name, and its value if that was read ahead; `None` at the end.
type Next<E> = Result<Option<(String, Option<Tree<'static>>)>, E>;

/// Fills a slot with an object.
pub(crate) fn entries<'de, A: MapAccess<'de>>(
    slot: Slot<'_>,
    entries: &mut Entries<A>,
    cx: &mut Context,
) -> Result<(), A::Error> {
    match slot {
        Slot::Object(place) => object(place, entries, cx),
        Slot::Map(place) => map(place, entries, cx),
        Slot::Union(place) => union(place, entries, cx),
        Slot::Nullable(place) => self::entries(place.fill(), entries, cx),
        slot @ (Slot::Any(_) | Slot::Whole(_)) => {
            let whole = entries.collect(cx)?;
            buffered(slot, &whole, cx)
        }
        // `serde_json` may hand a number over as an object.
        Slot::Number(place) => match entries.number()? {
            Some(text) => {
                let number = number(text).map_err(|refusal| cx.error(refusal))?;
                put(Slot::Number(place), number, cx).map_err(|refusal| cx.error(refusal))
            }
            None => Err(cx.error(mismatch(&place.expected(), "an object"))),
        },
        slot => Err(cx.error(mismatch(&expected(&slot), "an object"))),
    }
}

fn object<'de, A: MapAccess<'de>>(
    object: &mut dyn Object,
    entries: &mut Entries<A>,
    cx: &mut Context,
) -> Result<(), A::Error> {
    let table = object.table();
    if !table.flats.is_empty() {
        let whole = entries.collect(cx)?;
        return buffered(Slot::Object(object), &whole, cx);
    }
    let mut members = Members::new(object, table);
    while let Some((name, value)) = entries.ahead.pop_front() {
        match members.key_seed().look_up(&name) {
            Key::Declared(index) => {
                let (index, member) = members.declared(index).map_err(|refusal| cx.error(refusal))?;
                let slot = member_slot(members.object, table, index);
                moved(slot, value, cx).inspect_err(|_| cx.in_member(member.name))?;
            }
            Key::Other => {
                if let Some(slot) = members.catch_all().map_err(|refusal| cx.error(refusal))? {
                    moved(slot, value, cx).inspect_err(|_| members.blame(cx))?;
                }
            }
        }
    }
    while let Some(key) = entries.rest.next_key_seed(members.key_seed())? {
        match key {
            Key::Declared(index) => {
                let (index, member) = members.declared(index).map_err(|refusal| cx.error(refusal))?;
                let seed = Declared { object: members.object, member, index, cx };
                entries.rest.next_value_seed(seed).inspect_err(|_| cx.in_member(member.name))?;
            }
            Key::Other => match members.catch_all().map_err(|refusal| cx.error(refusal))? {
                Some(slot) => next(&mut entries.rest, slot, cx).inspect_err(|_| members.blame(cx))?,
                None => drop(entries.rest.next_value::<IgnoredAny>()?),
            },
        }
    }
    members.finish().map_err(|refusal| cx.error(refusal))
}

/// Fills a slot with the next value of a stream.
fn next<'de, A: MapAccess<'de>>(rest: &mut A, mut slot: Slot<'_>, cx: &mut Context) -> Result<(), A::Error> {
    rest.next_value_seed(Fill { slot: &mut slot, cx })
}

/// Fills the field of a declared member. The slot is made where it is used: it is not moved through the format.
struct Declared<'a> {
    object: &'a mut dyn Object,
    member: &'static Member,
    index: usize,
    cx: &'a mut Context,
}

impl<'de> DeserializeSeed<'de> for Declared<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut slot = self.object.slot(self.index);
        if self.member.presence == Presence::Optional
            && let Slot::Nullable(place) = &mut slot
        {
            return Fill { slot: &mut place.fill(), cx: self.cx }.deserialize(deserializer);
        }
        Fill { slot: &mut slot, cx: self.cx }.deserialize(deserializer)
    }
}

fn map<'de, A: MapAccess<'de>>(
    map: &mut dyn MapShape,
    entries: &mut Entries<A>,
    cx: &mut Context,
) -> Result<(), A::Error> {
    while let Some((name, ahead)) = entries.next()? {
        keep(map, name, ahead, entries, cx)?;
    }
    Ok(())
}

/// Fills a new member of a map.
fn keep<'de, A: MapAccess<'de>>(
    map: &mut dyn MapShape,
    name: String,
    ahead: Option<Tree<'static>>,
    entries: &mut Entries<A>,
    cx: &mut Context,
) -> Result<(), A::Error> {
    let shown = name.clone();
    match map.insert(name) {
        Some(slot) => entries.fill(slot, ahead, cx).inspect_err(|_| cx.in_name(shown)),
        None => Err(cx.error(twice(&shown))),
    }
}

fn union<'de, A: MapAccess<'de>>(
    union: &mut dyn Union,
    entries: &mut Entries<A>,
    cx: &mut Context,
) -> Result<(), A::Error> {
    let table = union.table();
    if let Some(name) = table.tag {
        match tagged(table, entries.find(name)?) {
            Ok(Tagged::Variant(index)) => return self::entries(union.select(index), entries, cx),
            Ok(Tagged::Unknown) => {
                cx.score.unknown += 1;
                let whole = entries.collect(cx)?;
                union.keep(value::json(&whole, "a value").map_err(|refusal| cx.error(refusal))?);
                return Ok(());
            }
            Ok(Tagged::Silent) => {}
            Err(refusal) => {
                cx.in_member(name);
                return Err(cx.error(refusal));
            }
        }
    }
    if let Some(text) = entries.number()? {
        let number = number(text).map_err(|refusal| cx.error(refusal))?;
        return policy::scalar(union, &number, cx).map_err(|refusal| cx.error(refusal));
    }
    match only(candidates(table, Kind::Object)) {
        Some(only) => self::entries(union.select(only), entries, cx),
        None => {
            let whole = entries.collect(cx)?;
            buffered(Slot::Union(union), &whole, cx)
        }
    }
}

impl<'de, A: MapAccess<'de>> Entries<A> {
    /// The members of a stream.
    pub(crate) fn new(rest: A) -> Self {
        Self { ahead: VecDeque::new(), rest }
    }

    /// The next member.
    fn next(&mut self) -> Next<A::Error> {
        match self.ahead.pop_front() {
            Some((name, value)) => Ok(Some((name, Some(value)))),
            None => Ok(self.rest.next_key_seed(NameSeed)?.map(|name| (name, None))),
        }
    }

    /// Fills a slot with the value of the member at hand.
    fn fill(&mut self, slot: Slot<'_>, ahead: Option<Tree<'static>>, cx: &mut Context) -> Result<(), A::Error> {
        match ahead {
            Some(value) => moved(slot, value, cx),
            None => next(&mut self.rest, slot, cx),
        }
    }

    /// Reads ahead up to the member with this name.
    fn find(&mut self, name: &str) -> Result<Option<&Tree<'static>>, A::Error> {
        let mut place = self.ahead.iter().position(|(known, _)| known == name);
        while place.is_none()
            && let Some(key) = self.rest.next_key_seed(NameSeed)?
        {
            if key == name {
                place = Some(self.ahead.len());
            }
            self.ahead.push_back((key, self.rest.next_value_seed(Any)?));
        }
        Ok(place.and_then(|place| self.ahead.get(place)).map(|(_, value)| value))
    }

    /// The text of a number, if that is what the members stand for.
    fn number(&mut self) -> Result<Option<&Tree<'static>>, A::Error> {
        if self.ahead.is_empty()
            && let Some(key) = self.rest.next_key_seed(NameSeed)?
        {
            self.ahead.push_back((key, self.rest.next_value_seed(Any)?));
        }
        Ok(self.ahead.front().filter(|(name, _)| is_number(name)).map(|(_, value)| value))
    }

    /// Reads all.
    fn collect(&mut self, cx: &mut Context) -> Result<Tree<'static>, A::Error> {
        let mut whole = TreeMembers::default();
        while let Some((name, ahead)) = self.next()? {
            let value = match ahead {
                Some(value) => value,
                None => self.rest.next_value_seed(Any)?,
            };
            whole.insert(Cow::Owned(name), value).map_err(|(name, _)| cx.error(twice(&name)))?;
        }
        Ok(Tree::Object(whole))
    }
}

/// Takes a name as it is.
struct NameSeed;

impl<'de> DeserializeSeed<'de> for NameSeed {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for NameSeed {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<String, E> {
        Ok(name.to_owned())
    }

    fn visit_string<E: Error>(self, name: String) -> Result<String, E> {
        Ok(name)
    }
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        Ok(self.look_up(name))
    }
}
