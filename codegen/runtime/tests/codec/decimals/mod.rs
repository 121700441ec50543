//! Numbers of a user's type: all digits round-trip, or decoding fails.

mod models;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use self::models::{Decimal, Exact, Pair, Parts, Price, Rates, Tagged, Untagged};
use super::Model;
use crate::runtime::codec::{Field, Member, Object, ObjectTable, Presence, Slot, Undeclared, View};
use crate::runtime::{AsNumber, AsText, Custom, decode, decode_value, encode, encode_value};

/// A value after a member with too many levels for the first pass of the reader.
struct Slow<T>(T);

impl<T: Field> Field for Slow<T> {
    fn placeholder() -> Self {
        Self(T::placeholder())
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Object(self)
    }
    fn view(&self) -> View<'_> {
        self.0.view()
    }
}

impl<T: Field> Object for Slow<T> {
    fn table(&self) -> &'static ObjectTable {
        const MEMBERS: &[Member] = &[Member { name: "value", presence: Presence::Required }];
        &ObjectTable { name: "Slow", members: MEMBERS, undeclared: Undeclared::Ignored, ..ObjectTable::EMPTY }
    }
    fn slot(&mut self, _: usize) -> Slot<'_> {
        self.0.slot()
    }
    fn view(&self, _: usize) -> View<'_> {
        self.0.view()
    }
}

/// Numbers whose floats print as other numbers with few digits, which look like the written ones.
const HIDDEN: &[&str] = &[
    "0.1000000000000000055511151231257827",
    "1.00000000000000000001",
    "100000000000000000000000000000000000001.5",
    "1e-400",
];

const DIGITS: &[&str] = &[
    "0",
    "-0",
    "1",
    "-7",
    "1.50",
    "-0.10",
    "0.1",
    "1.0",
    "100.00",
    "12345678901234567.89",
    "9007199254740993",
    "18446744073709551615",
    "18446744073709551616",
    "-170141183460469231731687303715884105728",
    "1234567890123456789012345678901234567890",
    "-1234567890.1234567890123456789012345678",
    "1e400",
    "-1E400",
    "1E-30",
    "1e+5",
    "1.50e-7",
];

/// Returns the value of a number: its sign, its digits, and a power of ten.
fn value_of(text: &str) -> (bool, String, i64) {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let trimmed = digits.trim_start_matches('-').trim_start_matches('0').trim_end_matches('0');
    if trimmed.is_empty() {
        return (text.starts_with('-'), String::new(), 0);
    }
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    let power = exponent.parse::<i64>().unwrap() - fraction.len() as i64 + zeros as i64;
    (text.starts_with('-'), trimmed.to_owned(), power)
}

/// Decodes a text with a number in place of each `#` in every possible way, and encodes it again. JSON text keeps the digits; everything
/// else keeps the value of the number, or fails.
#[track_caller]
fn check<T: Field>(template: &str) {
    for digits in HIDDEN {
        by_text::<T>(&template.replace('#', digits));
    }
    for digits in DIGITS {
        let json = template.replace('#', digits);
        let value = Model(by_text::<T>(&json));
        same_value(digits, &json, "from_str", serde_json::from_str::<Model<T>>(&json).ok());
        same_value(digits, &json, "from_reader", serde_json::from_reader::<_, Model<T>>(json.as_bytes()).ok());
        if let Ok(parsed) = serde_json::from_str::<Value>(&json) {
            same_value(digits, &json, "decode_value", decode_value::<T>(&parsed).ok().map(Model));
            same_value(digits, &json, "from_value", serde_json::from_value::<Model<T>>(parsed).ok());
        }
        same_text(digits, &json, "to_string", serde_json::to_string(&value).ok());
        same_text(digits, &json, "to_value", serde_json::to_value(&value).ok().map(|value| value.to_string()));
        // A number that a `Value` cannot hold is a string with all digits.
        let whole = encode_value(&value.0).unwrap().to_string();
        same_text(digits, &json, "encode_value", Some(whole.replace(&format!("\"{digits}\""), digits)));
        let mut cbor = Vec::new();
        if ciborium::into_writer(&value, &mut cbor).is_ok() {
            let read = ciborium::from_reader::<Model<T>, _>(&cbor[..]).ok();
            same_value(digits, &json, "cbor", read);
        }
    }
}

/// Decodes a text by both passes of the reader, and checks that it encodes to itself.
#[track_caller]
fn by_text<T: Field>(json: &str) -> T {
    let show = |written: Vec<u8>| String::from_utf8(written).unwrap();
    let deep = format!(r#"{{"other":{}{},"value":{json}}}"#, "[".repeat(200), "]".repeat(200));
    let slow: Slow<T> = decode(deep.as_bytes()).unwrap_or_else(|error| panic!("slow {json}: {error}"));
    assert_eq!(show(encode(&slow.0).unwrap()), json, "slow");
    let value: T = decode(json.as_bytes()).unwrap_or_else(|error| panic!("{json}: {error}"));
    assert_eq!(show(encode(&value).unwrap()), json, "fast");
    value
}

/// Checks that a value that was decoded another way, if that is possible, has the same number.
#[track_caller]
fn same_value<T: Field>(digits: &str, json: &str, way: &str, value: Option<Model<T>>) {
    same_text(digits, json, way, value.map(|value| String::from_utf8(encode(&value.0).unwrap()).unwrap()));
}

#[track_caller]
fn same_text(digits: &str, json: &str, way: &str, text: Option<String>) {
    let Some(text) = text else { return };
    let numbers = |text: &str| -> Vec<_> {
        let mut pieces = text.split(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c)));
        let is_number = |piece: &&str| piece.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
        let mut all: Vec<_> = pieces.by_ref().filter(is_number).map(value_of).collect();
        all.sort();
        all
    };
    assert_eq!(numbers(&text), numbers(json), "{digits} by {way}: {text}");
}

#[test]
fn all_digits_round_trip() {
    check::<Decimal>("#");
    check::<Option<Decimal>>("#");
    check::<Vec<Decimal>>("[#,1.50,#]");
    check::<Vec<Option<Vec<Decimal>>>>("[null,[#]]");
    check::<BTreeMap<String, Decimal>>(r#"{"a b":#,"c\n":#}"#);
    check::<Price>(r#"{"amount":#,"tax":#,"fee":#,"steps":[#,#]}"#);
    check::<Price>(r#"{"amount":#,"fee":null}"#);
    check::<Pair>(r#"["p",#]"#);
}

#[test]
fn all_digits_round_trip_in_maps_of_undeclared_members() {
    check::<Rates>(r#"{"name":"n","x-a":[#],"b":#}"#);
    check::<Vec<Rates>>(r#"[{"x-a":[#,#],"x-b":[],"b":#,"c":#}]"#);
}

#[test]
fn all_digits_round_trip_in_unions() {
    check::<Untagged>("#");
    check::<Untagged>("[#,#]");
    check::<Untagged>(r#"["p",#]"#);
    check::<Untagged>(r#"{"amount":#}"#);
    check::<Untagged>(r#"{"amount":#,"reason":"r"}"#);
    check::<Untagged>(r#"{"amount":#,"total":#}"#);
    check::<Vec<Untagged>>(r#"["t",#,[#],{"amount":#,"total":#}]"#);
    check::<Tagged>(r#"{"amount":#,"kind":"sale"}"#);
    check::<Tagged>(
        r#"{"amount":#,"inner":{"amount":#,"inner":{"amount":#,"kind":"sale"},"kind":"sale"},"kind":"sale"}"#,
    );
}

#[test]
fn all_digits_round_trip_in_flattened_parts() {
    check::<Parts>(r#"{"id":#,"amount":#,"reason":"r"}"#);
    check::<Parts>(r#"{"id":#,"amount":#,"total":#,"z":#}"#);
    check::<Vec<Parts>>(r#"[{"id":#,"amount":#,"reason":"r","total":#}]"#);
}

#[test]
fn text_that_is_not_a_json_number_is_encoded_as_a_string() {
    for (printed, expect) in [("NaN", "\"NaN\""), ("+1", "\"+1\""), (".5", "\".5\""), ("1.", "\"1.\""), ("1.5", "1.5")]
    {
        let value = Decimal::new(Exact(printed.to_owned()));
        assert_eq!(String::from_utf8(encode(&value).unwrap()).unwrap(), expect);
        assert_eq!(serde_json::to_string(&value).unwrap(), expect);
    }
}

#[test]
fn a_number_that_a_float_cannot_hold_is_an_error() {
    let value: Decimal = decode(b"12345678901234567.89").unwrap();
    let error = serde_json::to_string(&value).unwrap_err().to_string();
    assert_eq!(
        error,
        "a number has more digits than a float can hold: encode the value as JSON text with `encode` instead"
    );
    assert_eq!(encode_value(&value).unwrap(), Value::from("12345678901234567.89"));
    let error = serde_json::from_str::<Decimal>("12345678901234567.89").unwrap_err().to_string();
    let expect =
        "expected a `Exact`, found a float that may have lost digits: decode the JSON text with `decode` instead";
    assert!(error.starts_with(expect), "{error}");
    let error = decode_value::<Decimal>(&Value::from(0.1 + 0.2)).unwrap_err();
    assert_eq!(error.message, expect);
}

#[test]
fn exponents_are_expanded_for_types_without_them() {
    /// Like most decimal types: a point, and no exponent.
    #[derive(Debug)]
    struct Plain(String);

    impl FromStr for Plain {
        type Err = ();

        fn from_str(text: &str) -> Result<Self, ()> {
            if text.contains(['e', 'E']) { Err(()) } else { Ok(Self(text.to_owned())) }
        }
    }

    impl fmt::Display for Plain {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(&self.0)
        }
    }

    for (json, expect) in [("1.5e-3", "0.0015"), ("1E3", "1000"), ("-2.50", "-2.50")] {
        assert_eq!(decode::<Custom<Plain, AsNumber>>(json.as_bytes()).unwrap().0, expect);
    }
    assert!(decode::<Custom<Plain, AsNumber>>(b"1e1001").is_err());
}

#[test]
fn numbers_are_equal_by_value_and_texts_by_text() {
    let number = |text: &str| Decimal::new(Exact(text.to_owned()));
    for (left, right, expect) in [
        ("1.5", "1.50", true),
        ("1e3", "1000", true),
        ("12345678901234567.89", "12345678901234567.88", false),
        ("NaN", "NaN", true),
        ("NaN", "1", false),
    ] {
        assert_eq!(number(left) == number(right), expect, "{left} {right}");
    }
    let text = |text: &str| Custom::<Exact, AsText>::new(Exact(text.to_owned()));
    assert!(text("1.5") == text("1.5") && text("1.5") != text("1.50"));
}

#[test]
fn user_data_is_not_mistaken_for_a_number() {
    for name in ["$serde_json::private::Number", "$serde_json::private::RawValue"] {
        let spoof = format!(r#"{{"{name}":"12"}}"#);
        assert!(decode::<Decimal>(spoof.as_bytes()).is_err());
        assert!(decode::<Untagged>(spoof.as_bytes()).is_err());
        let mut cbor = Vec::new();
        ciborium::into_writer(&BTreeMap::from([(name, "12")]), &mut cbor).unwrap();
        assert!(ciborium::from_reader::<Decimal, _>(&cbor[..]).is_err());
        let kept: Value = decode(spoof.as_bytes()).unwrap();
        assert_eq!(kept.to_string(), spoof);
        assert_eq!(
            serde_json::to_string(&ciborium::from_reader::<Model<Value>, _>(&cbor[..]).unwrap()).unwrap(),
            spoof
        );
    }
}
