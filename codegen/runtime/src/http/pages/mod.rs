//! Paginated lists, as streams of pages and of items.
//!
//! Architecture invariant: `cursor` alone decides how a list continues after a page, and where it ends.

mod cursor;
mod error;
mod find;
mod input;
mod json_body;
mod link;
mod next_pages;
mod values;

use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use self::cursor::{PageCursor, SentCall, Step};
pub use self::next_pages::NextPages;
#[cfg(feature = "blocking")]
use super::blocking::Blocking;
use super::call::Call;
use super::classified_response::{self, ClassifiedResponse};
use super::error::{Error, RequestError};
use super::future::BoxFuture;
use super::operation::{CallResult, Callable};
use super::table::Paging;
use super::with_response::ResponseResult;
use crate::runtime::codec::Field;

/// A call that returns a page of a list. Implemented by the macro `pages!`.
pub trait Paged: Callable<Output: Field> {
    /// An item of the list.
    type Item;

    /// How the next page is requested.
    const PAGING: Paging;

    /// Returns the items of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

/// A call with several media types, one of which is a page of a list. Implemented by the macro `pages!` for the case `CASE` of the successful
/// responses.
pub trait PagedCase<const CASE: usize>: Callable {
    /// A page.
    type Page: Field;
    /// An item of the list.
    type Item;

    /// How the next page is requested.
    const PAGING: Paging;

    /// Returns the items of a page.
    fn items(page: Self::Page) -> Vec<Self::Item>;
}

/// A stream of the pages of a list. Each page is one call.
///
/// The stream ends where the API says that the list ends. If the list cannot be read completely, the last element is an error: that of a
/// failed call, or an [`Error::Request`] whose subject is `next page`. The latter has one of these reasons:
///
/// - a flag or the total number of items says that more items exist, but the API returned no cursor, or no item to continue after;
/// - the cursor or URL refers to a page that was already requested. An empty page may repeat its cursor to mark the end, unless it says that
///   more items exist;
/// - the pagination parameter is not set to a whole number, or would overflow;
/// - the API returned 1,000 equal pages, or 1,000 pages without items, in a row;
/// - the list has more pages than the client's `max_pages`, which is 100,000 unless you set it;
/// - the call has a body that cannot be sent again.
///
/// Some APIs mark the end in several ways. A flag such as `has_more` takes precedence, even if it is a string or a number. Without it, a list
/// that is read by page number ends after the stated number of pages, even if earlier pages are empty. Without both, a list that is read by
/// page number or by offset ends with an empty page.
///
/// Equal pages are all returned, because equal items may be different records, such as two payments of the same amount.
#[must_use = "streams do nothing unless they are polled"]
pub struct Pages<C> {
    pages: PagesWithResponse<C>,
}

/// A stream of the pages of a list, each with its status and headers. Otherwise like [`Pages`].
#[must_use = "streams do nothing unless they are polled"]
pub struct PagesWithResponse<C> {
    state: State,
    cursor: PageCursor,
    typed: PhantomData<fn() -> C>,
}

/// A stream of the items of a list. Each page is one call.
///
/// If the list cannot be read completely, the last element is an error, after all items before it. See [`Pages`].
#[must_use = "streams do nothing unless they are polled"]
pub struct Items<C: Paged> {
    pages: Pages<C>,
    items: VecDeque<C::Item>,
}

/// An element of [`Items`].
type ItemResult<C> = Result<<C as Paged>::Item, Error<<C as Callable>::Error>>;

enum State {
    Next(Box<Call>),
    Sending {
        exchange: BoxFuture<'static, Result<ClassifiedResponse, Error<Infallible>>>,
        sent: SentCall,
    },
    /// The last page was returned, but the list cannot continue.
    Failed(RequestError),
    Ended,
}

impl<C: Paged> Pages<C> {
    /// Creates a stream that starts with the page of this call.
    #[doc(hidden)]
    pub fn new(call: Call) -> Self {
        Self { pages: PagesWithResponse::new(call) }
    }

    /// Returns the next page, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Returns an error if a call fails, or the list cannot continue.
    pub async fn next(&mut self) -> Option<CallResult<C>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<C: Paged> PagesWithResponse<C> {
    /// Creates a stream that starts with the page of this call.
    #[doc(hidden)]
    pub fn new(call: Call) -> Self {
        let (state, cursor) = (State::Next(Box::new(call)), PageCursor::new(C::PAGING));
        Self { state, cursor, typed: PhantomData }
    }

    /// Returns the next page, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Returns an error if a call fails, or the list cannot continue.
    pub async fn next(&mut self) -> Option<ResponseResult<C>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<C: Paged> Items<C> {
    /// Creates a stream that starts with the first item of this call's page.
    #[doc(hidden)]
    pub fn new(call: Call) -> Self {
        Self { pages: Pages::new(call), items: VecDeque::new() }
    }

    /// Returns the next item, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Returns an error if a call fails, or the list cannot continue.
    pub async fn next(&mut self) -> Option<ItemResult<C>> {
        std::future::poll_fn(|cx| self.poll_item(cx)).await
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<ItemResult<C>>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match Pin::new(&mut self.pages).poll_next(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Some(Ok(page))) => self.items = C::items(page).into(),
            }
        }
    }
}

#[cfg(feature = "blocking")]
impl<C: Paged> Pages<C> {
    /// Returns an iterator over the pages, which blocks the current thread until the next one arrives.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

#[cfg(feature = "blocking")]
impl<C: Paged> PagesWithResponse<C> {
    /// Returns an iterator over the pages, which blocks the current thread until the next one arrives.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

#[cfg(feature = "blocking")]
impl<C: Paged> Items<C> {
    /// Returns an iterator over the items, which blocks the current thread until the next one arrives.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl<C: Paged> Stream for Pages<C> {
    type Item = CallResult<C>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.pages).poll_next(cx).map(|page| page.map(|page| page.map(|response| response.value)))
    }
}

impl<C: Paged> Stream for PagesWithResponse<C> {
    type Item = ResponseResult<C>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Poll::Ready(None),
                State::Failed(error) => return Poll::Ready(Some(Err(Error::Request(error)))),
                State::Next(call) => {
                    let sent = SentCall::of(&call);
                    self.state = State::Sending { exchange: call.exchange(), sent };
                }
                State::Sending { mut exchange, sent } => {
                    let Poll::Ready(outcome) = exchange.as_mut().poll(cx) else {
                        self.state = State::Sending { exchange, sent };
                        return Poll::Pending;
                    };
                    let page = classified_response::decode_response::<C>(outcome);
                    if let Ok(page) = &page {
                        self.state = match self.cursor.step(sent, &page.value, &page.headers) {
                            Step::Next(call) => State::Next(call),
                            Step::End => State::Ended,
                            Step::Failed(error) => State::Failed(error),
                        };
                    }
                    return Poll::Ready(Some(page));
                }
            }
        }
    }
}

impl<C: Paged> Stream for Items<C> {
    type Item = ItemResult<C>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }
}

// No field is structurally pinned.
impl<C: Paged> Unpin for Items<C> {}

impl<C> fmt::Debug for Pages<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

impl<C> fmt::Debug for PagesWithResponse<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PagesWithResponse").finish_non_exhaustive()
    }
}

impl<C: Paged> fmt::Debug for Items<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

/// Implements pagination for a call: the type of an item, how to get the items of a page, and how to request the next page.
///
/// ```text
/// pages!(ListCustomers => Customer, |page| page.data; table::Paging { … });
/// pages!(ListOrders[0]: OrderPage => Order, |page| page.data; table::Paging { … });    // only of one of several media types
/// ```
#[macro_export]
#[doc(hidden)]
#[allow(
    clippy::crate_in_macro_def,
    reason = "every crate that holds or imports the runtime has it as `crate::runtime`"
)]
macro_rules! pages {
    ($name:ident[$case:literal]: $page_type:ty => $item:ty, |$page:ident| $items:expr; $paging:expr) => {
        #[doc(hidden)]
        impl crate::runtime::http::PagedCase<$case> for $name {
            type Page = $page_type;
            type Item = $item;

            const PAGING: crate::runtime::http::table::Paging = $paging;

            #[inline]
            fn items($page: $page_type) -> ::std::vec::Vec<$item> {
                $items
            }
        }
    };
    ($name:ident => $item:ty, |$page:ident| $items:expr; $paging:expr) => {
        impl $name {
            /// Returns a stream of this page and all following pages. Each page is one call.
            #[inline]
            pub fn pages(self) -> crate::runtime::http::Pages<Self> {
                crate::runtime::http::Pages::new(self.0)
            }

            /// Returns a stream of the items of this page and all following pages. Each page is one call.
            #[inline]
            pub fn items(self) -> crate::runtime::http::Items<Self> {
                crate::runtime::http::Items::new(self.0)
            }

            /// Returns an iterator over this page and all following pages, which blocks the current thread. Each page is one call.
            #[cfg(feature = "blocking")]
            #[inline]
            pub fn pages_blocking(self) -> crate::runtime::http::Blocking<crate::runtime::http::Pages<Self>> {
                self.pages().blocking()
            }

            /// Returns an iterator over the items of this page and all following pages, which blocks the current thread. Each page is one
            /// call.
            #[cfg(feature = "blocking")]
            #[inline]
            pub fn items_blocking(self) -> crate::runtime::http::Blocking<crate::runtime::http::Items<Self>> {
                self.items().blocking()
            }
        }

        #[doc(hidden)]
        impl crate::runtime::http::Paged for $name {
            type Item = $item;

            const PAGING: crate::runtime::http::table::Paging = $paging;

            #[inline]
            fn items($page: Self::Output) -> ::std::vec::Vec<$item> {
                $items
            }
        }
    };
}
