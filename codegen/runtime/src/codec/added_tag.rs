//! The tag of a variant whose type does not declare the member: encoding adds it to a value that has none.
//!
//! A value that was decoded has its tag already, so that only values built by callers take this path.

use super::merge;
use crate::runtime::codec::{Map, Slot, View, ViewOwner};

/// Returns the view of a variant's value with the member `name`. The member is `tag`, unless the value has it.
#[must_use]
pub fn with_tag<'a>(view: View<'a>, name: &'static str, tag: &'static str) -> View<'a> {
    let mut is_present = false;
    let is_object = each_member(&view, &mut |member, _| {
        is_present = member == name;
        !is_present
    });
    if !is_object || is_present {
        return view;
    }
    View::Owned(Box::new(TaggedMembers { name, tag, view }))
}

/// Calls `f` with each member of an object until it returns `false`. Returns `false` for a value that is not an object, and for an untyped one:
/// an unknown value stays as it is.
fn each_member(view: &View<'_>, f: &mut dyn FnMut(&str, View<'_>) -> bool) -> bool {
    match view {
        View::Object(object) => merge::each_member(*object, f),
        View::Map(map) => map.each(f),
        View::Owned(owner) => return each_member(&owner.view(), f),
        _ => return false,
    }
    true
}

/// The tag, and the members of a value without one.
struct TaggedMembers<'a> {
    name: &'static str,
    tag: &'static str,
    view: View<'a>,
}

impl ViewOwner for TaggedMembers<'_> {
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}

impl Map for TaggedMembers<'_> {
    fn insert(&mut self, _: String) -> Option<Slot<'_>> {
        None
    }
    fn len(&self) -> usize {
        let mut count = 1;
        each_member(&self.view, &mut |_, _| {
            count += 1;
            true
        });
        count
    }
    fn each(&self, f: &mut dyn FnMut(&str, View<'_>) -> bool) {
        if f(self.name, View::Str(self.tag)) {
            each_member(&self.view, f);
        }
    }
}
