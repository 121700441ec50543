//! Booleans, numbers and strings.

use crate::ir::{Format, Type};
use crate::lower::schemas::analysis::resolution::ResolvedSchema;
use crate::lower::schemas::analysis::schema::{JsonTypes, integer, number, string_format};
use crate::lower::schemas::settings::{FormatType, TypeSettings, custom_type};

impl TypeSettings {
    /// The type of a boolean, a number or a string.
    pub(super) fn scalar(&self, resolved: &ResolvedSchema<'_>, json_types: JsonTypes) -> Type {
        let format = self.format(resolved);
        if json_types == JsonTypes::BOOLEAN {
            return Type::Bool;
        }
        if json_types == JsonTypes::INTEGER {
            let minimum = resolved.schemas.iter().find_map(|schema| schema.keywords.minimum.as_ref());
            let maximum = resolved.schemas.iter().find_map(|schema| schema.keywords.maximum.as_ref());
            return Type::Integer(integer(format, minimum, maximum));
        }
        if JsonTypes::NUMBER.contains(json_types) {
            return number(format);
        }
        let base64 = resolved.schemas.iter().any(|schema| {
            schema.keywords.content_encoding.as_deref().is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64"))
        });
        match format.and_then(string_format) {
            Some(format) => Type::Format(format),
            None if base64 => Type::Format(Format::Byte),
            None => Type::String,
        }
    }

    /// The type that the settings assign to the format.
    pub(super) fn custom_format(&self, resolved: &ResolvedSchema<'_>, json_types: JsonTypes) -> Option<Type> {
        if self.formats.is_empty() || !resolved.choices.is_empty() {
            return None;
        }
        let key_without_format = match json_types {
            JsonTypes::NUMBER => Some("number"),
            JsonTypes::INTEGER => Some("integer"),
            _ => None,
        };
        let format = resolved
            .schemas
            .iter()
            .rev()
            .find_map(|schema| schema.keywords.format.as_deref())
            .or(key_without_format)?;
        match self.formats.get(format)? {
            FormatType::Plain => None,
            FormatType::Is(ty) => Some(ty.clone()),
            FormatType::Custom(setting) => Some(custom_type(setting, json_types)),
        }
    }

    /// The format of a scalar, unless the settings ignore it.
    fn format<'f>(&self, resolved: &'f ResolvedSchema<'_>) -> Option<&'f str> {
        let is_ignored = |format: &&str| self.formats.get(*format) == Some(&FormatType::Plain);
        resolved
            .schemas
            .iter()
            .rev()
            .find_map(|schema| schema.keywords.format.as_deref())
            .filter(|format| !is_ignored(format))
    }
}
