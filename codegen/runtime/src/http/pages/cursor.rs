//! The step from one page of a list to the next.
//!
//! Architecture invariant: a list never ends in silence while the API says or implies that there is more. It ends where the API says so, or
//! with an error. No page is requested twice, and pages that are empty or equal are counted, because they may come for ever.

use std::collections::BTreeSet;

use http::HeaderMap;

use super::find::{Items, find, fingerprint};
use super::link::next_link;
use super::stuck::{PAGES_IN_A_ROW, Stuck};
use crate::runtime::Value;
use crate::runtime::codec::{Field, to_json_value};
use crate::runtime::http::call::Call;
use crate::runtime::http::error::RequestError;
use crate::runtime::http::parameter::Piece;
use crate::runtime::http::table::{Next, Paging};
use crate::runtime::http::url::resolve;

/// Finds the next page, and remembers the pages before.
pub(super) struct PageCursor {
    paging: Paging,
    /// The fingerprints of the cursors and URLs that were followed: lists can have very many pages.
    followed: BTreeSet<u64>,
    /// The fingerprints of the last page's items.
    last_items: Option<Fingerprints>,
    /// The number of equal pages in a row, this one included.
    equal: u32,
    /// The number of pages without items in a row.
    empty: u32,
}

/// The fingerprints of a page's items.
struct Fingerprints {
    brief: u64,
    /// Computed where the brief one is that of the page before, because it takes writing all items.
    whole: Option<u64>,
}

/// The call that a page answers.
pub(super) struct SentCall {
    call: Box<Call>,
    /// Whether the call can be sent again. If not, its body was a stream, and `call` has only its parameters.
    replayable: bool,
}

/// How a list goes on.
pub(super) enum Step {
    Next(Box<Call>),
    End,
    Stuck(RequestError),
}

/// Where the next page is.
enum Target {
    /// The parameter takes a cursor.
    Cursor(usize, String),
    /// The parameter takes a number.
    Number(usize, i64),
    Url(String),
}

/// Whether the API says that there are more pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum More {
    Yes,
    No,
    Unknown,
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
                parameters.pieces.clone_from(&call.pieces);
                Self { call: Box::new(parameters), replayable: false }
            }
        }
    }
}

impl PageCursor {
    pub(super) fn new(paging: Paging) -> Self {
        Self { paging, followed: BTreeSet::new(), last_items: None, equal: 0, empty: 0 }
    }

    /// The step from a page to the next.
    pub(super) fn step(&mut self, sent: SentCall, body: &dyn Field, headers: &HeaderMap) -> Step {
        let operation = sent.call.operation;
        match self.try_step(sent, body, headers) {
            Ok(Some(call)) => Step::Next(call),
            Ok(None) => Step::End,
            Err(stuck) => Step::Stuck(Call::new(operation).error("next page", stuck.reason())),
        }
    }

    fn try_step(&mut self, sent: SentCall, body: &dyn Field, headers: &HeaderMap) -> Result<Option<Box<Call>>, Stuck> {
        let items = Items::of(body.view(), self.paging.items);
        let count = items.as_ref().map_or(Some(0), Items::count).ok_or(Stuck::NotAList)?;
        let page = Page { body, headers, items, count };
        self.count(&page);
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
        // Of the first two pages in a row, the brief fingerprint has to do: the first one is gone.
        let is_equal = last.is_some_and(|last| last.whole.is_none() || last.whole == whole);
        self.equal = if is_equal { self.equal + 1 } else { 1 };
        self.last_items = Some(Fingerprints { brief, whole });
    }

    /// Whether the page says that there are more.
    fn more(&self, page: &Page<'_>) -> More {
        match self.paging.next {
            Next::Offset { has_more, .. }
            | Next::Page { has_more, .. }
            | Next::Cursor { has_more, .. }
            | Next::LastItem { has_more, .. } => page.stated(has_more).as_ref().map_or(More::Unknown, More::of),
            Next::CursorHeader { .. } | Next::Url { .. } | Next::Link => More::Unknown,
        }
    }

    /// Where the next page is; `None` if this page is the last one.
    fn target(&self, call: &Call, page: &Page<'_>, more: More) -> Result<Option<Target>, Stuck> {
        if more == More::No {
            return Ok(None);
        }
        Ok(match self.paging.next {
            Next::Offset { parameter, total, .. } if page.count == 0 => {
                let total = page.stated(total).as_ref().and_then(whole_number);
                let is_short = match total {
                    Some(total) => position(call, parameter)?.unwrap_or(0) < total,
                    None => false,
                };
                if more == More::Yes || is_short {
                    return Err(Stuck::NoItems);
                }
                None
            }
            Next::LastItem { .. } if page.count == 0 && more == More::Yes => return Err(Stuck::NoItems),
            Next::LastItem { .. } if page.count == 0 => None,
            Next::Offset { parameter, .. } => {
                let count = i64::try_from(page.count).unwrap_or(i64::MAX);
                Some(Target::Number(parameter, add(call, parameter, position(call, parameter)?.unwrap_or(0), count)?))
            }
            Next::Page { parameter, first, total_pages, .. } => {
                let this = position(call, parameter)?.unwrap_or(first);
                let is_last =
                    more == More::Unknown && page.is_last(this.saturating_sub(first).saturating_add(1), total_pages);
                if is_last { None } else { Some(Target::Number(parameter, add(call, parameter, this, 1)?)) }
            }
            Next::Cursor { parameter, cursor, .. } => match page.at(cursor).as_ref().map_or(Ok(None), text)? {
                None if more == More::Yes => return Err(Stuck::NoCursor),
                cursor => cursor.map(|cursor| Target::Cursor(parameter, cursor)),
            },
            Next::LastItem { parameter, member, .. } => {
                let item = page.items.as_ref().and_then(Items::last).ok_or(Stuck::NoItems)?;
                let cursor = find(item, member).map(to_json_value).ok_or(Stuck::NoMember)?;
                Some(Target::Cursor(parameter, text(&cursor)?.ok_or(Stuck::NoMember)?))
            }
            Next::CursorHeader { parameter, header } => {
                let value = page.headers.get_all(header).iter().find(|value| !value.as_bytes().trim_ascii().is_empty());
                let cursor = value.map(|value| std::str::from_utf8(value.as_bytes())).transpose();
                let cursor = cursor.map_err(|_| Stuck::UnusableCursor)?;
                cursor.map(|cursor| Target::Cursor(parameter, cursor.trim().to_owned()))
            }
            Next::Url { path } => page.at(path).as_ref().map_or(Ok(None), url)?.map(Target::Url),
            Next::Link => match next_link(page.headers) {
                // It refers to the page itself (RFC 3986, 4.4).
                Some(target) if target.is_empty() => return Err(Stuck::Circle),
                target => target.map(Target::Url),
            },
        })
    }

    /// The call for the next page. A page that was requested before is an error, but for an empty page that does not claim that there are more
    /// (`may_end`): it may repeat its cursor, as some APIs mark the end so.
    fn follow(&mut self, sent: SentCall, target: Target, may_end: bool) -> Result<Option<Box<Call>>, Stuck> {
        if self.empty >= PAGES_IN_A_ROW {
            return Err(Stuck::EmptyPages);
        }
        if self.equal >= PAGES_IN_A_ROW {
            return Err(Stuck::EqualPages);
        }
        let SentCall { mut call, replayable } = sent;
        call.forget_idempotency_key();
        let is_new = match target {
            Target::Cursor(parameter, cursor) => {
                // The list may have been started at a cursor.
                let before = call.piece(parameter).map(|piece| fingerprint(written(&piece)));
                self.followed.extend(before);
                call.set_text(parameter, &cursor);
                // A cursor that the parameter cannot take is an error when the call is sent.
                call.piece(parameter).is_none_or(|piece| self.followed.insert(fingerprint(written(&piece))))
            }
            Target::Url(url) => {
                // The first page has a URL, too.
                self.followed.extend(whole_url(&call).map(|before| fingerprint(before.as_bytes())));
                let given = fingerprint(url.as_bytes());
                call.given_url = Some(url);
                self.followed.insert(whole_url(&call).map_or(given, |next| fingerprint(next.as_bytes())))
            }
            Target::Number(parameter, number) => {
                call.set(parameter, &number);
                true
            }
        };
        match (is_new, may_end) {
            (true, _) if replayable => Ok(Some(call)),
            (true, _) => Err(Stuck::SentOnce),
            (false, true) => Ok(None),
            (false, false) => Err(Stuck::Circle),
        }
    }
}

impl Page<'_> {
    /// The value at the end of a path of members.
    fn at(&self, path: &[&str]) -> Option<Value> {
        find(self.body.view(), path).map(to_json_value)
    }

    /// The value at the end of a path of members that is empty if no member says this.
    fn stated(&self, path: &[&str]) -> Option<Value> {
        if path.is_empty() { None } else { self.at(path) }
    }

    /// Whether this page, the first being number one, is the last by the number of all pages. Without that number, an empty page is.
    fn is_last(&self, number: i64, total_pages: &[&str]) -> bool {
        let is_empty = self.count == 0;
        match self.stated(total_pages).as_ref().and_then(whole_number) {
            None => is_empty,
            // A page beyond the last one, with items: the number is wrong, or was never meant so.
            Some(total) if number > total => is_empty,
            Some(total) => number == total,
        }
    }
}

impl More {
    /// Takes the spellings of a boolean that APIs use. Anything else says nothing.
    fn of(value: &Value) -> Self {
        let says = match value {
            Value::Bool(more) => Some(*more),
            Value::Number(number) => number.as_f64().map(|number| number != 0.0),
            Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "1" => Some(true),
                "false" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        };
        match says {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::Unknown,
        }
    }
}

/// A cursor. Null, `false` and what is empty are none.
fn text(value: &Value) -> Result<Option<String>, Stuck> {
    match value {
        Value::Null | Value::Bool(false) => Ok(None),
        Value::String(text) => Ok(Some(text.clone()).filter(|text| !text.is_empty())),
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Array(items) if items.is_empty() => Ok(None),
        Value::Object(members) if members.is_empty() => Ok(None),
        Value::Bool(true) | Value::Array(_) | Value::Object(_) => Err(Stuck::UnusableCursor),
    }
}

/// A URL, which is never a number.
fn url(value: &Value) -> Result<Option<String>, Stuck> {
    match value {
        Value::Number(_) => Err(Stuck::UnusableCursor),
        other => Ok(text(other)?.map(|url| url.trim().to_owned()).filter(|url| !url.is_empty())),
    }
}

/// The number that a parameter is set to; `None` if it is not set.
fn position(call: &Call, parameter: usize) -> Result<Option<i64>, Stuck> {
    let Some(piece) = call.piece(parameter).filter(|piece| **piece != Piece::Nothing) else { return Ok(None) };
    let written = std::str::from_utf8(written(&piece)).ok();
    let number = written.map(|text| text.rsplit_once('=').map_or(text, |(_, value)| value));
    let number = number.and_then(|text| text.parse().ok().or_else(|| integral(text.parse().ok()?)));
    number.map(Some).ok_or(Stuck::NoPosition(name(call, parameter)))
}

fn add(call: &Call, parameter: usize, position: i64, count: i64) -> Result<i64, Stuck> {
    position.checked_add(count).ok_or(Stuck::Overflow(name(call, parameter)))
}

fn name(call: &Call, parameter: usize) -> &'static str {
    call.operation.parameters.get(parameter).map_or("", |parameter| parameter.name)
}

/// The URL of a call in the one spelling that all its spellings have in common.
fn whole_url(call: &Call) -> Option<String> {
    let url = call.client.as_ref()?.url(call)?;
    resolve(&url, &url).map(String::from)
}

/// A parameter as it is on the wire.
fn written(piece: &Piece) -> &[u8] {
    match piece {
        Piece::Query(text) | Piece::Cookie(text) | Piece::Path(text) => text.as_bytes(),
        Piece::Header(value) => value.as_bytes(),
        Piece::Nothing => &[],
    }
}

/// A whole number, also one that is written as a fraction or as a string.
fn whole_number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| integral(number.as_f64()?)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// An integer that is exact as a fraction.
fn integral(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[allow(clippy::cast_possible_truncation, reason = "it is a whole number of at most 53 bits")]
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};
    use serde_json::{Value, json};

    use super::{PageCursor, SentCall, Step};
    use crate::runtime::http::call::Call;
    use crate::runtime::http::table::{Next, Operation, Paging, Parameter};

    const LIST: Operation = Operation { name: "list", parameters: &[Parameter::query("from")], ..Operation::EMPTY };

    fn step(cursor: &mut PageCursor, from: i64, page: &Value, headers: &HeaderMap) -> String {
        let mut call = Call::new(&LIST);
        call.set(0, &from);
        match cursor.step(SentCall::of(&call), page, headers) {
            Step::Next(call) => call.into_request("https://example.com").unwrap().uri().to_string(),
            Step::End => "end".to_owned(),
            Step::Stuck(error) => error.to_string(),
        }
    }

    #[test]
    fn a_header_that_is_not_text() {
        let next = Next::CursorHeader { parameter: 0, header: "x-next" };
        let mut cursor = PageCursor::new(Paging { items: &[], next });
        let mut headers = HeaderMap::new();
        // The first one that is not empty counts.
        headers.append("x-next", HeaderValue::from_static(" "));
        headers.append("x-next", HeaderValue::from_bytes(b"secret\xFF").unwrap());
        assert_eq!(
            step(&mut cursor, 1, &json!([1]), &headers),
            "`list` was not sent: next page: the cursor or URL of the next page is neither a text nor a number, so the list may be incomplete; \
             check the `pagination` setting of this operation"
        );
    }

    /// Pages that share their number of items and the last one are not equal.
    #[test]
    fn only_equal_pages_are_counted() {
        let mut cursor =
            PageCursor::new(Paging { items: &[], next: Next::Offset { parameter: 0, total: &[], has_more: &[] } });
        for number in 0..3000 {
            let next = step(&mut cursor, number, &json!([number, 0]), &HeaderMap::new());
            assert_eq!(next, format!("https://example.com/?from={}", number + 2));
        }
        for number in 0..999 {
            let next = step(&mut cursor, number, &json!([7]), &HeaderMap::new());
            assert_eq!(next, format!("https://example.com/?from={}", number + 1));
        }
        let stuck = step(&mut cursor, 999, &json!([7]), &HeaderMap::new());
        assert!(stuck.contains("1000 equal pages"), "{stuck}");
    }
}
