//! Statuses that a range or `default` covers, and 304, over HTTP: compiles the golden case `statuses`.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports")]

pub use oasmith_runtime as runtime;

#[rustfmt::skip]
#[path = "../golden/clients/statuses/mod.rs"]
pub mod statuses;

use harness::server::{Reply, Server};
use runtime::http::{Error, Retries};
use statuses::Client;
use statuses::operations::{GetCachedError, GetDefaultError, GetEventsError, GetOnlyDefaultError, GetRangesError};

const VALUE: &str = r#"{"text":"a"}"#;

fn client(reply: Reply) -> (Server, Client) {
    let server = Server::always(reply).unwrap();
    let client = Client::builder().base_url(server.url()).retries(Retries::none()).build().unwrap();
    (server, client)
}

/// `default` covers all undeclared statuses (OpenAPI 3.0, "Responses Object").
#[test]
fn default_covers_every_other_status() {
    for status in [201, 202, 300, 302, 400, 404, 418, 499, 500, 503, 599] {
        let (_server, client) = client(Reply::json(status, VALUE));
        let error = client.get_default().send_blocking().unwrap_err();
        assert!(
            matches!(error.api(), Some(GetDefaultError::Default(value)) if value.text == "a"),
            "{status} {error:?}"
        );
        assert_eq!(error.status().unwrap().as_u16(), status);
        let error = client.get_events().send_blocking().unwrap_err();
        assert!(matches!(error.api(), Some(GetEventsError::Default(value)) if value.text == "a"), "{status} {error:?}");
        // As the only response, it is the success, too.
        let outcome = client.get_only_default().send_blocking();
        if status < 300 {
            assert_eq!(outcome.unwrap().text, "a");
        } else {
            let error = outcome.unwrap_err();
            assert!(matches!(error.api(), Some(GetOnlyDefaultError::Default(value)) if value.text == "a"), "{error:?}");
            assert_eq!(error.status().unwrap().as_u16(), status);
        }
    }
    let (_server, client) = client(Reply::json(200, VALUE));
    assert_eq!(client.get_only_default().send_blocking().unwrap().text, "a");
}

#[test]
fn not_modified_is_typed_if_it_is_documented() {
    let (server, client) = client(Reply::empty(304).header("etag", "\"v1\""));
    let error = client.get_cached().if_none_match("\"v1\"").send_blocking().unwrap_err();
    assert_eq!(server.last().unwrap().header("if-none-match"), Some("\"v1\""));
    assert!(matches!(error.api(), Some(GetCachedError::NotModified)), "{error:?}");
    assert_eq!(
        (error.status().unwrap().as_u16(), &error.headers().unwrap()["etag"]),
        (304, &"\"v1\"".parse().unwrap())
    );
    // A range and `default` with a body do not describe a status without one.
    for error in [
        client.get_ranges().if_none_match("\"v1\"").send_blocking().unwrap_err().status_and_etag(),
        client.get_default().send_blocking().unwrap_err().status_and_etag(),
        client.get_only_default().send_blocking().unwrap_err().status_and_etag(),
        client.get_events().send_blocking().unwrap_err().status_and_etag(),
    ] {
        assert_eq!(error, (true, 304, "\"v1\"".to_owned()));
    }
}

trait StatusAndEtag {
    /// Whether the status is undocumented, the status, and the entity tag.
    fn status_and_etag(&self) -> (bool, u16, String);
}

impl<E> StatusAndEtag for Error<E> {
    fn status_and_etag(&self) -> (bool, u16, String) {
        let etag = self.headers().unwrap()["etag"].to_str().unwrap().to_owned();
        (matches!(self, Error::UnexpectedStatus(_)), self.status().unwrap().as_u16(), etag)
    }
}

#[test]
fn ranges_cover_their_statuses() {
    for status in [200, 201, 299] {
        let (_server, client) = client(Reply::json(status, VALUE));
        assert_eq!(client.get_ranges().send_blocking().unwrap().text, "a");
    }
    for (status, typed) in [(300, true), (404, true), (499, true), (500, false), (503, true), (504, false)] {
        let (_server, client) = client(Reply::json(status, VALUE));
        let error = client.get_ranges().send_blocking().unwrap_err();
        let value = error.api().map(|error| match error {
            GetRangesError::Redirection(value)
            | GetRangesError::ClientError(value)
            | GetRangesError::ServiceUnavailable(value) => value.text.as_str(),
        });
        assert_eq!(value, typed.then_some("a"), "{status}");
        assert_eq!(error.response().unwrap().body, VALUE);
    }
    for status in [204, 205] {
        let (_server, client) = client(Reply::empty(status).header("etag", "x"));
        let error = client.get_ranges().send_blocking().unwrap_err();
        assert_eq!(error.status_and_etag(), (true, status, "x".to_owned()));
    }
}
