//! What generated code calls: one macro for each shape, a table with a few functions around it.
//!
//! Each is one flat rule without recursion, so that it is cheap to expand; the numbers that a field has in its table are written out
//! by the generator, because a macro cannot count cheaply. All paths go by `crate::runtime`, which exists wherever the runtime does.

#![expect(
    clippy::crate_in_macro_def,
    reason = "in a crate of its own the runtime is a module: `crate::runtime` exists in both layouts"
)]

/// The codec of a struct whose fields are the members of an object.
///
/// ```text
/// object!(Customer {
///     0 "created_at" => created_at: Required,      // T
///     1 "aliases" => aliases: Optional,            // Option<T>
///     2 "tax_id" => tax_id: Patch,                 // Patch<T>
///     ~ 3 "^x-" => x_members,                      // patternProperties: BTreeMap<String, T>
///     & 4 one_of: Required,                        // a type whose members lie in the same object: T; Optional, Any(0): Option<T>
///     .. 5 => additional_properties,               // what is not declared: BTreeMap<String, T>
///     ! Denied,                                    // instead of `..`: nothing else belongs there
///     ? ["a", "b"], ? ["c"],                       // at least one of these sets must be there
/// });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! object {
    ($name:ident {
        $($index:literal $wire:literal => $field:ident: $presence:ident,)*
        $(~ $pattern_index:literal $pattern:literal => $pattern_field:ident,)*
        $(& $flat_index:literal $flat_field:ident: $flat:ident $(($group:literal))?,)*
        $(.. $extra_index:literal => $extra_field:ident,)?
        $(! $denied:ident,)?
        $(? [$($set:literal),*],)*
    }) => {
        impl crate::runtime::codec::Field for $name {
            fn blank() -> Self {
                Self {
                    $($field: crate::runtime::codec::Field::blank(),)*
                    $($pattern_field: crate::runtime::codec::Field::blank(),)*
                    $($flat_field: crate::runtime::codec::Field::blank(),)*
                    $($extra_field: crate::runtime::codec::Field::blank(),)?
                }
            }
            fn slot(&mut self) -> crate::runtime::codec::Slot<'_> {
                crate::runtime::codec::Slot::Object(self)
            }
            fn view(&self) -> crate::runtime::codec::View<'_> {
                crate::runtime::codec::View::Object(self)
            }
        }
        impl crate::runtime::codec::Object for $name {
            fn table(&self) -> &'static crate::runtime::codec::ObjectTable {
                static TABLE: crate::runtime::codec::ObjectTable = crate::runtime::codec::ObjectTable {
                    name: ::std::stringify!($name),
                    members: &[$(crate::runtime::codec::Member {
                        name: $wire,
                        presence: crate::runtime::codec::Presence::$presence,
                    },)*],
                    patterns: &[$($pattern),*],
                    flats: &[$(crate::runtime::codec::Flat::$flat $(($group))?,)*],
                    extra: crate::runtime::codec::Extra::of(&[$($extra_index)?], &[$(::std::stringify!($denied))?]),
                    required_sets: &[$(&[$($set),*],)*],
                };
                &TABLE
            }
            fn slot(&mut self, index: usize) -> crate::runtime::codec::Slot<'_> {
                match index {
                    $($index => crate::runtime::codec::Field::slot(&mut self.$field),)*
                    $($pattern_index => crate::runtime::codec::Field::slot(&mut self.$pattern_field),)*
                    $($flat_index => crate::runtime::codec::Field::slot(&mut self.$flat_field),)*
                    $($extra_index => crate::runtime::codec::Field::slot(&mut self.$extra_field),)?
                    _ => crate::runtime::codec::Slot::Never,
                }
            }
            fn view(&self, index: usize) -> crate::runtime::codec::View<'_> {
                match index {
                    $($index => crate::runtime::codec::Field::view(&self.$field),)*
                    $($pattern_index => crate::runtime::codec::Field::view(&self.$pattern_field),)*
                    $($flat_index => crate::runtime::codec::Field::view(&self.$flat_field),)*
                    $($extra_index => crate::runtime::codec::Field::view(&self.$extra_field),)?
                    _ => crate::runtime::codec::View::Absent,
                }
            }
        }
        crate::runtime::codec::serde_impls!($name);
    };
}

/// `Serialize` and `Deserialize` of a type by way of its [`Field`](crate::runtime::codec::Field).
#[macro_export]
#[doc(hidden)]
macro_rules! serde_impls {
    ($name:ident) => {
        impl crate::runtime::codec::serde::Serialize for $name {
            fn serialize<S: crate::runtime::codec::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                crate::runtime::codec::serialize(self, serializer)
            }
        }
        impl<'de> crate::runtime::codec::serde::Deserialize<'de> for $name {
            fn deserialize<D: crate::runtime::codec::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                crate::runtime::codec::deserialize(deserializer)
            }
        }
    };
}

/// The codec of an enumeration of strings, with `as_str`, `Display` and `FromStr`.
///
/// ```text
/// string_enum!(Status { "draft" => Draft, "sent" => Sent, else Unknown });    // open: `Unknown(UnknownValue)`
/// string_enum!(Kind { "a" => A });                                             // sealed
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! string_enum {
    ($name:ident { $first_wire:literal => $first:ident $(, $wire:literal => $variant:ident)* $(, else $unknown:ident)? $(,)? }) => {
        impl $name {
            /// The value as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    Self::$first => $first_wire,
                    $(Self::$variant => $wire,)*
                    $(Self::$unknown(value) => value.as_str().unwrap_or_default(),)?
                }
            }
        }
        impl crate::runtime::codec::Field for $name {
            fn blank() -> Self {
                Self::$first
            }
            fn slot(&mut self) -> crate::runtime::codec::Slot<'_> {
                crate::runtime::codec::Slot::Text(self)
            }
            fn view(&self) -> crate::runtime::codec::View<'_> {
                crate::runtime::codec::View::Str(self.as_str())
            }
        }
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
        impl ::std::str::FromStr for $name {
            type Err = crate::runtime::UnknownVariant;
            fn from_str(text: &str) -> ::std::result::Result<Self, crate::runtime::UnknownVariant> {
                crate::runtime::codec::parse_text(text)
            }
        }
        crate::runtime::codec::serde_impls!($name);
    };
}

/// The codec of an enumeration of integers, with `as_i64`.
///
/// ```text
/// integer_enum!(Code { 1 => One, 2 => Two, else Unknown });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! integer_enum {
    ($name:ident { $first_wire:literal => $first:ident $(, $wire:literal => $variant:ident)* $(, else $unknown:ident)? $(,)? }) => {
        impl $name {
            /// The value as it is written.
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                match self {
                    Self::$first => $first_wire,
                    $(Self::$variant => $wire,)*
                    $(Self::$unknown(value) => value.as_i64().unwrap_or_default(),)?
                }
            }
        }
        impl crate::runtime::codec::Field for $name {
            fn blank() -> Self {
                Self::$first
            }
            fn slot(&mut self) -> crate::runtime::codec::Slot<'_> {
                crate::runtime::codec::Slot::Whole(self)
            }
            fn view(&self) -> crate::runtime::codec::View<'_> {
                crate::runtime::codec::View::I64(self.as_i64())
            }
        }
        impl crate::runtime::codec::Whole for $name {
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
        crate::runtime::codec::serde_impls!($name);
    };
}

/// The codec of an enumeration of any values, compared as JSON, with `to_value`.
///
/// ```text
/// value_enum!(Mixed { r#"1.5"# => V1_5, "true" => True, else Unknown });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! value_enum {
    ($name:ident { $first_wire:literal => $first:ident $(, $wire:literal => $variant:ident)* $(, else $unknown:ident)? $(,)? }) => {
        impl $name {
            /// The value as it is written.
            #[must_use]
            pub fn to_value(&self) -> crate::runtime::Value {
                match self {
                    Self::$first => crate::runtime::codec::literal($first_wire),
                    $(Self::$variant => crate::runtime::codec::literal($wire),)*
                    $(Self::$unknown(value) => value.get().clone(),)?
                }
            }
        }
        impl crate::runtime::codec::Field for $name {
            fn blank() -> Self {
                Self::$first
            }
            fn slot(&mut self) -> crate::runtime::codec::Slot<'_> {
                crate::runtime::codec::Slot::Whole(self)
            }
            fn view(&self) -> crate::runtime::codec::View<'_> {
                crate::runtime::codec::View::Owned(::std::boxed::Box::new(self.to_value()))
            }
        }
        impl crate::runtime::codec::Whole for $name {
            fn expected(&self) -> ::std::borrow::Cow<'static, str> {
                crate::runtime::codec::one_of_json(&[$first_wire $(, $wire)*])
            }
            fn set(&mut self, value: crate::runtime::Value) -> crate::runtime::codec::Fit {
                const LITERALS: &[&str] = &[$first_wire $(, $wire)*];
                let place = crate::runtime::codec::find_json(LITERALS, &value);
                *self = match place.and_then(|place| [Self::$first $(, Self::$variant)*].into_iter().nth(place)) {
                    ::std::option::Option::Some(known) => known,
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

/// The codec of an enum that holds one of several types.
///
/// ```text
/// union!(Node = Start {                     // `= Start`: the variant that a blank one has
///     tag "node_type" or 1,                 // the member that tells the variants apart, if there is one, and the variant without a tag
///     0 Start(Start): ["start"] [Object],   // `From<Start>`, the tags that lead here, the JSON types that it can have
///     1 Tool: ["tool"] [Object],            // without `From`
///     else Unknown,                         // open: `Unknown(UnknownValue)` keeps what no variant knows
/// });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! union {
    ($name:ident = $blank:ident {
        $(tag $tag:literal $(or $fallback:literal)?,)?
        $($index:literal $variant:ident $(($from:ty))?: [$($value:literal),*] [$($kind:ident),*],)*
        $(else $unknown:ident,)?
    }) => {
        impl crate::runtime::codec::Field for $name {
            fn blank() -> Self {
                Self::$blank(crate::runtime::codec::Field::blank())
            }
            fn slot(&mut self) -> crate::runtime::codec::Slot<'_> {
                crate::runtime::codec::Slot::Union(self)
            }
            fn view(&self) -> crate::runtime::codec::View<'_> {
                match self {
                    $(Self::$variant(value) => crate::runtime::codec::Field::view(value),)*
                    $(Self::$unknown(value) => crate::runtime::codec::Field::view(value),)?
                }
            }
        }
        impl crate::runtime::codec::Union for $name {
            fn table(&self) -> &'static crate::runtime::codec::UnionTable {
                static TABLE: crate::runtime::codec::UnionTable = crate::runtime::codec::UnionTable {
                    name: ::std::stringify!($name),
                    tag: crate::runtime::codec::only(&[$($tag)?]),
                    fallback: &[$($($fallback)?)?],
                    open: crate::runtime::codec::only(&[$(::std::stringify!($unknown))?]).is_some(),
                    variants: &[$(crate::runtime::codec::Variant {
                        name: ::std::stringify!($variant),
                        tags: &[$($value),*],
                        kinds: &[$(crate::runtime::codec::Kind::$kind),*],
                    },)*],
                };
                &TABLE
            }
            fn select(&mut self, index: usize) -> crate::runtime::codec::Slot<'_> {
                match index {
                    $($index => {
                        *self = Self::$variant(crate::runtime::codec::Field::blank());
                    })*
                    _ => return crate::runtime::codec::Slot::Never,
                }
                match self {
                    $(Self::$variant(value) => crate::runtime::codec::Field::slot(value),)*
                    $(Self::$unknown(_) => crate::runtime::codec::Slot::Never,)?
                }
            }
            $(fn keep(&mut self, value: crate::runtime::Value) {
                *self = Self::$unknown(crate::runtime::codec::unknown(value));
            })?
        }
        $($(impl ::std::convert::From<$from> for $name {
            fn from(value: $from) -> Self {
                Self::$variant(value)
            }
        })?)*
        crate::runtime::codec::serde_impls!($name);
    };
}

/// The codec of a tuple struct: a list with a type for each position.
///
/// ```text
/// tuple!(Pair { required 0, required 1, optional 2, .. 3 });     // `optional`: `Option<T>`; `..`: `Vec<T>`, all that follow
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! tuple {
    ($name:ident { $(required $required:tt,)* $(optional $optional:tt,)* $(.. $rest:tt,)? }) => {
        impl crate::runtime::codec::Field for $name {
            fn blank() -> Self {
                Self {
                    $($required: crate::runtime::codec::Field::blank(),)*
                    $($optional: crate::runtime::codec::Field::blank(),)*
                    $($rest: crate::runtime::codec::Field::blank(),)?
                }
            }
            fn slot(&mut self) -> crate::runtime::codec::Slot<'_> {
                crate::runtime::codec::Slot::List(self)
            }
            fn view(&self) -> crate::runtime::codec::View<'_> {
                crate::runtime::codec::View::List(self)
            }
        }
        impl crate::runtime::codec::List for $name {
            fn slot(&mut self, index: usize) -> ::std::option::Option<crate::runtime::codec::Slot<'_>> {
                match index {
                    $($required => ::std::option::Option::Some(crate::runtime::codec::Field::slot(&mut self.$required)),)*
                    $($optional => {
                        ::std::option::Option::Some(crate::runtime::codec::Nullable::fill(&mut self.$optional))
                    })*
                    $(_ => crate::runtime::codec::List::slot(&mut self.$rest, index),)?
                    #[allow(unreachable_patterns, reason = "only a tuple with a rest has the arm above")]
                    _ => ::std::option::Option::None,
                }
            }
            fn required(&self) -> usize {
                const REQUIRED: &[usize] = &[$($required),*];
                REQUIRED.len()
            }
            fn len(&self) -> usize {
                const FIXED: &[usize] = &[$($required,)* $($optional),*];
                $(let rest = self.$rest.len();
                if rest > 0 {
                    return $rest + rest;
                })?
                let mut len = FIXED.len();
                while len > self.required() && ::std::matches!(self.view(len - 1), crate::runtime::codec::View::None) {
                    len -= 1;
                }
                len
            }
            fn view(&self, index: usize) -> crate::runtime::codec::View<'_> {
                match index {
                    $($required => crate::runtime::codec::Field::view(&self.$required),)*
                    $($optional => crate::runtime::codec::Field::view(&self.$optional),)*
                    $(_ => crate::runtime::codec::List::view(&self.$rest, index - $rest),)?
                    #[allow(unreachable_patterns, reason = "only a tuple with a rest has the arm above")]
                    _ => crate::runtime::codec::View::Absent,
                }
            }
        }
        crate::runtime::codec::serde_impls!($name);
    };
}

/// The codec of a struct around one value.
///
/// ```text
/// newtype!(Tree);
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! newtype {
    ($name:ident) => {
        impl crate::runtime::codec::Field for $name {
            fn blank() -> Self {
                Self(crate::runtime::codec::Field::blank())
            }
            fn slot(&mut self) -> crate::runtime::codec::Slot<'_> {
                crate::runtime::codec::Field::slot(&mut self.0)
            }
            fn view(&self) -> crate::runtime::codec::View<'_> {
                crate::runtime::codec::Field::view(&self.0)
            }
        }
        crate::runtime::codec::serde_impls!($name);
    };
}
