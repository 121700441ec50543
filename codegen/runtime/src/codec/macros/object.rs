//! Structs whose fields are the members of an object.

/// The codec of a struct whose fields are the members of an object.
///
/// ```text
/// object!(Customer {
///     0 "created_at" => created_at: Required,      // T
///     1 "aliases" => aliases: Optional,            // Option<T>
///     2 "tax_id" => tax_id: Patch,                 // Patch<T>
///     ~ 3 "^x-" => x_members,                      // patternProperties: BTreeMap<String, T>
///     & 4 one_of: Required,                        // a flattened part, whose members are in the same object: T; Optional, Any(0): Option<T>
///     .. 5 => additional_properties,               // undeclared members: BTreeMap<String, T>
///     + 5 => extra,                                // instead of `..`: undeclared members, by the setting `unknown_members`: Members
///     + 5 => extra - ["id"],                       // neither `..` nor `+` stores these members, which are sent only in the other direction
///     ! Denied,                                    // instead of `..`: undeclared members are forbidden
///     # Escaped,                                   // the name of a member needs escapes in JSON
///     ? ["a", "b"], ? ["c"],                       // at least one of these sets is required
/// });
/// ```
///
/// A member of a custom type has a storage. Only tables with such members use the second rule, which expands to more code.
///
/// Rejected: to share the parts that are equal in both rules, such as the table. A shared part is a macro, so each type without custom types
/// would expand one more, with all rows. A macro that writes both rules from one text would cost no type anything, but rustc rejects paths to
/// exported macros that a macro wrote (`macro_expanded_macro_exports_accessed_by_absolute_paths`). `union!` has two rules for the same reason.
///
/// ```text
/// object!(Shop {
///     0 "name" => name: Required,
///     1 "site" => site: Required as [Custom<Url, AsText> = "http://a"],     // Url, and the setting `placeholder` of the type
///     2 "mirrors" => mirrors: Optional as [Vec<Custom<Url, AsText>>],       // Option<Vec<Url>>
/// });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! object {
    ($name:ident {
        $($index:literal $wire:literal => $field:ident: $presence:ident,)*
        $(~ $pattern_index:literal $pattern:literal => $pattern_field:ident,)*
        $(& $flattened_index:literal $flattened_field:ident: $flattened:ident $(($group:literal))?,)*
        $(.. $catch_all_index:literal => $catch_all_field:ident $(- [$($withheld:literal),*])?,)?
        $(+ $kept_index:literal => $kept_field:ident $(- [$($kept_withheld:literal),*])?,)?
        $(! $denied:ident,)?
        $(# $names:ident,)?
        $(? [$($set:literal),*],)*
    }) => {
        #[doc(hidden)]
        impl crate::runtime::codec::Field for $name {
            fn placeholder() -> Self {
                Self {
                    $($field: crate::runtime::codec::Field::placeholder(),)*
                    $($pattern_field: crate::runtime::codec::Field::placeholder(),)*
                    $($flattened_field: crate::runtime::codec::Field::placeholder(),)*
                    $($catch_all_field: crate::runtime::codec::Field::placeholder(),)?
                    $($kept_field: crate::runtime::codec::Field::placeholder(),)?
                }
            }
            fn slot(&mut self) -> crate::runtime::codec::Slot<'_> {
                crate::runtime::codec::Slot::Object(self)
            }
            fn view(&self) -> crate::runtime::codec::View<'_> {
                crate::runtime::codec::View::Object(self)
            }
        }
        #[doc(hidden)]
        impl crate::runtime::codec::Object for $name {
            fn table(&self) -> &'static crate::runtime::codec::ObjectTable {
                &crate::runtime::codec::ObjectTable {
                    name: ::std::stringify!($name),
                    members: &[$(crate::runtime::codec::Member {
                        name: $wire,
                        presence: crate::runtime::codec::Presence::$presence,
                    },)*],
                    patterns: &[$($pattern),*],
                    flattened: &[$(crate::runtime::codec::FlattenedPart::$flattened $(($group))?,)*],
                    $(undeclared: crate::runtime::codec::Undeclared::CatchAll($catch_all_index),
                    $(withheld: &[$($withheld),*],)?)?
                    $(undeclared: crate::runtime::codec::Undeclared::Kept($kept_index),
                    $(withheld: &[$($kept_withheld),*],)?)?
                    $(undeclared: crate::runtime::codec::Undeclared::$denied,)?
                    $(names: crate::runtime::codec::MemberNames::$names,)?
                    required_sets: &[$(&[$($set),*],)*],
                    ..crate::runtime::codec::ObjectTable::EMPTY
                }
            }
            fn slot(&mut self, index: usize) -> crate::runtime::codec::Slot<'_> {
                match index {
                    $($index => crate::runtime::codec::Field::slot(&mut self.$field),)*
                    $($pattern_index => crate::runtime::codec::Field::slot(&mut self.$pattern_field),)*
                    $($flattened_index => crate::runtime::codec::Field::slot(&mut self.$flattened_field),)*
                    $($catch_all_index => crate::runtime::codec::Field::slot(&mut self.$catch_all_field),)?
                    $($kept_index => crate::runtime::codec::Field::slot(&mut self.$kept_field),)?
                    _ => crate::runtime::codec::Slot::Never,
                }
            }
            fn view(&self, index: usize) -> crate::runtime::codec::View<'_> {
                match index {
                    $($index => crate::runtime::codec::Field::view(&self.$field),)*
                    $($pattern_index => crate::runtime::codec::Field::view(&self.$pattern_field),)*
                    $($flattened_index => crate::runtime::codec::Field::view(&self.$flattened_field),)*
                    $($catch_all_index => crate::runtime::codec::Field::view(&self.$catch_all_field),)?
                    $($kept_index => crate::runtime::codec::Field::view(&self.$kept_field),)?
                    _ => crate::runtime::codec::View::Absent,
                }
            }
        }
        crate::runtime::codec::serde_impls!($name);
    };
    ($name:ident {
        $($index:literal $wire:literal => $field:ident: $presence:ident $(as $storage:tt)?,)*
        $(~ $pattern_index:literal $pattern:literal => $pattern_field:ident,)*
        $(& $flattened_index:literal $flattened_field:ident: $flattened:ident $(($group:literal))?,)*
        $(.. $catch_all_index:literal => $catch_all_field:ident $(- [$($withheld:literal),*])?,)?
        $(+ $kept_index:literal => $kept_field:ident $(- [$($kept_withheld:literal),*])?,)?
        $(! $denied:ident,)?
        $(# $names:ident,)?
        $(? [$($set:literal),*],)*
    }) => {
        impl crate::runtime::codec::Field for $name {
            fn placeholder() -> Self {
                Self {
                    $($field: crate::runtime::codec::object!(@placeholder $presence $($storage)?),)*
                    $($pattern_field: crate::runtime::codec::Field::placeholder(),)*
                    $($flattened_field: crate::runtime::codec::Field::placeholder(),)*
                    $($catch_all_field: crate::runtime::codec::Field::placeholder(),)?
                    $($kept_field: crate::runtime::codec::Field::placeholder(),)?
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
                &crate::runtime::codec::ObjectTable {
                    name: ::std::stringify!($name),
                    members: &[$(crate::runtime::codec::Member {
                        name: $wire,
                        presence: crate::runtime::codec::Presence::$presence,
                    },)*],
                    patterns: &[$($pattern),*],
                    flattened: &[$(crate::runtime::codec::FlattenedPart::$flattened $(($group))?,)*],
                    $(undeclared: crate::runtime::codec::Undeclared::CatchAll($catch_all_index),
                    $(withheld: &[$($withheld),*],)?)?
                    $(undeclared: crate::runtime::codec::Undeclared::Kept($kept_index),
                    $(withheld: &[$($kept_withheld),*],)?)?
                    $(undeclared: crate::runtime::codec::Undeclared::$denied,)?
                    $(names: crate::runtime::codec::MemberNames::$names,)?
                    required_sets: &[$(&[$($set),*],)*],
                    ..crate::runtime::codec::ObjectTable::EMPTY
                }
            }
            fn slot(&mut self, index: usize) -> crate::runtime::codec::Slot<'_> {
                match index {
                    $($index => crate::runtime::codec::object!(@slot self $index $field $($storage)?),)*
                    $($pattern_index => crate::runtime::codec::Field::slot(&mut self.$pattern_field),)*
                    $($flattened_index => crate::runtime::codec::Field::slot(&mut self.$flattened_field),)*
                    $($catch_all_index => crate::runtime::codec::Field::slot(&mut self.$catch_all_field),)?
                    $($kept_index => crate::runtime::codec::Field::slot(&mut self.$kept_field),)?
                    _ => crate::runtime::codec::Slot::Never,
                }
            }
            fn view(&self, index: usize) -> crate::runtime::codec::View<'_> {
                match index {
                    $($index => crate::runtime::codec::object!(@view self $field $presence $($storage)?),)*
                    $($pattern_index => crate::runtime::codec::Field::view(&self.$pattern_field),)*
                    $($flattened_index => crate::runtime::codec::Field::view(&self.$flattened_field),)*
                    $($catch_all_index => crate::runtime::codec::Field::view(&self.$catch_all_field),)?
                    $($kept_index => crate::runtime::codec::Field::view(&self.$kept_field),)?
                    _ => crate::runtime::codec::View::Absent,
                }
            }
        }
        impl crate::runtime::codec::StoredFields for $name {
            fn decode_field(
                &mut self,
                index: u32,
                decode: &mut dyn ::std::ops::FnMut(crate::runtime::codec::Slot<'_>) -> bool,
            ) {
                match index {
                    $($index => crate::runtime::codec::object!(@decode self $field decode $presence $($storage)?),)*
                    _ => {}
                }
            }
        }
        crate::runtime::codec::serde_impls!($name);
    };
    // A field without a storage.
    (@placeholder $presence:ident) => {
        crate::runtime::codec::Field::placeholder()
    };
    (@slot $object:ident $index:literal $field:ident) => {
        crate::runtime::codec::Field::slot(&mut $object.$field)
    };
    (@view $object:ident $field:ident $presence:ident) => {
        crate::runtime::codec::Field::view(&$object.$field)
    };
    (@decode $object:ident $field:ident $decode:ident $presence:ident) => {
        {}
    };
    // A field with a storage.
    (@placeholder Required [$storage:ty]) => {
        <$storage as crate::runtime::codec::HasPlaceholder>::value_placeholder()
    };
    (@placeholder Required [$storage:ty = $placeholder:literal]) => {{
        ::std::thread_local! {
            static PLACEHOLDER: <$storage as crate::runtime::codec::Storage>::Value =
                <$storage>::parse_placeholder($placeholder);
        }
        PLACEHOLDER.with(::std::clone::Clone::clone)
    }};
    (@placeholder $presence:ident $storage:tt) => {
        ::std::default::Default::default()
    };
    (@slot $object:ident $index:literal $field:ident $storage:tt) => {
        crate::runtime::codec::Slot::Stored($index, $object)
    };
    (@view $object:ident $field:ident $presence:ident [$storage:ty $(= $placeholder:literal)?]) => {
        <crate::runtime::codec::stored::$presence<$storage> as crate::runtime::codec::Storage>::view_of(&$object.$field)
    };
    (@decode $object:ident $field:ident $decode:ident $presence:ident [$storage:ty $(= $placeholder:literal)?]) => {
        if let ::std::option::Option::Some(value) =
            crate::runtime::codec::decode_storage::<crate::runtime::codec::stored::$presence<$storage>>($decode)
        {
            $object.$field = value;
        }
    };
}
