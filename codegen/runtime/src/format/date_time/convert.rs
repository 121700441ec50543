//! Conversions that can fail, and their error. This file contains the conversions of the standard library's types.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{Datelike, FixedOffset, Timelike};

use super::DateTime;

/// Why a date or time cannot be converted to another type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeConversionError {
    /// The time is in a leap second (`23:59:60`), which the other type cannot represent.
    LeapSecond,
    /// The other type cannot represent the year. RFC 3339 supports the years 0000 to 9999.
    OutOfRange,
    /// The UTC offset includes seconds, or is 24 hours or more. RFC 3339 supports only hours and minutes.
    Offset,
    /// The value has no UTC offset, so it is not an instant.
    MissingOffset,
}

impl fmt::Display for TimeConversionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LeapSecond => "the time is in a leap second, which the other type does not have",
            Self::OutOfRange => "the date is out of range",
            Self::Offset => "the offset has seconds, or 24 hours or more, which RFC 3339 does not have",
            Self::MissingOffset => "the value has no offset; choose one, for example with `assume_utc`",
        })
    }
}

impl std::error::Error for TimeConversionError {}

/// Nanoseconds of a second.
const SECOND: u32 = 1_000_000_000;

impl DateTime {
    /// Creates a value from the seconds since the Unix epoch, nanoseconds, and an offset in seconds.
    pub(super) fn from_parts(seconds: i64, nanoseconds: u32, offset: i32) -> Result<Self, TimeConversionError> {
        let offset = FixedOffset::east_opt(offset).filter(|_| offset % 60 == 0).ok_or(TimeConversionError::Offset)?;
        let utc = chrono::DateTime::from_timestamp(seconds, nanoseconds).ok_or(TimeConversionError::OutOfRange)?;
        let value = utc.with_timezone(&offset);
        match value.year() {
            0..=9999 => Ok(Self { value, text: None }),
            _ => Err(TimeConversionError::OutOfRange),
        }
    }

    /// Returns the seconds since the Unix epoch and the nanoseconds.
    pub(super) fn parts(&self) -> Result<(i64, u32), TimeConversionError> {
        match self.value.nanosecond() {
            nanoseconds @ 0..SECOND => Ok((self.value.timestamp(), nanoseconds)),
            // chrono adds a leap second to the nanoseconds of the second before it.
            _ => Err(TimeConversionError::LeapSecond),
        }
    }
}

impl TryFrom<SystemTime> for DateTime {
    type Error = TimeConversionError;

    fn try_from(time: SystemTime) -> Result<Self, Self::Error> {
        let (seconds, nanoseconds) = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => (i64::try_from(after.as_secs()).ok(), after.subsec_nanos()),
            Err(before) => {
                let before = before.duration();
                let seconds = i64::try_from(before.as_secs()).ok().map(|seconds| -seconds);
                match before.subsec_nanos() {
                    0 => (seconds, 0),
                    nanoseconds => (seconds.and_then(|seconds| seconds.checked_sub(1)), SECOND - nanoseconds),
                }
            }
        };
        Self::from_parts(seconds.ok_or(TimeConversionError::OutOfRange)?, nanoseconds, 0)
    }
}

/// The range and the resolution depend on the operating system. Windows, for example, rounds down to units of 100 nanoseconds.
impl TryFrom<DateTime> for SystemTime {
    type Error = TimeConversionError;

    fn try_from(time: DateTime) -> Result<Self, Self::Error> {
        let (seconds, nanoseconds) = time.parts()?;
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let whole = if seconds < 0 { UNIX_EPOCH.checked_sub(whole) } else { UNIX_EPOCH.checked_add(whole) };
        let time = whole.and_then(|whole| whole.checked_add(Duration::from_nanos(nanoseconds.into())));
        time.ok_or(TimeConversionError::OutOfRange)
    }
}
