//! Compares JSON values.
//!
//! The order of members does not matter. Numbers are equal if their exact values are, in any notation (`1`, `1.0`, `10e-1`). RFC 3339
//! date-times are equal if they are the same instant. A duplicate key is a difference.

use std::fmt;

use crate::json::Json;

/// The first difference between two values.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The JSON pointer of the difference.
    pub pointer: String,
    /// A description of the difference.
    pub description: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = if self.pointer.is_empty() { "(root)" } else { &self.pointer };
        write!(f, "{pointer}: {}", self.description)
    }
}

/// Which members of an object must be preserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Members {
    /// All of them.
    All,
    /// A subset: members may be lost, but not changed or added.
    Subset,
}

/// Returns the first difference of `after` from `before`.
#[must_use]
pub fn first_difference(before: &Json, after: &Json, members: Members) -> Option<Difference> {
    differ(before, after, members, String::new())
}

/// Returns the first difference of the values at `pointer`.
fn differ(before: &Json, after: &Json, members: Members, pointer: String) -> Option<Difference> {
    let unequal = |description: String| Some(Difference { pointer: pointer.clone(), description });
    match (before, after) {
        (Json::Number(old), Json::Number(new)) if decimal(old) == decimal(new) => None,
        (Json::String(old), Json::String(new)) if old == new || same_instant(old, new) => None,
        (Json::Array(old), Json::Array(new)) if old.len() == new.len() => old
            .iter()
            .zip(new)
            .enumerate()
            .find_map(|(index, (old, new))| differ(old, new, members, format!("{pointer}/{index}"))),
        (Json::Object(old), Json::Object(new)) => {
            let inside = |key: &str| format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
            for (key, value) in old {
                match new.iter().find(|(other, _)| other == key) {
                    None if members == Members::Subset => {}
                    None => return Some(Difference { pointer: inside(key), description: "lost".to_owned() }),
                    Some((_, other)) => {
                        if let Some(difference) = differ(value, other, members, inside(key)) {
                            return Some(difference);
                        }
                    }
                }
            }
            let seen = |at: usize, key: &String| new[..at].iter().any(|(other, _)| other == key);
            new.iter().enumerate().find_map(|(at, (key, _))| {
                let known = old.iter().any(|(other, _)| other == key);
                let description = match (known, seen(at, key)) {
                    (_, true) => "duplicated",
                    (false, false) => "added",
                    (true, false) => return None,
                };
                Some(Difference { pointer: inside(key), description: description.to_owned() })
            })
        }
        (old, new) if old == new => None,
        (old, new) => unequal(format!("{} became {}", short(old), short(new))),
    }
}

fn short(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Bool(value) => value.to_string(),
        Json::Number(text) => text.clone(),
        Json::String(text) => format!("{:?}", text.chars().take(60).collect::<String>()),
        Json::Array(items) => format!("an array of {} items", items.len()),
        Json::Object(members) => format!("an object of {} members", members.len()),
    }
}

/// Splits a number into sign, digits without leading and trailing zeros, and the power of ten of the last digit.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: i64 = exponent.trim_start_matches('+').parse().ok()?;
    let digits = format!("{integer}{fraction}");
    let significant = digits.trim_end_matches('0');
    let power = exponent - fraction.len() as i64 + (digits.len() - significant.len()) as i64;
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return Some((false, String::new(), 0));
    }
    Some((negative, significant.to_owned(), power))
}

/// Returns whether both texts are RFC 3339 date-times of the same instant.
fn same_instant(one: &str, other: &str) -> bool {
    instant(one).is_some() && instant(one) == instant(other)
}

/// Returns the minutes since 1970, the second, and the digits of the fraction. A leap second differs from the start of the next minute.
fn instant(text: &str) -> Option<(i64, i64, &str)> {
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = text.get(from..to)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let is = |at: usize, allowed: &str| text.get(at..=at).is_some_and(|c| allowed.contains(c));
    if !(is(4, "-") && is(7, "-") && is(10, "Tt ") && is(13, ":") && is(16, ":")) {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let rest = text.get(19..)?;
    let zone = rest.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let fraction = rest.get(..rest.len() - zone.len())?.trim_start_matches('.').trim_end_matches('0');
    let offset = match zone {
        "Z" | "z" => 0,
        _ => {
            let (sign, zone) = (zone.get(..1)?, zone.get(1..)?);
            let (hours, minutes) = zone.split_once(':')?;
            let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
            match sign {
                "+" => minutes,
                "-" => -minutes,
                _ => return None,
            }
        }
    };
    Some(((days(year, month, day) * 24 + hour) * 60 + minute - offset, second, fraction))
}

/// Returns the days since 1970-01-01 in the Gregorian calendar. The calculation uses years that start in March.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn check(before: &str, after: &str, expect: Option<&str>) {
        check_members(before, after, Members::All, expect);
    }

    fn check_members(before: &str, after: &str, members: Members, expect: Option<&str>) {
        let parse = |text: &str| parse(text).expect("the test value is JSON");
        let found = first_difference(&parse(before), &parse(after), members).map(|difference| difference.to_string());
        assert_eq!(found.as_deref(), expect, "{before} {after}");
    }

    #[test]
    fn notation_and_order_do_not_matter() {
        check(r#"{"a": 1, "b": [true]}"#, r#"{"b":[true],"a":1.0}"#, None);
        check("1e3", "1000", None);
        check("0.1", "1e-1", None);
        check("-0.0", "0", None);
        check(r#""2024-03-01T00:30:00Z""#, r#""2024-03-01t00:30:00-00:00""#, None);
        check(r#""2024-02-29T23:30:00.50Z""#, r#""2024-03-01T00:30:00.5+01:00""#, None);
    }

    #[test]
    fn members_may_be_lost() {
        check_members(r#"{"a": [{"b": 1, "c": 2}]}"#, r#"{"a": [{"c": 2}]}"#, Members::Subset, None);
        check_members(r#"{"a": 1}"#, r#"{"a": 2}"#, Members::Subset, Some("/a: 1 became 2"));
        check_members("{}", r#"{"a": 1}"#, Members::Subset, Some("/a: added"));
        check_members("[1, 2]", "[1]", Members::Subset, Some("(root): an array of 2 items became an array of 1 items"));
    }

    #[test]
    fn the_first_difference_is_described() {
        check(
            "5445384899097788000",
            "5445384899097788416",
            Some("(root): 5445384899097788000 became 5445384899097788416"),
        );
        check("9007199254740993", "9007199254740992.0", Some("(root): 9007199254740993 became 9007199254740992.0"));
        check("1", "-1", Some("(root): 1 became -1"));
        check("1", "true", Some("(root): 1 became true"));
        check(r#""a""#, r#""A""#, Some("(root): \"a\" became \"A\""));
        check(r#"[{"a": null}]"#, "[{}]", Some("/0/a: lost"));
        check(
            r#""2016-12-31T23:59:60Z""#,
            r#""2017-01-01T00:00:00Z""#,
            Some("(root): \"2016-12-31T23:59:60Z\" became \"2017-01-01T00:00:00Z\""),
        );
        check(r#"{"a": null}"#, "{}", Some("/a: lost"));
        check("{}", r#"{"a": null}"#, Some("/a: added"));
        check(r#"{"a": 1}"#, r#"{"a": 1, "a": 1}"#, Some("/a: duplicated"));
        check(r#"{"a/b": [1, 2]}"#, r#"{"a/b": [1, 3]}"#, Some("/a~1b/1: 2 became 3"));
        check("[1]", "[1, 2]", Some("(root): an array of 1 items became an array of 2 items"));
        check(
            r#""2024-01-01T00:00:00.1Z""#,
            r#""2024-01-01T00:00:00Z""#,
            Some("(root): \"2024-01-01T00:00:00.1Z\" became \"2024-01-01T00:00:00Z\""),
        );
    }
}
