//! Macros and functions that the formats share: `Field` for types that are encoded as text, and the traits of types that keep their original
//! text.

use crate::runtime::codec::Fit;

/// Implements `Field` for a type with `Default`, `Display` and `Text`. `Text` decodes it, `Display` encodes it.
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
                crate::runtime::codec::View::Formatted(self)
            }
        }
    };
}

/// Implements traits of a type with a field `value` and data about its original text. Equality, order and hash use only the value.
macro_rules! by_value {
    ($name:ident($value:ty)) => {
        impl $name {
            /// Returns the value, without its original text.
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
            fn from(this: $name) -> Self {
                this.value
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

/// Stores a parsed value in its slot.
pub(super) fn set<T, E>(target: &mut T, parsed: Result<T, E>) -> Fit {
    match parsed {
        Ok(value) => {
            *target = value;
            Fit::Exact
        }
        Err(_) => Fit::Refused,
    }
}
