//! Booleans, numbers and strings.

use super::TypeBuilder;
use crate::diag::{Code, Diagnostic};
use crate::ir::{CoverageKind, CoverageNote, Format, Integer, Number, Type};
use crate::lower::schemas::analysis::resolution::{
    FormatContradiction, ResolvedSchema, ScalarType, integer_type, text_type,
};
use crate::lower::schemas::analysis::schema::{JsonTypes, SchemaAnalysis, typed_format};
use crate::lower::schemas::settings::{FormatType, TypeSettings, custom_type};

impl TypeBuilder<'_> {
    /// The type of a boolean, a number or a string. Reports a format that the document contradicts.
    pub(super) fn scalar_type(&mut self, resolved: &ResolvedSchema<'_>, json_types: JsonTypes) -> Type {
        let ScalarType { ty, contradiction } = self.settings.scalar(self.analysis, resolved, json_types);
        if let Some(contradiction) = contradiction {
            self.report_contradicted_format(contradiction, &ty);
        }
        if json_types == JsonTypes::STRING {
            different_formats(self.analysis, resolved).into_iter().for_each(|found| self.diagnostics.push(found));
        }
        ty
    }

    /// The type that the settings assign to the format. Records a format that `validate()` must check.
    pub(super) fn custom_format(&mut self, resolved: &ResolvedSchema<'_>, json_types: JsonTypes) -> Option<Type> {
        let ty = self.settings.custom_format(resolved, json_types)?;
        if ty == Type::Format(Format::OptionalOffsetDateTime) {
            let schemas = resolved.schemas.iter();
            let with_format = schemas.filter(|schema| schema.keywords.format.as_deref() == Some("date-time"));
            self.unchecked_formats.by_rule.extend(with_format.map(|schema| schema.id));
        }
        Some(ty)
    }

    fn report_contradicted_format(&mut self, contradiction: FormatContradiction, ty: &Type) {
        let FormatContradiction { schema, keyword, format, reason, shown_at } = contradiction;
        let is_lenient = *ty == Type::Format(Format::OptionalOffsetDateTime);
        let schemas = match is_lenient {
            true => &mut self.unchecked_formats.by_rule,
            false => &mut self.unchecked_formats.contradicted,
        };
        if !schemas.insert(schema) {
            return;
        }
        let place = self.analysis.place(schema).key(keyword);
        let ty = name(ty);
        let note = if is_lenient {
            format!("{reason}, so the type is `{ty}`; `validate()` reports a missing offset")
        } else {
            format!("not enforced, because {reason}; the type is `{ty}`")
        };
        let (kind, construct) = (CoverageKind::Constraint, keyword.to_owned());
        self.coverage.push(CoverageNote { kind, construct, place: place.clone(), note });
        if is_lenient {
            return;
        }
        let message = format!("the document contradicts `{format}`: {reason}; the type is `{ty}`");
        let remedy = format!("correct the document, or set `formats.{format}` in the settings to the type to use");
        let mut diagnostic = Diagnostic::new(Code::ContradictedFormat, &place, message, remedy);
        if let Some(shown_at) = shown_at.filter(|shown_at| *shown_at != place) {
            diagnostic = diagnostic.related(&shown_at, "the value is here");
        }
        self.diagnostics.push(diagnostic);
    }
}

/// A diagnostic for subschemas that state formats with different types, of which no value can have both.
fn different_formats(analysis: &SchemaAnalysis<'_>, resolved: &ResolvedSchema<'_>) -> Option<Diagnostic> {
    let mut formats = resolved.schemas.iter().rev().filter_map(|schema| {
        let (keyword, name, format) = typed_format(schema.keywords)?;
        (keyword == "format").then(|| (analysis.place(schema.id).key("format"), name, format))
    });
    let (used_at, used, format) = formats.next()?;
    let (ignored_at, ignored, _) = formats.find(|(.., other)| *other != format)?;
    let message =
        format!("the subschemas contradict each other: one has the format `{ignored}`; the last one is used: `{used}`");
    let remedy = "state one format, or remove the other one with an overlay";
    let diagnostic = Diagnostic::new(Code::Contradiction, &used_at, message, remedy);
    Some(diagnostic.related(&ignored_at, "this format is ignored"))
}

/// The Rust name of a type that replaces the type of a format.
fn name(ty: &Type) -> &'static str {
    let names = [
        (Type::Format(Format::OptionalOffsetDateTime), "OptionalOffsetDateTime"),
        (Type::Integer(Integer::I64), "i64"),
        (Type::Integer(Integer::U64), "u64"),
        (Type::Integer(Integer::I128), "i128"),
        (Type::Integer(Integer::U128), "u128"),
        (Type::Integer(Integer::Big), "BigInteger"),
        (Type::Number(Number::F64), "f64"),
    ];
    names.iter().find(|(other, _)| other == ty).map_or("String", |(_, name)| name)
}

impl TypeSettings {
    /// The type of a boolean, a number or a string.
    pub(super) fn scalar(
        &self,
        analysis: &SchemaAnalysis<'_>,
        resolved: &ResolvedSchema<'_>,
        json_types: JsonTypes,
    ) -> ScalarType {
        if json_types == JsonTypes::BOOLEAN {
            return Type::Bool.into();
        }
        if JsonTypes::NUMBER.contains(json_types) {
            let allows_fractions = json_types != JsonTypes::INTEGER;
            return integer_type(analysis, resolved, self.format(resolved), allows_fractions);
        }
        text_type(analysis, resolved, |format| !self.is_ignored(format))
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
        let mut formats = resolved.schemas.iter().rev().filter_map(|schema| schema.keywords.format.as_deref());
        formats.next().filter(|format| !self.is_ignored(format))
    }

    fn is_ignored(&self, format: &str) -> bool {
        self.formats.get(format) == Some(&FormatType::Plain)
    }
}
