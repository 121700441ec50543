//! Collects what reading reports: diagnostics, the number of errors, and unread parts.
//!
//! This layer uses nodes and the model, and no other layer.

use super::document::UnreadPart;
use super::node::Node;
use crate::diag::{Code, Diagnostic, Diagnostics, LostPart, Severity, SourceLocation};
use foldhash::HashSet;

/// Upper bound for the length of all texts that `$ref`s include, in bytes. Without it, many references to a long text could exhaust
/// the memory.
pub(super) const MOST_INCLUDED_TEXT: usize = 16 << 20;

/// Collects the problems of a document.
pub(super) struct Reports<'d> {
    diagnostics: &'d mut Diagnostics,
    /// The number of errors that make the enclosing element incomplete.
    error_count: usize,
    /// Parts that could not be read, without which the enclosing element is still usable.
    unread: Vec<UnreadPart>,
    known_unread: HashSet<UnreadPart>,
    /// The length of all texts that were included.
    included: usize,
    /// Whether nothing is generated from the current element: it is only checked.
    is_unused: bool,
}

/// A point in the order of the reported errors.
#[derive(Debug, Clone, Copy)]
pub(super) struct ErrorMark(usize);

impl<'d> Reports<'d> {
    /// Creates a collector that adds to `diagnostics`.
    pub(super) fn new(diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            diagnostics,
            error_count: 0,
            unread: Vec::new(),
            known_unread: HashSet::default(),
            included: 0,
            is_unused: false,
        }
    }

    /// Reports a problem.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        if diagnostic.code.severity() == Severity::Error {
            if self.is_unused {
                self.report_unused(diagnostic);
                return;
            }
            self.error_count += 1;
        }
        self.diagnostics.push(diagnostic);
    }

    /// Reports an error of an element from which nothing is generated: nothing is lost, so it is a warning. The same error in a use of
    /// the element was reported before.
    fn report_unused(&mut self, error: Diagnostic) {
        if !self.diagnostics.contains(&error) {
            let message = format!("{}; the component is ignored", error.message);
            self.diagnostics.push(Diagnostic { code: Code::MalformedHarmless, message, ..error });
        }
    }

    /// Makes the errors of the elements that are read next warnings, if nothing is generated from them. Returns the previous setting.
    pub(super) fn set_unused(&mut self, is_unused: bool) -> bool {
        std::mem::replace(&mut self.is_unused, is_unused)
    }

    /// Reports several problems in their order.
    pub(super) fn report_all(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|diagnostic| self.report(diagnostic));
    }

    /// Reports an error.
    pub(super) fn malformed(&mut self, node: &Node<'_>, message: impl Into<String>, remedy: impl Into<String>) {
        self.report(Diagnostic::new(Code::Malformed, &node.place, message, remedy));
    }

    /// Reports a violation of the specification that does not change the output.
    pub(super) fn tolerated(&mut self, node: &Node<'_>, message: impl Into<String>, remedy: impl Into<String>) {
        self.report(Diagnostic::new(Code::MalformedHarmless, &node.place, message, remedy));
    }

    /// Returns the current point, to find out later whether errors were reported after it.
    pub(super) fn mark(&self) -> ErrorMark {
        ErrorMark(self.error_count)
    }

    /// Returns whether errors were reported after the mark.
    pub(super) fn has_errors_since(&self, mark: ErrorMark) -> bool {
        self.error_count > mark.0
    }

    /// Makes the errors after the mark no longer count for the enclosing element. They stay reported. Returns whether there were any.
    pub(super) fn discount_errors_since(&mut self, mark: ErrorMark) -> bool {
        let has_errors = self.has_errors_since(mark);
        self.error_count = mark.0;
        has_errors
    }

    /// Counts an error that was reported before also for the current element: both use the same broken definition.
    pub(super) fn count_known_error(&mut self) {
        self.error_count += 1;
    }

    /// Records that a part could not be read.
    pub(super) fn record_unread(&mut self, part: LostPart, place: &SourceLocation) {
        let unread = UnreadPart { part, place: place.clone() };
        if !self.is_unused && self.known_unread.insert(unread.clone()) {
            self.unread.push(unread);
        }
    }

    /// Counts a text that a `$ref` includes. Returns `false` if it would exceed [`MOST_INCLUDED_TEXT`].
    pub(super) fn include_text(&mut self, length: usize) -> bool {
        let included = self.included.saturating_add(length);
        let fits = included <= MOST_INCLUDED_TEXT;
        self.included = if fits { included } else { self.included };
        fits
    }

    /// Removes and returns the unread parts.
    pub(super) fn take_unread(&mut self) -> Vec<UnreadPart> {
        std::mem::take(&mut self.unread)
    }
}
