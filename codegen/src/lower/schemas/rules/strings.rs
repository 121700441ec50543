//! Converts the keywords for strings, `pattern` and `format`, and the regular expressions of `patternProperties` into rules.

use super::{RuleWriter, Scope};
use crate::ir::{Pattern, Rule};
use crate::lower::schemas::analysis::schema::{JsonTypes, SchemaKeywords, Untranslatable, string_format};

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
            match self.analysis.pattern(text) {
                Ok(pattern) => rules.push(Rule::Pattern(pattern.clone())),
                Err(reason) => {
                    let place = self.analysis.place(schema.id).key("pattern");
                    self.note_at("pattern", place, &unchecked(reason));
                }
            }
        }
        if let Some(format) = keywords.format.as_deref()
            && json_types.contains(JsonTypes::STRING)
        {
            // The type guarantees its own format. Under `oneOf` and `not`, a format that the runtime does not know makes the outcome unknown.
            if scope == Scope::Full || (CHECKED.contains(&format) && string_format(format).is_none()) {
                rules.push(Rule::Format(format.to_owned()));
            }
        }
        rules
    }

    /// The expression of an entry of `patternProperties`. `None`, with a note, if the runtime cannot evaluate it.
    pub(super) fn name_pattern(&mut self, schema: SchemaKeywords<'d>, text: &str) -> Option<Pattern> {
        match self.analysis.pattern(text) {
            Ok(pattern) => Some(pattern.clone()),
            Err(reason) => {
                let place = self.analysis.place(schema.id).key("patternProperties").key(text);
                self.note_at("patternProperties", place, &unchecked(reason));
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
