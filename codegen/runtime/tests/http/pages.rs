//! Pages: all of them in every way in which lists go on, and an end.

use super::api::client::Client;
use super::client;
use super::runtime::Value;
use super::runtime::http::{Call, Error, RequestError, call, pages, table};
use super::server::{Server, answer, json};

/// A call of a list whose pages follow each other so. Its parameters are `limit` and `from`.
macro_rules! list {
    ($name:ident, $items:expr, $next:expr) => {
        struct $name(Call);

        impl $name {
            const TABLE: table::Operation = table::Operation {
                name: "list",
                path: "/list",
                parameters: &[table::Parameter::query("limit"), table::Parameter::query("from")],
                successes: &[table::Reply::json(table::Status::Exact(200))],
                ..table::Operation::EMPTY
            };

            fn new() -> Self {
                let mut call = Call::new(&Self::TABLE);
                call.set(0, &2_i64);
                Self(call)
            }
        }

        call!($name => json Value, (); none std::convert::Infallible);
        pages!($name => Value, |page| items(page, $items); table::Paging { items: $items, next: $next });
    };
}

fn items(page: Value, path: &[&str]) -> Vec<Value> {
    let list = path.iter().fold(&page, |value, name| &value[name]);
    list.as_array().cloned().unwrap_or_default()
}

list!(ByOffset, &["data"], table::Next::Offset { parameter: 1 });
list!(ByPage, &["data"], table::Next::Page { parameter: 1, first: 1, total_pages: &["of"], has_more: &["more"] });
list!(ByCursor, &["data"], table::Next::Cursor { parameter: 1, cursor: &["meta", "next"], has_more: &["more"] });
list!(ByLastItem, &["data"], table::Next::LastItem { parameter: 1, member: &["id"], has_more: &["more"] });
list!(ByHeader, &[], table::Next::CursorHeader { parameter: 1, header: "x-next" });
list!(ByUrl, &["data"], table::Next::Url { path: &["links", "next"] });
list!(ByLink, &[], table::Next::Link);

/// A page by its target: a header, and the body.
type Page = (&'static str, (&'static str, &'static str), &'static str);

/// Serves pages; any other target is not there.
fn serve(table: &'static [Page]) -> Server {
    Server::start(move |_, sent| match table.iter().find(|(target, ..)| *target == sent.target) {
        Some((_, header, body)) => answer(200, &[("Content-Type", "application/json"), *header], body),
        None => answer(404, &[], ""),
    })
}

/// All items of a list, and the error that ended it, if one did.
macro_rules! check {
    ($call:ident, $table:expr, $items:expr, $error:expr) => {{
        let server = serve($table);
        let mut stream = $call::new().with_client(&client(&server)).items();
        let (mut items, mut reason) = (Vec::new(), None);
        while let Some(item) = stream.next().await {
            match item {
                Ok(item) => items.push(item["id"].as_str().unwrap_or_default().to_owned()),
                Err(Error::Request(RequestError { reason: why, .. })) => reason = Some(why),
                Err(error) => panic!("{error}"),
            }
        }
        let error: Option<&str> = $error;
        assert_eq!((items.join(" ").as_str(), reason.as_deref()), ($items, error));
        // Each page was asked for once.
        assert_eq!(server.received().len(), $table.len());
    }};
}

const NO: (&str, &str) = ("X-None", "");

#[tokio::test]
async fn by_offset() {
    const PAGES: &[Page] = &[
        ("/list?limit=2", NO, r#"{"data":[{"id":"a"},{"id":"b"}]}"#),
        ("/list?limit=2&from=2", NO, r#"{"data":[{"id":"c"}]}"#),
        ("/list?limit=2&from=3", NO, r#"{"data":[]}"#),
    ];
    check!(ByOffset, PAGES, "a b c", None);
}

#[tokio::test]
async fn by_page() {
    const COUNTED: &[Page] = &[
        ("/list?limit=2", NO, r#"{"data":[{"id":"a"}],"of":2}"#),
        ("/list?limit=2&from=2", NO, r#"{"data":[{"id":"b"}],"of":2}"#),
    ];
    check!(ByPage, COUNTED, "a b", None);
    const TOLD: &[Page] = &[
        ("/list?limit=2", NO, r#"{"data":[{"id":"a"}],"more":true}"#),
        ("/list?limit=2&from=2", NO, r#"{"data":[{"id":"b"}],"more":false}"#),
    ];
    check!(ByPage, TOLD, "a b", None);
    // An API that gives its last page for every number after it.
    const REPEATED: &[Page] =
        &[("/list?limit=2", NO, r#"{"data":[{"id":"a"}]}"#), ("/list?limit=2&from=2", NO, r#"{"data":[{"id":"a"}]}"#)];
    check!(ByPage, REPEATED, "a", None);
}

#[tokio::test]
async fn by_cursor() {
    const PAGES: &[Page] = &[
        ("/list?limit=2", NO, r#"{"data":[{"id":"a"}],"meta":{"next":"é&="}}"#),
        ("/list?limit=2&from=%C3%A9%26%3D", NO, r#"{"data":[],"meta":{"next":7}}"#),
        ("/list?limit=2&from=7", NO, r#"{"data":[{"id":"b"}],"meta":{"next":null}}"#),
    ];
    check!(ByCursor, PAGES, "a b", None);
    const TOLD: &[Page] = &[("/list?limit=2", NO, r#"{"data":[{"id":"a"}],"more":false,"meta":{"next":"x"}}"#)];
    check!(ByCursor, TOLD, "a", None);
}

#[tokio::test]
async fn by_the_last_item() {
    const PAGES: &[Page] = &[
        ("/list?limit=2", NO, r#"{"data":[{"id":"a"},{"id":"b"}],"more":true}"#),
        ("/list?limit=2&from=b", NO, r#"{"data":[{"id":"c"}],"more":false}"#),
    ];
    check!(ByLastItem, PAGES, "a b c", None);
    const EMPTY: &[Page] = &[("/list?limit=2", NO, r#"{"data":[],"more":true}"#)];
    check!(ByLastItem, EMPTY, "", None);
}

#[tokio::test]
async fn by_a_header() {
    const PAGES: &[Page] = &[
        ("/list?limit=2", ("X-Next", "t2"), r#"[{"id":"a"}]"#),
        ("/list?limit=2&from=t2", ("X-Next", ""), r#"[{"id":"b"}]"#),
    ];
    check!(ByHeader, PAGES, "a b", None);
}

#[tokio::test]
async fn by_the_url_of_the_next_page() {
    const PAGES: &[Page] = &[
        ("/list?limit=2", NO, r#"{"data":[{"id":"a"}],"links":{"next":"?cursor=2"}}"#),
        ("/list?cursor=2", NO, r#"{"data":[{"id":"b"}],"links":{"next":"/list?cursor=3"}}"#),
        ("/list?cursor=3", NO, r#"{"data":[{"id":"c"}],"links":{"next":null}}"#),
    ];
    check!(ByUrl, PAGES, "a b c", None);
    const ABROAD: &[Page] =
        &[("/list?limit=2", NO, r#"{"data":[{"id":"a"}],"links":{"next":"https://example.com/2"}}"#)];
    check!(ByUrl, ABROAD, "a", Some("its URL is on another origin"));
}

#[tokio::test]
async fn by_the_link_header() {
    const PAGES: &[Page] = &[
        (
            "/list?limit=2",
            ("Link", "</list?page=1>; rel=\"first\", </list?page=2>; rel=\"next last\""),
            r#"[{"id":"a"}]"#,
        ),
        ("/list?page=2", ("Link", "</list?page=1>; rel=first"), r#"[{"id":"b"}]"#),
    ];
    check!(ByLink, PAGES, "a b", None);
}

#[tokio::test]
async fn what_leads_in_a_circle_is_an_error() {
    const CURSOR: &[Page] = &[
        ("/list?limit=2", NO, r#"{"data":[{"id":"a"}],"meta":{"next":"x"}}"#),
        ("/list?limit=2&from=x", NO, r#"{"data":[{"id":"b"}],"meta":{"next":"x"}}"#),
    ];
    check!(ByCursor, CURSOR, "a b", Some("the API leads to `x` a second time"));
    const URL: &[Page] = &[
        ("/list?limit=2", NO, r#"{"data":[{"id":"a"}],"links":{"next":"/list?p=1"}}"#),
        ("/list?p=1", NO, r#"{"data":[{"id":"b"}],"links":{"next":"/list?p=2"}}"#),
        ("/list?p=2", NO, r#"{"data":[{"id":"c"}],"links":{"next":"/list?p=1"}}"#),
    ];
    check!(ByUrl, URL, "a b c", Some("the API leads to `/list?p=1` a second time"));
    // Some APIs mark the end so.
    const END: &[Page] = &[
        ("/list?limit=2", NO, r#"{"data":[{"id":"a"}],"meta":{"next":"x"}}"#),
        ("/list?limit=2&from=x", NO, r#"{"data":[],"meta":{"next":"x"}}"#),
    ];
    check!(ByCursor, END, "a", None);
}

#[tokio::test]
async fn pages_without_items_are_counted() {
    let server = Server::start(|number, _| json(200, &format!(r#"{{"data":[],"meta":{{"next":"{number}"}}}}"#)));
    let mut items = ByCursor::new().with_client(&client(&server)).items();
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "`list` was not sent: next page: 1000 pages without items came one after another");
    assert!(items.next().await.is_none());
    assert_eq!(server.received().len(), 1000);
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
