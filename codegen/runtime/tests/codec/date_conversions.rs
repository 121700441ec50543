//! Conversions of dates and times from and to other types.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::runtime::{DateTime, TimeConversionError};

/// Texts whose values other types have, with a leap year, times before the epoch, and the smallest and largest offsets and fractions.
const TIMES: &[&str] = &[
    "2024-02-29T12:30:00Z",
    "2024-02-29T12:30:00.000000001+05:30",
    "1969-12-31T23:59:59.999999999-00:01",
    "1970-01-01T00:00:00.500Z",
    "2024-02-29T12:30:00.123456789-23:59",
    "2024-02-29T12:30:00+23:59",
    "0001-01-01T00:00:00Z",
    "9999-12-30T21:59:59.999999999Z",
];

fn parse(text: &str) -> DateTime {
    text.parse().unwrap()
}

/// Checks that converting there and back restores the text.
#[track_caller]
fn check<T>(texts: &[&str])
where
    T: TryFrom<DateTime, Error: std::fmt::Debug>,
    DateTime: TryFrom<T, Error: std::fmt::Debug>,
{
    for text in texts {
        let other = T::try_from(parse(text)).unwrap();
        assert_eq!(DateTime::try_from(other).unwrap().to_string(), *text);
    }
}

/// Checks that a value does not convert.
#[track_caller]
fn check_error<T: TryFrom<DateTime, Error = TimeConversionError>>(text: &str, expect: TimeConversionError) {
    assert_eq!(T::try_from(parse(text)).err(), Some(expect), "{text}");
}

const LEAP_SECOND: &str = "2016-12-31T23:59:60.500Z";

#[test]
fn now_is_the_time_of_the_system() {
    let now = DateTime::try_from(SystemTime::now()).unwrap();
    assert!(DateTime::now() >= now);
    assert_eq!(DateTime::now().offset().local_minus_utc(), 0);
}

#[test]
fn system_time() {
    let texts: Vec<&str> = TIMES.iter().copied().filter(|text| text.ends_with('Z')).collect();
    check::<SystemTime>(&texts);
    check_error::<SystemTime>(LEAP_SECOND, TimeConversionError::LeapSecond);
    for (time, expect) in [
        (UNIX_EPOCH - Duration::from_nanos(1), Ok("1969-12-31T23:59:59.999999999Z")),
        (UNIX_EPOCH - Duration::from_secs(1), Ok("1969-12-31T23:59:59Z")),
        (UNIX_EPOCH + Duration::from_secs(253_402_300_799), Ok("9999-12-31T23:59:59Z")),
        (UNIX_EPOCH + Duration::from_secs(253_402_300_800), Err(TimeConversionError::OutOfRange)),
        (UNIX_EPOCH + Duration::from_secs(1 << 62), Err(TimeConversionError::OutOfRange)),
        (UNIX_EPOCH - Duration::from_secs(1 << 62), Err(TimeConversionError::OutOfRange)),
    ] {
        let found = DateTime::try_from(time).map(|time| time.to_string());
        assert_eq!(found, expect.map(str::to_owned), "{time:?}");
    }
}

#[test]
fn chrono() {
    check::<chrono::DateTime<chrono::FixedOffset>>(TIMES);
    check::<chrono::DateTime<chrono::FixedOffset>>(&[LEAP_SECOND]);
    // RFC 3339 has no seconds of offsets. The instant stays the same.
    for (seconds, text) in [(3_208, "1880-01-01T00:53:00+00:53"), (-3_208, "1879-12-31T23:07:00-00:53")] {
        let offset = chrono::FixedOffset::east_opt(seconds).unwrap();
        let given = parse("1880-01-01T00:00:00Z").with_timezone(&offset);
        let time = DateTime::from(given);
        assert_eq!((time.to_string().as_str(), time.timestamp()), (text, given.timestamp()));
    }
}

#[cfg(feature = "time")]
#[test]
fn time() {
    use time::{OffsetDateTime, UtcOffset};

    use crate::runtime::Date;

    check::<OffsetDateTime>(TIMES);
    check_error::<OffsetDateTime>(LEAP_SECOND, TimeConversionError::LeapSecond);
    for (offset, expect) in [
        (UtcOffset::from_hms(1, 0, 1), TimeConversionError::Offset),
        (UtcOffset::from_hms(24, 0, 0), TimeConversionError::Offset),
        (UtcOffset::from_hms(-25, 0, 0), TimeConversionError::Offset),
    ] {
        let given = OffsetDateTime::UNIX_EPOCH.to_offset(offset.unwrap());
        assert_eq!(DateTime::try_from(given), Err(expect), "{given:?}");
    }
    let before = time::Date::from_calendar_date(-1, time::Month::December, 31).unwrap();
    assert_eq!(DateTime::try_from(before.midnight().assume_utc()), Err(TimeConversionError::OutOfRange));
    assert_eq!(Date::try_from(before), Err(TimeConversionError::OutOfRange));

    for text in ["2024-02-29", "0000-01-01", "9999-12-31"] {
        let date: Date = text.parse().unwrap();
        assert_eq!(time::Date::try_from(date).map(Date::try_from), Ok(Ok(date)), "{text}");
    }
    let late = Date::from(chrono::NaiveDate::MAX);
    assert_eq!(time::Date::try_from(late), Err(TimeConversionError::OutOfRange));
    let late = DateTime::from(chrono::DateTime::<chrono::Utc>::MAX_UTC);
    assert_eq!(OffsetDateTime::try_from(late), Err(TimeConversionError::OutOfRange));
}

#[cfg(feature = "jiff")]
#[test]
fn jiff() {
    use jiff::tz::{Offset, TimeZone};
    use jiff::{Timestamp, ZonedDateTime, civil};

    use crate::runtime::Date;

    check::<ZonedDateTime>(TIMES);
    let utc: Vec<&str> = TIMES.iter().copied().filter(|text| text.ends_with('Z')).collect();
    check::<Timestamp>(&utc);
    check_error::<Timestamp>(LEAP_SECOND, TimeConversionError::LeapSecond);
    check_error::<ZonedDateTime>(LEAP_SECOND, TimeConversionError::LeapSecond);
    check_error::<Timestamp>("9999-12-31T23:59:59Z", TimeConversionError::OutOfRange);
    for seconds in [3_601, 86_400, -90_000] {
        let zone = TimeZone::fixed(Offset::from_seconds(seconds).unwrap());
        let given = Timestamp::UNIX_EPOCH.to_zoned_datetime(zone);
        assert_eq!(DateTime::try_from(given), Err(TimeConversionError::Offset), "{seconds}");
    }
    assert_eq!(DateTime::try_from(Timestamp::MIN), Err(TimeConversionError::OutOfRange));

    for text in ["2024-02-29", "0000-01-01", "9999-12-31"] {
        let date: Date = text.parse().unwrap();
        assert_eq!(civil::Date::try_from(date).map(Date::try_from), Ok(Ok(date)), "{text}");
    }
    assert_eq!(Date::try_from(civil::date(-1, 1, 1)), Err(TimeConversionError::OutOfRange));
    assert_eq!(civil::Date::try_from(Date::from(chrono::NaiveDate::MAX)), Err(TimeConversionError::OutOfRange));
}
