//! [`Validator`]: walks a value and its rules at the same time.

use super::known::{KnownOutcome, KnownOutcomes, Mode};
use super::location::{Keys, Location};
use super::pattern::LongEvaluations;
use super::rule::{Rule, Rules};
use super::unique::Digests;
use super::violation::{Violation, Violations};
use crate::runtime::codec::View;

/// The limit of nesting, of values and of rules that refer to rules. It ends rules that refer to themselves.
pub(super) const MAX_DEPTH: usize = 512;

/// The limit of the text of all violations, in bytes. Each violation has a path and a message, which together can be far longer than the
/// part of the value that it is about.
const MAX_TEXT: usize = 4 << 20;

/// The limit of a reason that another message quotes, in characters. Reasons quote the reasons of the unions inside. Without a limit they
/// would grow exponentially with the depth.
const MAX_REASON: usize = 400;

/// Validates a value against rules.
pub(super) fn validate(rules: Rules, view: &View<'_>) -> Result<(), Violations> {
    let mut validator = Validator::default();
    validator.check(rules, view);
    Violations::into_result(validator.violations)
}

/// The state of a validation.
///
/// Trials share it, so that each part of the value is checked once against the rules of a type in each [`Mode`], however many alternatives
/// around it are tried. Therefore the number of checks is at most that of the parts times that of the rules.
#[derive(Default)]
pub(super) struct Validator {
    /// The JSON pointer to the current part.
    path: String,
    /// The key of the current part.
    location: Location,
    pub(super) keys: Keys,
    known: KnownOutcomes,
    violations: Vec<Violation>,
    /// The number of bytes in the paths and messages of all violations.
    text: usize,
    depth: usize,
    mode: Mode,
    /// Whether a rule could not be decided.
    undecided: bool,
    pub(super) digests: Digests,
    pub(super) long_evaluations: LongEvaluations,
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
            if !self.continues() {
                break;
            }
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

    /// Checks a value against the rules of a type, unless that has been done.
    pub(super) fn check_type_rules(&mut self, rules: Rules, view: &View<'_>) {
        if !self.continues() || rules.is_empty() {
            return;
        }
        if !rules.iter().any(|rule| rule.is_combination() || rule.is_for_arrays() || rule.is_for_objects()) {
            return self.check(rules, view);
        }
        let key = (std::ptr::from_ref(rules).addr(), self.location, self.mode);
        match self.known.get(&key) {
            Some(KnownOutcome::Running) => {
                self.report_undecided("depth", || "has rules that refer to themselves without end".to_owned());
            }
            // The violations of a value that is not tried are listed already.
            Some(KnownOutcome::Done { .. }) if self.mode == Mode::All => {}
            Some(KnownOutcome::Done { violation, undecided }) => {
                self.undecided |= undecided;
                self.violations.extend(violation.as_deref().cloned());
            }
            None => {
                self.known.insert(key, KnownOutcome::Running);
                let undecided = std::mem::take(&mut self.undecided);
                self.check(rules, view);
                let first = self.violations.first().filter(|_| self.mode != Mode::All);
                let violation = first.map(|first| Box::new(first.clone()));
                self.known.insert(key, KnownOutcome::Done { violation, undecided: self.undecided });
                self.undecided |= undecided;
            }
        }
    }

    /// Returns whether further violations matter.
    pub(super) fn continues(&self) -> bool {
        match self.mode {
            Mode::All => self.text <= MAX_TEXT,
            Mode::Trial { .. } => self.violations.is_empty(),
        }
    }

    /// Adds a violation at the current path.
    pub(super) fn report(&mut self, rule: &'static str, message: impl FnOnce() -> String) {
        if !self.continues() {
            return;
        }
        if let Mode::Trial { explains: false, .. } = self.mode {
            return self.violations.push(Violation { path: String::new(), rule, message: String::new() });
        }
        let violation = Violation { path: self.path.clone(), rule, message: message() };
        if self.mode == Mode::All {
            self.text = self.text.saturating_add(violation.path.len()).saturating_add(violation.message.len());
            if !self.continues() {
                let message = "has more violations than are listed".to_owned();
                return self.violations.push(Violation { path: String::new(), rule: "limit", message });
            }
        }
        self.violations.push(violation);
    }

    /// Whether the rules are those of an alternative or condition, which the value need not match.
    pub(super) fn is_trial(&self) -> bool {
        self.mode != Mode::All
    }

    /// Whether an absent member is missing for certain, even if the type of the value could have dropped it. This holds in alternatives: a
    /// caller who creates a value must learn that it matches none.
    pub(super) fn absence_counts(&self) -> bool {
        matches!(self.mode, Mode::Trial { absence_counts: true, .. })
    }

    /// Remembers that a rule could not be decided. Then an alternative may match or not, which must not tip the scales.
    pub(super) fn leave_undecided(&mut self) {
        self.undecided = true;
    }

    /// Reports that a rule could not be decided, unless the value need not match it.
    pub(super) fn report_undecided(&mut self, rule: &'static str, message: impl FnOnce() -> String) {
        if self.is_trial() { self.leave_undecided() } else { self.report(rule, message) }
    }

    /// Runs a check for a part of the value.
    pub(super) fn at_part(&mut self, step: &str, check: impl FnOnce(&mut Self)) {
        let location = self.keys.part(self.location, step);
        self.at_location(location, step, check);
    }

    /// Runs a check for the name of a member, whose path is that of the member.
    pub(super) fn at_name(&mut self, name: &str, check: impl FnOnce(&mut Self)) {
        let location = self.keys.name(self.location, name);
        self.at_location(location, name, check);
    }

    fn at_location(&mut self, location: Location, step: &str, check: impl FnOnce(&mut Self)) {
        let before = (self.path.len(), std::mem::replace(&mut self.location, location));
        self.path.push('/');
        for (index, part) in step.split('~').enumerate() {
            if index > 0 {
                self.path.push_str("~0");
            }
            self.path.extend(
                part.split('/').enumerate().flat_map(|(index, part)| [if index > 0 { "~1" } else { "" }, part]),
            );
        }
        check(self);
        self.path.truncate(before.0);
        self.location = before.1;
    }

    /// Returns the key of the current part.
    pub(super) fn location(&self) -> Location {
        self.location
    }

    /// Returns whether a value matches an alternative.
    pub(super) fn alternative(&mut self, rules: Rules, view: &View<'_>) -> Outcome {
        let mode = Mode::Trial { absence_counts: self.mode.alternative_counts_absence(), explains: false };
        self.tried(rules, view, mode).0
    }

    /// Returns whether a value matches a condition: a schema under `not`, `if` or `contains`.
    pub(super) fn condition(&mut self, rules: Rules, view: &View<'_>) -> Outcome {
        self.tried(rules, view, Mode::Trial { absence_counts: false, explains: false }).0
    }

    /// Reports that a value matches none of the alternatives, and why.
    pub(super) fn report_no_match(&mut self, rule: &'static str, branches: &[Rules], view: &View<'_>) {
        if let Mode::Trial { explains: false, .. } = self.mode {
            return self.report(rule, String::new);
        }
        let mode = Mode::Trial { absence_counts: self.mode.alternative_counts_absence(), explains: true };
        let mut reasons = String::new();
        for violation in branches.iter().filter_map(|rules| self.tried(rules, view, mode).1) {
            if !reasons.is_empty() {
                reasons.push_str("; or ");
            }
            let mut reason = violation.to_string();
            if let Some((end, _)) = reason.char_indices().nth(MAX_REASON) {
                reason.truncate(end);
                reason.push('…');
            }
            reasons.push_str(&reason);
        }
        self.report(rule, || format!("matches none of the alternatives: {reasons}"));
    }

    /// Checks a value that need not match. Returns the first violation, too.
    fn tried(&mut self, rules: Rules, view: &View<'_>, mode: Mode) -> (Outcome, Option<Violation>) {
        let before = (std::mem::take(&mut self.violations), std::mem::take(&mut self.undecided), self.mode);
        self.mode = mode;
        self.check(rules, view);
        let (violations, undecided);
        (violations, undecided, self.mode) = (
            std::mem::replace(&mut self.violations, before.0),
            std::mem::replace(&mut self.undecided, before.1),
            before.2,
        );
        let violation = violations.into_iter().next();
        let outcome = match (&violation, undecided) {
            (Some(_), _) => Outcome::Fails,
            (None, false) => Outcome::Matches,
            (None, true) => Outcome::Unknown,
        };
        (outcome, violation)
    }
}

impl Rule {
    fn is_combination(&self) -> bool {
        use Rule::{AnyOf, Discriminator, If, Not, Of, OneOf, Whole};
        matches!(self, AnyOf(_) | OneOf(_) | Discriminator(..) | Not(_) | If(..) | Of(_) | Whole(_))
    }

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
