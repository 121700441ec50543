//! Enums that hold one of several types.

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
            #[allow(clippy::needless_update, reason = "what is not written is empty, and some types have it all")]
            fn table(&self) -> &'static crate::runtime::codec::UnionTable {
                &crate::runtime::codec::UnionTable {
                    name: ::std::stringify!($name),
                    $(tag: ::std::option::Option::Some($tag), $(fallback: &[$fallback],)?)?
                    $(unknown: ::std::option::Option::Some(::std::stringify!($unknown)),)?
                    variants: &[$(crate::runtime::codec::Variant {
                        name: ::std::stringify!($variant),
                        tags: &[$($value),*],
                        kinds: &[$(crate::runtime::codec::Kind::$kind),*],
                    },)*],
                    ..crate::runtime::codec::UnionTable::EMPTY
                }
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
