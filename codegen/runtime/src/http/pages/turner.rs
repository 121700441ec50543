//! How a list goes on after a page.
//!
//! Architecture invariant: it cannot go on for ever. What was followed once is not followed again, and empty pages are counted.

use std::collections::BTreeSet;

use http::{HeaderMap, header};

use super::find::{Items, find, fingerprint};
use crate::runtime::Value;
use crate::runtime::codec::{Field, to_json_value};
use crate::runtime::http::call::Call;
use crate::runtime::http::error::RequestError;
use crate::runtime::http::parameter::Piece;
use crate::runtime::http::table::{Next, Paging};

/// Finds out how to go on.
pub(super) struct Turner {
    paging: Paging,
    /// The fingerprints of cursors and URLs that were followed: lists can have very many pages.
    seen: BTreeSet<u64>,
    /// The fingerprint of the last page's items, where only they can tell that it came again.
    last: Option<u64>,
    /// How many pages without items came one after another.
    empty: u32,
}

/// How it goes on.
pub(super) enum Turn {
    Page(Box<Call>),
    Last,
    /// This page is the one before.
    Repeated,
    /// The API leads in a circle.
    Astray(RequestError),
}

/// Where the next page is.
enum Way {
    /// The parameter takes a cursor.
    Cursor(usize, String),
    Url(String),
    Number(usize, i64),
}

/// A list that has so many pages without items one after another is given up.
const EMPTY_LIMIT: u32 = 1000;

impl Turner {
    pub(super) fn new(paging: Paging) -> Self {
        Self { paging, seen: BTreeSet::new(), last: None, empty: 0 }
    }

    /// What comes after a page. `call` is the one that it answered, if that can be sent again.
    pub(super) fn turn(&mut self, call: Option<Box<Call>>, page: &dyn Field, headers: &HeaderMap) -> Turn {
        let items = Items::of(page.view(), self.paging.items);
        let count = items.as_ref().map_or(0, Items::count);
        if matches!(self.paging.next, Next::Offset { .. } | Next::Page { .. }) && count > 0 {
            let this = items.as_ref().map(Items::fingerprint);
            if self.last == this {
                return Turn::Repeated;
            }
            self.last = this;
        }
        self.empty = if count == 0 { self.empty + 1 } else { 0 };
        let Some((call, way)) = call.and_then(|call| self.way(&call, page, count, headers).map(|way| (call, way)))
        else {
            return Turn::Last;
        };
        match self.follow(call, way, count) {
            Ok(Some(call)) => Turn::Page(call),
            Ok(None) => Turn::Last,
            Err(error) => Turn::Astray(error),
        }
    }

    /// Where the next page is; `None` if the page says that it is the last one.
    fn way(&self, call: &Call, page: &dyn Field, count: usize, headers: &HeaderMap) -> Option<Way> {
        let at = |path: &[&str]| find(page.view(), path).map(to_json_value);
        let more = |path: &[&str]| path.is_empty() || at(path) != Some(Value::Bool(false));
        match self.paging.next {
            Next::Offset { parameter } => {
                let next = number(call, parameter).unwrap_or(0).checked_add(i64::try_from(count).ok()?)?;
                (count > 0).then_some(Way::Number(parameter, next))
            }
            Next::Page { parameter, first, total_pages, has_more } => {
                let this = number(call, parameter).unwrap_or(first);
                let total =
                    if total_pages.is_empty() { None } else { at(total_pages).and_then(|total| total.as_i64()) };
                let over = total.is_some_and(|total| this.saturating_sub(first).saturating_add(1) >= total);
                let next = this.checked_add(1)?;
                (count > 0 && !over && more(has_more)).then_some(Way::Number(parameter, next))
            }
            Next::Cursor { parameter, cursor, has_more } => {
                let cursor = text(&at(cursor)?).filter(|_| more(has_more))?;
                Some(Way::Cursor(parameter, cursor))
            }
            Next::LastItem { parameter, member, has_more } => {
                let items = Items::of(page.view(), self.paging.items)?;
                let cursor = text(&to_json_value(find(items.last()?, member)?)).filter(|_| more(has_more))?;
                Some(Way::Cursor(parameter, cursor))
            }
            Next::CursorHeader { parameter, header } => {
                let cursor = headers.get(header)?.to_str().ok()?.trim();
                (!cursor.is_empty()).then(|| Way::Cursor(parameter, cursor.to_owned()))
            }
            Next::Url { path } => at(path)?.as_str().filter(|url| !url.is_empty()).map(|url| Way::Url(url.to_owned())),
            Next::Link => next_link(headers).map(|url| Way::Url(url.to_owned())),
        }
    }

    /// The call for the next page. What was followed before ends the list: quietly if the page is empty, as some APIs mark the end so.
    fn follow(&mut self, mut call: Box<Call>, way: Way, count: usize) -> Result<Option<Box<Call>>, RequestError> {
        if self.empty >= EMPTY_LIMIT {
            return Err(call.error("next page", format!("{EMPTY_LIMIT} pages without items came one after another")));
        }
        if let Way::Cursor(_, followed) | Way::Url(followed) = &way
            && !self.seen.insert(fingerprint(followed))
        {
            let astray = || call.error("next page", format!("the API leads to `{followed}` a second time"));
            return if count == 0 { Ok(None) } else { Err(astray()) };
        }
        match way {
            Way::Cursor(parameter, cursor) => call.set_text(parameter, &cursor),
            Way::Number(parameter, number) => call.set(parameter, &number),
            Way::Url(url) => call.given_url = Some(url),
        }
        Ok(Some(call))
    }
}

/// A cursor; an empty one is none.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The number that a parameter is set to.
fn number(call: &Call, parameter: usize) -> Option<i64> {
    match call.piece(parameter)?.as_ref() {
        Piece::Query(pair) | Piece::Cookie(pair) => pair.rsplit_once('=')?.1.parse().ok(),
        Piece::Path(text) => text.parse().ok(),
        Piece::Header(value) => value.to_str().ok()?.parse().ok(),
        Piece::Nothing => None,
    }
}

/// The target of `Link: <…>; rel="next"` (RFC 8288, 3).
fn next_link(headers: &HeaderMap) -> Option<&str> {
    let links = headers.get_all(header::LINK).iter().filter_map(|value| value.to_str().ok());
    links.flat_map(|links| links.split('<').skip(1)).find_map(|link| {
        let (url, rest) = link.split_once('>')?;
        let relations = rest.split([';', ',']).filter_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim().eq_ignore_ascii_case("rel").then(|| value.trim().trim_matches('"'))
        });
        relations.flat_map(|names| names.split(' ')).any(|name| name.eq_ignore_ascii_case("next")).then_some(url)
    })
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
        check("</1>; REL = Next", Some("/1"));
        check("nonsense", None);
    }
}
