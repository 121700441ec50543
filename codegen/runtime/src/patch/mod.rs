//! [`Patch`]: an optional and nullable member.

mod convert;
mod encoding;

use std::ops::{Deref, DerefMut};

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
/// A value converts into a `Patch`. An [`Option`] has only two states, so it does not convert: its `None` could mean absent or null. Choose
/// one:
///
/// ```
/// use oasmith_runtime::Patch;
///
/// let set: Patch<String> = "Al".into();
/// assert_eq!(set, "Al");
///
/// let nickname: Option<String> = None; // a command-line argument that was not given
///
/// let keep = Patch::or_absent(nickname.clone());
/// assert_eq!(keep, Patch::Absent);
///
/// let clear = Patch::or_null(nickname);
/// assert_eq!(clear, Patch::Null);
/// ```
///
/// ```compile_fail,E0277
/// use oasmith_runtime::Patch;
///
/// let nickname: Option<String> = None;
/// let patch: Patch<String> = nickname.into(); // error: an `Option` does not convert into a `Patch`
/// ```
///
/// In a response, most code needs only the value. A `Patch` can be read like an `Option` that is `None` if the member is absent or null:
///
/// ```
/// # use oasmith_runtime::Patch;
/// # let nickname = Patch::Value("Al".to_owned());
/// assert_eq!(nickname, Some("Al".to_owned()));
/// assert_eq!(nickname.as_deref().unwrap_or("none"), "Al");
/// if let Some(nickname) = nickname.as_option() {
///     assert_eq!(nickname, "Al");
/// }
/// assert_eq!(Option::from(nickname), Some("Al".to_owned()));
/// ```
///
/// [`Patch::as_ref`], [`Patch::as_mut`], [`Patch::map`], [`Patch::and_then`] and [`Patch::cloned`] keep all three states. A `Patch` has no
/// `unwrap` or `expect`. Convert it to an [`Option`] first, so that Clippy can find the panics.
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
    /// Converts an option. `None` becomes [`Patch::Absent`], so that the server keeps its value.
    #[must_use]
    pub fn or_absent(option: Option<T>) -> Self {
        option.map_or(Self::Absent, Self::Value)
    }

    /// Converts an option. `None` becomes [`Patch::Null`], so that the server clears its value.
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

    /// Returns a reference to the value, if it exists.
    #[must_use]
    pub const fn as_option(&self) -> Option<&T> {
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

    /// Returns a reference to the dereferenced value, if it exists: `&Patch<String>` to `Option<&str>`.
    #[must_use]
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: Deref,
    {
        self.as_option().map(Deref::deref)
    }

    /// Returns a mutable reference to the dereferenced value, if it exists.
    #[must_use]
    pub fn as_deref_mut(&mut self) -> Option<&mut T::Target>
    where
        T: DerefMut,
    {
        self.as_mut().into_option().map(DerefMut::deref_mut)
    }

    /// Returns `None` if the member is left out, `Some(None)` if it is null, and `Some(Some(value))` otherwise.
    #[must_use]
    pub fn into_nested(self) -> Option<Option<T>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }

    /// Returns whether the member has a value that satisfies a condition.
    #[must_use]
    pub fn is_some_and(self, f: impl FnOnce(T) -> bool) -> bool {
        self.into_option().is_some_and(f)
    }

    /// Converts the value with `f`. Absent and null stay unchanged.
    #[must_use]
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Patch<U> {
        self.and_then(|value| Patch::Value(f(value)))
    }

    /// Replaces the value with the result of `f`. Absent and null stay unchanged.
    #[must_use]
    pub fn and_then<U>(self, f: impl FnOnce(T) -> Patch<U>) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => f(value),
        }
    }

    /// Returns the value, or an error.
    ///
    /// # Errors
    /// Returns `error` if the member is absent or null.
    pub fn ok_or<E>(self, error: E) -> Result<T, E> {
        self.into_option().ok_or(error)
    }

    /// Returns the value, or the error that `f` returns.
    ///
    /// # Errors
    /// Returns the result of `f` if the member is absent or null.
    pub fn ok_or_else<E>(self, f: impl FnOnce() -> E) -> Result<T, E> {
        self.into_option().ok_or_else(f)
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

    /// Returns the state and leaves [`Patch::Absent`] in its place.
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
        self.as_option().into_iter()
    }
}

impl<T> Patch<&T> {
    /// Copies the value.
    #[must_use]
    pub fn copied(self) -> Patch<T>
    where
        T: Copy,
    {
        self.map(|value| *value)
    }

    /// Clones the value.
    #[must_use]
    pub fn cloned(self) -> Patch<T>
    where
        T: Clone,
    {
        self.map(Clone::clone)
    }
}
