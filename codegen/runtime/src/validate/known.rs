//! Outcomes that are known: of the rules of a type for a part of the value.

use std::collections::HashMap;

use super::location::Location;
use super::violation::Violation;

/// The purpose of a check.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) enum Mode {
    /// The value must match. All violations are listed.
    #[default]
    All,
    /// The rules are those of an alternative or a condition. The check ends with the first violation.
    Trial {
        /// Whether an absent member is missing for certain.
        absence_counts: bool,
        /// Whether the caller reads the message.
        explains: bool,
    },
}

impl Mode {
    /// Returns whether an absent member is missing for certain in an alternative that is tried in this mode. An alternative in a condition is
    /// part of the condition.
    pub(super) fn alternative_counts_absence(self) -> bool {
        matches!(self, Self::All | Self::Trial { absence_counts: true, .. })
    }
}

/// The outcomes by the address of the rules, the part of the value, and the mode.
pub(super) type KnownOutcomes = HashMap<(usize, Location, Mode), KnownOutcome>;

/// The outcome of the rules of a type for a part of the value.
pub(super) enum KnownOutcome {
    /// The check has not ended: the rules refer to themselves for the same part.
    Running,
    /// The check has ended.
    Done {
        /// The first violation, if the value need not match. Boxed, because few values have one.
        violation: Option<Box<Violation>>,
        /// Whether a rule could not be decided.
        undecided: bool,
    },
}
