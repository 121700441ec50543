//! `format: date-time` and `format: date` (RFC 3339).

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, FixedOffset, NaiveDate, SecondsFormat, TimeZone, Timelike};

use super::traits::{by_value, set, text_field};
use crate::runtime::codec::{Fit, Text, serde_impls};

/// A date (RFC 3339 `full-date`).
pub type Date = NaiveDate;

/// A date and time with an offset (RFC 3339 `date-time`).
///
/// It derefs to [`chrono::DateTime<FixedOffset>`], and converts from a `chrono::DateTime` of any time zone. Values are compared as instants.
/// A decoded text that formatting would change (`t` for `T`, `.500` for `.5`, more than nine fractional digits) is kept.
#[derive(Clone)]
pub struct DateTime {
    value: chrono::DateTime<FixedOffset>,
    text: Option<Box<str>>,
}

impl DateTime {
    fn parse(text: &str) -> Result<Self, chrono::ParseError> {
        let value = chrono::DateTime::parse_from_rfc3339(text)?;
        let parsed = Self { value, text: None };
        let text = if is_common(text) || formats_as(&parsed, text) { None } else { Some(text.into()) };
        Ok(Self { text, ..parsed })
    }
}

/// Returns whether a valid text has one of the two most common forms, which formatting reproduces.
fn is_common(text: &str) -> bool {
    let bytes = text.as_bytes();
    let fits = match bytes.len() {
        20 => true,
        24 => bytes.get(20..23) != Some(b"000"),
        _ => false,
    };
    fits && bytes.get(10) == Some(&b'T') && bytes.last() == Some(&b'Z')
}

/// Returns whether formatting the value gives this text, without an allocation.
fn formats_as(value: &DateTime, text: &str) -> bool {
    struct Remainder<'a>(&'a str);
    impl fmt::Write for Remainder<'_> {
        fn write_str(&mut self, part: &str) -> fmt::Result {
            self.0 = self.0.strip_prefix(part).ok_or(fmt::Error)?;
            Ok(())
        }
    }
    let mut remainder = Remainder(text);
    fmt::Write::write_fmt(&mut remainder, format_args!("{value}")).is_ok() && remainder.0.is_empty()
}

impl Default for DateTime {
    /// Returns the Unix epoch in UTC.
    fn default() -> Self {
        Self { value: chrono::DateTime::UNIX_EPOCH.into(), text: None }
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Some(text) => f.pad(text),
            None if f.width().is_none() && f.precision().is_none() => write(&self.value, f),
            None => f.pad(&rfc3339(&self.value)),
        }
    }
}

/// Writes a value as [`rfc3339`] does. Common values (UTC, no fraction) are written digit by digit.
fn write(value: &chrono::DateTime<FixedOffset>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let is_common =
        (0..=9999).contains(&value.year()) && value.nanosecond() == 0 && value.offset().local_minus_utc() == 0;
    if !is_common {
        return f.write_str(&rfc3339(value));
    }
    let year = value.year().unsigned_abs();
    let numbers = [
        (0, year / 100),
        (2, year % 100),
        (5, value.month()),
        (8, value.day()),
        (11, value.hour()),
        (14, value.minute()),
        (17, value.second()),
    ];
    let mut text = *b"0000-00-00T00:00:00Z";
    for (position, number) in numbers {
        text[position] += (number / 10) as u8;
        text[position + 1] += (number % 10) as u8;
    }
    f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
}

fn rfc3339(value: &chrono::DateTime<FixedOffset>) -> String {
    value.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

impl FromStr for DateTime {
    type Err = chrono::ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl<Z: TimeZone> From<chrono::DateTime<Z>> for DateTime {
    fn from(value: chrono::DateTime<Z>) -> Self {
        Self { value: value.fixed_offset(), text: None }
    }
}

by_value!(DateTime(chrono::DateTime<FixedOffset>));
text_field!(DateTime);
serde_impls!(DateTime);

impl Text for DateTime {
    fn expected(&self) -> Cow<'static, str> {
        Cow::Borrowed("a date-time (RFC 3339)")
    }
    fn set(&mut self, text: &str) -> Fit {
        set(self, Self::parse(text))
    }
}

/// Returns whether a text has the form `2024-02-29`. chrono also accepts ` 2024-2-29`.
fn is_full_date(text: &str) -> bool {
    let is_valid =
        |(position, byte): (usize, u8)| if matches!(position, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == "YYYY-MM-DD".len() && text.bytes().enumerate().all(is_valid)
}

text_field!(Date);

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
