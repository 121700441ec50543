//! Numbers that a value holds with fewer digits than the text, or not at all.

use serde_json::Value;

use super::outline_json::end_of_string;
use crate::exact_number::ExactNumber;

/// A float holds every decimal of so many digits.
pub(super) const CERTAIN_DIGITS: usize = 15;

/// Returns whether the text of a value may be a number with more digits. Few values of a document may: integers beyond 64 bits, floats that
/// use all digits, and strings that YAML reads instead of numbers beyond the range of floats.
pub(super) fn may_be_inexact(value: &Value) -> bool {
    match value {
        Value::Number(number) if number.is_f64() => {
            let text = number.to_string();
            let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
            let digits = || mantissa.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0');
            let is_large_integer = number.as_f64().is_some_and(|float| float.abs() >= 1e18 && float.fract() == 0.0);
            is_large_integer || digits().count() > CERTAIN_DIGITS
        }
        Value::String(text) => parse(text).is_some_and(|number| number.as_f64().is_infinite()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
    }
}

/// Parses a number of JSON, or an integer of YAML: `+5`, `0xFF`, `0o17`, `0b11`.
pub(super) fn parse(text: &str) -> Option<ExactNumber> {
    let text = text.strip_prefix('+').unwrap_or(text);
    let (negative, unsigned) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let radix = [("0x", 16), ("0o", 8), ("0b", 2)].into_iter().find_map(|(prefix, radix)| {
        let digits = unsigned.strip_prefix(prefix)?;
        u128::from_str_radix(digits, radix).ok()
    });
    match radix {
        Some(value) if negative => ExactNumber::parse(&format!("-{value}")),
        Some(value) => Some(value.into()),
        None => ExactNumber::parse(text),
    }
}

/// Returns whether a number is read as this value.
pub(super) fn is_read_as(number: &ExactNumber, value: &Value) -> bool {
    match value {
        Value::Number(read) => match read.as_f64() {
            // `with_finite_numbers` writes these.
            Some(f64::MAX | f64::MIN) if number.as_f64().is_infinite() => true,
            read => read == Some(number.as_f64()),
        },
        Value::String(text) => text == number.as_str(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
    }
}

/// Replaces numbers beyond the range of floats in a JSON text by the largest float. `None` if the text has no such numbers.
pub(super) fn with_finite_numbers(text: &str) -> Option<String> {
    let mut changed = String::new();
    let (mut copied, mut at) = (0, 0);
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = end_of_string(bytes, at),
            b'0'..=b'9' => {
                let end = at + bytes.iter().skip(at).take_while(|byte| is_in_number(**byte)).count();
                let number = text.get(at..end).unwrap_or_default();
                if number.parse().is_ok_and(f64::is_infinite) {
                    changed.push_str(text.get(copied..at)?);
                    changed.push_str("1.7976931348623157e308");
                    copied = end;
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    (copied > 0).then(|| changed + text.get(copied..).unwrap_or_default())
}

fn is_in_number(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_numbers_beyond_floats_are_replaced() {
        let replaced = "[1.7976931348623157e308, -1.7976931348623157e308 , \"1e400\", 1e300, \"\\\"1e400\"]";
        assert_eq!(
            with_finite_numbers("[1e400, -2.5E+999 , \"1e400\", 1e300, \"\\\"1e400\"]").as_deref(),
            Some(replaced)
        );
        let long = format!("{{\"a\":{}}}", "9".repeat(400));
        assert_eq!(with_finite_numbers(&long).as_deref(), Some("{\"a\":1.7976931348623157e308}"));
        for text in ["", "[1, 2.5e3]", "\"1e400", "\"\\", "é1", "1e", "1e400".trim_end_matches("00")] {
            assert_eq!(with_finite_numbers(text), None, "{text}");
        }
    }

    #[test]
    fn few_values_may_be_inexact() {
        for value in [
            json!(1),
            json!(u64::MAX),
            json!(0.1),
            json!(1e5),
            json!("text"),
            json!("12"),
            json!(null),
            json!(123456789.012345),
        ] {
            assert!(!may_be_inexact(&value), "{value}");
        }
        for value in [json!(1e30), json!(1.8446744073709552e19), json!(0.1 + 0.2), json!("1e400"), json!(f64::MAX)] {
            assert!(may_be_inexact(&value), "{value}");
        }
    }

    #[test]
    fn integers_of_yaml() {
        for (text, expect) in [
            ("+5", Some("5")),
            ("0xFF", Some("255")),
            ("-0o17", Some("-15")),
            ("1e3", Some("1e3")),
            ("x", None),
            ("0xG", None),
        ] {
            assert_eq!(parse(text).map(|number| number.to_string()).as_deref(), expect, "{text}");
        }
    }
}
