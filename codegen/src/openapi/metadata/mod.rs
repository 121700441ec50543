//! Reads elements that contain no schemas: `info`, `tags`, `externalDocs`, servers and security.
//!
//! This layer uses references, forms and reports. It does not know schemas or the elements that contain schemas.

mod info;
mod security;
mod servers;

use super::form::FormChecker;
use super::node::Node;
use super::references::{ElementKind, References};
use super::reports::Reports;
use crate::source::Source;

/// Reads elements that contain no schemas.
pub(super) struct MetadataReader<'r, 'a> {
    source: &'a Source,
    references: &'r References<'a>,
    reports: &'r mut Reports<'a>,
}

impl<'r, 'a> MetadataReader<'r, 'a> {
    /// Creates a reader that reports to `reports`.
    pub(super) fn new(source: &'a Source, references: &'r References<'a>, reports: &'r mut Reports<'a>) -> Self {
        Self { source, references, reports }
    }

    fn form(&mut self) -> FormChecker<'_, 'a> {
        FormChecker::new(self.source, self.references, self.reports)
    }

    /// Follows the `$ref`s of a security scheme to the scheme itself. Reports a missing target, and one of another kind, and returns
    /// `None`.
    fn resolve(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        self.form().ignored_siblings(&node);
        let followed = self.references.follow(node.clone());
        let target = followed.map_err(|unresolved| self.reports.report_all(unresolved.errors())).ok()?;
        self.form().no_reference(&target).then_some(())?;
        let wrong = node.reference().and_then(|reference| {
            self.references.wrong_kind(&node.place, "$ref", reference, &target, ElementKind::SecurityScheme)
        });
        match wrong {
            Some(error) => {
                self.reports.report(error);
                None
            }
            None => Some(target),
        }
    }
}
