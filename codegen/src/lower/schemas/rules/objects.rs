//! Converts the keywords for objects into rules.

use super::keywords::non_empty;
use super::{RuleWriter, Scope};
use crate::ir::Rule;
use crate::lower::schemas::analysis::schema::SchemaKeywords;
use crate::openapi::{Keywords, SchemaId};

impl<'d> RuleWriter<'d> {
    /// Adds the rules of the keywords for objects. `undeclared_scope` is the scope for the values of undeclared members.
    pub(super) fn object(
        &mut self,
        schema: SchemaKeywords<'d>,
        scope: Scope,
        undeclared_scope: Scope,
        rules: &mut Vec<Rule>,
    ) {
        let keywords = schema.keywords;
        // A member that only one side sends may be absent.
        let is_one_way = |name: &String| keywords.properties.get(name).is_some_and(|id| self.is_one_way(*id));
        let is_sent_both_ways = |name: &&String| !is_one_way(name);
        for (name, names) in &keywords.dependent_required {
            let names: Vec<String> = names.iter().filter(is_sent_both_ways).cloned().collect();
            if !names.is_empty() {
                rules.push(Rule::DependentRequired(name.clone(), names));
            }
        }
        if scope == Scope::Full {
            let required: Vec<String> = keywords.required.iter().filter(is_sent_both_ways).cloned().collect();
            if !required.is_empty() {
                rules.push(Rule::Required(required));
            }
        }
        for (name, id) in &keywords.properties {
            rules.extend(non_empty(self.rules_of(*id, scope), |rules| Rule::Property(name.clone(), rules)));
        }
        self.pattern_properties(schema, scope, undeclared_scope, rules);
        // Next to other schemas, `unevaluatedProperties` is about members that none of them declares.
        let alone = [&keywords.all_of, &keywords.any_of, &keywords.one_of].iter().all(|list| list.is_empty())
            && keywords.reference.is_none()
            && keywords.if_schema.is_none()
            && keywords.dependent_schemas.is_empty();
        match (keywords.additional_properties, keywords.unevaluated_properties) {
            (Some(id), _) => self.additional_properties(keywords, id, undeclared_scope, rules),
            (None, Some(id)) if alone => self.additional_properties(keywords, id, undeclared_scope, rules),
            (None, Some(_)) => {
                let place = self.analysis.place(schema.id).key("unevaluatedProperties");
                self.note_at(
                    "unevaluatedProperties",
                    place,
                    "typed; its constraints beyond the type are not validated",
                );
            }
            (None, None) => {}
        }
        if let Some(id) = keywords.property_names {
            rules.extend(non_empty(self.rules_of(id, Scope::Full), Rule::PropertyNames));
        }
        for (name, id) in &keywords.dependent_schemas {
            rules
                .extend(non_empty(self.rules_of(*id, Scope::Full), |rules| Rule::DependentSchema(name.clone(), rules)));
        }
    }

    /// `patternProperties`. `undecodable_scope` is the scope for the expressions that decoding cannot evaluate.
    pub(super) fn pattern_properties(
        &mut self,
        schema: SchemaKeywords<'d>,
        scope: Scope,
        undecodable_scope: Scope,
        rules: &mut Vec<Rule>,
    ) {
        for (text, id) in &schema.keywords.pattern_properties {
            let Some(pattern) = self.name_pattern(schema, text) else { continue };
            let scope = if self.analysis.is_decodable_pattern(text) { scope } else { undecodable_scope };
            rules.extend(non_empty(self.rules_unless_false(*id, scope), |rules| Rule::PatternProperty(pattern, rules)));
        }
    }

    /// `additionalProperties`.
    pub(super) fn additional_properties(
        &mut self,
        keywords: &Keywords,
        id: SchemaId,
        scope: Scope,
        rules: &mut Vec<Rule>,
    ) {
        let declared = || keywords.properties.keys().cloned().collect();
        // Without the translation of a pattern, it is unknown which members are undeclared. A note says so.
        let texts = keywords.pattern_properties.keys();
        let Ok(patterns) = texts.map(|text| self.analysis.pattern(text).cloned()).collect::<Result<Vec<_>, _>>() else {
            return;
        };
        rules.extend(non_empty(self.rules_unless_false(id, scope), |rules| {
            Rule::AdditionalProperties(declared(), patterns, rules)
        }));
    }

    /// The rules of a schema that may be `false`: then the type has no such values.
    pub(super) fn rules_unless_false(&mut self, id: SchemaId, scope: Scope) -> Vec<Rule> {
        match self.analysis.is_false(id) {
            true if scope == Scope::Full => vec![Rule::Never],
            true => Vec::new(),
            false => self.rules_of(id, scope),
        }
    }

    fn is_one_way(&self, id: SchemaId) -> bool {
        let keywords = self.analysis.reference_chain(id).filter_map(|id| self.analysis.keywords(id));
        keywords.fold(false, |one_way, keywords| one_way || keywords.read_only || keywords.write_only)
    }
}
