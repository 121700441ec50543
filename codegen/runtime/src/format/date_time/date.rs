//! `format: date` (RFC 3339).

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use chrono::NaiveDate;

use super::super::traits::{set, text_field};
use crate::runtime::codec::{Fit, Text, serde_impls};

/// A date (RFC 3339 `full-date`).
///
/// It derefs to [`chrono::NaiveDate`] and converts from and to it.
///
/// ```
/// use oasmith_runtime::{Date, DateTime};
///
/// let today: Date = DateTime::now().date_naive().into(); // in UTC
/// let given: Date = "2024-02-29".parse()?;
/// assert!(given < today);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// With the features `time` and `jiff`, it also converts from and to `time::Date` and `jiff::civil::Date`. Conversions lose nothing. If the
/// other type cannot represent the year, they return a [`TimeConversionError`](crate::runtime::TimeConversionError).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Date(NaiveDate);

impl Date {
    /// Returns the date as a type of chrono.
    #[must_use]
    pub const fn into_inner(self) -> NaiveDate {
        self.0
    }
}

impl Deref for Date {
    type Target = NaiveDate;

    fn deref(&self) -> &NaiveDate {
        &self.0
    }
}

impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        Self(date)
    }
}

impl From<Date> for NaiveDate {
    fn from(date: Date) -> Self {
        date.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Accepts every text that chrono accepts, such as ` 2024-2-29`. Decoding accepts only the form `2024-02-29`.
impl FromStr for Date {
    type Err = chrono::ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// Returns whether a text has the form `2024-02-29`. chrono also accepts ` 2024-2-29`.
fn is_full_date(text: &str) -> bool {
    let is_valid =
        |(position, byte): (usize, u8)| if matches!(position, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == "YYYY-MM-DD".len() && text.bytes().enumerate().all(is_valid)
}

text_field!(Date);
serde_impls!(Date);

impl Text for Date {
    fn expected(&self) -> Cow<'static, str> {
        Cow::Borrowed("a date (RFC 3339)")
    }
    fn set(&mut self, text: &str) -> Fit {
        match text.parse() {
            Ok(_) if !is_full_date(text) => Fit::Refused,
            parsed => set(self, parsed),
        }
    }
}
