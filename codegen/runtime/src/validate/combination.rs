//! Rules that combine other rules for the same value: `anyOf`, `oneOf`, `not`, `if`.

use super::json_view;
use super::rule::{Rule, Rules};
use super::validator::{Outcome, Validator};
use crate::runtime::codec::{JsonType, View};

impl Validator {
    /// Checks a value against a rule that consists of other rules.
    pub(super) fn check_combination(&mut self, rule: &'static Rule, view: &View<'_>) {
        match rule {
            Rule::AnyOf(branches) => self.check_any_of(branches, view),
            Rule::OneOf(branches) => self.check_one_of(branches, view),
            Rule::Discriminator(property, branches) => self.check_discriminator(property, branches, view),
            Rule::Not(rules) => match self.condition(rules, view) {
                Outcome::Matches => self.report("not", || "must not match the schema of `not`".to_owned()),
                Outcome::Fails => {}
                Outcome::Unknown => self.leave_undecided(),
            },
            Rule::If(test, then, otherwise) => match self.condition(test, view) {
                Outcome::Matches => self.check(then, view),
                Outcome::Fails => self.check(otherwise, view),
                Outcome::Unknown => self.leave_undecided(),
            },
            Rule::Of(rules) if json_view::json_type(view) != JsonType::Null => self.check_type_rules(rules(), view),
            Rule::Whole(rules) => self.check_type_rules(rules(), view),
            _ => {}
        }
    }

    fn check_any_of(&mut self, branches: &[Rules], view: &View<'_>) {
        let mut undecided = false;
        for rules in branches {
            match self.alternative(rules, view) {
                Outcome::Matches => return,
                Outcome::Fails => {}
                Outcome::Unknown => undecided = true,
            }
        }
        if undecided { self.leave_undecided() } else { self.report_no_match("anyOf", branches, view) }
    }

    fn check_one_of(&mut self, branches: &[Rules], view: &View<'_>) {
        let (mut matching, mut undecided) = (0, false);
        for rules in branches {
            match self.alternative(rules, view) {
                Outcome::Matches => matching += 1,
                Outcome::Fails => {}
                Outcome::Unknown => undecided = true,
            }
        }
        match matching {
            0 if !undecided => self.report_no_match("oneOf", branches, view),
            0 | 1 if undecided => self.leave_undecided(),
            0 | 1 => {}
            several => self.report("oneOf", || format!("matches {several} alternatives, must match exactly one")),
        }
    }

    fn check_discriminator(&mut self, property: &str, branches: &[(&[&str], Rules)], view: &View<'_>) {
        let mut tag = None;
        let is_object = json_view::members(view, &mut |name, member| {
            if name == property {
                tag = json_view::text(&member).map(std::borrow::Cow::into_owned);
            }
            name != property
        });
        let of = |tag: &str| branches.iter().find(|(tags, _)| tags.contains(&tag));
        let other = branches.iter().find(|(tags, _)| tags.is_empty());
        match tag.as_deref().and_then(of).or(other) {
            Some((_, rules)) => self.check(rules, view),
            // The Rust types decide whether the property is required.
            None if is_object && tag.is_some() => {
                self.report("discriminator", || format!("the value of `{property}` selects no alternative"));
            }
            None => {}
        }
    }
}
