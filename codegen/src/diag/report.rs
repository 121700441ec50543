//! A diagnostic and the list of all of a document's.

use super::{Code, Occurrence, Place, Severity};
use foldhash::HashSet;

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// What is wrong.
    pub code: Code,
    /// Where.
    pub place: Place,
    /// A line and column inside the file (both from 1), where the text could not be parsed at all and so has no pointers.
    pub line_column: Option<(usize, usize)>,
    /// What is wrong here, in the user's words.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
    /// Other places that belong to it.
    pub related: Vec<Related>,
}

/// Another place that belongs to a problem.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// Which of several, if a key is written twice.
    pub occurrence: Occurrence,
    /// What is there.
    pub message: String,
}

impl Diagnostic {
    /// A problem at a place.
    pub fn new(code: Code, place: &Place, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            code,
            place: place.clone(),
            line_column: None,
            message: message.into(),
            remedy: remedy.into(),
            related: Vec::new(),
        }
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn related(mut self, place: &Place, message: impl Into<String>) -> Self {
        self.related.push(Related { place: place.clone(), occurrence: Occurrence::Last, message: message.into() });
        self
    }
}

/// All problems of a document, in the order in which they were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
    seen: HashSet<Diagnostic>,
}

impl Diagnostics {
    /// Adds a problem. One that is already there is not repeated.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.seen.insert(diagnostic.clone()) {
            self.items.push(diagnostic);
        }
    }

    /// Whether any problem is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(|item| item.code.severity() == Severity::Error)
    }

    /// How many of the problems have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.items.iter().filter(|item| item.code.severity() == severity).count()
    }

    /// The problems.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.items.iter()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Adds all of another list.
    pub fn extend(&mut self, other: Diagnostics) {
        for item in other.items {
            self.push(item);
        }
    }
}
