//! The pagination of an operation according to a vendor extension.

use crate::diag::SourceLocation;

/// The pagination of an operation according to a vendor extension. Parameters and members have the names in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredPagination {
    /// The name of the extension.
    pub extension: &'static str,
    /// The place of the extension.
    pub place: SourceLocation,
    /// What it says.
    pub pages: DeclaredPages,
}

/// The pages of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeclaredPages {
    /// The response is the only page.
    Single,
    /// There may be more pages.
    Several {
        /// The path of the member with the items. Empty if the body is the list; `None` if the extension does not say it.
        items: Option<Vec<String>>,
        /// How the next page is requested.
        next: NextPage,
    },
    /// A way to request the next page that oasmith does not support, and why.
    Unsupported(String),
}

/// The part of a request that says which page is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageInput {
    /// The parameter of this name.
    Parameter(String),
    /// The member of the request body at this path.
    Member(Vec<String>),
    /// The parameter of this name, or else the member at this path: the extension does not distinguish them.
    Either(Vec<String>),
}

/// How the next page is requested. An empty path means that the body has no such member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextPage {
    /// With the number of items to skip.
    Offset {
        /// The parameter or member.
        offset: PageInput,
        /// The parameter for the maximum number of items.
        limit: Option<String>,
        /// The member that tells whether more pages exist.
        has_more: Vec<String>,
    },
    /// With the page number.
    Page {
        /// The parameter or member.
        page: PageInput,
        /// The member with the number of pages.
        total_pages: Vec<String>,
        /// The member that tells whether more pages exist.
        has_more: Vec<String>,
    },
    /// With a cursor in the body.
    Cursor {
        /// The parameter or member.
        cursor: PageInput,
        /// The member with the next cursor.
        next: Vec<String>,
    },
    /// With a member of the last item.
    LastItem {
        /// The parameter or member.
        cursor: PageInput,
        /// The member of an item.
        member: Vec<String>,
    },
    /// With the URL in the body.
    Url {
        /// The member.
        next: Vec<String>,
        /// The `operationId` of the operation that returns the next page, if the extension names one.
        operation: Option<String>,
    },
}
