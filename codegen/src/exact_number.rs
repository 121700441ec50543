//! Numbers of a document with all their digits.
//!
//! `serde_json::Number` rounds integers beyond 64 bits and cannot hold `1e400`. Its feature `arbitrary_precision` would keep the text, but
//! Cargo would then enable it for every crate of a build that contains the generator, such as this workspace, and numbers of generated
//! clients would behave differently there. So the text is read only for the few numbers that need it.

use std::cmp::Ordering;
use std::fmt;

use oasmith_runtime::codec::{Decimal, is_json_number};
use serde_json::Number;

/// A JSON number with all its digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExactNumber(Box<str>);

impl ExactNumber {
    /// Parses the text of a JSON number (RFC 8259, section 6). `None` also for an exponent of more than 15 digits, which could not be compared.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let exponent = text.split_once(['e', 'E']).map_or("", |(_, exponent)| exponent);
        let exponent_digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent).len();
        (is_json_number(text) && exponent_digits <= 15).then(|| Self(text.into()))
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the nearest float. It is infinite for a number beyond the range of floats.
    #[must_use]
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::INFINITY)
    }

    /// Returns the number as `serde_json` reads it. `None` for a number beyond the range of floats.
    #[must_use]
    pub fn to_number(&self) -> Option<Number> {
        serde_json::from_str(&self.0).ok()
    }

    /// Returns whether the number has no fraction.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        self.decimal().is_integer()
    }

    /// Returns whether a [`Number`] is the same number, so that the text is not needed.
    #[must_use]
    pub fn is_held_by(&self, number: &Number) -> bool {
        self.compare(&Self::from(number)) == Ordering::Equal
    }

    /// Returns whether the number is between two others, inclusively.
    #[must_use]
    pub fn is_within(&self, range: &(Self, Self)) -> bool {
        self.compare(&range.0).is_ge() && self.compare(&range.1).is_le()
    }

    /// Compares two numbers by value.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Ordering {
        self.decimal().compare(&other.decimal())
    }

    /// Returns the value. Each number that is parsed has one.
    fn decimal(&self) -> Decimal {
        Decimal::parse(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for ExactNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<&Number> for ExactNumber {
    fn from(number: &Number) -> Self {
        Self(number.to_string().into())
    }
}

/// Implements conversions from integers.
macro_rules! from_integers {
    ($($ty:ty),+) => { $(
        impl From<$ty> for ExactNumber {
            fn from(value: $ty) -> Self {
                Self(value.to_string().into())
            }
        }
    )+ };
}

from_integers!(i8, i16, i32, i64, i128, u8, u16, u32, u64, u128);

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> ExactNumber {
        ExactNumber::parse(text).unwrap()
    }

    #[test]
    fn only_json_numbers_are_parsed() {
        for text in [
            "0",
            "-0",
            "1.50",
            "1e400",
            "1E-30",
            "-12.5e+3",
            "115792089237316195423570985008687907853269984665640564039457584007913129639935",
        ] {
            assert_eq!(ExactNumber::parse(text).map(|number| number.to_string()).as_deref(), Some(text));
        }
        for text in ["", "-", "+1", "01", ".5", "1.", "1e", "1 ", "NaN", "inf", "0x1", "1e9999999999999999"] {
            assert_eq!(ExactNumber::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn numbers_are_compared_by_value() {
        let ordered = [
            "-1e400",
            "-340282366920938463463374607431768211456",
            "-20",
            "-1.5",
            "-0.2",
            "-0.15",
            "0",
            "1e-400",
            "0.1",
            "0.10000000000000001",
            "1",
            "9",
            "10",
            "18446744073709551615",
            "18446744073709551616",
            "18446744073709551617",
            "1e20",
            "1e400",
        ];
        for (a, left) in ordered.iter().enumerate() {
            for (b, right) in ordered.iter().enumerate() {
                assert_eq!(number(left).compare(&number(right)), a.cmp(&b), "{left} {right}");
            }
        }
        for (left, right) in [("1.0", "1"), ("-0", "0.00"), ("1e2", "100"), ("0.5e1", "5.0"), ("0.001e3", "1")] {
            assert_eq!(number(left).compare(&number(right)), Ordering::Equal);
        }
    }

    #[test]
    fn integers_have_no_fraction() {
        for (text, expect) in [
            ("1", true),
            ("1.0", true),
            ("1.50e1", true),
            ("1.5", false),
            ("1e-1", false),
            ("0.0", true),
            ("1e400", true),
        ] {
            assert_eq!(number(text).is_integer(), expect, "{text}");
        }
    }
}
