//! The regular expressions of the document.

use super::SchemaAnalysis;
use crate::diag::{Code, Diagnostic};
use crate::ir::Pattern;
use crate::lower::schemas::patterns::{Patterns, Untranslatable};
use crate::openapi::{Document, Keywords, SchemaKind};

/// Translates all regular expressions of a document.
pub(super) fn of_document(document: &Document) -> Patterns {
    let keywords = document.schemas.iter().filter_map(|schema| match &schema.kind {
        SchemaKind::Keywords(keywords) => Some(keywords),
        SchemaKind::Bool(_) => None,
    });
    Patterns::new(keywords.flat_map(|keywords| {
        let names = keywords.pattern_properties.keys();
        keywords.pattern.iter().chain(names).map(String::as_str)
    }))
}

impl SchemaAnalysis<'_> {
    /// The translation of a regular expression for the runtime.
    pub(crate) fn pattern(&self, text: &str) -> Result<&Pattern, &Untranslatable> {
        self.patterns.get(text)
    }

    /// A regular expression that the linear engine of the runtime evaluates. `None` for any other.
    pub(crate) fn linear_pattern(&self, text: &str) -> Option<&regex_lite::Regex> {
        self.patterns.linear(text)
    }

    /// Whether decoding can assign a member to an entry of `patternProperties`.
    pub(crate) fn is_decodable_pattern(&self, text: &str) -> bool {
        self.patterns.is_linear(text)
    }

    /// Whether names of members match an entry of `patternProperties` that decoding cannot evaluate. Then decoding must accept any value for
    /// all members that no other keyword declares.
    pub(crate) fn has_undecodable_pattern(&self, keywords: &Keywords) -> bool {
        keywords.pattern_properties.keys().any(|text| !self.is_decodable_pattern(text))
    }

    /// A diagnostic for each regular expression that is not valid.
    pub(crate) fn invalid_patterns(&self) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for schema in &self.document.schemas {
            let SchemaKind::Keywords(keywords) = &schema.kind else { continue };
            let pattern = keywords.pattern.iter().map(|text| (text, schema.place.key("pattern")));
            let names = keywords.pattern_properties.keys();
            let names = names.map(|text| (text, schema.place.key("patternProperties").key(text)));
            for (text, place) in pattern.chain(names) {
                let Err(Untranslatable::Invalid(reason)) = self.pattern(text) else { continue };
                diagnostics.push(Diagnostic::new(
                    Code::MalformedHarmless,
                    &place,
                    format!("this is not a regular expression of ECMA-262: {reason}; it is ignored"),
                    "correct the expression, or remove it with an overlay",
                ));
            }
        }
        diagnostics
    }
}
