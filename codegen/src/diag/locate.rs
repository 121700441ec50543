//! The interface through which rendering finds lines and columns in the text of a document.

use super::{Diagnostic, Pointer, SourceLocation};

/// Selects an occurrence of a key that a mapping contains several times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Occurrence {
    /// The first one in the text.
    First,
    /// The last one in the text, whose value is used.
    #[default]
    Last,
}

/// A location with its file, line and column.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Located {
    /// The path of the file.
    pub path: String,
    /// The pointer in the original text, before rewrites and overlays.
    pub pointer: Pointer,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The number of characters to underline.
    pub width: usize,
    /// The text of the line.
    pub text: String,
}

/// Finds source locations in the text of a document.
pub trait Locate {
    /// Returns the line and column of a value, or of the nearest enclosing value in the text.
    fn locate(&self, place: &SourceLocation, occurrence: Occurrence) -> Option<Located>;

    /// Returns the location of a diagnostic that contains a line and column itself.
    fn locate_line(&self, diagnostic: &Diagnostic) -> Option<Located>;
}

impl Diagnostic {
    /// Returns the line and column of the problem.
    #[must_use]
    pub fn located(&self, locate: &dyn Locate) -> Option<Located> {
        let setting = self.setting_location.clone();
        setting.or_else(|| locate.locate_line(self)).or_else(|| locate.locate(&self.place, Occurrence::Last))
    }
}
