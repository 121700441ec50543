//! Numbers: what they are is only found out where someone asks, and their text stays.

use std::borrow::Cow;
use std::str::FromStr;

use serde_json::Number;

use super::reader::Reader;
use crate::runtime::codec::fill::Scalar;

/// A number as it is written.
pub(super) enum Digits<'a> {
    /// An integer of so few digits that it surely fits.
    Small(i64),
    /// Any other.
    Other(&'a str),
}

impl<'a, const EXPLAIN: bool> Reader<'a, EXPLAIN> {
    /// The number at hand.
    #[inline]
    pub(super) fn number(&mut self) -> Option<Digits<'a>> {
        /// As many digits as each fit.
        const SMALL: usize = 18;
        let start = self.at;
        let is_negative = self.take("-");
        let first = self.at;
        let mut value: i64 = 0;
        while let Some(digit @ b'0'..=b'9') = self.byte() {
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
            self.at += 1;
        }
        let digits = self.at - first;
        if digits == 0 || digits > 1 && self.text.as_bytes().get(first) == Some(&b'0') {
            return None;
        }
        let is_integer = !matches!(self.byte(), Some(b'.' | b'e' | b'E'));
        // `-0` is no integer: it would lose its sign.
        if is_integer && digits <= SMALL && !(is_negative && value == 0) {
            return Some(Digits::Small(if is_negative { -value } else { value }));
        }
        self.fraction()?;
        self.text.get(start..self.at).map(Digits::Other)
    }

    /// Passes what follows the integer part of a number, which may be nothing.
    fn fraction(&mut self) -> Option<()> {
        if self.take(".") {
            self.digits()?;
        }
        if self.take("e") || self.take("E") {
            let _ = self.take("-") || self.take("+");
            self.digits()?;
        }
        Some(())
    }

    /// Passes digits, of which there must be one.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.byte() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}

impl<'a> Digits<'a> {
    /// The number as `serde_json` has it; `None` if it is beyond all floats.
    pub(super) fn number(&self) -> Option<Number> {
        match *self {
            Self::Small(value) => Some(value.into()),
            Self::Other(text) => Number::from_str(text).ok(),
        }
    }

    /// The number as the codec has it.
    pub(super) fn scalar(&self) -> Scalar<'a> {
        match *self {
            Self::Small(value) => Scalar::I64(value),
            Self::Other(text) => Scalar::parse(Cow::Borrowed(text)),
        }
    }

    /// The nearest float, if the number is surely none of the integers of which not all digits fit.
    #[inline]
    pub(super) fn float(&self) -> Option<f64> {
        /// Up to here every integer is a float.
        const LIMIT: u64 = 1 << 53;
        match *self {
            Self::Small(value) => (value.unsigned_abs() <= LIMIT).then_some(value as f64),
            Self::Other(text) if text.contains('.') => text.parse().ok().filter(|value: &f64| value.is_finite()),
            Self::Other(_) => None,
        }
    }
}
