//! Undeclared members that the settings keep: they survive, but a union and a flattened part still prefer a type that declares them.

use std::collections::BTreeMap;

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

/// The request of a customer whose `id` is `readOnly`.
#[derive(Debug, Clone, PartialEq, Default)]
struct CustomerRequest {
    name: Option<String>,
    extra: Members,
}
object!(CustomerRequest { 0 "name" => name: Optional, + 1 => extra - ["id"], });

#[derive(Debug, Clone, PartialEq, Default)]
struct LabelsRequest {
    labels: BTreeMap<String, String>,
}
object!(LabelsRequest { .. 0 => labels - ["id", "at"], });

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

#[test]
fn no_map_stores_a_member_of_the_other_direction() {
    let json = r#"{"id":7,"name":"a","x":1}"#;
    let value: Value = serde_json::from_str(json).unwrap();
    let expect = CustomerRequest { name: Some("a".to_owned()), extra: Members::from_iter([("x", 1)]) };
    for request in [
        decode(json.as_bytes()).unwrap(),
        decode_value(&value).unwrap(),
        serde_json::from_str::<CustomerRequest>(json).unwrap(),
    ] {
        assert_eq!(request, expect);
    }
    assert_eq!(encode(&expect).unwrap(), br#"{"name":"a","x":1}"#);
    let labels: LabelsRequest = decode(br#"{"id":7,"at":[],"x":"a"}"#).unwrap();
    assert_eq!(encode(&labels).unwrap(), br#"{"x":"a"}"#);
}

#[test]
fn a_flattened_object_keeps_many_members() {
    let members: Vec<String> = (0..200).map(|index| format!("\"x{index}\":{index}")).collect();
    check_round_trip::<Owner>(&format!("{{\"id\":1,\"barks\":true,{}}}", members.join(",")));
}

/// Defines the same models, with a map of undeclared members or without one.
macro_rules! models {
    ($module:ident $(, $extra:ident: $ty:ty)?) => {
        mod $module {
            use crate::runtime::codec::{object, union};
            #[allow(unused_imports, reason = "not all models have a map")]
            use crate::runtime::Members;

            #[derive(Debug, Clone, PartialEq, Default)]
            pub struct A {
                a: Option<i64>,
                $($extra: $ty,)?
            }
            object!(A { 0 "a" => a: Optional, $(+ 1 => $extra,)? });

            #[derive(Debug, Clone, PartialEq, Default)]
            pub struct B {
                b: Option<A>,
                $($extra: $ty,)?
            }
            object!(B { 0 "b" => b: Optional, $(+ 1 => $extra,)? });

            #[derive(Debug, Clone, PartialEq, Default)]
            pub struct Closed {
                c: Option<i64>,
            }
            object!(Closed { 0 "c" => c: Optional, ! Denied, });

            #[derive(Debug, Clone, PartialEq)]
            pub struct Both {
                one: Option<A>,
                other: Option<B>,
                $($extra: $ty,)?
            }
            object!(Both { & 0 one: Any(0), & 1 other: Any(0), $(+ 2 => $extra,)? });

            #[derive(Debug, Clone, PartialEq)]
            pub enum Union {
                Closed(Closed),
                A(A),
                B(B),
                Both(Both),
            }
            union!(Union = A {
                0 Closed(Closed): [] [Object],
                1 A(A): [] [Object],
                2 B(B): [] [Object],
                3 Both(Both): [] [Object],
            });

            #[derive(Debug, Clone, PartialEq)]
            pub struct Whole {
                id: Option<i64>,
                union: Union,
                $($extra: $ty,)?
            }
            object!(Whole { 0 "id" => id: Optional, & 1 union: Required, $(+ 2 => $extra,)? });

            /// Returns the chosen variants of the union alone and as a flattened part.
            pub fn chosen(json: &str) -> [Option<u32>; 4] {
                let value = serde_json::from_str(json).unwrap();
                let number = |union: &Union| match union {
                    Union::Closed(_) => 0,
                    Union::A(_) => 1,
                    Union::B(_) => 2,
                    Union::Both(_) => 3,
                };
                [
                    crate::runtime::decode::<Union>(json.as_bytes()).ok().as_ref().map(number),
                    crate::runtime::decode_value::<Union>(&value).ok().as_ref().map(number),
                    crate::runtime::decode::<Whole>(json.as_bytes()).ok().map(|whole| number(&whole.union)),
                    crate::runtime::decode_value::<Whole>(&value).ok().map(|whole| number(&whole.union)),
                ]
            }
        }
    };
}

models!(without_map);
models!(with_map, extra: Members);

#[test]
fn the_variant_does_not_depend_on_the_setting() {
    let members = [r#""a":1"#, r#""a":1.5"#, r#""b":{}"#, r#""b":{"a":1,"y":2}"#, r#""c":1"#, r#""x":1"#, r#""id":1"#];
    let mut chosen = Vec::new();
    for mask in 0_usize..1 << members.len() {
        if mask & 0b11 == 0b11 || mask & 0b1100 == 0b1100 {
            continue;
        }
        let some: Vec<&str> =
            (0..members.len()).filter(|index| mask & 1 << index != 0).map(|index| members[index]).collect();
        let json = format!("{{{}}}", some.join(","));
        let variants = without_map::chosen(&json);
        assert_eq!(with_map::chosen(&json), variants, "{json}");
        chosen.extend(variants.into_iter().flatten());
    }
    chosen.sort_unstable();
    chosen.dedup();
    assert_eq!(chosen, [0, 1, 2, 3]);
}
