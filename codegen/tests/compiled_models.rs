//! The expected models compile without a warning, and keep what they are given.

#![allow(deprecated, missing_docs, reason = "as the root file of an API has it")]
#![allow(clippy::unwrap_used, reason = "a panic in a test is its report")]

#[rustfmt::skip]
#[path = "../../tests/golden/models/mod.rs"]
pub mod models;
use oasmith_runtime as runtime;

use models::*;
use runtime::codec::Field;
use runtime::{Patch, decode, decode_value, encode, encode_value};
use serde_json::{Value, json};

/// Reads and writes a value in every way there is.
#[track_caller]
fn check<T: Field + serde::Serialize + serde::de::DeserializeOwned>(value: Value) {
    let text = value.to_string();
    assert_eq!(written(&decode::<T>(text.as_bytes()).unwrap()), value);
    assert_eq!(written(&decode_value::<T>(&value).unwrap()), value);
    assert_eq!(written(&serde_json::from_value::<T>(value.clone()).unwrap()), value);
    assert_eq!(serde_json::to_value(serde_json::from_str::<T>(&text).unwrap()).unwrap(), value);
}

fn written<T: Field>(value: &T) -> Value {
    let written = encode_value(value).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&encode(value).unwrap()).unwrap(), written);
    written
}

#[track_caller]
fn refuse<T: Field>(value: Value, expect: &str) {
    let error = decode_value::<T>(&value).err().map(|error| error.to_string());
    assert_eq!(error.as_deref(), Some(expect));
    assert!(decode::<T>(value.to_string().as_bytes()).is_err(), "the stream of {value} was taken");
}

#[test]
fn enumerations() {
    check::<Vec<Status>>(json!(["draft", "sent", "unknown", "Unknown", "", "else"]));
    check::<Vec<Kind>>(json!(["a", "b-c"]));
    check::<Vec<Code>>(json!([-1, 2, 3]));
    check::<Vec<Level>>(json!([1, 2]));
    check::<Vec<Mixed>>(json!([1.5, true, {"a": [1]}, 7]));
    refuse::<Kind>(json!("c"), r#"expected one of "a", "b-c", found a string that does not match"#);
    refuse::<Mixed>(json!("x"), r#"expected one of 1.5, true, {"a":[1]}, found a string that does not match"#);
    refuse::<Level>(json!(3), "expected one of 1, 2, found an integer that does not match");
    refuse::<Level>(json!("1"), r#"expected one of 1, 2, found a string that does not match"#);
    refuse::<Status>(json!(1), r#"expected one of "draft", "sent", "unknown", found an integer"#);
    assert_eq!(decode::<Level>(b"2.0").unwrap(), Level::V2);
    assert_eq!("b-c".parse::<Kind>().unwrap().to_string(), "b-c");
    assert!("c".parse::<Kind>().is_err());
    assert_eq!("new".parse::<Status>().unwrap().as_str(), "new");
}

#[test]
fn objects() {
    check::<Empty>(json!({}));
    check::<Settings>(json!({"version": "v1"}));
    check::<Everything>(json!({"name": "n", "type": null, "limit": 1}));
    check::<Everything>(json!({
        "name": "n", "type": -5, "limit": 9_223_372_036_854_775_807_i64, "note": null, "status": "lost", "on": "2024-02-29",
        "at": "2016-12-31T23:59:60.1234567890123z", "id": "A0EEBC99-9C0B-4ef8-BB6D-6BB9BD380A11", "data": "/-8=",
        "password": "p", "v4": "127.0.0.1", "v6": "0:0::1", "ratio": 0.1, "null": null, "any": null, "labels": {"a": "b"},
        "points": [[], [1, 210.79375548288226]], "x-a": true, "other": {"deep": [1]},
    }));
    refuse::<Everything>(json!({"limit": 1}), "the object `Everything` is missing the required members `name`, `type`");
    refuse::<Everything>(
        json!({"name": "n", "type": 1}),
        "the object `Everything` must have at least one of these sets of members: `limit`; `note` and `on`",
    );
    refuse::<Everything>(json!({"name": null, "type": 1, "limit": 1}), "name: expected a string, found null");
    refuse::<Everything>(
        json!({"name": "n", "type": 1, "limit": null}),
        "limit: expected a 64-bit integer, found null",
    );
    refuse::<Everything>(
        json!({"name": "n", "type": 1, "limit": 1, "points": [[1], [true]]}),
        "points[1][0]: expected a number, found the boolean true",
    );
    refuse::<Everything>(
        json!({"name": "n", "type": 1, "limit": 1, "x-a": 1}),
        "x-a: expected a boolean, found an integer",
    );
    refuse::<Everything>(
        json!({"name": "n", "type": 1, "limit": 1, "never": null}),
        "never: expected no value, found null",
    );
    refuse::<Everything>(
        json!({"name": "n", "type": 3_000_000_000_i64}),
        "type: expected an integer from -2147483648 to 2147483647, found a number out of range",
    );
    assert_eq!(decode::<Empty>(b"{\"a\": 1}").unwrap(), Empty {});
    assert_eq!(encode(&Settings::default()).unwrap(), br#"{"version":"v1"}"#);
    let made = Everything { note: Patch::Null, limit: Some(1), ..Everything::new("n", None) };
    assert_eq!(encode(&made).unwrap(), br#"{"name":"n","type":null,"limit":1,"note":null}"#);
}

#[test]
fn unions() {
    check::<Node>(json!({"node_type": "start", "x": true}));
    check::<Node>(json!({"y": false, "node_type": "instrument"}));
    check::<Node>(json!({"node_type": "new", "z": {"kept": [1]}}));
    check::<Vec<Location>>(json!(["a", 1, ["b"], {"node_type": "start"}, {"node_type": "tool", "y": true}]));
    check::<Expression>(json!(true));
    check::<Pet>(json!({"name": "n", "meow": true}));
    check::<Pet>(json!({"name": "n", "bark": true, "x": [1]}));
    check::<Pet>(json!({"name": "n", "bark": true, "meow": false}));
    check::<Placed>(json!({"at": "here", "node_type": "start", "x": false}));
    refuse::<Node>(json!({"node_type": "tool", "y": 1}), "y: expected a boolean, found an integer");
    refuse::<Location>(
        json!(true),
        "expected `String`, `Integer`, `StringList`, `Start` or `Tool`, found the boolean true",
    );
    refuse::<Pet>(
        json!({"name": "n"}),
        "the object matches none of the alternatives of `Pet`: part 0: the object `Cat` is missing the required member `meow`; part 1: the object `Dog` is missing the required member `bark`",
    );
    assert_eq!(Node::from(Start::default()), decode(br#"{"node_type":"start"}"#).unwrap());
}

#[test]
fn lists() {
    check::<Row>(json!(["a"]));
    check::<Row>(json!(["a", true, null, 1]));
    check::<Pair>(json!([0.5, 1.5]));
    check::<Tree>(json!([[], [[]]]));
    check::<Names>(json!(["a"]));
    refuse::<Row>(json!([]), "expected at least 1 items, found 0");
    refuse::<Pair>(json!([1, 2, 3]), "expected at most 2 items, found more");
}
