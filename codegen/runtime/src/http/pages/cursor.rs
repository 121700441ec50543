//! Next-page logic: how a list continues after a page.
//!
//! Architecture invariant: a list never ends silently while the API says or implies that more items exist. It ends where the API says so, or
//! with an error. No page is requested twice. Empty and equal pages are counted, because an API may return them forever.

use std::collections::BTreeSet;

use http::HeaderMap;

use super::error::{PAGES_IN_A_ROW, PagingError};
use super::find::{Items, find, fingerprint};
use super::link::next_link;
use super::values::{More, url, whole_number};
use crate::runtime::Value;
use crate::runtime::codec::{Field, to_json_value};
use crate::runtime::http::call::Call;
use crate::runtime::http::client::Client;
use crate::runtime::http::error::RequestError;
use crate::runtime::http::table::{Next, PageInput, Paging};
use crate::runtime::http::url::resolve;

/// Finds the next page, and tracks the previous pages.
pub(super) struct PageCursor {
    paging: Paging,
    /// Fingerprints of the followed cursors and URLs. Fingerprints save memory: lists can have very many pages.
    followed: BTreeSet<u64>,
    /// The fingerprints of the last page's items.
    last_items: Option<Fingerprints>,
    /// The number of consecutive equal pages, including this one.
    equal: u32,
    /// The number of consecutive pages without items.
    empty: u32,
    /// The number of all pages.
    pages: u32,
}

/// The fingerprints of a page's items.
struct Fingerprints {
    brief: u64,
    /// Computed only if the brief fingerprint equals that of the previous page, because it serializes all items.
    whole: Option<u64>,
}

/// A copy of the call whose response is the current page.
pub(super) struct SentCall {
    call: Box<Call>,
    /// Whether the call can be sent again. Otherwise its body was a stream, and `call` has only its parameters.
    replayable: bool,
}

/// How a list continues.
pub(super) enum Step {
    Next(Box<Call>),
    End,
    Failed(RequestError),
}

/// How the next page is requested.
enum Target {
    /// Set the parameter or member to a cursor.
    Cursor(PageInput, Value),
    /// Set the parameter or member to a number.
    Number(PageInput, i64),
    /// Request a URL.
    Url(String),
}

/// A page and its headers.
struct Page<'a> {
    body: &'a dyn Field,
    headers: &'a HeaderMap,
    items: Option<Items<'a>>,
    count: usize,
}

impl SentCall {
    pub(super) fn of(call: &Call) -> Self {
        match call.try_clone() {
            Some(call) => Self { call: Box::new(call), replayable: true },
            None => {
                let mut parameters = Call::new(call.operation);
                parameters.parameter_values.clone_from(&call.parameter_values);
                Self { call: Box::new(parameters), replayable: false }
            }
        }
    }
}

impl PageCursor {
    pub(super) fn new(paging: Paging) -> Self {
        Self { paging, followed: BTreeSet::new(), last_items: None, equal: 0, empty: 0, pages: 0 }
    }

    /// Returns the step after a page.
    pub(super) fn step(&mut self, sent: SentCall, body: &dyn Field, headers: &HeaderMap) -> Step {
        let operation = sent.call.operation;
        match self.try_step(sent, body, headers) {
            Ok(Some(call)) => Step::Next(call),
            Ok(None) => Step::End,
            Err(error) => Step::Failed(Call::new(operation).error("next page", error.reason())),
        }
    }

    fn try_step(
        &mut self,
        sent: SentCall,
        body: &dyn Field,
        headers: &HeaderMap,
    ) -> Result<Option<Box<Call>>, PagingError> {
        let items = Items::of(body.view(), self.paging.items);
        let count = items.as_ref().map_or(Some(0), Items::count).ok_or(PagingError::NotAList)?;
        let page = Page { body, headers, items, count };
        self.count(&page);
        self.pages = self.pages.saturating_add(1);
        let more = self.more(&page);
        match self.target(&sent.call, &page, more)? {
            Some(target) => self.follow(sent, target, count == 0 && more != More::Yes),
            None => Ok(None),
        }
    }

    /// Counts pages without items and equal pages.
    fn count(&mut self, page: &Page<'_>) {
        let Some(items) = page.items.as_ref().filter(|_| page.count > 0) else {
            self.empty += 1;
            return;
        };
        self.empty = 0;
        let brief = items.brief_fingerprint();
        let last = self.last_items.take().filter(|last| last.brief == brief);
        let whole = last.as_ref().map(|_| items.fingerprint());
        // For the second page, only brief fingerprints can be compared: the first page is gone.
        let is_equal = last.is_some_and(|last| last.whole.is_none() || last.whole == whole);
        self.equal = if is_equal { self.equal + 1 } else { 1 };
        self.last_items = Some(Fingerprints { brief, whole });
    }

    /// Returns whether the page says that more pages exist.
    fn more(&self, page: &Page<'_>) -> More {
        match self.paging.next {
            Next::Page { has_more, is_last, .. } => {
                let more = page.stated(has_more).as_ref().map_or(More::Unknown, More::of);
                match more {
                    More::Unknown => page.stated(is_last).as_ref().map_or(More::Unknown, |last| !More::of(last)),
                    known => known,
                }
            }
            Next::Offset { has_more, .. } | Next::Cursor { has_more, .. } | Next::LastItem { has_more, .. } => {
                page.stated(has_more).as_ref().map_or(More::Unknown, More::of)
            }
            Next::CursorHeader { .. } | Next::Url { .. } | Next::Link => More::Unknown,
        }
    }

    /// Returns how to request the next page; `None` if this page is the last one.
    fn target(&self, call: &Call, page: &Page<'_>, more: More) -> Result<Option<Target>, PagingError> {
        if more == More::No {
            return Ok(None);
        }
        Ok(match self.paging.next {
            Next::Offset { input, total, .. } if page.count == 0 => {
                let total = page.stated(total).as_ref().and_then(whole_number);
                let is_short = match total {
                    Some(total) => input.number(call)?.unwrap_or(0) < total,
                    None => false,
                };
                if more == More::Yes || is_short {
                    return Err(PagingError::NoItems);
                }
                None
            }
            Next::LastItem { .. } if page.count == 0 && more == More::Yes => return Err(PagingError::NoItems),
            Next::LastItem { .. } if page.count == 0 => None,
            Next::Offset { input, .. } => {
                let count = i64::try_from(page.count).unwrap_or(i64::MAX);
                Some(Target::Number(input, add(call, input, input.number(call)?.unwrap_or(0), count)?))
            }
            Next::Page { input, first, total_pages, .. } => {
                let this = input.number(call)?.unwrap_or(first);
                let is_last =
                    more == More::Unknown && page.is_last(this.saturating_sub(first).saturating_add(1), total_pages);
                if is_last { None } else { Some(Target::Number(input, add(call, input, this, 1)?)) }
            }
            Next::Cursor { input, cursor, .. } => {
                match page.at(cursor).map_or(Ok(None), |value| input.cursor(value))? {
                    None if more == More::Yes => return Err(PagingError::NoCursor),
                    cursor => cursor.map(|cursor| Target::Cursor(input, cursor)),
                }
            }
            Next::LastItem { input, member, .. } => {
                let item = page.items.as_ref().and_then(Items::last).ok_or(PagingError::NoItems)?;
                let cursor = find(item, member).map(to_json_value).ok_or(PagingError::NoMember)?;
                Some(Target::Cursor(input, input.cursor(cursor)?.ok_or(PagingError::NoMember)?))
            }
            Next::CursorHeader { input, header } => {
                let value = page.headers.get_all(header).iter().find(|value| !value.as_bytes().trim_ascii().is_empty());
                let cursor = value.map(|value| std::str::from_utf8(value.as_bytes())).transpose();
                let cursor = cursor.map_err(|_| PagingError::UnusableCursor)?;
                cursor.map(|cursor| Target::Cursor(input, Value::from(cursor.trim())))
            }
            Next::Url { path } => page.at(path).as_ref().map_or(Ok(None), url)?.map(Target::Url),
            Next::Link => match next_link(page.headers) {
                // An empty reference is the page itself (RFC 3986, 4.4).
                Some(target) if target.is_empty() => return Err(PagingError::Circle),
                target => target.map(Target::Url),
            },
        })
    }

    /// Returns the call for the next page. A page that was requested before is an error. Exception: an empty page that does not claim more
    /// items (`may_end`) may repeat its cursor, because some APIs mark the end in this way.
    fn follow(&mut self, sent: SentCall, target: Target, may_end: bool) -> Result<Option<Box<Call>>, PagingError> {
        if let Some(max) = sent.call.client.as_ref().and_then(Client::max_pages).filter(|max| self.pages >= *max) {
            return Err(PagingError::TooManyPages(max));
        }
        if self.empty >= PAGES_IN_A_ROW {
            return Err(PagingError::EmptyPages);
        }
        if self.equal >= PAGES_IN_A_ROW {
            return Err(PagingError::EqualPages);
        }
        let SentCall { mut call, replayable } = sent;
        if !replayable
            && matches!(target, Target::Cursor(PageInput::Member(_), _) | Target::Number(PageInput::Member(_), _))
        {
            return Err(PagingError::SentOnce);
        }
        call.remove_idempotency_key();
        let is_new = match target {
            Target::Cursor(input, cursor) => {
                // The list may have started at a cursor.
                self.followed.extend(input.text(&call).map(|before| fingerprint(&before)));
                input.set(&mut call, &cursor)?;
                // A cursor that the parameter does not accept is an error when the call is sent.
                input.text(&call).is_none_or(|text| self.followed.insert(fingerprint(&text)))
            }
            Target::Url(url) => {
                // Also records the URL of the first page.
                let before = normalized_url(&call);
                self.followed.extend(before.as_ref().map(|before| fingerprint(before.as_bytes())));
                // A relative URL refers to the page that it is on (RFC 3986, 5.1.3). An invalid one is an error when the call is sent.
                let resolved = before.and_then(|before| resolve(&before, &url)).map_or(url, String::from);
                let given = fingerprint(resolved.as_bytes());
                call.next_url = Some(resolved);
                self.followed.insert(normalized_url(&call).map_or(given, |next| fingerprint(next.as_bytes())))
            }
            Target::Number(input, number) => {
                input.set(&mut call, &Value::from(number))?;
                true
            }
        };
        match (is_new, may_end) {
            (true, _) if replayable => Ok(Some(call)),
            (true, _) => Err(PagingError::SentOnce),
            (false, true) => Ok(None),
            (false, false) => Err(PagingError::Circle),
        }
    }
}

impl Page<'_> {
    /// Returns the value at a path of members.
    fn at(&self, path: &[&str]) -> Option<Value> {
        find(self.body.view(), path).map(to_json_value)
    }

    /// Returns the value at a path that is empty if the API has no such member.
    fn stated(&self, path: &[&str]) -> Option<Value> {
        if path.is_empty() { None } else { self.at(path) }
    }

    /// Returns whether this page is the last by the number of all pages; the first is number 1. Without that number, an empty page is the last.
    fn is_last(&self, number: i64, total_pages: &[&str]) -> bool {
        let is_empty = self.count == 0;
        match self.stated(total_pages).as_ref().and_then(whole_number) {
            None => is_empty,
            // A page beyond the last one that has items: the stated number is wrong or means something else.
            Some(total) if number > total => is_empty,
            Some(total) => number == total,
        }
    }
}

fn add(call: &Call, input: PageInput, position: i64, count: i64) -> Result<i64, PagingError> {
    position.checked_add(count).ok_or(PagingError::Overflow(input.name(call)))
}

/// Returns the absolute, normalized URL of a call.
fn normalized_url(call: &Call) -> Option<String> {
    let url = call.client.as_ref()?.url(call)?;
    resolve(&url, &url).map(String::from)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};
    use serde_json::{Value, json};

    use super::{PageCursor, SentCall, Step};
    use crate::runtime::http::call::Call;
    use crate::runtime::http::table::{Next, Operation, PageInput, Paging, Parameter};

    const LIST: Operation = Operation { name: "list", parameters: &[Parameter::query("from")], ..Operation::EMPTY };

    fn step(cursor: &mut PageCursor, from: i64, page: &Value, headers: &HeaderMap) -> String {
        let mut call = Call::new(&LIST);
        call.set(0, &from);
        match cursor.step(SentCall::of(&call), page, headers) {
            Step::Next(call) => call.into_request("https://example.com").unwrap().uri().to_string(),
            Step::End => "end".to_owned(),
            Step::Failed(error) => error.to_string(),
        }
    }

    #[test]
    fn a_header_that_is_not_text() {
        let next = Next::CursorHeader { input: PageInput::Parameter(0), header: "x-next" };
        let mut cursor = PageCursor::new(Paging { items: &[], next });
        let mut headers = HeaderMap::new();
        // The first value that is not empty is used.
        headers.append("x-next", HeaderValue::from_static(" "));
        headers.append("x-next", HeaderValue::from_bytes(b"secret\xFF").unwrap());
        assert_eq!(
            step(&mut cursor, 1, &json!([1]), &headers),
            "`list` was not sent: next page: the cursor or URL of the next page is neither a string nor a number, so the list may be incomplete; \
             check the `pagination` setting of this operation"
        );
    }

    /// Pages that share their number of items and the last one are not equal.
    #[test]
    fn only_equal_pages_are_counted() {
        let mut cursor = PageCursor::new(Paging {
            items: &[],
            next: Next::Offset { input: PageInput::Parameter(0), total: &[], has_more: &[] },
        });
        for number in 0..3000 {
            let next = step(&mut cursor, number, &json!([number, 0]), &HeaderMap::new());
            assert_eq!(next, format!("https://example.com/?from={}", number + 2));
        }
        for number in 0..999 {
            let next = step(&mut cursor, number, &json!([7]), &HeaderMap::new());
            assert_eq!(next, format!("https://example.com/?from={}", number + 1));
        }
        let error = step(&mut cursor, 999, &json!([7]), &HeaderMap::new());
        assert!(error.contains("1000 equal pages"), "{error}");
    }
}
