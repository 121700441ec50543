//! Objects with flat parts: their members are merged, so that none is written twice and none is lost.

use serde_json::{Map, Value};

use crate::runtime::codec::{Extra, Object, ObjectTable, View};

impl ObjectTable {
    /// Whether several fields can hold a member of the same name.
    pub(crate) fn must_merge(&self) -> bool {
        !self.flats.is_empty() || self.patterns.len() + usize::from(matches!(self.extra, Extra::Kept(_))) > 1
    }

    /// Whether a field is a map of undeclared members.
    pub(crate) fn has_maps(&self) -> bool {
        !self.patterns.is_empty() || matches!(self.extra, Extra::Kept(_))
    }

    /// The numbers of the fields that are maps of undeclared members.
    pub(crate) fn map_fields(&self) -> impl Iterator<Item = usize> {
        let patterns = self.members.len()..self.members.len() + self.patterns.len();
        let extra = match self.extra {
            Extra::Kept(field) => Some(field),
            Extra::Ignored | Extra::Denied => None,
        };
        patterns.chain(extra)
    }
}

/// The members of an object and its flat parts. Where two say something of the same member, the first counts and objects are united.
pub(crate) fn object(object: &dyn Object) -> Value {
    let table = object.table();
    let mut whole = Map::new();
    for (index, member) in table.members.iter().enumerate() {
        let view = object.view(index);
        if !view.is_left_out(member) {
            add(&mut whole, member.name.to_owned(), value(view));
        }
    }
    let flats = table.members.len() + table.patterns.len();
    let rest = table.map_fields().filter(|field| *field >= flats);
    let patterns = table.map_fields().filter(|field| *field < flats);
    for field in patterns.chain(flats..flats + table.flats.len()).chain(rest) {
        if let Value::Object(part) = value(object.view(field)) {
            part.into_iter().for_each(|(name, value)| add(&mut whole, name, value));
        }
    }
    Value::Object(whole)
}

/// Adds a member, or unites it with the one that is there.
fn add(whole: &mut Map<String, Value>, name: String, value: Value) {
    match whole.entry(name) {
        serde_json::map::Entry::Vacant(place) => {
            place.insert(value);
        }
        serde_json::map::Entry::Occupied(place) => unite(place.into_mut(), value),
    }
}

/// Unites two views of one value.
fn unite(first: &mut Value, second: Value) {
    match (first, second) {
        (Value::Object(first), Value::Object(second)) => {
            second.into_iter().for_each(|(name, value)| add(first, name, value));
        }
        (Value::Array(first), Value::Array(second)) if first.len() == second.len() => {
            first.iter_mut().zip(second).for_each(|(first, second)| unite(first, second));
        }
        _ => {}
    }
}

/// The JSON value of a view.
pub(crate) fn value(view: View<'_>) -> Value {
    match view {
        View::Owned(value) => *value,
        View::Any(value) => value.clone(),
        view => serde_json::to_value(&view).unwrap_or_default(),
    }
}
