//! The violations that `validate()` reports, with tables like generated ones.

#![allow(clippy::unwrap_used, reason = "a panic in a test is its report")]

use std::collections::BTreeMap;

use oasmith_runtime as runtime;
use runtime::codec::{newtype, object, rules, string_enum, whole};
use runtime::{AsNumber, Custom, Patch, Secret, Validate, Value, decode};

#[derive(Debug, Clone, PartialEq)]
struct Customer {
    name: String,
    password: Option<Secret>,
    tags: Option<Vec<String>>,
    status: Option<Status>,
    parent: Patch<Box<Customer>>,
    balance: Option<i128>,
    rest: BTreeMap<String, Value>,
}

object!(Customer {
    0 "name" => name: Required,
    1 "password" => password: Optional,
    2 "tags" => tags: Optional,
    3 "status" => status: Optional,
    4 "parent" => parent: Patch,
    5 "balance" => balance: Optional,
    .. 6 => rest,
});

rules!(Customer {
    MaxProperties(6),
    Property("name", &[MinLength(2), MaxLength(4), Pattern("^[A-Z]")]),
    Property("password", &[MinLength(8)]),
    Property("tags", &[UniqueItems, Items(0, &[MaxLength(3)])]),
    Property("status", &[Of(Status::rules)]),
    Property("parent", &[Of(Customer::rules)]),
    Property("balance", &[Maximum("100000000000000000000"), MultipleOf("10")]),
    AdditionalProperties(&["name", "password", "tags", "status", "parent", "balance"], &[], &[OneOf(&[&[Whole(Anything::whole)], &[Type(&[Kind::String])]])]),
});

#[derive(Debug, Clone, PartialEq)]
enum Status {
    Draft,
    Sent,
    Unknown(runtime::UnknownValue),
}

string_enum!(Status { "draft" => Draft, "sent" => Sent, else Unknown });
rules!(Status { Listed(listed::<Status>) });

#[derive(Debug, Clone, PartialEq)]
struct Anything(Value);

newtype!(Anything);
rules!(Anything);
whole!(Anything { Not(&[Type(&[Kind::String, Kind::Null])]) });

/// Rules that refer to themselves for the same value. No generated table has them.
#[derive(Debug, Clone, PartialEq)]
struct Endless(Value);

newtype!(Endless);
rules!(Endless { Of(Endless::rules) });

#[track_caller]
fn check<T: Validate>(json: &str, expect: &[&str]) {
    let value: T = decode(json.as_bytes()).unwrap();
    let found = match value.validate() {
        Ok(()) => Vec::new(),
        Err(violations) => violations.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(found, expect, "{json}");
}

#[test]
fn every_violation_has_a_path() {
    check::<Customer>(
        r#"{"name": "Ann", "password": "12345678", "tags": ["a", "b"], "status": "sent", "x": 1, "parent": null}"#,
        &[],
    );
    check::<Customer>(
        r#"{"name": "a", "tags": ["abcd", "a", "a"], "parent": {"name": "Bob", "parent": {"name": "Hubert"}}}"#,
        &[
            "/name: must have at least 2 characters, has 1 (minLength)",
            "/name: must match the pattern `^[A-Z]` (pattern)",
            "/tags/0: must have at most 3 characters, has 4 (maxLength)",
            "/tags: the item 2 equals an earlier item (uniqueItems)",
            "/parent/parent/name: must have at most 4 characters, has 6 (maxLength)",
        ],
    );
    check::<Customer>(r#"{"name": "Ann", "status": "lost"}"#, &[r#"/status: must be one of "draft", "sent" (enum)"#]);
    check::<Customer>(
        r#"{"name": "Ann", "a/b~c": null}"#,
        &[
            "/a~1b~0c: matches none of the alternatives: /a~1b~0c: must not match the schema of `not` (not); or /a~1b~0c: must be of the type string (type) (oneOf)",
        ],
    );
    check::<Customer>(
        r#"{"name": "Ann", "a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1}"#,
        &["must have at most 6 members, has 7 (maxProperties)"],
    );
}

#[test]
fn numbers_beyond_64_bits_are_compared_exactly() {
    check::<Customer>(r#"{"name": "Ann", "balance": 100000000000000000000}"#, &[]);
    check::<Customer>(
        r#"{"name": "Ann", "balance": 100000000000000000001}"#,
        &[
            "/balance: must be at most 100000000000000000000 (maximum)",
            "/balance: must be a multiple of 10 (multipleOf)",
        ],
    );
}

/// The digits of a number.
#[derive(Debug, Clone, PartialEq)]
struct Digits(String);

impl std::str::FromStr for Digits {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl std::fmt::Display for Digits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Price {
    amount: Custom<Digits, AsNumber>,
    rate: Option<Custom<Digits, AsNumber>>,
    steps: Option<Vec<Custom<Digits, AsNumber>>>,
    either: Option<Custom<Digits, AsNumber>>,
}

object!(Price {
    0 "amount" => amount: Required,
    1 "rate" => rate: Optional,
    2 "steps" => steps: Optional,
    3 "either" => either: Optional,
});

rules!(Price {
    Property("amount", &[Maximum("12345678901234567.89"), ExclusiveMinimum("-0.1"), MultipleOf("0.01")]),
    Property("rate", &[Enum(&["0.1000000000000000055", "12345678901234567.89"])]),
    Property("steps", &[UniqueItems]),
    Property("either", &[OneOf(&[&[Type(&[Kind::Integer])], &[Type(&[Kind::Number]), Maximum("1")]])]),
});

/// A price that encoding merges from two parts.
#[derive(Debug, Clone, PartialEq)]
struct Merged {
    first: Price,
    second: Option<Price>,
}

object!(Merged { & 0 first: Required, & 1 second: Optional, });
rules!(Merged { Property("amount", &[Maximum("12345678901234567.89")]) });

#[test]
fn numbers_of_custom_types_are_compared_to_the_last_digit() {
    check::<Price>(r#"{"amount": 12345678901234567.89, "rate": 12345678901234567.890, "steps": [1, 2]}"#, &[]);
    check::<Price>(r#"{"amount": 0, "steps": [12345678901234567.89, 12345678901234567.88]}"#, &[]);
    check::<Price>(
        r#"{"amount": 12345678901234567.891, "rate": 0.1, "steps": [1.5, 1e400, 15e-1, 10e399]}"#,
        &[
            "/amount: must be at most 12345678901234567.89 (maximum)",
            "/amount: must be a multiple of 0.01 (multipleOf)",
            "/rate: must be one of 0.1000000000000000055, 12345678901234567.89 (enum)",
            "/steps: the item 2 equals an earlier item (uniqueItems)",
            "/steps: the item 3 equals an earlier item (uniqueItems)",
        ],
    );
    check::<Price>(r#"{"amount": -0.1}"#, &["/amount: must be more than -0.1 (exclusiveMinimum)"]);
    check::<Price>(r#"{"amount": 1, "either": 100000000000000000000000000000000000000000}"#, &[]);
    check::<Price>(
        r#"{"amount": 1, "either": 1.00000000000000000001}"#,
        &[
            "/either: matches none of the alternatives: /either: must be of the type integer (type); or /either: must be at most 1 (maximum) (oneOf)",
        ],
    );
    check::<Merged>(r#"{"amount": 12345678901234567.89}"#, &[]);
    check::<Merged>(
        r#"{"amount": 12345678901234567.891}"#,
        &["/amount: must be at most 12345678901234567.89 (maximum)"],
    );
}

#[test]
fn violations_hide_secrets() {
    let secret = r#"{"name": "Ann", "password": "hunter2"}"#;
    let customer: Customer = decode(secret.as_bytes()).unwrap();
    let message = customer.validate().unwrap_err().to_string();
    assert_eq!(message, "/password: must have at least 8 characters, has 7 (minLength)");
}

#[test]
fn rules_that_refer_to_themselves_terminate() {
    check::<Endless>("1", &["has rules that refer to themselves without end (depth)"]);
}

/// A text with patterns and formats.
#[derive(Debug, Clone, PartialEq)]
struct Texts {
    text: Option<String>,
    choice: Option<String>,
    list: Option<Vec<String>>,
}

object!(Texts {
    0 "text" => text: Optional,
    1 "choice" => choice: Optional,
    2 "list" => list: Optional,
});

/// The translation of `^(?!x-)`, and of an expression for which an engine that backtracks needs time that is exponential in the text.
const NOT_EXTENSION: &str = "^(?:(?!x-))";
const EXPONENTIAL: &str = "^(?:a(?!x)|a(?!y)|a(?!z))*$";

rules!(Texts {
    Property("text", &[PatternAs("^.*$", "^[^\\n\\r\\x{2028}\\x{2029}]*$"), Pattern("^([a-z0-9]+\\.?)+@[a-z]+$|^$")]),
    Property("choice", &[OneOf(&[&[Format("email")], &[Format("phone")], &[PatternAs("^(?!x-)", NOT_EXTENSION)]])]),
    Property("list", &[Contains(&[Format("phone")], 1, Some(1)), Items(0, &[Not(&[Format("phone")])])]),
});

#[test]
fn a_pattern_takes_linear_time_and_is_shown_as_it_is_written() {
    let start = std::time::Instant::now();
    let text = "abcdefghijklmnopqrstuvwxyz".repeat(40);
    check::<Texts>(
        &format!(r#"{{"text": "{text}"}}"#),
        &["/text: must match the pattern `^([a-z0-9]+\\.?)+@[a-z]+$|^$` (pattern)"],
    );
    assert!(start.elapsed() < std::time::Duration::from_secs(5), "{:?}", start.elapsed());
    check::<Texts>(
        r#"{"text": "a\u2028"}"#,
        &[
            "/text: must match the pattern `^.*$` (pattern)",
            "/text: must match the pattern `^([a-z0-9]+\\.?)+@[a-z]+$|^$` (pattern)",
        ],
    );
}

#[test]
fn what_is_unknown_does_not_tip_the_count() {
    // `phone` is unknown: no other alternative matches, or one, but not two.
    check::<Texts>(r#"{"choice": "x-note"}"#, &[]);
    check::<Texts>(r#"{"list": ["a", "b"]}"#, &[]);
    check::<Texts>(r#"{"list": []}"#, &["/list: must have at least 1 matching item, has 0 (contains)"]);
    let two = match cfg!(feature = "ecma-regex") {
        true => &["/choice: matches 2 alternatives, must match exactly one (oneOf)"][..],
        false => &[],
    };
    check::<Texts>(r#"{"choice": "a@b.test"}"#, two);
}

/// An expression that takes too many steps.
#[derive(Debug, Clone, PartialEq)]
struct Hostile(String);

newtype!(Hostile);
rules!(Hostile { PatternAs("(hostile)", EXPONENTIAL) });

#[test]
fn an_engine_that_backtracks_gives_up() {
    let start = std::time::Instant::now();
    check::<Hostile>(r#""aaa""#, &[]);
    for length in [30, 300, 3_000, 30_000, 300_000, 3_000_000] {
        let text = format!("{}b", "a".repeat(length));
        let found = decode::<Hostile>(format!("{text:?}").as_bytes()).unwrap().validate();
        let rules: Vec<&str> = match &found {
            Ok(()) => Vec::new(),
            Err(violations) => violations.iter().map(|violation| violation.rule).collect(),
        };
        assert!(found.is_ok() != cfg!(feature = "ecma-regex"), "{length}");
        assert!(rules.iter().all(|rule| *rule == "backtracking"), "{length}: {rules:?}");
    }
    assert!(start.elapsed() < std::time::Duration::from_secs(60), "{:?}", start.elapsed());
}

#[derive(Debug, Clone, PartialEq)]
struct Templates(Vec<String>);
newtype!(Templates);
rules!(Templates { Items(0, &[Format("uri-template")]) });

/// RFC 6570: literals contain the characters of an IRI (2.1), expressions only ASCII (2.3).
#[test]
fn templates_contain_other_characters_than_ascii() {
    for valid in ["", "a%20b", "%C3%A9{x}", "é/{x}€", "\u{e000}", "😀~"] {
        check::<Templates>(&Value::from(vec![valid]).to_string(), &[]);
    }
    // A `%` before a character of several bytes, too.
    for invalid in [
        "%€",
        "%a€",
        "%é",
        "%😀",
        "{€}",
        "{x€}",
        "{%€}",
        "{%a€}",
        "{%C3%€}",
        "{x:€}",
        "{€:1}",
        "\u{80}",
        "\u{ffff}",
        "\u{e0001}",
        "a b",
    ] {
        check::<Templates>(
            &Value::from(vec![invalid]).to_string(),
            &["/0: must be in the format `uri-template` (format)"],
        );
    }
}
