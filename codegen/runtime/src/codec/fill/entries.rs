//! The members of an object in a stream, of which a tagged union may have read some ahead.

use std::collections::VecDeque;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::any::{Any, NUMBER, number, twice};
use super::context::Context;
use super::object::{Seen, keeper, member_slot};
use super::scalar::{Scalar, expected, mismatch};
use super::stream::{Fill, buffered};
use super::union::{self, Tagged, candidates, tagged};
use crate::runtime::codec::{Kind, Map as MapShape, Object, ObjectTable, Slot, Union};

/// The members of an object: some that were read ahead, then those that follow in the stream.
pub(crate) struct Entries<A> {
    ahead: VecDeque<(String, Value)>,
    rest: A,
}

/// A member's name as it is needed, and its value if that was read ahead; `None` at the end.
type Next<K, E> = Result<Option<(K, Option<Value>)>, E>;

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
    let mut seen = Seen::new(table.members.len());
    let mut hint = 0;
    while let Some((key, ahead)) = entries.next(KeySeed { table, hint })? {
        match key {
            Key::Member(index) => {
                let name = table.members[index].name;
                if !seen.insert(index) {
                    return Err(cx.error(twice(name)));
                }
                hint = index + 1;
                entries.fill(member_slot(object, table, index), ahead, cx).inspect_err(|_| cx.in_member(name))?;
            }
            Key::Kept(field, name) => {
                if let Slot::Map(kept) = object.slot(field) {
                    keep(kept, name, ahead, entries, cx)?;
                }
            }
            Key::Ignored => entries.skip(ahead)?,
        }
    }
    table.finish(&seen).map_err(|refusal| cx.error(refusal))
}

fn map<'de, A: MapAccess<'de>>(
    map: &mut dyn MapShape,
    entries: &mut Entries<A>,
    cx: &mut Context,
) -> Result<(), A::Error> {
    while let Some((name, ahead)) = entries.next(NameSeed)? {
        keep(map, name, ahead, entries, cx)?;
    }
    Ok(())
}

/// Fills a new member of a map.
fn keep<'de, A: MapAccess<'de>>(
    map: &mut dyn MapShape,
    name: String,
    ahead: Option<Value>,
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
                union.keep(entries.collect(cx)?);
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
        let number = number(text).map(Value::Number);
        let scalar = number.as_ref().ok().and_then(Scalar::of).unwrap_or(Scalar::Null);
        return union::scalar(union, &scalar, cx).map_err(|refusal| cx.error(refusal));
    }
    match candidates(table, Kind::Object)[..] {
        [only] => self::entries(union.select(only), entries, cx),
        _ => {
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

    /// The next member: its name as `seed` sees it, and its value if that was read ahead.
    fn next<S: NameSink<'de>>(&mut self, seed: S) -> Next<S::Value, A::Error> {
        match self.ahead.pop_front() {
            Some((name, value)) => Ok(Some((seed.take(name), Some(value)))),
            None => Ok(self.rest.next_key_seed(seed)?.map(|key| (key, None))),
        }
    }

    /// Fills a slot with the value of the member at hand.
    fn fill(&mut self, slot: Slot<'_>, ahead: Option<Value>, cx: &mut Context) -> Result<(), A::Error> {
        match ahead {
            Some(value) => buffered(slot, &value, cx),
            None => self.rest.next_value_seed(Fill { slot, cx }),
        }
    }

    /// Passes over the value of the member at hand.
    fn skip(&mut self, ahead: Option<Value>) -> Result<(), A::Error> {
        match ahead {
            Some(_) => Ok(()),
            None => self.rest.next_value::<IgnoredAny>().map(drop),
        }
    }

    /// Reads ahead up to the member with this name.
    fn find(&mut self, name: &str) -> Result<Option<&Value>, A::Error> {
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
    fn number(&mut self) -> Result<Option<&Value>, A::Error> {
        if self.ahead.is_empty()
            && let Some(key) = self.rest.next_key_seed(NameSeed)?
        {
            self.ahead.push_back((key, self.rest.next_value_seed(Any)?));
        }
        Ok(self.ahead.front().filter(|(name, _)| name == NUMBER).map(|(_, value)| value))
    }

    /// Reads all.
    fn collect(&mut self, cx: &mut Context) -> Result<Value, A::Error> {
        let mut whole = Map::new();
        while let Some((name, ahead)) = self.next(NameSeed)? {
            let value = match ahead {
                Some(value) => value,
                None => self.rest.next_value_seed(Any)?,
            };
            match whole.entry(name) {
                serde_json::map::Entry::Vacant(place) => place.insert(value),
                serde_json::map::Entry::Occupied(place) => return Err(cx.error(twice(place.key()))),
            };
        }
        Ok(Value::Object(whole))
    }
}

/// Takes a member's name from a stream, or one that was read ahead.
trait NameSink<'de>: DeserializeSeed<'de> {
    fn take(self, name: String) -> Self::Value;
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

impl NameSink<'_> for NameSeed {
    fn take(self, name: String) -> String {
        name
    }
}

/// Where a member goes.
enum Key {
    Member(usize),
    Kept(usize, String),
    Ignored,
}

/// Looks a name up in a table.
struct KeySeed {
    table: &'static ObjectTable,
    hint: usize,
}

impl KeySeed {
    fn look_up(&self, name: &str) -> Key {
        match self.table.find(name, self.hint) {
            Some(index) => Key::Member(index),
            None => keeper(self.table, name).map_or(Key::Ignored, |field| Key::Kept(field, name.to_owned())),
        }
    }
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        Ok(self.look_up(name))
    }
}

impl NameSink<'_> for KeySeed {
    fn take(self, name: String) -> Key {
        self.look_up(&name)
    }
}
