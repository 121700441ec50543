//! Structs whose fields are the members of an object.

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
            #[allow(clippy::needless_update, reason = "what is not written is empty, and some types have it all")]
            fn table(&self) -> &'static crate::runtime::codec::ObjectTable {
                &crate::runtime::codec::ObjectTable {
                    name: ::std::stringify!($name),
                    members: &[$(crate::runtime::codec::Member {
                        name: $wire,
                        lead: ::std::concat!(",", ::std::stringify!($wire), ":"),
                        presence: crate::runtime::codec::Presence::$presence,
                    },)*],
                    patterns: &[$($pattern),*],
                    flats: &[$(crate::runtime::codec::Flat::$flat $(($group))?,)*],
                    $(extra: crate::runtime::codec::Extra::Kept($extra_index),)?
                    $(extra: crate::runtime::codec::Extra::$denied,)?
                    required_sets: &[$(&[$($set),*],)*],
                    ..crate::runtime::codec::ObjectTable::EMPTY
                }
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
