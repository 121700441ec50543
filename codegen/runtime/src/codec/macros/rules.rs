//! The validation rules of schemas. Without the feature `validate`, the macros expand to nothing.

/// The rules that `validate()` checks: the keywords of the schema beyond the Rust type.
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

/// All rules of a schema, including its type. Needed for an alternative of several.
///
/// ```text
/// whole!(Address { Type(&[Kind::Object]), Required(&["street"]), Property("street", &[Type(&[Kind::String])]) });
/// ```
#[cfg(feature = "validate")]
#[macro_export]
#[doc(hidden)]
macro_rules! whole {
    ($name:ident { $($rules:tt)* }) => {
        #[doc(hidden)]
        impl crate::runtime::validate::FullRules for $name {
            fn whole() -> crate::runtime::validate::Rules {
                use crate::runtime::validate::table::*;
                static RULES: Rules = &[$($rules)*];
                RULES
            }
        }
    };
}

/// Expands to nothing.
#[cfg(not(feature = "validate"))]
#[macro_export]
#[doc(hidden)]
macro_rules! rules {
    ($($table:tt)*) => {};
}

/// Expands to nothing.
#[cfg(not(feature = "validate"))]
#[macro_export]
#[doc(hidden)]
macro_rules! whole {
    ($($table:tt)*) => {};
}
