//! Lists that come in pages, as streams of pages and of items.
//!
//! Architecture invariant: no list is without end. A page that is empty or comes again, a cursor or URL that comes again: each ends it.

use std::collections::BTreeSet;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use http::{HeaderMap, header};

use super::answer::{self, Answer};
use super::call::Call;
use super::error::Error;
use super::future::BoxFuture;
use super::operation::{CallResult, Callable};
use super::parameter::Piece;
use super::table::{Next, Paging};
use crate::runtime::Value;
use crate::runtime::codec::{Field, View, to_json_value};

/// A call that is answered with a page of a list. Implemented by the macro `pages!`.
pub trait Paged: Callable<Output: Field> {
    /// An item of the list.
    type Item;

    /// How pages follow each other.
    const PAGING: Paging;

    /// The items of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

/// The pages of a list, one call after another. The first error is the last element.
#[must_use = "streams do nothing unless they are polled"]
pub struct Pages<C> {
    state: State,
    turner: Turner,
    typed: std::marker::PhantomData<fn() -> C>,
}

/// The items of a list, page after page. The first error is the last element.
#[must_use = "streams do nothing unless they are polled"]
pub struct Items<C: Paged> {
    pages: Pages<C>,
    items: VecDeque<C::Item>,
}

/// What a stream of items gives.
type ItemResult<C> = Result<<C as Paged>::Item, Error<<C as Callable>::Error>>;

enum State {
    Next(Box<Call>),
    Sending { exchange: BoxFuture<'static, Result<Answer, Error<Infallible>>>, again: Option<Box<Call>> },
    Ended,
}

impl<C: Paged> Pages<C> {
    /// The pages from the one that this call asks for.
    pub fn new(call: Call) -> Self {
        let turner = Turner { paging: C::PAGING, seen: BTreeSet::new(), last: None };
        Self { state: State::Next(Box::new(call)), turner, typed: std::marker::PhantomData }
    }

    /// The next page, or `None` at the end.
    ///
    /// # Errors
    ///
    /// As a call.
    pub async fn next(&mut self) -> Option<CallResult<C>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<C: Paged> Items<C> {
    /// The items from the page that this call asks for.
    pub fn new(call: Call) -> Self {
        Self { pages: Pages::new(call), items: VecDeque::new() }
    }

    /// The next item, or `None` at the end.
    ///
    /// # Errors
    ///
    /// As a call.
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
                State::Next(call) => {
                    let again = call.try_clone().map(Box::new);
                    self.state = State::Sending { exchange: call.exchange(), again };
                }
                State::Sending { mut exchange, again } => {
                    let Poll::Ready(outcome) = exchange.as_mut().poll(cx) else {
                        self.state = State::Sending { exchange, again };
                        return Poll::Pending;
                    };
                    let page = answer::finish::<C>(outcome);
                    if let Ok(page) = &page {
                        match self.turner.turn(again, page.value.view(), &page.headers) {
                            Turn::Page(call) => self.state = State::Next(call),
                            Turn::Last => {}
                            Turn::Repeated => return Poll::Ready(None),
                        }
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

/// Finds out how to go on after a page.
struct Turner {
    paging: Paging,
    /// Cursors and URLs that were followed.
    seen: BTreeSet<String>,
    /// The items of the last page, where only they can tell that it came again.
    last: Option<Value>,
}

/// How it goes on.
enum Turn {
    Page(Box<Call>),
    Last,
    /// This page is the one before.
    Repeated,
}

impl Turner {
    fn turn(&mut self, call: Option<Box<Call>>, page: View<'_>, headers: &HeaderMap) -> Turn {
        // Paging looks into few members: it works on the JSON that the page stands for.
        let page = to_json_value(page);
        let items = find(&page, self.paging.items);
        let count = items.and_then(Value::as_array).map_or(0, Vec::len);
        if matches!(self.paging.next, Next::Offset { .. } | Next::Page { .. }) && count > 0 {
            if self.last.as_ref() == items {
                return Turn::Repeated;
            }
            self.last = items.cloned();
        }
        match call.and_then(|call| self.follow(call, &page, count, headers)) {
            Some(call) => Turn::Page(call),
            None => Turn::Last,
        }
    }

    fn follow(&mut self, mut call: Box<Call>, page: &Value, count: usize, headers: &HeaderMap) -> Option<Box<Call>> {
        let more = |path: &[&str]| path.is_empty() || find(page, path).and_then(Value::as_bool) != Some(false);
        match self.paging.next {
            Next::Offset { parameter } => {
                let offset = number(&call, parameter).unwrap_or(0);
                let next = offset.checked_add(i64::try_from(count).ok()?)?;
                if count == 0 {
                    return None;
                }
                call.set(parameter, &next);
            }
            Next::Page { parameter, first, total_pages, has_more } => {
                let this = number(&call, parameter).unwrap_or(first);
                let total = if total_pages.is_empty() { None } else { find(page, total_pages).and_then(Value::as_i64) };
                let over = total.is_some_and(|total| this - first + 1 >= total);
                if count == 0 || over || !more(has_more) {
                    return None;
                }
                call.set(parameter, &this.checked_add(1)?);
            }
            Next::Cursor { parameter, cursor, has_more } => {
                let cursor = match find(page, cursor)? {
                    Value::String(text) => text.clone(),
                    Value::Number(number) => number.to_string(),
                    _ => return None,
                };
                if !more(has_more) || cursor.is_empty() || !self.seen.insert(cursor.clone()) {
                    return None;
                }
                call.set_text(parameter, &cursor);
            }
            Next::Url { path } => self.go_to(&mut call, find(page, path)?.as_str()?)?,
            Next::Link => self.go_to(&mut call, next_link(headers)?)?,
        }
        Some(call)
    }

    fn go_to(&mut self, call: &mut Call, url: &str) -> Option<()> {
        if url.is_empty() || !self.seen.insert(url.to_owned()) {
            return None;
        }
        call.given_url = Some(url.to_owned());
        Some(())
    }
}

fn find<'a>(value: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, name| value.get(name))
}

/// The number that a parameter is set to.
fn number(call: &Call, parameter: usize) -> Option<i64> {
    match call.piece(parameter)? {
        Piece::Query(pair) | Piece::Cookie(pair) => pair.rsplit_once('=')?.1.parse().ok(),
        Piece::Header(text) | Piece::Path(text) => text.parse().ok(),
        Piece::Nothing => None,
    }
}

/// The target of `Link: <…>; rel="next"`.
fn next_link(headers: &HeaderMap) -> Option<&str> {
    let links = headers.get_all(header::LINK).iter().filter_map(|value| value.to_str().ok());
    links.flat_map(|links| links.split('<').skip(1)).find_map(|link| {
        let (url, rest) = link.split_once('>')?;
        let relations = rest.split([';', ',']).filter_map(|parameter| parameter.trim().strip_prefix("rel="));
        let is_next = relations.flat_map(|names| names.trim_matches('"').split(' ')).any(|name| name == "next");
        is_next.then_some(url)
    })
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

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    #[test]
    fn links() {
        #[track_caller]
        fn check(link: &'static str, expect: Option<&str>) {
            let mut headers = HeaderMap::new();
            headers.insert(header::LINK, HeaderValue::from_static(link));
            assert_eq!(super::next_link(&headers), expect, "{link}");
        }
        check("<https://a/b?c=d,e>; rel=\"next\"", Some("https://a/b?c=d,e"));
        check("</1>; rel=\"prev\", </2>; title=x; rel=\"last next\"", Some("/2"));
        check("</1>; rel=prev", None);
        check("</1>; rel=next", Some("/1"));
        check("nonsense", None);
    }
}
