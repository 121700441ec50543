//! Models are ordinary serde types: a binary format can decode and encode them.

use std::collections::BTreeMap;

use crate::runtime::codec::{integer_enum, object, tuple, union, value_enum};
use crate::runtime::{DateTime, Patch, UnknownValue, Uuid, Value, decode};

#[derive(Debug, Clone, PartialEq)]
enum Code {
    One,
    Unknown(UnknownValue),
}
integer_enum!(Code { 1 => One, else Unknown });

#[derive(Debug, Clone, PartialEq)]
enum Flag {
    Yes,
    Half,
}
value_enum!(Flag { "true" => Yes, "0.5" => Half });

#[derive(Debug, Clone, PartialEq)]
struct Pair(f64, Option<String>);
tuple!(Pair { required 0, optional 1, });

#[derive(Debug, Clone, PartialEq)]
enum Item {
    Number(f64),
    Pair(Pair),
    Thing(Box<Thing>),
}
union!(Item = Number { 0 Number: [] [Number], 1 Pair: [] [Array], 2 Thing: [] [Object], });

#[derive(Debug, Clone, PartialEq)]
struct Thing {
    id: Uuid,
    at: DateTime,
    code: Option<Code>,
    flag: Option<Flag>,
    note: Patch<String>,
    items: Vec<Item>,
    rest: BTreeMap<String, Value>,
}
object!(Thing {
    0 "id" => id: Required,
    1 "at" => at: Required,
    2 "code" => code: Optional,
    3 "flag" => flag: Optional,
    4 "note" => note: Patch,
    5 "items" => items: Required,
    .. 6 => rest,
});

#[test]
fn cbor() {
    let thing: Thing = decode(
        br#"{"id":"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11","at":"2024-01-01T00:00:00Z","code":9,"flag":0.5,"note":null,
            "items":[1.5,[2.5,"x"],{"id":"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11","at":"2024-01-01T00:00:00Z","items":[]}],
            "more":{"deep":[null,-1,"x"]}}"#,
    )
    .unwrap();
    let mut bytes = Vec::new();
    ciborium::into_writer(&thing, &mut bytes).unwrap();
    // A map of seven members; CBOR writes its length first.
    assert_eq!(bytes[0], 0xA7);
    assert_eq!(ciborium::from_reader::<Thing, _>(&bytes[..]).unwrap(), thing);
}

#[test]
fn cbor_errors_have_a_path() {
    let mut bytes = Vec::new();
    ciborium::into_writer(&serde_json::json!([{"id": 1}]), &mut bytes).unwrap();
    let error = ciborium::from_reader::<Vec<crate::runtime::Custom<i64>>, _>(&bytes[..]).is_err();
    assert!(error);
    let error = ciborium::from_reader::<List, _>(&bytes[..]).unwrap_err().to_string();
    assert!(error.contains("[0].id"), "{error}");
}

#[derive(Debug, Clone, PartialEq)]
struct List(Vec<Thing>);
crate::runtime::codec::newtype!(List);
