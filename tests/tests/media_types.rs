//! Checks how responses are decoded by content type: compiles the golden cases `media_types`, `gateway_streams` and `custom_types`, and calls
//! a server that replies with each spelling of a content type.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

pub use oasmith_runtime as runtime;

#[rustfmt::skip]
#[path = "../golden/clients/custom_types/mod.rs"]
pub mod custom_types;
#[rustfmt::skip]
#[path = "../golden/clients/gateway_streams/mod.rs"]
pub mod gateway_streams;
#[rustfmt::skip]
#[path = "../golden/clients/media_types/mod.rs"]
pub mod media_types;

use std::fmt::Debug;

use gateway_streams::models::{Events, EventsNextResponse, RpcStatus, V1Event};
use media_types::models::{Item, Problem};
use media_types::operations::{GetFormatsOutput, GetObjectError, GetText, GetTextError};
use runtime::http::Error;
use tests::server::{Reply, Server};

/// Starts a server that replies with this status, content type and body. Without a content type, the reply has none.
fn server(status: u16, content_type: Option<&str>, body: &str) -> Server {
    let reply = Reply::Respond { status, headers: Vec::new(), body: body.as_bytes().to_vec() };
    Server::always(match content_type {
        Some(content_type) => reply.header("content-type", content_type),
        None => reply,
    })
    .unwrap()
}

/// Calls the API with each of these replies: status, content type, body. Compares the text of the results.
#[track_caller]
fn check<T: Debug, E: Debug>(
    call: impl Fn(&media_types::Client) -> Result<T, Error<E>>,
    rows: &[(u16, Option<&str>, &str, &dyn Debug)],
) {
    for (status, content_type, body, expect) in rows {
        let server = server(*status, *content_type, body);
        let client = media_types::Client::builder().base_url(server.url()).build().unwrap();
        let text = match call(&client) {
            Ok(value) => format!("{value:?}"),
            Err(Error::Api(error)) => format!("{:?}", error.value),
            Err(Error::Decode(error)) => error.message,
            Err(error) => panic!("{status} {content_type:?} {body}: {error:?}"),
        };
        assert_eq!(text, format!("{expect:?}"), "{status} {content_type:?} {body}");
    }
}

/// The message of a decode error, shown without quotes.
struct Message(&'static str);

impl Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

#[test]
fn a_json_value_has_many_content_types() {
    let a = || Item { name: "a".to_owned() };
    let body = r#"{"name":"a"}"#;
    let problem = GetObjectError::BadRequest(Problem { detail: "no".to_owned() });
    let detail = r#"{"detail":"no"}"#;
    check(
        |client| client.get_object().send_blocking(),
        &[
            (200, Some("application/json"), body, &a()),
            (200, Some("application/json; charset=utf-8"), body, &a()),
            (200, Some("text/json"), body, &a()),
            (200, Some("text/plain"), body, &a()),
            (200, Some("Text/Plain;charset=UTF-8"), body, &a()),
            (200, Some("application/vnd.item.v2+json"), body, &a()),
            (200, Some("application/octet-stream"), body, &a()),
            (200, Some("nonsense"), body, &a()),
            (200, None, body, &a()),
            // Servers must not write a byte order mark, but some do.
            (200, Some("application/json"), "\u{feff}{\"name\":\"a\"}", &a()),
            (400, Some("application/json"), "\u{feff}{\"detail\":\"no\"}", &problem),
            // Plain text instead of the value, an empty body, and JSON that is cut off.
            (200, Some("text/plain"), "a", &Message("expected JSON, found other text")),
            (200, Some("text/plain"), "not now", &Message("expected JSON, found other text")),
            (400, Some("text/plain"), "404 page not found", &Message("expected JSON, found other text")),
            (200, Some("text/plain"), " \n", &Message("expected JSON (the object `Item`), found an empty body")),
            (200, None, "", &Message("expected JSON (the object `Item`), found an empty body")),
            (200, Some("application/json"), "{", &Message("EOF while parsing an object")),
            (200, Some("application/json"), "null", &Message("expected an object, found null")),
            (400, Some("application/problem+json"), detail, &problem),
            (400, Some("application/json"), detail, &problem),
            (400, Some("text/plain"), detail, &problem),
            (400, None, detail, &problem),
        ],
    );
    check(
        |client| client.get_number().send_blocking(),
        &[
            (200, Some("application/json"), "7", &7),
            (200, Some("text/plain"), "7", &7),
            (200, Some("text/plain; charset=utf-8"), " 7\n", &7),
            (200, None, "7", &7),
        ],
    );
    check(
        |client| client.get_list().send_blocking().map(|list| list.items),
        &[
            (200, Some("application/vnd.items.v2+json"), r#"{"items":[]}"#, &Vec::<Item>::new()),
            (200, Some("application/json"), r#"{"items":[{"name":"a"}]}"#, &[a()]),
        ],
    );
}

#[test]
fn a_string_is_json_or_the_text_itself() {
    check(
        |client| client.get_text().send_blocking(),
        &[
            (200, Some("application/json"), r#""hello""#, &"hello"),
            (200, Some("text/json; charset=utf-8"), r#""hello""#, &"hello"),
            (200, Some("text/plain"), "hello", &"hello"),
            (200, Some("TEXT/PLAIN; charset=utf-8"), "say \"hello\"\n", &"say \"hello\"\n"),
            (200, Some("text/plain"), r#""hello""#, &r#""hello""#),
            (200, Some("text/plain"), "", &""),
            (200, Some("text/plain"), "\u{feff}7", &"7"),
            // Only the body tells.
            (200, None, "hello", &"hello"),
            (200, None, r#""hello""#, &"hello"),
            (200, None, "7", &"7"),
            (200, Some("application/octet-stream"), "hello", &"hello"),
            (202, Some("application/json"), r#""hello""#, &"hello"),
            (404, Some("text/plain"), "gone", &GetTextError::NotFound("gone".to_owned())),
            (404, Some("application/json"), r#""gone""#, &GetTextError::NotFound("gone".to_owned())),
            (404, None, "gone", &GetTextError::NotFound("gone".to_owned())),
        ],
    );
    let id = "67e55044-10b1-426f-9247-bb680e5fe0c8";
    let uuid: runtime::Uuid = id.parse().unwrap();
    check(
        |client| client.get_id().send_blocking(),
        &[
            (200, Some("application/json"), &format!("\"{id}\""), &uuid),
            (200, Some("text/plain"), id, &uuid),
            (200, None, id, &uuid),
        ],
    );
    for (content_type, body) in [("application/json", id), ("text/plain", "no id")] {
        let server = server(200, Some(content_type), body);
        let client = media_types::Client::builder().base_url(server.url()).build().unwrap();
        let error = client.get_id().send_blocking().unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{content_type}: {error:?}");
    }
}

#[test]
fn a_custom_type_is_json_or_text() {
    for (content_type, body) in [("application/json", r#""::1""#), ("text/plain", "::1"), ("nonsense", "::1")] {
        let server = server(200, Some(content_type), body);
        let client = custom_types::Client::builder().base_url(server.url()).build().unwrap();
        assert_eq!(client.get_own_ip().send_blocking().unwrap(), std::net::Ipv6Addr::LOCALHOST, "{content_type}");
    }
    let mock = custom_types::mock();
    let client = custom_types::Client::builder().transport(mock.clone()).build().unwrap();
    mock.expect_any::<custom_types::operations::GetOwnIp>().returns(std::net::Ipv4Addr::LOCALHOST.into());
    assert_eq!(client.get_own_ip().send_blocking().unwrap(), std::net::Ipv4Addr::LOCALHOST);
}

#[test]
fn other_formats_are_other_cases() {
    let item = GetFormatsOutput::OkJson(Item { name: "a".to_owned() });
    let (xml, csv) = ("<item><name>a</name></item>", "name\na");
    check(
        |client| client.get_formats().send_blocking(),
        &[
            (200, Some("application/json"), r#"{"name":"a"}"#, &item),
            (200, None, r#"{"name":"a"}"#, &item),
            (200, Some("text/xml"), xml, &GetFormatsOutput::OkXml(xml.to_owned())),
            (200, Some("text/csv; header=present"), csv, &GetFormatsOutput::OkCsv(csv.to_owned())),
        ],
    );
}

#[test]
fn a_mock_replies_under_the_name_of_the_case() {
    let mock = media_types::mock();
    let client = media_types::Client::builder().transport(mock.clone()).build().unwrap();
    mock.expect_any::<GetText>().returns("hello".to_owned());
    let response = client.get_text().with_response().send_blocking().unwrap();
    assert_eq!((response.value.as_str(), response.header("content-type")), ("hello", Some("application/json")));
}

#[tokio::test]
async fn a_gateway_streams_a_line_for_each_message() {
    let result = |name: &str| Events { result: Some(V1Event { name: Some(name.to_owned()) }), error: None };
    let error = Events { result: None, error: Some(RpcStatus { code: Some(13), message: Some("broken".to_owned()) }) };
    // Servers must not write a byte order mark, but some do.
    let body = "\u{feff}{\"result\":{\"name\":\"a\"}}\n{\"result\":{\"name\":\"b\"}}\n{\"error\":{\"code\":13,\"message\":\"broken\"}}\n";
    for content_type in [Some("application/json"), Some("application/x-ndjson"), Some("text/plain"), None] {
        let server = server(200, content_type, body);
        let client = gateway_streams::Client::builder().base_url(server.url()).build().unwrap();
        for mut lines in [client.events_watch().await.unwrap(), client.events_follow().await.unwrap()] {
            let mut found = Vec::new();
            while let Some(line) = lines.next().await {
                found.push(line.unwrap());
            }
            assert_eq!(found, [result("a"), result("b"), error.clone()], "{content_type:?}");
        }
    }
    let server = server(200, Some("application/json"), r#"{"cursor":"c"}"#);
    let client = gateway_streams::Client::builder().base_url(server.url()).build().unwrap();
    let next = client.events_next().await.unwrap();
    assert_eq!(next, EventsNextResponse { result: None, cursor: Some("c".to_owned()) });
}
