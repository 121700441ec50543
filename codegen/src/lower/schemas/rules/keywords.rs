//! Converts the keywords of one schema into rules.

use super::{RuleWriter, Scope};
use crate::ir::{Bound, Count, EnumValue, Rule};
use crate::lower::schemas::analysis::schema::{JsonTypes, SchemaKeywords, format_range};
use crate::openapi::{Keywords, SchemaId};

impl<'d> RuleWriter<'d> {
    /// The rules that the own keywords of a schema state.
    pub(super) fn keyword_rules(
        &mut self,
        schema: SchemaKeywords<'d>,
        json_types: JsonTypes,
        scope: Scope,
    ) -> Vec<Rule> {
        let keywords = schema.keywords;
        let mut rules = Vec::new();
        if scope == Scope::Full {
            rules.extend(self.analysis.stated_types(schema).map(|types| Rule::Type(types.list())));
        }
        rules.extend(self.values(schema, json_types, scope));
        rules.extend(count_rules(keywords));
        let has_range = scope == Scope::Full && !self.formats.contradicted.contains(&schema.id);
        rules.extend(number_rules(keywords, has_range));
        rules.extend(self.text(schema, json_types, scope));
        self.array(keywords, scope, &mut rules);
        self.object(schema, scope, &mut rules);
        rules.extend(keywords.not.map(|id| Rule::Not(self.rules_of(id, Scope::Full))));
        if let Some(test) = keywords.if_schema {
            let mut outcome = |id: Option<SchemaId>| id.map(|id| self.rules_of(id, Scope::Full)).unwrap_or_default();
            let (test, then, otherwise) =
                (outcome(Some(test)), outcome(keywords.then_schema), outcome(keywords.else_schema));
            if !then.is_empty() || !otherwise.is_empty() {
                rules.push(Rule::If(test, then, otherwise));
            }
        }
        rules
    }

    /// `enum` and `const`. The type of an `enum` keeps values that are not listed, so it does not guarantee a listed value.
    fn values(&self, schema: SchemaKeywords<'d>, json_types: JsonTypes, scope: Scope) -> Option<Rule> {
        let keywords = schema.keywords;
        match (scope, &keywords.enum_values, &keywords.const_value) {
            (Scope::Full, _, Some(value)) => Some(Rule::Enum(vec![schema.json_of_listed(0, value)])),
            (Scope::Full, Some(values), None) => {
                let texts = values.iter().enumerate().map(|(index, value)| schema.json_of_listed(index, value));
                Some(Rule::Enum(texts.collect()))
            }
            (Scope::BeyondType, Some(_), None) => {
                let mut values: Vec<_> =
                    schema.listed_values(json_types.non_null())?.iter().map(EnumValue::json).collect();
                if json_types.contains(JsonTypes::NULL) {
                    values.push("null".to_owned());
                }
                (!values.is_empty()).then_some(Rule::Enum(values))
            }
            _ => None,
        }
    }

    fn array(&mut self, keywords: &Keywords, scope: Scope, rules: &mut Vec<Rule>) {
        if keywords.unique_items {
            rules.push(Rule::UniqueItems);
        }
        let positions: Vec<_> = keywords.prefix_items.iter().map(|id| self.rules_of(*id, scope)).collect();
        if positions.iter().any(|rules| !rules.is_empty()) {
            rules.push(Rule::PrefixItems(positions));
        }
        if let Some(id) = keywords.items {
            rules.extend(non_empty(self.rules_unless_false(id, scope), |rules| {
                Rule::Items(keywords.prefix_items.len(), rules)
            }));
        }
        if let Some(id) = keywords.contains {
            let min = keywords.min_contains.unwrap_or(1);
            if min > 0 || keywords.max_contains.is_some() {
                rules.push(Rule::Contains(self.rules_of(id, Scope::Full), min, keywords.max_contains));
            }
        }
    }

    fn object(&mut self, schema: SchemaKeywords<'d>, scope: Scope, rules: &mut Vec<Rule>) {
        let keywords = schema.keywords;
        if scope == Scope::Full {
            // A member that only one side sends may be absent.
            let is_sent_both_ways =
                |name: &&String| !keywords.properties.get(*name).is_some_and(|id| self.is_one_way(*id));
            let required: Vec<String> = keywords.required.iter().filter(is_sent_both_ways).cloned().collect();
            if !required.is_empty() {
                rules.push(Rule::Required(required));
            }
        }
        for (name, id) in &keywords.properties {
            rules.extend(non_empty(self.rules_of(*id, scope), |rules| Rule::Property(name.clone(), rules)));
        }
        // Decoding guarantees nothing about members that it cannot assign to a pattern.
        let undeclared_scope = if self.has_untyped_members { Scope::Full } else { scope };
        for (text, id) in &keywords.pattern_properties {
            let Some(pattern) = self.name_pattern(schema, text) else { continue };
            let scope = if self.analysis.is_decodable_pattern(text) { scope } else { undeclared_scope };
            rules.extend(non_empty(self.rules_unless_false(*id, scope), |rules| Rule::PatternProperty(pattern, rules)));
        }
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
        for (name, names) in &keywords.dependent_required {
            rules.push(Rule::DependentRequired(name.clone(), names.clone()));
        }
        for (name, id) in &keywords.dependent_schemas {
            rules
                .extend(non_empty(self.rules_of(*id, Scope::Full), |rules| Rule::DependentSchema(name.clone(), rules)));
        }
    }

    /// `additionalProperties`.
    fn additional_properties(&mut self, keywords: &Keywords, id: SchemaId, scope: Scope, rules: &mut Vec<Rule>) {
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
    fn rules_unless_false(&mut self, id: SchemaId, scope: Scope) -> Vec<Rule> {
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

/// The rule around inner rules, if there are any.
fn non_empty(rules: Vec<Rule>, rule: impl FnOnce(Vec<Rule>) -> Rule) -> Option<Rule> {
    (!rules.is_empty()).then(|| rule(rules))
}

fn count_rules(keywords: &Keywords) -> impl Iterator<Item = Rule> {
    let counts = [
        (Count::MinLength, keywords.min_length),
        (Count::MaxLength, keywords.max_length),
        (Count::MinItems, keywords.min_items),
        (Count::MaxItems, keywords.max_items),
        (Count::MinProperties, keywords.min_properties),
        (Count::MaxProperties, keywords.max_properties),
    ];
    let minimums = [Count::MinLength, Count::MinItems, Count::MinProperties];
    let counts = counts.into_iter().filter_map(|(count, number)| Some((count, number?)));
    counts
        .filter(move |(count, number)| *number > 0 || !minimums.contains(count))
        .map(|(count, number)| Rule::Count(count, number))
}

/// The rules for numbers. `has_range`: also those of the format.
fn number_rules(keywords: &Keywords, has_range: bool) -> Vec<Rule> {
    let bounds = [
        (Bound::Minimum, &keywords.minimum),
        (Bound::Maximum, &keywords.maximum),
        (Bound::ExclusiveMinimum, &keywords.exclusive_minimum),
        (Bound::ExclusiveMaximum, &keywords.exclusive_maximum),
        (Bound::MultipleOf, &keywords.multiple_of),
    ];
    let bounds = bounds.into_iter().filter_map(|(bound, number)| Some(Rule::Number(bound, number.clone()?)));
    let range = keywords.format.as_deref().filter(|_| has_range).and_then(format_range);
    let range =
        range.into_iter().flat_map(|(min, max)| [Rule::Number(Bound::Minimum, min), Rule::Number(Bound::Maximum, max)]);
    bounds.chain(range).collect()
}
