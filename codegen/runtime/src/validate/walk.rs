//! The walk through a value and the rules for it, side by side.

use super::rule::{Rule, Rules};
use super::violation::{Violation, Violations};
use crate::runtime::codec::View;

/// So deep rules are followed, inwards and from rule to rule: what leads back to itself without end is cut.
const DEEPEST: usize = 512;

/// Holds a value against rules.
pub(super) fn check(rules: Rules, view: View<'_>) -> Result<(), Violations> {
    let mut walk = Walk { path: String::new(), found: Vec::new(), depth: 0, first_only: false };
    walk.all(rules, &view);
    Violations::result(walk.found)
}

/// The state of a walk.
pub(super) struct Walk {
    /// Where it is, a JSON pointer.
    path: String,
    found: Vec<Violation>,
    depth: usize,
    /// Whether it is only asked whether something does not hold.
    first_only: bool,
}

impl Walk {
    /// Holds a value against rules.
    pub(super) fn all(&mut self, rules: Rules, view: &View<'_>) {
        if rules.is_empty() || !self.goes_on() {
            return;
        }
        if self.depth >= DEEPEST {
            return self.report("depth", "too deep inside to be checked".to_owned());
        }
        self.depth += 1;
        for rule in rules {
            self.scalar(rule, view);
            self.alternatives(rule, view);
        }
        if rules.iter().any(Rule::is_of_array) {
            self.array(rules, view);
        }
        if rules.iter().any(Rule::is_of_object) {
            self.object(rules, view);
        }
        self.depth -= 1;
    }

    /// Whether more is to be found out.
    pub(super) fn goes_on(&self) -> bool {
        !self.first_only || self.found.is_empty()
    }

    /// Whether anyone reads the messages.
    pub(super) fn tells(&self) -> bool {
        !self.first_only
    }

    /// Notes that a rule does not hold here.
    pub(super) fn report(&mut self, rule: &'static str, message: String) {
        if self.goes_on() {
            self.found.push(Violation { path: self.path.clone(), rule, message });
        }
    }

    /// Goes to a part of the value and back.
    pub(super) fn inside(&mut self, step: &str, work: impl FnOnce(&mut Self)) {
        let before = self.path.len();
        self.path.push('/');
        self.path.push_str(&step.replace('~', "~0").replace('/', "~1"));
        work(self);
        self.path.truncate(before);
    }

    /// Whether a value fits.
    pub(super) fn fits(&mut self, rules: Rules, view: &View<'_>) -> bool {
        self.first(rules, view, true).is_none()
    }

    /// The first reason why a value does not fit.
    pub(super) fn misfit(&mut self, rules: Rules, view: &View<'_>) -> Option<Violation> {
        self.first(rules, view, false)
    }

    fn first(&mut self, rules: Rules, view: &View<'_>, first_only: bool) -> Option<Violation> {
        let mut walk = Self { path: self.path.clone(), found: Vec::new(), depth: self.depth, first_only };
        walk.all(rules, view);
        walk.found.into_iter().next()
    }
}

impl Rule {
    fn is_of_array(&self) -> bool {
        use Rule::{Contains, Items, MaxItems, MinItems, PrefixItems, UniqueItems};
        matches!(self, MinItems(_) | MaxItems(_) | UniqueItems | PrefixItems(_) | Items(..) | Contains(..))
    }

    fn is_of_object(&self) -> bool {
        use Rule::{AdditionalProperties, DependentRequired, DependentSchema, MaxProperties, MinProperties};
        use Rule::{PatternProperty, Property, PropertyNames, Required};
        matches!(
            self,
            MinProperties(_)
                | MaxProperties(_)
                | Required(_)
                | Property(..)
                | PatternProperty(..)
                | AdditionalProperties(..)
                | PropertyNames(_)
                | DependentRequired(..)
                | DependentSchema(..)
        )
    }
}
