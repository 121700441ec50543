//! Errors name the type of an invalid value and never show the value: bodies contain secrets.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::Model;
use crate::runtime::codec::{integer_enum, object, string_enum, tuple, union, value_enum};
use crate::runtime::{
    AsNumber, AsText, Base64, Custom, Date, DateTime, Patch, Secret, Uuid, Value, decode, decode_value,
};

#[derive(Debug, Clone, PartialEq)]
enum Color {
    Red,
    Blue,
}
string_enum!(Color { "red" => Red, "blue" => Blue });

#[derive(Debug, Clone, PartialEq)]
enum Level {
    One,
}
integer_enum!(Level { 1 => One });

#[derive(Debug, Clone, PartialEq)]
enum Mixed {
    Half,
    Yes,
}
value_enum!(Mixed { "0.5" => Half, "true" => Yes });

/// A type whose errors quote the invalid text, like those of many types.
#[derive(Debug, Clone, PartialEq)]
struct Quoting;

impl FromStr for Quoting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Err(format!("no `{text}`"))
    }
}

impl std::fmt::Display for Quoting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("1")
    }
}

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
enum Derived {
    Known,
}

#[derive(Debug, Clone, PartialEq)]
struct Card {
    kind: String,
    number: i64,
    holder: Option<Box<Owner>>,
}
object!(Card { 0 "kind" => kind: Required, 1 "number" => number: Required, 2 "holder" => holder: Optional, ! Denied, });

#[derive(Debug, Clone, PartialEq)]
struct Owner {
    kind: String,
    name: bool,
    note: Patch<Date>,
    rest: BTreeMap<String, bool>,
}
object!(Owner { 0 "kind" => kind: Required, 1 "name" => name: Required, 2 "note" => note: Patch, .. 3 => rest, });

#[derive(Debug, Clone, PartialEq)]
enum Tagged {
    Card(Card),
    Owner(Owner),
}
union!(Tagged = Card { tag "kind", 0 Card: ["card"] [Object], 1 Owner: ["owner"] [Object], });

#[derive(Debug, Clone, PartialEq)]
enum Untagged {
    Card(Card),
    Owner(Owner),
    Level(Level),
    Dates(Vec<Date>),
    Pair(Pair),
    Date(Date),
    Color(Color),
}
union!(Untagged = Level {
    0 Card: [] [Object],
    1 Owner: [] [Object],
    2 Level: [] [Integer, Number],
    3 Dates: [] [Array],
    4 Pair: [] [Array],
    5 Date: [] [String],
    6 Color: [] [String],
});

#[derive(Debug, Clone, PartialEq)]
struct Pair(bool, Option<i64>);
tuple!(Pair { required 0, optional 1, });

#[derive(Debug, Clone, PartialEq)]
struct Flattened {
    id: bool,
    card: Option<Card>,
    owner: Option<Owner>,
    tagged: Tagged,
}
object!(Flattened { 0 "id" => id: Required, & 1 card: Any(0), & 2 owner: Any(0), & 3 tagged: Required, });

#[derive(Debug, Clone, PartialEq)]
struct Wrapped {
    inner: Inner,
}
object!(Wrapped { & 0 inner: Required, });

#[derive(Debug, Clone, PartialEq)]
struct Inner {
    dates: Vec<Date>,
}
object!(Inner { 0 "dates" => dates: Required, });

const SECRETS: &[&str] = &["hunter2", "4111222233334444", "4111.25", "99"];

/// Decodes texts with secrets as a type, and checks that no error shows a secret.
#[track_caller]
fn check<T: crate::runtime::codec::Field>() -> usize {
    let mut errors_seen = 0;
    for shape in SHAPES {
        for secret in SECRETS {
            for shown in [format!("\"{secret}\""), (*secret).to_owned(), format!("\"\\u0068{secret}\"")] {
                let json = shape.replace('#', &shown);
                let errors = [
                    decode::<T>(json.as_bytes()).err(),
                    serde_json::from_str(&json).ok().and_then(|value: Value| decode_value::<T>(&value).err()),
                ];
                for error in errors.into_iter().flatten() {
                    errors_seen += 1;
                    for text in [error.to_string(), format!("{error:?}"), error.message.clone(), error.path.clone()] {
                        // The number of the column is not part of the value.
                        let place = error.position.map(|(line, column)| format!("line {line}, column {column}"));
                        let place_of_debug = error.position.map(|position| format!("{position:?}"));
                        let text = text.replace(&place.unwrap_or_default(), "");
                        let text = text.replace(&place_of_debug.unwrap_or_default(), "");
                        assert!(
                            !SECRETS.iter().any(|secret| text.contains(secret)),
                            "{json} as {}: {text}",
                            name::<T>()
                        );
                        assert!(
                            !text.contains("4111") && !text.contains("hunter"),
                            "{json} as {}: {text}",
                            name::<T>()
                        );
                    }
                }
            }
        }
    }
    errors_seen
}

fn name<T>() -> &'static str {
    std::any::type_name::<T>()
}

const SHAPES: &[&str] = &[
    "#",
    "[#]",
    "[[#]]",
    "[true,#]",
    "[true,1,#]",
    r#"{"a":#}"#,
    r#"{"a":{"b":[#]}}"#,
    r#"{"kind":#}"#,
    r#"{"kind":"card","number":#}"#,
    r#"{"kind":"card","number":1,"holder":#}"#,
    r#"{"kind":"card","number":1,"other":#}"#,
    r#"{"number":#,"holder":{"kind":#,"name":#},"kind":"card"}"#,
    r#"{"kind":"owner","name":true,"note":#}"#,
    r#"{"kind":"owner","name":true,"x":#}"#,
    r#"{"kind":"owner","name":true,"note":null,"x":[#]}"#,
    r#"{"id":true,"kind":"card","number":#,"name":#}"#,
    r#"{"id":#,"kind":"card","number":1}"#,
    r#"{"id":true,"kind":#,"number":1,"name":true}"#,
    r#"[{"kind":"card","number":1,"holder":{"kind":"owner","name":true,"note":#}}]"#,
    r#"{"kind":"owner","name":true,"name":#}"#,
    "[#",
    "[#,]",
    "# #",
    r#"{"kind":# "name"}"#,
    r#"["\ud800#"]"#,
];

#[test]
fn no_error_shows_the_value() {
    let error_counts = [
        check::<bool>(),
        check::<i64>(),
        check::<u8>(),
        check::<i128>(),
        check::<f64>(),
        check::<f32>(),
        check::<()>(),
        check::<String>(),
        check::<Value>(),
        check::<Date>(),
        check::<DateTime>(),
        check::<Uuid>(),
        check::<Base64>(),
        check::<Secret>(),
        check::<std::net::Ipv4Addr>(),
        check::<Color>(),
        check::<Level>(),
        check::<Mixed>(),
        check::<Custom<Derived>>(),
        check::<Custom<Vec<bool>>>(),
        check::<Custom<Quoting, AsText>>(),
        check::<Custom<Quoting, AsNumber>>(),
        check::<Option<Date>>(),
        check::<Patch<Color>>(),
        check::<Vec<Custom<Quoting, AsNumber>>>(),
        check::<Vec<Custom<Quoting, AsText>>>(),
        check::<Vec<Vec<Custom<Derived>>>>(),
        check::<BTreeMap<String, Level>>(),
        check::<BTreeMap<String, BTreeMap<String, Vec<Mixed>>>>(),
        check::<Pair>(),
        check::<Card>(),
        check::<Owner>(),
        check::<Tagged>(),
        check::<Untagged>(),
        check::<Vec<Untagged>>(),
        check::<Vec<Tagged>>(),
        check::<Flattened>(),
    ];
    let few = error_counts.iter().position(|count| *count < 20);
    assert_eq!(few, None, "{error_counts:?}");
}

#[test]
fn errors_show_the_expected_type_and_the_position() {
    #[track_caller]
    fn check<T: crate::runtime::codec::Field>(json: &str, expect: &str) {
        assert_eq!(decode::<T>(json.as_bytes()).map(|_| ()).unwrap_err().to_string(), expect, "{json}");
    }
    check::<Owner>(
        "{\"kind\": \"owner\",\n \"name\": \"hunter2\"}",
        "name: expected a boolean, found a string (line 2, column 10)",
    );
    check::<Vec<Date>>(
        r#"["hunter2"]"#,
        "[0]: expected a date (RFC 3339), found a string that does not match (line 1, column 2)",
    );
    check::<Vec<Custom<Quoting, AsNumber>>>(
        "[4111222233334444]",
        "[0]: expected a `Quoting`, found a number that does not match (line 1, column 2)",
    );
    check::<Custom<Derived>>(
        "\"hunter2\"",
        "expected a `Derived`, found a string that does not match (line 1, column 1)",
    );
    check::<Tagged>(
        r#"{"kind":"card","number":true}"#,
        "number: expected a 64-bit integer, found the boolean true (line 1, column 25)",
    );
    check::<Tagged>(
        r#"{"kind":"x"}"#,
        "kind: expected one of \"card\", \"owner\", found a string that does not match (line 1, column 9)",
    );
    // With and without a buffered value.
    check::<Flattened>(
        r#"{"id":true, "kind":"card","number":1,"holder": {"kind":"owner", "name": "hunter2"}}"#,
        "holder.name: expected a boolean, found a string (line 1, column 73)",
    );
    check::<Vec<Tagged>>(
        "[{\"holder\": {\"kind\": \"owner\",\n\"name\": 4111}, \"number\": 1, \"kind\": \"card\"}]",
        "[0].holder.name: expected a boolean, found an integer (line 2, column 9)",
    );
    check::<Wrapped>(
        "{\"a\": 1, \"dates\": [\"2024-01-01\",\n \"hunter2\"]}",
        "dates[1]: expected a date (RFC 3339), found a string that does not match (line 2, column 2)",
    );
    check::<Vec<Pair>>("[[true],[true,null]]", "[1][1]: expected a 64-bit integer, found null (line 1, column 15)");
    check::<Vec<Pair>>("[[true,1,2]]", "[0]: expected at most 2 items, found more (line 1, column 10)");
    check::<Vec<bool>>("[true,", "[1]: EOF while parsing a value (line 1, column 6)");
    check::<Vec<bool>>("[true true]", "expected `,` or `]` (line 1, column 7)");
    check::<Vec<String>>(
        "[\"a\u{1}\"]",
        "[0]: control character (\\u0000-\\u001F) found while parsing a string (line 1, column 3)",
    );
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let error = decode::<Value>(deep.as_bytes()).unwrap_err();
    assert_eq!(error.message, "expected at most 127 levels of nesting, found more");
    let error = decode::<Vec<String>>(b"[\"\xff\"]").unwrap_err();
    assert_eq!((error.message.as_str(), error.position), ("expected UTF-8 text, found invalid bytes", Some((1, 3))));
}

#[test]
fn errors_of_serde_models_show_no_values() {
    let error = serde_json::from_str::<Model<Vec<Date>>>(r#"["hunter2"]"#).err().map(|error| error.to_string());
    assert!(error.is_some_and(|error| !error.contains("hunter2")));
}
