//! Checks where requests are sent: compiles the golden cases `own_servers` (OpenAPI 3.2) and `operation_schemes` (Swagger 2.0), and compares the
//! URLs with handwritten ones. References are resolved by RFC 3986, section 5.2.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test reports")]

pub use oasmith_runtime as runtime;

#[rustfmt::skip]
#[path = "../golden/clients/own_servers/mod.rs"]
pub mod own_servers;

#[rustfmt::skip]
#[path = "../golden/clients/operation_schemes/mod.rs"]
pub mod operation_schemes;

use harness::server::{Recorded, Reply, Server as Loopback};
use own_servers::client::{ClientBuilder, CustomServer, CustomServerStage, Server};
use own_servers::servers::{FilesPrimaryServer, FilesServer, VersionedCustomServer, VersionedCustomServerVersion};
use own_servers::{Client, operations};
use runtime::http::{Mock, Redirects};

fn builder() -> ClientBuilder {
    Client::builder().bearer_auth("secret-token")
}

/// Returns the URLs of one call of each operation that can be sent; `-` for an error.
fn urls(builder: ClientBuilder) -> Vec<String> {
    let mock = Mock::json(200, r#"{"data":[]}"#);
    let client = builder.transport(mock.clone()).build().unwrap();
    let mut urls = Vec::new();
    // The response is that of `list_files`; that other operations do not document it, does not matter here.
    let mut sent = |is_complete: bool| match mock.take_requests().as_slice() {
        [request] => {
            assert_eq!(request.headers()["authorization"], "Bearer secret-token", "{}", request.uri());
            urls.push(request.uri().to_string());
        }
        requests => {
            assert!(!is_complete && requests.is_empty());
            urls.push("-".to_owned());
        }
    };
    sent(client.list_items().send_blocking().is_ok());
    sent(client.absolute().send_blocking().is_ok());
    sent(client.restored().send_blocking().is_ok());
    sent(client.rooted().send_blocking().is_ok());
    sent(client.below().send_blocking().is_ok());
    sent(client.above().send_blocking().is_ok());
    sent(client.versioned().send_blocking().is_ok());
    sent(client.list_files().send_blocking().is_ok());
    sent(client.list_tenants().send_blocking().is_ok());
    sent(client.unclear().send_blocking().is_ok());
    urls
}

#[test]
fn without_settings_each_operation_uses_its_first_server() {
    assert_eq!(
        urls(builder()),
        [
            "http://localhost:1/api/v1/items",
            "http://localhost:3/own/absolute",
            "http://localhost:1/api/v1/absolute",
            "http://localhost:1/v9/rooted",
            "http://localhost:1/api/v1/x/below",
            "http://localhost:1/api/upload/above",
            "http://localhost:1/api/v3/versioned",
            "http://localhost:4/files/files",
            "-",
            "-",
        ]
    );
}

#[test]
fn a_selected_server_leaves_absolute_servers_of_operations_alone() {
    let stage = CustomServerStage::Live;
    let server = CustomServer { host: "localhost:7".into(), stage };
    assert_eq!(
        urls(builder().server(server)),
        [
            "http://localhost:7/live/items",
            "http://localhost:3/own/absolute",
            "http://localhost:7/live/absolute",
            "http://localhost:7/v9/rooted",
            // Without a slash at its end, the last segment of the base is replaced.
            "http://localhost:7/x/below",
            "http://localhost:7/upload/above",
            "http://localhost:7/v3/versioned",
            "http://localhost:4/files/files",
            "-",
            "-",
        ]
    );
    let next = "http://localhost:1/api/v2/items";
    assert_eq!(urls(builder().server(Server::Next))[0], next);
}

#[test]
fn a_base_url_moves_all_operations() {
    assert_eq!(
        urls(builder().base_url("http://localhost:8/proxy/")),
        [
            "http://localhost:8/proxy/items",
            "http://localhost:8/proxy/absolute",
            "http://localhost:8/proxy/absolute",
            "http://localhost:8/v9/rooted",
            "http://localhost:8/proxy/x/below",
            "http://localhost:8/upload/above",
            "http://localhost:8/v3/versioned",
            "http://localhost:8/proxy/files",
            "http://localhost:8/proxy/tenants",
            "http://localhost:8/proxy/unclear",
        ]
    );
}

/// Sends one call to a server on loopback, and returns its request.
#[track_caller]
fn sent(send: impl FnOnce(&Loopback, &Client)) -> Recorded {
    let (api, own) = (Loopback::always(Reply::empty(204)).unwrap(), Loopback::always(Reply::empty(204)).unwrap());
    send(&own, &builder().base_url(api.url()).build().unwrap());
    assert_eq!(api.recorded().len(), 0, "the call was sent to the API's server");
    own.last().unwrap()
}

fn host(server: &Loopback) -> String {
    server.url().trim_start_matches("http://").to_owned()
}

#[test]
fn a_call_can_choose_a_server_and_set_its_variables() {
    let request = sent(|own, client| {
        let server = FilesPrimaryServer { host: host(own) };
        client.upload_file().server("a").own_server(server).body("text").send_blocking().unwrap();
    });
    assert_eq!(request.target, "/files/files?server=a");
    assert_eq!(request.header("authorization"), Some("Bearer secret-token"));
    assert_eq!(request.text(), "text");
}

#[test]
fn the_server_of_a_call_takes_precedence() {
    let url = |builder: ClientBuilder, call: fn(&Client) -> operations::UploadFile| {
        let mock = Mock::json(204, "");
        let client = builder.transport(mock.clone()).build().unwrap();
        call(&client).send_blocking().unwrap();
        mock.take_requests()[0].uri().to_string()
    };
    let moved = || builder().base_url("http://localhost:8/proxy");
    let archive: fn(&Client) -> _ = |client| client.upload_file().own_server(FilesServer::Archive);
    let mirror: fn(&Client) -> _ = |client| client.upload_file().own_server(FilesServer::Mirror);
    assert_eq!(url(builder(), archive), "http://localhost:5/archive/files");
    assert_eq!(url(moved(), archive), "http://localhost:5/archive/files");
    assert_eq!(url(builder(), mirror), "http://localhost:1/mirror/files");
    assert_eq!(url(moved(), mirror), "http://localhost:8/mirror/files");

    let mock = Mock::json(204, "");
    let client = moved().transport(mock.clone()).build().unwrap();
    let version = VersionedCustomServer { version: VersionedCustomServerVersion::V4 };
    client.versioned().server(version).send_blocking().unwrap();
    assert_eq!(mock.take_requests()[0].uri(), "http://localhost:8/v4/versioned");
}

/// A value cannot lead the credentials to another host or path than the document allows.
#[test]
fn values_of_own_servers_are_checked() {
    let mock = Mock::json(204, "");
    let client = builder().transport(mock.clone()).build().unwrap();
    for host in ["evil.test/", "a@evil.test", "evil.test#", "evil.test\\", ""] {
        let server = FilesPrimaryServer { host: host.to_owned() };
        let error = client.upload_file().own_server(server).send_blocking().unwrap_err().to_string();
        assert!(error.contains("the server variable `host` has an invalid value"), "{error}");
        assert!(!error.contains("evil") && !error.contains("secret"), "{error}");
    }
    let error = client.list_tenants().send_blocking().unwrap_err().to_string();
    assert!(error.contains("`http://{host}/tenants` has no usable URL"), "{error}");
    assert!(mock.take_requests().is_empty());
}

/// The origin of a list is that of its own server: neither its next page nor a redirect may leave it with credentials.
#[test]
fn pages_and_redirects_stay_at_the_own_server() {
    let own = Loopback::start(|_, request| match request.target.as_str() {
        "/files/files" => Reply::json(200, r#"{"data":["a"],"next_url":"/files/files?page=2"}"#),
        _ => Reply::json(200, r#"{"data":["b"]}"#),
    })
    .unwrap();
    let client = builder().build().unwrap();
    let server = FilesPrimaryServer { host: host(&own) };
    let items: Vec<String> = client.list_files().server(server).items_blocking().collect::<Result<_, _>>().unwrap();
    assert_eq!(items, ["a", "b"]);
    assert!(own.recorded().iter().all(|request| request.header("authorization") == Some("Bearer secret-token")));

    let api = Loopback::always(Reply::json(200, r#"{"data":[]}"#)).unwrap();
    let elsewhere = format!("{}/files", api.url());
    let own = Loopback::always(Reply::empty(302).header("location", &elsewhere)).unwrap();
    let client = builder().base_url(api.url()).redirects(Redirects::default()).build().unwrap();
    client.list_files().server(FilesPrimaryServer { host: host(&own) }).send_blocking().unwrap();
    assert_eq!(api.last().unwrap().header("authorization"), None);
}

#[test]
fn schemes_of_an_operation_override_those_of_the_document() {
    use operation_schemes::Client;
    use operation_schemes::client::{ClientBuilder, Server};
    let urls = |builder: ClientBuilder| {
        let mock = Mock::json(204, "");
        let client = builder.transport(mock.clone()).build().unwrap();
        client.any().send_blocking().unwrap();
        client.secure().send_blocking().unwrap();
        client.plain().send_blocking().unwrap();
        mock.take_requests().iter().map(|request| request.uri().to_string()).collect::<Vec<_>>()
    };
    let own = ["https://localhost:1/v1/secure", "http://localhost:1/v1/plain"];
    assert_eq!(urls(Client::builder()), ["https://localhost:1/v1/any", own[0], own[1]]);
    assert_eq!(urls(Client::builder().server(Server::Http)), ["http://localhost:1/v1/any", own[0], own[1]]);
    let moved = urls(Client::builder().base_url("http://localhost:2"));
    assert_eq!(moved, ["http://localhost:2/any", "http://localhost:2/secure", "http://localhost:2/plain"]);
}
