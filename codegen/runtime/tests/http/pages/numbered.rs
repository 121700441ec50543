//! Lists whose next page is requested by a number.

use super::{NO, Way, check};

const NO_ITEMS: Option<&str> = Some(
    "next page: the API says that more items exist, but the page has no item to continue after, so the list may be incomplete; \
     report this to the provider of the API",
);
const NOT_A_LIST: Option<&str> = Some(
    "next page: the items of the page are not a list, so the list may be incomplete; \
     check the `pagination` setting of this operation",
);
const NO_POSITION: Option<&str> = Some(
    "next page: the parameter `from` is not a whole number, so the list may be incomplete; \
     set it to a whole number, or leave it out",
);
const OVERFLOW: Option<&str> = Some(
    "next page: the parameter `from` cannot grow beyond 64 bits, so the list may be incomplete; start at a smaller number",
);

#[tokio::test]
async fn by_offset() {
    const A: &str = r#"{"data":[{"id":"100.00"}]}"#;
    const B: &str = r#"{"data":[{"id":"7.50"}]}"#;
    const EMPTY: &str = r#"{"data":[]}"#;
    const TWO: &str = r#"{"data":[{"id":"a"},{"id":"b"}]}"#;
    check(&[
        (
            Way::Offset,
            None,
            &[("limit=2", NO, TWO), ("limit=2&from=2", NO, B), ("limit=2&from=3", NO, EMPTY)],
            "a b 7.50",
            None,
        ),
        // Two payments of the same amount are two payments.
        (
            Way::Offset,
            None,
            &[("limit=2", NO, A), ("limit=2&from=1", NO, A), ("limit=2&from=2", NO, B), ("limit=2&from=3", NO, EMPTY)],
            "100.00 100.00 7.50",
            None,
        ),
        (Way::Offset, Some("5"), &[("limit=2&from=5", NO, TWO), ("limit=2&from=7", NO, EMPTY)], "a b", None),
        (Way::Offset, Some("5.0"), &[("limit=2&from=5.0", NO, TWO), ("limit=2&from=7", NO, EMPTY)], "a b", None),
        (Way::Offset, None, &[("limit=2", NO, r#"{"data":[{"id":"a"}],"more":false}"#)], "a", None),
        (
            Way::Offset,
            None,
            &[
                ("limit=2", NO, r#"{"data":[{"id":"a"}],"more":true}"#),
                ("limit=2&from=1", NO, r#"{"data":[],"more":true}"#),
            ],
            "a",
            NO_ITEMS,
        ),
        // The number of all items does not end the list, but distinguishes an empty page from its end.
        (
            Way::Offset,
            None,
            &[
                ("limit=2", NO, r#"{"data":[{"id":"a"}],"total":1}"#),
                ("limit=2&from=1", NO, r#"{"data":[],"total":"1"}"#),
            ],
            "a",
            None,
        ),
        (
            Way::Offset,
            None,
            &[
                ("limit=2", NO, r#"{"data":[{"id":"a"}],"total":2}"#),
                ("limit=2&from=1", NO, r#"{"data":[],"total":2}"#),
            ],
            "a",
            NO_ITEMS,
        ),
        (Way::Offset, None, &[("limit=2", NO, r#"{"data":[],"total":3}"#)], "", NO_ITEMS),
        (Way::Offset, None, &[("limit=2", NO, r#"{"data":[],"total":3,"more":false}"#)], "", None),
        (Way::Offset, None, &[("limit=2", NO, r#"{"data":[],"total":0}"#)], "", None),
        (Way::Offset, None, &[("limit=2", NO, r#"{"data":null}"#)], "", None),
        (Way::Offset, None, &[("limit=2", NO, "{}")], "", None),
        (Way::Offset, None, &[("limit=2", NO, r#"{"data":{"id":"a"}}"#)], "", NOT_A_LIST),
        (Way::Offset, Some("secret"), &[("limit=2&from=secret", NO, A)], "100.00", NO_POSITION),
        (Way::Offset, Some("1.5"), &[("limit=2&from=1.5", NO, A)], "100.00", NO_POSITION),
        (Way::Offset, Some("9223372036854775807"), &[("limit=2&from=9223372036854775807", NO, A)], "100.00", OVERFLOW),
        (
            Way::Offset,
            Some("9223372036854775808"),
            &[("limit=2&from=9223372036854775808", NO, A)],
            "100.00",
            NO_POSITION,
        ),
    ])
    .await;
}

#[tokio::test]
async fn by_page() {
    const A: &str = r#"{"data":[{"id":"a"}]}"#;
    const EMPTY: &str = r#"{"data":[]}"#;
    check(&[
        // By the number of pages, as a number or a string.
        (
            Way::Page,
            None,
            &[
                ("limit=2", NO, r#"{"data":[{"id":"a"}],"of":2}"#),
                ("limit=2&from=2", NO, r#"{"data":[{"id":"a"}],"of":2.0}"#),
            ],
            "a a",
            None,
        ),
        (Way::Page, None, &[("limit=2", NO, r#"{"data":[{"id":"a"}],"of":"1"}"#)], "a", None),
        // An empty page is not the last one by that number.
        (
            Way::Page,
            None,
            &[
                ("limit=2", NO, r#"{"data":[{"id":"a"}],"of":3}"#),
                ("limit=2&from=2", NO, r#"{"data":[],"of":3}"#),
                ("limit=2&from=3", NO, r#"{"data":[{"id":"c"}],"of":3}"#),
            ],
            "a c",
            None,
        ),
        (Way::Page, None, &[("limit=2", NO, r#"{"data":[],"of":0}"#)], "", None),
        // A number that the items contradict.
        (
            Way::Page,
            None,
            &[("limit=2", NO, r#"{"data":[{"id":"a"}],"of":0}"#), ("limit=2&from=2", NO, EMPTY)],
            "a",
            None,
        ),
        (
            Way::Page,
            None,
            &[("limit=2", NO, r#"{"data":[{"id":"a"}],"of":-1}"#), ("limit=2&from=2", NO, EMPTY)],
            "a",
            None,
        ),
        // By a flag, which takes precedence, in all its spellings.
        (
            Way::Page,
            None,
            &[
                ("limit=2", NO, r#"{"data":[{"id":"a"}],"more":true,"of":1}"#),
                ("limit=2&from=2", NO, r#"{"data":[],"more":"true"}"#),
                ("limit=2&from=3", NO, r#"{"data":[{"id":"c"}],"more":1}"#),
                ("limit=2&from=4", NO, r#"{"data":[{"id":"d"}],"more":false,"of":9}"#),
            ],
            "a c d",
            None,
        ),
        (Way::Page, None, &[("limit=2", NO, r#"{"data":[{"id":"a"}],"more":"False"}"#)], "a", None),
        (Way::Page, None, &[("limit=2", NO, r#"{"data":[{"id":"a"}],"more":0}"#)], "a", None),
        // By an empty page, if the body states nothing usable.
        (
            Way::Page,
            None,
            &[
                ("limit=2", NO, A),
                ("limit=2&from=2", NO, A),
                ("limit=2&from=3", NO, r#"{"data":[{"id":"b"}],"more":null,"of":null}"#),
                ("limit=2&from=4", NO, r#"{"data":[],"more":"?"}"#),
            ],
            "a a b",
            None,
        ),
        (Way::Page, Some("secret"), &[("limit=2&from=secret", NO, A)], "a", NO_POSITION),
        (Way::Page, Some("9223372036854775807"), &[("limit=2&from=9223372036854775807", NO, A)], "a", OVERFLOW),
        (Way::Page, Some("secret"), &[("limit=2&from=secret", NO, r#"{"data":[{"id":"a"}],"more":false}"#)], "a", None),
    ])
    .await;
}
