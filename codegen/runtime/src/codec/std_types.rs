//! [`Field`] for the types of Rust and of `serde_json`: primitives, strings, lists, maps, options, boxes and any value.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::Value;

use crate::runtime::codec::{Field, Integer, List, Map, Nullable, Slot, View, WrongPlaceholder, serde_impls};

impl Field for bool {
    fn placeholder() -> Self {
        false
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Bool(self)
    }
    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }
}

impl Field for i64 {
    fn placeholder() -> Self {
        0
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::I64(self)
    }
    fn view(&self) -> View<'_> {
        View::I64(*self)
    }
}

impl Field for f64 {
    fn placeholder() -> Self {
        0.0
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::F64(self)
    }
    fn view(&self) -> View<'_> {
        View::F64(*self)
    }
}

impl Field for f32 {
    fn placeholder() -> Self {
        0.0
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::F32(self)
    }
    fn view(&self) -> View<'_> {
        View::F32(*self)
    }
}

/// Implements `Field` for integers of all widths except the most common one.
macro_rules! integers {
    ($($name:ident: |$value:ident| $view:expr, $expected:literal;)*) => {$(
        impl Field for $name {
            fn placeholder() -> Self {
                0
            }
            fn slot(&mut self) -> Slot<'_> {
                Slot::Integer(self)
            }
            fn view(&self) -> View<'_> {
                let $value = self;
                $view
            }
        }

        impl Integer for $name {
            fn expected(&self) -> &'static str {
                $expected
            }
            fn is_wide(&self) -> bool {
                $name::BITS > 64
            }
            fn is_signed(&self) -> bool {
                $name::MIN != 0
            }
            fn set_i128(&mut self, value: i128) -> bool {
                $name::try_from(value).map(|value| *self = value).is_ok()
            }
            fn set_u128(&mut self, value: u128) -> bool {
                $name::try_from(value).map(|value| *self = value).is_ok()
            }
        }
    )*};
}

integers! {
    i8: |value| View::I64((*value).into()), "an integer from -128 to 127";
    i16: |value| View::I64((*value).into()), "an integer from -32768 to 32767";
    i32: |value| View::I64((*value).into()), "an integer from -2147483648 to 2147483647";
    i128: |value| View::I128(value), "an integer of at most 128 bits";
    u8: |value| View::U64((*value).into()), "an integer from 0 to 255";
    u16: |value| View::U64((*value).into()), "an integer from 0 to 65535";
    u32: |value| View::U64((*value).into()), "an integer from 0 to 4294967295";
    u64: |value| View::U64(*value), "an integer from 0 to 18446744073709551615";
    u128: |value| View::U128(value), "a positive integer of at most 128 bits";
}

impl Field for String {
    fn placeholder() -> Self {
        Self::new()
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::String(self)
    }
    fn view(&self) -> View<'_> {
        View::Str(self)
    }
}

impl Field for Value {
    fn placeholder() -> Self {
        Self::Null
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Any(self)
    }
    fn view(&self) -> View<'_> {
        View::Any(self)
    }
}

/// Accepts only null.
impl Field for () {
    fn placeholder() -> Self {}
    fn slot(&mut self) -> Slot<'_> {
        Slot::Null
    }
    fn view(&self) -> View<'_> {
        View::Null
    }
}

/// A type without valid values: the type of a member that its schema forbids.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Never(());

impl Field for Never {
    fn placeholder() -> Self {
        Self(())
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Never
    }
    fn view(&self) -> View<'_> {
        View::Null
    }
}

serde_impls!(Never);

impl<T: Field> Field for Box<T> {
    fn try_placeholder() -> Result<Self, WrongPlaceholder> {
        T::try_placeholder().map(Self::new)
    }
    #[inline]
    fn place<'a>(put: impl FnOnce(Self) -> Slot<'a>) -> Slot<'a> {
        T::place(|value| put(Self::new(value)))
    }
    fn slot(&mut self) -> Slot<'_> {
        (**self).slot()
    }
    fn view(&self) -> View<'_> {
        (**self).view()
    }
}

impl<T: Field> Field for Option<T> {
    fn placeholder() -> Self {
        None
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Nullable(self)
    }
    fn view(&self) -> View<'_> {
        match self {
            None => View::None,
            // The inner `None` is a member that is present and null. Only the outer `None` is a member that may be left out.
            Some(value) => match value.view() {
                View::None => View::Null,
                view => view,
            },
        }
    }
}

impl<T: Field> Nullable for Option<T> {
    fn set_null(&mut self) {
        *self = None;
    }
    fn set_non_null(&mut self) -> Slot<'_> {
        T::place(|value| self.insert(value).slot())
    }
}

impl<T: Field> Field for Vec<T> {
    fn placeholder() -> Self {
        Self::new()
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

impl<T: Field> List for Vec<T> {
    fn slot(&mut self, _: usize) -> Option<Slot<'_>> {
        Some(T::place(|item| {
            self.push(item);
            self.last_mut().map_or(Slot::Never, Field::slot)
        }))
    }
    fn len(&self) -> usize {
        self.len()
    }
    fn view(&self, index: usize) -> View<'_> {
        self.get(index).map_or(View::Absent, Field::view)
    }
}

impl<T: Field> Field for BTreeMap<String, T> {
    fn placeholder() -> Self {
        Self::new()
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}

impl<T: Field> Map for BTreeMap<String, T> {
    fn insert(&mut self, name: String) -> Option<Slot<'_>> {
        match self.entry(name) {
            Entry::Vacant(entry) => Some(T::place(|value| entry.insert(value).slot())),
            Entry::Occupied(_) => None,
        }
    }
    fn len(&self) -> usize {
        self.len()
    }
    fn each(&self, f: &mut dyn FnMut(&str, View<'_>) -> bool) {
        let _ = self.iter().all(|(name, value)| f(name, value.view()));
    }
}
