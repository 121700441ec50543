//! The setting `unknown_members`: a treatment for all types, or a list of types.

use std::fmt;

use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};

use super::invalid::{Invalid, quoted};

/// The treatment of members that a schema neither declares nor forbids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum UnknownMembers {
    /// They are ignored: `"ignore"`.
    #[default]
    Ignore,
    /// Every struct keeps them in a field of the type `Members`, which it writes back: `"keep"`.
    Keep,
    /// The structs of these schemas, and of the inline schemas in them, keep them: component names, JSON Pointers, or `*` for all.
    KeepIn(Vec<String>),
}

impl UnknownMembers {
    /// The texts and their meanings.
    pub(super) const VALUES: [(&'static str, Self); 2] = [("ignore", Self::Ignore), ("keep", Self::Keep)];
}

/// The forms in error messages.
const EXPECTED: &str = "`\"ignore\"`, `\"keep\"`, or a list of schemas";

struct UnknownMembersVisitor;

impl<'de> Visitor<'de> for UnknownMembersVisitor {
    type Value = UnknownMembers;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<UnknownMembers, E> {
        let found = UnknownMembers::VALUES.into_iter().find(|(other, _)| *other == text).map(|(_, value)| value);
        found.ok_or_else(|| {
            E::custom(Invalid::new(format!("unknown value {}", quoted(text)), format!("write {EXPECTED}")))
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<UnknownMembers, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(items)).map(UnknownMembers::KeepIn)
    }
}

impl<'de> Deserialize<'de> for UnknownMembers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UnknownMembersVisitor)
    }
}
