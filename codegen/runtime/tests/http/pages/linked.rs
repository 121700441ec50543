//! Lists whose pages refer to the next one: by a cursor, their last item, or a URL.

use super::{NO, Way, check};

const NO_CURSOR: Option<&str> = Some(
    "next page: the API says that more items exist, but returned no cursor for them, so the list may be incomplete; \
     report this to the provider of the API",
);
const NO_ITEMS: Option<&str> = Some(
    "next page: the API says that more items exist, but the page has no item to continue after, so the list may be incomplete; \
     report this to the provider of the API",
);
const NO_MEMBER: Option<&str> = Some(
    "next page: the last item lacks the member that the next page starts from, so the list may be incomplete; \
     check the `pagination` setting of this operation",
);
const UNUSABLE: Option<&str> = Some(
    "next page: the cursor or URL of the next page is neither a string nor a number, so the list may be incomplete; \
     check the `pagination` setting of this operation",
);
const CIRCLE: Option<&str> = Some(
    "next page: the API refers to a page that was already requested, so the list may be incomplete; \
     report this to the provider of the API",
);
const ABROAD: Option<&str> = Some(
    "next page: the API's URL for it, `https://example.com/…`, is on another origin than `API/…`, so the list may be incomplete; \
     if that is right, set `next_pages` on the client's builder",
);

#[tokio::test]
async fn by_cursor() {
    const TO_X: &str = r#"{"data":[{"id":"a"}],"meta":{"next":"secret"}}"#;
    check(&[
        (
            Way::Cursor,
            None,
            &[
                ("limit=2", NO, r#"{"data":[{"id":"a"}],"meta":{"next":"é&="}}"#),
                ("limit=2&from=%C3%A9%26%3D", NO, r#"{"data":[],"meta":{"next":7}}"#),
                ("limit=2&from=7", NO, r#"{"data":[{"id":"b"}],"meta":{"next":null}}"#),
            ],
            "a b",
            None,
        ),
        (Way::Cursor, None, &[("limit=2", NO, r#"{"data":[{"id":"a"}],"more":false,"meta":{"next":"x"}}"#)], "a", None),
        (
            Way::Cursor,
            None,
            &[("limit=2", NO, r#"{"data":[{"id":"a"}],"more":"false","meta":{"next":"x"}}"#)],
            "a",
            None,
        ),
        // No cursor, in all its spellings.
        (Way::Cursor, None, &[("limit=2", NO, r#"{"data":[{"id":"a"}]}"#)], "a", None),
        (Way::Cursor, None, &[("limit=2", NO, r#"{"data":[{"id":"a"}],"meta":{"next":""}}"#)], "a", None),
        (Way::Cursor, None, &[("limit=2", NO, r#"{"data":[{"id":"a"}],"meta":{"next":false}}"#)], "a", None),
        (Way::Cursor, None, &[("limit=2", NO, r#"{"data":[{"id":"a"}],"meta":{"next":[]}}"#)], "a", None),
        (
            Way::Cursor,
            None,
            &[("limit=2", NO, r#"{"data":[{"id":"a"}],"meta":{"next":null},"more":true}"#)],
            "a",
            NO_CURSOR,
        ),
        (Way::Cursor, None, &[("limit=2", NO, r#"{"data":[{"id":"a"}],"meta":{},"more":"true"}"#)], "a", NO_CURSOR),
        (Way::Cursor, None, &[("limit=2", NO, r#"{"data":[{"id":"a"}],"meta":{"next":""},"more":1}"#)], "a", NO_CURSOR),
        (Way::Cursor, None, &[("limit=2", NO, r#"{"data":[],"more":true}"#)], "", NO_CURSOR),
        (
            Way::Cursor,
            None,
            &[("limit=2", NO, r#"{"data":[{"id":"a"}],"meta":{"next":{"id":"secret"}}}"#)],
            "a",
            UNUSABLE,
        ),
        (Way::Cursor, None, &[("limit=2", NO, r#"{"data":[{"id":"a"}],"meta":{"next":true}}"#)], "a", UNUSABLE),
        // A cursor that was followed before.
        (Way::Cursor, None, &[("limit=2", NO, TO_X), ("limit=2&from=secret", NO, TO_X)], "a a", CIRCLE),
        (Way::Cursor, Some("secret"), &[("limit=2&from=secret", NO, TO_X)], "a", CIRCLE),
        (
            Way::Cursor,
            None,
            &[
                ("limit=2", NO, TO_X),
                ("limit=2&from=secret", NO, r#"{"data":[],"meta":{"next":"secret"},"more":true}"#),
            ],
            "a",
            CIRCLE,
        ),
        // Some APIs mark the end in this way.
        (
            Way::Cursor,
            None,
            &[("limit=2", NO, TO_X), ("limit=2&from=secret", NO, r#"{"data":[],"meta":{"next":"secret"}}"#)],
            "a",
            None,
        ),
        // A cursor that the parameter does not accept.
        (
            Way::Cursor,
            None,
            &[("limit=2", NO, r#"{"data":[{"id":"a"}],"meta":{"next":"a secret that is a great deal too long"}}"#)],
            "a",
            Some("from: expected at most 30 characters, found 38"),
        ),
    ])
    .await;
}

#[tokio::test]
async fn by_the_last_item() {
    const AB: &str = r#"{"data":[{"id":"a"},{"id":"b"}],"more":true}"#;
    check(&[
        (
            Way::LastItem,
            None,
            &[("limit=2", NO, AB), ("limit=2&from=b", NO, r#"{"data":[{"id":"c"}],"more":false}"#)],
            "a b c",
            None,
        ),
        (
            Way::LastItem,
            None,
            &[("limit=2", NO, r#"{"data":[{"id":"a"}]}"#), ("limit=2&from=a", NO, r#"{"data":[]}"#)],
            "a",
            None,
        ),
        (Way::LastItem, None, &[("limit=2", NO, r#"{"data":[],"more":false}"#)], "", None),
        (Way::LastItem, None, &[("limit=2", NO, r#"{"data":[],"more":true}"#)], "", NO_ITEMS),
        (Way::LastItem, None, &[("limit=2", NO, r#"{"more":true}"#)], "", NO_ITEMS),
        (Way::LastItem, None, &[("limit=2", NO, r#"{"data":[{}],"more":true}"#)], "-", NO_MEMBER),
        (Way::LastItem, None, &[("limit=2", NO, r#"{"data":[{"id":null}]}"#)], "-", NO_MEMBER),
        (Way::LastItem, None, &[("limit=2", NO, r#"{"data":[{"id":""}]}"#)], "", NO_MEMBER),
        (Way::LastItem, None, &[("limit=2", NO, r#"{"data":[{"id":["secret"]}]}"#)], "-", UNUSABLE),
        (Way::LastItem, None, &[("limit=2", NO, r#"{"data":[{}],"more":false}"#)], "-", None),
        (Way::LastItem, None, &[("limit=2", NO, AB), ("limit=2&from=b", NO, AB)], "a b a b", CIRCLE),
    ])
    .await;
}

#[tokio::test]
async fn by_a_header() {
    const A: &str = r#"[{"id":"a"}]"#;
    check(&[
        (Way::Header, None, &[("limit=2", ("X-Next", "t2"), A), ("limit=2&from=t2", ("X-Next", ""), A)], "a a", None),
        (Way::Header, None, &[("limit=2", ("X-Next", "é"), A), ("limit=2&from=%C3%A9", NO, A)], "a a", None),
        (Way::Header, None, &[("limit=2", ("X-Next", "t"), A), ("limit=2&from=t", ("X-Next", "t"), A)], "a a", CIRCLE),
        (Way::Header, None, &[("limit=2", ("X-Next", "t"), A), ("limit=2&from=t", ("X-Next", "t"), "[]")], "a", None),
    ])
    .await;
}

#[tokio::test]
async fn by_the_url_of_the_next_page() {
    check(&[
        (
            Way::Url,
            None,
            &[
                ("limit=2", NO, r#"{"data":[{"id":"a"}],"links":{"next":"?cursor=2"}}"#),
                ("cursor=2", NO, r#"{"data":[{"id":"a"}],"links":{"next":"/list?cursor=3"}}"#),
                ("cursor=3", NO, r#"{"data":[{"id":"c"}],"links":{"next":null}}"#),
            ],
            "a a c",
            None,
        ),
        (Way::Url, None, &[("limit=2", NO, r#"{"data":[{"id":"a"}],"links":{"next":" "}}"#)], "a", None),
        (Way::Url, None, &[("limit=2", NO, r#"{"data":[{"id":"a"}],"links":{"next":false}}"#)], "a", None),
        (
            Way::Url,
            None,
            &[("limit=2", NO, r#"{"data":[{"id":"a"}],"links":{"next":{"href":"/list?key=secret"}}}"#)],
            "a",
            UNUSABLE,
        ),
        (Way::Url, None, &[("limit=2", NO, r#"{"data":[{"id":"a"}],"links":{"next":2}}"#)], "a", UNUSABLE),
        // The first page again, and a page in another spelling.
        (Way::Url, None, &[("limit=2", NO, r#"{"data":[{"id":"a"}],"links":{"next":"?limit=2"}}"#)], "a", CIRCLE),
        (
            Way::Url,
            None,
            &[
                ("limit=2", NO, r#"{"data":[{"id":"a"}],"links":{"next":"/list?p=1"}}"#),
                ("p=1", NO, r#"{"data":[{"id":"b"}],"links":{"next":"x/../list?p=1#end"}}"#),
            ],
            "a b",
            CIRCLE,
        ),
        (
            Way::Url,
            None,
            &[("limit=2", NO, r#"{"data":[{"id":"a"}],"links":{"next":"https://example.com/?key=secret"}}"#)],
            "a",
            ABROAD,
        ),
        (
            Way::Url,
            None,
            &[
                ("limit=2", NO, r#"{"data":[{"id":"a"}],"links":{"next":"/list?key=secret"}}"#),
                ("key=secret", NO, r#"{"data":[{"id":"b"}],"links":{"next":"/list?key=secret&p=2"}}"#),
                ("key=secret&p=2", NO, r#"{"data":[{"id":"c"}],"links":{"next":"/list?key=secret"}}"#),
            ],
            "a b c",
            CIRCLE,
        ),
        (
            Way::Url,
            None,
            &[
                ("limit=2", NO, r#"{"data":[{"id":"a"}],"links":{"next":"/list?p=1"}}"#),
                ("p=1", NO, r#"{"data":[],"links":{"next":"/list?p=1"}}"#),
            ],
            "a",
            None,
        ),
    ])
    .await;
}

#[tokio::test]
async fn by_the_link_header() {
    const A: &str = r#"[{"id":"a"}]"#;
    check(&[
        (
            Way::Link,
            None,
            &[
                ("limit=2", ("Link", "</list?page=1>; rel=\"first\", </list?page=2>; rel=\"next last\""), A),
                ("page=2", ("Link", "</list?page=1>; rel=first"), A),
            ],
            "a a",
            None,
        ),
        (
            Way::Link,
            None,
            &[("limit=2", ("Link", "</list?p=é>; rel=prev, </list?p=2>; rel=next"), A), ("p=2", NO, A)],
            "a a",
            None,
        ),
        (Way::Link, None, &[("limit=2", ("Link", "<https://example.com/?key=secret>; rel=next"), A)], "a", ABROAD),
        (Way::Link, None, &[("limit=2", ("Link", "<>; rel=next"), A)], "a", CIRCLE),
        (
            Way::Link,
            None,
            &[
                ("limit=2", ("Link", "</list?key=secret>; rel=next"), A),
                ("key=secret", ("Link", "</list?key=secret>; rel=next"), A),
            ],
            "a a",
            CIRCLE,
        ),
    ])
    .await;
}

/// A key belongs to one request: with the key of the first page, an API would answer every page with the first one.
#[test]
fn each_page_has_its_own_idempotency_key() {
    use crate::api::client::Client;
    use crate::runtime::Value;
    use crate::runtime::http::{Call, call, pages, table};

    struct Search(Call);
    impl Search {
        const TABLE: table::Operation = table::Operation {
            name: "search",
            method: "POST",
            path: "/search",
            parameters: &[
                table::Parameter::query("from"),
                table::Parameter::header("Idempotency-Key").idempotency_key(),
            ],
            successes: &[table::Reply::json(table::Status::Exact(200))],
            ..table::Operation::EMPTY
        };
    }
    call!(Search => json Value, (); cases std::convert::Infallible);
    pages!(Search => Value, |page| page["data"].as_array().cloned().unwrap_or_default(); table::Paging {
        items: &["data"],
        next: table::Next::Cursor { input: table::PageInput::Parameter(0), cursor: &["next"], has_more: &[] },
    });

    let server = crate::server::Server::start(|number, _| match number {
        0 => crate::server::json(200, r#"{"data":[1],"next":"b"}"#),
        _ => crate::server::json(200, r#"{"data":[2]}"#),
    });
    let mut call = Call::new(&Search::TABLE);
    call.set_text(1, "mine");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut items = Search(call).with_client(&crate::client(&server)).items();
        while let Some(item) = items.next().await {
            item.unwrap();
        }
    });
    let keys: Vec<_> =
        server.received().iter().map(|sent| sent.header("idempotency-key").unwrap_or_default().to_owned()).collect();
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0], "mine");
    assert!(!keys[1].is_empty() && keys[1] != "mine", "{keys:?}");
}
