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

/// How the next page is requested. An empty path means that the body has no such member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextPage {
    /// With the number of items to skip.
    Offset {
        /// The parameter.
        offset: String,
        /// The parameter for the maximum number of items.
        limit: Option<String>,
        /// The member that tells whether more pages exist.
        has_more: Vec<String>,
    },
    /// With the page number.
    Page {
        /// The parameter.
        page: String,
        /// The member with the number of pages.
        total_pages: Vec<String>,
        /// The member that tells whether more pages exist.
        has_more: Vec<String>,
    },
    /// With a cursor in the body.
    Cursor {
        /// The parameter.
        cursor: String,
        /// The member with the next cursor.
        next: Vec<String>,
    },
    /// With a member of the last item.
    LastItem {
        /// The parameter.
        cursor: String,
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
