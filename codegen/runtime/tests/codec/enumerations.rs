//! Enumerations: conversions, comparisons and order of open and closed ones.

use std::collections::{BTreeSet, HashSet};

use super::{check, check_error, check_round_trip};
use crate::runtime::codec::{integer_enum, string_enum, value_enum};
use crate::runtime::{UnknownValue, decode};

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
enum Status {
    Sent,
    Draft,
    Unknown(UnknownValue),
}
string_enum!(Status { "sent" => Sent, "draft" => Draft, else Unknown });

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    A,
    B,
}
string_enum!(Kind { "a" => A, "b" => B, ! UnknownVariant });

#[derive(Debug, Clone, PartialEq)]
enum Code {
    Ok,
    NotFound,
    Unknown(UnknownValue),
}
integer_enum!(Code { 200 => Ok, 404 => NotFound, else Unknown });

#[derive(Debug, Clone, Copy, PartialEq)]
enum Level {
    Low,
    High,
}
integer_enum!(Level { -1 => Low, 1 => High, ! UnknownVariant });

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Mixed {
    Half,
    Yes,
    Unknown(UnknownValue),
}
value_enum!(Mixed { "0.5" => Half, "true" => Yes, else Unknown });

#[test]
fn open_enumerations_of_strings() {
    assert_eq!(Status::VALUES, [Status::Sent, Status::Draft]);
    for (text, is_known) in [("sent", true), ("draft", true), ("Sent", false), ("", false)] {
        let status = Status::from(text);
        assert_eq!(!matches!(status, Status::Unknown(_)), is_known, "{text}");
        assert_eq!((status.as_str(), status.as_ref(), status.to_string().as_str()), (text, text, text));
        assert_eq!((Ok(status.clone()), status.clone()), (text.parse(), Status::from(text)));
        assert!(status == text && status == *text && status != "other", "{text}");
        assert_eq!(decode::<Status>(format!("{text:?}").as_bytes()), Ok(status));
    }
    check_round_trip::<Status>("\"other\"");
}

#[test]
fn closed_enumerations_of_strings() {
    assert_eq!(Kind::VALUES, [Kind::A, Kind::B]);
    assert_eq!((Kind::try_from("b"), "b".parse(), Kind::B.as_ref()), (Ok(Kind::B), Ok(Kind::B), "b"));
    assert!(Kind::A == "a" && Kind::A != *"b");
    let error = Kind::try_from("c").map_err(|error| error.to_string());
    assert_eq!(error, Err("expected one of \"a\", \"b\"".to_owned()));
    assert_eq!("c".parse::<Kind>().map_err(|error| error.to_string()), error);
}

#[test]
fn enumerations_of_integers() {
    assert_eq!(Code::VALUES, [Code::Ok, Code::NotFound]);
    for (integer, is_known) in [(200, true), (404, true), (0, false), (i64::MIN, false)] {
        let code = Code::from(integer);
        assert_eq!(!matches!(code, Code::Unknown(_)), is_known, "{integer}");
        assert_eq!(code.as_i64(), integer);
        assert!(code == integer && code != 5);
        assert_eq!(decode::<Code>(integer.to_string().as_bytes()), Ok(code));
    }
    assert_eq!((Level::VALUES, Level::try_from(-1)), (&[Level::Low, Level::High][..], Ok(Level::Low)));
    let error = Level::try_from(0).map_err(|error| error.to_string());
    assert_eq!(error, Err("expected one of -1, 1".to_owned()));
}

#[test]
fn enumerations_of_any_values() {
    assert_eq!(Mixed::VALUES, [Mixed::Half, Mixed::Yes]);
    check::<Mixed>("5e-1", "0.5");
    check_round_trip::<Mixed>("0.25");
    check_error::<Mixed>("\"x\"", "", "expected one of 0.5, true, found a string that does not match");
}

/// Values are ordered as in the document. Unknown values follow.
#[test]
fn order_and_hash() {
    let sorted: BTreeSet<Status> = ["b", "draft", "a", "sent", "draft"].map(Status::from).into();
    assert_eq!(sorted.iter().map(Status::as_str).collect::<Vec<_>>(), ["a", "b", "draft", "sent"]);
    let sorted: BTreeSet<Code> = [10, 404, 9, 200, -1].map(Code::from).into();
    assert_eq!(sorted.iter().map(Code::as_i64).collect::<Vec<_>>(), [-1, 9, 10, 200, 404]);
    assert_eq!(HashSet::from(["a", "sent", "a"].map(Status::from)).len(), 2);
    assert!(Kind::A < Kind::B && Level::Low < Level::High);
}

/// The order of unknown values is total and consistent with equality.
#[test]
fn unknown_values_have_a_total_order() {
    let texts = [
        "null",
        "false",
        "true",
        "-9007199254740993",
        "-0.5",
        "0",
        "0.0",
        "9007199254740992",
        "9007199254740993",
        "9007199254740992.0",
        "18446744073709551615",
        "1e300",
        "\"\"",
        "\"a\"",
        "\"b\"",
        "[]",
        "[1]",
        "[1,0]",
        "[2]",
        "{}",
        "{\"a\":1}",
        "{\"a\":1,\"b\":0}",
        "{\"a\":2}",
        "{\"b\":0}",
    ];
    let values = texts.map(|text| decode::<UnknownValue>(text.as_bytes()).unwrap());
    for (left, a) in values.iter().enumerate() {
        for (right, b) in values.iter().enumerate() {
            assert_eq!(a.cmp(b), left.cmp(&right), "{a} and {b}");
            assert_eq!(a == b, left == right, "{a} and {b}");
        }
    }
    let [negative, positive] = ["-0.0", "0.0"].map(|text| decode::<UnknownValue>(text.as_bytes()).unwrap());
    assert_eq!((negative.cmp(&positive), negative == positive), (std::cmp::Ordering::Equal, true));
}
