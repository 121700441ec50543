//! Why a list cannot go on although the API says or implies that there is more.
//!
//! Architecture invariant: no message holds a URL, a cursor or a query. A key can stand in each of them.

/// A list that is given up after this many equal pages in a row, or this many pages without items.
pub(super) const PAGES_IN_A_ROW: u32 = 1000;

/// Why a list cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stuck {
    /// There is more, but no cursor.
    NoCursor,
    /// The cursor or the URL is of another type.
    UnusableCursor,
    /// There is more, but no items to continue after.
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
    /// The body of the call is gone.
    SentOnce,
}

impl Stuck {
    /// What happened, and what to do about it.
    pub(super) fn reason(self) -> String {
        const PROVIDER: &str = "report this to the provider of the API";
        const SETTINGS: &str = "check the `pagination` setting of this operation";
        let (happened, to_do) = match self {
            Self::NoCursor => {
                ("the API says that there are more items, but gives no cursor for them".to_owned(), PROVIDER)
            }
            Self::UnusableCursor => {
                ("the cursor or URL of the next page is neither a text nor a number".to_owned(), SETTINGS)
            }
            Self::NoItems => {
                ("the API says that there are more items, but its page has none to continue after".to_owned(), PROVIDER)
            }
            Self::NoMember => ("the last item has no member to continue from".to_owned(), SETTINGS),
            Self::NotAList => ("the items of the page are not a list".to_owned(), SETTINGS),
            Self::NoPosition(name) => {
                (format!("the parameter `{name}` is not a whole number"), "set it to a whole number, or leave it out")
            }
            Self::Overflow(name) => {
                (format!("the parameter `{name}` cannot grow beyond 64 bits"), "start at a smaller number")
            }
            Self::Circle => ("the API leads to a page that was requested before".to_owned(), PROVIDER),
            Self::EqualPages => (
                format!("{PAGES_IN_A_ROW} equal pages came in a row, as if the API ignored where the next one starts"),
                SETTINGS,
            ),
            Self::EmptyPages => (format!("{PAGES_IN_A_ROW} pages without items came in a row"), PROVIDER),
            Self::SentOnce => (
                "the body of the call is a stream, which cannot be sent again".to_owned(),
                "use a body that is held in memory",
            ),
        };
        format!("{happened}, so the list may be incomplete; {to_do}")
    }
}
