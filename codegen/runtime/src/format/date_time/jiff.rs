//! Conversions from and to the types of the crate `jiff`.

use chrono::{Datelike, NaiveDate};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ZonedDateTime, civil};

use super::{Date, DateTime, TimeConversionError};

/// Nanoseconds of a second.
const SECOND: i128 = 1_000_000_000;

/// Keeps the offset, but not the name of the time zone.
impl TryFrom<ZonedDateTime> for DateTime {
    type Error = TimeConversionError;

    fn try_from(time: ZonedDateTime) -> Result<Self, Self::Error> {
        from_timestamp(time.timestamp(), time.offset().seconds())
    }
}

/// The result has the offset of UTC.
impl TryFrom<Timestamp> for DateTime {
    type Error = TimeConversionError;

    fn try_from(time: Timestamp) -> Result<Self, Self::Error> {
        from_timestamp(time, 0)
    }
}

fn from_timestamp(time: Timestamp, offset: i32) -> Result<DateTime, TimeConversionError> {
    let nanoseconds = time.as_nanosecond();
    let seconds = i64::try_from(nanoseconds.div_euclid(SECOND));
    let nanoseconds = u32::try_from(nanoseconds.rem_euclid(SECOND));
    match (seconds, nanoseconds) {
        (Ok(seconds), Ok(nanoseconds)) => DateTime::from_parts(seconds, nanoseconds, offset),
        _ => Err(TimeConversionError::OutOfRange),
    }
}

/// The result has a time zone with the fixed offset of this time.
impl TryFrom<DateTime> for ZonedDateTime {
    type Error = TimeConversionError;

    fn try_from(time: DateTime) -> Result<Self, Self::Error> {
        let offset = Offset::from_seconds(time.offset().local_minus_utc()).map_err(|_| TimeConversionError::Offset)?;
        Timestamp::try_from(time).map(|time| time.to_zoned_datetime(TimeZone::fixed(offset)))
    }
}

/// Keeps the instant. A timestamp has no offset.
impl TryFrom<DateTime> for Timestamp {
    type Error = TimeConversionError;

    fn try_from(time: DateTime) -> Result<Self, Self::Error> {
        let (seconds, nanoseconds) = time.parts()?;
        Self::from_nanosecond(i128::from(seconds) * SECOND + i128::from(nanoseconds))
            .map_err(|_| TimeConversionError::OutOfRange)
    }
}

impl TryFrom<civil::Date> for Date {
    type Error = TimeConversionError;

    fn try_from(date: civil::Date) -> Result<Self, Self::Error> {
        let number = |number: i8| u32::try_from(number).ok();
        number(date.month())
            .zip(number(date.day()))
            .and_then(|(month, day)| NaiveDate::from_ymd_opt(date.year().into(), month, day))
            .filter(|date| (0..=9999).contains(&date.year()))
            .map(Self::from)
            .ok_or(TimeConversionError::OutOfRange)
    }
}

impl TryFrom<Date> for civil::Date {
    type Error = TimeConversionError;

    fn try_from(date: Date) -> Result<Self, Self::Error> {
        match (i16::try_from(date.year()), i8::try_from(date.month()), i8::try_from(date.day())) {
            (Ok(year), Ok(month), Ok(day)) => Self::new(year, month, day).map_err(|_| TimeConversionError::OutOfRange),
            _ => Err(TimeConversionError::OutOfRange),
        }
    }
}
