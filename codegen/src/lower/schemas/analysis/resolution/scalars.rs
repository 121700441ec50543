//! The Rust type of a scalar: by its format, unless the document contradicts the format.
//!
//! A format is contradicted by the bounds, the pattern, the default and the examples that its own type would refuse. The types of the runtime
//! decide what they accept.

use serde_json::Value;

use super::ResolvedSchema;
use crate::diag::SourceLocation;
use crate::exact_number::ExactNumber;
use crate::ir::{Format, Number, Type};
use crate::lower::schemas::analysis::schema::{
    NamedNumbers, SchemaAnalysis, ShownBy, accepts, encoded_format, first_beyond, integer, integer_format, number,
    samples, shows_other_form, typed_format,
};
use crate::openapi::SchemaId;

/// The type of a scalar.
#[derive(Debug, Clone)]
pub(crate) struct ScalarType {
    pub(crate) ty: Type,
    /// The contradiction because of which the type is not that of the format.
    pub(crate) contradiction: Option<FormatContradiction>,
}

impl From<Type> for ScalarType {
    fn from(ty: Type) -> Self {
        Self { ty, contradiction: None }
    }
}

/// A format that the document contradicts.
#[derive(Debug, Clone)]
pub(crate) struct FormatContradiction {
    /// The schema with the format.
    pub(crate) schema: SchemaId,
    /// `format` or `contentEncoding`.
    pub(crate) keyword: &'static str,
    /// The value of the keyword.
    pub(crate) format: String,
    /// What contradicts it, as a clause: `the example "x" is not a uuid`.
    pub(crate) reason: String,
    /// The place of a value that contradicts it.
    pub(crate) shown_at: Option<SourceLocation>,
}

/// Why the type of a format does not fit.
struct Reason {
    clause: String,
    shown_at: Option<SourceLocation>,
}

impl Reason {
    fn of(self, schema: SchemaId, keyword: &'static str, format: &str) -> FormatContradiction {
        let Self { clause: reason, shown_at } = self;
        FormatContradiction { schema, keyword, format: format.to_owned(), reason, shown_at }
    }
}

/// The type of a string. `applies` returns whether the type of a format is used.
pub(crate) fn text_type(
    analysis: &SchemaAnalysis<'_>,
    resolved: &ResolvedSchema<'_>,
    applies: impl Fn(&str) -> bool,
) -> ScalarType {
    let mut formats = resolved.schemas.iter().rev();
    let with_format = formats.clone().find(|schema| schema.keywords.format.is_some());
    let typed = match with_format {
        Some(schema) => typed_format(schema.keywords).map(|typed| (schema.id, typed)),
        None => formats.find_map(|schema| Some((schema.id, typed_format(schema.keywords)?))),
    };
    // The encoding counts also next to a format without a type.
    let encoded = || resolved.schemas.iter().find_map(|schema| Some((schema.id, encoded_format(schema.keywords)?)));
    let applied = typed.filter(|(_, (keyword, format, _))| *keyword != "format" || applies(format)).or_else(encoded);
    let Some((schema, (keyword, name, format))) = applied else { return Type::String.into() };
    let evidence = Evidence::of(analysis, resolved);
    let optional_offset = || {
        (format == Format::DateTime && evidence.spells_optional_offset())
            .then(|| Reason { clause: "`pattern` also matches texts without an offset".to_owned(), shown_at: None })
    };
    let Some(reason) = evidence.against(format, name).or_else(optional_offset) else {
        return Type::Format(format).into();
    };
    let lenient = Some(Format::OptionalOffsetDateTime).filter(|_| format == Format::DateTime);
    let (ty, reason) = match lenient.map(|lenient| (lenient, evidence.against(lenient, name))) {
        Some((lenient, None)) => (Type::Format(lenient), reason),
        // A value without an offset is not the reason.
        Some((_, Some(other))) => (Type::String, other),
        None => (Type::String, reason),
    };
    ScalarType { ty, contradiction: Some(reason.of(schema, keyword, name)) }
}

/// What a schema says about its texts.
struct Evidence<'d> {
    min_length: u64,
    max_length: u64,
    patterns: Vec<&'d regex_lite::Regex>,
    shown: Vec<(&'d str, ShownBy<'d>)>,
    analysis: &'d SchemaAnalysis<'d>,
}

impl<'d> Evidence<'d> {
    fn of(analysis: &'d SchemaAnalysis<'_>, resolved: &'d ResolvedSchema<'_>) -> Self {
        let keywords = || resolved.schemas.iter().map(|schema| schema.keywords);
        Self {
            min_length: keywords().filter_map(|keywords| keywords.min_length).max().unwrap_or(0),
            max_length: keywords().filter_map(|keywords| keywords.max_length).min().unwrap_or(u64::MAX),
            // A pattern that the engine does not support says nothing. The engine takes linear time.
            patterns: keywords().filter_map(|keywords| analysis.linear_pattern(keywords.pattern.as_deref()?)).collect(),
            shown: shown_values(analysis, resolved)
                .filter_map(|(value, shown_by)| Some((value.as_str()?, shown_by)))
                .collect(),
            analysis,
        }
    }

    /// Whether a pattern spells out date-times to the end, and leaves out the offset of some. A pattern that matches other texts, too, such as
    /// `^.+$`, says nothing about offsets.
    fn spells_optional_offset(&self) -> bool {
        let matches = |text: &str| self.patterns.iter().all(|pattern| pattern.is_match(text));
        let is_spelled = |text: &str| !matches(&format!("{text}x")) && !matches(&format!("{text}+-"));
        !self.patterns.is_empty()
            && samples(Format::OptionalOffsetDateTime).iter().any(|text| matches(text) && is_spelled(text))
    }

    /// The first reason why the type of a format does not fit. `name` is the name of the format.
    fn against(&self, format: Format, name: &str) -> Option<Reason> {
        let refused = self.shown.iter().find(|(text, _)| shows_other_form(format, text));
        if let Some((text, shown_by)) = refused {
            let word = if matches!(shown_by, ShownBy::Default(_)) { "default" } else { "example" };
            return Some(Reason {
                clause: format!("the {word} {} does not have this format", quoted(text)),
                shown_at: Some(place_of(self.analysis, *shown_by)),
            });
        }
        // Placeholders say nothing about the bounds.
        let own = self.shown.iter().map(|(text, _)| *text).filter(|text| accepts(format, text));
        let others: &[&str] = if format == Format::OptionalOffsetDateTime { samples(Format::DateTime) } else { &[] };
        let texts: Vec<&str> = own.chain(samples(format).iter().chain(others).copied()).collect();
        let has_length = |text: &&str| (self.min_length..=self.max_length).contains(&(text.len() as u64));
        let matches = |text: &&str| self.patterns.iter().all(|pattern| pattern.is_match(text));
        if samples(format).is_empty() || texts.iter().any(|text| has_length(text) && matches(text)) {
            return None;
        }
        let clause = if !texts.iter().any(has_length) {
            format!("no `{name}` has a length that `minLength` and `maxLength` allow")
        } else if !texts.iter().any(matches) {
            format!("no `{name}` matches `pattern`")
        } else {
            format!("no `{name}` matches `pattern`, `minLength` and `maxLength`")
        };
        Some(Reason { clause, shown_at: None })
    }
}

/// The type of an integer, or of a number with an integer format. `format` is the format that is used, if any.
pub(crate) fn integer_type(
    analysis: &SchemaAnalysis<'_>,
    resolved: &ResolvedSchema<'_>,
    format: Option<&str>,
    allows_fractions: bool,
) -> ScalarType {
    let named = named_numbers(analysis, resolved);
    let widths = format.and_then(|format| Some((format, integer_format(format)?)));
    let Some((name, width)) = widths else {
        return if allows_fractions { number(format) } else { Type::Integer(integer(&named)) }.into();
    };
    let steps = resolved.schemas.iter().filter_map(|schema| schema.keywords.multiple_of.as_ref());
    let fraction = named.shown.iter().chain(steps).find(|number| allows_fractions && !number.is_integer());
    let (clause, ty) = match (fraction, first_beyond(width, &named)) {
        (Some(fraction), _) => (format!("{fraction} is not an integer"), Type::Number(Number::F64)),
        (None, Some(beyond)) => (format!("{beyond} is out of its range"), Type::Integer(integer(&named))),
        (None, None) => return Type::Integer(width).into(),
    };
    let with_format = resolved.schemas.iter().rev().find(|schema| schema.keywords.format.is_some());
    let Some(schema) = with_format else { return ty.into() };
    let contradiction = Reason { clause, shown_at: None }.of(schema.id, "format", name);
    ScalarType { ty, contradiction: Some(contradiction) }
}

/// The numbers that a schema names.
fn named_numbers(analysis: &SchemaAnalysis<'_>, resolved: &ResolvedSchema<'_>) -> NamedNumbers {
    let mut named = NamedNumbers::default();
    for schema in &resolved.schemas {
        let keywords = schema.keywords;
        let exclusive = |bound: &Option<ExactNumber>, step| bound.as_ref().map(|bound| moved(bound, step));
        let minimums = [keywords.minimum.clone(), exclusive(&keywords.exclusive_minimum, 1)];
        for minimum in minimums.into_iter().flatten() {
            if named.minimum.as_ref().is_none_or(|other| minimum.compare(other).is_gt()) {
                named.minimum = Some(minimum);
            }
        }
        let maximums = [keywords.maximum.clone(), exclusive(&keywords.exclusive_maximum, -1)];
        for maximum in maximums.into_iter().flatten() {
            if named.maximum.as_ref().is_none_or(|other| maximum.compare(other).is_lt()) {
                named.maximum = Some(maximum);
            }
        }
    }
    let shown = shown_values(analysis, resolved).filter_map(|(value, _)| value.as_number().map(ExactNumber::from));
    named.shown.extend(shown);
    named
}

/// The integer next to an exclusive bound.
fn moved(bound: &ExactNumber, step: i128) -> ExactNumber {
    let integer: Option<i128> = bound.as_str().parse().ok();
    integer.and_then(|bound| bound.checked_add(step)).map_or_else(|| bound.clone(), Into::into)
}

/// The defaults and examples of a resolved schema, and the values elsewhere that contradict its format.
fn shown_values<'d>(
    analysis: &'d SchemaAnalysis<'_>,
    resolved: &'d ResolvedSchema<'_>,
) -> impl Iterator<Item = (&'d Value, ShownBy<'d>)> {
    resolved.schemas.iter().flat_map(|schema| {
        let default = schema.keywords.default.iter().map(|value| (value, ShownBy::Default(schema.id)));
        let examples = schema.keywords.examples.iter().map(|value| (value, ShownBy::Example(schema.id)));
        let elsewhere = analysis.contradicting_values(schema.id).iter().map(|shown| (shown.value, shown.shown_by));
        default.chain(examples).chain(elsewhere)
    })
}

/// Where a value is shown.
fn place_of(analysis: &SchemaAnalysis<'_>, shown_by: ShownBy<'_>) -> SourceLocation {
    match shown_by {
        ShownBy::Default(id) => analysis.place(id).key("default"),
        ShownBy::Example(id) => analysis.place(id).key("example"),
        ShownBy::Content(place) => place.clone(),
    }
}

/// A text as JSON. A long one is shortened.
fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Value::from(format!("{}…", text.get(..end).unwrap_or_default())).to_string(),
        None => Value::from(text).to_string(),
    }
}
