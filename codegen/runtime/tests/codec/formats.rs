//! The types of formats keep the text that they were decoded from.

use std::net::Ipv4Addr;

use chrono::Datelike;

use super::{check, check_error, check_round_trip};
use crate::runtime::{Base64, Date, DateTime, Ipv6, Secret, Uuid, decode};

#[test]
fn date_times() {
    for text in [
        "2024-02-29T12:30:00Z",
        "2024-02-29T12:30:00+00:00",
        "2024-02-29T12:30:00-00:00",
        "2024-02-29t12:30:00z",
        "2024-02-29T12:30:00.5+05:30",
        "2024-02-29T12:30:00.500Z",
        "2024-02-29T12:30:00.123456789012345Z",
        "2016-12-31T23:59:60Z",
        "2016-12-31T18:59:60.25-05:00",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
        "2024-02-29T12:30:00.120Z",
        "2024-02-29T12:30:00.000Z",
        "2024-02-29 12:30:00Z",
        "2024-02-29T12:30:00.120000Z",
        "2024-02-29T12:30:00.000001-11:30",
        "2016-12-31T23:59:60.001Z",
        "9999-12-31T23:59:59.001-01:00",
    ] {
        check_round_trip::<DateTime>(&format!("\"{text}\""));
    }
    for text in ["2024-02-30T00:00:00Z", "2024-02-29", "2024-02-29T12:30:00", "", "now", "2024-02-29T25:00:00Z"] {
        assert!(decode::<DateTime>(format!("\"{text}\"").as_bytes()).is_err(), "{text:?} was accepted");
    }
    let same_instant: Vec<DateTime> = decode(br#"["2024-01-01T00:00:00Z","2024-01-01T01:00:00.0+01:00"]"#).unwrap();
    assert_eq!(same_instant[0], same_instant[1]);
    let made = DateTime::from(chrono::DateTime::UNIX_EPOCH);
    assert_eq!((made.to_string().as_str(), made.timestamp()), ("1970-01-01T00:00:00Z", 0));
    assert_eq!(format!("{made:>21}|{made:.4}"), " 1970-01-01T00:00:00Z|1970");
    for seconds in [-62_167_219_201, -62_167_219_200, 1, 253_402_300_799, 253_402_300_800] {
        for offset in [60, -86_340] {
            let offset = chrono::FixedOffset::east_opt(offset).unwrap();
            let made = chrono::DateTime::from_timestamp(seconds, 0).unwrap().with_timezone(&offset);
            assert_eq!(DateTime::from(made).to_string(), made.to_rfc3339());
        }
    }
}

#[test]
fn dates() {
    let date = Date::from(chrono::NaiveDate::default());
    assert_eq!((format!("{date:?}|{date}"), date.month()), ("1970-01-01|1970-01-01".to_owned(), 1));
    check_round_trip::<Date>("\"2024-02-29\"");
    check_round_trip::<Date>("\"0001-01-01\"");
    for text in ["2023-02-29", "2024-2-29", "20240229", "+2024-02-29", " 2024-2-29", ""] {
        assert!(decode::<Date>(format!("\"{text}\"").as_bytes()).is_err(), "{text:?} was accepted");
    }
}

#[test]
fn uuids() {
    check_round_trip::<Uuid>("\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\"");
    check_round_trip::<Uuid>("\"A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11\"");
    check_round_trip::<Uuid>("\"a0EEBC99-9c0b-4ef8-bb6d-6bb9bd380aFf\"");
    let both: Vec<Uuid> =
        decode(br#"["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11","A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"]"#).unwrap();
    assert_eq!(both[0], both[1]);
    for text in ["a0eebc999c0b4ef8bb6d6bb9bd380a11", "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}", "x", ""] {
        assert!(decode::<Uuid>(format!("\"{text}\"").as_bytes()).is_err(), "{text:?} was accepted");
    }
}

#[test]
fn addresses() {
    check_round_trip::<Ipv4Addr>("\"127.0.0.1\"");
    check_round_trip::<Ipv6>("\"::1\"");
    check_round_trip::<Ipv6>("\"0:0:0::0001\"");
    assert_eq!(decode::<Ipv6>(b"\"0::1\"").unwrap().addr(), std::net::Ipv6Addr::LOCALHOST);
    check_error::<Ipv4Addr>("\"::1\"", "", "expected an IPv4 address, found a string that does not match");
    check_error::<Ipv6>("\"1.2.3.4\"", "", "expected an IPv6 address, found a string that does not match");
}

#[test]
fn debug_hides_secrets() {
    check_round_trip::<Secret>("\"hunter2\"");
    let secret = Secret::from("hunter2");
    assert_eq!((format!("{secret:?}").contains("hunter2"), secret.expose()), (false, "hunter2"));
}

#[test]
fn base64() {
    check::<Base64>("\"-_8\"", "\"-_8\"");
    for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
        assert_eq!(Base64::from_bytes(bytes).as_str(), text);
        assert_eq!(Base64::from(text.to_owned()).decode().unwrap(), bytes.as_bytes());
    }
    let loose = |text: &str| Base64::from(text.to_owned()).decode().map_err(|error| error.position);
    assert_eq!(loose("-_8"), Ok(vec![0xFB, 0xFF]));
    assert_eq!(loose("Zm\r\n9v"), Ok(b"foo".to_vec()));
    assert_eq!(loose("Zm9v!"), Err(4));
    assert_eq!(loose("Zm9vY"), Err(5));
    assert_eq!(loose("Zg==Zg"), Err(2));
}
