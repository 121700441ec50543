//! [`Patch`]: an optional and nullable member.

use std::fmt;
use std::marker::PhantomData;

use serde::de::Visitor;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::runtime::codec::{Field, Nullable, Slot, View};

/// A member that is optional and nullable: absent, null, or a value.
///
/// In an update, each state has its own meaning:
///
/// | state | on the wire | the server |
/// |---|---|---|
/// | [`Patch::Absent`], the default | the member is left out | keeps its value |
/// | [`Patch::Null`] | `null` | clears its value |
/// | [`Patch::Value`] | the value | takes the new value |
///
/// An [`Option`] has only two states, so it does not convert: its `None` could mean absent or null. Choose one:
///
/// ```
/// use oasmith_runtime::Patch;
///
/// let nickname: Option<String> = None; // a command-line argument that was not given
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
/// Generated models leave out absent members. A struct that derives serde's traits needs an attribute for that. Without it, serializing
/// [`Patch::Absent`] is an error, and so is deserializing an object without the member:
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

    /// Returns whether the member is left out.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns whether the member is null.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns whether the member has a value.
    #[must_use]
    pub const fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// Converts `&Patch<T>` to `Patch<&T>`.
    #[must_use]
    pub const fn as_ref(&self) -> Patch<&T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(value),
        }
    }

    /// Converts `&mut Patch<T>` to `Patch<&mut T>`.
    #[must_use]
    pub const fn as_mut(&mut self) -> Patch<&mut T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(value),
        }
    }

    /// Returns a reference to the dereferenced value, if it exists: `Patch<String>` to `Option<&str>`.
    #[must_use]
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: std::ops::Deref,
    {
        self.value().map(|value| &**value)
    }

    /// Returns a reference to the value, if it exists.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns the value, if it exists. Absent and null are both `None`; [`Patch::into_nested`] distinguishes them.
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

    /// Returns the value, or `default`.
    #[must_use]
    pub fn unwrap_or(self, default: T) -> T {
        self.into_option().unwrap_or(default)
    }

    /// Returns the value, or the result of `f`.
    #[must_use]
    pub fn unwrap_or_else(self, f: impl FnOnce() -> T) -> T {
        self.into_option().unwrap_or_else(f)
    }

    /// Returns the value, or the type's default.
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

    /// Returns an iterator over the value, if it exists.
    pub fn iter(&self) -> std::option::IntoIter<&T> {
        self.value().into_iter()
    }
}

impl<T: Clone> Patch<&T> {
    /// Clones the value.
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

/// The error of serializing an absent member outside a generated model.
const ABSENT_IS_NOT_SERIALIZABLE: &str = "`Patch::Absent` cannot be serialized, because null would clear the member; \
     add `#[serde(default, skip_serializing_if = \"Patch::is_absent\")]` to the field";

/// `Absent` is an error, because only the surrounding struct can leave out a member.
impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = match self {
            Self::Absent => return Err(S::Error::custom(ABSENT_IS_NOT_SERIALIZABLE)),
            Self::Null => None,
            Self::Value(value) => Some(value),
        };
        serializer.serialize_newtype_struct(NAME, &value)
    }
}

/// Null becomes `Null`. A missing member is an error, unless the field has `#[serde(default)]`, which makes it `Absent`.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // For a missing member, serde's derive returns `None` for an option, but an error for a newtype.
        deserializer.deserialize_newtype_struct(NAME, PatchVisitor(PhantomData))
    }
}

/// The name of the type, for formats that write names.
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

    // Formats may ignore the newtype and visit an option.
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
