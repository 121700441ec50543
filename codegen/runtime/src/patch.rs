//! [`Patch`]: a member that can be left out, set to null, or set to a value.

use std::fmt;
use std::marker::PhantomData;

use serde::de::Visitor;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::runtime::codec::{Field, Nullable, Slot, View};

/// A member that is optional and nullable: absent, null, or a value.
///
/// In an update, APIs give each state its own meaning:
///
/// | state | on the wire | the server |
/// |---|---|---|
/// | [`Patch::Absent`], the default | the member is left out | keeps its value |
/// | [`Patch::Null`] | `null` | clears its value |
/// | [`Patch::Value`] | the value | takes the new value |
///
/// An [`Option`] has only two states, so no conversion from one exists: its `None` could mean either. Say which:
///
/// ```
/// use oasmith_runtime::Patch;
///
/// let nickname: Option<String> = None; // an argument of a command line that was not given
///
/// let keep = Patch::or_absent(nickname.clone());
/// assert_eq!(keep, Patch::Absent);
///
/// let clear = Patch::or_null(nickname);
/// assert_eq!(clear, Patch::Null);
///
/// let set: Patch<String> = "Al".into();
/// assert_eq!(set, Patch::Value("Al".to_owned()));
/// ```
///
/// ```compile_fail,E0277
/// use oasmith_runtime::Patch;
///
/// let nickname: Option<String> = None;
/// let patch: Patch<String> = nickname.into();
/// ```
///
/// Generated models know which members are left out. A struct that derives serde's traits has to say it. Without the attribute, writing
/// [`Patch::Absent`] is an error, and so is reading an object without the member:
///
/// ```
/// use oasmith_runtime::Patch;
///
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Update {
///     #[serde(default, skip_serializing_if = "Patch::is_absent")]
///     nickname: Patch<String>,
/// }
///
/// let update: Update = serde_json::from_str("{}")?;
/// assert_eq!(update.nickname, Patch::Absent);
/// assert_eq!(serde_json::to_string(&update)?, "{}");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Patch<T> {
    /// The member is left out.
    #[default]
    Absent,
    /// The member is null.
    Null,
    /// The member has a value.
    Value(T),
}

impl<T> Patch<T> {
    /// Returns the value of an option; `None` is [`Patch::Absent`], so that the server keeps its value.
    #[must_use]
    pub fn or_absent(option: Option<T>) -> Self {
        option.map_or(Self::Absent, Self::Value)
    }

    /// Returns the value of an option; `None` is [`Patch::Null`], so that the server clears its value.
    #[must_use]
    pub fn or_null(option: Option<T>) -> Self {
        option.map_or(Self::Null, Self::Value)
    }

    /// Whether it is left out.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether it is null.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether it has a value.
    #[must_use]
    pub const fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// The same by reference.
    #[must_use]
    pub const fn as_ref(&self) -> Patch<&T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(value),
        }
    }

    /// The same by mutable reference.
    #[must_use]
    pub const fn as_mut(&mut self) -> Patch<&mut T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(value),
        }
    }

    /// The value by reference to what it derefs to: `Patch<String>` to `Option<&str>`.
    #[must_use]
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: std::ops::Deref,
    {
        self.value().map(|value| &**value)
    }

    /// The value, if there is one.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns the value, if there is one. Absent and null are both `None`; [`Patch::into_nested`] tells them apart.
    #[must_use]
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// `None` if it is left out, `Some(None)` if it is null.
    #[must_use]
    pub fn into_nested(self) -> Option<Option<T>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }

    /// The same with another value.
    #[must_use]
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(f(value)),
        }
    }

    /// The value, or this one.
    #[must_use]
    pub fn unwrap_or(self, default: T) -> T {
        self.into_option().unwrap_or(default)
    }

    /// The value, or the one that `f` makes.
    #[must_use]
    pub fn unwrap_or_else(self, f: impl FnOnce() -> T) -> T {
        self.into_option().unwrap_or_else(f)
    }

    /// The value, or the type's default.
    #[must_use]
    pub fn unwrap_or_default(self) -> T
    where
        T: Default,
    {
        self.into_option().unwrap_or_default()
    }

    /// Sets the value and returns a reference to it.
    pub fn insert(&mut self, value: T) -> &mut T {
        *self = Self::Absent;
        self.get_or_insert(value)
    }

    /// Returns the value. If the member is absent or null, sets it to `value` first.
    pub fn get_or_insert(&mut self, value: T) -> &mut T {
        self.get_or_insert_with(|| value)
    }

    /// Returns the value. If the member is absent or null, sets it to the result of `f` first.
    pub fn get_or_insert_with(&mut self, f: impl FnOnce() -> T) -> &mut T {
        if !self.is_value() {
            *self = Self::Value(f());
        }
        match self {
            Self::Value(value) => value,
            Self::Absent | Self::Null => unreachable!("it was set above"),
        }
    }

    /// Takes the state and leaves [`Patch::Absent`] in its place.
    #[must_use]
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }

    /// Sets the value and returns the former state.
    pub fn replace(&mut self, value: T) -> Self {
        std::mem::replace(self, Self::Value(value))
    }

    /// The value, to be looped over: no turn or one.
    pub fn iter(&self) -> std::option::IntoIter<&T> {
        self.value().into_iter()
    }
}

impl<T: Clone> Patch<&T> {
    /// The same with a value of its own.
    #[must_use]
    pub fn cloned(self) -> Patch<T> {
        self.map(Clone::clone)
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for Patch<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl<T> IntoIterator for Patch<T> {
    type Item = T;
    type IntoIter = std::option::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_option().into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Patch<T> {
    type Item = &'a T;
    type IntoIter = std::option::IntoIter<&'a T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Field> Field for Patch<T> {
    fn placeholder() -> Self {
        Self::Absent
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Nullable(self)
    }
    fn view(&self) -> View<'_> {
        match self {
            Self::Absent => View::Absent,
            Self::Null => View::Null,
            Self::Value(value) => match value.view() {
                View::None | View::Absent => View::Null,
                view => view,
            },
        }
    }
}

impl<T: Field> Nullable for Patch<T> {
    fn set_null(&mut self) {
        *self = Self::Null;
    }
    fn set_non_null(&mut self) -> Slot<'_> {
        *self = Self::Value(T::placeholder());
        match self {
            Self::Value(value) => value.slot(),
            Self::Absent | Self::Null => Slot::Never,
        }
    }
}

/// What to do about an absent value that is about to be written.
const CANNOT_BE_WRITTEN: &str = "`Patch::Absent` cannot be written, because null would clear the member: \
     add `#[serde(default, skip_serializing_if = \"Patch::is_absent\")]` to the field";

/// `Absent` is an error: whether a member is left out is decided by the struct around it.
impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = match self {
            Self::Absent => return Err(S::Error::custom(CANNOT_BE_WRITTEN)),
            Self::Null => None,
            Self::Value(value) => Some(value),
        };
        serializer.serialize_newtype_struct(NAME, &value)
    }
}

/// Null is `Null`. A missing member is an error unless the field has `#[serde(default)]`, which gives `Absent`.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Asked for an option, serde's derive answers a missing member with `None`; asked for a newtype, with an error.
        deserializer.deserialize_newtype_struct(NAME, PatchVisitor(PhantomData))
    }
}

/// The name of the type to formats that write names.
const NAME: &str = "Patch";

struct PatchVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for PatchVisitor<T> {
    type Value = Patch<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null or a value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Patch<T>, D::Error> {
        Option::deserialize(deserializer).map(Patch::or_null)
    }

    // Formats that do not ask for a newtype may answer with an option.
    fn visit_none<E: serde::de::Error>(self) -> Result<Patch<T>, E> {
        Ok(Patch::Null)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Patch<T>, E> {
        Ok(Patch::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Patch<T>, D::Error> {
        T::deserialize(deserializer).map(Patch::Value)
    }
}
