//! Date-times whose offset may be missing.

use std::time::SystemTime;

use crate::runtime::{DateTime, OptionalOffsetDateTime, TimeConversionError, decode, encode};

const WITHOUT_OFFSET: &[&str] = &[
    "2024-01-02T03:04:05",
    "2024-01-02T03:04:05.123456",
    "2024-01-02T03:04:05.100",
    "2024-01-02T03:04:05.1",
    "2024-01-02T03:04:05.123456789012",
    "2024-01-02 03:04:05",
    "2024-01-02 03:04:05.5",
    "2024-01-02t03:04:05",
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59.999999999",
    "2016-12-31T23:59:60",
];

fn parse(text: &str) -> OptionalOffsetDateTime {
    text.parse().unwrap()
}

#[test]
fn texts_are_sent_back_unchanged() {
    let with_offset = ["2024-01-02T03:04:05Z", "2024-01-02T03:04:05+00:00", "2024-01-02t03:04:05.10-08:00"];
    for text in WITHOUT_OFFSET.iter().chain(&with_offset) {
        let json = format!("\"{text}\"");
        let time: OptionalOffsetDateTime = decode(json.as_bytes()).unwrap();
        assert_eq!(encode(&time).unwrap(), json.as_bytes());
        assert_eq!((time.to_string(), format!("{time:?}")), ((*text).to_owned(), (*text).to_owned()));
        assert_eq!(time.has_offset(), with_offset.contains(text), "{text}");
        assert_eq!(format!("{time:>40}").trim_start(), *text);
    }
}

#[test]
fn other_texts_are_refused() {
    for text in [
        "",
        "Z",
        "yesterday",
        "2024-01-02",
        "2024-01-02T",
        "2024-01-02T03:04",
        "2024-13-01T00:00:00",
        "2024-02-30T00:00:00",
        "2024-01-02T24:00:00",
        "2024-01-02T03:04:05+0000",
        "2024-01-02T03:04:05ZZ",
        " 2024-01-02T03:04:05",
        "2024-01-02T03:04:05 ",
        "20240102T030405",
    ] {
        assert!(text.parse::<OptionalOffsetDateTime>().is_err(), "{text:?}");
        assert!(decode::<OptionalOffsetDateTime>(format!("\"{text}\"").as_bytes()).is_err(), "{text:?}");
    }
}

#[test]
fn the_error_of_a_missing_offset_names_the_setting() {
    let error = |text: &str| decode::<DateTime>(format!("\"{text}\"").as_bytes()).unwrap_err().to_string();
    for text in WITHOUT_OFFSET {
        let error = error(text);
        assert!(error.contains("formats.date-time = \"optional-offset-date-time\""), "{text}: {error}");
    }
    assert!(!error("2024-01-02").contains("oasmith.toml"));
    let list = decode::<Vec<Option<DateTime>>>(br#"["2024-01-01T00:00:00Z","2024-01-02T03:04:05"]"#).unwrap_err();
    assert!(list.to_string().contains("with an offset such as `Z`"), "{list}");
}

#[test]
fn accessors() {
    let (without, with) = (parse("2024-01-02T03:04:05.50"), parse("2024-01-02T03:04:05+01:00"));
    assert_eq!(without.offset(), None);
    assert_eq!(without.as_date_time(), None);
    assert_eq!(without.assume_utc().to_string(), "2024-01-02T03:04:05.50Z");
    let east = |seconds| chrono::FixedOffset::east_opt(seconds).unwrap();
    assert_eq!(without.assume_offset(east(7200)).unwrap().to_string(), "2024-01-02T03:04:05.500+02:00");
    assert_eq!(without.assume_offset(east(1)), Err(TimeConversionError::Offset));
    assert_eq!(with.offset(), Some(east(3600)));
    assert_eq!(with.as_date_time().unwrap().to_string(), "2024-01-02T03:04:05+01:00");
    assert_eq!(with.assume_utc().to_string(), "2024-01-02T03:04:05+01:00");
    assert_eq!(with.assume_offset(east(7200)).unwrap().to_string(), "2024-01-02T03:04:05+01:00");
    assert_eq!(with.naive_local(), parse("2024-01-02T03:04:05").naive_local());
    assert_eq!(OptionalOffsetDateTime::default().to_string(), "1970-01-01T00:00:00Z");
}

#[test]
fn order_and_equality() {
    assert_eq!(parse("2024-01-02T03:04:05Z"), parse("2024-01-02T04:04:05.0+01:00"));
    assert_eq!(parse("2024-01-02T03:04:05"), parse("2024-01-02t03:04:05.0"));
    assert_ne!(parse("2024-01-02T03:04:05"), parse("2024-01-02T03:04:05Z"));
    let ordered = ["2024-01-02T03:04:04Z", "2024-01-02T03:04:05", "2024-01-02T03:04:05Z", "2024-01-02T03:04:06"];
    assert!(ordered.map(parse).is_sorted());
    let distinct: std::collections::HashSet<_> = ordered.map(parse).into_iter().collect();
    assert_eq!(distinct.len(), 4);
}

#[test]
fn conversions() {
    let (without, with) = (parse("2024-01-02T03:04:05.500"), parse("2024-01-02T03:04:05+01:00"));
    assert_eq!(DateTime::try_from(without.clone()), Err(TimeConversionError::MissingOffset));
    assert_eq!(SystemTime::try_from(without.clone()), Err(TimeConversionError::MissingOffset));
    assert_eq!(chrono::DateTime::try_from(without.clone()).err(), Some(TimeConversionError::MissingOffset));
    let time = DateTime::try_from(with.clone()).unwrap();
    assert_eq!(OptionalOffsetDateTime::from(time), with);
    let instant = SystemTime::try_from(with.clone()).unwrap();
    assert_eq!(OptionalOffsetDateTime::try_from(instant).unwrap().to_string(), "2024-01-02T02:04:05Z");
    let naive = chrono::NaiveDateTime::from(without.clone());
    assert_eq!(OptionalOffsetDateTime::from(naive).to_string(), without.to_string());
    assert_eq!(chrono::NaiveDateTime::from(with.clone()), with.naive_local());
    let chrono = chrono::DateTime::try_from(with.clone()).unwrap();
    assert_eq!(OptionalOffsetDateTime::from(chrono), with);
}

#[cfg(feature = "time")]
#[test]
fn time() {
    use time::{OffsetDateTime, PrimitiveDateTime};

    let (without, with) = (parse("2024-01-02T03:04:05.500"), parse("2024-01-02T03:04:05+01:00"));
    let naive = PrimitiveDateTime::try_from(without.clone()).unwrap();
    assert_eq!(OptionalOffsetDateTime::try_from(naive).unwrap().to_string(), without.to_string());
    assert_eq!(OffsetDateTime::try_from(without), Err(TimeConversionError::MissingOffset));
    let time = OffsetDateTime::try_from(with.clone()).unwrap();
    assert_eq!(OptionalOffsetDateTime::try_from(time).unwrap().to_string(), with.to_string());
    assert_eq!(PrimitiveDateTime::try_from(with).unwrap().hour(), 3);
    assert_eq!(PrimitiveDateTime::try_from(parse("2016-12-31T23:59:60")), Err(TimeConversionError::LeapSecond));
}

#[cfg(feature = "jiff")]
#[test]
fn jiff() {
    use jiff::{Timestamp, ZonedDateTime, civil};

    let (without, with) = (parse("2024-01-02T03:04:05.500"), parse("2024-01-02T03:04:05+01:00"));
    let naive = civil::DateTime::try_from(without.clone()).unwrap();
    assert_eq!(OptionalOffsetDateTime::try_from(naive).unwrap().to_string(), without.to_string());
    assert_eq!(Timestamp::try_from(without), Err(TimeConversionError::MissingOffset));
    let time = ZonedDateTime::try_from(with.clone()).unwrap();
    assert_eq!(OptionalOffsetDateTime::try_from(time).unwrap().to_string(), with.to_string());
    assert_eq!(civil::DateTime::try_from(with).unwrap().hour(), 3);
    assert_eq!(civil::DateTime::try_from(parse("2016-12-31T23:59:60")), Err(TimeConversionError::LeapSecond));
}
