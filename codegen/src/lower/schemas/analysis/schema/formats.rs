//! Formats of strings: which have a type of their own, which texts these types accept, and which show that a schema is about strings.

use oasmith_runtime::Base64;

use crate::ir::Format;
use crate::openapi::Keywords;

/// The type of a string format that has a type of its own.
pub(crate) fn string_format(format: &str) -> Option<Format> {
    Some(match format {
        "date-time" => Format::DateTime,
        "date" => Format::Date,
        "uuid" => Format::Uuid,
        "byte" => Format::Byte,
        "password" => Format::Password,
        "ipv4" => Format::Ipv4,
        "ipv6" => Format::Ipv6,
        _ => return None,
    })
}

/// The format of a schema that has a type of its own: the keyword, its value, and the type.
pub(crate) fn typed_format(keywords: &Keywords) -> Option<(&'static str, &str, Format)> {
    if let Some(format) = keywords.format.as_deref() {
        return string_format(format).map(|ty| ("format", format, ty));
    }
    encoded_format(keywords)
}

/// `contentEncoding: base64` as a format: the keyword, its value, and the type.
pub(crate) fn encoded_format(keywords: &Keywords) -> Option<(&'static str, &str, Format)> {
    let encoding = keywords.content_encoding.as_deref()?;
    encoding.eq_ignore_ascii_case("base64").then_some(("contentEncoding", encoding, Format::Byte))
}

/// Whether the type of a format accepts a text, and sends the same text.
pub(crate) fn accepts(format: Format, text: &str) -> bool {
    // The type of `byte` accepts any text, but it is of use only if it can be decoded.
    let is_usable = format != Format::Byte || Base64::from(text.to_owned()).decode().is_ok();
    is_usable && format.sent_text(text).is_some_and(|sent| sent == text)
}

/// Whether a text that the document shows for a value has a form that the type of a format does not accept. A placeholder has none, and
/// quotes and spaces around a text are slips.
pub(crate) fn shows_other_form(format: Format, text: &str) -> bool {
    let is_around = |char: char| char.is_whitespace() || matches!(char, '"' | '\'' | '`');
    !is_placeholder(text) && !accepts(format, text.trim_matches(is_around))
}

/// Texts of many kinds that the type of a format accepts. A pattern or a bound that fits none of them contradicts the format. Empty for a
/// format that allows texts of any length.
pub(crate) fn samples(format: Format) -> &'static [&'static str] {
    match format {
        Format::DateTime => &[
            "2024-02-29T12:30:45Z",
            "1999-12-31T00:00:00.5Z",
            "2024-02-29T12:30:45.123Z",
            "2024-02-29T12:30:45.123456Z",
            "2024-02-29T12:30:45.1234567Z",
            "2024-02-29T12:30:45.123456789Z",
            "2024-02-29T12:30:45+00:00",
            "2024-02-29T12:30:45.123+05:30",
            "2024-02-29T12:30:45.123456-08:00",
            "2024-02-29T12:30:45.1234567+02:00",
            "2024-02-29T12:30:45.123456789+01:00",
            "2024-02-29 12:30:45Z",
        ],
        Format::OptionalOffsetDateTime => &[
            "2024-02-29T12:30:45",
            "2024-02-29T12:30:45.123",
            "2024-02-29T12:30:45.123456",
            "2024-02-29T12:30:45.1234567",
            "2024-02-29T12:30:45.123456789",
            "2024-02-29 12:30:45",
            "2024-02-29 12:30:45.123456",
        ],
        Format::Date => &["2024-02-29", "1999-12-31", "2010-10-01", "1970-01-01", "9999-12-31", "0001-01-01"],
        Format::Uuid => &[
            "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
            "9125a8dc-52ee-365b-a5aa-81b0b3681cf6",
            "0f8fad5b-d9cb-469f-a165-70867728950e",
            "2ed6657d-e927-568b-95e1-2665a8aea6a2",
            "1ec9414c-232a-6b00-b3c8-9e6bdeced846",
            "0190a5f2-7c3e-7b1a-9d42-3f6c1e8b5a07",
            "2489e9ad-2ee2-8e00-8ec9-32d5f69181c0",
            "0F8FAD5B-D9CB-469F-A165-70867728950E",
            "00000000-0000-0000-0000-000000000000",
        ],
        Format::Ipv4 => {
            &["10.0.0.1", "192.168.100.200", "172.16.0.1", "8.8.8.8", "127.0.0.1", "0.0.0.0", "255.255.255.255"]
        }
        Format::Ipv6 => &[
            "::",
            "::1",
            "fe80::1",
            "2001:db8::8a2e:370:7334",
            "2001:DB8::1",
            "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
            "::ffff:192.0.2.128",
            "fd00:1234:5678:9abc:def0:1234:5678:9abc",
        ],
        Format::Byte | Format::Password => &[],
    }
}

/// Whether a text only stands for a value, so that it says nothing about the form of values: `string`, `YYYY-MM-DD`, `<uuid>`, `...`.
pub(crate) fn is_placeholder(text: &str) -> bool {
    /// Words that name a kind of value or that servers replace by one, without separators.
    const WORDS: &[&str] = &[
        "address",
        "any",
        "binary",
        "byte",
        "bytes",
        "data",
        "currentdate",
        "currenttimestamp",
        "date",
        "datetime",
        "datestring",
        "encoded",
        "example",
        "format",
        "guid",
        "id",
        "ip",
        "ipaddress",
        "isodate",
        "na",
        "nil",
        "none",
        "now",
        "null",
        "sample",
        "str",
        "string",
        "test",
        "text",
        "time",
        "timestamp",
        "tbd",
        "today",
        "todo",
        "type",
        "undefined",
        "unknown",
        "utc",
        "uuid",
        "value",
    ];
    /// Names whose digits say nothing about the form of values, without separators.
    const NAMES: &[&str] = &["base64", "ipv4", "ipv6", "iso8601", "rfc3339", "uuid4", "uuidv4"];
    let text = text.trim();
    let letters: String =
        text.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect();
    let word = NAMES.iter().fold(letters.clone(), |rest, name| rest.replace(name, ""));
    let has_digits = word.bytes().any(|byte| byte.is_ascii_digit());
    let several_words = || text.contains(|char: char| char.is_whitespace() || matches!(char, '_' | '-'));
    letters.is_empty()
        || text.contains(['<', '>', '{', '}', '[', ']', '…', '*', '('])
        || text.contains("...")
        || word.is_empty()
        || WORDS.contains(&word.as_str())
        // `YYYY-MM-DDTHH:mm:ss.sssZ`, `xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx`
        || letters.contains("yyyy")
        || letters.contains("xxx")
        // `DD.MM.YY`, `HH:MM`
        || (!has_digits && letters.contains("mm") && ["dd", "hh", "yy"].iter().any(|part| letters.contains(part)))
        // `your-account-id`, `a valid date`
        || (!has_digits && several_words())
}

/// Whether a schema with this format and without a `type` is taken to be a string.
pub(super) fn implies_string(format: &str) -> bool {
    matches!(
        format,
        "date-time"
            | "date"
            | "time"
            | "duration"
            | "uuid"
            | "uri"
            | "url"
            | "email"
            | "byte"
            | "binary"
            | "password"
            | "ipv4"
            | "ipv6"
            | "hostname"
            | "uri-reference"
            | "iri"
            | "regex"
            | "json-pointer"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMATS: [Format; 8] = [
        Format::DateTime,
        Format::OptionalOffsetDateTime,
        Format::Date,
        Format::Uuid,
        Format::Byte,
        Format::Password,
        Format::Ipv4,
        Format::Ipv6,
    ];

    #[test]
    fn samples_are_accepted() {
        for format in FORMATS {
            for sample in samples(format) {
                assert!(accepts(format, sample), "{format:?} {sample}");
                assert!(!is_placeholder(sample) || *sample == "::", "{sample}");
            }
        }
    }

    #[test]
    fn other_texts_are_not_accepted() {
        for (format, text) in [
            (Format::DateTime, "2024-02-29T12:30:45"),
            (Format::DateTime, "2024-02-29T12:30:45+0000"),
            (Format::OptionalOffsetDateTime, "2024-02-29"),
            (Format::Date, "2024-2-9"),
            (Format::Date, "2024-02-29T00:00:00Z"),
            (Format::Uuid, "536e564f316c83104c000020"),
            (Format::Uuid, "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}"),
            (Format::Byte, "0x:12:34"),
            (Format::Ipv4, "10.0.0.0/8"),
            (Format::Ipv4, "localhost"),
            (Format::Ipv6, "10.0.0.1"),
        ] {
            assert!(!accepts(format, text), "{format:?} {text}");
            assert!(!is_placeholder(text) || text.contains('{'), "{text}");
        }
    }

    #[test]
    fn slips_around_a_value_are_not_another_form() {
        for (format, text, expect) in [
            (Format::DateTime, "\"2024-02-29T12:30:45Z\"", false),
            (Format::DateTime, "2024-02-29T12:30:45Z ", false),
            (Format::Date, "'2024-02-29'", false),
            (Format::DateTime, "\"2024-02-29T12:30:45\"", true),
            (Format::Uuid, "uuid", false),
            (Format::Uuid, "'cus_1'", true),
        ] {
            assert_eq!(shows_other_form(format, text), expect, "{text}");
        }
    }

    #[test]
    fn placeholders() {
        for text in [
            "",
            " ",
            "string",
            "String",
            "...",
            "<uuid>",
            "{id}",
            "uuid",
            "date-time",
            "YYYY-MM-DD",
            "yyyy-MM-ddTHH:mm:ssZ",
            "your-id-here",
            "a valid date",
            "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx",
            "now()",
            "now",
            "CURRENT_TIMESTAMP",
            "[date]",
            "ISO 8601",
            "null",
            "-",
            "***",
            "IPv4 address",
            "ipv6",
            "base64 string",
            "BASE64ENCODED",
            "RFC 3339 date-time",
            "UUIDv4",
            "uuid4",
            "DD.MM.YY",
            "HH:MM",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "never",
            "localhost",
            "1",
            "2024",
            "abc123",
            "01/02/2024",
            "Tue, 1 Dec 2026",
            "1700000000",
            "uuid-1234",
            "ipv4-1",
            "comma",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
