//! [`Field`]: the codec's access to a type, through a [`Slot`] for decoding and a [`View`] for encoding.
//!
//! Neither mentions serde: only the drivers in `decode` and `encode` are generic over formats, so that they are compiled once rather than
//! once per type. `field` and `shape` depend on each other: slots lead into shapes, and shapes consist of slots.

use std::fmt;
use std::hash::{Hash, Hasher};

use serde_json::Value;

use crate::runtime::codec::{FromValue, Integer, List, Map, Nullable, Object, StoredFields, Text, Union, ViewOwner};

/// A type that the codec can decode and encode.
pub trait Field {
    /// Creates a cheap placeholder to decode into. It need not be a valid value.
    ///
    /// A type implements this method, or [`try_placeholder`](Self::try_placeholder) and [`place`](Self::place); each default calls the other.
    /// Only types whose placeholder cannot fail are asked for this one.
    ///
    /// # Panics
    /// If the placeholder can fail, and does: a table without `as try` contains such a type. That is a bug in oasmith.
    fn placeholder() -> Self
    where
        Self: Sized,
    {
        match Self::try_placeholder() {
            Ok(placeholder) => placeholder,
            Err(wrong) => unreachable!("{wrong}"),
        }
    }

    /// Creates a placeholder, like [`placeholder`](Self::placeholder).
    ///
    /// # Errors
    /// Returns an error if the type needs the setting `placeholder` of a custom type, and that setting is wrong.
    fn try_placeholder() -> Result<Self, WrongPlaceholder>
    where
        Self: Sized,
    {
        Ok(Self::placeholder())
    }

    /// Creates a placeholder and returns the slot of its new place, or a slot that reports why there is no placeholder. Lists and other
    /// containers call this for each item. Types whose placeholder cannot fail keep this default, which creates no `Result`.
    #[inline]
    fn place<'a>(put: impl FnOnce(Self) -> Slot<'a>) -> Slot<'a>
    where
        Self: Sized,
    {
        put(Self::placeholder())
    }

    /// Returns the slot to decode into.
    fn slot(&mut self) -> Slot<'_>;

    /// Returns the view to encode from.
    fn view(&self) -> View<'_>;
}

/// The place that a value is decoded into.
pub enum Slot<'a> {
    /// A boolean.
    Bool(&'a mut bool),
    /// A 64-bit integer, the most common width.
    I64(&'a mut i64),
    /// An integer of another width.
    Integer(&'a mut dyn Integer),
    /// A number.
    F64(&'a mut f64),
    /// A number of single precision.
    F32(&'a mut f32),
    /// A string.
    String(&'a mut String),
    /// A string that its type parses: a format or an enumeration.
    Text(&'a mut dyn Text),
    /// A number that its type parses from the text.
    Number(&'a mut dyn Text),
    /// An object with declared members.
    Object(&'a mut dyn Object),
    /// A list or a tuple.
    List(&'a mut dyn List),
    /// An object whose members all have one type.
    Map(&'a mut dyn Map),
    /// A value or null.
    Nullable(&'a mut dyn Nullable),
    /// One of several types.
    Union(&'a mut dyn Union),
    /// Any value.
    Any(&'a mut Value),
    /// A value that its type converts from a complete [`Value`].
    FromValue(&'a mut dyn FromValue),
    /// The field or variant of a custom type with this number: a value of another type is decoded, and then moved.
    Stored(u32, &'a mut dyn StoredFields),
    /// Null only.
    Null,
    /// No value is valid.
    Never,
    /// No value is valid, because the setting `placeholder` of a custom type is wrong.
    WrongPlaceholder(WrongPlaceholder),
}

/// The setting `placeholder` of a custom type is wrong: the type does not accept it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongPlaceholder {
    type_name: &'static str,
}

impl WrongPlaceholder {
    /// Reports the placeholder of a custom type.
    #[must_use]
    pub fn of<T>() -> Self {
        Self { type_name: std::any::type_name::<T>() }
    }
}

/// Implements [`Field::place`] for a type whose placeholder can fail.
#[inline]
pub fn try_place<'a, T: Field>(put: impl FnOnce(T) -> Slot<'a>) -> Slot<'a> {
    match T::try_placeholder() {
        Ok(placeholder) => put(placeholder),
        Err(wrong) => Slot::WrongPlaceholder(wrong),
    }
}

impl fmt::Display for WrongPlaceholder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` does not accept the `placeholder` of its entry in `oasmith.toml`", self.type_name)
    }
}

impl Slot<'_> {
    /// Takes the slot and leaves [`Slot::Never`].
    pub(crate) fn take(&mut self) -> Self {
        std::mem::replace(self, Slot::Never)
    }
}

/// A value of a format. Equal values may have different texts: a UUID keeps the case of its digits. So the text does not replace the hash.
pub trait FormattedText: fmt::Display {
    /// Hashes the value. Equal values have equal hashes.
    fn hash_value(&self, state: &mut dyn Hasher);
}

impl<T: fmt::Display + Hash> FormattedText for T {
    fn hash_value(&self, mut state: &mut dyn Hasher) {
        self.hash(&mut state);
    }
}

/// A value as encoding reads it.
pub enum View<'a> {
    /// No value: an object leaves out the member; elsewhere it is null.
    Absent,
    /// The `None` of an option: an object leaves out an optional member; elsewhere it is null.
    None,
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    I64(i64),
    /// An integer.
    U64(u64),
    /// An integer beyond 64 bits.
    I128(&'a i128),
    /// An integer beyond 64 bits.
    U128(&'a u128),
    /// A number.
    F64(f64),
    /// A number of single precision.
    F32(f32),
    /// A string.
    Str(&'a str),
    /// A string of a format, such as a date or a UUID, encoded by its `Display`.
    Formatted(&'a dyn FormattedText),
    /// A string, encoded by its `Display`.
    Display(&'a dyn fmt::Display),
    /// A number, encoded by its `Display`. It becomes a string if the displayed text is not a JSON number.
    Number(&'a dyn fmt::Display),
    /// An object with declared members.
    Object(&'a dyn Object),
    /// A list or a tuple.
    List(&'a dyn List),
    /// An object whose members all have one type.
    Map(&'a dyn Map),
    /// Any value.
    Any(&'a Value),
    /// A value that was created for this view. Only this variant needs to be dropped: a second one would slow down all encoding.
    Owned(Box<dyn ViewOwner + 'a>),
    /// A value whose own type failed to encode it.
    Unwritable,
}
