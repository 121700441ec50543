//! [`Validator`]: walks a value and its rules at the same time.

use super::rule::{Rule, Rules};
use super::violation::{Violation, Violations};
use crate::runtime::codec::View;

/// The limit of nesting, of values and of rules that refer to rules. It ends rules that refer to themselves.
const MAX_DEPTH: usize = 512;

/// Validates a value against rules.
pub(super) fn validate(rules: Rules, view: View<'_>) -> Result<(), Violations> {
    let mut validator = Validator { path: String::new(), violations: Vec::new(), depth: 0, first_only: false };
    validator.check(rules, &view);
    Violations::into_result(validator.violations)
}

/// The state of a validation.
pub(super) struct Validator {
    /// The JSON pointer to the current part.
    path: String,
    violations: Vec<Violation>,
    depth: usize,
    /// Whether the caller only needs to know that a violation exists.
    first_only: bool,
}

impl Validator {
    /// Checks a value against rules.
    pub(super) fn check(&mut self, rules: Rules, view: &View<'_>) {
        if rules.is_empty() || !self.continues() {
            return;
        }
        if self.depth >= MAX_DEPTH {
            return self.report("depth", "is nested too deeply to be validated".to_owned());
        }
        self.depth += 1;
        for rule in rules {
            self.check_scalar(rule, view);
            self.check_combination(rule, view);
        }
        if rules.iter().any(Rule::is_for_arrays) {
            self.check_array(rules, view);
        }
        if rules.iter().any(Rule::is_for_objects) {
            self.check_object(rules, view);
        }
        self.depth -= 1;
    }

    /// Returns whether further violations matter.
    pub(super) fn continues(&self) -> bool {
        !self.first_only || self.violations.is_empty()
    }

    /// Returns whether the caller reads the messages.
    pub(super) fn needs_messages(&self) -> bool {
        !self.first_only
    }

    /// Adds a violation at the current path.
    pub(super) fn report(&mut self, rule: &'static str, message: String) {
        if self.continues() {
            self.violations.push(Violation { path: self.path.clone(), rule, message });
        }
    }

    /// Runs a check for a part of the value.
    pub(super) fn at_part(&mut self, step: &str, check: impl FnOnce(&mut Self)) {
        let before = self.path.len();
        self.path.push('/');
        self.path.push_str(&step.replace('~', "~0").replace('/', "~1"));
        check(self);
        self.path.truncate(before);
    }

    /// Returns whether a value matches rules.
    pub(super) fn matches(&mut self, rules: Rules, view: &View<'_>) -> bool {
        self.find_violation(rules, view, true).is_none()
    }

    /// Returns the first violation of a value.
    pub(super) fn first_violation(&mut self, rules: Rules, view: &View<'_>) -> Option<Violation> {
        self.find_violation(rules, view, false)
    }

    fn find_violation(&mut self, rules: Rules, view: &View<'_>, first_only: bool) -> Option<Violation> {
        let mut validator = Self { path: self.path.clone(), violations: Vec::new(), depth: self.depth, first_only };
        validator.check(rules, view);
        validator.violations.into_iter().next()
    }
}

impl Rule {
    fn is_for_arrays(&self) -> bool {
        use Rule::{Contains, Items, MaxItems, MinItems, PrefixItems, UniqueItems};
        matches!(self, MinItems(_) | MaxItems(_) | UniqueItems | PrefixItems(_) | Items(..) | Contains(..))
    }

    fn is_for_objects(&self) -> bool {
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
