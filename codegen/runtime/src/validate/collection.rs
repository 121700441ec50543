//! Rules for arrays and objects.

use std::collections::BTreeSet;

use super::rule::{Rule, Rules};
use super::scalar::counted;
use super::walk::Walk;
use super::{pattern, read};
use crate::runtime::codec::{Items, Tree, View};

impl Walk {
    /// Holds the items of an array against the rules that speak of them.
    pub(super) fn array(&mut self, rules: Rules, view: &View<'_>) {
        let mut count = 0;
        let is_array = read::items(view, &mut |index, item| {
            count += 1;
            for rule in rules {
                let of_item: Rules = match rule {
                    Rule::PrefixItems(positions) => positions.get(index).copied().unwrap_or_default(),
                    Rule::Items(from, rules) if index >= *from => rules,
                    _ => continue,
                };
                self.inside(&index.to_string(), |walk| walk.all(of_item, &item));
            }
            self.goes_on()
        });
        if !is_array || !self.goes_on() {
            return;
        }
        for rule in rules {
            match rule {
                Rule::MinItems(least) if count < *least => self.amount("minItems", "least", *least, "item", count),
                Rule::MaxItems(most) if count > *most => self.amount("maxItems", "most", *most, "item", count),
                Rule::UniqueItems => self.unique(view),
                Rule::Contains(rules, least, most) => self.contains(rules, *least, *most, view),
                _ => {}
            }
        }
    }

    /// Holds the members of an object against the rules that speak of them.
    pub(super) fn object(&mut self, rules: Rules, view: &View<'_>) {
        let mut count = 0;
        let is_object = read::members(view, &mut |name, member| {
            count += 1;
            for rule in rules {
                let of_member: Rules = match rule {
                    Rule::Property(declared, rules) if *declared == name => rules,
                    Rule::PatternProperty(declared, rules) if pattern::matches(declared, name) => rules,
                    Rule::AdditionalProperties(declared, patterns, rules)
                        if !declared.contains(&name)
                            && !patterns.iter().any(|pattern| pattern::matches(pattern, name)) =>
                    {
                        rules
                    }
                    Rule::PropertyNames(rules) => {
                        self.inside(name, |walk| walk.all(rules, &View::Str(name)));
                        continue;
                    }
                    _ => continue,
                };
                self.inside(name, |walk| walk.all(of_member, &member));
            }
            self.goes_on()
        });
        if !is_object || !self.goes_on() {
            return;
        }
        for rule in rules {
            match rule {
                Rule::MinProperties(least) if count < *least => {
                    self.amount("minProperties", "least", *least, "member", count);
                }
                Rule::MaxProperties(most) if count > *most => {
                    self.amount("maxProperties", "most", *most, "member", count);
                }
                Rule::Required(names) => self.required("required", names, view),
                Rule::DependentRequired(name, names) if read::has(view, name) => {
                    self.required("dependentRequired", names, view);
                }
                Rule::DependentSchema(name, rules) if read::has(view, name) => self.all(rules, view),
                _ => {}
            }
        }
    }

    fn amount(&mut self, rule: &'static str, word: &str, bound: u64, unit: &str, count: u64) {
        self.report(rule, format!("must have at {word} {}, has {count}", counted(bound, unit)));
    }

    fn required(&mut self, rule: &'static str, names: &[&str], view: &View<'_>) {
        for name in names {
            if !read::has(view, name) {
                self.report(rule, format!("lacks the member `{name}`"));
            }
        }
    }

    fn unique(&mut self, view: &View<'_>) {
        let mut seen = BTreeSet::new();
        read::items(view, &mut |index, item| {
            if !seen.insert(normal(&Tree::of_view(&item))) {
                self.report("uniqueItems", format!("the item {index} is there before"));
            }
            self.goes_on()
        });
    }

    fn contains(&mut self, rules: Rules, least: u64, most: Option<u64>, view: &View<'_>) {
        let mut count = 0;
        read::items(view, &mut |_, item| {
            count += u64::from(self.fits(rules, &item));
            true
        });
        if count < least {
            self.amount("contains", "least", least, "item of a kind", count);
        }
        if let Some(most) = most.filter(|most| count > *most) {
            self.amount("maxContains", "most", most, "item of a kind", count);
        }
    }
}

/// A text that two values share if, and only if, they are equal as JSON: numbers by value, members in any order.
fn normal(value: &Tree<'_>) -> String {
    match value {
        Tree::Array(Items(items)) => format!("[{}]", items.iter().map(normal).collect::<Vec<_>>().join(",")),
        Tree::Object(members) => {
            let mut members: Vec<(&str, String)> = members.iter().map(|(name, value)| (name, normal(value))).collect();
            members.sort_unstable();
            format!("{members:?}")
        }
        scalar => match read::number(&scalar.view()) {
            Some(number) => format!("{number:?}"),
            None => scalar.to_exact_value().to_string(),
        },
    }
}
