//! Lowers the pagination that a vendor extension describes. A pass checks whether the operation has its parameters and members.

use super::OperationLowering;
use crate::ir::{self, PageStrategy};
use crate::openapi::{DeclaredPages, DeclaredPagination, NextPage, Operation, PageInput};

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
                ir::DeclaredPages::Several { items: items.clone(), strategy: strategy(next, operation) }
            }
            DeclaredPages::Unsupported(why) => ir::DeclaredPages::Unsupported(why.clone()),
        };
        ir::DeclaredPagination { extension, place: place.clone(), pages }
    }
}

fn strategy(next: &NextPage, operation: &Operation) -> PageStrategy {
    let input = |input: PageInput| match input {
        PageInput::Parameter(name) => ir::PageInput::Parameter(name),
        PageInput::Member(path) => ir::PageInput::Member(path),
        PageInput::Either(path) => match path.as_slice() {
            [name]
                if operation.body.is_none() || operation.parameters.iter().any(|declared| declared.name == *name) =>
            {
                ir::PageInput::Parameter(name.clone())
            }
            _ => ir::PageInput::Member(path),
        },
    };
    match next.clone() {
        NextPage::Offset { offset, limit, has_more } => {
            PageStrategy::Offset { offset: input(offset), limit, total: Vec::new(), has_more }
        }
        NextPage::Page { page, total_pages, has_more } => {
            PageStrategy::Page { page: input(page), first: None, total_pages, has_more, is_last: Vec::new() }
        }
        NextPage::Cursor { cursor, next } => PageStrategy::Cursor { cursor: input(cursor), next, has_more: Vec::new() },
        NextPage::LastItem { cursor, member } => {
            PageStrategy::LastItem { cursor: input(cursor), member, has_more: Vec::new() }
        }
        NextPage::Url { next, operation: _ } => PageStrategy::NextUrl { next },
    }
}
