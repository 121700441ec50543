//! Static descriptions of pagination: [`Paging`].

/// The pagination of a list. Paths lead into the body of a page.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    /// The path to the items; empty if the body is the list.
    pub items: &'static [&'static str],
    /// How the next page is requested.
    pub next: Next,
}

/// The part of a request that says which page is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageInput {
    /// The parameter with this index.
    Parameter(usize),
    /// The member at this path in the JSON body.
    Member(&'static [&'static str]),
}

/// How the next page is requested.
#[derive(Debug, Clone, Copy)]
pub enum Next {
    /// A part of the request holds the number of items to skip.
    Offset {
        /// The parameter or member.
        input: PageInput,
        /// The path to the number of all items; empty if the body does not state it.
        total: &'static [&'static str],
        /// The path to the flag that more items exist; empty if the body has no such flag.
        has_more: &'static [&'static str],
    },
    /// A part of the request holds the page number.
    Page {
        /// The parameter or member.
        input: PageInput,
        /// The number of the first page.
        first: i64,
        /// The path to the number of pages; empty if the body does not state it.
        total_pages: &'static [&'static str],
        /// The path to the flag that more items exist; empty if the body has no such flag.
        has_more: &'static [&'static str],
        /// The path to the flag that this page is the last one; empty if the body has no such flag.
        is_last: &'static [&'static str],
    },
    /// A part of the request takes a cursor from the body.
    Cursor {
        /// The parameter or member.
        input: PageInput,
        /// The path to the cursor.
        cursor: &'static [&'static str],
        /// The path to the flag that more items exist; empty if the body has no such flag.
        has_more: &'static [&'static str],
    },
    /// A part of the request takes a member of the page's last item.
    LastItem {
        /// The parameter or member.
        input: PageInput,
        /// The path to the member within an item.
        member: &'static [&'static str],
        /// The path to the flag that more items exist; empty if the body has no such flag.
        has_more: &'static [&'static str],
    },
    /// A part of the request takes a cursor from a header.
    CursorHeader {
        /// The parameter or member.
        input: PageInput,
        /// The header.
        header: &'static str,
    },
    /// The body holds the URL of the next page.
    Url {
        /// The path to the URL.
        path: &'static [&'static str],
    },
    /// The header `Link` holds the URL of the next page (RFC 8288).
    Link,
}
