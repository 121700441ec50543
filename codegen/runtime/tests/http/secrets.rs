//! Plants secrets everywhere, prints everything that can be printed, and checks that no output contains one.

use std::error::Error as StdError;
use std::fmt::Debug;

use super::api::models::Customer;
use super::runtime::http::{
    Bytes, ClientCredentials, Credentials, File, HttpResponse, Multipart, Redirects, Retries, Token,
};
use super::server::{Server, answer, json};
use super::writes::{Pay, PayWithKey, Read, ReadSession};
use super::{Client, api, runtime};

/// A part of every secret text.
const SECRET: &str = "hunter2";

/// Returns all output of an error and its sources.
fn texts(error: &(dyn StdError + 'static)) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    if let Some(source) = error.source() {
        text.push_str(&texts(source));
    }
    text
}

#[track_caller]
fn check_error<E: StdError + 'static>(error: &E) {
    let text = texts(error);
    assert!(!text.contains(SECRET), "{text}");
}

#[track_caller]
fn check_debug(value: &dyn Debug) {
    let text = format!("{value:?} {value:#?}");
    assert!(!text.contains(SECRET), "{text}");
}

/// A client with secrets everywhere.
fn full(base_url: &str) -> api::client::ClientBuilder {
    let builder = Client::builder().base_url(format!("{base_url}/{SECRET}")).bearer_auth(SECRET).key(SECRET);
    let builder = builder.token(SECRET).oauth2(ClientCredentials::new(format!("http://h/{SECRET}"), SECRET, SECRET));
    builder.default_header("X-Own", SECRET).user_agent(SECRET).retries(super::quick())
}

#[test]
fn clients_and_credentials() {
    let builder = full("http://127.0.0.1:1");
    check_debug(&builder);
    check_debug(&builder.build().unwrap());
    check_debug(&Token::from(SECRET));
    check_debug(&Token::basic(SECRET, SECRET));
    check_debug(&ClientCredentials::new(SECRET, SECRET, SECRET));
    let mut credentials = Credentials::new(&[]);
    credentials.set(0, Token::from(SECRET));
    check_debug(&credentials);
    // Errors of building a client do not show its settings.
    for builder in [full("nonsense"), full("http://user:hunter2@h"), full("http://h?hunter2"), full("http://h#hunter2")]
    {
        check_error(&builder.build().unwrap_err());
    }
    check_error(&Client::builder().default_header("X-Own", "hunter2\n").build().unwrap_err());
    for origin in ["https://user:hunter2@h", "https://h/hunter2", "https://h?hunter2", "user:hunter2@h", "h?hunter2"] {
        let redirects = Redirects::default().trust(origin);
        check_debug(&redirects);
        check_error(&Client::builder().redirects(redirects).build().unwrap_err());
    }
}

#[test]
fn calls_and_bodies() {
    let client = full("http://127.0.0.1:1").build().unwrap();
    let customer = Customer { id: SECRET.to_owned(), ..Customer::default() };
    let update = client.update_customer(SECRET, customer.clone()).idempotency_key(SECRET).header("X-Call", SECRET);
    check_debug(&update);
    let request = update.into_request("http://h").unwrap();
    let (head, body) = request.into_parts();
    check_debug(&head.headers);
    let session = ReadSession::bare(&client).set(SECRET).into_request("http://h").unwrap();
    check_debug(session.headers());
    check_debug(&body);
    check_debug(&client.convert().body(customer));
    check_debug(&client.list_customers().cursor(SECRET));
    let mut parts = Multipart::new();
    parts.file("file", None, File::from_bytes(SECRET).header("X-Part", SECRET));
    parts.value("note", None, &SECRET.to_owned());
    check_debug(&parts);
    check_debug(&File::from_bytes(SECRET).header("X-Part", SECRET));
}

/// Invalid values.
#[test]
fn refusals() {
    let client = full("http://127.0.0.1:1").build().unwrap();
    check_error(&client.convert().header("X-Call", "hunter2\n").send_blocking().unwrap_err());
    check_error(&PayWithKey::new(&client).set("hunter2\n").send_blocking().unwrap_err());
    check_error(&client.update_customer("..", Customer::default()).send_blocking().unwrap_err());
    let long = SECRET.repeat(100);
    check_error(&client.update_customer("c", Customer::default()).idempotency_key(long).send_blocking().unwrap_err());
    let token = Client::builder().base_url("http://h").bearer_auth("hunter2\n").build().unwrap();
    check_error(&token.list_customers().send_blocking().unwrap_err());
    let query = Client::builder().base_url("http://h").key("hunter2\n").token(SECRET).build().unwrap();
    check_error(&query.list_customers().send_blocking().unwrap_err());
}

#[test]
fn failed_exchanges() {
    let client = full("http://127.0.0.1:1").build().unwrap();
    check_error(&client.list_customers().cursor(SECRET).send_blocking().unwrap_err());
    check_error(&client.update_customer(SECRET, Customer::default()).send_blocking().unwrap_err());
    #[allow(deprecated)] // So it is in the document.
    check_error(&client.delete_customer(SECRET).send_blocking().unwrap_err());
    let slow = Server::start(|_, _| vec![super::server::Step::Wait(std::time::Duration::from_secs(1))]);
    let call = full(&slow.url()).build().unwrap().list_customers().timeout(std::time::Duration::from_millis(50));
    check_error(&call.cursor(SECRET).send_blocking().unwrap_err());
}

/// The token URL's response, which may repeat the request.
#[test]
fn token_urls() {
    let server = Server::start(|_, sent| {
        let told = [sent.header("authorization").unwrap_or_default(), sent.body()].join(" ");
        json(400, &format!(r#"{{"error":"{told}","error_description":"{told}"}}"#))
    });
    for in_body in [false, true] {
        for secret in [SECRET, "hunter2/+ é"] {
            let oauth = ClientCredentials::new(server.url(), "id", secret).retries(Retries::none());
            let oauth = if in_body { oauth.in_body() } else { oauth };
            let client = Client::builder().base_url(server.url()).oauth2(oauth).build().unwrap();
            #[allow(deprecated)] // So it is in the document.
            let error = client.delete_customer("c").send_blocking().unwrap_err();
            check_error(&error);
            let sent =
                server.last().header("authorization").and_then(|text| text.strip_prefix("Basic ").map(str::to_owned));
            assert!(sent.is_none_or(|sent| !texts(&error).contains(&sent)), "{error:?}");
        }
    }
}

/// Secret response headers.
const HEADERS: &[(&str, &str)] = &[
    ("Content-Type", "application/json"),
    ("Set-Cookie", "session=hunter2"),
    ("X-Session-Token", SECRET),
    ("WWW-Authenticate", "Bearer hunter2"),
    ("Link", "</hunter2>; rel=self"),
    ("Location", "http://127.0.0.1:1/hunter2?hunter2"),
    ("X-Count", SECRET),
];

#[test]
fn answers() {
    // A success with secrets only in its headers.
    let server = Server::start(|_, _| answer(200, HEADERS, r#"{"id":"c"}"#));
    let client = full(&server.url()).build().unwrap();
    let response = client.update_customer("c", Customer::default()).with_response().send_blocking().unwrap();
    check_debug(&response);
    check_error(&response.typed_headers().unwrap_err());
    // Documented and undocumented error responses, also with secrets only in their headers.
    for status in [422, 404, 500] {
        let server = Server::start(move |_, _| answer(status, HEADERS, r#"{"detail":"no"}"#));
        let client = full(&server.url()).retries(Retries::none()).build().unwrap();
        check_error(&client.update_customer("c", Customer::default()).send_blocking().unwrap_err());
        check_error(&client.list_customers().send_blocking().unwrap_err());
    }
    // Other responses without an error status.
    for status in [202, 204, 206, 300, 304, 302, 307] {
        let server = Server::start(move |_, _| answer(status, HEADERS, if status == 204 { "" } else { SECRET }));
        let client = full(&server.url()).build().unwrap();
        check_error(&client.update_customer("c", Customer::default()).send_blocking().unwrap_err());
        match Pay::new(&client).send_blocking() {
            Ok(response) => check_debug(&response),
            Err(error) => check_error(&error),
        }
    }
}

/// Bodies of successful responses that do not match their types.
#[test]
fn mismatched_bodies() {
    let bodies = [
        r#"{"data":"hunter2"}"#,
        r#"{"data":["hunter2"]}"#,
        r#"{"data":[{"id":{"hunter2":"hunter2"}}]}"#,
        r#"{"data":[{"id":"a","name":["hunter2"]}]}"#,
        r#"{"data":[{"id":"a","name":77777777777}],"x":"hunter2"}"#,
        r#"{"data":[{"id":["hunter2"]}]}"#,
        r#""hunter2""#,
        "hunter2",
        r#"{"data":[],"hunter2"#,
        "{\"data\":[{\"id\":\"hunter2\u{0}\"}]}",
        r#"{"data":[{"id":"hunter2\uD800"}]}"#,
    ];
    for body in bodies {
        let server = Server::start(move |_, _| json(200, body));
        let client = full(&server.url()).build().unwrap();
        check_error(&client.list_customers().send_blocking().unwrap_err());
        let mut response = HttpResponse::new(Bytes::from_static(body.as_bytes()));
        *response.status_mut() = http::StatusCode::OK;
        check_error(&api::operations::ListCustomers::decode(response).unwrap_err());
        check_error(&runtime::decode::<Vec<Customer>>(body.as_bytes()).unwrap_err());
    }
}

#[test]
fn redirects_and_pages() {
    let other = Server::start(|_, _| answer(204, &[], ""));
    for status in [302, 307] {
        for to in ["/hunter2", "http://hunter2@h/", "ftp://hunter2", ""] {
            let to = if to == "/hunter2" { format!("{}/hunter2?hunter2", other.url()) } else { to.to_owned() };
            let server = Server::start(move |_, _| answer(status, &[("Location", &to)], SECRET));
            let client = full(&server.url()).build().unwrap();
            for outcome in [PayWithKey::new(&client).send_blocking(), Read::bare(&client).send_blocking()] {
                outcome.err().iter().for_each(check_error);
            }
        }
    }
    let server = Server::start(|_, _| json(200, r#"{"data":[{"id":"a"}],"next":"hunter2"}"#));
    let client = full(&server.url()).build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let error = runtime.block_on(async {
        let mut items = client.list_customers().items();
        loop {
            match items.next().await {
                Some(Ok(_)) => {}
                Some(Err(error)) => return Some(error),
                None => return None,
            }
        }
    });
    error.iter().for_each(check_error);
}

#[cfg(feature = "mock")]
#[test]
fn mocks() {
    use super::runtime::http::{Mock, Mockable as _};
    let mock = Mock::expecting("{}");
    let builder = Client::builder().bearer_auth(SECRET).default_header("X-Own", SECRET).transport(mock.clone());
    let client = builder.build().unwrap();
    check_error(&client.list_customers().cursor(SECRET).send_blocking().unwrap_err());
    check_debug(&mock);
    check_debug(&mock.sent::<api::operations::ListCustomers>());
    check_debug(&mock.verify().unwrap_err());
    let page = api::models::CustomerPage { data: Vec::new(), next: Some(SECRET.to_owned()) };
    check_debug(&api::operations::ListCustomers::mock_success(page));
}
