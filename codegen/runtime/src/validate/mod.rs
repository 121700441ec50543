//! Validation of values against the keywords of their schemas: [`Validate`].
//!
//! The macro `rules` writes a table of rules for each type. A validator, compiled once, checks a value's
//! [`View`](crate::runtime::codec::View) against it. The table omits everything that the Rust type guarantees already.

mod collection;
mod combination;
mod format;
mod json_view;
mod known;
mod location;
mod number;
mod pattern;
mod rule;
mod scalar;
mod unique;
mod validator;
mod violation;

pub use self::rule::{Rule, Rules};
pub use self::violation::{Violation, Violations};
use crate::runtime::codec::Field;

/// The names that tables use.
#[doc(hidden)]
pub mod table {
    pub use super::Rule::*;
    pub use super::scalar::listed;
    pub use super::{FullRules, Rules, Validate};
    // Tables name JSON types as `Kind::String`.
    pub use crate::runtime::codec::JsonType as Kind;
}

/// A model that can be validated against its schema (JSON Schema 2020-12, validation).
pub trait Validate: Field {
    /// Returns the rules beyond the Rust type.
    #[doc(hidden)]
    fn rules() -> Rules
    where
        Self: Sized,
    {
        &[]
    }

    /// Validates the value and all values inside it. Null and absent members count as in the encoded JSON.
    ///
    /// # Errors
    /// Returns all violated rules, each with the path to its value.
    fn validate(&self) -> Result<(), Violations>
    where
        Self: Sized,
    {
        validator::validate(Self::rules(), &self.view())
    }
}

/// Validates a value against the rules of its place, which has no type of its own.
#[cfg(feature = "http")]
pub(crate) fn validate_value(rules: Rules, view: &crate::runtime::codec::View<'_>) -> Result<(), Violations> {
    validator::validate(rules, view)
}

/// A type that is an alternative in `oneOf` or `anyOf`, or under `not`: its rules include the type.
#[doc(hidden)]
pub trait FullRules {
    /// Returns all rules of the schema.
    fn whole() -> Rules;
}
