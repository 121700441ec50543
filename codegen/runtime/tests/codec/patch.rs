//! `Patch`: a member that is left out, cleared, or set.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::runtime::Patch;
use crate::runtime::codec::object;

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
fn conversions_from_options() {
    assert_eq!([Some(1), None].map(Patch::or_absent), [Patch::Value(1), Patch::Absent]);
    assert_eq!([Some(1), None].map(Patch::or_null), [Patch::Value(1), Patch::Null]);
}

#[test]
fn conversions() {
    assert_eq!(Patch::from(1), Patch::Value(1));
    assert_eq!(Patch::<String>::from("a").as_deref(), Some("a"));
    assert_eq!(Patch::Value(1).into_iter().chain(Patch::Null).collect::<Vec<i64>>(), [1]);
    assert_eq!([Patch::Absent, Patch::Null, Patch::Value(1)].map(Option::<i64>::from), [None, None, Some(1)]);
    // An optional value inside a nullable member is not a conversion from `Option`.
    assert_eq!(Patch::<Option<i64>>::from(Some(1)), Patch::Value(Some(1)));
}

#[test]
fn it_is_read_like_an_option() {
    let states: [Patch<i64>; 3] = [Patch::Absent, Patch::Null, Patch::Value(1)];
    assert_eq!(states.map(|patch| patch.ok_or("none")), [Err("none"), Err("none"), Ok(1)]);
    assert_eq!(states.map(|patch| patch.ok_or_else(|| "none")), [Err("none"), Err("none"), Ok(1)]);
    assert_eq!(states.map(|patch| patch.is_some_and(|value| value > 0)), [false, false, true]);
    assert_eq!(states.map(|patch| patch.is_some_and(|value| value > 1)), [false, false, false]);
    assert_eq!(states.map(Patch::unwrap_or_default), [0, 0, 1]);
    assert_eq!(states.map(|patch| patch.unwrap_or_else(|| 7)), [7, 7, 1]);
    assert_eq!(states.map(|patch| patch.as_option().copied()), [None, None, Some(1)]);
    assert_eq!(states.map(|patch| patch.as_ref().copied()), states);
    assert_eq!(states.map(|patch| patch.as_ref().cloned()), states);
    assert_eq!(states.map(|patch| patch.and_then(|_| Patch::<i64>::Null)), [Patch::Absent, Patch::Null, Patch::Null]);
    let mut name = Patch::Value("al".to_owned());
    if let Some(name) = name.as_deref_mut() {
        name.make_ascii_uppercase();
    }
    assert_eq!(name.as_deref(), Some("AL"));
}

#[test]
fn comparisons() {
    let states: [Patch<String>; 3] = [Patch::Absent, Patch::Null, "a".into()];
    for (patch, is_none, is_a) in [(&states[0], true, false), (&states[1], true, false), (&states[2], false, true)] {
        assert_eq!((*patch == None, *patch == Some("a".to_owned())), (is_none, is_a), "{patch:?}");
        assert_eq!(
            (*patch == "a", *patch == *"a", *patch == "b", *patch == ""),
            (is_a, is_a, false, false),
            "{patch:?}"
        );
    }
}

#[test]
fn changes_in_place() {
    #[track_caller]
    fn check(change: impl Fn(&mut Patch<i64>), expect: [Patch<i64>; 3]) {
        let changed = [Patch::Absent, Patch::Null, Patch::Value(1)].map(|mut patch| {
            change(&mut patch);
            patch
        });
        assert_eq!(changed, expect);
    }
    check(|patch| _ = patch.insert(5), [Patch::Value(5); 3]);
    check(|patch| _ = patch.get_or_insert(5), [Patch::Value(5), Patch::Value(5), Patch::Value(1)]);
    check(|patch| _ = patch.replace(5), [Patch::Value(5); 3]);
    // Taking a value does not clear it at the server.
    check(|patch| _ = patch.take(), [Patch::Absent; 3]);
    check(|patch| *patch = patch.map(|value| value + 1), [Patch::Absent, Patch::Null, Patch::Value(2)]);
}

/// A user's struct with all needed attributes.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Complete {
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    note: Patch<i64>,
}

/// A user's struct without attributes.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Bare {
    note: Patch<i64>,
}

/// A user's struct that flattens another one, for which serde buffers the members.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Flat<T> {
    #[serde(flatten)]
    inner: T,
}

/// Checks that JSON text, a JSON value and CBOR decode and encode the same value.
#[track_caller]
fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, json: &str) {
    assert_eq!(serde_json::to_string(value).unwrap(), json);
    assert_eq!(serde_json::from_str::<T>(json).unwrap(), *value);
    assert_eq!(serde_json::from_value::<T>(serde_json::to_value(value).unwrap()).unwrap(), *value);
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    assert_eq!(ciborium::from_reader::<T, _>(&bytes[..]).unwrap(), *value, "{json} in CBOR");
}

#[test]
fn in_a_derived_struct() {
    check(&Complete { note: Patch::Absent }, "{}");
    check(&Complete { note: Patch::Null }, r#"{"note":null}"#);
    check(&Complete { note: Patch::Value(1) }, r#"{"note":1}"#);
    check(&Bare { note: Patch::Null }, r#"{"note":null}"#);
    check(&Bare { note: Patch::Value(1) }, r#"{"note":1}"#);
    check(&Flat { inner: Complete { note: Patch::Absent } }, "{}");
    check(&Flat { inner: Bare { note: Patch::Null } }, r#"{"note":null}"#);
    check(&Flat { inner: Bare { note: Patch::Value(1) } }, r#"{"note":1}"#);
    check(&[Patch::Null, Patch::Value(1)].to_vec(), "[null,1]");
    check(
        &BTreeMap::from([("a", Patch::Null), ("b", Patch::Value(1))].map(|(name, value)| (name.to_owned(), value))),
        r#"{"a":null,"b":1}"#,
    );
}

#[test]
fn a_missing_member_is_not_null() {
    assert_eq!(serde_json::from_str::<Bare>("{}").unwrap_err().to_string(), "missing field `note` at line 1 column 2");
    assert_eq!(
        serde_json::from_str::<Flat<Bare>>("{}").unwrap_err().to_string(),
        "missing field `note` at line 1 column 2"
    );
    let map: serde_json::Value = serde_json::json!({});
    assert_eq!(serde_json::from_value::<Bare>(map.clone()).unwrap_err().to_string(), "missing field `note`");
    let mut bytes = Vec::new();
    ciborium::into_writer(&map, &mut bytes).unwrap();
    let error = ciborium::from_reader::<Bare, _>(&bytes[..]).unwrap_err().to_string();
    assert!(error.contains("missing field `note`"), "{error}");
}

#[test]
fn absent_is_not_written_as_null() {
    #[track_caller]
    fn refuse<T: Serialize>(value: &T) {
        let json = serde_json::to_string(value).unwrap_err().to_string();
        let value = serde_json::to_value(value).unwrap_err().to_string();
        for error in [json, value] {
            assert!(error.contains(r#"#[serde(default, skip_serializing_if = "Patch::is_absent")]"#), "{error}");
        }
    }
    refuse(&Patch::<i64>::Absent);
    refuse(&Bare { note: Patch::Absent });
    refuse(&Flat { inner: Bare { note: Patch::Absent } });
    refuse(&[Patch::Value(1), Patch::Absent]);
    let mut bytes = Vec::new();
    assert!(ciborium::into_writer(&Bare { note: Patch::Absent }, &mut bytes).is_err());
}

/// A generated model, whose codec knows which members are left out.
#[derive(Debug, Clone, PartialEq)]
struct Model {
    note: Patch<i64>,
    list: Patch<Vec<i64>>,
}
object!(Model {
    0 "note" => note: Patch,
    1 "list" => list: Patch,
});

/// A user's struct that contains a model.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Around {
    model: Model,
}

#[test]
fn a_model_has_all_three_states() {
    for (json, model) in [
        ("{}", Model { note: Patch::Absent, list: Patch::Absent }),
        (r#"{"note":null}"#, Model { note: Patch::Null, list: Patch::Absent }),
        (r#"{"note":1,"list":null}"#, Model { note: Patch::Value(1), list: Patch::Null }),
        (r#"{"list":[]}"#, Model { note: Patch::Absent, list: Patch::Value(Vec::new()) }),
    ] {
        super::check_round_trip::<Model>(json);
        super::check_round_trip::<Vec<Model>>(&format!("[{json}]"));
        super::check_round_trip::<BTreeMap<String, Model>>(&format!(r#"{{"a":{json}}}"#));
        check(&Around { model }, &format!(r#"{{"model":{json}}}"#));
    }
}
