//! Lists that come in pages, as streams of pages and of items.
//!
//! Architecture invariant: `cursor` alone decides how a list goes on after a page, and where it ends.

mod cursor;
mod find;
mod link;
mod stuck;

use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use self::cursor::{PageCursor, SentCall, Step};
use super::answer::{self, Answer};
use super::call::Call;
use super::error::{Error, RequestError};
use super::future::BoxFuture;
use super::operation::{CallResult, Callable};
use super::table::Paging;
use crate::runtime::codec::Field;

/// A call that is answered with a page of a list. Implemented by the macro `pages!`.
pub trait Paged: Callable<Output: Field> {
    /// An item of the list.
    type Item;

    /// How pages follow each other.
    const PAGING: Paging;

    /// The items of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

/// The pages of a list, one call after another.
///
/// The stream ends where the API says that the list ends. In every other case its last element is an error: a call that failed, or
/// [`Error::Request`] about the `next page` if the list cannot go on although the API says or implies that there is more:
///
/// - the API says that there are more items, by a flag or by the number of all items, but gives no cursor for them, or no items to continue
///   after;
/// - the cursor or the URL leads to a page that was requested before. An empty page may repeat its cursor to mark the end, unless it says that
///   there are more items;
/// - the parameter to continue with is not set to a whole number, or cannot grow;
/// - 1,000 equal pages, or 1,000 pages without items, came in a row;
/// - the call has a body that cannot be sent again.
///
/// Some APIs state the end more than once. A flag such as `has_more` is decisive; spelled as a string or a number, it counts as well. Without it, a
/// list that is read by page number ends with the last one of all pages, even if pages before it are empty. Without both, a list that is read by
/// page number or by offset ends with an empty page.
///
/// Equal pages are all returned: two payments of the same amount are two payments.
#[must_use = "streams do nothing unless they are polled"]
pub struct Pages<C> {
    state: State,
    cursor: PageCursor,
    typed: std::marker::PhantomData<fn() -> C>,
}

/// The items of a list, page after page.
///
/// If the list does not come to its end, the last element is an error, after all items that came before it. See [`Pages`].
#[must_use = "streams do nothing unless they are polled"]
pub struct Items<C: Paged> {
    pages: Pages<C>,
    items: VecDeque<C::Item>,
}

/// What a stream of items gives.
type ItemResult<C> = Result<<C as Paged>::Item, Error<<C as Callable>::Error>>;

enum State {
    Next(Box<Call>),
    Sending {
        exchange: BoxFuture<'static, Result<Answer, Error<Infallible>>>,
        sent: SentCall,
    },
    /// The last page came, but the list cannot go on.
    Stuck(RequestError),
    Ended,
}

impl<C: Paged> Pages<C> {
    /// The pages from the one that this call asks for.
    pub fn new(call: Call) -> Self {
        let (state, cursor) = (State::Next(Box::new(call)), PageCursor::new(C::PAGING));
        Self { state, cursor, typed: std::marker::PhantomData }
    }

    /// Returns the next page, or `None` at the end.
    ///
    /// # Errors
    ///
    /// If a call fails, or the list cannot go on.
    pub async fn next(&mut self) -> Option<CallResult<C>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<C: Paged> Items<C> {
    /// The items from the page that this call asks for.
    pub fn new(call: Call) -> Self {
        Self { pages: Pages::new(call), items: VecDeque::new() }
    }

    /// Returns the next item, or `None` at the end.
    ///
    /// # Errors
    ///
    /// If a call fails, or the list cannot go on.
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
                Poll::Ready(Some(Ok(page))) => self.items = C::items(page.into_inner()).into(),
            }
        }
    }
}

impl<C: Paged> Stream for Pages<C> {
    type Item = CallResult<C>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Poll::Ready(None),
                State::Stuck(error) => return Poll::Ready(Some(Err(Error::Request(error)))),
                State::Next(call) => {
                    let sent = SentCall::of(&call);
                    self.state = State::Sending { exchange: call.exchange(), sent };
                }
                State::Sending { mut exchange, sent } => {
                    let Poll::Ready(outcome) = exchange.as_mut().poll(cx) else {
                        self.state = State::Sending { exchange, sent };
                        return Poll::Pending;
                    };
                    let page = answer::finish::<C>(outcome);
                    if let Ok(page) = &page {
                        self.state = match self.cursor.step(sent, &page.value, &page.headers) {
                            Step::Next(call) => State::Next(call),
                            Step::End => State::Ended,
                            Step::Stuck(error) => State::Stuck(error),
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

// Nothing in it is pinned in place.
impl<C: Paged> Unpin for Items<C> {}

impl<C> fmt::Debug for Pages<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

impl<C: Paged> fmt::Debug for Items<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

/// What makes a call one of pages: the type of an item, how a page becomes items, how pages follow each other.
///
/// ```text
/// pages!(ListCustomers => Customer, |page| page.data; table::Paging { … });
/// ```
#[macro_export]
#[doc(hidden)]
#[allow(
    clippy::crate_in_macro_def,
    reason = "every crate that holds or imports the runtime has it as `crate::runtime`"
)]
macro_rules! pages {
    ($name:ident => $item:ty, |$page:ident| $items:expr; $paging:expr) => {
        impl $name {
            /// All pages from this one on, one call after another.
            #[inline]
            pub fn pages(self) -> crate::runtime::http::Pages<Self> {
                crate::runtime::http::Pages::new(self.0)
            }

            /// The items of all pages from this one on, one call after another.
            #[inline]
            pub fn items(self) -> crate::runtime::http::Items<Self> {
                crate::runtime::http::Items::new(self.0)
            }
        }

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
