//! What the formats have in common: the codec's side of a type that is written as a text, and the traits of a value that remembers how it was
//! written.

use crate::runtime::codec::Fit;

/// `Field` of a type that has `Default`, `Display` and `Text`: read by setting the text, written by displaying it.
macro_rules! text_field {
    ($name:ty) => {
        impl crate::runtime::codec::Field for $name {
            fn placeholder() -> Self {
                Self::default()
            }
            fn slot(&mut self) -> crate::runtime::codec::Slot<'_> {
                crate::runtime::codec::Slot::Text(self)
            }
            fn view(&self) -> crate::runtime::codec::View<'_> {
                crate::runtime::codec::View::Display(self)
            }
        }
    };
}

/// The traits of a type with a field `value`, and beside it how the value was written: equality, order and hash look at the value alone.
macro_rules! by_value {
    ($name:ident($value:ty)) => {
        impl $name {
            /// The value, without how it was written.
            #[must_use]
            pub fn into_inner(self) -> $value {
                self.value
            }
        }

        impl std::ops::Deref for $name {
            type Target = $value;

            fn deref(&self) -> &Self::Target {
                &self.value
            }
        }

        impl From<$name> for $value {
            fn from(written: $name) -> Self {
                written.value
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.value == other.value
            }
        }

        impl Eq for $name {}

        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.value.hash(state);
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.value.cmp(&other.value)
            }
        }
    };
}

pub(super) use {by_value, text_field};

/// Puts what was parsed in its place.
pub(super) fn set<T, E>(place: &mut T, parsed: Result<T, E>) -> Fit {
    match parsed {
        Ok(value) => {
            *place = value;
            Fit::Exact
        }
        Err(_) => Fit::Refused,
    }
}
