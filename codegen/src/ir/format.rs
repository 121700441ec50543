//! Formats of strings.

use std::fmt::Display;
use std::net::Ipv4Addr;

use oasmith_runtime::codec::Field;
use oasmith_runtime::{Date, DateTime, Ipv6, OptionalOffsetDateTime, Uuid, decode_value};
use serde_json::Value;

/// A string format that has a Rust type. Strings of all other formats are `String`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// `date-time` (RFC 3339): `runtime::DateTime`.
    DateTime,
    /// A `date-time` whose offset may be missing: `runtime::OptionalOffsetDateTime`.
    OptionalOffsetDateTime,
    /// `date` (RFC 3339 full-date): `runtime::Date`.
    Date,
    /// `uuid`: `runtime::Uuid`.
    Uuid,
    /// `byte`, `contentEncoding: base64`: `runtime::Base64`, which retains the original text.
    Byte,
    /// `password`: `runtime::Secret`, redacted in `Debug`.
    Password,
    /// `ipv4`: `std::net::Ipv4Addr`.
    Ipv4,
    /// `ipv6`: `runtime::Ipv6`, which retains the original text.
    Ipv6,
}

impl Format {
    /// Returns the text that the Rust type sends after it has decoded `text`. `None` if it does not accept the text.
    #[must_use]
    pub fn sent_text(self, text: &str) -> Option<String> {
        fn sent<T: Field + Display>(text: &str) -> Option<String> {
            decode_value::<T>(&Value::String(text.to_owned())).ok().map(|value| value.to_string())
        }
        match self {
            Self::DateTime => sent::<DateTime>(text),
            Self::OptionalOffsetDateTime => sent::<OptionalOffsetDateTime>(text),
            Self::Date => sent::<Date>(text),
            Self::Uuid => sent::<Uuid>(text),
            // These accept any text.
            Self::Byte | Self::Password => Some(text.to_owned()),
            Self::Ipv4 => sent::<Ipv4Addr>(text),
            Self::Ipv6 => sent::<Ipv6>(text),
        }
    }
}
