//! Decoding and encoding: serde's derive is the reference, where it has the same rules, and the second reader of the codec where it has not.

use harness::equal::{Members, first_difference};
use harness::json::Json;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::bytes::Bytes;
use crate::models::{derived, shapes, tables};
use crate::runtime::codec::{Field, serialize};
use crate::runtime::{decode, decode_value, encode, encode_value};
use crate::targets::values;
use crate::work::bounded;

/// The work for all models together, each of which is decoded about five times.
const RATIO: f64 = 500.0;

/// Decodes the input as JSON.
pub fn text(input: &[u8]) {
    bounded(input.len(), RATIO, || check_all(input));
}

/// Decodes a value that is made from the input.
pub fn values(input: &[u8]) {
    let mut bytes = Bytes::new(input);
    let json = if bytes.below(3) == 0 { values::json(&mut bytes) } else { values::object(&mut bytes) };
    bounded(json.len(), RATIO, || check_all(json.as_bytes()));
}

fn check_all(json: &[u8]) {
    let parsed = std::str::from_utf8(json).ok().and_then(|text| harness::json::parse(text).ok());
    if parsed.as_ref().is_some_and(|value| has_duplicates(value) || has_infinite_numbers(value)) {
        // Such values are an error where they are read. What is read, and not skipped, depends on the type and the reader.
        let _ = decode::<tables::Order>(json);
        let _ = decode::<tables::Parts>(json);
        let _ = decode::<shapes::Everything>(json);
        let _ = decode::<shapes::Flattened>(json);
        assert!(decode::<tables::Anything>(json).is_err());
        return;
    }
    let parsed = parsed.as_ref();
    like_derive::<tables::Order, derived::Object<derived::Order>>(json, parsed, Kept::Declared);
    like_derive::<tables::Shape, derived::Object<derived::Shape>>(json, parsed, Kept::Declared);
    like_derive::<tables::Choice, derived::Choice>(json, parsed, Kept::Declared);
    like_derive::<tables::Parts, derived::Object<derived::Parts>>(json, parsed, Kept::Top);
    like_derive::<tables::Orders, derived::Orders>(json, parsed, Kept::Declared);
    like_the_other_reader::<shapes::Everything>(json, parsed, Kept::Top);
    like_the_other_reader::<shapes::Streamed>(json, parsed, Kept::Declared);
    like_the_other_reader::<shapes::Flattened>(json, parsed, Kept::Top);
    like_the_other_reader::<shapes::Either>(json, parsed, Kept::Declared);
    like_the_other_reader::<shapes::Closed>(json, parsed, Kept::Declared);
    like_the_other_reader::<shapes::Empty>(json, parsed, Kept::Declared);
    like_the_other_reader::<tables::Anything>(json, parsed, Kept::All);
}

/// Which members a type keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// All members.
    All,
    /// All members of the object itself, and the declared members of the objects in it.
    Top,
    /// The declared members.
    Declared,
}

/// Checks that a model and serde's derive accept the same texts, and read the same from them.
fn like_derive<T: Field + DeserializeOwned + Serialize, D: DeserializeOwned + Serialize>(
    json: &[u8],
    parsed: Option<&Json>,
    kept: Kept,
) {
    let ours = round_trip::<T>(json, parsed, kept);
    let theirs = serde_json::from_slice::<D>(json);
    let Some(parsed) = parsed else { return };
    // Each has its own limits.
    if depth(parsed) > 100 || has_large_numbers(parsed) {
        return;
    }
    match (ours, theirs) {
        // The codec takes the variant that keeps the most, serde's derive the first one.
        (Ok(_), Ok(_)) if is_ambiguous(parsed) => {}
        (Ok(ours), Ok(theirs)) => {
            let theirs = serde_json::to_string(&theirs).expect("a decoded value has a JSON form");
            let difference = first_difference(&canonical(&parse(&theirs)), &canonical(&parse(&ours)), Members::All);
            assert!(difference.is_none(), "{difference:?}\ninput: {}\nours: {ours}\nderive: {theirs}", show(json));
        }
        (Err(_), Err(_)) => {}
        (ours, theirs) => panic!(
            "{}: only one of both accepts the text\ninput: {}\nours: {ours:?}\nderive: {:?}",
            std::any::type_name::<T>(),
            show(json),
            theirs.map(|value| serde_json::to_string(&value))
        ),
    }
}

/// Checks that both readers of the codec, the one for JSON text and the one for serde's formats, accept the same texts and read the same.
fn like_the_other_reader<T: Field + DeserializeOwned + Serialize>(json: &[u8], parsed: Option<&Json>, kept: Kept) {
    let ours = round_trip::<T>(json, parsed, kept);
    let theirs = serde_json::from_slice::<T>(json);
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => {
            let theirs = encode(&theirs).expect("a decoded value has a JSON form");
            assert_eq!(ours, String::from_utf8_lossy(&theirs), "input: {}", show(json));
        }
        (Err(_), Err(_)) => {}
        (ours, theirs) => panic!(
            "{}: only one reader accepts the text\ninput: {}\ntext: {ours:?}\nserde: {:?}",
            std::any::type_name::<T>(),
            show(json),
            theirs.map(|_| ())
        ),
    }
}

/// Decodes a text and encodes the value. Checks that no declared member is lost, and that all encoders write the same.
fn round_trip<T: Field + Serialize>(json: &[u8], parsed: Option<&Json>, kept: Kept) -> Result<String, String> {
    let value = decode::<T>(json).map_err(|error| error.to_string())?;
    let text = encode(&value).expect("a decoded value has a JSON form");
    let again: T = decode(&text).expect("an encoded value can be decoded");
    let text = String::from_utf8(text).expect("JSON is UTF-8");
    // A number that a float rounds may have another variant of a union the second time, with the same members.
    let second = String::from_utf8(encode(&again).expect("a decoded value has a JSON form")).expect("JSON is UTF-8");
    let difference = first_difference(&canonical(&parse(&text)), &canonical(&parse(&second)), Members::All);
    assert!(difference.is_none(), "{difference:?}\ninput: {}\nfirst: {text}\nsecond: {second}", show(json));
    let mut serialized = Vec::new();
    // A float cannot hold the digits of every number.
    if serialize(&value, &mut serde_json::Serializer::new(&mut serialized)).is_ok() {
        assert_eq!(text, String::from_utf8_lossy(&serialized), "{}", show(json));
    }
    let tree = encode_value(&value).expect("a value with a JSON form has a value");
    if let Ok(again) = decode_value::<T>(&tree) {
        let difference = first_difference(
            &canonical(&parse(&text)),
            &canonical(&parse(&String::from_utf8_lossy(&encode(&again).expect("a decoded value has a JSON form")))),
            Members::All,
        );
        assert!(difference.is_none(), "{difference:?} through a `Value`: {}", show(json));
    }
    if let Some(parsed) = parsed {
        let members = if kept == Kept::All { Members::All } else { Members::Subset };
        let output = parse(&text);
        let difference = first_difference(&canonical(parsed), &canonical(&output), members);
        assert!(
            difference.is_none(),
            "{}: {difference:?}\ninput: {}\noutput: {text}",
            std::any::type_name::<T>(),
            show(json)
        );
        if let (Kept::Top, Json::Object(before), Json::Object(after)) = (kept, parsed, &output) {
            assert_eq!(
                before.len(),
                after.len(),
                "{}: a member is lost\ninput: {}\noutput: {text}",
                std::any::type_name::<T>(),
                show(json)
            );
        }
    }
    Ok(text)
}

fn parse(text: &str) -> Json {
    harness::json::parse(text).unwrap_or_else(|error| panic!("the output is not JSON: {error}: {text}"))
}

/// Replaces numbers by the nearest float, which is what a field of the type `f64` and a [`Value`](serde_json::Value) hold.
fn canonical(value: &Json) -> Json {
    match value {
        Json::Number(text) => match text.parse::<f64>() {
            Ok(number) if number.fract() == 0.0 && number.abs() < 9e15 => Json::Number(format!("{}", number as i64)),
            Ok(number) => Json::Number(format!("{number:e}")),
            Err(_) => value.clone(),
        },
        Json::Array(items) => Json::Array(items.iter().map(canonical).collect()),
        Json::Object(members) => {
            let member = |(name, value): &(String, Json)| {
                let value = match value {
                    // The field has the type `f32`.
                    Json::Number(text) if name == "float" => {
                        Json::Number(text.parse::<f32>().unwrap_or(0.0).to_string())
                    }
                    value => canonical(value),
                };
                (name.clone(), value)
            };
            Json::Object(members.iter().map(member).collect())
        }
        Json::Null | Json::Bool(_) | Json::String(_) => value.clone(),
    }
}

fn has_duplicates(value: &Json) -> bool {
    match value {
        Json::Array(items) => items.iter().any(has_duplicates),
        Json::Object(members) => {
            let mut names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
            names.sort_unstable();
            names.windows(2).any(|pair| pair[0] == pair[1]) || members.iter().any(|(_, value)| has_duplicates(value))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => false,
    }
}

/// Returns whether the value has a number beyond the range of floats.
fn has_infinite_numbers(value: &Json) -> bool {
    match value {
        Json::Number(text) => text.parse().is_ok_and(f64::is_infinite),
        Json::Array(items) => items.iter().any(has_infinite_numbers),
        Json::Object(members) => members.iter().any(|(_, value)| has_infinite_numbers(value)),
        Json::Null | Json::Bool(_) | Json::String(_) => false,
    }
}

/// Returns whether the value has a number that `serde_json` rounds before serde's derive sees it.
fn has_large_numbers(value: &Json) -> bool {
    match value {
        Json::Number(text) => {
            text.parse::<i64>().is_err() && text.parse::<f64>().map_or(true, |number| number.abs() > 9e15)
        }
        Json::Array(items) => items.iter().any(has_large_numbers),
        Json::Object(members) => members.iter().any(|(_, value)| has_large_numbers(value)),
        Json::Null | Json::Bool(_) | Json::String(_) => false,
    }
}

/// Returns whether an object has the required members of two variants of a union.
fn is_ambiguous(value: &Json) -> bool {
    match value {
        Json::Array(items) => items.iter().any(is_ambiguous),
        Json::Object(members) => {
            let required = |(name, _): &&(String, Json)| matches!(name.as_str(), "first" | "second" | "third");
            members.iter().filter(required).count() > 1 || members.iter().any(|(_, value)| is_ambiguous(value))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => false,
    }
}

fn depth(value: &Json) -> usize {
    match value {
        Json::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Json::Object(members) => 1 + members.iter().map(|(_, value)| depth(value)).max().unwrap_or(0),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => 0,
    }
}

fn show(json: &[u8]) -> String {
    String::from_utf8_lossy(json).into_owned()
}

/// Returns valid texts of the models.
pub fn seeds() -> Vec<Vec<u8>> {
    [
        r#"{"id":1,"name":null,"note":null,"ratio":0.5,"tags":["a","é"],"labels":{"a":1},"color":"red","state":"closed","level":2,"flag":true,"small":255,"wide":-9000000000000000000}"#,
        r#"{"id":2,"name":"b","shape":{"kind":"circle","radius":1,"inner":{"side":2,"kind":"square"}},"choice":[{"first":1,"next":"a"},{"second":"c"},{"third":{"d":[1.5,true]}}],"children":[{"id":3,"name":"d"}],"any":[{"a":null}]}"#,
        r#"{"id":1,"street":"s","zip":12,"kind":"square","side":4,"more":{"a":[1,2]},"name":"x"}"#,
        r#"{"a":[{"id":1,"name":null}],"b":[]}"#,
        r#"[["a",[true,1e3]],{"second":"a","next":{"first":1}}]"#,
        r#"{"text":"a\"\u00e9😀","at":"2026-04-01T10:00:00Z","color":"red","level":2,"small":200,"wide":-9000000000000000000,"float":null,"flag":true,"pair":["a",1.5,true,false],"shapes":[],"any":[{"a":null}]}"#,
        r#"{"text":"","color":"blue","shapes":[{"kind":"circle","radius":1e3,"inner":{"kind":"square","side":-4}},{"kind":4,"side":1},{"side":0,"kind":"hexagon"}],"x-a":1,"other":{"b":[1.25]},"kind":"point"}"#,
        r#"{"id":1,"kind":"circle","radius":2.5,"inner":{"kind":"square","side":2,"id":3,"radius":1,"inner":{"radius":5,"kind":"q"}},"other":true}"#,
        r#"{"kind":"square","id":2,"side":3,"x-a":4,"next":{"id":5,"color":"red","kind":"circle","radius":1}}"#,
    ]
    .iter()
    .map(|text| text.as_bytes().to_vec())
    .collect()
}
