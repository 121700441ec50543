//! Booleans, numbers and strings.

use super::SchemaLowering;
use super::facts::Facts;
use super::kinds::Kinds;
use super::numbers;
use super::settings::FormatType;
use crate::ir::{Format, Type};

impl SchemaLowering<'_> {
    /// The type of a boolean, a number or a string.
    pub(super) fn scalar(&self, facts: &Facts<'_>, kinds: Kinds) -> Type {
        let format = self.format(facts);
        if kinds == Kinds::BOOLEAN {
            return Type::Bool;
        }
        if kinds == Kinds::INTEGER {
            let minimum = facts.leaves.iter().find_map(|leaf| leaf.words.minimum.as_ref());
            let maximum = facts.leaves.iter().find_map(|leaf| leaf.words.maximum.as_ref());
            return Type::Integer(numbers::integer(format, minimum, maximum));
        }
        if Kinds::NUMBER.has(kinds) {
            return numbers::number(format);
        }
        let base64 = facts.leaves.iter().any(|leaf| {
            leaf.words.content_encoding.as_deref().is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64"))
        });
        match format.and_then(string_format) {
            Some(format) => Type::Format(format),
            None if base64 => Type::Format(Format::Byte),
            None => Type::String,
        }
    }

    /// The type that the settings give to the format, if they do.
    pub(super) fn custom_format(&self, facts: &Facts<'_>, kinds: Kinds) -> Option<Type> {
        if self.settings.formats.is_empty() || !facts.groups.is_empty() {
            return None;
        }
        let unformatted = match kinds {
            Kinds::NUMBER => Some("number"),
            Kinds::INTEGER => Some("integer"),
            _ => None,
        };
        let format = facts.leaves.iter().rev().find_map(|leaf| leaf.words.format.as_deref()).or(unformatted)?;
        match self.settings.formats.get(format)? {
            FormatType::Plain => None,
            FormatType::Is(ty) => Some(ty.clone()),
            FormatType::Custom(setting) => Some(super::settings::custom(setting, kinds)),
        }
    }

    fn format<'f>(&self, facts: &'f Facts<'_>) -> Option<&'f str> {
        let plain = |format: &&str| self.settings.formats.get(*format) == Some(&FormatType::Plain);
        facts.leaves.iter().rev().find_map(|leaf| leaf.words.format.as_deref()).filter(|format| !plain(format))
    }
}

/// The string formats that have a type of their own.
pub(super) fn string_format(format: &str) -> Option<Format> {
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
