//! What schemas demand beyond their types. Without the feature `validate` nothing is made of it.

/// The rules of a type: what `validate()` checks.
///
/// ```text
/// rules!(Customer { MinProperties(1), Property("name", &[MinLength(1)]), Property("address", &[Of(super::Address::rules)]) });
/// rules!(Plain);
/// ```
#[cfg(feature = "validate")]
#[macro_export]
#[doc(hidden)]
macro_rules! rules {
    ($name:ident) => {
        impl crate::runtime::validate::Validate for $name {}
    };
    ($name:ident { $($rules:tt)* }) => {
        impl crate::runtime::validate::Validate for $name {
            fn rules() -> crate::runtime::validate::Rules {
                use crate::runtime::validate::table::*;
                static RULES: Rules = &[$($rules)*];
                RULES
            }
        }
    };
}

/// All that the schema of a type says, where it is one of several alternatives.
///
/// ```text
/// whole!(Address { Type(&[Kind::Object]), Required(&["street"]), Property("street", &[Type(&[Kind::String])]) });
/// ```
#[cfg(feature = "validate")]
#[macro_export]
#[doc(hidden)]
macro_rules! whole {
    ($name:ident { $($rules:tt)* }) => {
        impl crate::runtime::validate::WholeRules for $name {
            fn whole() -> crate::runtime::validate::Rules {
                use crate::runtime::validate::table::*;
                static RULES: Rules = &[$($rules)*];
                RULES
            }
        }
    };
}

/// Nothing.
#[cfg(not(feature = "validate"))]
#[macro_export]
#[doc(hidden)]
macro_rules! rules {
    ($($table:tt)*) => {};
}

/// Nothing.
#[cfg(not(feature = "validate"))]
#[macro_export]
#[doc(hidden)]
macro_rules! whole {
    ($($table:tt)*) => {};
}
