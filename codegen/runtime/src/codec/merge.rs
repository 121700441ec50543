//! Objects with flat parts: their members are merged, so that none is written twice and none is lost.

use std::borrow::Cow;

use serde_json::Value;

use super::tree::{Items, Members, Tree};
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
pub(crate) fn object(object: &dyn Object) -> Members<'static> {
    let table = object.table();
    let mut whole = Members::default();
    for (index, member) in table.members.iter().enumerate() {
        let view = object.view(index);
        if !view.is_left_out(member) {
            add(&mut whole, Cow::Borrowed(member.name), Tree::of_view(&view));
        }
    }
    let flats = table.members.len() + table.patterns.len();
    let rest = table.map_fields().filter(|field| *field >= flats);
    let patterns = table.map_fields().filter(|field| *field < flats);
    for field in patterns.chain(flats..flats + table.flats.len()).chain(rest) {
        if let Tree::Object(part) = Tree::of_view(&object.view(field)) {
            part.into_iter().for_each(|(name, value)| add(&mut whole, name, value));
        }
    }
    whole
}

/// Adds a member, or unites it with the one that is there.
fn add(whole: &mut Members<'static>, name: Cow<'static, str>, value: Tree<'static>) {
    if let Err((name, value)) = whole.insert(name, value)
        && let Some(first) = whole.get_mut(&name)
    {
        unite(first, value);
    }
}

/// Unites two views of one value.
fn unite(first: &mut Tree<'static>, second: Tree<'static>) {
    match (first, second) {
        (Tree::Object(first), Tree::Object(second)) => {
            second.into_iter().for_each(|(name, value)| add(first, name, value));
        }
        (Tree::Array(Items(first)), Tree::Array(Items(second))) if first.len() == second.len() => {
            first.iter_mut().zip(second).for_each(|(first, second)| unite(first, second));
        }
        _ => {}
    }
}

/// The JSON value of a view, with all digits of its numbers: those of a number that a [`Value`] cannot hold are a string.
pub(crate) fn value(view: View<'_>) -> Value {
    match view {
        View::Owned(value) => *value,
        View::Any(value) => value.clone(),
        view => Tree::of_view(&view).to_exact_value(),
    }
}
