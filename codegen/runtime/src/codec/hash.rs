//! The hash of a generated type, computed from its view.
//!
//! A derive of `Hash` writes a function body with a call for each field, and a build of a thousand types takes 1.03 to 1.10 of its
//! `cargo check`. Here each type has a body of one call. Only types that implement `Eq` have it, so they contain no floats and no custom types.

use std::hash::{Hash, Hasher};

use super::tree::MAX_DEPTH;
use super::{Object, View};

/// Hashes the value of a view. Equal values of one type have equal hashes. A hash may ignore a part of a value, and so it ignores what is
/// nested more deeply than encoding accepts.
pub fn hash(view: &View<'_>, state: &mut dyn Hasher) {
    hash_part(view, MAX_DEPTH, state);
}

fn hash_part(view: &View<'_>, levels: usize, mut state: &mut dyn Hasher) {
    let Some(inner) = levels.checked_sub(1) else { return };
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
        View::Object(object) => hash_object(*object, inner, state),
        View::List(list) => {
            state.write_usize(list.len());
            (0..list.len()).for_each(|index| hash_part(&list.view(index), inner, state));
        }
        View::Map(map) => {
            state.write_usize(map.len());
            map.each(&mut |name, view| {
                name.hash(&mut state);
                hash_part(&view, inner, state);
                true
            });
        }
        View::Any(value) => value.hash(&mut state),
        View::Owned(owner) => hash_part(&owner.view(), levels, state),
        // Of the types with this view, only those of big integers implement `Eq`. Equal ones have equal digits.
        View::Number(number) => number.to_string().hash(&mut state),
        // Types with these views do not implement `Eq`.
        View::F64(_) | View::F32(_) | View::Display(_) | View::Unwritable => {}
    }
}

/// Hashes all fields of an object. Their number is that of the declared members, patterns, flattened parts, and the map of other members.
fn hash_object(object: &dyn Object, levels: usize, state: &mut dyn Hasher) {
    let table = object.table();
    let fields = table.members.len() + table.patterns.len() + table.flattened.len();
    (0..fields).chain(table.undeclared.field()).for_each(|field| hash_part(&object.view(field), levels, state));
}

#[cfg(test)]
mod tests {
    use std::hash::{DefaultHasher, Hasher};

    use super::hash;
    use crate::runtime::codec::Field;
    use crate::runtime::{BigInteger, DateTime, Patch, Uuid};

    fn hashed(value: &dyn Field) -> u64 {
        let mut hasher = DefaultHasher::new();
        hash(&value.view(), &mut hasher);
        hasher.finish()
    }

    #[track_caller]
    fn check<T: Field + PartialEq>(left: &T, right: &T, is_equal: bool) {
        assert_eq!((left == right, hashed(left) == hashed(right)), (is_equal, is_equal));
    }

    #[test]
    fn equal_values_have_equal_hashes_even_if_their_texts_differ() {
        let uuid = |text: &str| text.parse::<Uuid>().unwrap();
        check(&uuid("0188a0b0-1234-7abc-8def-0123456789ab"), &uuid("0188A0B0-1234-7ABC-8DEF-0123456789AB"), true);
        let time = |text: &str| Some(vec![text.parse::<DateTime>().unwrap()]);
        check(&time("2026-04-01T10:00:00Z"), &time("2026-04-01T12:00:00+02:00"), true);
        check(&time("2026-04-01T10:00:00Z"), &time("2026-04-01T10:00:01Z"), false);
    }

    #[test]
    fn big_integers_are_hashed_by_value() {
        let integer = |text: &str| text.parse::<BigInteger>().unwrap();
        check(&integer("1e20"), &integer("100000000000000000000"), true);
        check(&integer("18446744073709551616"), &integer("18446744073709551617"), false);
    }

    #[test]
    fn absent_null_and_values_have_different_hashes() {
        let values = [Patch::Absent, Patch::Null, Patch::Value(0), Patch::Value(1)];
        for (left, right) in values.iter().flat_map(|left| values.iter().map(move |right| (left, right))) {
            check(left, right, left == right);
        }
        check(&vec!["a".to_owned(), "b".to_owned()], &vec!["ab".to_owned()], false);
    }
}
