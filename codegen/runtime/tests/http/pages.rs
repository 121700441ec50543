//! Pages: all of them, and an end.

use super::client;
use super::server::{Server, answer, json};

#[tokio::test]
async fn items_of_all_pages() {
    let server = Server::start(|_, sent| match sent.target.as_str() {
        "/customers?limit=2" => json(200, r#"{"data":[{"id":"a"},{"id":"b"}],"next":"2"}"#),
        "/customers?limit=2&cursor=2" => json(200, r#"{"data":[{"id":"c"}],"next":"3"}"#),
        _ => json(200, r#"{"data":[]}"#),
    });
    let mut items = client(&server).list_customers().limit(2).items();
    let mut ids = Vec::new();
    while let Some(customer) = items.next().await {
        ids.push(customer.unwrap().id);
    }
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn a_cursor_that_comes_again_ends_the_list() {
    let server = Server::start(|_, _| json(200, r#"{"data":[{"id":"a"}],"next":"same"}"#));
    let mut pages = client(&server).list_customers().pages();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        page.unwrap();
        count += 1;
    }
    assert_eq!(count, 2);
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
