//! The members of an object in a stream, some of which a union may have read ahead.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::tree::{TreeSeed, is_number};
use crate::runtime::codec::decode::context::Context;
use crate::runtime::codec::decode::error::duplicate_member;
use crate::runtime::codec::decode::member::{MemberNameSeed, MemberTarget};
use crate::runtime::codec::tree::{Members, Tree};

/// The members of an object: first those that were read ahead, then the rest of the stream.
pub(super) struct MemberStream<A> {
    pub(super) ahead: VecDeque<(String, Tree<'static>)>,
    pub(super) rest: A,
    /// Reads a member's value.
    seed: TreeSeed,
}

/// A member's name, and its value if that was read ahead. `None` at the end.
type NextMember<E> = Result<Option<(String, Option<Tree<'static>>)>, E>;

impl<'de, A: MapAccess<'de>> MemberStream<A> {
    /// Creates a stream of which no member was read yet.
    pub(super) fn new(rest: A, seed: TreeSeed) -> Self {
        Self { ahead: VecDeque::new(), rest, seed }
    }

    /// Returns the next member.
    pub(super) fn next(&mut self) -> NextMember<A::Error> {
        match self.ahead.pop_front() {
            Some((name, value)) => Ok(Some((name, Some(value)))),
            None => Ok(self.rest.next_key_seed(NameSeed)?.map(|name| (name, None))),
        }
    }

    /// Reads ahead up to the member with this name, and returns its value.
    pub(super) fn find(&mut self, name: &str) -> Result<Option<&Tree<'static>>, A::Error> {
        let mut position = self.ahead.iter().position(|(known, _)| known == name);
        while position.is_none()
            && let Some(key) = self.rest.next_key_seed(NameSeed)?
        {
            if key == name {
                position = Some(self.ahead.len());
            }
            self.ahead.push_back((key, self.rest.next_value_seed(self.seed)?));
        }
        Ok(position.and_then(|position| self.ahead.get(position)).map(|(_, value)| value))
    }

    /// Returns the text of a number, if `serde_json` represents a number by these members.
    pub(super) fn number(&mut self) -> Result<Option<&Tree<'static>>, A::Error> {
        if self.ahead.is_empty()
            && let Some(key) = self.rest.next_key_seed(NameSeed)?
        {
            self.ahead.push_back((key, self.rest.next_value_seed(self.seed)?));
        }
        Ok(self.ahead.front().filter(|(name, _)| is_number(name)).map(|(_, value)| value))
    }

    /// Reads all remaining members into a tree.
    pub(super) fn collect(&mut self, cx: &mut Context) -> Result<Tree<'static>, A::Error> {
        let mut all = Members::default();
        while let Some((name, ahead)) = self.next()? {
            let value = match ahead {
                Some(value) => value,
                None => self.rest.next_value_seed(self.seed)?,
            };
            all.insert(Cow::Owned(name), value).map_err(|(name, _)| cx.error(duplicate_member(&name)))?;
        }
        Ok(Tree::Object(all))
    }
}

/// Reads a name.
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

impl<'de> DeserializeSeed<'de> for MemberNameSeed<'_> {
    type Value = MemberTarget;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<MemberTarget, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for MemberNameSeed<'_> {
    type Value = MemberTarget;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<MemberTarget, E> {
        Ok(self.look_up(name))
    }
}
