//! Lowers the pagination that a vendor extension describes. A pass checks whether the operation has its parameters and members.

use super::OperationLowering;
use crate::ir::{self, PageStrategy};
use crate::openapi::{DeclaredPages, DeclaredPagination, NextPage, Operation};

impl OperationLowering<'_, '_> {
    /// Lowers the pagination of an operation.
    pub(super) fn pagination(&self, operation: &Operation, declared: &DeclaredPagination) -> ir::DeclaredPagination {
        let DeclaredPagination { extension, place, pages } = declared;
        let pages = match pages {
            DeclaredPages::Single => ir::DeclaredPages::Single,
            DeclaredPages::Several { next: NextPage::Url { operation: Some(next), .. }, .. }
                if operation.id.as_ref() != Some(next) && self.operation_ids.contains(next.as_str()) =>
            {
                ir::DeclaredPages::Unsupported(format!("the operation `{next}` returns the next page"))
            }
            DeclaredPages::Several { items, next } => {
                ir::DeclaredPages::Several { items: items.clone(), strategy: strategy(next) }
            }
            DeclaredPages::Unsupported(why) => ir::DeclaredPages::Unsupported(why.clone()),
        };
        ir::DeclaredPagination { extension, place: place.clone(), pages }
    }
}

fn strategy(next: &NextPage) -> PageStrategy {
    match next.clone() {
        NextPage::Offset { offset, limit, has_more } => {
            PageStrategy::Offset { offset, limit, total: Vec::new(), has_more }
        }
        NextPage::Page { page, total_pages, has_more } => PageStrategy::Page { page, total_pages, has_more },
        NextPage::Cursor { cursor, next } => PageStrategy::Cursor { cursor, next, has_more: Vec::new() },
        NextPage::LastItem { cursor, member } => PageStrategy::LastItem { cursor, member, has_more: Vec::new() },
        NextPage::Url { next, operation: _ } => PageStrategy::NextUrl { next },
    }
}
