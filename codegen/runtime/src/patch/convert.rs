//! Conversions and comparisons of [`Patch`] with values, options and texts.

use super::Patch;

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

/// This conversion never compiles, because the `None` of an option could mean absent or null. The compiler's message says what to write
/// instead.
impl<T, U> From<Option<U>> for Patch<T>
where
    (T, U): OptionIntoPatch,
{
    fn from(_: Option<U>) -> Self {
        Self::Absent
    }
}

/// Refuses the conversion of an [`Option`] and explains why.
///
/// The compiler prints this message only if the bound is on a type other than `Patch<T>` and `Option<U>`, and only if it cannot exclude
/// the impl before it knows `T`. Otherwise it reports that `Patch::from(option)` is a `Patch<Option<U>>`. So the bound is on a pair, and
/// one pair implements the trait.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "an `Option` does not convert into a `Patch`, because its `None` could mean absent or null",
    label = "write `Patch::or_absent(option)` or `Patch::or_null(option)`",
    note = "`Patch::or_absent(option)` leaves out the member if the option is `None`, so that the server keeps its value",
    note = "`Patch::or_null(option)` sends null if the option is `None`, so that the server clears its value"
)]
pub trait OptionIntoPatch {}

/// A type that only this module can name.
pub enum Unnameable {}

#[diagnostic::do_not_recommend]
impl<U> OptionIntoPatch for (Unnameable, U) {}

/// Absent and null are both `None`; [`Patch::into_nested`] distinguishes them.
impl<T> From<Patch<T>> for Option<T> {
    fn from(patch: Patch<T>) -> Self {
        patch.into_option()
    }
}

/// Compares the value. Absent and null both equal `None`. The opposite order, an `Option` on the left, is not implemented: `Absent == None`
/// and `None == Null` would then require `Absent == Null`.
impl<T: PartialEq> PartialEq<Option<T>> for Patch<T> {
    fn eq(&self, option: &Option<T>) -> bool {
        self.as_option() == option.as_ref()
    }
}

impl<T: PartialEq<str>> PartialEq<str> for Patch<T> {
    fn eq(&self, text: &str) -> bool {
        self.as_option().is_some_and(|value| value == text)
    }
}

impl<T: PartialEq<str>> PartialEq<&str> for Patch<T> {
    fn eq(&self, text: &&str) -> bool {
        self == *text
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
