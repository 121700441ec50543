//! The tag of a variant whose type does not declare the member: encoding adds it to a value that has none.
//!
//! A value that was decoded has its tag already, so that only values built by callers take this path.

use super::merge::{each_undeclared, merged_members};
use crate::runtime::codec::{Map, Object, Slot, View, ViewOwner};

/// Returns the view of a variant's value with the member `name`. The member is `tag`, unless the value has it.
#[must_use]
pub fn with_tag<'a>(view: View<'a>, name: &'static str, tag: &'static str) -> View<'a> {
    match view {
        View::Object(object) => add_tag(Part::Object(object), name, tag),
        View::Map(map) => add_tag(Part::Map(map), name, tag),
        other => other,
    }
}

fn add_tag<'a>(part: Part<'a>, name: &'static str, tag: &'static str) -> View<'a> {
    let mut is_present = false;
    part.each(&mut |member, _| {
        is_present = member == name;
        !is_present
    });
    match part {
        Part::Object(object) if is_present => View::Object(object),
        Part::Map(map) if is_present => View::Map(map),
        part => View::Owned(Box::new(TaggedMembers { name, tag, part })),
    }
}

/// The members without a tag.
#[derive(Clone, Copy)]
enum Part<'a> {
    Object(&'a dyn Object),
    Map(&'a dyn Map),
}

impl Part<'_> {
    /// Calls `f` with each member until it returns `false`.
    fn each(self, f: &mut dyn FnMut(&str, View<'_>) -> bool) {
        let object = match self {
            Self::Map(map) => return map.each(f),
            Self::Object(object) => object,
        };
        let table = object.table();
        if table.must_merge() {
            return Map::each(&merged_members(object), f);
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
}

/// The tag, and the members of a value without one.
struct TaggedMembers<'a> {
    name: &'static str,
    tag: &'static str,
    part: Part<'a>,
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
        self.part.each(&mut |_, _| {
            count += 1;
            true
        });
        count
    }
    fn each(&self, f: &mut dyn FnMut(&str, View<'_>) -> bool) {
        if f(self.name, View::Str(self.tag)) {
            self.part.each(f);
        }
    }
}
