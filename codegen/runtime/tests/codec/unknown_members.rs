//! Undeclared members that the settings keep: they survive, but a union and a flattened part still prefer a type that declares them.

use super::{check_error, check_round_trip};
use crate::runtime::codec::{object, union};
use crate::runtime::{Members, Value, decode, decode_value, encode};

#[derive(Debug, Clone, PartialEq, Default)]
struct Pet {
    name: Option<String>,
    extra: Members,
}
object!(Pet { 0 "name" => name: Optional, + 1 => extra, });

#[derive(Debug, Clone, PartialEq, Default)]
struct Dog {
    name: Option<String>,
    barks: Option<bool>,
    extra: Members,
}
object!(Dog { 0 "name" => name: Optional, 1 "barks" => barks: Optional, + 2 => extra, });

#[derive(Debug, Clone, PartialEq)]
enum Animal {
    Pet(Pet),
    Dog(Dog),
}
union!(Animal = Pet { 0 Pet(Pet): [] [Object], 1 Dog(Dog): [] [Object], });

#[derive(Debug, Clone, PartialEq)]
struct Owner {
    id: i64,
    animal: Animal,
    pet: Option<Pet>,
    extra: Members,
}
object!(Owner { 0 "id" => id: Required, & 1 animal: Required, & 2 pet: Optional, + 3 => extra, });

#[test]
fn undeclared_members_survive() {
    check_round_trip::<Pet>("{}");
    check_round_trip::<Pet>(r#"{"name":"a","b":[1.5,{"c":null}],"d":null}"#);
    check_round_trip::<Vec<Pet>>(r#"[{"x":1},{}]"#);
    check_error::<Pet>(r#"{"a":1,"a":2}"#, "", r#"the member "a" appears twice"#);
    let pet = Pet { extra: Members::from_iter([("name", "b"), ("c", "d")]), name: Some("a".to_owned()) };
    assert_eq!(encode(&pet).unwrap(), br#"{"name":"a","c":"d"}"#, "a declared member wins");
}

#[test]
fn a_union_prefers_the_variant_that_declares_the_members() {
    for (json, is_dog) in [
        (r#"{"name":"a"}"#, false),
        (r#"{"name":"a","barks":true}"#, true),
        (r#"{"name":"a","barks":true,"x":1}"#, true),
        (r#"{"x":{"barks":true}}"#, false),
    ] {
        check_round_trip::<Animal>(json);
        let value: Value = serde_json::from_str(json).unwrap();
        for animal in [decode::<Animal>(json.as_bytes()).unwrap(), decode_value(&value).unwrap()] {
            assert_eq!(matches!(animal, Animal::Dog(_)), is_dog, "{json}: {animal:?}");
        }
    }
}

#[test]
fn the_whole_object_keeps_what_no_part_declares() {
    let json = r#"{"id":1,"barks":true,"x":2}"#;
    check_round_trip::<Owner>(json);
    let owner: Owner = decode(json.as_bytes()).unwrap();
    let dog = Dog { barks: Some(true), ..Dog::default() };
    assert_eq!((owner.animal, owner.pet), (Animal::Dog(dog), None));
    assert_eq!(owner.extra, Members::from_iter([("x", 2)]));
}
