//! Numbers. The reader keeps their text, and converts it only into the type that the slot needs.

use std::borrow::Cow;
use std::str::FromStr;

use serde_json::Number;

use super::reader::Reader;
use crate::runtime::codec::scalar::Scalar;

/// A JSON number.
pub(super) enum JsonNumber<'a> {
    /// An integer of so few digits that an `i64` holds it.
    SmallInteger(i64),
    /// The text of any other number.
    Text(&'a str),
}

impl<'a, const EXPLAIN: bool> Reader<'a, EXPLAIN> {
    /// Reads the next number.
    #[inline]
    pub(super) fn read_number(&mut self) -> Option<JsonNumber<'a>> {
        /// An `i64` holds every integer of so many digits.
        const SMALL_DIGITS: usize = 18;
        let start = self.offset;
        let is_negative = self.eat("-");
        let first = self.offset;
        let mut value: i64 = 0;
        while let Some(digit @ b'0'..=b'9') = self.byte() {
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
            self.offset += 1;
        }
        let digits = self.offset - first;
        if digits == 0 || digits > 1 && self.text.as_bytes().get(first) == Some(&b'0') {
            return None;
        }
        let is_integer = !matches!(self.byte(), Some(b'.' | b'e' | b'E'));
        // `-0` is not an integer: it would lose its sign.
        if is_integer && digits <= SMALL_DIGITS && !(is_negative && value == 0) {
            return Some(JsonNumber::SmallInteger(if is_negative { -value } else { value }));
        }
        self.skip_fraction()?;
        self.text.get(start..self.offset).map(JsonNumber::Text)
    }

    /// Skips the fraction and the exponent of a number, if it has them.
    fn skip_fraction(&mut self) -> Option<()> {
        if self.eat(".") {
            self.skip_digits()?;
        }
        if self.eat("e") || self.eat("E") {
            let _ = self.eat("-") || self.eat("+");
            self.skip_digits()?;
        }
        Some(())
    }

    /// Skips one or more digits.
    fn skip_digits(&mut self) -> Option<()> {
        let start = self.offset;
        while let Some(b'0'..=b'9') = self.byte() {
            self.offset += 1;
        }
        (self.offset > start).then_some(())
    }
}

impl<'a> JsonNumber<'a> {
    /// Converts into a number of `serde_json`. `None` for a number beyond the range of floats.
    pub(super) fn to_number(&self) -> Option<Number> {
        match *self {
            Self::SmallInteger(value) => Some(value.into()),
            Self::Text(text) => Number::from_str(text).ok(),
        }
    }

    /// Converts into a scalar of the codec.
    pub(super) fn to_scalar(&self) -> Scalar<'a> {
        match *self {
            Self::SmallInteger(value) => Scalar::I64(value),
            Self::Text(text) => Scalar::parse(Cow::Borrowed(text)),
        }
    }

    /// Returns the nearest float. `None` for an integer that may lose digits, and for numbers beyond the range of floats.
    #[inline]
    pub(super) fn to_f64(&self) -> Option<f64> {
        /// Up to here a float holds every integer.
        const LIMIT: u64 = 1 << 53;
        match *self {
            Self::SmallInteger(value) => (value.unsigned_abs() <= LIMIT).then_some(value as f64),
            Self::Text(text) if text.contains('.') => text.parse().ok().filter(|value: &f64| value.is_finite()),
            Self::Text(_) => None,
        }
    }
}
