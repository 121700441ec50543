//! Enumerations of strings, integers, and any values.
//!
//! Conversions and comparisons are `#[inline]`, so that a build compiles only those that are called.
//!
//! The order and the hash are those of the text or the number. They are not derived, because each derive writes a body that takes longer
//! to check than a call. `PartialEq` is derived, so that a constant can be a pattern.
//!
//! Rejected: a table of the texts with one generic `set`. It saved 1 % of `cargo check`, but LLVM then compiled about 100 lines more for
//! each enumeration.

/// The codec of an enumeration of strings, with its conversions from and to text, its order and its hash.
///
/// ```text
/// string_enum!(Status { "draft" => Draft, "sent" => Sent, else Unknown });    // open: `Unknown(UnknownValue)`
/// string_enum!(Kind { "a" => A, ! UnknownVariant });                           // closed, and the error of parsing other texts
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! string_enum {
    ($name:ident { $first_wire:literal => $first:ident $(, $wire:literal => $variant:ident)* $(, else $unknown:ident)? $(, ! $error:ident)? $(,)? }) => {
        impl $name {
            /// The values that the API's document lists, in its order.
            pub const VALUES: &'static [Self] = &[Self::$first $(, Self::$variant)*];

            /// Returns the value as it appears in JSON.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    Self::$first => $first_wire,
                    $(Self::$variant => $wire,)*
                    $(Self::$unknown(value) => value.as_str().unwrap_or_default(),)?
                }
            }
        }
        #[doc(hidden)]
        impl crate::runtime::codec::Field for $name {
            fn placeholder() -> Self {
                Self::$first
            }
            fn slot(&mut self) -> crate::runtime::codec::Slot<'_> {
                crate::runtime::codec::Slot::Text(self)
            }
            fn view(&self) -> crate::runtime::codec::View<'_> {
                crate::runtime::codec::View::Str(self.as_str())
            }
        }
        #[doc(hidden)]
        impl crate::runtime::codec::Text for $name {
            fn expected(&self) -> ::std::borrow::Cow<'static, str> {
                crate::runtime::codec::one_of(&[$first_wire $(, $wire)*])
            }
            fn set(&mut self, text: &str) -> crate::runtime::codec::Fit {
                *self = match text {
                    $first_wire => Self::$first,
                    $($wire => Self::$variant,)*
                    $(_ => {
                        *self = Self::$unknown(crate::runtime::codec::unknown_text(text));
                        return crate::runtime::codec::Fit::Unknown;
                    })?
                    #[allow(unreachable_patterns, reason = "only an open enumeration has the arm above")]
                    _ => return crate::runtime::codec::Fit::Refused,
                };
                crate::runtime::codec::Fit::Exact
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl ::std::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        impl<T: crate::runtime::codec::ComparableText + ?::std::marker::Sized> ::std::cmp::PartialEq<T> for $name {
            #[inline]
            fn eq(&self, text: &T) -> bool {
                self.as_str() == text.text()
            }
        }
        impl ::std::cmp::Eq for $name {}
        impl ::std::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                ::std::option::Option::Some(self.cmp(other))
            }
        }
        /// Values are ordered as their texts, whose order does not depend on that of the API's document.
        impl ::std::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }
        impl ::std::hash::Hash for $name {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }
        $(
            /// A text that the enumeration does not list becomes the variant for unknown values.
            impl ::std::convert::From<&str> for $name {
                #[inline]
                fn from(text: &str) -> Self {
                    crate::runtime::codec::text_or_unknown(text, Self::$unknown)
                }
            }
            impl ::std::str::FromStr for $name {
                type Err = ::std::convert::Infallible;
                #[inline]
                fn from_str(text: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                    ::std::result::Result::Ok(Self::from(text))
                }
            }
        )?
        $(
            impl ::std::convert::TryFrom<&str> for $name {
                type Error = crate::runtime::$error;
                #[inline]
                fn try_from(text: &str) -> ::std::result::Result<Self, crate::runtime::$error> {
                    crate::runtime::codec::parse_text(text)
                }
            }
            impl ::std::str::FromStr for $name {
                type Err = crate::runtime::$error;
                #[inline]
                fn from_str(text: &str) -> ::std::result::Result<Self, crate::runtime::$error> {
                    crate::runtime::codec::parse_text(text)
                }
            }
        )?
        crate::runtime::codec::serde_impls!($name);
    };
}

/// The codec of an enumeration of integers, with its conversions from and to `i64`, its order and its hash.
///
/// ```text
/// integer_enum!(Code { 1 => One, 2 => Two, else Unknown });
/// integer_enum!(Level { 1 => One, ! UnknownVariant });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! integer_enum {
    ($name:ident { $first_wire:literal => $first:ident $(, $wire:literal => $variant:ident)* $(, else $unknown:ident)? $(, ! $error:ident)? $(,)? }) => {
        impl $name {
            /// The values that the API's document lists, in its order.
            pub const VALUES: &'static [Self] = &[Self::$first $(, Self::$variant)*];

            /// Returns the value as it appears in JSON.
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                match self {
                    Self::$first => $first_wire,
                    $(Self::$variant => $wire,)*
                    $(Self::$unknown(value) => value.as_i64().unwrap_or_default(),)?
                }
            }
        }
        #[doc(hidden)]
        impl crate::runtime::codec::Field for $name {
            fn placeholder() -> Self {
                Self::$first
            }
            fn slot(&mut self) -> crate::runtime::codec::Slot<'_> {
                crate::runtime::codec::Slot::FromValue(self)
            }
            fn view(&self) -> crate::runtime::codec::View<'_> {
                crate::runtime::codec::View::I64(self.as_i64())
            }
        }
        #[doc(hidden)]
        impl crate::runtime::codec::FromValue for $name {
            fn expected(&self) -> ::std::borrow::Cow<'static, str> {
                crate::runtime::codec::one_of::<i64>(&[$first_wire $(, $wire)*])
            }
            fn set(&mut self, value: crate::runtime::Value) -> crate::runtime::codec::Fit {
                *self = match crate::runtime::codec::integer(&value) {
                    ::std::option::Option::Some($first_wire) => Self::$first,
                    $(::std::option::Option::Some($wire) => Self::$variant,)*
                    $(::std::option::Option::Some(value) => {
                        *self = Self::$unknown(crate::runtime::codec::unknown(value.into()));
                        return crate::runtime::codec::Fit::Unknown;
                    })?
                    _ => return crate::runtime::codec::Fit::Refused,
                };
                crate::runtime::codec::Fit::Exact
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), f)
            }
        }
        impl ::std::cmp::Eq for $name {}
        impl ::std::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                ::std::option::Option::Some(self.cmp(other))
            }
        }
        /// Values are ordered as numbers.
        impl ::std::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.as_i64().cmp(&other.as_i64())
            }
        }
        impl ::std::hash::Hash for $name {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.as_i64().hash(state);
            }
        }
        impl ::std::cmp::PartialEq<i64> for $name {
            #[inline]
            fn eq(&self, value: &i64) -> bool {
                self.as_i64() == *value
            }
        }
        $(
            /// An integer that the enumeration does not list becomes the variant for unknown values.
            impl ::std::convert::From<i64> for $name {
                #[inline]
                fn from(value: i64) -> Self {
                    crate::runtime::codec::integer_or_unknown(value, Self::$unknown)
                }
            }
        )?
        $(
            impl ::std::convert::TryFrom<i64> for $name {
                type Error = crate::runtime::$error;
                #[inline]
                fn try_from(value: i64) -> ::std::result::Result<Self, crate::runtime::$error> {
                    crate::runtime::codec::parse_integer(value)
                }
            }
        )?
        crate::runtime::codec::serde_impls!($name);
    };
}

/// The codec of an enumeration of any values, compared as JSON, with `to_value` and `VALUES`.
///
/// ```text
/// value_enum!(Mixed { r#"1.5"# => V1_5, "true" => True, else Unknown });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! value_enum {
    ($name:ident { $first_wire:literal => $first:ident $(, $wire:literal => $variant:ident)* $(, else $unknown:ident)? $(,)? }) => {
        impl $name {
            /// The values that the API's document lists, in its order.
            pub const VALUES: &'static [Self] = &[Self::$first $(, Self::$variant)*];

            /// Returns the value as it appears in JSON.
            #[must_use]
            pub fn to_value(&self) -> crate::runtime::Value {
                match self {
                    Self::$first => crate::runtime::codec::literal($first_wire),
                    $(Self::$variant => crate::runtime::codec::literal($wire),)*
                    $(Self::$unknown(value) => value.get().clone(),)?
                }
            }
        }
        #[doc(hidden)]
        impl crate::runtime::codec::Field for $name {
            fn placeholder() -> Self {
                Self::$first
            }
            fn slot(&mut self) -> crate::runtime::codec::Slot<'_> {
                crate::runtime::codec::Slot::FromValue(self)
            }
            fn view(&self) -> crate::runtime::codec::View<'_> {
                crate::runtime::codec::View::Owned(::std::boxed::Box::new(self.to_value()))
            }
        }
        #[doc(hidden)]
        impl crate::runtime::codec::FromValue for $name {
            fn expected(&self) -> ::std::borrow::Cow<'static, str> {
                crate::runtime::codec::one_of_json(&[$first_wire $(, $wire)*])
            }
            fn set(&mut self, value: crate::runtime::Value) -> crate::runtime::codec::Fit {
                const LITERALS: &[&str] = &[$first_wire $(, $wire)*];
                let position = crate::runtime::codec::find_json(LITERALS, &value);
                *self = match position.and_then(|position| Self::VALUES.get(position)) {
                    ::std::option::Option::Some(known) => known.clone(),
                    $(_ if crate::runtime::codec::is_like_json(LITERALS, &value) => {
                        *self = Self::$unknown(crate::runtime::codec::unknown(value));
                        return crate::runtime::codec::Fit::Unknown;
                    })?
                    _ => return crate::runtime::codec::Fit::Refused,
                };
                crate::runtime::codec::Fit::Exact
            }
        }
        crate::runtime::codec::serde_impls!($name);
    };
}

/// The codec of an enumeration of integers, some of which are beyond 64 bits, with its order and its hash.
///
/// It repeats parts of `string_enum!`. A macro for these parts would be one more expansion for each of the common enumerations.
///
/// ```text
/// big_integer_enum!(Limit { "1" => One, "18446744073709551616" => Most, else Unknown });   // `Unknown(BigInteger)`
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! big_integer_enum {
    ($name:ident { $first_wire:literal => $first:ident $(, $wire:literal => $variant:ident)* $(, else $unknown:ident)? $(,)? }) => {
        impl $name {
            /// The values that the API's document lists, in its order.
            pub const VALUES: &'static [Self] = &[Self::$first $(, Self::$variant)*];

            /// Returns the digits of the value.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    Self::$first => $first_wire,
                    $(Self::$variant => $wire,)*
                    $(Self::$unknown(value) => value.as_str(),)?
                }
            }
        }
        #[doc(hidden)]
        impl crate::runtime::codec::Field for $name {
            fn placeholder() -> Self {
                Self::$first
            }
            fn slot(&mut self) -> crate::runtime::codec::Slot<'_> {
                crate::runtime::codec::Slot::Number(self)
            }
            fn view(&self) -> crate::runtime::codec::View<'_> {
                crate::runtime::codec::View::Number(self)
            }
        }
        #[doc(hidden)]
        impl crate::runtime::codec::Text for $name {
            fn expected(&self) -> ::std::borrow::Cow<'static, str> {
                crate::runtime::codec::one_of_json(&[$first_wire $(, $wire)*])
            }
            fn set(&mut self, text: &str) -> crate::runtime::codec::Fit {
                let ::std::result::Result::Ok(value) = text.parse::<crate::runtime::BigInteger>() else {
                    return crate::runtime::codec::Fit::Refused;
                };
                *self = match value.as_str() {
                    $first_wire => Self::$first,
                    $($wire => Self::$variant,)*
                    $(_ => {
                        *self = Self::$unknown(value);
                        return crate::runtime::codec::Fit::Unknown;
                    })?
                    #[allow(unreachable_patterns, reason = "only an open enumeration has the arm above")]
                    _ => return crate::runtime::codec::Fit::Refused,
                };
                crate::runtime::codec::Fit::Exact
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl ::std::cmp::Eq for $name {}
        impl ::std::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                ::std::option::Option::Some(self.cmp(other))
            }
        }
        /// Values are ordered as numbers.
        impl ::std::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                crate::runtime::codec::compare_integers(self.as_str(), other.as_str())
            }
        }
        impl ::std::hash::Hash for $name {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }
        crate::runtime::codec::serde_impls!($name);
    };
}
