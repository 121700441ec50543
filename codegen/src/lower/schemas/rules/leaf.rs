//! The keywords of one schema as rules.

use super::super::enumeration::values_of_leaf;
use super::super::facts::Leaf;
use super::super::kinds::Kinds;
use super::super::numbers;
use super::{Tone, Writer};
use crate::ir::{Bound, Count, Rule};
use crate::openapi::{Keywords, SchemaId};

/// Formats that JSON Schema defines (2020-12, validation, 7.3), that stay strings, and that are not checked.
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

impl<'d> Writer<'_, 'd> {
    /// The rules that the own keywords of a schema state.
    pub(super) fn leaf(&mut self, leaf: Leaf<'d>, kinds: Kinds, tone: Tone) -> Vec<Rule> {
        let words = leaf.words;
        let mut rules = Vec::new();
        if tone == Tone::Whole {
            rules.extend(words.types.as_deref().map(|types| Rule::Type(Kinds::of_types(types).list())));
        }
        rules.extend(self.values(leaf, kinds, tone));
        rules.extend(counts(words));
        rules.extend(numbers_of(words, tone));
        rules.extend(self.text(leaf, tone));
        self.array(words, tone, &mut rules);
        self.object(leaf, tone, &mut rules);
        rules.extend(words.not.map(|id| Rule::Not(self.of(id, Tone::Whole))));
        if let Some(test) = words.if_schema {
            let mut outcome = |id: Option<SchemaId>| id.map(|id| self.of(id, Tone::Whole)).unwrap_or_default();
            let (test, then, otherwise) = (outcome(Some(test)), outcome(words.then_schema), outcome(words.else_schema));
            if !then.is_empty() || !otherwise.is_empty() {
                rules.push(Rule::If(test, then, otherwise));
            }
        }
        rules
    }

    /// `enum` and `const`. An enumeration keeps values that it does not list, so its type does not guarantee them.
    fn values(&self, leaf: Leaf<'d>, kinds: Kinds, tone: Tone) -> Option<Rule> {
        let words = leaf.words;
        match (tone, &words.enum_values, &words.const_value) {
            (Tone::Whole, _, Some(value)) => Some(Rule::Enum(vec![value.clone()])),
            (Tone::Whole, Some(values), None) => Some(Rule::Enum(values.clone())),
            (Tone::Rest, Some(_), None) => {
                let mut values: Vec<_> =
                    values_of_leaf(&leaf, kinds.non_null())?.into_iter().map(|value| value.value).collect();
                if kinds.has(Kinds::NULL) {
                    values.push(serde_json::Value::Null);
                }
                (!values.is_empty()).then_some(Rule::Enum(values))
            }
            _ => None,
        }
    }

    /// `pattern` and `format`.
    fn text(&mut self, leaf: Leaf<'d>, tone: Tone) -> Vec<Rule> {
        let words = leaf.words;
        let mut rules = Vec::new();
        if let Some(pattern) = &words.pattern {
            // As the runtime reads it.
            let read = regress::Regex::with_flags(pattern, "u").or_else(|_| regress::Regex::new(pattern));
            match read {
                Ok(_) => rules.push(Rule::Pattern(pattern.clone())),
                Err(error) => {
                    let place = self.lowering.place(leaf.id).key("pattern");
                    self.note_at(
                        "pattern",
                        place,
                        &format!("not checked: no regular expression of ECMA-262 ({error})"),
                    );
                }
            }
        }
        if let Some(format) = words.format.as_deref() {
            let typed = super::super::scalar::string_format(format).is_some();
            if typed && tone == Tone::Whole {
                rules.push(Rule::Format(format.to_owned()));
            }
            if UNCHECKED.contains(&format) {
                let place = self.lowering.place(leaf.id).key("format");
                self.note_at("format", place, "not checked");
            }
        }
        rules
    }

    fn array(&mut self, words: &Keywords, tone: Tone, rules: &mut Vec<Rule>) {
        if words.unique_items {
            rules.push(Rule::UniqueItems);
        }
        let positions: Vec<_> = words.prefix_items.iter().map(|id| self.of(*id, tone)).collect();
        if positions.iter().any(|rules| !rules.is_empty()) {
            rules.push(Rule::PrefixItems(positions));
        }
        if let Some(id) = words.items {
            rules.extend(filled(self.inner(id, tone), |rules| Rule::Items(words.prefix_items.len(), rules)));
        }
        if let Some(id) = words.contains {
            let least = words.min_contains.unwrap_or(1);
            if least > 0 || words.max_contains.is_some() {
                rules.push(Rule::Contains(self.of(id, Tone::Whole), least, words.max_contains));
            }
        }
    }

    fn object(&mut self, leaf: Leaf<'d>, tone: Tone, rules: &mut Vec<Rule>) {
        let words = leaf.words;
        if tone == Tone::Whole {
            // What only one side sends need not be there.
            let travels = |name: &&String| !words.properties.get(*name).is_some_and(|id| self.is_one_way(*id));
            let required: Vec<String> = words.required.iter().filter(travels).cloned().collect();
            if !required.is_empty() {
                rules.push(Rule::Required(required));
            }
        }
        for (name, id) in &words.properties {
            rules.extend(filled(self.of(*id, tone), |rules| Rule::Property(name.clone(), rules)));
        }
        for (pattern, id) in &words.pattern_properties {
            rules.extend(filled(self.of(*id, tone), |rules| Rule::PatternProperty(pattern.clone(), rules)));
        }
        // Beside other schemas it is about what none of them declares.
        let alone = [&words.all_of, &words.any_of, &words.one_of].iter().all(|list| list.is_empty())
            && words.reference.is_none()
            && words.if_schema.is_none()
            && words.dependent_schemas.is_empty();
        match (words.additional_properties, words.unevaluated_properties) {
            (Some(id), _) => self.others(words, id, tone, rules),
            (None, Some(id)) if alone => self.others(words, id, tone, rules),
            (None, Some(_)) => {
                let place = self.lowering.place(leaf.id).key("unevaluatedProperties");
                self.note_at("unevaluatedProperties", place, "typed; what it demands beyond the type is not checked");
            }
            (None, None) => {}
        }
        if let Some(id) = words.property_names {
            rules.extend(filled(self.of(id, Tone::Whole), Rule::PropertyNames));
        }
        for (name, names) in &words.dependent_required {
            rules.push(Rule::DependentRequired(name.clone(), names.clone()));
        }
        for (name, id) in &words.dependent_schemas {
            rules.extend(filled(self.of(*id, Tone::Whole), |rules| Rule::DependentSchema(name.clone(), rules)));
        }
    }

    /// `additionalProperties`.
    fn others(&mut self, words: &Keywords, id: SchemaId, tone: Tone, rules: &mut Vec<Rule>) {
        let declared = || words.properties.keys().cloned().collect();
        let patterns = || words.pattern_properties.keys().cloned().collect();
        rules.extend(filled(self.inner(id, tone), |rules| Rule::AdditionalProperties(declared(), patterns(), rules)));
    }

    /// The rules of what may be forbidden: then the type has no place for it.
    fn inner(&mut self, id: SchemaId, tone: Tone) -> Vec<Rule> {
        match self.lowering.is_false(id) {
            true if tone == Tone::Whole => vec![Rule::Never],
            true => Vec::new(),
            false => self.of(id, tone),
        }
    }

    fn is_one_way(&self, id: SchemaId) -> bool {
        let words = self.lowering.referred(id).filter_map(|id| self.lowering.words(id));
        words.fold(false, |one_way, words| one_way || words.read_only || words.write_only)
    }
}

/// A rule about parts, if anything is said of them.
fn filled(rules: Vec<Rule>, rule: impl FnOnce(Vec<Rule>) -> Rule) -> Option<Rule> {
    (!rules.is_empty()).then(|| rule(rules))
}

fn counts(words: &Keywords) -> impl Iterator<Item = Rule> {
    let counts = [
        (Count::MinLength, words.min_length),
        (Count::MaxLength, words.max_length),
        (Count::MinItems, words.min_items),
        (Count::MaxItems, words.max_items),
        (Count::MinProperties, words.min_properties),
        (Count::MaxProperties, words.max_properties),
    ];
    let least = [Count::MinLength, Count::MinItems, Count::MinProperties];
    let counts = counts.into_iter().filter_map(|(count, number)| Some((count, number?)));
    counts
        .filter(move |(count, number)| *number > 0 || !least.contains(count))
        .map(|(count, number)| Rule::Count(count, number))
}

fn numbers_of(words: &Keywords, tone: Tone) -> Vec<Rule> {
    let bounds = [
        (Bound::Minimum, &words.minimum),
        (Bound::Maximum, &words.maximum),
        (Bound::ExclusiveMinimum, &words.exclusive_minimum),
        (Bound::ExclusiveMaximum, &words.exclusive_maximum),
        (Bound::MultipleOf, &words.multiple_of),
    ];
    let bounds = bounds.into_iter().filter_map(|(bound, number)| Some(Rule::Number(bound, number.clone()?)));
    let range = words.format.as_deref().filter(|_| tone == Tone::Whole).and_then(numbers::range);
    let range = range
        .into_iter()
        .flat_map(|(least, most)| [Rule::Number(Bound::Minimum, least), Rule::Number(Bound::Maximum, most)]);
    bounds.chain(range).collect()
}
