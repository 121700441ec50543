//! Servers: the API's first one, one of the user's, and those that operations and paths have of their own.

use super::api::client::Client;
use super::runtime::http::{Call, Mock, call, table};

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

call!(Elsewhere => empty (), (); none std::convert::Infallible);

/// The URLs of a call to the API's server, and of one to a server of its own.
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
async fn an_operation_may_have_a_server_of_its_own() {
    check(None, ["https://api.example.com/v1/customers", "https://files.example.com/v2/files"]).await;
}

#[tokio::test]
async fn a_server_of_the_users_is_for_all_operations() {
    let expect = ["http://localhost:1/proxy/customers", "http://localhost:1/proxy/files"];
    check(Some("http://localhost:1/proxy/"), expect).await;
}
