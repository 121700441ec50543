//! The problems that the rewrite finds, with their places before it.

use std::collections::HashSet;

use crate::diag::{Code, Diagnostic, Pointer, SourceLocation};
use crate::source::SourceMap;

/// The problems that the rewrite finds.
#[derive(Debug, Default)]
pub(super) struct Problems {
    found: Vec<Diagnostic>,
    reported: HashSet<(SourceLocation, String)>,
}

impl Problems {
    /// Adds a warning about the value that was at `from` before the rewrite. A value that is rewritten several times, such as a parameter
    /// of a path, is reported once.
    pub(super) fn tolerated(&mut self, from: &SourceLocation, message: impl Into<String>, remedy: impl Into<String>) {
        let problem = Diagnostic::new(Code::MalformedHarmless, from, message, remedy);
        if self.reported.insert((from.clone(), problem.message.clone())) {
            self.found.push(problem);
        }
    }

    /// Returns the problems with places after the rewrite, as all diagnostics have them. The places are new, because the value may be
    /// gone, and another one may be in its place.
    pub(super) fn finish(self, source_map: &mut SourceMap) -> Vec<Diagnostic> {
        let mut found = self.found;
        for (index, problem) in found.iter_mut().enumerate() {
            let pointer = Pointer::from_escaped(&format!("/x-oasmith-problems/{index}"));
            let place = SourceLocation { file: problem.place.file, pointer };
            source_map.moved(place.clone(), std::mem::replace(&mut problem.place, place));
        }
        found
    }
}
