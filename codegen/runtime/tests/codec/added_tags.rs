//! The tag of a variant whose type does not declare it: encoding adds it to a value that has none.

use std::collections::BTreeMap;

use serde_json::json;

use crate::runtime::codec::{object, union};
use crate::runtime::{UnknownValue, Value, decode, encode};

#[derive(Debug, Clone, PartialEq, Default)]
struct Apple {
    size: Option<i64>,
    fruit: Option<String>,
}
object!(Apple { 0 "size" => size: Optional, 1 "fruit" => fruit: Optional, });

#[derive(Debug, Clone, PartialEq, Default)]
struct Basket {
    apple: Apple,
    rest: BTreeMap<String, Value>,
}
object!(Basket { & 0 apple: Required, .. 1 => rest, });

#[derive(Debug, Clone, PartialEq)]
enum Fruit {
    Apple(Apple),
    Boxed(Box<Apple>),
    Basket(Basket),
    Map(BTreeMap<String, Value>),
    Nested(Box<Fruit>),
    Unknown(UnknownValue),
}
union!(Fruit = Unknown {
    tag "fruit",
    0 Apple(Apple): ["apple", "pomme"] [Object] + "fruit" = "apple",
    1 Boxed: ["boxed"] [Object] + "fruit" = "boxed",
    2 Basket(Basket): ["basket"] [Object] + "fruit" = "basket",
    3 Map: ["map"] [Object] + "fruit" = "map",
    4 Nested: ["nested"] [Object] + "other" = "nested",
    else Unknown,
});

#[track_caller]
fn encodes(fruit: Fruit, expect: Value) {
    let written = String::from_utf8(encode(&fruit).unwrap()).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), expect, "by the encoder for JSON text");
    assert_eq!(written.len(), expect.to_string().len(), "no member is written twice: {written}");
    assert_eq!(serde_json::to_value(&fruit).unwrap(), expect, "by serde");
}

#[test]
fn a_value_without_a_tag_gets_it() {
    encodes(Fruit::Apple(Apple::default()), json!({ "fruit": "apple" }));
    encodes(Fruit::Apple(Apple { size: Some(1), fruit: None }), json!({ "fruit": "apple", "size": 1 }));
    encodes(Fruit::Boxed(Box::default()), json!({ "fruit": "boxed" }));
    let rest = BTreeMap::from([("more".to_owned(), json!([1]))]);
    encodes(
        Fruit::Basket(Basket { apple: Apple { size: Some(2), fruit: None }, rest }),
        json!({ "fruit": "basket", "size": 2, "more": [1] }),
    );
    encodes(Fruit::Map(BTreeMap::new()), json!({ "fruit": "map" }));
    encodes(Fruit::Nested(Box::new(Fruit::Apple(Apple::default()))), json!({ "other": "nested", "fruit": "apple" }));
}

#[test]
fn a_tag_stays_as_it_is() {
    encodes(Fruit::Apple(Apple { size: None, fruit: Some("pomme".to_owned()) }), json!({ "fruit": "pomme" }));
    let map = BTreeMap::from([("fruit".to_owned(), json!("map")), ("x".to_owned(), json!(1))]);
    encodes(Fruit::Map(map), json!({ "fruit": "map", "x": 1 }));
    for text in
        [r#"{"size":1,"fruit":"pomme"}"#, r#"{"fruit":"boxed"}"#, r#"{"fruit":"map","y":null}"#, r#"{"fruit":"pear"}"#]
    {
        let fruit: Fruit = decode(text.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(encode(&fruit).unwrap()).unwrap(), text);
    }
}
