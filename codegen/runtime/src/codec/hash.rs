//! The hash of a generated type, computed from its view.
//!
//! A derive of `Hash` writes a function body with a call for each field, and a build of a thousand types takes 1.03 to 1.10 of its
//! `cargo check`. Here each type has a body of one call. Only types that implement `Eq` have it, so they contain no floats and no custom types.

use std::hash::{Hash, Hasher};

use super::{Object, View};

/// Hashes the value of a view. Equal values of one type have equal hashes.
pub fn hash(view: &View<'_>, mut state: &mut dyn Hasher) {
    match view {
        View::Absent => state.write_u8(0),
        View::None => state.write_u8(1),
        View::Null => state.write_u8(2),
        View::Bool(value) => state.write_u8(3 + u8::from(*value)),
        View::I64(value) => value.hash(&mut state),
        View::U64(value) => value.hash(&mut state),
        View::I128(value) => value.hash(&mut state),
        View::U128(value) => value.hash(&mut state),
        View::Str(text) => text.hash(&mut state),
        View::Formatted(value) => value.hash_value(state),
        View::Object(object) => hash_object(*object, state),
        View::List(list) => {
            state.write_usize(list.len());
            (0..list.len()).for_each(|index| hash(&list.view(index), state));
        }
        View::Map(map) => {
            state.write_usize(map.len());
            map.each(&mut |name, view| {
                name.hash(&mut state);
                hash(&view, state);
                true
            });
        }
        View::Any(value) => value.hash(&mut state),
        View::Owned(value) => value.hash(&mut state),
        // Types with these views do not implement `Eq`. A hash may ignore a part of a value.
        View::F64(_) | View::F32(_) | View::Display(_) | View::Number(_) | View::Adapted(_) | View::Unwritable => {}
    }
}

/// Hashes all fields of an object. Their number is that of the declared members, patterns, flattened parts, and the map of other members.
fn hash_object(object: &dyn Object, state: &mut dyn Hasher) {
    let table = object.table();
    let fields = table.members.len() + table.patterns.len() + table.flattened.len();
    (0..fields).chain(table.undeclared.field()).for_each(|field| hash(&object.view(field), state));
}
