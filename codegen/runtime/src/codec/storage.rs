//! [`Storage`]: the types that fields of custom types are decoded into.
//!
//! A custom type does not implement [`Field`], and no macro can implement a trait of the runtime for a type of a third crate. So the value of
//! such a field is decoded into a *storage* first, for example `Vec<Custom<Url, AsText>>` for a field `Vec<Url>`, and then moved into the
//! field. The slot of the field is [`Slot::Stored`]: the driver asks the object to provide the storage, which lives on the stack.
//!
//! Rejected: a slot with a `Box<dyn Text>` around the field. Every slot would need to be dropped, also where no custom type exists. Rejected:
//! a second struct with the storage of all fields. It needs no placeholder for a required field, but every type that contains such a struct
//! would need a second type as well.

use std::collections::BTreeMap;

use crate::runtime::codec::{Field, List, Map, Slot, StoredFields, View, ViewOwner};
use crate::runtime::{Custom, CustomEncoding, Patch};

/// A type that a value of another type is decoded into.
pub trait Storage: Field + Sized + 'static {
    /// The type of the field.
    type Value;

    /// Converts the value of a field.
    fn of_value(value: Self::Value) -> Self;

    /// Returns the decoded value. `None` if decoding failed.
    fn into_value(self) -> Option<Self::Value>;

    /// Returns the view to encode the value of a field from.
    fn view_of(value: &Self::Value) -> View<'_>;
}

/// The storage of a required field that has a placeholder. For a custom type that is its [`Default`], or the setting `placeholder` (see
/// [`Custom::parse_placeholder`]).
pub trait HasPlaceholder: Storage {
    /// Returns the placeholder.
    fn value_placeholder() -> Self::Value;
}

/// The storages of members, by presence.
pub mod stored {
    use crate::runtime::codec::Present;

    /// The storage of a required member.
    pub type Required<S> = S;
    /// The storage of an optional member that cannot be null.
    pub type Optional<S> = Present<S>;
    /// The storage of an optional member that can be null.
    pub type Patch<S> = crate::runtime::Patch<S>;
}

/// The storage of an optional member that is present and cannot be null.
pub struct Present<S>(S);

/// Returns the storage of a value, to encode it.
pub fn store<S: Storage>(value: S::Value) -> S {
    S::of_value(value)
}

/// Decodes a value into its storage. Returns `None` if `decode` fails.
pub fn decode_storage<S: Storage>(decode: &mut dyn FnMut(Slot<'_>) -> bool) -> Option<S::Value> {
    let mut storage = S::placeholder();
    if decode(storage.slot()) { storage.into_value() } else { None }
}

/// Decodes into the field behind [`Slot::Stored`].
#[inline]
pub(crate) fn decode_stored<E>(
    fields: &mut dyn StoredFields,
    index: u32,
    decode: impl FnOnce(Slot<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut decode = Some(decode);
    let mut result = Ok(());
    fields.decode_field(index, &mut |slot| {
        let Some(decode) = decode.take() else { return false };
        result = decode(slot);
        result.is_ok()
    });
    result
}

impl<T: Default + 'static, E: CustomEncoding<T> + 'static> HasPlaceholder for Custom<T, E> {
    fn value_placeholder() -> T {
        T::default()
    }
}

impl<S: Field> Field for Present<S> {
    fn placeholder() -> Self {
        Self(S::placeholder())
    }
    fn slot(&mut self) -> Slot<'_> {
        self.0.slot()
    }
    fn view(&self) -> View<'_> {
        self.0.view()
    }
}

impl<S: Storage> Storage for Present<S> {
    type Value = Option<S::Value>;

    fn of_value(value: Self::Value) -> Self {
        Self(value.map_or_else(S::placeholder, S::of_value))
    }
    fn into_value(self) -> Option<Self::Value> {
        self.0.into_value().map(Some)
    }
    fn view_of(value: &Self::Value) -> View<'_> {
        Option::<S>::view_of(value)
    }
}

impl<S: Storage> Storage for Option<S> {
    type Value = Option<S::Value>;

    fn of_value(value: Self::Value) -> Self {
        value.map(S::of_value)
    }
    fn into_value(self) -> Option<Self::Value> {
        match self {
            Some(storage) => storage.into_value().map(Some),
            None => Some(None),
        }
    }
    fn view_of(value: &Self::Value) -> View<'_> {
        match value.as_ref().map(S::view_of) {
            None => View::None,
            Some(View::None) => View::Null,
            Some(view) => view,
        }
    }
}

impl<S: Storage> HasPlaceholder for Option<S> {
    fn value_placeholder() -> Self::Value {
        None
    }
}

impl<S: Storage> Storage for Patch<S> {
    type Value = Patch<S::Value>;

    fn of_value(value: Patch<S::Value>) -> Self {
        value.map(S::of_value)
    }
    fn into_value(self) -> Option<Patch<S::Value>> {
        match self {
            Self::Absent => Some(Patch::Absent),
            Self::Null => Some(Patch::Null),
            Self::Value(storage) => storage.into_value().map(Patch::Value),
        }
    }
    fn view_of(value: &Patch<S::Value>) -> View<'_> {
        match value.as_ref().map(S::view_of) {
            Patch::Absent => View::Absent,
            Patch::Null | Patch::Value(View::None | View::Absent) => View::Null,
            Patch::Value(view) => view,
        }
    }
}

impl<S: Storage> Storage for Box<S> {
    type Value = Box<S::Value>;

    fn of_value(value: Self::Value) -> Self {
        Self::new(S::of_value(*value))
    }
    fn into_value(self) -> Option<Self::Value> {
        (*self).into_value().map(Box::new)
    }
    fn view_of(value: &Self::Value) -> View<'_> {
        S::view_of(value)
    }
}

impl<S: HasPlaceholder> HasPlaceholder for Box<S> {
    fn value_placeholder() -> Self::Value {
        Box::new(S::value_placeholder())
    }
}

impl<S: Storage> Storage for Vec<S> {
    type Value = Vec<S::Value>;

    fn of_value(value: Self::Value) -> Self {
        value.into_iter().map(S::of_value).collect()
    }
    fn into_value(self) -> Option<Self::Value> {
        self.into_iter().map(S::into_value).collect()
    }
    fn view_of(value: &Self::Value) -> View<'_> {
        View::Owned(Box::new(StoredList::<S>(value)))
    }
}

impl<S: Storage> HasPlaceholder for Vec<S> {
    fn value_placeholder() -> Self::Value {
        Vec::new()
    }
}

impl<S: Storage> Storage for BTreeMap<String, S> {
    type Value = BTreeMap<String, S::Value>;

    fn of_value(value: Self::Value) -> Self {
        value.into_iter().map(|(name, value)| (name, S::of_value(value))).collect()
    }
    fn into_value(self) -> Option<Self::Value> {
        self.into_iter().map(|(name, storage)| Some((name, storage.into_value()?))).collect()
    }
    fn view_of(value: &Self::Value) -> View<'_> {
        View::Owned(Box::new(StoredMap::<S>(value)))
    }
}

impl<S: Storage> HasPlaceholder for BTreeMap<String, S> {
    fn value_placeholder() -> Self::Value {
        BTreeMap::new()
    }
}

/// A list of a custom type, as encoding reads it.
struct StoredList<'a, S: Storage>(&'a [S::Value]);

impl<S: Storage> List for StoredList<'_, S> {
    fn slot(&mut self, _: usize) -> Option<Slot<'_>> {
        None
    }
    fn len(&self) -> usize {
        self.0.len()
    }
    fn view(&self, index: usize) -> View<'_> {
        self.0.get(index).map_or(View::Absent, S::view_of)
    }
}

impl<S: Storage> ViewOwner for StoredList<'_, S> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

/// A map to a custom type, as encoding reads it.
struct StoredMap<'a, S: Storage>(&'a BTreeMap<String, S::Value>);

impl<S: Storage> Map for StoredMap<'_, S> {
    fn insert(&mut self, _: String) -> Option<Slot<'_>> {
        None
    }
    fn len(&self) -> usize {
        self.0.len()
    }
    fn each(&self, f: &mut dyn FnMut(&str, View<'_>) -> bool) {
        let _ = self.0.iter().all(|(name, value)| f(name, S::view_of(value)));
    }
}

impl<S: Storage> ViewOwner for StoredMap<'_, S> {
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Slot;

    #[test]
    fn custom_types_do_not_make_slots_larger() {
        assert_eq!(size_of::<Slot<'_>>(), 3 * size_of::<usize>());
    }
}
