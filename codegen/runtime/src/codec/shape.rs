//! Traits for composite values (objects, maps, lists, unions and others), which slots and views refer to, and the tables that describe
//! them.

use std::borrow::Cow;

use serde_json::Value;

use crate::runtime::codec::{Slot, View};

/// A type with fields or variants of custom types, which are decoded into a [`Storage`](crate::runtime::codec::Storage) first.
pub trait StoredFields {
    /// Calls `decode` with the slot of the storage of a field or variant. If it returns `true`, moves the value into the field.
    fn decode_field(&mut self, index: u32, decode: &mut dyn FnMut(Slot<'_>) -> bool);
}

/// A value that was created for a view and that the view owns: a [`Value`], or a wrapper of a list or map of a custom type.
pub trait ViewOwner {
    /// Returns the view of the value.
    fn view(&self) -> View<'_>;
}

impl ViewOwner for Value {
    fn view(&self) -> View<'_> {
        View::Any(self)
    }
}

/// An object with declared members. Its fields are numbered: members, then patterns, then flattened parts, then the catch-all.
pub trait Object {
    /// Returns the description of the object.
    fn table(&self) -> &'static ObjectTable;
    /// Returns the slot of a field.
    fn slot(&mut self, index: usize) -> Slot<'_>;
    /// Returns the view of a field.
    fn view(&self, index: usize) -> View<'_>;
}

/// The description of an [`Object`].
pub struct ObjectTable {
    /// The type's name.
    pub name: &'static str,
    /// The declared members, in the order of encoding.
    pub members: &'static [Member],
    /// Whether a name of these members needs escapes.
    pub names: MemberNames,
    /// The regular expressions of the maps for undeclared members. A map holds the members whose names match.
    pub patterns: &'static [&'static str],
    /// Types whose members are in the same object.
    pub flattened: &'static [FlattenedPart],
    /// The treatment of members that no other field stores.
    pub undeclared: Undeclared,
    /// The names of members that the schema declares, but that are not sent in the direction of this type. No map stores them.
    pub withheld: &'static [&'static str],
    /// At least one of these sets of members is required. Empty without such a rule.
    pub required_sets: &'static [&'static [&'static str]],
    /// No table lists this field. So `..EMPTY` is never superfluous, and tables need no `allow` attribute, which takes time to compile.
    pub unlisted: (),
}

/// Whether encoding must look for characters to escape in the names of the declared members.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum MemberNames {
    /// No name contains a quotation mark, a backslash or a control character.
    Plain,
    /// A name may contain such characters.
    Escaped,
}

/// A declared member.
pub struct Member {
    /// The name in JSON.
    pub name: &'static str,
    /// Whether the member is required.
    pub presence: Presence,
}

/// Whether a member is required, and how its field represents absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The member is required; the field is a `T`.
    Required,
    /// The member is optional, and cannot be null unless `T` can; the field is an `Option<T>`.
    Optional,
    /// The member is optional and can be null; the field is a [`Patch<T>`](crate::runtime::Patch).
    Patch,
}

/// A flattened part: a type whose members are in the object that contains it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlattenedPart {
    /// The object must match; the field is a `T`.
    Required,
    /// The object may match; the field is an `Option<T>`.
    Optional,
    /// The object must match at least one part with this group number; the field is an `Option<T>`.
    Any(u32),
}

/// The treatment of members that no other field stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undeclared {
    /// They are ignored.
    Ignored,
    /// They are ignored, but a union prefers variants that allow them.
    Denied,
    /// The field with this number stores them, a map.
    CatchAll(usize),
    /// The field with this number keeps them, because the settings say so. A union and a flattened part treat them as ignored: a type that
    /// declares the members matches better.
    Kept(usize),
}

impl Undeclared {
    /// Returns the number of the field that stores undeclared members.
    #[inline]
    pub(crate) fn field(self) -> Option<usize> {
        match self {
            Self::CatchAll(field) | Self::Kept(field) => Some(field),
            Self::Ignored | Self::Denied => None,
        }
    }
}

impl ObjectTable {
    /// Returns the number of the member with this name. It is likely to be `hint`.
    #[inline]
    pub(crate) fn find(&self, name: &str, hint: usize) -> Option<usize> {
        if self.members.get(hint).is_some_and(|member| member.name == name) {
            return Some(hint);
        }
        let (before, after) = self.members.split_at_checked(hint).unwrap_or((self.members, &[]));
        let position = after.iter().position(|member| member.name == name);
        position.map(|index| index + hint).or_else(|| before.iter().position(|member| member.name == name))
    }

    /// The table of an object without any members or rules.
    pub const EMPTY: Self = Self {
        name: "",
        members: &[],
        names: MemberNames::Plain,
        patterns: &[],
        flattened: &[],
        undeclared: Undeclared::Ignored,
        withheld: &[],
        required_sets: &[],
        unlisted: (),
    };
}

/// A list or a tuple.
pub trait List {
    /// Adds an item and returns its slot; callers ask in order. `None` beyond the last allowed item.
    fn slot(&mut self, index: usize) -> Option<Slot<'_>>;
    /// Returns the least number of items.
    fn required(&self) -> usize {
        0
    }
    /// Returns the number of items.
    fn len(&self) -> usize;
    /// Returns whether the list is empty.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Returns the view of an item.
    fn view(&self, index: usize) -> View<'_>;
}

/// An object whose members all have one type.
pub trait Map {
    /// Adds a member and returns its slot. `None` if a member of that name exists.
    fn insert(&mut self, name: String) -> Option<Slot<'_>>;
    /// Returns the number of members.
    fn len(&self) -> usize;
    /// Returns whether the map is empty.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Calls `f` with each member until it returns `false`.
    fn each(&self, f: &mut dyn FnMut(&str, View<'_>) -> bool);
}

/// A value or null.
pub trait Nullable {
    /// Sets it to null.
    fn set_null(&mut self);
    /// Sets it to a placeholder value and returns the slot of that.
    fn set_non_null(&mut self) -> Slot<'_>;
}

/// A type that is parsed from the text of a string or a number.
pub trait Text {
    /// Describes the valid values, with an article: `a date`.
    fn expected(&self) -> Cow<'static, str>;
    /// Parses the text. For a number it is the JSON text with all digits: `1.50`, `1E-30`.
    fn set(&mut self, text: &str) -> Fit;
}

/// An integer of any width.
pub trait Integer {
    /// Describes the valid values, with an article: `an integer of 8 bits`.
    fn expected(&self) -> &'static str;
    /// Returns whether the type has more than 64 bits.
    fn is_wide(&self) -> bool {
        false
    }
    /// Returns whether the type has negative values.
    fn is_signed(&self) -> bool {
        true
    }
    /// Sets the integer. Returns `false` if it is out of range.
    fn set_i128(&mut self, value: i128) -> bool;
    /// Sets the integer. Returns `false` if it is out of range.
    fn set_u128(&mut self, value: u128) -> bool;
}

/// A type that is converted from a complete [`Value`].
pub trait FromValue {
    /// Describes the valid values, with an article: `one of 1, 2`.
    fn expected(&self) -> Cow<'static, str>;
    /// Converts the value.
    fn set(&mut self, value: Value) -> Fit;
}

/// How well a value matches a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// The value is valid.
    Exact,
    /// An open enumeration stores the value without knowing it.
    Unknown,
    /// The value is invalid. The reason is dropped: it may quote the value, which may be a secret.
    Refused,
}

/// One of several types.
pub trait Union {
    /// Returns the description of the union.
    fn table(&self) -> &'static UnionTable;
    /// Sets it to a placeholder value of a variant and returns the slot of that.
    fn select(&mut self, index: usize) -> Slot<'_>;
    /// Stores a value that no variant knows. Only called for open unions.
    fn set_unknown(&mut self, value: Value) {
        drop(value);
    }
}

/// The description of a [`Union`].
pub struct UnionTable {
    /// The type's name.
    pub name: &'static str,
    /// The member that selects the variant.
    pub tag: Option<&'static str>,
    /// The variant for values without a tag, or with a tag of no other variant; in a union without tags, for values that match no other
    /// variant. Empty without such a variant.
    pub fallback: &'static [usize],
    /// The variants.
    pub variants: &'static [Variant],
    /// The name of the variant that stores a value with an unknown tag.
    pub unknown: Option<&'static str>,
}

impl UnionTable {
    /// The table of a union without variants.
    pub const EMPTY: Self = Self { name: "", tag: None, fallback: &[], variants: &[], unknown: None };

    /// Returns the variant for values that match no other, if the union has no tags.
    pub(crate) fn otherwise(&self) -> Option<usize> {
        self.fallback.first().copied().filter(|_| self.tag.is_none())
    }
}

/// A variant of a union.
pub struct Variant {
    /// The variant's name.
    pub name: &'static str,
    /// The tags that select this variant.
    pub tags: &'static [&'static str],
    /// The JSON types of the variant's values.
    pub json_types: &'static [JsonType],
}

/// The type of a JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonType {
    /// `null`
    Null,
    /// A boolean.
    Boolean,
    /// A number without a fraction.
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
