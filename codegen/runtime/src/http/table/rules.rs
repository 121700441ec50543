//! The rules of parameters: keywords of their schemas that the feature `validate` checks before sending.
//!
//! Architecture invariant: without the feature, nothing of the rules is compiled.

use std::fmt;

#[cfg(feature = "validate")]
use crate::runtime::validate::Rules;

/// The rules of an operation's parameters. Empty without the feature `validate`.
#[derive(Clone, Copy)]
pub struct ParameterRules {
    /// The indexes of parameters, and their rules.
    #[cfg(feature = "validate")]
    rows: &'static [(usize, Rules)],
}

impl ParameterRules {
    /// No rules.
    pub const NONE: Self = Self {
        #[cfg(feature = "validate")]
        rows: &[],
    };

    /// The rules of the parameters with these indexes.
    #[cfg(feature = "validate")]
    #[must_use]
    pub const fn new(rows: &'static [(usize, Rules)]) -> Self {
        Self { rows }
    }

    /// Returns the rules of the parameter with this index.
    #[cfg(feature = "validate")]
    pub(in crate::runtime::http) fn of(&self, index: usize) -> Rules {
        self.rows.iter().find(|(other, _)| *other == index).map_or(&[], |(_, rules)| rules)
    }
}

impl fmt::Debug for ParameterRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParameterRules").finish_non_exhaustive()
    }
}

/// Defines the constant `RULES` of a call: the indexes of parameters, and their rules.
///
/// ```text
/// parameter_rules!(ListCustomers { 0 => [Minimum("1"), Maximum("100")], 2 => [Pattern("^[a-z]+$")] });
/// ```
#[cfg(feature = "validate")]
#[macro_export]
#[doc(hidden)]
#[allow(
    clippy::crate_in_macro_def,
    reason = "every crate that holds or imports the runtime has it as `crate::runtime`"
)]
macro_rules! parameter_rules {
    ($name:ident { $($index:literal => [$($rules:tt)*]),* $(,)? }) => {
        impl $name {
            const RULES: crate::runtime::http::table::ParameterRules = {
                use crate::runtime::validate::table::*;
                const ROWS: &[(usize, Rules)] = &[$(($index, &[$($rules)*])),*];
                crate::runtime::http::table::ParameterRules::new(ROWS)
            };
        }
    };
}

/// Defines the constant `RULES` of a call: no rules.
#[cfg(not(feature = "validate"))]
#[macro_export]
#[doc(hidden)]
#[allow(
    clippy::crate_in_macro_def,
    reason = "every crate that holds or imports the runtime has it as `crate::runtime`"
)]
macro_rules! parameter_rules {
    ($name:ident { $($rules:tt)* }) => {
        impl $name {
            const RULES: crate::runtime::http::table::ParameterRules =
                crate::runtime::http::table::ParameterRules::NONE;
        }
    };
}
