//! Pages: every pagination style returns all pages, and never ends silently while more items exist.

mod in_body;
mod linked;
mod next_urls;
mod numbered;

use std::pin::Pin;
use std::task::{Context, Poll};

use super::api::client::Client;
use super::client;
use super::runtime::Value;
use super::runtime::http::{Body, Bytes, Call, Callable, Error, Items, Paged, call, pages, table};
use super::server::{Server, answer, json};

/// A call of a list with one pagination style. Its parameters are `limit` and `from`.
macro_rules! list {
    ($name:ident, $method:literal, $items:expr, $next:expr) => {
        struct $name(Call);

        impl $name {
            const TABLE: table::Operation = table::Operation {
                name: "list",
                method: $method,
                path: "/list",
                parameters: &[table::Parameter::query("limit"), table::Parameter::query("from").length(0, 30)],
                successes: &[table::Reply::json(table::Status::Exact(200))],
                ..table::Operation::EMPTY
            };

            fn new(from: Option<&str>) -> Self {
                let mut call = Call::new(&Self::TABLE);
                call.set(0, &2_i64);
                if let Some(from) = from {
                    call.set_text(1, from);
                }
                Self(call)
            }
        }

        call!($name => json Value, (); cases std::convert::Infallible);
        pages!($name => Value, |page| items(page, $items); table::Paging { items: $items, next: $next });
    };
}

fn items(page: Value, path: &[&str]) -> Vec<Value> {
    let list = path.iter().fold(&page, |value, name| &value[name]);
    list.as_array().cloned().unwrap_or_default()
}

list!(
    ByOffset,
    "GET",
    &["data"],
    table::Next::Offset { input: table::PageInput::Parameter(1), total: &["total"], has_more: &["more"] }
);
list!(
    ByPage,
    "GET",
    &["data"],
    table::Next::Page {
        input: table::PageInput::Parameter(1),
        first: 1,
        total_pages: &["of"],
        has_more: &["more"],
        is_last: &["last"]
    }
);
list!(
    ByCursor,
    "GET",
    &["data"],
    table::Next::Cursor { input: table::PageInput::Parameter(1), cursor: &["meta", "next"], has_more: &["more"] }
);
list!(
    ByCursorOfPost,
    "POST",
    &["data"],
    table::Next::Cursor { input: table::PageInput::Parameter(1), cursor: &["meta", "next"], has_more: &[] }
);
list!(
    ByLastItem,
    "GET",
    &["data"],
    table::Next::LastItem { input: table::PageInput::Parameter(1), member: &["id"], has_more: &["more"] }
);
list!(ByHeader, "GET", &[], table::Next::CursorHeader { input: table::PageInput::Parameter(1), header: "x-next" });
list!(ByUrl, "GET", &["data"], table::Next::Url { path: &["links", "next"] });
list!(ByLink, "GET", &[], table::Next::Link);

/// The pagination style of a list.
#[derive(Debug, Clone, Copy)]
enum Way {
    Offset,
    Page,
    Cursor,
    LastItem,
    Header,
    Url,
    Link,
}

/// The items of a list, and the error that ended it, if any.
type Outcome = (Vec<String>, Option<String>);

async fn read<C>(mut stream: Items<C>) -> Outcome
where
    C: Paged<Item = Value> + Callable<Error = std::convert::Infallible>,
{
    let mut items = Vec::new();
    while let Some(item) = stream.next().await {
        match item {
            Ok(item) => items.push(item["id"].as_str().unwrap_or("-").to_owned()),
            Err(Error::Request(error)) => {
                assert_eq!(
                    (error.operation, stream.next().await.is_none()),
                    ("list", true),
                    "the error is the last element"
                );
                return (items, Some(format!("{}: {}", error.subject, error.reason)));
            }
            Err(error) => panic!("{error}"),
        }
    }
    (items, None)
}

async fn outcome(way: Way, from: Option<&str>, server: &Server) -> Outcome {
    let client = client(server);
    match way {
        Way::Offset => read(ByOffset::new(from).with_client(&client).items()).await,
        Way::Page => read(ByPage::new(from).with_client(&client).items()).await,
        Way::Cursor => read(ByCursor::new(from).with_client(&client).items()).await,
        Way::LastItem => read(ByLastItem::new(from).with_client(&client).items()).await,
        Way::Header => read(ByHeader::new(from).with_client(&client).items()).await,
        Way::Url => read(ByUrl::new(from).with_client(&client).items()).await,
        Way::Link => read(ByLink::new(from).with_client(&client).items()).await,
    }
}

/// A page: the query that requests it, a header, and the body.
type Page = (&'static str, (&'static str, &'static str), &'static str);

/// A list: its style, start, pages, items, and final error. Each page is requested once, and nothing else is.
type Script = (Way, Option<&'static str>, &'static [Page], &'static str, Option<&'static str>);

const NO: (&str, &str) = ("X-None", "");

async fn check(scripts: &'static [Script]) {
    for (way, from, pages, items, error) in scripts {
        let server = Server::start(move |_, sent| {
            let query = sent.target.strip_prefix("/list?").unwrap_or_default();
            match pages.iter().find(|(wanted, ..)| *wanted == query) {
                Some((_, header, body)) => answer(200, &[("Content-Type", "application/json"), *header], body),
                None => json(200, &format!(r#"{{"data":[{{"id":"unexpected request: {query}"}}]}}"#)),
            }
        });
        let (got, reason) = outcome(*way, *from, &server).await;
        let reason = reason.map(|reason| reason.replace(&server.url(), "API"));
        assert_eq!((got.join(" ").as_str(), reason.as_deref()), (*items, *error), "{way:?} {pages:?}");
        let asked: Vec<String> = server.received().into_iter().map(|sent| sent.target.replace("/list?", "")).collect();
        let expected: Vec<&str> = pages.iter().map(|(query, ..)| *query).collect();
        assert_eq!(asked, expected, "{way:?} {items}");
    }
}

/// The same page forever, in each style that cannot detect it by the position of the next one.
#[tokio::test]
async fn endless_pages_are_counted() {
    const EQUAL: &str = "next page: the API returned 1000 equal pages in a row, as if it ignored the pagination parameter, \
                         so the list may be incomplete; check the `pagination` setting of this operation";
    const EMPTY: &str = "next page: the API returned 1000 pages without items in a row, so the list may be incomplete; \
                         report this to the provider of the API";
    const A: &str = r#"[{"id":"a"}]"#;
    for (way, items, more, expect) in [
        (Way::Offset, A, "null", EQUAL),
        (Way::Page, A, "true", EQUAL),
        (Way::Page, "[]", "true", EMPTY),
        (Way::Cursor, A, "null", EQUAL),
        (Way::Cursor, "[]", "null", EMPTY),
    ] {
        let server = Server::start(move |number, _| {
            let next = format!(r#""meta":{{"next":"{number}"}},"links":{{"next":"?p={number}"}}"#);
            json(200, &format!(r#"{{"data":{items},"more":{more},{next}}}"#))
        });
        let (got, reason) = outcome(way, None, &server).await;
        assert_eq!(reason.as_deref(), Some(expect), "{way:?} {items}");
        assert_eq!((got.len(), server.received().len()), (if items == A { 1000 } else { 0 }, 1000), "{way:?} {items}");
    }
}

#[tokio::test]
async fn a_stream_cannot_be_sent_for_another_page() {
    let once = Some(
        "next page: the request body is a stream and cannot be sent again, so the list may be incomplete; \
                     use a body in memory",
    );
    for (next, body, expect) in [
        ("\"x\"", Body::stream(Once(Some(Bytes::from_static(b"abc")))), once),
        ("null", Body::stream(Once(Some(Bytes::from_static(b"abc")))), None),
        ("null", Body::from("abc"), None),
    ] {
        let server =
            Server::start(move |_, _| json(200, &format!(r#"{{"data":[{{"id":"a"}}],"meta":{{"next":{next}}}}}"#)));
        let mut call = ByCursorOfPost::new(None).with_client(&client(&server));
        call.0.body("application/octet-stream", body);
        let (items, reason) = read(call.items()).await;
        assert_eq!((items.join(" ").as_str(), reason.as_deref()), ("a", expect), "{next}");
        assert_eq!((server.received().len(), server.last().body()), (1, "abc"));
    }
}

/// A stream of one element.
struct Once(Option<Bytes>);

impl futures_core::Stream for Once {
    type Item = Result<Bytes, std::convert::Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

#[tokio::test]
async fn generated_calls_have_pages() {
    let server = Server::start(|_, sent| match sent.target.as_str() {
        "/customers?limit=2" => json(200, r#"{"data":[{"id":"a"},{"id":"b"}],"next":"2"}"#),
        _ => json(200, r#"{"data":[{"id":"c"}]}"#),
    });
    let mut items = client(&server).list_customers().limit(2).items();
    let mut ids = Vec::new();
    while let Some(customer) = items.next().await {
        ids.push(customer.unwrap().id);
    }
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn an_error_ends_the_list() {
    let server = Server::start(|number, _| match number {
        0 => json(200, r#"{"data":[{"id":"a"}],"next":"2"}"#),
        _ => answer(500, &[], ""),
    });
    let mut items = client(&server).list_customers().items();
    assert!(items.next().await.unwrap().is_ok());
    assert!(items.next().await.unwrap().is_err());
    assert!(items.next().await.is_none());
}
