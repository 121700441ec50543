//! Checks paginated lists: compiles the golden case `pages`, calls a server on loopback, and compares the requests with handwritten ones.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

pub use oasmith_runtime as runtime;

#[rustfmt::skip]
#[path = "../golden/clients/pages/mod.rs"]
pub mod pages;

use harness::server::{Reply, Server};
use pages::Client;
use pages::models::{NestedRequest, NestedRequestPagination, Query};
use runtime::http::NextPages;

fn server(pages: &'static [&'static str]) -> Server {
    Server::sequence(pages.iter().map(|page| Reply::json(200, page)).collect()).unwrap()
}

fn client(server: &Server) -> Client {
    Client::builder().base_url(server.url()).api_key("secret").build().unwrap()
}

/// Returns all items, or the error.
fn all<E: std::fmt::Display>(items: impl Iterator<Item = Result<String, E>>) -> String {
    items.map(|item| item.unwrap_or_else(|error| error.to_string())).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(server: &Server, expect: &[(&str, &str)]) {
    let recorded = server.recorded();
    let found: Vec<_> = recorded.iter().map(|request| (request.target.as_str(), request.text())).collect();
    let found: Vec<_> = found.iter().map(|(target, body)| (*target, body.as_str())).collect();
    assert_eq!(found, expect);
}

#[test]
fn a_cursor_is_put_into_the_body() {
    let own = server(&[r#"{"items":["a"],"next_cursor":"x\"y"}"#, r#"{"items":["b"],"next_cursor":null}"#]);
    let items = client(&own).search(Query::new("t")).items_blocking();
    assert_eq!(all(items), "a b");
    let target = "/search?api%20key=secret";
    check(&own, &[(target, r#"{"text":"t"}"#), (target, r#"{"text":"t","cursor":"x\"y"}"#)]);
}

#[test]
fn a_cursor_is_put_into_a_nested_member() {
    let own = server(&[r#"{"items":["a"],"next_cursor":"x"}"#, r#"{"items":["b"]}"#]);
    let pagination = NestedRequestPagination { size: Some(1), ..Default::default() };
    let body = NestedRequest { text: Some("t".into()), pagination: Some(pagination) };
    assert_eq!(all(client(&own).nested().body(body).items_blocking()), "a b");
    let target = "/nested?api%20key=secret";
    let bodies =
        [r#"{"text":"t","pagination":{"size":1}}"#, r#"{"text":"t","pagination":{"size":1,"page_token":"x"}}"#];
    check(&own, &bodies.map(|body| (target, body)));

    // The body is optional.
    let own = server(&[r#"{"items":["a"],"next_cursor":"x"}"#, r#"{"items":["b"]}"#]);
    assert_eq!(all(client(&own).nested().items_blocking()), "a b");
    check(&own, &[(target, ""), (target, r#"{"pagination":{"page_token":"x"}}"#)]);
}

/// Spring counts pages from zero, and marks the last one.
#[test]
fn pages_of_spring_start_at_zero() {
    let own = server(&[
        r#"{"content":["a"],"number":0,"totalPages":2,"first":true,"last":false}"#,
        r#"{"content":["b"],"number":1,"totalPages":2,"first":false,"last":true}"#,
    ]);
    assert_eq!(all(client(&own).spring().size(1).items_blocking()), "a b");
    check(&own, &[("/spring?size=1&api%20key=secret", ""), ("/spring?page=1&size=1&api%20key=secret", "")]);

    let own = server(&[r#"{"content":["c"],"number":2,"totalPages":3,"last":true}"#]);
    assert_eq!(all(client(&own).spring().page(2).items_blocking()), "c");
}

#[test]
fn a_list_of_one_media_type_has_pages() {
    // The document has two names for the same page.
    for content_type in ["application/json", "application/vnd.api+json"] {
        let pages = [r#"{"items":["a","b"],"next_cursor":"x"}"#, r#"{"items":["c"]}"#];
        let replies = pages.map(|page| Reply::json(200, page).header("content-type", content_type));
        let own = Server::sequence(replies.to_vec()).unwrap();
        assert_eq!(all(client(&own).report().accept_json().items_blocking()), "a b c");
        assert!(own.recorded().iter().all(|request| request.header("accept") == Some("application/json")));
        check(&own, &[("/report?api%20key=secret", ""), ("/report?cursor=x&api%20key=secret", "")]);
    }
    let own = server(&[r#"{"items":["a","b"],"next_cursor":"x"}"#, r#"{"items":["c"]}"#]);
    let pages = client(&own).report().accept_json().pages_blocking();
    let lengths: Vec<usize> = pages.map(|page| page.unwrap().items.len()).collect();
    assert_eq!(lengths, [2, 1]);
    let own = server(&[r#"{"items":["a"]}"#]);
    let mut pages = client(&own).report().accept_json().with_response().pages_blocking();
    assert_eq!(pages.next().unwrap().unwrap().status.as_u16(), 200);
}

/// The URL of a page is complete: parameters are not added again, and the key only if it is missing.
#[test]
fn urls_of_pages_are_complete() {
    let own = server(&[
        r#"{"items":["a"],"next":"/links?tag=a&tag=b&version=1&page=2&api+key=own"}"#,
        r#"{"items":["b"],"next":"?page=3"}"#,
        r#"{"items":["c"],"next":null}"#,
    ]);
    assert_eq!(all(client(&own).links().limit(1).tag(["a", "b"]).items_blocking()), "a b c");
    check(
        &own,
        &[
            ("/links?limit=1&tag=a&tag=b&version=1&api%20key=secret", ""),
            ("/links?tag=a&tag=b&version=1&page=2&api+key=own", ""),
            ("/links?page=3&api%20key=secret", ""),
        ],
    );
}

#[test]
fn a_page_at_another_origin_needs_a_rule() {
    let other = Server::always(Reply::json(200, r#"{"items":["b"]}"#)).unwrap();
    let url = format!("{}/links?page=2", other.url());
    let page = format!(r#"{{"items":["a"],"next":"{url}"}}"#);
    let own = Server::always(Reply::json(200, &page)).unwrap();
    let found = all(client(&own).links().items_blocking());
    assert!(
        found.starts_with("a ") && found.contains(&format!("`{}/…`, is on another origin than", other.url())),
        "{found}"
    );
    assert!(!found.contains("page=2") && other.recorded().is_empty(), "{found}");

    for (rules, target) in [
        (NextPages::default().allow(other.url()), "/links?page=2"),
        (NextPages::default().trust(other.url()), "/links?page=2&api%20key=secret"),
    ] {
        let builder = Client::builder().base_url(own.url()).api_key("secret");
        let client = builder.next_pages(rules).build().unwrap();
        assert_eq!(all(client.links().items_blocking()), "a b");
        assert_eq!(other.last().unwrap().target, target);
    }
}
