//! Formats of strings: which have a type of their own, and which show that a schema is about strings.

use crate::ir::Format;

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
