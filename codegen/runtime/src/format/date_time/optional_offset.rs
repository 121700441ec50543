//! Date-times whose offset may be missing.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use chrono::{FixedOffset, NaiveDateTime, TimeZone};

use super::{DateTime, TimeConversionError};
use crate::runtime::codec::{Fit, Text, serde_impls};
use crate::runtime::format::traits::{set, text_field};

/// A date and time whose offset may be missing: `2024-02-29T12:30:00Z` or `2024-02-29T12:30:00`.
///
/// Apart from the offset, the text is that of a [`DateTime`] (RFC 3339). Programs that do not know their time zone write such texts, for
/// example Python's `datetime.isoformat()`. A decoded text is sent back unchanged.
///
/// ```
/// use oasmith_runtime::OptionalOffsetDateTime;
///
/// let given: OptionalOffsetDateTime = "2024-02-29T12:30:00.250".parse()?;
/// assert!(!given.has_offset());
/// assert_eq!(given.as_date_time(), None);
/// assert_eq!(given.naive_local().to_string(), "2024-02-29 12:30:00.250");
/// // The API's documentation says which time zone it means.
/// assert_eq!(given.assume_utc().to_string(), "2024-02-29T12:30:00.250Z");
/// assert_eq!(given.to_string(), "2024-02-29T12:30:00.250");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Values are ordered as instants. A value without an offset is compared as if it were in UTC; it is less than the value with an offset
/// that has the same instant, and never equal to it.
///
/// It converts from every type that `DateTime` converts from, and from types without an offset: `chrono::NaiveDateTime`,
/// `time::PrimitiveDateTime` (feature `time`) and `jiff::civil::DateTime` (feature `jiff`). It converts to `DateTime` and the types with an
/// offset or an instant. Without an offset, this is the error [`TimeConversionError::MissingOffset`]. The conversion to a type without an
/// offset drops the offset.
#[derive(Clone)]
pub struct OptionalOffsetDateTime {
    /// The date and time. If the offset is missing, it is in UTC, and its text has an additional `Z` at the end.
    time: DateTime,
    has_offset: bool,
}

impl OptionalOffsetDateTime {
    /// Returns whether the value has an offset.
    #[must_use]
    pub const fn has_offset(&self) -> bool {
        self.has_offset
    }

    /// Returns the offset, if the value has one.
    #[must_use]
    pub fn offset(&self) -> Option<FixedOffset> {
        self.as_date_time().map(|time| *time.offset())
    }

    /// Returns the value as a [`DateTime`], if it has an offset.
    #[must_use]
    pub const fn as_date_time(&self) -> Option<&DateTime> {
        if self.has_offset { Some(&self.time) } else { None }
    }

    /// Returns the date and time as they are written, without the offset.
    #[must_use]
    pub fn naive_local(&self) -> NaiveDateTime {
        self.time.naive_local()
    }

    /// Returns the value as a [`DateTime`]. If it has no offset, it is taken to be in UTC.
    #[must_use]
    pub fn assume_utc(&self) -> DateTime {
        self.time.clone()
    }

    /// Returns the value as a [`DateTime`]. If it has no offset, it gets this one.
    ///
    /// # Errors
    /// The offset has seconds, which RFC 3339 does not support, or the date is out of range.
    pub fn assume_offset(&self, offset: FixedOffset) -> Result<DateTime, TimeConversionError> {
        if self.has_offset {
            return Ok(self.time.clone());
        }
        if offset.local_minus_utc() % 60 != 0 {
            return Err(TimeConversionError::Offset);
        }
        let time = offset.from_local_datetime(&self.naive_local()).single();
        time.map(DateTime::from).ok_or(TimeConversionError::OutOfRange)
    }

    fn parse(text: &str) -> Result<Self, chrono::ParseError> {
        match DateTime::parse(text) {
            Ok(time) => Ok(Self { time, has_offset: true }),
            Err(error) => match parse_without_offset(text) {
                Some(time) => Ok(Self { time, has_offset: false }),
                None => Err(error),
            },
        }
    }
}

/// Parses a date-time that has no offset. The result has the offset of UTC.
pub(super) fn parse_without_offset(text: &str) -> Option<DateTime> {
    DateTime::parse(&format!("{text}Z")).ok()
}

impl Default for OptionalOffsetDateTime {
    /// Returns the Unix epoch in UTC.
    fn default() -> Self {
        DateTime::default().into()
    }
}

impl fmt::Display for OptionalOffsetDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.has_offset {
            return self.time.fmt(f);
        }
        let text = self.time.to_string();
        f.pad(text.strip_suffix('Z').unwrap_or(&text))
    }
}

impl fmt::Debug for OptionalOffsetDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for OptionalOffsetDateTime {
    type Err = chrono::ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl PartialEq for OptionalOffsetDateTime {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for OptionalOffsetDateTime {}

impl std::hash::Hash for OptionalOffsetDateTime {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (&self.time, self.has_offset).hash(state);
    }
}

impl PartialOrd for OptionalOffsetDateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for OptionalOffsetDateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.time, self.has_offset).cmp(&(&other.time, other.has_offset))
    }
}

impl From<DateTime> for OptionalOffsetDateTime {
    fn from(time: DateTime) -> Self {
        Self { time, has_offset: true }
    }
}

/// Fails if the offset is missing. [`OptionalOffsetDateTime::assume_utc`] does not.
impl TryFrom<OptionalOffsetDateTime> for DateTime {
    type Error = TimeConversionError;

    fn try_from(time: OptionalOffsetDateTime) -> Result<Self, Self::Error> {
        if time.has_offset { Ok(time.time) } else { Err(TimeConversionError::MissingOffset) }
    }
}

impl<Z: TimeZone> From<chrono::DateTime<Z>> for OptionalOffsetDateTime {
    fn from(time: chrono::DateTime<Z>) -> Self {
        DateTime::from(time).into()
    }
}

impl TryFrom<OptionalOffsetDateTime> for chrono::DateTime<FixedOffset> {
    type Error = TimeConversionError;

    fn try_from(time: OptionalOffsetDateTime) -> Result<Self, Self::Error> {
        DateTime::try_from(time).map(Self::from)
    }
}

/// The result has no offset.
impl From<NaiveDateTime> for OptionalOffsetDateTime {
    fn from(time: NaiveDateTime) -> Self {
        Self { time: time.and_utc().into(), has_offset: false }
    }
}

/// Drops the offset, if the value has one.
impl From<OptionalOffsetDateTime> for NaiveDateTime {
    fn from(time: OptionalOffsetDateTime) -> Self {
        time.naive_local()
    }
}

/// Implements conversions from and to types with an offset or an instant by those of [`DateTime`].
macro_rules! as_date_time {
    ($($name:ty),+) => { $(
        impl TryFrom<$name> for OptionalOffsetDateTime {
            type Error = TimeConversionError;

            fn try_from(time: $name) -> Result<Self, Self::Error> {
                DateTime::try_from(time).map(Self::from)
            }
        }

        /// Fails also if the offset is missing.
        impl TryFrom<OptionalOffsetDateTime> for $name {
            type Error = TimeConversionError;

            fn try_from(time: OptionalOffsetDateTime) -> Result<Self, Self::Error> {
                Self::try_from(DateTime::try_from(time)?)
            }
        }
    )+ };
}

as_date_time!(std::time::SystemTime);
#[cfg(feature = "time")]
as_date_time!(time::OffsetDateTime);
#[cfg(feature = "jiff")]
as_date_time!(jiff::ZonedDateTime, jiff::Timestamp);

/// Implements conversions from and to types of other crates without an offset. `to_instant` reads such a type as a time in UTC, and `of_utc`
/// writes it from a [`DateTime`] in UTC.
#[cfg(any(feature = "time", feature = "jiff"))]
macro_rules! as_naive {
    ($($name:ty { $to_instant:expr, $of_utc:expr })+) => { $(
        /// The result has no offset.
        impl TryFrom<$name> for OptionalOffsetDateTime {
            type Error = TimeConversionError;

            fn try_from(time: $name) -> Result<Self, Self::Error> {
                let instant = $to_instant(time)?;
                DateTime::try_from(instant).map(|time| Self { time, has_offset: false })
            }
        }

        /// Drops the offset, if the value has one.
        impl TryFrom<OptionalOffsetDateTime> for $name {
            type Error = TimeConversionError;

            fn try_from(time: OptionalOffsetDateTime) -> Result<Self, Self::Error> {
                $of_utc(DateTime::from(time.naive_local().and_utc()))
            }
        }
    )+ };
}

#[cfg(feature = "time")]
as_naive!(time::PrimitiveDateTime {
    |time: time::PrimitiveDateTime| Ok::<_, TimeConversionError>(time.assume_utc()),
    |time: DateTime| time::OffsetDateTime::try_from(time).map(|time| Self::new(time.date(), time.time()))
});

#[cfg(feature = "jiff")]
as_naive!(jiff::civil::DateTime {
    |time: jiff::civil::DateTime| {
        let zoned = time.to_zoned_datetime(jiff::tz::TimeZone::UTC);
        zoned.map_err(|_| TimeConversionError::OutOfRange)
    },
    |time: DateTime| jiff::ZonedDateTime::try_from(time).map(|time| time.datetime())
});

text_field!(OptionalOffsetDateTime);
serde_impls!(OptionalOffsetDateTime);

impl Text for OptionalOffsetDateTime {
    fn expected(&self) -> Cow<'static, str> {
        Cow::Borrowed("a date-time (RFC 3339), with or without an offset")
    }
    fn set(&mut self, text: &str) -> Fit {
        set(self, Self::parse(text))
    }
}
