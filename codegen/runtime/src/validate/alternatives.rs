//! Rules that apply other rules to the same value.

use super::read;
use super::rule::{Rule, Rules};
use super::walk::Walk;
use crate::runtime::codec::{Kind, View};

impl Walk {
    /// Holds a value against a rule that is made of other rules.
    pub(super) fn alternatives(&mut self, rule: &'static Rule, view: &View<'_>) {
        match rule {
            Rule::AnyOf(branches) if !branches.iter().any(|rules| self.fits(rules, view)) => {
                self.none_fits("anyOf", branches, view);
            }
            Rule::OneOf(branches) => {
                let fitting = branches.iter().filter(|rules| self.fits(rules, view)).count();
                match fitting {
                    0 => self.none_fits("oneOf", branches, view),
                    1 => {}
                    several => {
                        self.report("oneOf", format!("fits {several} of the alternatives, of which just one may"))
                    }
                }
            }
            Rule::Discriminator(property, branches) => self.discriminator(property, branches, view),
            Rule::Not(rules) if self.fits(rules, view) => {
                self.report("not", "is what it may not be".to_owned());
            }
            Rule::If(test, then, otherwise) => {
                let rules = if self.fits(test, view) { then } else { otherwise };
                self.all(rules, view);
            }
            Rule::Of(rules) if read::kind(view) != Kind::Null => self.all(rules(), view),
            Rule::Whole(rules) => self.all(rules(), view),
            _ => {}
        }
    }

    fn discriminator(&mut self, property: &str, branches: &[(&[&str], Rules)], view: &View<'_>) {
        let mut tag = None;
        let is_object = read::members(view, &mut |name, member| {
            if name == property {
                tag = read::text(&member).map(std::borrow::Cow::into_owned);
            }
            name != property
        });
        let of = |tag: &str| branches.iter().find(|(tags, _)| tags.contains(&tag));
        let other = branches.iter().find(|(tags, _)| tags.is_empty());
        match tag.as_deref().and_then(of).or(other) {
            Some((_, rules)) => self.all(rules, view),
            // Whether it must be there is known from the types.
            None if is_object && tag.is_some() => {
                self.report("discriminator", format!("`{property}` leads to no alternative"));
            }
            None => {}
        }
    }

    /// Says of each alternative why the value does not fit.
    fn none_fits(&mut self, rule: &'static str, branches: &[Rules], view: &View<'_>) {
        if !self.tells() {
            return self.report(rule, String::new());
        }
        let reasons: Vec<String> = branches
            .iter()
            .filter_map(|rules| self.misfit(rules, view))
            .map(|violation| violation.to_string())
            .collect();
        self.report(rule, format!("fits none of the alternatives: {}", reasons.join("; or ")));
    }
}
