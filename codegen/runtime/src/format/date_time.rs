//! `date-time` and `date` of RFC 3339.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, FixedOffset, NaiveDate, SecondsFormat, TimeZone, Timelike};

use super::traits::{by_value, set, text_field};
use crate::runtime::codec::{Fit, Text, serde_impls};

/// A date (RFC 3339 `full-date`).
pub type Date = NaiveDate;

/// An instant with an offset (RFC 3339 `date-time`).
///
/// It derefs to [`chrono::DateTime<FixedOffset>`] and is made from a `chrono::DateTime` of any time zone. Equality and order are those of the
/// instant. A text that would come out differently (`t` for `T`, `.500` for `.5`, more than nine digits of a second) is kept beside it.
#[derive(Clone)]
pub struct DateTime {
    value: chrono::DateTime<FixedOffset>,
    text: Option<Box<str>>,
}

impl DateTime {
    fn parse(text: &str) -> Result<Self, chrono::ParseError> {
        let value = chrono::DateTime::parse_from_rfc3339(text)?;
        let parsed = Self { value, text: None };
        let text = if is_usual(text) || is_written(&parsed, text) { None } else { Some(text.into()) };
        Ok(Self { text, ..parsed })
    }
}

/// Whether a text, which is a date-time, surely is how its value is written: one of the two most common forms.
fn is_usual(text: &str) -> bool {
    let bytes = text.as_bytes();
    let fits = match bytes.len() {
        20 => true,
        24 => bytes.get(20..23) != Some(b"000"),
        _ => false,
    };
    fits && bytes.get(10) == Some(&b'T') && bytes.last() == Some(&b'Z')
}

/// Whether a value is written so, found out without writing it to the heap.
fn is_written(value: &DateTime, text: &str) -> bool {
    struct Rest<'a>(&'a str);
    impl fmt::Write for Rest<'_> {
        fn write_str(&mut self, part: &str) -> fmt::Result {
            self.0 = self.0.strip_prefix(part).ok_or(fmt::Error)?;
            Ok(())
        }
    }
    let mut rest = Rest(text);
    fmt::Write::write_fmt(&mut rest, format_args!("{value}")).is_ok() && rest.0.is_empty()
}

impl Default for DateTime {
    /// The start of 1970 in UTC.
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

/// Writes a value as [`rfc3339`] does; the usual ones, which have no fraction and are in UTC, digit by digit.
fn write(value: &chrono::DateTime<FixedOffset>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let is_usual =
        (0..=9999).contains(&value.year()) && value.nanosecond() == 0 && value.offset().local_minus_utc() == 0;
    if !is_usual {
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
    for (place, number) in numbers {
        text[place] += (number / 10) as u8;
        text[place + 1] += (number % 10) as u8;
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

/// Whether a text has the form `2024-02-29`: chrono by itself also takes ` 2024-2-29`.
fn is_full_date(text: &str) -> bool {
    let form = |(place, byte): (usize, u8)| if matches!(place, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == "YYYY-MM-DD".len() && text.bytes().enumerate().all(form)
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
