//! Text with a notion of its lines.

use std::fmt::{self, Write};

/// How many bytes a line may have: what `prettyplease` takes for it.
const WIDTH: usize = 89;
/// How many it may have behind its indentation, however deep that is.
const LEAST: usize = 60;
/// The indentation of what is inside of something.
pub(super) const STEP: usize = 4;

/// Text that grows, and can be taken back.
#[derive(Default)]
pub(in crate::render) struct Out {
    text: String,
    /// Where its last line starts.
    line: usize,
    /// How many bytes that line may have.
    limit: usize,
}

/// Where something is written that may have to be broken.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The indentation of what it is in.
    pub(super) indent: usize,
    /// How many bytes follow it on its line.
    pub(super) more: usize,
}

/// A place to go back to.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    len: usize,
    line: usize,
    limit: usize,
}

impl Out {
    pub(in crate::render) fn new(text: String) -> Self {
        Self { line: text.len(), text, limit: WIDTH }
    }

    pub(in crate::render) fn into_text(self) -> String {
        self.text
    }

    pub(in crate::render) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn show(&mut self, shown: impl fmt::Display) {
        // Writing into a string cannot fail.
        let _ = write!(self.text, "{shown}");
    }

    /// Ends the line, and begins one with this indentation.
    pub(super) fn line(&mut self, indent: usize) {
        const SPACES: &str = "                                ";
        self.text.push('\n');
        self.line = self.text.len();
        self.limit = WIDTH.max(indent + LEAST);
        let mut left = indent;
        while left > 0 {
            let part = left.min(SPACES.len());
            self.text.push_str(&SPACES[..part]);
            left -= part;
        }
    }

    /// Text of whole lines, written elsewhere.
    pub(in crate::render) fn lines(&mut self, text: &str) {
        self.text.push_str(text);
        self.line = self.text.len();
        self.limit = WIDTH;
    }

    /// Whether the line has room for itself and so many bytes more.
    pub(super) fn fits(&self, more: usize) -> bool {
        self.text.len() - self.line + more <= self.limit
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { len: self.text.len(), line: self.line, limit: self.limit }
    }

    pub(super) fn back(&mut self, mark: Mark) {
        self.text.truncate(mark.len);
        (self.line, self.limit) = (mark.line, mark.limit);
    }

    pub(super) fn text_since(&self, mark: Mark) -> &str {
        &self.text[mark.len..]
    }

    /// How many bytes were written since.
    pub(super) fn since(&self, mark: Mark) -> usize {
        self.text.len() - mark.len
    }
}
