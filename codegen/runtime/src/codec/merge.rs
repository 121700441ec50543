//! Merging of objects: several fields can hold members of the same object. Merging writes no member twice, and loses none.

use std::borrow::Cow;

use serde_json::Value;

use super::tree::{Items, MAX_DEPTH, Members, Tree};
use crate::runtime::codec::{Map, Member, Object, ObjectTable, Presence, View};

impl View<'_> {
    /// Returns whether encoding leaves out a member with this value.
    #[inline]
    pub(crate) fn is_left_out(&self, member: &Member) -> bool {
        match self {
            Self::Absent => true,
            Self::None => member.presence != Presence::Required,
            _ => false,
        }
    }
}

impl ObjectTable {
    /// Returns whether several fields can hold a member of the same name.
    pub(crate) fn must_merge(&self) -> bool {
        !self.flattened.is_empty() || self.patterns.len() + usize::from(self.undeclared.field().is_some()) > 1
    }

    /// Returns whether a field is a map of undeclared members.
    pub(crate) fn has_maps(&self) -> bool {
        !self.patterns.is_empty() || self.undeclared.field().is_some()
    }

    /// Returns the numbers of the fields that are maps of undeclared members.
    pub(crate) fn map_fields(&self) -> impl Iterator<Item = usize> {
        let patterns = self.members.len()..self.members.len() + self.patterns.len();
        patterns.chain(self.undeclared.field())
    }
}

/// Calls `f` with each member that encoding writes, until `f` returns `false`.
pub(crate) fn each_member(object: &dyn Object, f: &mut dyn FnMut(&str, View<'_>) -> bool) {
    let table = object.table();
    if table.must_merge() {
        return Map::each(&merged_members(object, MAX_DEPTH), f);
    }
    for (index, member) in table.members.iter().enumerate() {
        let view = object.view(index);
        if !view.is_left_out(member) && !f(member.name, view) {
            return;
        }
    }
    for field in table.map_fields() {
        let mut continues = true;
        each_undeclared(object, table, field, &mut |name, view| {
            continues = f(name, view);
            continues
        });
        if !continues {
            return;
        }
    }
}

/// Calls `f` with each member in a map of undeclared members, until `f` returns `false`. It skips declared members, which would be written
/// twice.
pub(crate) fn each_undeclared(
    object: &dyn Object,
    table: &ObjectTable,
    field: usize,
    f: &mut dyn FnMut(&str, View<'_>) -> bool,
) {
    if let View::Map(map) = object.view(field) {
        map.each(&mut |name, view| table.find(name, 0).is_some() || f(name, view));
    }
}

/// Merges the members of an object and its flattened parts. If two fields hold the same member, the first value wins, except that objects
/// are merged.
/// Parts with more than this many levels around them become null.
pub(crate) fn merged_members(object: &dyn Object, levels: usize) -> Members<'static> {
    let table = object.table();
    let mut all = Members::default();
    for (index, member) in table.members.iter().enumerate() {
        let view = object.view(index);
        if !view.is_left_out(member) {
            add(&mut all, Cow::Borrowed(member.name), Tree::of_part(&view, levels));
        }
    }
    let flattened = table.members.len() + table.patterns.len();
    let catch_all = table.map_fields().filter(|field| *field >= flattened);
    let patterns = table.map_fields().filter(|field| *field < flattened);
    for field in patterns.chain(flattened..flattened + table.flattened.len()).chain(catch_all) {
        // The members of a part are members of the object, so the part adds no level.
        if let Tree::Object(part) = Tree::of_part(&object.view(field), levels.saturating_add(1)) {
            part.into_iter().for_each(|(name, value)| add(&mut all, name, value));
        }
    }
    all
}

/// Adds a member, or merges it into the existing one.
fn add(all: &mut Members<'static>, name: Cow<'static, str>, value: Tree<'static>) {
    if let Err((name, value)) = all.insert(name, value)
        && let Some(first) = all.get_mut(&name)
    {
        merge(first, value);
    }
}

/// Merges two trees of the same value.
fn merge(first: &mut Tree<'static>, second: Tree<'static>) {
    match (first, second) {
        (Tree::Object(first), Tree::Object(second)) => {
            second.into_iter().for_each(|(name, value)| add(first, name, value));
        }
        (Tree::Array(Items(first)), Tree::Array(Items(second))) if first.len() == second.len() => {
            first.iter_mut().zip(second).for_each(|(first, second)| merge(first, second));
        }
        _ => {}
    }
}

/// Converts a view into a JSON value without losing digits. A number that a [`Value`] cannot hold becomes a string.
pub(crate) fn to_json_value(view: View<'_>) -> Value {
    match view {
        View::Any(value) => value.clone(),
        view => Tree::of_view(&view).to_exact_value(),
    }
}
