//! Converts the keywords for strings, `pattern` and `format`, and the regular expressions of `patternProperties` into rules.

use serde_json::Value;

use super::{RuleWriter, Scope};
use crate::diag::SourceLocation;
use crate::ir::{Pattern, Rule};
use crate::lower::schemas::analysis::schema::{
    JsonTypes, SchemaKeywords, Untranslatable, accepts, string_format, typed_format,
};

/// Formats of JSON Schema (2020-12, validation, 7.3) that stay strings. The runtime checks them.
const CHECKED: &[&str] = &[
    "duration",
    "email",
    "hostname",
    "idn-email",
    "idn-hostname",
    "iri",
    "iri-reference",
    "json-pointer",
    "regex",
    "relative-json-pointer",
    "time",
    "uri",
    "uri-reference",
    "uri-template",
];

/// Whether the runtime knows a format of strings.
pub(super) fn is_checked_format(format: &str) -> bool {
    CHECKED.contains(&format) || string_format(format).is_some()
}

impl<'d> RuleWriter<'d> {
    /// `pattern` and `format`.
    pub(super) fn text(&mut self, schema: SchemaKeywords<'d>, json_types: JsonTypes, scope: Scope) -> Vec<Rule> {
        let keywords = schema.keywords;
        let mut rules = Vec::new();
        if let Some(text) = &keywords.pattern {
            let place = self.analysis.place(schema.id).key("pattern");
            rules.extend(self.evaluable(text, "pattern", place).map(Rule::Pattern));
        }
        if let Some(format) = keywords.format.as_deref()
            && json_types.contains(JsonTypes::STRING)
        {
            let is_stated = match string_format(format) {
                // The type guarantees its own format.
                Some(_) => {
                    let is_beyond_type = scope == Scope::Full || self.unchecked_formats.by_rule.contains(&schema.id);
                    is_beyond_type && !self.is_contradicted(schema)
                }
                // Under `oneOf` and `not`, a format that the runtime does not know makes the outcome unknown.
                None => scope == Scope::Full || CHECKED.contains(&format),
            };
            if is_stated {
                rules.push(Rule::Format(format.to_owned()));
            }
        }
        rules
    }

    /// Whether the document contradicts the format: elsewhere, or by the values that the schema lists.
    fn is_contradicted(&self, schema: SchemaKeywords<'d>) -> bool {
        let keywords = schema.keywords;
        let mut listed = keywords.enum_values.iter().flatten().chain(&keywords.const_value).filter_map(Value::as_str);
        let is_refused = |text| typed_format(keywords).is_some_and(|(_, _, format)| !accepts(format, text));
        self.unchecked_formats.contradicted.contains(&schema.id) || listed.any(is_refused)
    }

    /// The expression of an entry of `patternProperties`. `None`, with a note, if the runtime cannot evaluate it.
    pub(super) fn name_pattern(&mut self, schema: SchemaKeywords<'d>, text: &str) -> Option<Pattern> {
        let place = self.analysis.place(schema.id).key("patternProperties").key(text);
        self.evaluable(text, "patternProperties", place)
    }

    /// A regular expression for the runtime. `None`, with a note, if the runtime cannot evaluate it.
    fn evaluable(&mut self, text: &str, construct: &'static str, place: SourceLocation) -> Option<Pattern> {
        match self.analysis.pattern(text) {
            Ok(pattern) => Some(pattern.clone()),
            Err(reason) => {
                self.note_at(construct, place, &unchecked(reason));
                None
            }
        }
    }
}

fn unchecked(reason: &Untranslatable) -> String {
    match reason {
        Untranslatable::Invalid(reason) => {
            format!("not validated: not a valid ECMA-262 regular expression ({reason})")
        }
        Untranslatable::Unsupported(reason) => {
            format!("not validated: the regular expression is not supported ({reason})")
        }
    }
}
