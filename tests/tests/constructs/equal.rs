//! When two JSON values are the same to whoever reads them.
//!
//! The order of members does not matter. Numbers are the same if their digits are, however they are spelled (`1`, `1.0`,
//! `10e-1`), and RFC 3339 date-times if they are the same instant.

use serde_json::{Map, Number, Value};

/// The first place where `found` is not what was expected. With `less`, members may be missing in it.
pub fn difference(expected: &Value, found: &Value, less: bool) -> Option<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => object_difference(expected, found, less),
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            let mut items = expected.iter().zip(found).enumerate();
            items.find_map(|(index, (a, b))| Some(format!("/{index}{}", difference(a, b, less)?)))
        }
        (Value::Number(a), Value::Number(b)) if decimal(a) == decimal(b) => None,
        (Value::String(a), Value::String(b)) if instant(a).is_some_and(|a| Some(a) == instant(b)) => None,
        (expected, found) if expected == found && !expected.is_number() => None,
        (expected, found) => Some(format!(": {expected} became {found}")),
    }
}

fn object_difference(expected: &Map<String, Value>, found: &Map<String, Value>, less: bool) -> Option<String> {
    for (key, value) in expected {
        match found.get(key) {
            Some(other) => {
                if let Some(difference) = difference(value, other, less) {
                    return Some(format!("/{key}{difference}"));
                }
            }
            None if less => {}
            None => return Some(format!("/{key}: {value} was lost")),
        }
    }
    found.iter().find(|(key, _)| !expected.contains_key(*key)).map(|(key, value)| format!("/{key}: {value} was added"))
}

/// Sign, digits without zeros at either end, and the exponent of the last of them.
fn decimal(number: &Number) -> (bool, String, i64) {
    let text = number.to_string();
    let (negative, text) = text.strip_prefix('-').map_or((false, text.as_str()), |rest| (true, rest));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let trimmed = digits.trim_end_matches('0');
    let significant = trimmed.trim_start_matches('0');
    if significant.is_empty() {
        return (false, String::new(), 0);
    }
    let zeros = (digits.len() - trimmed.len()) as i64;
    let exponent: i64 = exponent.trim_start_matches('+').parse().unwrap();
    (negative, significant.to_owned(), exponent - fraction.len() as i64 + zeros)
}

/// Minutes since the year 0 in UTC, second and fraction of an RFC 3339 date-time.
fn instant(text: &str) -> Option<(i64, u8, String)> {
    let text = text.to_ascii_uppercase();
    let (date, time) = text.split_once('T')?;
    let (clock, offset) = match time.strip_suffix('Z') {
        Some(clock) => (clock, 0),
        None => {
            let at = time.rfind(['+', '-'])?;
            let (hours, minutes) = time[at + 1..].split_once(':')?;
            let offset = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
            (&time[..at], if time[at..].starts_with('-') { -offset } else { offset })
        }
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let [year, month, day] = fields(date, '-')?;
    let [hour, minute, second] = fields(clock, ':')?;
    let minutes = (days(year, month, day) * 24 + hour) * 60 + minute - offset;
    Some((minutes, u8::try_from(second).ok()?, fraction.trim_end_matches('0').to_owned()))
}

fn fields(text: &str, separator: char) -> Option<[i64; 3]> {
    let fields: Option<Vec<i64>> = text.split(separator).map(|field| field.parse().ok()).collect();
    fields?.try_into().ok()
}

/// Days since the first of March of the year 0.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (month * 153 + 2) / 5 + day
}

#[test]
fn equality_is_of_values() {
    let check = |a: &str, b: &str, expect: Option<&str>| {
        let [a, b] = [a, b].map(|text| crate::strict::parse(text).unwrap());
        assert_eq!(difference(&a, &b, false).as_deref(), expect);
    };
    check(r#"{"a": 1, "b": [2]}"#, r#"{"b": [2.0], "a": 1}"#, None);
    check("1e3", "1000", None);
    check("0.1", "1e-1", None);
    check("0", "-0.0", None);
    check("9007199254740993", "9007199254740992.0", Some(": 9007199254740993 became 9007199254740992.0"));
    check("1", "-1", Some(": 1 became -1"));
    check("1", "true", Some(": 1 became true"));
    check("{}", r#"{"a": null}"#, Some("/a: null was added"));
    check(r#"[{"a": null}]"#, "[{}]", Some("/0/a: null was lost"));
    check(r#""2024-03-01T00:30:00.50+01:00""#, r#""2024-02-29T23:30:00.5Z""#, None);
    check(r#""2024-03-01T00:30:00Z""#, r#""2024-03-01t00:30:00-00:00""#, None);
    check(
        r#""2024-03-01T00:30:00Z""#,
        r#""2024-03-01T00:30:01Z""#,
        Some(r#": "2024-03-01T00:30:00Z" became "2024-03-01T00:30:01Z""#),
    );
    check(r#""a""#, r#""A""#, Some(r#": "a" became "A""#));
}
