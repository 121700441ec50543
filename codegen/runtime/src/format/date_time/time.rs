//! Conversions from and to the types of the crate `time`.

use chrono::{Datelike, NaiveDate};
use time::{Month, OffsetDateTime, UtcOffset};

use super::{Date, DateTime, TimeConversionError};

impl TryFrom<OffsetDateTime> for DateTime {
    type Error = TimeConversionError;

    fn try_from(time: OffsetDateTime) -> Result<Self, Self::Error> {
        Self::from_parts(time.unix_timestamp(), time.nanosecond(), time.offset().whole_seconds())
    }
}

impl TryFrom<DateTime> for OffsetDateTime {
    type Error = TimeConversionError;

    fn try_from(time: DateTime) -> Result<Self, Self::Error> {
        let (seconds, nanoseconds) = time.parts()?;
        let offset =
            UtcOffset::from_whole_seconds(time.offset().local_minus_utc()).map_err(|_| TimeConversionError::Offset)?;
        Self::from_unix_timestamp(seconds)
            .ok()
            .and_then(|time| time.replace_nanosecond(nanoseconds).ok()?.checked_to_offset(offset))
            .ok_or(TimeConversionError::OutOfRange)
    }
}

impl TryFrom<time::Date> for Date {
    type Error = TimeConversionError;

    fn try_from(date: time::Date) -> Result<Self, Self::Error> {
        let (year, month, day) = date.to_calendar_date();
        let date = NaiveDate::from_ymd_opt(year, u8::from(month).into(), day.into());
        date.filter(|date| (0..=9999).contains(&date.year())).map(Self::from).ok_or(TimeConversionError::OutOfRange)
    }
}

impl TryFrom<Date> for time::Date {
    type Error = TimeConversionError;

    fn try_from(date: Date) -> Result<Self, Self::Error> {
        let number = |number: u32| u8::try_from(number).ok();
        number(date.month())
            .and_then(|month| Month::try_from(month).ok())
            .zip(number(date.day()))
            .and_then(|(month, day)| Self::from_calendar_date(date.year(), month, day).ok())
            .ok_or(TimeConversionError::OutOfRange)
    }
}
