//! Servers: the API's first one, the user's, and those of operations and paths.

use super::api::client::{Client, RegionalServer, RegionalServerTier, Server};
use super::runtime::http::{BuildError, Builder, Call, Mock, call, table};

struct Elsewhere(Call);

impl Elsewhere {
    const TABLE: table::Operation = table::Operation {
        name: "elsewhere",
        path: "/files",
        successes: &[table::Reply::empty(table::Status::Exact(200))],
        server: "https://files.example.com/v2/",
        ..table::Operation::EMPTY
    };
}

call!(Elsewhere => empty (), (); cases std::convert::Infallible);

/// Checks the URLs of a call to the API's server, and of a call to an operation's own server.
async fn check(base_url: Option<&str>, expect: [&str; 2]) {
    let mock = Mock::json(200, r#"{"data":[]}"#);
    let builder = Client::builder().bearer_auth("t").transport(mock.clone());
    let builder = if let Some(url) = base_url { builder.base_url(url) } else { builder };
    let client = builder.build().unwrap();
    client.list_customers().await.unwrap();
    Elsewhere(Call::new(&Elsewhere::TABLE)).with_client(&client).await.unwrap();
    let urls: Vec<String> = mock.take_requests().iter().map(|request| request.uri().to_string()).collect();
    assert_eq!(urls, expect);
}

#[tokio::test]
async fn an_operation_may_have_its_own_server() {
    check(None, ["https://api.example.com/v1/customers", "https://files.example.com/v2/files"]).await;
}

/// A selected server is complete, even if it has no path.
#[test]
fn the_path_of_the_api_is_appended_only_to_a_base_url() {
    let url = |builder: Builder| builder.build().unwrap().base_url().to_owned();
    assert_eq!(url(Builder::new(&[], "/v1").base_url("https://a.test")), "https://a.test/v1");
    assert_eq!(url(Builder::new(&[], "/v1").server(Ok("https://a.test".to_owned()))), "https://a.test");
    assert_eq!(url(Builder::new(&[], "https://a.test/v1").base_url("https://b.test")), "https://b.test");
    assert_eq!(url(Builder::new(&[], "").base_url("https://b.test")), "https://b.test");
}

struct Nowhere(Call);

impl Nowhere {
    const TABLE: table::Operation =
        table::Operation { server: "unusable: https://{x}.example.com", ..Elsewhere::TABLE };
}

call!(Nowhere => empty (), (); cases std::convert::Infallible);

/// The credentials belong to another server than the API's.
#[tokio::test]
async fn an_operation_whose_server_has_no_url_is_not_sent() {
    let mock = Mock::json(200, "{}");
    let client = Client::builder().bearer_auth("t").transport(mock.clone()).build().unwrap();
    let error = Nowhere(Call::new(&Nowhere::TABLE)).with_client(&client).await.unwrap_err();
    assert!(error.to_string().contains("base URL"), "{error}");
    assert!(mock.take_requests().is_empty());
}

#[tokio::test]
async fn a_custom_base_url_applies_to_all_operations() {
    let expect = ["http://localhost:1/proxy/customers", "http://localhost:1/proxy/files"];
    check(Some("http://localhost:1/proxy/"), expect).await;
}

fn regional(region: &str, port: &str) -> RegionalServer {
    RegionalServer { region: region.to_owned(), port: port.to_owned(), ..Default::default() }
}

#[test]
fn servers_have_urls() {
    assert_eq!(Server::default(), Server::Production);
    assert_eq!(Server::Production.url().unwrap(), "https://api.example.com/v1");
    let server = regional("us", "8443");
    assert_eq!(server.url().unwrap(), "https://us.example.com:8443/free");
    let server = RegionalServer { tier: RegionalServerTier::Gold, ..server };
    assert_eq!(server.tier.to_string(), "gold");
    let client = Client::builder().server(server).build().unwrap();
    assert_eq!(client.as_ref().base_url(), "https://us.example.com:8443/gold");
    let client = Client::builder().server(Server::Production).build().unwrap();
    assert_eq!(client.as_ref().base_url(), "https://api.example.com/v1");
    Client::builder().base_url("nonsense").build().unwrap_err();
}

#[tokio::test]
async fn a_selected_server_applies_to_all_operations() {
    let mock = Mock::json(200, r#"{"data":[]}"#);
    let builder = Client::builder().server(regional("us", "80")).bearer_auth("t");
    let client = builder.transport(mock.clone()).build().unwrap();
    Elsewhere(Call::new(&Elsewhere::TABLE)).with_client(&client).await.unwrap();
    assert_eq!(mock.take_requests()[0].uri(), "https://us.example.com:80/free/files");
}

/// Checks that no client is built, whatever is set before or after.
#[track_caller]
fn refused(server: RegionalServer, variable: &str, reason: &str) {
    let builders = [
        Client::builder().bearer_auth("secret-token").server(server.clone()),
        Client::builder().base_url("https://api.example.com").server(server.clone()),
        Client::builder().server(server.clone()).base_url("https://api.example.com"),
        Client::builder().server(server.clone()).server(Server::Production),
    ];
    for builder in builders {
        let mock = Mock::json(200, "{}");
        let error = builder.transport(mock.clone()).build().unwrap_err();
        let BuildError::Server(problem) = &error else { panic!("{error}") };
        assert_eq!(problem.variable.as_deref(), Some(variable), "{error}");
        assert!(problem.reason.starts_with(reason), "{error}");
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(variable) && !shown.contains("evil") && !shown.contains("secret"), "{shown}");
        assert!(mock.take_requests().is_empty());
    }
    assert_eq!(server.url().unwrap_err().variable.as_deref(), Some(variable));
}

#[test]
fn nothing_is_sent_to_the_host_in_a_value() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let evil = listener.local_addr().unwrap();
    for value in
        [format!("{evil}/"), format!("{evil}#"), format!("{evil}?"), format!("x@{evil}/"), format!("{evil}\\\\")]
    {
        Client::builder().bearer_auth("secret-token").server(regional(&value, "80")).build().unwrap_err();
    }
    assert_eq!(listener.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}

#[test]
fn a_value_cannot_choose_another_host() {
    for value in
        ["evil.test/", "evil.test#", "evil.test?", "evil.test\\", "a@evil.test", "evil\u{3002}test", "evil\n", ""]
    {
        let reason = if value.is_empty() { "a value is required" } else { "only ASCII letters" };
        refused(regional(value, "80"), "region", reason);
    }
    for value in ["80@evil.test", "0", "70000", "80/"] {
        refused(regional("us", value), "port", "the port must be");
    }
    // The document has no default for it.
    refused(regional("us", ""), "port", "a value is required");
    refused(RegionalServer::default(), "port", "a value is required");
}
