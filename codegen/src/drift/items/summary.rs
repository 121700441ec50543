//! Counts changes by API.

use std::collections::BTreeMap;
use std::fmt;

use super::{Action, Change};

/// The number of changes of an API.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Summary {
    /// What happened to the API as a whole.
    pub state: Action,
    /// The number of operations that exist only in the new version.
    pub added_operations: usize,
    /// The number of operations that exist only in the old version.
    pub removed_operations: usize,
    /// The number of breaking changes, including removed operations.
    pub breaking: usize,
    /// The number of compatible changes, including added operations.
    pub compatible: usize,
}

impl Summary {
    /// Counts the changes of one API.
    #[must_use]
    pub fn of<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Self {
        let mut summary = Self::default();
        for change in changes {
            if change.kind == "API" {
                summary.state = change.action();
            }
            match change.action() {
                Action::Added => summary.added_operations += change.operations,
                Action::Removed => summary.removed_operations += change.operations,
                Action::Changed => {}
            }
            if change.breaking {
                summary.breaking += 1;
            } else {
                summary.compatible += 1;
            }
        }
        summary
    }

    /// Counts the changes of each API. Changes that belong to no API are counted under the empty name, as are those of a standalone crate.
    #[must_use]
    pub fn by_api(changes: &[Change]) -> BTreeMap<&str, Self> {
        let mut grouped: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
        for change in changes {
            grouped.entry(&change.api).or_default().push(change);
        }
        grouped.into_iter().map(|(api, changes)| (api, Self::of(changes))).collect()
    }
}

/// `+2 operations, -1 operation, 1 breaking change, 3 compatible changes`.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let operations = |sign: char, count: usize| format!("{sign}{count} operation{}", plural(count));
        let changes = |count: usize, word: &str| format!("{count} {word} change{}", plural(count));
        let parts = match self.state {
            Action::Added if self.added_operations == 0 => vec!["added".to_owned()],
            Action::Added => vec!["added".to_owned(), operations('+', self.added_operations)],
            Action::Removed if self.removed_operations == 0 => vec!["removed".to_owned()],
            Action::Removed => vec!["removed".to_owned(), operations('-', self.removed_operations)],
            Action::Changed => {
                let mut parts = Vec::new();
                if self.added_operations > 0 {
                    parts.push(operations('+', self.added_operations));
                }
                if self.removed_operations > 0 {
                    parts.push(operations('-', self.removed_operations));
                }
                if self.breaking > 0 {
                    parts.push(changes(self.breaking, "breaking"));
                }
                if self.compatible > 0 {
                    parts.push(changes(self.compatible, "compatible"));
                }
                parts
            }
        };
        f.write_str(if parts.is_empty() { "no changes of the public API" } else { "" })?;
        f.write_str(&parts.join(", "))
    }
}
