//! Rules for arrays and objects.

use super::rule::{Rule, Rules};
use super::scalar::counted;
use super::validator::{Outcome, Validator};
use super::{json_view, pattern};
use crate::runtime::codec::{Tree, View};

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
        let merged = json_view::merged(view);
        let merged = merged.as_ref().map(Tree::view);
        let members = merged.as_ref().unwrap_or(view);
        let mut count = 0;
        let is_object = json_view::members(members, &mut |name, member| {
            count += 1;
            for rule in rules {
                let (applies, member_rules) = match rule {
                    Rule::Property(declared, rules) => (Some(*declared == name), rules),
                    Rule::PatternProperty(expression, rules) => {
                        (pattern::matches(expression, name, &mut self.long_evaluations), rules)
                    }
                    Rule::AdditionalProperties(declared, _, _) if declared.contains(&name) => continue,
                    Rule::AdditionalProperties(_, patterns, rules) => (
                        pattern::matches_any(patterns, name, &mut self.long_evaluations).map(|is_other| !is_other),
                        rules,
                    ),
                    Rule::PropertyNames(rules) => {
                        self.at_name(name, |validator| validator.check(rules, &View::Str(name)));
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
                Rule::Required(names) => self.check_required("required", names, members, view),
                Rule::DependentRequired(name, names) if json_view::has(members, name) => {
                    self.check_required("dependentRequired", names, members, view);
                }
                Rule::DependentSchema(name, rules) if json_view::has(members, name) => self.check(rules, view),
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
        self.report(rule, || format!("must have at {word} {}, has {count}", counted(bound, unit)));
    }

    fn check_required(&mut self, rule: &'static str, names: &[&str], members: &View<'_>, view: &View<'_>) {
        for name in names {
            if json_view::has(members, name) {
                continue;
            }
            // The value may have had the member, if its type does not keep it.
            if !self.absence_counts() && json_view::may_lack(view, name) {
                self.leave_undecided();
            } else {
                self.report(rule, || format!("is missing the required member `{name}`"));
            }
        }
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
