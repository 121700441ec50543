//! Rules for arrays and objects.

use std::collections::BTreeSet;

use super::rule::{Rule, Rules};
use super::scalar::counted;
use super::validator::{Outcome, Validator};
use super::{json_view, pattern};
use crate::runtime::codec::{Items, Tree, View};

impl Validator {
    /// Checks the items of an array against the rules for arrays.
    pub(super) fn check_array(&mut self, rules: Rules, view: &View<'_>) {
        let mut count = 0;
        let is_array = json_view::items(view, &mut |index, item| {
            count += 1;
            for rule in rules {
                let item_rules: Rules = match rule {
                    Rule::PrefixItems(positions) => positions.get(index).copied().unwrap_or_default(),
                    Rule::Items(from, rules) if index >= *from => rules,
                    _ => continue,
                };
                self.at_part(&index.to_string(), |validator| validator.check(item_rules, &item));
            }
            self.continues()
        });
        if !is_array || !self.continues() {
            return;
        }
        for rule in rules {
            match rule {
                Rule::MinItems(least) if count < *least => {
                    self.report_count("minItems", "least", *least, "item", count)
                }
                Rule::MaxItems(most) if count > *most => self.report_count("maxItems", "most", *most, "item", count),
                Rule::UniqueItems => self.check_unique(view),
                Rule::Contains(rules, least, most) => self.check_contains(rules, *least, *most, view),
                _ => {}
            }
        }
    }

    /// Checks the members of an object against the rules for objects.
    pub(super) fn check_object(&mut self, rules: Rules, view: &View<'_>) {
        let mut count = 0;
        let is_object = json_view::members(view, &mut |name, member| {
            count += 1;
            for rule in rules {
                let (applies, member_rules) = match rule {
                    Rule::Property(declared, rules) => (Some(*declared == name), rules),
                    Rule::PatternProperty(expression, rules) => (pattern::matches(expression, name), rules),
                    Rule::AdditionalProperties(declared, _, _) if declared.contains(&name) => continue,
                    Rule::AdditionalProperties(_, patterns, rules) => {
                        (pattern::matches_any(patterns, name).map(|is_other| !is_other), rules)
                    }
                    Rule::PropertyNames(rules) => {
                        self.at_part(name, |validator| validator.check(rules, &View::Str(name)));
                        continue;
                    }
                    _ => continue,
                };
                match applies {
                    Some(true) => self.at_part(name, |validator| validator.check(member_rules, &member)),
                    Some(false) => {}
                    None => self.leave_undecided(),
                }
            }
            self.continues()
        });
        if !is_object || !self.continues() {
            return;
        }
        for rule in rules {
            match rule {
                // The value may have had more members, if its type does not keep them.
                Rule::MinProperties(_) if json_view::may_lack_members(view) => self.leave_undecided(),
                Rule::MaxProperties(_) if self.is_trial() && json_view::may_lack_members(view) => {
                    self.leave_undecided();
                }
                Rule::MinProperties(least) if count < *least => {
                    self.report_count("minProperties", "least", *least, "member", count);
                }
                Rule::MaxProperties(most) if count > *most => {
                    self.report_count("maxProperties", "most", *most, "member", count);
                }
                Rule::Required(names) => self.check_required("required", names, view),
                Rule::DependentRequired(name, names) if json_view::has(view, name) => {
                    self.check_required("dependentRequired", names, view);
                }
                Rule::DependentSchema(name, rules) if json_view::has(view, name) => self.check(rules, view),
                Rule::Property(name, _) | Rule::DependentRequired(name, _) | Rule::DependentSchema(name, _)
                    if self.is_trial() && json_view::may_lack(view, name) =>
                {
                    self.leave_undecided();
                }
                Rule::PatternProperty(..) | Rule::AdditionalProperties(..) | Rule::PropertyNames(_)
                    if self.is_trial() && json_view::may_lack_members(view) =>
                {
                    self.leave_undecided();
                }
                _ => {}
            }
        }
    }

    fn report_count(&mut self, rule: &'static str, word: &str, bound: u64, unit: &str, count: u64) {
        self.report(rule, format!("must have at {word} {}, has {count}", counted(bound, unit)));
    }

    fn check_required(&mut self, rule: &'static str, names: &[&str], view: &View<'_>) {
        for name in names {
            if json_view::has(view, name) {
                continue;
            }
            // The value may have had the member, if its type does not keep it.
            if !self.absence_counts() && json_view::may_lack(view, name) {
                self.leave_undecided();
            } else {
                self.report(rule, format!("is missing the required member `{name}`"));
            }
        }
    }

    fn check_unique(&mut self, view: &View<'_>) {
        let mut seen = BTreeSet::new();
        json_view::items(view, &mut |index, item| {
            if !seen.insert(canonical(&Tree::of_view(&item))) {
                self.report("uniqueItems", format!("the item {index} equals an earlier item"));
            }
            self.continues()
        });
    }

    fn check_contains(&mut self, rules: Rules, least: u64, most: Option<u64>, view: &View<'_>) {
        let (mut count, mut undecided) = (0, 0);
        json_view::items(view, &mut |_, item| {
            match self.condition(rules, &item) {
                Outcome::Matches => count += 1,
                Outcome::Fails => {}
                Outcome::Unknown => undecided += 1,
            }
            true
        });
        let possible = count + undecided;
        if possible < least {
            self.report_count("contains", "least", least, "matching item", possible);
        } else if let Some(most) = most.filter(|most| count > *most) {
            self.report_count("maxContains", "most", most, "matching item", count);
        } else if count < least || most.is_some_and(|most| possible > most) {
            self.leave_undecided();
        }
    }
}

/// Returns a text that is the same for two values exactly if they are equal as JSON: numbers by value, members in any order.
fn canonical(value: &Tree<'_>) -> String {
    match value {
        Tree::Array(Items(items)) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Tree::Object(members) => {
            let mut members: Vec<(&str, String)> =
                members.iter().map(|(name, value)| (name, canonical(value))).collect();
            members.sort_unstable();
            format!("{members:?}")
        }
        scalar => match json_view::number(&scalar.view()) {
            Some(number) => format!("{number:?}"),
            None => scalar.to_exact_value().to_string(),
        },
    }
}
