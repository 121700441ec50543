//! The argument types of setters for optional parameters: a value or an `Option` of it.
//!
//! The parameter `M` of each trait distinguishes the two forms. It is always inferred. Without it the two implementations would overlap.
//! Rejected: `impl Into<Option<&str>>` for text, which accepts neither a `String` nor the text of an enumeration.

use std::borrow::Borrow;

use crate::runtime::codec::{Field, Slot, View};

/// Marks an implementation for a value.
#[derive(Debug, Clone, Copy)]
pub struct Given;

/// Marks an implementation for an `Option` of a value.
#[derive(Debug, Clone, Copy)]
pub struct Maybe;

/// Text, or an `Option` of it: `&str`, `String`, or another type that implements `AsRef<str>`. `None` leaves the parameter unset.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not text",
    label = "expected text or an `Option` of it",
    note = "pass a `&str`, a `String`, another type that implements `AsRef<str>`, or an `Option` of one of these",
    note = "for a number or another value, pass `&value.to_string()`"
)]
pub trait OptionalText<M> {
    /// Returns the text.
    fn optional_text(&self) -> Option<&str>;
}

impl<T: AsRef<str>> OptionalText<Given> for T {
    fn optional_text(&self) -> Option<&str> {
        Some(self.as_ref())
    }
}

impl<T: AsRef<str>> OptionalText<Maybe> for Option<T> {
    fn optional_text(&self) -> Option<&str> {
        self.as_ref().map(AsRef::as_ref)
    }
}

/// A list of texts, or an `Option` of one. A list is an array, a slice, a `&Vec`, or another iterator. `None` leaves the parameter unset.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of texts",
    label = "expected a list of texts or an `Option` of it",
    note = "pass an array, a slice, a `Vec` or another iterator of items that implement `AsRef<str>`, or an `Option` of one of these",
    note = "for a single text, pass `[text]`"
)]
pub trait OptionalTexts<M> {
    /// Returns the texts.
    fn optional_texts(self) -> Option<Vec<String>>;
}

impl<I: IntoIterator<Item: AsRef<str>>> OptionalTexts<Given> for I {
    fn optional_texts(self) -> Option<Vec<String>> {
        Some(self.into_iter().map(|text| text.as_ref().to_owned()).collect())
    }
}

impl<I: IntoIterator<Item: AsRef<str>>> OptionalTexts<Maybe> for Option<I> {
    fn optional_texts(self) -> Option<Vec<String>> {
        self.and_then(OptionalTexts::<Given>::optional_texts)
    }
}

/// A list of values of type `T`, or an `Option` of one. A list is an array, a slice, a `&Vec`, or another iterator over values or
/// references. `None` leaves the parameter unset.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of `{T}`",
    label = "expected a list of `{T}` or an `Option` of it",
    note = "pass an array, a slice, a `Vec` or another iterator of `{T}` or `&{T}`, or an `Option` of one of these",
    note = "for a single value, pass `[value]`"
)]
pub trait OptionalList<T, M> {
    /// A value or a reference to one.
    type Item: Borrow<T>;

    /// Returns the items.
    fn optional_items(self) -> Option<Vec<Self::Item>>;
}

impl<T, I: IntoIterator<Item: Borrow<T>>> OptionalList<T, Given> for I {
    type Item = I::Item;

    fn optional_items(self) -> Option<Vec<I::Item>> {
        Some(self.into_iter().collect())
    }
}

impl<T, I: IntoIterator<Item: Borrow<T>>> OptionalList<T, Maybe> for Option<I> {
    type Item = I::Item;

    fn optional_items(self) -> Option<Vec<I::Item>> {
        self.map(|items| items.into_iter().collect())
    }
}

/// A value that converts into `T`, or an `Option` of it. `None` leaves the body unset.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not convert into `{T}`",
    label = "expected a value that converts into `{T}`, or an `Option` of it"
)]
pub trait OptionalInto<T, M> {
    /// Converts the value.
    fn optional_into(self) -> Option<T>;
}

impl<T, V: Into<T>> OptionalInto<T, Given> for V {
    fn optional_into(self) -> Option<T> {
        Some(self.into())
    }
}

impl<T, V: Into<T>> OptionalInto<T, Maybe> for Option<V> {
    fn optional_into(self) -> Option<T> {
        self.map(Into::into)
    }
}

/// A borrowed item of a list, so that lists of references need no copies.
pub(super) struct Borrowed<'a, T>(pub(super) Option<&'a T>);

impl<T: Field> Field for Borrowed<'_, T> {
    fn placeholder() -> Self {
        Self(None)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Never
    }

    fn view(&self) -> View<'_> {
        self.0.map_or(View::Absent, Field::view)
    }
}
