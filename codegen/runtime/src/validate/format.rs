//! `format` of strings (JSON Schema 2020-12, validation, 7.3).

use std::net::{Ipv4Addr, Ipv6Addr};

use email_address::EmailAddress;
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use iri_string::template::UriTemplateStr;
use iri_string::types::{IriReferenceStr, IriStr, UriReferenceStr, UriStr};
use serde_json::Value;

use crate::runtime::codec::Field;
use crate::runtime::{Base64, Date, DateTime, Ipv6, Uuid, decode_value};

/// Returns whether a text has a format. `None` if the format is not known, or if the specifications do not agree.
pub(super) fn matches(format: &str, text: &str) -> Option<bool> {
    Some(match format {
        "date-time" => decodes_as::<DateTime>(text),
        "date" => decodes_as::<Date>(text),
        "time" => is_time(text),
        "duration" => is_duration(text),
        "uuid" => decodes_as::<Uuid>(text),
        "byte" => decodes_as::<Base64>(text),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => decodes_as::<Ipv6>(text),
        "email" => text.is_ascii() && is_email(text),
        "idn-email" => is_email(text),
        // RFC 1123 says that a host name never looks like an address, but its syntax allows it, and APIs accept both.
        "hostname" | "idn-hostname" if text.parse::<Ipv4Addr>().is_ok() => return None,
        "hostname" => text.is_ascii() && is_hostname(text),
        "idn-hostname" => is_hostname(text),
        "uri" => UriStr::new(text).is_ok(),
        "uri-reference" => UriReferenceStr::new(text).is_ok(),
        "iri" => IriStr::new(text).is_ok(),
        "iri-reference" => IriReferenceStr::new(text).is_ok(),
        "uri-template" => is_uri_template(text),
        "json-pointer" => text.is_empty() || (text.starts_with('/') && has_pointer_escapes(text)),
        "relative-json-pointer" => is_relative_pointer(text),
        "regex" => return is_regex(text),
        _ => return None,
    })
}

fn decodes_as<T: Field>(text: &str) -> bool {
    decode_value::<T>(&Value::String(text.to_owned())).is_ok()
}

/// RFC 5321, `Mailbox`, with the characters of RFC 6531. The parser accepts more domains.
fn is_email(text: &str) -> bool {
    let options = email_address::Options::default().without_display_text().with_domain_literal();
    let Some((_, domain)) = text.rsplit_once('@') else { return false };
    if EmailAddress::parse_with_options(text, options).is_err() {
        return false;
    }
    match domain.strip_prefix('[').and_then(|domain| domain.strip_suffix(']')) {
        Some(literal) => match literal.split_at_checked(5) {
            Some((tag, address)) if tag.eq_ignore_ascii_case("IPv6:") => address.parse::<Ipv6Addr>().is_ok(),
            _ => literal.parse::<Ipv4Addr>().is_ok(),
        },
        None => is_hostname(domain),
    }
}

/// RFC 1123 (2.1), with the labels of RFC 5890.
fn is_hostname(text: &str) -> bool {
    Uts46::new().to_ascii(text.as_bytes(), AsciiDenyList::STD3, Hyphens::Check, DnsLength::Verify).is_ok()
}

/// RFC 3339, `full-time`: a leap second is the last one of a day in UTC.
fn is_time(text: &str) -> bool {
    let number = |from: usize, most: i32| {
        let digits = text.get(from..from + 2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        digits.parse::<i32>().ok().filter(|number| *number <= most)
    };
    let has = |at: usize, allowed: &[u8]| text.as_bytes().get(at).is_some_and(|byte| allowed.contains(byte));
    let (Some(hour), Some(minute), Some(second)) = (number(0, 23), number(3, 59), number(6, 60)) else {
        return false;
    };
    let fraction = text.get(8..).and_then(|rest| rest.strip_prefix('.'));
    let digits = fraction.map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    let zone = if fraction.is_some() { 9 + digits } else { 8 };
    if !has(2, b":") || !has(5, b":") || (fraction.is_some() && digits == 0) {
        return false;
    }
    let offset = if has(zone, b"Zz") && text.len() == zone + 1 {
        0
    } else if has(zone, b"+-") && has(zone + 3, b":") && text.len() == zone + 6 {
        let (Some(hours), Some(minutes)) = (number(zone + 1, 23), number(zone + 4, 59)) else { return false };
        let minutes: i32 = hours * 60 + minutes;
        if has(zone, b"+") { minutes } else { -minutes }
    } else {
        return false;
    };
    let minute_of_day: i32 = hour * 60 + minute - offset;
    second < 60 || minute_of_day.rem_euclid(24 * 60) == 24 * 60 - 1
}

/// RFC 3339, appendix A: `P3Y6M4DT12H30M5S`, `P2W`.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (date, time) = rest.split_once('T').map_or((rest, None), |(date, time)| (date, Some(time)));
    let has_units = |part: &str, units: &str| {
        let mut units = units.chars();
        let mut digits = 0;
        part.chars().all(|c| match c {
            '0'..='9' => {
                digits += 1;
                true
            }
            unit => std::mem::take(&mut digits) > 0 && units.any(|next| next == unit),
        }) && digits == 0
    };
    match time {
        Some(time) => !time.is_empty() && has_units(date, "YMD") && has_units(time, "HMS"),
        None => !date.is_empty() && (has_units(date, "YMD") || has_units(date, "W")),
    }
}

/// RFC 6570. The parser rejects characters other than ASCII, which literals may contain (2.1), and panics if one follows a `%`. Like `~`, they
/// are allowed in literals and nowhere else.
fn is_uri_template(text: &str) -> bool {
    let is_allowed = |c: char| match u32::from(c) {
        // Private use, and all other characters of an IRI (RFC 3987).
        0xA0..=0xFDCF | 0xFDF0..=0xFFEF => true,
        code => code > 0xFFFF && code & 0xFFFE != 0xFFFE && !(0xE_0000..0xE_1000).contains(&code),
    };
    let text: String = text.chars().map(|c| if is_allowed(c) { '~' } else { c }).collect();
    text.is_ascii() && UriTemplateStr::new(&text).is_ok()
}

/// RFC 6901: `~` begins `~0` or `~1`.
fn has_pointer_escapes(text: &str) -> bool {
    text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']))
}

/// A number of levels up, then `#` or a JSON pointer.
fn is_relative_pointer(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (levels, rest) = text.split_at(digits);
    let is_number = levels == "0" || (!levels.is_empty() && !levels.starts_with('0'));
    is_number && (rest.is_empty() || rest == "#" || (rest.starts_with('/') && has_pointer_escapes(rest)))
}

#[cfg(feature = "ecma-regex")]
fn is_regex(text: &str) -> Option<bool> {
    Some(jsonschema_regex::is_valid_ecma_regex(text))
}

#[cfg(not(feature = "ecma-regex"))]
fn is_regex(_: &str) -> Option<bool> {
    None
}
