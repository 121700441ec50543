//! Redirects: how often a write is sent, and what another origin receives.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::runtime::http::{
    BoxError, BoxFuture, ClientCredentials, Error, Hook, Redirects, RequestParts, Retries, Token, TokenContext,
    TokenProvider, table::Operation,
};
use super::server::{Received, Server, Step, answer, json};
use super::writes::{Amend, AmendWithKey, Pay, PayAuthorised, PayWithKey, Read, Remove, Replace};
use super::{Client, client, quick};

/// A closed port.
pub fn closed() -> String {
    // Reserved (tcpmux), so no server of another test listens on it.
    "http://127.0.0.1:1".to_owned()
}

/// Responds to the first path with a redirect, and to everything else with 204.
pub fn redirecting(status: u16, to: &str) -> Server {
    let to = to.to_owned();
    Server::start(move |_, sent| match sent.target.as_str() {
        "/payments" | "/convert" => answer(status, &[("Location", &to)], ""),
        _ => answer(204, &[], ""),
    })
}

fn methods(server: &Server) -> Vec<String> {
    server.received().into_iter().map(|sent| format!("{} {}", sent.method, sent.target)).collect()
}

#[test]
fn a_write_is_not_sent_again_because_the_target_of_its_redirect_is_closed() {
    for status in [301, 302, 303, 307, 308] {
        let server = redirecting(status, &format!("{}/x", closed()));
        client(&server).convert().send_blocking().unwrap_err();
        assert_eq!(methods(&server), ["POST /convert"], "{status}");
        for send in [
            |client: &Client| Pay::new(client).send_blocking(),
            |client: &Client| Pay::bare(client).send_blocking(),
            |client: &Client| Amend::new(client).send_blocking(),
            |client: &Client| PayWithKey::new(client).send_blocking(),
            |client: &Client| Replace::new(client).send_blocking(),
        ] {
            let server = redirecting(status, &format!("{}/x", closed()));
            send(&client(&server)).unwrap_err();
            assert_eq!(server.received().len(), 1, "{status}");
        }
    }
}

#[test]
fn a_write_is_not_sent_again_because_the_target_of_its_redirect_fails() {
    for (status, second) in [(303, 503), (307, 503), (308, 429), (302, 401)] {
        let server = Server::start(move |_, sent| match sent.target.as_str() {
            "/payments" => answer(status, &[("Location", "/second")], ""),
            _ => answer(second, &[], ""),
        });
        for send in [
            |client: &Client| Pay::new(client).send_blocking(),
            |client: &Client| PayWithKey::new(client).send_blocking(),
        ] {
            let before = server.received().len();
            send(&client(&server)).unwrap_err();
            assert_eq!(server.received().len() - before, 2, "{status} {second}");
        }
    }
}

#[test]
fn a_write_is_not_sent_again_because_the_target_of_its_redirect_breaks_off() {
    for status in [303, 307] {
        let server = Server::start(move |_, sent| match sent.target.as_str() {
            "/payments" => answer(status, &[("Location", "/second")], ""),
            _ => vec![Step::Close],
        });
        PayWithKey::new(&client(&server)).send_blocking().unwrap_err();
        assert_eq!(server.received().iter().filter(|sent| sent.target == "/payments").count(), 1, "{status}");
    }
}

#[test]
fn a_refused_token_is_renewed_for_the_first_hop_only() {
    let other = Server::start(|_, _| answer(401, &[], ""));
    let to = format!("{}/there", other.url());
    let server = Server::start(move |_, sent| match sent.target.as_str() {
        "/token" => json(200, r#"{"access_token":"t"}"#),
        "/payments" => answer(303, &[("Location", &to)], ""),
        _ => answer(401, &[], ""),
    });
    let oauth = ClientCredentials::new(format!("{}/token", server.url()), "id", "s");
    let client = Client::builder().base_url(server.url()).oauth2(oauth).retries(Retries::none()).build().unwrap();
    PayAuthorised::new(&client).send_blocking().unwrap_err();
    assert_eq!(methods(&server), ["POST /token", "POST /payments"]);
    assert_eq!(other.received().len(), 1);
    // The same after a redirect to the API itself.
    let server = Server::start(|_, sent| match sent.target.as_str() {
        "/token" => json(200, r#"{"access_token":"t"}"#),
        "/payments" => answer(307, &[("Location", "/second")], ""),
        _ => answer(401, &[], ""),
    });
    let oauth = ClientCredentials::new(format!("{}/token", server.url()), "id", "s");
    let client = Client::builder().base_url(server.url()).oauth2(oauth).build().unwrap();
    PayAuthorised::new(&client).send_blocking().unwrap_err();
    let writes: Vec<_> = methods(&server).into_iter().filter(|line| line != "POST /token").collect();
    assert_eq!(writes, ["POST /payments", "POST /second"]);
}

#[test]
fn the_same_origin_gets_the_request_as_it_is() {
    #[track_caller]
    fn check(status: u16, send: fn(&Client) -> Result<(), String>, expect: Option<(&str, &str)>) {
        let server = redirecting(status, "/second");
        let outcome = send(&client(&server));
        let second = server.received().get(1).cloned();
        assert_eq!(outcome.is_ok(), expect.is_some(), "{status} {outcome:?}");
        let second = second.as_ref().map(|sent| (sent.method.as_str(), sent.body()));
        assert_eq!(second, expect, "{status}");
    }
    macro_rules! send {
        ($call:ident) => {
            |client| $call::new(client).send_blocking().map(drop).map_err(|error| error.to_string())
        };
    }
    const BODY: &str = "\"100.00\"";
    for status in [301, 302, 303] {
        check(status, send!(Pay), Some(("GET", "")));
        check(status, send!(PayWithKey), Some(("GET", "")));
    }
    check(303, send!(Amend), Some(("GET", "")));
    check(303, send!(Replace), Some(("GET", "")));
    for status in [301, 302] {
        // These would repeat the write; only 307 and 308 request that.
        check(status, send!(Amend), None);
        check(status, send!(AmendWithKey), Some(("PATCH", BODY)));
        check(status, send!(Replace), Some(("PUT", BODY)));
        check(status, send!(Remove), Some(("DELETE", BODY)));
    }
    for status in [307, 308] {
        check(status, send!(Pay), Some(("POST", BODY)));
        check(status, send!(Amend), Some(("PATCH", BODY)));
        check(status, send!(Remove), Some(("DELETE", BODY)));
    }
}

#[test]
fn a_redirected_get_carries_no_idempotency_key() {
    let server = redirecting(303, "/second");
    PayWithKey::new(&client(&server)).send_blocking().unwrap();
    let received = server.received();
    assert!(received[0].header("idempotency-key").is_some());
    assert_eq!(received[1].header("idempotency-key"), None);
    assert_eq!(received[1].header("content-type"), None);
    assert_eq!(received[1].header("x-tenant"), Some("t1"));
    let server = redirecting(307, "/second");
    PayWithKey::new(&client(&server)).send_blocking().unwrap();
    let received = server.received();
    assert_eq!(received[1].header("idempotency-key"), received[0].header("idempotency-key"));
}

/// Signs every request.
struct Sign(Arc<Mutex<Vec<String>>>);

impl Hook for Sign {
    fn before(&self, _: &'static Operation, request: &mut RequestParts) {
        request.headers.insert("x-signature", http::HeaderValue::from_static("signed"));
        self.0.lock().unwrap().push(request.uri.to_string());
    }
}

/// A client with secrets in headers, credentials and hooks.
fn guarded(server: &Server, signed: &Arc<Mutex<Vec<String>>>) -> super::api::client::ClientBuilder {
    let builder = Client::builder().base_url(server.url()).bearer_auth("bearer-secret").oauth2("oauth-secret");
    let builder = builder.key("key-secret").token("token-secret").default_header("X-Own", "own-secret");
    builder.user_agent("shop/1.0").retries(quick()).hook(Sign(Arc::clone(signed)))
}

/// Checks that the request contains nothing that was set.
#[track_caller]
fn assert_bare(sent: &Received) {
    let names: Vec<_> = sent.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    let unknown: Vec<_> = names
        .iter()
        .filter(|name| !matches!(name.as_str(), "accept" | "accept-encoding" | "host" | "user-agent"))
        .collect();
    assert!(unknown.is_empty(), "{sent:?}");
    assert!(sent.body.is_empty());
    assert!(!sent.header("user-agent").unwrap_or_default().contains("shop"), "{sent:?}");
    let whole = format!("{sent:?}");
    assert!(!whole.contains("secret") && !whole.contains("signed"), "{sent:?}");
}

#[test]
fn another_origin_gets_nothing_that_was_set() {
    for status in [301, 302, 303, 307, 308] {
        let other = Server::start(|_, _| answer(204, &[], ""));
        let server = redirecting(status, &format!("{}/there", other.url()));
        let signed = Arc::default();
        let client = guarded(&server, &signed).build().unwrap();
        let read =
            Read::bare(&client).set("tenant-secret").header("X-Call", "call-secret").header("Cookie", "c=secret");
        read.send_blocking().unwrap();
        let sent = other.last();
        assert_eq!((sent.method.as_str(), sent.target.as_str()), ("GET", "/there"), "{status}");
        assert_bare(&sent);
        // A request to another origin is anonymous, so no hook signs it.
        assert_eq!(signed.lock().unwrap().len(), 1);
    }
}

/// The spelling of another origin does not matter.
#[test]
fn another_origin_is_known_in_all_spellings() {
    for form in ["//HOST/x", "\\\\HOST\\x", "/\\HOST/x", "/\t/HOST/x", "http:\\\\HOST/x", "http:////HOST/x"] {
        let other = Server::start(|_, _| answer(204, &[], ""));
        let server = redirecting(302, &form.replace("HOST", other.url().trim_start_matches("http://")));
        let read = Read::bare(&guarded(&server, &Arc::default()).build().unwrap()).set("tenant-secret");
        read.send_blocking().unwrap();
        assert!(!other.received().is_empty(), "{form}");
        assert_bare(&other.last());
    }
}

#[test]
fn another_origin_gets_no_write() {
    for status in [307, 308] {
        let other = Server::start(|_, _| answer(204, &[], ""));
        let server = redirecting(status, &format!("{}/there?token=location-secret", other.url()));
        let client = guarded(&server, &Arc::default()).build().unwrap();
        let outcomes = [
            Pay::new(&client).send_blocking(),
            Pay::bare(&client).send_blocking(),
            PayWithKey::new(&client).send_blocking(),
            Replace::new(&client).send_blocking(),
            Remove::bare(&client).send_blocking(),
            Read::new(&client).send_blocking(),
        ];
        for outcome in outcomes {
            let error = outcome.unwrap_err();
            assert!(matches!(error, Error::Redirect(_)), "{error:?}");
            assert_eq!(error.status().unwrap(), status);
            let text = error.to_string();
            assert!(text.contains(&other.url()) && text.contains("another origin"), "{text}");
            assert!(!format!("{text} {error:?}").contains("secret"), "{error:?}");
        }
        assert!(other.received().is_empty());
    }
    // After 303, the write is done; only a GET remains.
    let other = Server::start(|_, _| answer(204, &[], ""));
    let server = redirecting(303, &format!("{}/there", other.url()));
    PayWithKey::new(&guarded(&server, &Arc::default()).build().unwrap()).send_blocking().unwrap();
    assert_bare(&other.last());
}

#[test]
fn a_trusted_origin_gets_the_request_as_it_is() {
    let other = Server::start(|_, _| answer(204, &[], ""));
    let server = redirecting(307, &format!("{}/there", other.url()));
    let signed = Arc::default();
    let redirects = Redirects::default().trust(other.url());
    let client = guarded(&server, &signed).redirects(redirects).build().unwrap();
    PayWithKey::new(&client).send_blocking().unwrap();
    let sent = other.last();
    assert_eq!((sent.method.as_str(), sent.body()), ("POST", "\"100.00\""));
    assert!(sent.header("idempotency-key").is_some());
    assert_eq!(sent.header("x-own"), Some("own-secret"));
    assert_eq!(sent.header("x-signature"), Some("signed"));
    assert_eq!(signed.lock().unwrap().len(), 2);
    let error =
        Client::builder().base_url("http://h").redirects(Redirects::default().trust("h/x")).build().unwrap_err();
    assert!(error.to_string().contains("`h/x`"), "{error}");
}

#[test]
fn a_request_that_left_the_api_stays_anonymous() {
    let server = Arc::new(Mutex::new(String::new()));
    let back = Arc::clone(&server);
    let other = Server::start(move |_, _| answer(302, &[("Location", &format!("{}/back", back.lock().unwrap()))], ""));
    let api = redirecting(302, &format!("{}/there", other.url()));
    api.url().clone_into(&mut server.lock().unwrap());
    let client = guarded(&api, &Arc::default()).build().unwrap();
    Read::bare(&client).set("tenant-secret").send_blocking().unwrap();
    assert_eq!(api.last().target, "/back");
    assert_bare(&api.last());
}

#[test]
fn locations_are_read_as_browsers_read_them() {
    #[track_caller]
    fn check(location: &str, expect: &str) {
        let location = location.to_owned();
        let server = Server::start(move |number, _| match number {
            0 => answer(302, &[("Location", &location)], ""),
            _ => answer(204, &[], ""),
        });
        Read::bare(&client(&server)).send_blocking().unwrap();
        assert_eq!(server.last().target, expect);
    }
    check("/a b", "/a%20b");
    check("/a%20b?c=d e#f", "/a%20b?c=d%20e");
    check("  /a", "/a");
    check("a/../b", "/b");
    check("?x", "/payments?x");
    check("/ü", "/%C3%BC");
    check("/a\t/b", "/a/b");
    check("/%2e%2E/b", "/b");
    check("/a%2f..%2fb", "/a%2f..%2fb");
    check("http:there", "/there");
    check("/.//there", "//there");
    let other = Server::start(|_, _| answer(204, &[], ""));
    for scheme in ["HTTP", "hTTp"] {
        let server = redirecting(302, &other.url().replace("http", scheme));
        Read::bare(&client(&server)).send_blocking().unwrap();
        assert_eq!(other.last().target, "/");
    }
}

#[test]
fn a_redirect_that_is_not_followed_is_an_error_with_its_reason() {
    #[track_caller]
    fn check(headers: &'static [(&'static str, &'static str)], expect: &str) {
        let server = Server::start(move |_, _| answer(302, headers, ""));
        let error = Read::bare(&client(&server)).send_blocking().unwrap_err();
        assert_eq!(error.status().unwrap(), 302, "{error:?}");
        assert!(error.to_string().contains(expect), "{error}");
        assert_eq!(server.received().len(), 1);
    }
    check(&[("Location", "")], "empty");
    check(&[("Location", "file:///etc/passwd")], "`Location`");
    check(&[("Location", "javascript:alert(1)")], "`Location`");
    check(&[("Location", "http://")], "`Location`");
    check(&[("Location", "http://127.0.0.1%2f@h/")], "`Location`");
    check(&[("Location", "http://a%2fb/")], "`Location`");
    check(&[("Location", "http://[::1/")], "`Location`");
    check(&[("Location", "http://h:99999/")], "`Location`");
    check(&[("Location", "http://user:password@127.0.0.1:1/")], "`Location`");
    check(&[("Location", "/a"), ("Location", "/b")], "`Location`");
    check(&[], "302");
}

#[test]
fn endless_redirects_are_an_error() {
    let server = Server::start(|_, _| answer(302, &[("Location", "/payments")], ""));
    let error = Read::bare(&client(&server)).send_blocking().unwrap_err();
    assert_eq!(error.to_string(), "`Read` was redirected more than 10 times");
    assert_eq!(server.received().len(), 11);
    let client = Client::builder().base_url(server.url()).redirects(2).build().unwrap();
    let error = Read::bare(&client).send_blocking().unwrap_err();
    assert_eq!(error.to_string(), "`Read` was redirected more than 2 times");
    let client = Client::builder().base_url(server.url()).redirects(0).build().unwrap();
    let error = Read::bare(&client).send_blocking().unwrap_err();
    assert!(matches!(error, Error::UnexpectedStatus(_)), "{error:?}");
}

/// Returns a limited number of tokens.
pub struct Tokens(AtomicUsize);

impl Tokens {
    pub fn token(count: usize) -> Token {
        Token::provider(Self(AtomicUsize::new(count)))
    }
}

impl TokenProvider for Tokens {
    fn token<'a>(&'a self, _: TokenContext<'a>) -> BoxFuture<'a, Result<String, BoxError>> {
        let left = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        Box::pin(async move { left.map(|left| format!("t-{left}")).map_err(|_| "there are no more tokens".into()) })
    }
}

/// These errors say that nothing was sent, so a caller would take repeating a write for safe.
#[test]
fn no_error_after_a_redirect_says_that_nothing_was_sent() {
    for status in [303, 307] {
        let to = closed();
        let server = redirecting(status, &format!("{to}/x"));
        let builder = Client::builder().base_url(server.url()).redirects(Redirects::default().trust(&to));
        let error = Pay::new(&builder.retries(quick()).build().unwrap()).send_blocking().unwrap_err();
        assert!(matches!(error, Error::Transport(_)) && !error.is_connect(), "{error:?}");
        assert_eq!(server.received().len(), 1);
        // A URL that is too long.
        let server = redirecting(status, &format!("/{}", "x".repeat(70_000)));
        let error = Pay::new(&client(&server)).send_blocking().unwrap_err();
        assert!(matches!(error, Error::Redirect(_)), "{error}");
        // All requests share the first one's token, so no token request can fail.
        let server = redirecting(status, "/second");
        let client = Client::builder().base_url(server.url()).oauth2(Tokens::token(1)).build().unwrap();
        PayAuthorised::new(&client).send_blocking().unwrap();
        assert_eq!(server.last().header("authorization"), Some("Bearer t-1"));
    }
}
