//! Tests lists with several pages: Alguna's by offset, Diga's by cursor.

use generated::{alguna, diga};
use serde_json::{Value, json};
use tests::server::{Recorded, Reply, Server};

/// The query of a page and a function that creates the page from an item.
type Page = (&'static str, fn(&Value) -> Value);

/// Starts a server with these pages.
fn serve(pages: &'static [Page], example: Value) -> Server {
    let respond = move |_: usize, request: &Recorded| {
        let (_, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        match pages.iter().find(|(expected, _)| *expected == query) {
            Some((_, page)) => Reply::json(200, &page(&example).to_string()),
            None => Reply::empty(404),
        }
    };
    Server::start(respond).unwrap()
}

/// Returns an item from the list example that mocks use.
fn example(examples: &str, operation: &str) -> Value {
    let examples: Value = serde_json::from_str(examples).unwrap();
    examples[operation]["200"]["data"][0].clone()
}

fn page(items: &[&Value], rest: Value) -> Value {
    let mut page = json!({ "data": items });
    page.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    page
}

#[tokio::test]
async fn pages_by_offset_are_followed() {
    let server = serve(
        &[
            ("limit=2&offset=0&sort=name%3Aasc", |item| page(&[item, item], pagination(0))),
            ("limit=2&offset=2&sort=name%3Aasc", |item| page(&[item], pagination(2))),
            ("limit=2&offset=3&sort=name%3Aasc", |_| page(&[], pagination(3))),
        ],
        example(include_str!("../../../generated/src/alguna/examples.json"), "list_customers"),
    );
    let client = alguna::Client::builder().base_url(server.url()).bearer_auth("secret").build().unwrap();
    let mut customers = client.list_customers(2, 0, "name:asc").items();
    let mut count = 0;
    while let Some(customer) = customers.next().await {
        assert!(!customer.unwrap().id.is_empty());
        count += 1;
    }
    assert_eq!((count, server.recorded().len()), (3, 3));
}

#[tokio::test]
async fn equal_items_on_different_pages_are_all_returned() {
    let server = serve(
        &[
            ("limit=1&offset=0", |item| page(&[item], pagination(0))),
            ("limit=1&offset=1", |item| page(&[item], pagination(1))),
            ("limit=1&offset=2", |_| page(&[], pagination(2))),
        ],
        example(include_str!("../../../generated/src/alguna/examples.json"), "list_payments"),
    );
    let client = alguna::Client::builder().base_url(server.url()).bearer_auth("secret").build().unwrap();
    let mut payments = client.list_payments(1, 0).items();
    let mut ids = Vec::new();
    while let Some(payment) = payments.next().await {
        ids.push(payment.unwrap().id);
    }
    assert_eq!((ids.len(), server.recorded().len()), (2, 3));
    assert_eq!(ids.first(), ids.last());
}

fn pagination(offset: u64) -> Value {
    json!({ "pagination": { "limit": 2, "offset": offset, "total": 3 } })
}

#[tokio::test]
async fn pages_by_cursor_are_followed() {
    let server = serve(
        &[
            ("limit=1", |item| page(&[item], json!({ "has_more": true, "last_id": LAST_ID }))),
            ("after=0190a5f2-7c3e-7b1a-9d42-3f6c1e8b5a07&limit=1", |item| {
                page(&[item], json!({ "has_more": false, "last_id": LAST_ID }))
            }),
        ],
        example(include_str!("../../../generated/src/diga/examples.json"), "list_calls"),
    );
    let client = diga::Client::builder().base_url(server.url()).bearer_auth("secret").build().unwrap();
    let mut pages = client.list_calls().limit(1).pages();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += page.unwrap().data.len();
    }
    assert_eq!((count, server.recorded().len()), (2, 2));
}

const LAST_ID: &str = "0190a5f2-7c3e-7b1a-9d42-3f6c1e8b5a07";
