//! Converts the keywords of one schema into rules.

use super::{RuleWriter, Scope};
use crate::ir::{Bound, Count, EnumValue, Rule};
use crate::lower::schemas::analysis::schema::{JsonTypes, SchemaKeywords, format_range};
use crate::openapi::{Keywords, SchemaId};

impl<'d> RuleWriter<'d> {
    /// The rules that the own keywords of a schema state. `undeclared_scope` is the scope for the values of undeclared members.
    pub(super) fn keyword_rules(
        &mut self,
        schema: SchemaKeywords<'d>,
        json_types: JsonTypes,
        scope: Scope,
        undeclared_scope: Scope,
    ) -> Vec<Rule> {
        let keywords = schema.keywords;
        let mut rules = Vec::new();
        if scope == Scope::Full {
            rules.extend(self.analysis.stated_types(schema).map(|types| Rule::Type(types.list())));
        }
        rules.extend(self.values(schema, json_types, scope));
        rules.extend(count_rules(keywords));
        let has_range = scope == Scope::Full && !self.unchecked_formats.contradicted.contains(&schema.id);
        rules.extend(number_rules(keywords, has_range));
        rules.extend(self.text(schema, json_types, scope));
        self.array(keywords, scope, &mut rules);
        self.object(schema, scope, undeclared_scope, &mut rules);
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
}

/// The rule around inner rules, if there are any.
pub(super) fn non_empty(rules: Vec<Rule>, rule: impl FnOnce(Vec<Rule>) -> Rule) -> Option<Rule> {
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
