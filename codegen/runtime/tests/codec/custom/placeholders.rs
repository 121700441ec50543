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
    let text = decode::<T>(json.as_bytes()).err().map(|error| (error.path, error.message));
    let in_memory = decode_value::<T>(&value).err().map(|error| (error.path, error.message));
    for (found, message) in [text, in_memory].map(|error| error.expect("the placeholder is wrong")) {
        assert_eq!(found, path, "{message}");
        assert!(message.contains(WRONG), "{message}");
    }
    for error in [serde_json::from_str::<Model<T>>(json).err(), serde_json::from_value::<Model<T>>(value).err()] {
        let message = error.expect("the placeholder is wrong").to_string();
        assert!(message.starts_with(path) && message.contains(WRONG), "{message}");
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
