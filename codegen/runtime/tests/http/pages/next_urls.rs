//! The URLs of next pages: which origins are requested, and what is sent to them.

use std::sync::{Arc, Mutex};

use super::super::api::client::Client;
use super::super::quick;
use super::super::runtime::Value;
use super::super::runtime::http::{
    BuildError, Builder, Call, Hook, NextPages, RequestParts, SchemeKind, SecurityScheme, call, pages, table,
};
use super::super::server::{Server, json};
use super::read;

static SCHEMES: &[SecurityScheme] = &[
    SecurityScheme { name: "token", kind: SchemeKind::Bearer },
    SecurityScheme { name: "key", kind: SchemeKind::Query("api key") },
];

struct List(Call);

impl List {
    const TABLE: table::Operation = table::Operation {
        name: "list",
        path: "/list",
        parameters: &[
            table::Parameter::query("version").required().fixed("1"),
            table::Parameter::query("tag"),
            table::Parameter::header("X-Tenant"),
        ],
        security: &[&[table::Scheme::new(0), table::Scheme::new(1)]],
        successes: &[table::Reply::json(table::Status::Exact(200))],
        ..table::Operation::EMPTY
    };
}

call!(List => json Value, (); cases std::convert::Infallible);
pages!(List => Value, |page| super::items(page, &["data"]); table::Paging {
    items: &["data"],
    next: table::Next::Url { path: &["next"] },
});

/// Counts the requests that hooks see.
struct Counter(Arc<Mutex<u32>>);

impl Hook for Counter {
    fn before(&self, _: &table::Operation, _: &mut RequestParts) {
        *self.0.lock().unwrap() += 1;
    }
}

fn call() -> Call {
    let mut call = Call::new(&List::TABLE);
    call.set_texts(1, ["a", "b"]);
    call.set_text(2, "secret-tenant");
    call.header("X-Own", "secret-own");
    call
}

fn builder(server: &Server) -> Builder {
    let builder = Builder::new(SCHEMES, server.url()).credential(0, "secret-token").credential(1, "secret key");
    builder.default_header("X-Default", "secret-default").retries(quick())
}

/// Returns a page that refers to a URL.
fn page(id: &str, next: &str) -> String {
    serde_json::json!({ "data": [{ "id": id }], "next": next }).to_string()
}

const LAST: &str = r#"{"data":[{"id":"last"}]}"#;
const FIRST: &str = "/list?version=1&tag=a&tag=b&api%20key=secret%20key";

/// The URL of the next page is complete. Only a credential that it lacks is added, whatever the encoding of its name.
#[tokio::test]
async fn nothing_is_added_twice_to_a_url() {
    for (next, expect) in [
        ("?tag=a&tag=b&p=2", "/list?tag=a&tag=b&p=2&api%20key=secret%20key"),
        ("/list?version=2&p=2", "/list?version=2&p=2&api%20key=secret%20key"),
        ("/list?p=2&api%20key=other", "/list?p=2&api%20key=other"),
        ("/list?p=2&api+key=other", "/list?p=2&api+key=other"),
        ("/list?%61pi%20key=other&p=2", "/list?%61pi%20key=other&p=2"),
        ("/list?p=2&api%20key=", "/list?p=2&api%20key="),
        ("/list?p=2&api%20keys=other", "/list?p=2&api%20keys=other&api%20key=secret%20key"),
        ("/other", "/other?api%20key=secret%20key"),
    ] {
        let server =
            Server::start(move |number, _| json(200, &if number == 0 { page("a", next) } else { LAST.to_owned() }));
        let client = builder(&server).build().unwrap();
        let (items, error) = read(List(call().with_client(&client)).items()).await;
        assert_eq!((items.join(" ").as_str(), error), ("a last", None), "{next}");
        let sent = server.received();
        assert_eq!(sent.iter().map(|sent| sent.target.as_str()).collect::<Vec<_>>(), [FIRST, expect], "{next}");
        for name in ["authorization", "x-tenant", "x-own", "x-default"] {
            assert!(sent[1].header(name).is_some_and(|value| value.contains("secret")), "{next}: {name}");
        }
    }
}

/// A relative URL refers to the page that it is on, not to the first one.
#[tokio::test]
async fn relative_urls_refer_to_their_page() {
    let server = Server::start(|number, _| {
        json(200, &[page("a", "/v2/items/?p=2"), page("b", "?p=3"), page("c", "next"), LAST.to_owned()][number])
    });
    let client = builder(&server).build().unwrap();
    let (items, error) = read(List(call().with_client(&client)).items()).await;
    assert_eq!((items.join(" ").as_str(), error), ("a b c last", None));
    let targets: Vec<String> = server.received().iter().map(|sent| sent.target.clone()).collect();
    let with_key = |path: &str| format!("{path}api%20key=secret%20key");
    assert_eq!(
        targets,
        [FIRST.to_owned(), with_key("/v2/items/?p=2&"), with_key("/v2/items/?p=3&"), with_key("/v2/items/next?")]
    );
}

/// Sends a list whose second page is at another origin. Returns the items, the error, what the other origin received, and the number of
/// requests that the hook saw.
async fn abroad(
    next_pages: fn(NextPages, &str) -> NextPages,
) -> (String, Option<String>, Arc<Server>, Arc<Server>, u32) {
    let other = Arc::new(Server::start(|_, sent| match sent.target.as_str() {
        "/list?p=2" | "/list?p=2&api%20key=secret%20key" => json(200, &page("b", "?p=3")),
        _ => json(200, LAST),
    }));
    let url = format!("{}/list?p=2", other.url());
    let api = Arc::new(Server::start(move |_, sent| match sent.target.as_str() {
        FIRST => json(200, &page("a", &url)),
        _ => json(200, LAST),
    }));
    let seen = Arc::new(Mutex::new(0));
    let rules = next_pages(NextPages::default(), &other.url());
    let client = builder(&api).next_pages(rules).hook(Counter(Arc::clone(&seen))).build().unwrap();
    let (items, error) = read(List(call().with_client(&client)).items()).await;
    let error = error.map(|error| error.replace(&other.url(), "OTHER").replace(&api.url(), "API"));
    let seen = *seen.lock().unwrap();
    (items.join(" "), error, api, other, seen)
}

#[tokio::test]
async fn another_origin_is_named_in_an_error() {
    let (items, error, _, other, _) = abroad(|rules, _| rules).await;
    assert_eq!(items, "a");
    assert_eq!(
        error.unwrap(),
        "next page: the API's URL for it, `OTHER/…`, is on another origin than `API/…`, so the list may be incomplete; \
         if that is right, set `next_pages` on the client's builder"
    );
    assert_eq!(other.received().len(), 0);
}

#[tokio::test]
async fn a_trusted_origin_receives_everything() {
    let (items, error, _, other, seen) = abroad(|rules, other| rules.trust(other)).await;
    assert_eq!((items.as_str(), error, seen), ("a b last", None, 3));
    for sent in other.received() {
        assert!(sent.target.ends_with("&api%20key=secret%20key"), "{}", sent.target);
        assert_eq!(sent.header("authorization"), Some("Bearer secret-token"));
        assert_eq!(sent.header("x-own"), Some("secret-own"));
    }
}

#[tokio::test]
async fn an_allowed_origin_receives_no_secrets() {
    let (items, error, _, other, seen) = abroad(|rules, other| rules.allow(other)).await;
    assert_eq!((items.as_str(), error, seen), ("a b last", None, 1));
    let received = other.received();
    let targets: Vec<&str> = received.iter().map(|sent| sent.target.as_str()).collect();
    assert_eq!(targets, ["/list?p=2", "/list?p=3"]);
    for sent in &received {
        let shown = format!("{sent:?}");
        assert!(!shown.contains("secret"), "{shown}");
    }
}

/// An allowed origin cannot gain the credentials by a redirect to the API.
#[tokio::test]
async fn a_redirect_from_an_allowed_origin_stays_anonymous() {
    let api_url = Arc::new(Mutex::new(String::new()));
    let to = Arc::clone(&api_url);
    let other = Server::start(move |_, _| {
        super::super::server::answer(302, &[("Location", &format!("{}/private", to.lock().unwrap()))], "")
    });
    let url = format!("{}/list", other.url());
    let api = Server::start(move |_, sent| match sent.target.as_str() {
        FIRST => json(200, &page("a", &url)),
        _ => json(200, LAST),
    });
    *api_url.lock().unwrap() = api.url();
    let client = builder(&api).next_pages(NextPages::default().allow(other.url())).build().unwrap();
    let (items, error) = read(List(call().with_client(&client)).items()).await;
    assert_eq!((items.join(" ").as_str(), error), ("a last", None));
    let received = api.received();
    assert_eq!(received[1].target, "/private");
    assert!(!format!("{:?}", received[1]).contains("secret"), "{:?}", received[1]);
}

#[tokio::test]
async fn a_url_can_be_moved_to_the_api() {
    let (items, error, api, other, seen) = abroad(|rules, _| rules.at_api()).await;
    assert_eq!((items.as_str(), error, seen), ("a last", None, 2));
    assert_eq!(other.received().len(), 0);
    assert_eq!(api.received()[1].target, "/list?p=2&api%20key=secret%20key");
    assert_eq!(api.received()[1].header("authorization"), Some("Bearer secret-token"));
}

#[test]
fn rules_are_checked_when_the_client_is_built() {
    for rules in [NextPages::default().trust("example.com"), NextPages::default().allow("https://a.test/secret")] {
        let error = Builder::new(SCHEMES, "https://api.test").next_pages(rules.clone()).build().unwrap_err();
        assert!(matches!(error, BuildError::Origin(_)) && !error.to_string().contains("secret"), "{error}");
        assert!(!format!("{rules:?}").contains("secret"), "{rules:?}");
    }
}
