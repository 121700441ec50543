//! Converts the keywords for strings, `pattern` and `format`, into rules.

use serde_json::Value;

use super::{RuleWriter, Scope};
use crate::ir::Rule;
use crate::lower::schemas::analysis::schema::{SchemaKeywords, accepts, string_format, typed_format};

/// Formats of JSON Schema (2020-12, validation, 7.3) that stay strings and are not validated.
const UNCHECKED: &[&str] = &[
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

impl<'d> RuleWriter<'d> {
    /// `pattern` and `format`.
    pub(super) fn text(&mut self, schema: SchemaKeywords<'d>, scope: Scope) -> Vec<Rule> {
        let keywords = schema.keywords;
        let mut rules = Vec::new();
        if let Some(pattern) = &keywords.pattern {
            // The runtime compiles patterns in the same way.
            let read = regress::Regex::with_flags(pattern, "u").or_else(|_| regress::Regex::new(pattern));
            match read {
                Ok(_) => rules.push(Rule::Pattern(pattern.clone())),
                Err(error) => {
                    let place = self.analysis.place(schema.id).key("pattern");
                    self.note_at(
                        "pattern",
                        place,
                        &format!("not validated: not a valid ECMA-262 regular expression ({error})"),
                    );
                }
            }
        }
        if let Some(format) = keywords.format.as_deref() {
            let typed = string_format(format).is_some();
            let is_beyond_type = scope == Scope::Full || self.formats.beyond_type.contains(&schema.id);
            if typed && is_beyond_type && !self.is_contradicted(schema) {
                rules.push(Rule::Format(format.to_owned()));
            }
            if UNCHECKED.contains(&format) {
                let place = self.analysis.place(schema.id).key("format");
                self.note_at("format", place, "not validated");
            }
        }
        rules
    }

    /// Whether the document contradicts the format: elsewhere, or by the values that the schema lists.
    fn is_contradicted(&self, schema: SchemaKeywords<'d>) -> bool {
        let keywords = schema.keywords;
        let mut listed = keywords.enum_values.iter().flatten().chain(&keywords.const_value).filter_map(Value::as_str);
        let is_refused = |text| typed_format(keywords).is_some_and(|(_, _, format)| !accepts(format, text));
        self.formats.contradicted.contains(&schema.id) || listed.any(is_refused)
    }
}
