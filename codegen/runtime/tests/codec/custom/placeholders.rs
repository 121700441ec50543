//! A wrong setting `placeholder` is an error of decoding, wherever the type is.

use std::collections::BTreeMap;

use serde_json::Value;
use url::Url;

use super::super::{Model, check_round_trip};
use crate::runtime::codec::{Field, newtype, object, tuple, union};
use crate::runtime::{AsText, Custom, Patch, decode, decode_value};

const WRONG: &str = "`url::Url` does not accept the `placeholder` of its entry in `oasmith.toml`";

#[derive(Debug, Clone, PartialEq)]
struct Wrong {
    site: Url,
}
object!(Wrong { 0 "site" => site: Required as [Custom<Url, AsText> = "no URL"], });

#[derive(Debug, Clone, PartialEq)]
struct Outer {
    wrong: Box<Wrong>,
    name: Option<String>,
}
object!(Outer as try { 0 "wrong" => wrong: Required, 1 "name" => name: Optional, });

#[derive(Debug, Clone, PartialEq)]
struct Flattened {
    part: Wrong,
}
object!(Flattened as try { & 0 part: Required, });

#[derive(Debug, Clone, PartialEq)]
struct Pair(Wrong, Option<Wrong>);
tuple!(Pair { required 0, optional 1, });

#[derive(Debug, Clone, PartialEq)]
struct Newtype(Outer);
newtype!(Newtype);

#[derive(Debug, Clone, PartialEq)]
enum Only {
    Outer(Outer),
}
union!(Only = Outer as try { 0 Outer: [] [Object], });

#[derive(Debug, Clone, PartialEq)]
enum Either {
    Name(String),
    Outer(Outer),
    Site(Url),
}
union!(Either = Name as try {
    0 Name: [] [String],
    1 Outer: [] [Object],
    2 Site: [] [Null] as [Custom<Url, AsText> = "no URL"],
});

/// The placeholder of this type needs no other: optional members, lists and maps are empty at first.
#[derive(Debug, Clone, PartialEq)]
struct Optional {
    one: Option<Wrong>,
    list: Vec<Wrong>,
    map: BTreeMap<String, Outer>,
    patch: Patch<Outer>,
}
object!(Optional { 0 "one" => one: Optional, 1 "list" => list: Required, 2 "map" => map: Required, 3 "patch" => patch: Patch, });

/// Checks that all ways of decoding return an error with this message.
#[track_caller]
fn check<T: Field>(json: &str, path: &str) {
    let value: Value = serde_json::from_str(json).unwrap();
    let errors = [decode::<T>(json.as_bytes()).err(), decode_value::<T>(&value).err()];
    for error in errors.map(|error| error.unwrap_or_else(|| panic!("{json} is accepted"))) {
        assert_eq!(error.path, path, "{error}");
        assert!(error.message.contains(WRONG), "{error}");
    }
    let errors = [serde_json::from_str::<Model<T>>(json).err(), serde_json::from_value::<Model<T>>(value).err()];
    for error in errors.map(|error| error.unwrap_or_else(|| panic!("{json} is accepted")).to_string()) {
        assert!(error.starts_with(path) && error.contains(WRONG), "{error}");
    }
}

#[test]
fn a_wrong_placeholder_is_an_error() {
    const SITE: &str = r#"{"site":"https://a.b/"}"#;
    const OUTER: &str = r#"{"wrong":{"site":"https://a.b/"}}"#;
    check::<Wrong>(SITE, "");
    check::<Outer>(OUTER, "");
    check::<Flattened>(SITE, "");
    check::<Pair>(&format!("[{SITE}]"), "");
    check::<Newtype>(OUTER, "");
    check::<Only>(OUTER, "");
    check::<Either>(OUTER, "");
    check::<Option<Wrong>>(SITE, "");
    check::<Vec<Wrong>>(&format!("[{SITE}]"), "[0]");
    check::<BTreeMap<String, Outer>>(&format!(r#"{{"a":{OUTER}}}"#), "a");
    check::<Optional>(&format!(r#"{{"list":[],"map":{{}},"one":{SITE}}}"#), "one");
    check::<Optional>(&format!(r#"{{"list":[{SITE}],"map":{{}}}}"#), "list[0]");
    check::<Optional>(&format!(r#"{{"list":[],"map":{{"b":{OUTER}}}}}"#), "map.b");
    check::<Optional>(&format!(r#"{{"list":[],"map":{{}},"patch":{OUTER}}}"#), "patch");
}

#[test]
fn values_without_the_type_are_decoded() {
    check_round_trip::<Option<Wrong>>("null");
    check_round_trip::<Either>(r#""a""#);
    check_round_trip::<Optional>(r#"{"list":[],"map":{},"patch":null}"#);
}
