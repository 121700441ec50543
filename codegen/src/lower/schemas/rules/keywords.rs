//! Converts the keywords of one schema into rules.

use super::{RuleWriter, Scope};
use crate::ir::{Bound, Count, Rule};
use crate::lower::schemas::analysis::schema::{JsonTypes, SchemaKeywords, format_range, string_format};
use crate::openapi::{Keywords, SchemaId};

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
            rules.extend(keywords.types.as_deref().map(|types| Rule::Type(JsonTypes::of_types(types).list())));
        }
        rules.extend(self.values(schema, json_types, scope));
        rules.extend(count_rules(keywords));
        self.check_counts(schema, &mut rules);
        rules.extend(number_rules(keywords, scope));
        rules.extend(self.text(schema, scope));
        self.array(keywords, scope, &mut rules);
        self.object(schema, scope, &mut rules);
        if let Some(rules_of_not) = keywords.not.and_then(|id| self.test_rules(schema.id, "not", id)) {
            rules.push(Rule::Not(rules_of_not));
        }
        if let Some(test) = keywords.if_schema {
            let mut outcome = |id: Option<SchemaId>| id.map(|id| self.rules_of(id, Scope::Full)).unwrap_or_default();
            let (then, otherwise) = (outcome(keywords.then_schema), outcome(keywords.else_schema));
            if (!then.is_empty() || !otherwise.is_empty())
                && let Some(test) = self.test_rules(schema.id, "if", test)
            {
                rules.push(Rule::If(test, then, otherwise));
            }
        }
        rules
    }

    /// `enum` and `const`. The type of an `enum` keeps values that are not listed, so it does not guarantee a listed value.
    fn values(&self, schema: SchemaKeywords<'d>, json_types: JsonTypes, scope: Scope) -> Option<Rule> {
        let keywords = schema.keywords;
        match (scope, &keywords.enum_values, &keywords.const_value) {
            (Scope::Full, _, Some(value)) => Some(Rule::Enum(vec![value.clone()])),
            (Scope::Full, Some(values), None) => Some(Rule::Enum(values.clone())),
            (Scope::BeyondType, Some(_), None) => {
                let mut values: Vec<_> =
                    schema.listed_values(json_types.non_null())?.into_iter().map(|value| value.value).collect();
                if json_types.contains(JsonTypes::NULL) {
                    values.push(serde_json::Value::Null);
                }
                (!values.is_empty()).then_some(Rule::Enum(values))
            }
            _ => None,
        }
    }

    /// `pattern` and `format`.
    fn text(&mut self, schema: SchemaKeywords<'d>, scope: Scope) -> Vec<Rule> {
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
            if typed && scope == Scope::Full {
                rules.push(Rule::Format(format.to_owned()));
            }
            if UNCHECKED.contains(&format) {
                let place = self.analysis.place(schema.id).key("format");
                self.note_at("format", place, "not validated");
            }
        }
        rules
    }

    fn array(&mut self, keywords: &Keywords, scope: Scope, rules: &mut Vec<Rule>) {
        if keywords.unique_items {
            rules.push(Rule::UniqueItems);
        }
        let positions: Vec<_> = keywords.prefix_items.iter().map(|id| self.rules_inside(*id, scope)).collect();
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
                rules.push(Rule::Contains(self.rules_inside(id, Scope::Full), min, keywords.max_contains));
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

fn number_rules(keywords: &Keywords, scope: Scope) -> Vec<Rule> {
    let bounds = [
        (Bound::Minimum, &keywords.minimum),
        (Bound::Maximum, &keywords.maximum),
        (Bound::ExclusiveMinimum, &keywords.exclusive_minimum),
        (Bound::ExclusiveMaximum, &keywords.exclusive_maximum),
        (Bound::MultipleOf, &keywords.multiple_of),
    ];
    let bounds = bounds.into_iter().filter_map(|(bound, number)| Some(Rule::Number(bound, number.clone()?)));
    let range = keywords.format.as_deref().filter(|_| scope == Scope::Full).and_then(format_range);
    let range =
        range.into_iter().flat_map(|(min, max)| [Rule::Number(Bound::Minimum, min), Rule::Number(Bound::Maximum, max)]);
    bounds.chain(range).collect()
}
