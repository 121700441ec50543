//! What rendering needs to know of the text of a document.

use super::{Diagnostic, Place, Pointer};

/// Which of several, if a key is written twice in a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Occurrence {
    /// The one that is written first.
    First,
    /// The one that is written last, which counts.
    #[default]
    Last,
}

/// A place, found in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The path of the file.
    pub path: String,
    /// The pointer to it as it was written, before rewrites and overlays.
    pub pointer: Pointer,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// How many characters are meant.
    pub width: usize,
    /// The text of the line.
    pub text: String,
}

/// Finds places in the text of a document.
pub trait Locate {
    /// Where a place stands, or what encloses it.
    fn locate(&self, place: &Place, occurrence: Occurrence) -> Option<Located>;

    /// Where a problem stands that has a line and column of its own.
    fn locate_line(&self, diagnostic: &Diagnostic) -> Option<Located>;
}

impl Diagnostic {
    /// Where the problem stands.
    #[must_use]
    pub fn located(&self, locate: &dyn Locate) -> Option<Located> {
        locate.locate_line(self).or_else(|| locate.locate(&self.place, Occurrence::Last))
    }
}
