//! The composite shapes that a [`Slot`] can lead into and a [`View`] can come from, and the tables that describe them.

use std::borrow::Cow;

use serde_json::Value;

use crate::runtime::codec::{Slot, View};

/// An object with declared members. Its fields are numbered: members, then patterns, then flats, then the kept rest.
pub trait Object {
    /// What the object is.
    fn table(&self) -> &'static ObjectTable;
    /// The field with this number.
    fn slot(&mut self, index: usize) -> Slot<'_>;
    /// The field with this number.
    fn view(&self, index: usize) -> View<'_>;
}

/// What an [`Object`] is.
pub struct ObjectTable {
    /// The type's name.
    pub name: &'static str,
    /// The declared members, in the order in which they are written.
    pub members: &'static [Member],
    /// The regular expressions of the maps for undeclared members whose name matches.
    pub patterns: &'static [&'static str],
    /// Types whose members lie in the same object.
    pub flats: &'static [Flat],
    /// What happens to members that no field takes.
    pub extra: Extra,
    /// At least one of these sets of members must be there; empty if there is no such rule.
    pub required_sets: &'static [&'static [&'static str]],
}

/// A declared member.
pub struct Member {
    /// Its name on the wire.
    pub name: &'static str,
    /// What stands before its value, with the name as the literal of it stands in the source.
    pub lead: &'static str,
    /// Whether it must be there.
    pub presence: Presence,
}

/// Whether a member must be there, and how its field says that it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It must be there; the field is a `T`.
    Required,
    /// It may be left out, and cannot be null unless `T` can; the field is an `Option<T>`.
    Optional,
    /// It may be left out and may be null; the field is a [`Patch<T>`](crate::runtime::Patch).
    Patch,
}

/// A type whose members lie in the object that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flat {
    /// The object must fit it; the field is a `T`.
    Required,
    /// The object may fit it; the field is an `Option<T>`.
    Optional,
    /// The object must fit at least one of those with this number; the field is an `Option<T>`.
    Any(u32),
}

/// What happens to members that no field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extra {
    /// They are ignored.
    Ignored,
    /// They are ignored, but tell branches of a union apart.
    Denied,
    /// They are kept in the field with this number, a map.
    Kept(usize),
}

impl Member {
    /// What stands before its value in JSON text, `,"name":`; `None` for a name that has escapes.
    #[inline]
    pub(crate) fn lead(&self) -> Option<&'static str> {
        const AROUND: usize = r#","":"#.len();
        // A literal without escapes is the same in Rust and in JSON, and no longer than its text.
        (self.lead.len() == self.name.len() + AROUND).then_some(self.lead)
    }
}

impl ObjectTable {
    /// That of an object of which nothing is known.
    pub const EMPTY: Self =
        Self { name: "", members: &[], patterns: &[], flats: &[], extra: Extra::Ignored, required_sets: &[] };
}

/// A list or a tuple.
pub trait List {
    /// Makes place for the item with this number, which is asked for in order; `None` if there may be no such item.
    fn slot(&mut self, index: usize) -> Option<Slot<'_>>;
    /// How many items there must at least be.
    fn required(&self) -> usize {
        0
    }
    /// How many items there are.
    fn len(&self) -> usize;
    /// Whether there are no items.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The item with this number.
    fn view(&self, index: usize) -> View<'_>;
}

/// An object whose members all have one type.
pub trait Map {
    /// Takes one more member; `None` if there is one of that name.
    fn insert(&mut self, name: String) -> Option<Slot<'_>>;
    /// How many members there are.
    fn len(&self) -> usize;
    /// Whether there are no members.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Calls `f` with each member until it answers `false`.
    fn each(&self, f: &mut dyn FnMut(&str, View<'_>) -> bool);
}

/// Something, or null.
pub trait Nullable {
    /// Sets it to null.
    fn set_null(&mut self);
    /// Sets it to a blank value and leads there.
    fn fill(&mut self) -> Slot<'_>;
}

/// A string that is judged, or a number that is judged by its text.
pub trait Text {
    /// What is expected, with its article: `a date`.
    fn expected(&self) -> Cow<'static, str>;
    /// Takes the text, or refuses it. That of a number is as JSON writes it, with all digits: `1.50`, `1E-30`.
    fn set(&mut self, text: &str) -> Fit;
}

/// An integer of any width.
pub trait Integer {
    /// What is expected, with its article: `an integer of 8 bits`.
    fn expected(&self) -> &'static str;
    /// Whether it can be beyond 64 bits.
    fn is_wide(&self) -> bool {
        false
    }
    /// Whether it can be negative.
    fn is_signed(&self) -> bool {
        true
    }
    /// Takes the integer if it is in range.
    fn set_i128(&mut self, value: i128) -> bool;
    /// Takes the integer if it is in range.
    fn set_u128(&mut self, value: u128) -> bool;
}

/// A value that is judged as a whole, after it was read.
pub trait Whole {
    /// What is expected, with its article: `one of 1, 2`.
    fn expected(&self) -> Cow<'static, str>;
    /// Takes the value, or refuses it.
    fn set(&mut self, value: Value) -> Fit;
}

/// How well a value fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// It is a value of the type.
    Exact,
    /// It is kept although the type does not know it (an open enumeration).
    Unknown,
    /// It is none. Why is not told: reasons quote the value, which may be a secret.
    Refused,
}

/// One of several types.
pub trait Union {
    /// What the union is.
    fn table(&self) -> &'static UnionTable;
    /// Sets it to a blank value of the variant with this number and leads there.
    fn select(&mut self, index: usize) -> Slot<'_>;
    /// Keeps a value that no variant knows; only asked of open unions.
    fn keep(&mut self, value: Value) {
        drop(value);
    }
}

/// What a [`Union`] is.
pub struct UnionTable {
    /// The type's name.
    pub name: &'static str,
    /// The member that tells the variants apart.
    pub tag: Option<&'static str>,
    /// The number of the variant whose values have no tag, or one that leads to no other; empty if there is none.
    pub fallback: &'static [usize],
    /// The variants.
    pub variants: &'static [Variant],
    /// The name of the variant that keeps a value with an unknown tag.
    pub unknown: Option<&'static str>,
}

impl UnionTable {
    /// That of a union of nothing.
    pub const EMPTY: Self = Self { name: "", tag: None, fallback: &[], variants: &[], unknown: None };
}

/// A variant of a union.
pub struct Variant {
    /// Its name.
    pub name: &'static str,
    /// The tags that lead here.
    pub tags: &'static [&'static str],
    /// The JSON types that it can have.
    pub kinds: &'static [Kind],
}

/// The type of a JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// A boolean.
    Boolean,
    /// A number without fraction.
    Integer,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}
