//! Rules for members that a keyword applies to, but whose type another schema declares.
//!
//! `additionalProperties` applies to the members that the schema in which it is written does not declare, even if another part of an `allOf`
//! declares them. `patternProperties` also applies to declared members. The type of such a member follows its declaration, so it guarantees
//! nothing that these keywords demand.

use super::{RuleWriter, Scope};
use crate::ir::Rule;
use crate::lower::schemas::analysis::objects;
use crate::lower::schemas::analysis::resolution::ResolvedSchema;
use crate::lower::schemas::analysis::schema::SchemaKeywords;
use crate::openapi::Keywords;
use foldhash::HashSet;

impl<'d> RuleWriter<'d> {
    /// The rules of `patternProperties` for members that the same schema declares.
    pub(super) fn rules_for_typed_members(&mut self, schema: SchemaKeywords<'d>, scope: Scope) -> Vec<Rule> {
        if scope == Scope::Full || schema.keywords.properties.is_empty() {
            return Vec::new();
        }
        self.pattern_rules(schema)
    }

    /// The rules of `additionalProperties` and `patternProperties` for members that any of several schemas declares.
    pub(super) fn rules_for_foreign_members(&mut self, resolved: &ResolvedSchema<'d>, scope: Scope) -> Vec<Rule> {
        let applies =
            |keywords: &Keywords| keywords.additional_properties.is_some() || !keywords.pattern_properties.is_empty();
        if scope == Scope::Full || !resolved.schemas.iter().any(|schema| applies(schema.keywords)) {
            return Vec::new();
        }
        let mut declared: HashSet<&str> =
            objects::object_members(self.analysis, resolved).declared.into_keys().collect();
        for forms in resolved.choices.iter().filter_map(|choice| objects::choice_forms(self.analysis, choice)) {
            declared.extend(forms.iter().flat_map(|form| form.members.keys()).copied());
        }
        if declared.is_empty() {
            return Vec::new();
        }
        let mut rules = Vec::new();
        for schema in &resolved.schemas {
            let keywords = schema.keywords;
            rules.extend(self.pattern_rules(*schema));
            let is_foreign = |name: &&str| !keywords.properties.contains_key(*name);
            let Some(id) = keywords.additional_properties.filter(|_| declared.iter().any(is_foreign)) else { continue };
            let values = match self.analysis.is_false(id) {
                true => vec![Rule::Never],
                false => self.rules_of(id, Scope::Full),
            };
            // Without the translation of a pattern, it is unknown which members are undeclared.
            let texts = keywords.pattern_properties.keys();
            let patterns: Result<Vec<_>, _> = texts.map(|text| self.analysis.pattern(text).cloned()).collect();
            if let Ok(patterns) = patterns
                && !values.is_empty()
            {
                let names = keywords.properties.keys().cloned().collect();
                rules.push(Rule::AdditionalProperties(names, patterns, values));
            }
        }
        rules
    }

    fn pattern_rules(&mut self, schema: SchemaKeywords<'d>) -> Vec<Rule> {
        let mut rules = Vec::new();
        for (text, id) in &schema.keywords.pattern_properties {
            let Some(pattern) = self.name_pattern(schema, text) else { continue };
            let values = match self.analysis.is_false(*id) {
                true => vec![Rule::Never],
                false => self.rules_of(*id, Scope::Full),
            };
            if !values.is_empty() {
                rules.push(Rule::PatternProperty(pattern, values));
            }
        }
        rules
    }
}
