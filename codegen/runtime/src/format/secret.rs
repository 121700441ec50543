//! `format: password`.

use std::fmt;

use crate::runtime::codec::{Field, Slot, View, serde_impls};

/// A secret string. `Debug` redacts it.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Secret(String);

impl Secret {
    /// Returns the secret string.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns the secret string and consumes the value.
    #[must_use]
    pub fn into_inner(self) -> String {
        self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl Field for Secret {
    fn placeholder() -> Self {
        Self::default()
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::String(&mut self.0)
    }
    fn view(&self) -> View<'_> {
        View::Str(&self.0)
    }
}

serde_impls!(Secret);
