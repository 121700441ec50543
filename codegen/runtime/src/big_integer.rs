//! Integers of any size.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use crate::runtime::codec::{Decimal, Field, Fit, Slot, Text, View, is_json_number, serde_impls};

/// An integer of any size, for schemas that allow more than `i128` and `u128` hold.
///
/// It is a JSON number (RFC 8259, section 6) with all its digits. An integer with a fraction or an exponent, such as `5.0` or `1e20`, is
/// converted to plain digits if these end with at most 1000 zeros. A `BigInteger` does not calculate: parse [`as_str`](Self::as_str) with a
/// crate such as `num-bigint`. Values are ordered as numbers.
///
/// ```
/// use oasmith_runtime::BigInteger;
///
/// let given: BigInteger = "115792089237316195423570985008687907853269984665640564039457584007913129639935".parse()?;
/// assert!(given > BigInteger::from(u128::MAX));
/// assert!(u64::try_from(&given).is_err());
/// assert_eq!(u64::try_from(&BigInteger::from(5)), Ok(5));
/// # Ok::<(), oasmith_runtime::BigIntegerError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BigInteger(Box<str>);

/// The error returned when a text is not an integer, or an integer is out of the range of another type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BigIntegerError;

impl BigInteger {
    /// Returns the digits, with `-` in front of a negative integer.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Parses the text of a JSON number without a fraction, also `1e20` and `5.0`.
    fn parse(text: &str) -> Option<Self> {
        if !is_json_number(text) {
            return None;
        }
        if text.bytes().skip(1).all(|byte| byte.is_ascii_digit()) && text != "-0" {
            return Some(Self(text.into()));
        }
        let digits = Decimal::without_exponent(text)?;
        (!digits.contains('.')).then(|| Self(digits.into()))
    }
}

/// Compares two integers by value. The arguments are digits as [`BigInteger::as_str`] returns them, so that, unlike a [`Decimal`], nothing has
/// to be parsed.
#[must_use]
pub fn compare_integers(left: &str, right: &str) -> Ordering {
    let parts = |text: &str| (!text.starts_with('-'), text.len());
    let ((is_positive, length), (is_other_positive, other_length)) = (parts(left), parts(right));
    let by_size = || length.cmp(&other_length).then_with(|| left.cmp(right));
    is_positive.cmp(&is_other_positive).then_with(|| if is_positive { by_size() } else { by_size().reverse() })
}

impl Default for BigInteger {
    /// Returns zero.
    fn default() -> Self {
        Self("0".into())
    }
}

impl fmt::Display for BigInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad_integral(!self.0.starts_with('-'), "", self.0.trim_start_matches('-'))
    }
}

impl fmt::Debug for BigInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Fails if the text is not a JSON number, if it has a fraction, or if its digits would end with more than 1000 zeros because of an exponent.
impl FromStr for BigInteger {
    type Err = BigIntegerError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or(BigIntegerError)
    }
}

impl PartialOrd for BigInteger {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for BigInteger {
    fn cmp(&self, other: &Self) -> Ordering {
        compare_integers(&self.0, &other.0)
    }
}

impl fmt::Display for BigIntegerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an integer, or out of range")
    }
}

impl std::error::Error for BigIntegerError {}

macro_rules! integers {
    ($($ty:ty),+) => { $(
        impl From<$ty> for BigInteger {
            fn from(value: $ty) -> Self {
                Self(value.to_string().into())
            }
        }

        /// Fails if the integer is out of range.
        impl TryFrom<&BigInteger> for $ty {
            type Error = BigIntegerError;

            fn try_from(value: &BigInteger) -> Result<Self, Self::Error> {
                value.0.parse().map_err(|_| BigIntegerError)
            }
        }
    )+ };
}

integers!(i32, i64, i128, u32, u64, u128);

impl Field for BigInteger {
    fn placeholder() -> Self {
        Self::default()
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Number(self)
    }
    fn view(&self) -> View<'_> {
        View::Number(self)
    }
}

impl Text for BigInteger {
    fn expected(&self) -> Cow<'static, str> {
        Cow::Borrowed("an integer")
    }
    fn set(&mut self, text: &str) -> Fit {
        match Self::parse(text) {
            Some(value) => {
                *self = value;
                Fit::Exact
            }
            None => Fit::Refused,
        }
    }
}

serde_impls!(BigInteger);
