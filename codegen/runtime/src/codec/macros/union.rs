//! Enums that hold one of several types.

/// The codec of an enum that holds one of several types.
///
/// ```text
/// union!(Node = Start {                     // `= Start`: the variant of the placeholder
///     tag "node_type" or 1,                 // optional: the member that selects the variant, and the variant for values without it
///     0 Start(Start): ["start"] [Object],   // `From<Start>`, the tags of the variant, and its JSON types
///     1 Tool: ["tool"] [Object],            // without `From`
///     else Unknown,                         // open: `Unknown(UnknownValue)` stores a value that no variant knows
/// });
/// ```
///
/// Without a tag, `or 1,` names the variant for values that match no other: `union!(Size = Other { or 1, 0 Width(i64): [] [Integer], … })`.
///
/// A variant of a custom type has a storage, like a member of `object!`: `0 Site(Url): [] [String] as [Custom<Url, AsText>]`. If it is the
/// variant of the placeholder: `union!(Link = Site as [Custom<Url, AsText>] { … })`.
///
/// A variant whose type does not declare the tag ends with the tag that encoding adds: `0 Apple(Apple): ["apple"] [Object] + "kind" = "apple"`.
#[macro_export]
#[doc(hidden)]
macro_rules! union {
    ($name:ident = $placeholder:ident {
        $(tag $tag:literal $(or $fallback:literal)?,)?
        $(or $otherwise:literal,)?
        $($index:literal $variant:ident $(($from:ty))?: [$($value:literal),*] [$($json_type:ident),*],)*
        $(else $unknown:ident,)?
    }) => {
        #[doc(hidden)]
        impl crate::runtime::codec::Field for $name {
            fn placeholder() -> Self {
                Self::$placeholder(crate::runtime::codec::Field::placeholder())
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
        #[doc(hidden)]
        impl crate::runtime::codec::Union for $name {
            #[allow(clippy::needless_update, reason = "a table that lists every field needs no defaults")]
            fn table(&self) -> &'static crate::runtime::codec::UnionTable {
                &crate::runtime::codec::UnionTable {
                    name: ::std::stringify!($name),
                    $(tag: ::std::option::Option::Some($tag), $(fallback: &[$fallback],)?)?
                    $(fallback: &[$otherwise],)?
                    $(unknown: ::std::option::Option::Some(::std::stringify!($unknown)),)?
                    variants: &[$(crate::runtime::codec::Variant {
                        name: ::std::stringify!($variant),
                        tags: &[$($value),*],
                        json_types: &[$(crate::runtime::codec::JsonType::$json_type),*],
                    },)*],
                    ..crate::runtime::codec::UnionTable::EMPTY
                }
            }
            fn select(&mut self, index: usize) -> crate::runtime::codec::Slot<'_> {
                match index {
                    $($index => {
                        *self = Self::$variant(crate::runtime::codec::Field::placeholder());
                    })*
                    _ => return crate::runtime::codec::Slot::Never,
                }
                match self {
                    $(Self::$variant(value) => crate::runtime::codec::Field::slot(value),)*
                    $(Self::$unknown(_) => crate::runtime::codec::Slot::Never,)?
                }
            }
            $(fn set_unknown(&mut self, value: crate::runtime::Value) {
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
    ($name:ident = $placeholder:ident $(as $placeholder_storage:tt)? {
        $(tag $tag:literal $(or $fallback:literal)?,)?
        $(or $otherwise:literal,)?
        $($index:literal $variant:ident $(($from:ty))?: [$($value:literal),*] [$($json_type:ident),*] $(as $storage:tt)? $(+ $name_of_tag:literal = $added:literal)?,)*
        $(else $unknown:ident,)?
    }) => {
        impl crate::runtime::codec::Field for $name {
            fn placeholder() -> Self {
                Self::$placeholder(crate::runtime::codec::object!(@placeholder Required $($placeholder_storage)?))
            }
            fn slot(&mut self) -> crate::runtime::codec::Slot<'_> {
                crate::runtime::codec::Slot::Union(self)
            }
            fn view(&self) -> crate::runtime::codec::View<'_> {
                match self {
                    $(Self::$variant(value) => crate::runtime::codec::union!(@view value $($storage)? $(+ $name_of_tag $added)?),)*
                    $(Self::$unknown(value) => crate::runtime::codec::Field::view(value),)?
                }
            }
        }
        impl crate::runtime::codec::Union for $name {
            #[allow(clippy::needless_update, reason = "a table that lists every field needs no defaults")]
            fn table(&self) -> &'static crate::runtime::codec::UnionTable {
                &crate::runtime::codec::UnionTable {
                    name: ::std::stringify!($name),
                    $(tag: ::std::option::Option::Some($tag), $(fallback: &[$fallback],)?)?
                    $(fallback: &[$otherwise],)?
                    $(unknown: ::std::option::Option::Some(::std::stringify!($unknown)),)?
                    variants: &[$(crate::runtime::codec::Variant {
                        name: ::std::stringify!($variant),
                        tags: &[$($value),*],
                        json_types: &[$(crate::runtime::codec::JsonType::$json_type),*],
                    },)*],
                    ..crate::runtime::codec::UnionTable::EMPTY
                }
            }
            fn select(&mut self, index: usize) -> crate::runtime::codec::Slot<'_> {
                match index {
                    $($index => crate::runtime::codec::union!(@select self $index $variant $($storage)?),)*
                    _ => crate::runtime::codec::Slot::Never,
                }
            }
            $(fn set_unknown(&mut self, value: crate::runtime::Value) {
                *self = Self::$unknown(crate::runtime::codec::unknown(value));
            })?
        }
        $($(impl ::std::convert::From<$from> for $name {
            fn from(value: $from) -> Self {
                Self::$variant(value)
            }
        })?)*
        impl crate::runtime::codec::StoredFields for $name {
            #[allow(unused_variables, reason = "if only tags are added, no variant has a storage")]
            fn decode_field(
                &mut self,
                index: u32,
                decode: &mut dyn ::std::ops::FnMut(crate::runtime::codec::Slot<'_>) -> bool,
            ) {
                match index {
                    $($index => crate::runtime::codec::union!(@decode self $variant decode $($storage)?),)*
                    _ => {}
                }
            }
        }
        crate::runtime::codec::serde_impls!($name);
    };
    (@view $value:ident + $name_of_tag:literal $added:literal) => {
        crate::runtime::codec::with_tag(crate::runtime::codec::Field::view($value), $name_of_tag, $added)
    };
    // A variant without a storage.
    (@view $value:ident) => {
        crate::runtime::codec::Field::view($value)
    };
    (@select $union:ident $index:literal $variant:ident) => {{
        *$union = Self::$variant(crate::runtime::codec::Field::placeholder());
        match $union {
            Self::$variant(value) => crate::runtime::codec::Field::slot(value),
            #[allow(unreachable_patterns, reason = "a union may have only one variant")]
            _ => crate::runtime::codec::Slot::Never,
        }
    }};
    (@decode $union:ident $variant:ident $decode:ident) => {
        {}
    };
    // A variant with a storage.
    (@view $value:ident [$storage:ty $(= $placeholder:literal)?]) => {
        <$storage as crate::runtime::codec::Storage>::view_of($value)
    };
    (@select $union:ident $index:literal $variant:ident $storage:tt) => {
        crate::runtime::codec::Slot::Stored($index, $union)
    };
    (@decode $union:ident $variant:ident $decode:ident [$storage:ty $(= $placeholder:literal)?]) => {
        if let ::std::option::Option::Some(value) = crate::runtime::codec::decode_storage::<$storage>($decode) {
            *$union = Self::$variant(value);
        }
    };
}
