//! Checking of values against what their schemas demand beyond their types: [`Validate`].
//!
//! A type tells of its rules by a table, which the macro `rules` writes; a walker, compiled once, holds a value's
//! [`View`](crate::runtime::codec::View) against it. What the Rust type already guarantees is not in the table.

mod alternatives;
mod collection;
mod number;
mod pattern;
mod read;
mod rule;
mod scalar;
mod violation;
mod walk;

pub use self::rule::{Rule, Rules};
pub use self::violation::{Violation, Violations};
use crate::runtime::codec::Field;

/// What tables are written with.
#[doc(hidden)]
pub mod table {
    pub use super::Rule::*;
    pub use super::scalar::listed;
    pub use super::{Rules, Validate, WholeRules};
    pub use crate::runtime::codec::Kind;
}

/// A model whose schema may demand more than its type does (JSON Schema 2020-12, validation).
pub trait Validate: Field {
    /// What is demanded.
    #[doc(hidden)]
    fn rules() -> Rules
    where
        Self: Sized,
    {
        &[]
    }

    /// Checks the value and all that is in it. What null and absence mean is as in its JSON.
    ///
    /// # Errors
    /// All rules that do not hold, each with its place.
    fn validate(&self) -> Result<(), Violations>
    where
        Self: Sized,
    {
        walk::check(Self::rules(), self.view())
    }
}

/// A type that is an alternative among others, or stands under a `not`: all that its schema says, its type included.
#[doc(hidden)]
pub trait WholeRules {
    /// What is demanded.
    fn whole() -> Rules;
}
