//! Errors of pagination: why a list cannot continue although the API says or implies that more items exist.
//!
//! Architecture invariant: no message contains a URL, a cursor or a query, because each can contain a key.

/// The number of consecutive equal pages, or pages without items, that ends a list with an error.
pub(super) const PAGES_IN_A_ROW: u32 = 1000;

/// Why a list cannot continue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PagingError {
    /// More items exist, but the page has no cursor.
    NoCursor,
    /// The cursor or URL has an unusable type.
    UnusableCursor,
    /// More items exist, but the page has none to continue after.
    NoItems,
    /// The last item lacks the member that is the cursor.
    NoMember,
    /// The items are not a list.
    NotAList,
    /// The parameter of this name is not set to a whole number.
    NoPosition(&'static str),
    /// The parameter of this name cannot grow.
    Overflow(&'static str),
    /// The next page was requested before.
    Circle,
    /// Too many equal pages.
    EqualPages,
    /// Too many pages without items.
    EmptyPages,
    /// The list has more pages than the client's `max_pages`.
    TooManyPages(u32),
    /// The body of the call was a stream, which was already sent.
    SentOnce,
    /// The body of the call, which takes the position of the next page, is not a JSON object.
    NotJson,
}

impl PagingError {
    /// Returns the message: what happened, and what to do.
    pub(super) fn reason(self) -> String {
        const ASK_PROVIDER: &str = "report this to the provider of the API";
        const CHECK_SETTING: &str = "check the `pagination` setting of this operation";
        let (problem, advice) = match self {
            Self::NoCursor => {
                ("the API says that more items exist, but returned no cursor for them".to_owned(), ASK_PROVIDER)
            }
            Self::UnusableCursor => {
                ("the cursor or URL of the next page is neither a string nor a number".to_owned(), CHECK_SETTING)
            }
            Self::NoItems => (
                "the API says that more items exist, but the page has no item to continue after".to_owned(),
                ASK_PROVIDER,
            ),
            Self::NoMember => {
                ("the last item lacks the member that the next page starts from".to_owned(), CHECK_SETTING)
            }
            Self::NotAList => ("the items of the page are not a list".to_owned(), CHECK_SETTING),
            Self::NoPosition(name) => {
                (format!("the parameter `{name}` is not a whole number"), "set it to a whole number, or leave it out")
            }
            Self::Overflow(name) => {
                (format!("the parameter `{name}` cannot grow beyond 64 bits"), "start at a smaller number")
            }
            Self::Circle => ("the API refers to a page that was already requested".to_owned(), ASK_PROVIDER),
            Self::EqualPages => (
                format!(
                    "the API returned {PAGES_IN_A_ROW} equal pages in a row, as if it ignored the pagination parameter"
                ),
                CHECK_SETTING,
            ),
            Self::EmptyPages => {
                (format!("the API returned {PAGES_IN_A_ROW} pages without items in a row"), ASK_PROVIDER)
            }
            Self::TooManyPages(max) => (
                format!("the list has more than {max} pages, the client's `max_pages`"),
                "if the API is right, raise the limit",
            ),
            Self::NotJson => {
                ("the request body takes the next page, but it is not a JSON object".to_owned(), "use a JSON object")
            }
            Self::SentOnce => {
                ("the request body is a stream and cannot be sent again".to_owned(), "use a body in memory")
            }
        };
        format!("{problem}, so the list may be incomplete; {advice}")
    }
}
