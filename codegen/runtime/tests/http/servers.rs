//! Servers: the API's first one, the user's, and those of operations and paths.

use super::api::client::{Client, RegionalServer, RegionalServerTier, Server};
use super::runtime::http::{BuildError, Builder, Call, Mock, call, table};

struct Elsewhere(Call);

impl Elsewhere {
    const TABLE: table::Operation = table::Operation {
        name: "elsewhere",
        path: "/files",
        successes: &[table::Reply::empty(table::Status::Exact(200))],
        server: table::Server::Absolute("https://files.example.com/v2/"),
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
        table::Operation { server: table::Server::Unusable("https://{x}.example.com"), ..Elsewhere::TABLE };
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

struct Sibling(Call);

impl Sibling {
    const TABLE: table::Operation =
        table::Operation { name: "sibling", server: table::Server::Relative("../v2/"), ..Elsewhere::TABLE };
}

call!(Sibling => empty (), (); cases std::convert::Infallible);

/// An operation with an absolute server keeps it. A relative one is resolved against the selected server.
#[tokio::test]
async fn a_selected_server_applies_to_operations_without_their_own() {
    let mock = Mock::json(200, r#"{"data":[]}"#);
    let builder = Client::builder().server(regional("us", "80")).bearer_auth("t");
    let client = builder.transport(mock.clone()).build().unwrap();
    client.list_customers().await.unwrap();
    Elsewhere(Call::new(&Elsewhere::TABLE)).with_client(&client).await.unwrap();
    Sibling(Call::new(&Sibling::TABLE)).with_client(&client).await.unwrap();
    let urls: Vec<String> = mock.take_requests().iter().map(|request| request.uri().to_string()).collect();
    assert_eq!(
        urls,
        [
            "https://us.example.com:80/free/customers",
            "https://files.example.com/v2/files",
            "https://us.example.com:80/v2/files"
        ]
    );
}

/// The base URL after these settings, in this order: `@` before a base URL, else a selected server.
#[track_caller]
fn check_base_url(default_server: &str, settings: &[&str], expect: Result<&str, &str>) {
    let mut builder = Builder::new(&[], default_server).transport(Mock::json(200, "{}"));
    for setting in settings {
        builder = match setting.strip_prefix('@') {
            Some(url) => builder.base_url(url),
            None => builder.server(Ok((*setting).to_owned())),
        };
    }
    let found = builder.build().map(|client| client.base_url().to_owned()).map_err(|error| error.to_string());
    match expect {
        Ok(expect) => assert_eq!(found.as_deref(), Ok(expect), "{default_server} {settings:?}"),
        Err(expect) => assert!(found.as_ref().is_err_and(|error| error.contains(expect)), "{settings:?}: {found:?}"),
    }
}

#[test]
fn base_urls_and_servers_are_combined() {
    let api = "https://api.test/v1";
    check_base_url(api, &[], Ok("https://api.test/v1"));
    check_base_url(api, &["https://b.test/v2"], Ok("https://b.test/v2"));
    check_base_url(api, &["@https://c.test", "https://b.test"], Ok("https://b.test"));
    check_base_url(api, &["https://b.test", "@https://c.test"], Ok("https://c.test"));
    // A relative server needs a URL, and is resolved against it in any order.
    check_base_url(api, &["/v2"], Ok("https://api.test/v2"));
    check_base_url(api, &["v2"], Ok("https://api.test/v2"));
    check_base_url(api, &["/v2", "@https://c.test/x"], Ok("https://c.test/v2"));
    check_base_url(api, &["@https://c.test/x", "/v2"], Ok("https://c.test/v2"));
    check_base_url("/v1", &["@https://c.test/x/", "./v2"], Ok("https://c.test/x/v2"));
    check_base_url("/v1", &["@https://c.test", "/v2"], Ok("https://c.test/v2"));
    check_base_url("/v1", &["/v2"], Err("the API declares no host; set one with `base_url`"));
    check_base_url("/v1", &[], Err("the API declares no host"));
    check_base_url("", &[], Err("the API declares no server"));
    check_base_url("", &["@"], Err("invalid base URL"));
}

/// The API declares no server, but each operation has its own.
#[tokio::test]
async fn a_client_may_have_no_base_url() {
    let mock = Mock::json(200, "{}");
    let client = Builder::new(&[], "").own_servers().transport(mock.clone()).build().unwrap();
    let send = |table| Elsewhere(Call::new(table).with_client(&client));
    send(&Elsewhere::TABLE).await.unwrap();
    assert_eq!(mock.take_requests()[0].uri(), "https://files.example.com/v2/files");
    static COMMON: table::Operation = table::Operation { server: table::Server::None, ..Elsewhere::TABLE };
    for (table, expect) in [(&COMMON, "declares no server for this operation"), (&Sibling::TABLE, "is relative")] {
        let error = send(table).await.unwrap_err().to_string();
        assert!(error.contains(expect), "{error}");
    }
    assert!(mock.take_requests().is_empty());
}

/// Servers that the document names are the API's: they receive the credentials. Redirects between them do not.
#[tokio::test]
async fn credentials_are_sent_to_own_servers_but_not_along_redirects() {
    static PRIVATE: table::Operation = table::Operation { security: &[&[table::Scheme::new(0)]], ..Elsewhere::TABLE };
    let mock = Mock::new(|request| {
        let is_first = request.uri().host() == Some("files.example.com");
        let builder = super::runtime::http::HttpResponse::builder();
        let builder =
            if is_first { builder.status(307).header("location", "https://api.example.com/v1/x") } else { builder };
        builder.body("").unwrap()
    });
    let client = Client::builder().bearer_auth("secret-token").transport(mock.clone()).build().unwrap();
    Elsewhere(Call::new(&PRIVATE)).with_client(&client).await.unwrap();
    let sent = mock.take_requests();
    let found: Vec<_> =
        sent.iter().map(|request| (request.uri().host(), request.headers().get("authorization"))).collect();
    assert_eq!(found[0].0, Some("files.example.com"));
    assert_eq!(found[0].1.unwrap(), "Bearer secret-token");
    assert_eq!(found[1], (Some("api.example.com"), None));
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
