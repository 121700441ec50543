//! Booleans, numbers, strings, lists, maps and null.

use std::collections::BTreeMap;

use serde::de::IntoDeserializer;
use serde::de::value::F64Deserializer;

use super::{check, check_error, check_round_trip};
use crate::runtime::codec::{self, Field};
use crate::runtime::{Value, decode, encode};

#[test]
fn integers_keep_their_digits_and_their_range() {
    check_round_trip::<Vec<i64>>("[0,-1,9223372036854775807,-9223372036854775808]");
    check_round_trip::<u64>("18446744073709551615");
    check_round_trip::<i8>("-128");
    check::<i64>("1.0", "1");
    check::<i32>("1e3", "1000");
    check::<u8>("255.0", "255");
    check_error::<i64>("9223372036854775808", "", "expected a 64-bit integer, found a number out of range");
    check_error::<i64>("1.5", "", "expected a 64-bit integer, found a number with a fraction");
    check_error::<u8>("256", "", "expected an integer from 0 to 255, found a number out of range");
    check_error::<u64>("-1", "", "expected an integer from 0 to 18446744073709551615, found a number out of range");
    check_error::<i64>("1e19", "", "expected a 64-bit integer, found a number out of range");
    check_error::<i64>("\"1\"", "", "expected a 64-bit integer, found a string");
}

#[test]
fn integers_of_128_bits_are_read_from_text() {
    for digits in ["170141183460469231731687303715884105727", "-1", "0"] {
        assert_eq!(decode::<i128>(digits.as_bytes()).map(|value| value.to_string()).as_deref(), Ok(digits));
    }
    assert_eq!(decode::<u128>(b"18446744073709551616"), Ok(18_446_744_073_709_551_616));
    // JSON Schema 2020-12, core, 4.2.3: a number with a zero fraction is an integer, in every notation.
    for (text, expect) in [
        ("1.0", 1),
        ("-900001.000000000000000", -900_001),
        ("1e3", 1000),
        ("1e20", 100_000_000_000_000_000_000),
        ("-0", 0),
    ] {
        assert_eq!(decode::<i128>(text.as_bytes()), Ok(expect), "{text}");
        assert_eq!(decode::<u128>(text.as_bytes()).ok(), u128::try_from(expect).ok(), "{text}");
    }
    assert_eq!(
        decode::<i128>(b"1.5").map_err(|error| error.message),
        Err("expected an integer of at most 128 bits, found a number with a fraction".to_owned())
    );
}

#[test]
fn numbers_keep_their_digits() {
    check_round_trip::<f64>("210.79375548288226");
    check_round_trip::<f64>("0.1");
    check_round_trip::<f64>("-0.0");
    check_round_trip::<f64>("1e+300");
    check::<f64>("1", "1");
    check::<f64>("20.0", "20");
    check::<f64>("5445384899097788000", "5445384899097788000.0");
    check_round_trip::<f32>("0.1");
    check_round_trip::<f32>("1.5");
    check_error::<f64>("true", "", "expected a number, found the boolean true");
}

#[test]
fn numbers_beyond_the_range_of_their_type_are_errors() {
    const OUT_OF_RANGE: &str = "expected a number, found a number out of range";
    let many_digits = "9".repeat(400);
    for json in ["1e400", "-1e400", "1.5e400", "-1.7976931348623159e308", &many_digits] {
        check_error::<f64>(json, "", OUT_OF_RANGE);
        check_error::<Vec<f64>>(&format!("[0,{json}]"), "[1]", OUT_OF_RANGE);
        check_error::<BTreeMap<String, Option<f64>>>(&format!(r#"{{"a":{json}}}"#), "a", OUT_OF_RANGE);
        check_error::<f32>(json, "", OUT_OF_RANGE);
    }
    check_round_trip::<f64>("1.7976931348623157e+308");
    assert_eq!(decode::<f64>(b"1e-400"), Ok(0.0));
    for json in ["1e39", "-1e39", "3.5e38", "340282366920938463463374607431768211455"] {
        check_error::<f32>(json, "", OUT_OF_RANGE);
        check_error::<Vec<Option<f32>>>(&format!("[{json}]"), "[0]", OUT_OF_RANGE);
    }
    check_error::<i64>("1e400", "", "expected a 64-bit integer, found a number out of range");
}

/// Formats other than JSON have floats that are not finite. JSON has none, so a value that was decoded from them could not be encoded.
#[test]
fn floats_that_are_not_finite_are_errors_in_all_formats() {
    for float in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        for found in [deserialize::<f64>(float), deserialize::<f32>(float), deserialize::<Value>(float)] {
            assert!(found.is_some_and(|error| error.contains("out of range")), "{float}");
        }
    }
    assert_eq!(deserialize::<f64>(1.5), None);
}

/// Decodes a float by serde's traits, and returns the error.
fn deserialize<T: Field>(float: f64) -> Option<String> {
    let deserializer: F64Deserializer<serde_json::Error> = float.into_deserializer();
    codec::deserialize::<T, _>(deserializer).err().map(|error| error.to_string())
}

/// The numbers of an undeclared value are those of `serde_json`, whose range is that of `f64`.
#[test]
fn undeclared_numbers_beyond_the_range_of_floats() {
    for json in ["1e400", "[-1e400]", r#"{"a":1.5e400}"#] {
        assert_eq!(decode::<Value>(json.as_bytes()).is_ok(), serde_json::from_str::<Value>(json).is_ok(), "{json}");
    }
}

#[test]
fn other_scalars() {
    check_round_trip::<bool>("true");
    check_round_trip::<String>("\"a\\u0000\\n\"");
    check_round_trip::<()>("null");
    check_round_trip::<Option<String>>("null");
    check_round_trip::<Vec<Option<i64>>>("[null,1]");
    check_round_trip::<Option<Option<String>>>("null");
    check_error::<()>("0", "", "expected null, found an integer");
    check_error::<String>("null", "", "expected a string, found null");
    check_error::<bool>("0", "", "expected a boolean, found an integer");
}

#[test]
fn strings_are_escaped() {
    for special in ["\"", "\\", "\n", "\u{0}", "\u{1f}", " ", "\u{7f}", "é", "\u{10ffff}", "!", "#", "[", "]"] {
        for before in 0..20 {
            for after in [0, 1, 7, 8, 9] {
                let text = format!("{}{special}{}", "a".repeat(before), "z".repeat(after));
                assert_eq!(encode(&text).unwrap(), serde_json::to_vec(&text).unwrap(), "{text:?}");
            }
        }
    }
}

#[test]
fn any_value() {
    check_round_trip::<Value>(r#"{"a":[1,-2.5,null,{"b":"c"}],"d":18446744073709551615}"#);
    check_round_trip::<BTreeMap<String, Value>>(r#"{"a":null,"b":[]}"#);
    check_error::<Value>(r#"{"a":1,"a":2}"#, "", "the member \"a\" appears twice");
}

#[test]
fn errors_in_lists_and_maps_have_a_path() {
    check_round_trip::<Vec<Vec<bool>>>("[[],[true]]");
    check_round_trip::<BTreeMap<String, Vec<i64>>>(r#"{"":[1],"a b":[]}"#);
    check_error::<Vec<Vec<bool>>>("[[],[true,1]]", "[1][1]", "expected a boolean, found an integer");
    check_error::<BTreeMap<String, Vec<i64>>>(
        r#"{"a b":[1,"x"]}"#,
        r#"["a b"][1]"#,
        "expected a 64-bit integer, found a string",
    );
    check_error::<BTreeMap<String, i64>>(r#"{"a":1,"a":2}"#, "", "the member \"a\" appears twice");
    check_error::<Vec<bool>>("{}", "", "expected an array, found an object");
}

#[test]
fn text_that_is_not_json() {
    let error = decode::<Vec<i64>>(b"[1, 2").unwrap_err();
    assert_eq!((error.message.as_str(), error.position), ("EOF while parsing a list", Some((1, 5))));
    assert!(decode::<i64>(b"1 2").is_err());
    assert!(decode::<i64>(b"").is_err());
}
