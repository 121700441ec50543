//! Tuples, newtypes, and the serde implementations of all types.

/// The codec of a tuple struct: a list with a type for each position.
///
/// ```text
/// tuple!(Pair { required 0, required 1, optional 2, .. 3 });     // `optional`: `Option<T>`; `..`: `Vec<T>`, all further items
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! tuple {
    ($name:ident { $(required $required:tt,)* $(optional $optional:tt,)* $(.. $rest:tt,)? }) => {
        #[doc(hidden)]
        impl crate::runtime::codec::Field for $name {
            fn try_placeholder() -> ::std::result::Result<Self, crate::runtime::codec::WrongPlaceholder> {
                ::std::result::Result::Ok(Self {
                    $($required: crate::runtime::codec::Field::try_placeholder()?,)*
                    $($optional: crate::runtime::codec::Field::placeholder(),)*
                    $($rest: crate::runtime::codec::Field::placeholder(),)?
                })
            }
            fn place<'a>(put: impl ::std::ops::FnOnce(Self) -> crate::runtime::codec::Slot<'a>) -> crate::runtime::codec::Slot<'a> {
                crate::runtime::codec::try_place(put)
            }
            fn slot(&mut self) -> crate::runtime::codec::Slot<'_> {
                crate::runtime::codec::Slot::List(self)
            }
            fn view(&self) -> crate::runtime::codec::View<'_> {
                crate::runtime::codec::View::List(self)
            }
        }
        #[doc(hidden)]
        impl crate::runtime::codec::List for $name {
            fn slot(&mut self, index: usize) -> ::std::option::Option<crate::runtime::codec::Slot<'_>> {
                match index {
                    $($required => ::std::option::Option::Some(crate::runtime::codec::Field::slot(&mut self.$required)),)*
                    $($optional => {
                        ::std::option::Option::Some(crate::runtime::codec::Nullable::set_non_null(&mut self.$optional))
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
                while len > self.required()
                    && ::std::matches!(
                        crate::runtime::codec::List::view(self, len - 1),
                        crate::runtime::codec::View::None
                    )
                {
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
        #[doc(hidden)]
        impl crate::runtime::codec::Field for $name {
            fn try_placeholder() -> ::std::result::Result<Self, crate::runtime::codec::WrongPlaceholder> {
                crate::runtime::codec::Field::try_placeholder().map(Self)
            }
            fn place<'a>(
                put: impl ::std::ops::FnOnce(Self) -> crate::runtime::codec::Slot<'a>,
            ) -> crate::runtime::codec::Slot<'a> {
                crate::runtime::codec::try_place(put)
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

/// Implements `Eq` and `Hash` of a type whose equality is total.
///
/// ```text
/// equality!(Customer);
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! equality {
    ($name:ident) => {
        impl Eq for $name {}
        impl ::std::hash::Hash for $name {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                crate::runtime::codec::hash(&crate::runtime::codec::Field::view(self), state);
            }
        }
    };
}

/// Implements `Serialize` and `Deserialize` of a type through its [`Field`](crate::runtime::codec::Field).
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
