//! A member that can be left out, cleared, or set.

use crate::runtime::Patch;

#[test]
fn the_three_states() {
    let states: [Patch<i64>; 3] = [Patch::Absent, Patch::Null, Patch::Value(1)];
    assert_eq!(
        states.map(|patch| (patch.is_absent(), patch.is_null(), patch.is_value())),
        [(true, false, false), (false, true, false), (false, false, true)]
    );
    assert_eq!(states.map(Patch::into_option), [None, None, Some(1)]);
    assert_eq!(states.map(Patch::into_nested), [None, Some(None), Some(Some(1))]);
    assert_eq!(states.map(|patch| patch.map(|value| value + 1).unwrap_or(0)), [0, 0, 2]);
    assert_eq!(states.map(|mut patch| *patch.get_or_insert(5)), [5, 5, 1]);
    assert_eq!(states.map(|mut patch| *patch.insert(5)), [5, 5, 5]);
    assert_eq!(Patch::<i64>::default(), Patch::Absent);
}

#[test]
fn conversions() {
    assert_eq!(Patch::from(1), Patch::Value(1));
    assert_eq!(Patch::from(Some(1)), Patch::Value(1));
    assert_eq!(Patch::<i64>::from(None), Patch::Null);
    assert_eq!(Patch::<String>::from("a").as_deref(), Some("a"));
    assert_eq!(Option::from(Patch::Value(1)), Some(1));
    assert_eq!(Patch::Value(1).into_iter().chain(Patch::Null).collect::<Vec<i64>>(), [1]);
}

#[test]
fn alone_it_is_an_option() {
    assert_eq!(
        serde_json::to_string(&[Patch::Absent, Patch::Null, Patch::Value(1)]).ok().as_deref(),
        Some("[null,null,1]")
    );
    assert_eq!(serde_json::from_str::<Vec<Patch<i64>>>("[null,1]").ok(), Some(vec![Patch::Null, Patch::Value(1)]));
}
