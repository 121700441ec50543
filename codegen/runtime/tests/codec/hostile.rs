//! Deep values, and types that are ambiguous at each level.

use super::check_round_trip;
use crate::runtime::codec::{object, union};
use crate::runtime::{decode, decode_value};

#[derive(Debug, Clone, PartialEq)]
struct Left {
    next: Option<Box<Either>>,
    left: Option<bool>,
}
object!(Left { 0 "next" => next: Optional, 1 "left" => left: Optional, });

#[derive(Debug, Clone, PartialEq)]
struct Right {
    next: Option<Box<Either>>,
    right: Option<bool>,
}
object!(Right { 0 "next" => next: Optional, 1 "right" => right: Optional, });

#[derive(Debug, Clone, PartialEq)]
enum Either {
    Left(Left),
    Right(Right),
}
union!(Either = Left { 0 Left: [] [Object], 1 Right: [] [Object], });

#[derive(Debug, Clone, PartialEq)]
struct Both {
    left: Option<Box<Twin>>,
    right: Option<Box<Twin>>,
}
object!(Both { & 0 left: Any(0), & 1 right: Any(0), });

#[derive(Debug, Clone, PartialEq)]
struct Twin {
    next: Option<Box<Both>>,
}
object!(Twin { 0 "next" => next: Optional, });

fn nested(depth: usize, inner: &str) -> String {
    format!("{}{inner}{}", "{\"next\":".repeat(depth), "}".repeat(depth))
}

#[test]
fn each_part_of_a_deep_value_is_tried_once() {
    check_round_trip::<Either>(&nested(100, r#"{"right":true}"#));
    assert!(decode::<Either>(nested(100, "[]").as_bytes()).is_err());
}

#[test]
fn flattened_parts_that_contain_themselves_terminate() {
    check_round_trip::<Both>(&nested(8, "{}"));
    let error = decode::<Both>(nested(100, "{}").as_bytes()).err().map(|error| error.message);
    assert_eq!(error.as_deref(), Some("the value matches unions or flattened parts in too many ways"));
}

#[derive(Debug, Clone, PartialEq)]
enum Ambiguous {
    Both(Both),
    Twin(Twin),
}
union!(Ambiguous = Both { 0 Both: [] [Object], 1 Twin: [] [Object], });

#[derive(Debug, Clone, PartialEq)]
struct Holder {
    part: Option<Ambiguous>,
    rest: std::collections::BTreeMap<String, crate::runtime::Value>,
}
object!(Holder { & 0 part: Optional, .. 1 => rest, });

#[test]
fn reaching_a_limit_is_not_a_mismatch_of_a_part() {
    let text = nested(100, "{}");
    let expected = "the value matches unions or flattened parts in too many ways";
    let error = decode::<Holder>(text.as_bytes()).err().map(|error| error.message);
    assert_eq!(error.as_deref(), Some(expected), "a part that may match must not be left out");
    let error = decode_value::<Holder>(&serde_json::from_str(&text).unwrap()).err().map(|error| error.message);
    assert_eq!(error.as_deref(), Some(expected));
}

#[test]
fn depth_is_limited() {
    for text in [nested(10_000, "{}"), "[".repeat(10_000), "{\"a\":".repeat(10_000)] {
        assert!(decode::<Either>(text.as_bytes()).is_err());
        assert!(decode::<crate::runtime::Value>(text.as_bytes()).is_err());
    }
}
