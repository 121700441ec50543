//! `format: uuid`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::traits::{by_value, set, text_field};
use crate::runtime::codec::{Fit, Text, serde_impls};

/// A UUID (RFC 9562) in its hyphenated form.
///
/// It derefs to [`uuid::Uuid`] and converts from it. It remembers which digits of a decoded text are upper case, so that encoding produces
/// the original text. Equality, order and hash ignore case.
#[derive(Clone, Copy, Default)]
pub struct Uuid {
    value: uuid::Uuid,
    /// A bit for each of the 32 digits: whether it is upper case.
    upper: u32,
}

impl Uuid {
    fn parse(text: &str) -> Result<Self, uuid::Error> {
        let value = uuid::Uuid::try_parse(text)?;
        let digits = text.bytes().filter(|byte| *byte != b'-').enumerate();
        let upper =
            digits.filter(|(_, byte)| byte.is_ascii_uppercase()).fold(0, |upper, (index, _)| upper | 1 << index);
        Ok(Self { value, upper })
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut buffer = uuid::Uuid::encode_buffer();
        let text = self.value.as_hyphenated().encode_lower(&mut buffer);
        if self.upper == 0 {
            return f.pad(text);
        }
        let mut digit = 0;
        let written: String = text
            .chars()
            .map(|char| {
                if char == '-' {
                    return char;
                }
                digit += 1;
                if self.upper & 1 << (digit - 1) == 0 { char } else { char.to_ascii_uppercase() }
            })
            .collect();
        f.pad(&written)
    }
}

impl FromStr for Uuid {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl From<uuid::Uuid> for Uuid {
    fn from(value: uuid::Uuid) -> Self {
        Self { value, upper: 0 }
    }
}

by_value!(Uuid(uuid::Uuid));
text_field!(Uuid);
serde_impls!(Uuid);

impl Text for Uuid {
    fn expected(&self) -> Cow<'static, str> {
        Cow::Borrowed("a UUID")
    }
    fn set(&mut self, text: &str) -> Fit {
        /// The hyphenated length. The crate `uuid` also accepts braces, a URN, and digits without hyphens.
        const LENGTH: usize = 36;
        match Self::parse(text) {
            Ok(_) if text.len() != LENGTH => Fit::Refused,
            parsed => set(self, parsed),
        }
    }
}
