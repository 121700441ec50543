//! [`Validator`]: walks a value and its rules at the same time.

use super::rule::{Rule, Rules};
use super::violation::{Violation, Violations};
use crate::runtime::codec::View;

/// The limit of nesting, of values and of rules that refer to rules. It ends rules that refer to themselves.
const MAX_DEPTH: usize = 512;

/// Validates a value against rules.
pub(super) fn validate(rules: Rules, view: View<'_>) -> Result<(), Violations> {
    let mut validator = Validator::default();
    validator.check(rules, &view);
    Violations::into_result(validator.violations)
}

/// The state of a validation.
#[derive(Default)]
pub(super) struct Validator {
    /// The JSON pointer to the current part.
    path: String,
    violations: Vec<Violation>,
    depth: usize,
    /// Whether the caller only needs to know that a violation exists.
    first_only: bool,
    /// Whether the rules are those of an alternative or condition, which the value need not match.
    is_trial: bool,
    /// Whether an absent member is missing, even if the type of the value could have dropped it. This holds in alternatives: a caller who
    /// creates a value must learn that it matches none.
    absence_counts: bool,
    /// Whether a rule could not be decided.
    undecided: bool,
}

/// Whether a value matches rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The value matches all rules.
    Matches,
    /// The value violates a rule.
    Fails,
    /// The value violates no rule, but a rule could not be decided: a format that is not known, a pattern that takes too many steps, or
    /// members that the type of the value does not keep.
    Unknown,
}

impl Validator {
    /// Checks a value against rules.
    pub(super) fn check(&mut self, rules: Rules, view: &View<'_>) {
        if rules.is_empty() || !self.continues() {
            return;
        }
        if self.depth >= MAX_DEPTH {
            return self.report_undecided("depth", || "is nested too deeply to be validated".to_owned());
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

    /// Whether the value need not match the rules.
    pub(super) fn is_trial(&self) -> bool {
        self.is_trial
    }

    /// Whether an absent member is missing for certain.
    pub(super) fn absence_counts(&self) -> bool {
        self.absence_counts
    }

    /// Remembers that a rule could not be decided. Then an alternative may match or not, which must not tip the scales.
    pub(super) fn leave_undecided(&mut self) {
        self.undecided = true;
    }

    /// Reports that a rule could not be decided, unless the value need not match it.
    pub(super) fn report_undecided(&mut self, rule: &'static str, message: impl FnOnce() -> String) {
        if self.is_trial { self.leave_undecided() } else { self.report(rule, message()) }
    }

    /// Runs a check for a part of the value.
    pub(super) fn at_part(&mut self, step: &str, check: impl FnOnce(&mut Self)) {
        let before = self.path.len();
        self.path.push('/');
        self.path.push_str(&step.replace('~', "~0").replace('/', "~1"));
        check(self);
        self.path.truncate(before);
    }

    /// Returns whether a value matches an alternative.
    pub(super) fn alternative(&self, rules: Rules, view: &View<'_>) -> Outcome {
        self.tried(rules, view, true, true).outcome()
    }

    /// Returns whether a value matches a condition: a schema under `not`, `if` or `contains`.
    pub(super) fn condition(&self, rules: Rules, view: &View<'_>) -> Outcome {
        self.tried(rules, view, true, false).outcome()
    }

    /// Returns the first violation of an alternative.
    pub(super) fn first_violation(&self, rules: Rules, view: &View<'_>) -> Option<Violation> {
        self.tried(rules, view, false, true).violations.into_iter().next()
    }

    fn tried(&self, rules: Rules, view: &View<'_>, first_only: bool, is_alternative: bool) -> Self {
        // An alternative in a condition is part of the condition.
        let absence_counts = is_alternative && (self.absence_counts || !self.is_trial);
        let (path, depth) = (self.path.clone(), self.depth);
        let mut validator = Self { path, depth, first_only, is_trial: true, absence_counts, ..Self::default() };
        validator.check(rules, view);
        validator
    }

    fn outcome(&self) -> Outcome {
        match (self.violations.is_empty(), self.undecided) {
            (false, _) => Outcome::Fails,
            (true, false) => Outcome::Matches,
            (true, true) => Outcome::Unknown,
        }
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
