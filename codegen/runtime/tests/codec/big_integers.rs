//! Integers of any size, and enumerations of them.

use std::collections::{BTreeMap, HashSet};

use crate::runtime::codec::Field;
use crate::runtime::{BigInteger, decode, decode_value, encode};

const MAX_256: &str = "115792089237316195423570985008687907853269984665640564039457584007913129639935";

/// Checks that JSON text decodes and encodes to itself. A `serde_json::Value` would lose digits.
#[track_caller]
fn check_round_trip<T: Field>(json: &str) {
    let value: T = decode(json.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(encode(&value).unwrap()).as_deref(), Ok(json));
}

#[track_caller]
fn check_error<T: Field>(json: &str, message: &str) {
    assert_eq!(decode::<T>(json.as_bytes()).err().map(|error| error.message).as_deref(), Some(message), "{json}");
}

#[test]
fn integers_keep_their_digits() {
    let beyond_floats = "9".repeat(400);
    for json in ["0", "-1", "18446744073709551616", MAX_256, &format!("-{MAX_256}"), &beyond_floats] {
        check_round_trip::<BigInteger>(json);
        check_round_trip::<Vec<Option<BigInteger>>>(&format!("[{json},null]"));
        check_round_trip::<BTreeMap<String, BigInteger>>(&format!("{{\"a\":{json}}}"));
    }
    for (json, digits) in
        [("-0", "0"), ("1e20", "100000000000000000000"), ("5.0", "5"), ("12.5e1", "125"), ("-1E3", "-1000")]
    {
        let value: BigInteger = decode(json.as_bytes()).unwrap();
        assert_eq!((value.as_str(), value.to_string().as_str()), (digits, digits), "{json}");
    }
}

#[test]
fn other_values_are_errors() {
    check_error::<BigInteger>("1.5", "expected an integer, found a number that does not match");
    check_error::<BigInteger>("1e-1", "expected an integer, found a number that does not match");
    check_error::<BigInteger>("1e999999999", "expected an integer, found a number that does not match");
    check_error::<BigInteger>("true", "expected an integer, found the boolean true");
    assert!(decode::<BigInteger>(b"\"1\"").is_err());
    for text in ["", "-", "+1", "01", "1 ", "0x1", "1_000", "abc", "1.5"] {
        assert!(text.parse::<BigInteger>().is_err(), "{text:?}");
    }
    // A value in memory may have lost digits.
    let rounded = serde_json::json!(1.157920892373162e77);
    assert!(decode_value::<BigInteger>(&rounded).is_err());
}

#[test]
fn order_and_conversions() {
    let minimum = format!("-{MAX_256}");
    let ordered = [&minimum, "-10", "-9", "0", "9", "10", "340282366920938463463374607431768211456", MAX_256];
    let ordered = ordered.map(|text| text.parse::<BigInteger>().unwrap());
    assert!(ordered.is_sorted());
    assert_eq!(ordered.iter().collect::<HashSet<_>>().len(), ordered.len());
    assert_eq!(BigInteger::default(), BigInteger::from(0));
    assert_eq!(i64::try_from(&BigInteger::from(i64::MIN)), Ok(i64::MIN));
    assert_eq!(u128::try_from(&BigInteger::from(u128::MAX)), Ok(u128::MAX));
    assert!(i128::try_from(&BigInteger::from(u128::MAX)).is_err());
    assert!(u32::try_from(&BigInteger::from(-1)).is_err());
    assert_eq!(
        format!("{:>6}|{:06}|{:?}", BigInteger::from(-5), BigInteger::from(-5), BigInteger::from(7)),
        "    -5|-00005|7"
    );
}

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
enum Limit {
    One,
    Most,
    More,
    Unknown(BigInteger),
}

crate::runtime::codec::big_integer_enum!(Limit {
    "1" => One,
    "18446744073709551616" => Most,
    "18446744073709551617" => More,
    else Unknown,
});

#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum Only {
    #[default]
    Max,
}

crate::runtime::codec::big_integer_enum!(Only {
    "115792089237316195423570985008687907853269984665640564039457584007913129639935" => Max,
});

#[test]
fn enumerations() {
    for (json, expect) in [
        ("1", Limit::One),
        ("18446744073709551616", Limit::Most),
        ("18446744073709551617", Limit::More),
        ("18446744073709551618", Limit::Unknown(BigInteger::from(18446744073709551618_u128))),
    ] {
        assert_eq!(decode::<Limit>(json.as_bytes()), Ok(expect), "{json}");
        check_round_trip::<Limit>(json);
    }
    assert_eq!(decode::<Limit>(b"1.0"), Ok(Limit::One));
    assert!(Limit::One < Limit::Most && Limit::Most < Limit::More);
    assert_eq!(Limit::VALUES.len(), 3);
    check_round_trip::<Only>(MAX_256);
    check_error::<Only>("1", &format!("expected {MAX_256}, found a number that does not match"));
    assert!(decode::<Limit>(b"\"1\"").is_err());
}
