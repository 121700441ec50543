//! `format: date-time` and `format: date` (RFC 3339), date-times whose offset may be missing, and their conversions.

mod convert;
mod date;
#[cfg(feature = "jiff")]
mod jiff;
mod optional_offset;
#[cfg(feature = "time")]
mod time;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, FixedOffset, SecondsFormat, TimeZone, Timelike};

pub use self::convert::TimeConversionError;
pub use self::date::Date;
pub use self::optional_offset::OptionalOffsetDateTime;
use super::traits::{by_value, set, text_field};
use crate::runtime::codec::{Fit, Text, serde_impls};

/// A date and time with an offset (RFC 3339 `date-time`).
///
/// It derefs to [`chrono::DateTime<FixedOffset>`]. Values are compared as instants. If formatting the value would change a decoded text
/// (`t` for `T`, `.5` for `.500`, more than nine fractional digits), the text is kept and sent back. Conversions keep nine fractional
/// digits.
///
/// ```
/// use oasmith_runtime::DateTime;
///
/// let now = DateTime::now();
/// let given: DateTime = "2024-02-29T12:30:00.5+05:30".parse()?;
/// assert!(given < now);
/// assert_eq!(given.timestamp(), 1_709_190_000); // a method of `chrono::DateTime`
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It converts from and to these types. Nothing is rounded or dropped, unless the table says so:
///
/// | type | from it | to it |
/// |---|---|---|
/// | [`chrono::DateTime`] | `From`, any time zone. Keeps the offset, but not the name of the zone. Seconds of the offset, which RFC 3339 does not have, are dropped; the instant is kept | `From`, with `FixedOffset`. `to_utc()` has no offset |
/// | [`std::time::SystemTime`] | `TryFrom`. In UTC | `TryFrom`. The type has no offset |
/// | `time::OffsetDateTime` (feature `time`) | `TryFrom` | `TryFrom` |
/// | `jiff::ZonedDateTime` (feature `jiff`) | `TryFrom`. Keeps the offset, but not the name of the zone | `TryFrom`. Its zone has a fixed offset |
/// | `jiff::Timestamp` (feature `jiff`) | `TryFrom`. In UTC | `TryFrom`. The type has no offset |
///
/// [`TimeConversionError`] says why a conversion failed. Types of these crates without an offset, such as `chrono::NaiveDateTime`, cannot
/// be converted. Choose the offset first, for example `naive.and_utc()`.
///
/// A text without an offset is not a `DateTime`. [`OptionalOffsetDateTime`] also accepts these.
#[derive(Clone)]
pub struct DateTime {
    value: chrono::DateTime<FixedOffset>,
    text: Option<Box<str>>,
}

impl DateTime {
    /// Returns the current time in UTC.
    ///
    /// It has the resolution of the system's clock. In a browser (`wasm32-unknown-unknown`), this is JavaScript's clock, which has
    /// milliseconds.
    #[must_use]
    #[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
    pub fn now() -> Self {
        // A clock that is set to a year after 9999 is as wrong as one that is set to 1970. chrono's `now` panics for a clock before 1970.
        Self::try_from(std::time::SystemTime::now()).unwrap_or_default()
    }

    /// Returns the current time in UTC, from JavaScript's clock. The standard library has no clock on this platform.
    #[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
    #[must_use]
    pub fn now() -> Self {
        chrono::Utc::now().into()
    }

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

/// Keeps the instant and the offset. Seconds of the offset, which occur in historical local times, are dropped.
impl<Z: TimeZone> From<chrono::DateTime<Z>> for DateTime {
    fn from(value: chrono::DateTime<Z>) -> Self {
        let value = value.fixed_offset();
        let offset = value.offset().local_minus_utc();
        // Formatting would round the offset of the text, but not its local time, and so change the instant.
        let value = match FixedOffset::east_opt(offset - offset % 60) {
            Some(minutes) if offset % 60 != 0 => value.with_timezone(&minutes),
            _ => value,
        };
        Self { value, text: None }
    }
}

by_value!(DateTime(chrono::DateTime<FixedOffset>));
text_field!(DateTime);
serde_impls!(DateTime);

/// The expectation that a text without an offset does not meet. It names the setting of the generator that accepts such texts.
const EXPECTED_OFFSET: &str = "a date-time (RFC 3339) with an offset such as `Z` (if the API omits the offset, set `formats.date-time = \
     \"optional-offset-date-time\"` in `oasmith.toml`)";

impl Text for DateTime {
    fn expected(&self) -> Cow<'static, str> {
        Cow::Borrowed(match &self.text {
            Some(text) if optional_offset::parse_without_offset(text).is_some() => EXPECTED_OFFSET,
            _ => "a date-time (RFC 3339)",
        })
    }
    fn set(&mut self, text: &str) -> Fit {
        let parsed = Self::parse(text);
        if parsed.is_err() {
            // For the message.
            self.text = Some(text.into());
        }
        set(self, parsed)
    }
}
