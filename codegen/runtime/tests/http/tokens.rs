//! Tokens of the OAuth 2 client credentials flow: how often they are fetched, time limits, and errors.

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::Client;
use super::runtime::http::{ClientCredentials, Error, Retries, TokenError};
use super::server::{Server, Step, answer, json};

/// A server that returns tokens by a script, and 204 for everything else.
fn giving(script: impl Fn(usize) -> Vec<Step> + Send + Sync + 'static) -> Server {
    let asked = AtomicUsize::new(0);
    Server::start(move |_, sent| match sent.target.as_str() {
        "/token" => script(asked.fetch_add(1, Ordering::SeqCst)),
        _ => answer(204, &[], ""),
    })
}

fn credentials(server: &Server) -> ClientCredentials {
    ClientCredentials::new(format!("{}/token", server.url()), "id", "s3cr3t").retries(super::quick())
}

fn client(server: &Server, credentials: ClientCredentials) -> Client {
    Client::builder().base_url(server.url()).oauth2(credentials).build().unwrap()
}

#[allow(deprecated)] // So it is in the document.
fn call(client: &Client) -> super::api::operations::DeleteCustomer {
    client.delete_customer("c")
}

/// Counts the requests of a path.
fn count(server: &Server, target: &str) -> usize {
    server.received().iter().filter(|sent| sent.target == target).count()
}

/// Returns the source of a credential error.
#[track_caller]
fn token_error<E: std::fmt::Debug>(error: Error<E>) -> TokenError {
    let Error::Credential(error) = error else { panic!("{error:?}") };
    error.source.unwrap().downcast_ref::<TokenError>().unwrap().clone()
}

const TOKEN: &str = r#"{"access_token":"t"}"#;

#[test]
fn the_limits_of_a_call_apply_to_its_token_request() {
    let server = giving(|_| vec![Step::Wait(Duration::from_secs(3)), Step::Close]);
    let client = client(&server, credentials(&server));
    let start = Instant::now();
    let limited = || call(&client).timeout(Duration::from_millis(200)).retries(Retries::none());
    let error = limited().send_blocking().unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let error = runtime.block_on(limited().send()).unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[test]
fn a_token_request_has_its_own_limit() {
    let server = giving(|_| vec![Step::Wait(Duration::from_secs(3)), Step::Close]);
    let credentials = credentials(&server).timeout(Duration::from_millis(100));
    let client = Client::builder().base_url(server.url()).oauth2(credentials).timeout(None).build().unwrap();
    let start = Instant::now();
    let error = token_error(call(&client).send_blocking().unwrap_err());
    assert_eq!(error.to_string(), "the token request timed out after 100ms");
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_is_shared_by_all_that_waited_for_it() {
    let script =
        |_| [vec![Step::Wait(Duration::from_millis(300))], json(400, r#"{"error":"invalid_client"}"#)].concat();
    let server = giving(script);
    let client = client(&server, credentials(&server));
    let calls: Vec<_> = (0..30).map(|_| tokio::spawn(call(&client).send())).collect();
    for call in calls {
        let error = token_error(call.await.unwrap().unwrap_err());
        assert_eq!(error.code.as_deref(), Some("invalid_client"));
    }
    assert_eq!(count(&server, "/token"), 1);
    // A later call tries again.
    call(&client).await.unwrap_err();
    assert_eq!(count(&server, "/token"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_without_lifetime_serves_all_calls_that_waited_for_it() {
    let script =
        |_| [vec![Step::Wait(Duration::from_millis(300))], json(200, r#"{"access_token":"t","expires_in":0}"#)];
    let server = giving(move |number| script(number).concat());
    let client = client(&server, credentials(&server));
    let calls: Vec<_> = (0..30).map(|_| tokio::spawn(call(&client).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(count(&server, "/token"), 1);
}

#[tokio::test]
async fn a_cancelled_call_does_not_cancel_the_token_request_of_others() {
    let server = giving(|_| [vec![Step::Wait(Duration::from_millis(200))], json(200, TOKEN)].concat());
    let client = client(&server, credentials(&server));
    let hasty = tokio::spawn(call(&client).timeout(Duration::from_millis(50)).retries(Retries::none()).send());
    tokio::time::sleep(Duration::from_millis(20)).await;
    let patient = tokio::spawn(call(&client).send());
    assert!(hasty.await.unwrap().unwrap_err().is_timeout());
    patient.await.unwrap().unwrap();
}

#[test]
fn lifetimes_are_used_as_they_are_written() {
    #[track_caller]
    fn check(expires_in: &str, pause: Duration, expect: usize) {
        let body = format!(r#"{{"access_token":"t","expires_in":{expires_in}}}"#);
        let server = giving(move |_| json(200, &body));
        let client = client(&server, credentials(&server));
        for _ in 0..3 {
            call(&client).send_blocking().unwrap();
        }
        std::thread::sleep(pause);
        call(&client).send_blocking().unwrap();
        assert_eq!(count(&server, "/token"), expect, "{expires_in}");
    }
    check("20", Duration::ZERO, 1);
    check("30", Duration::ZERO, 1);
    check("\"20\"", Duration::ZERO, 1);
    for second in ["1", "\"1\"", "1.0"] {
        check(second, Duration::from_millis(1000), 2);
    }
    check("0", Duration::ZERO, 4);
    check("null", Duration::ZERO, 1);
}

#[test]
fn errors_of_the_token_url_are_reported() {
    #[track_caller]
    fn check(status: u16, body: &str, expect: &str) {
        let body = body.to_owned();
        let server = giving(move |_| json(status, &body));
        let error = token_error(call(&client(&server, credentials(&server))).send_blocking().unwrap_err());
        assert_eq!(error.to_string(), expect);
        assert!(!format!("{error:?}").contains("s3cr3t"), "{error:?}");
        assert_eq!(count(&server, "/customers/c"), 0);
    }
    check(
        401,
        r#"{"error":"invalid_client","error_description":"No such client."}"#,
        "the token URL returned 401 Unauthorized: invalid_client (No such client.)",
    );
    check(
        400,
        r#"{"error":"a\r\nb","error_description":"the secret s3cr3t\nis wrong"}"#,
        "the token URL returned 400 Bad Request: a  b (the secret … is wrong)",
    );
    check(200, r#"{"access_token":""}"#, "the token URL returned 200 OK: its `access_token` is empty");
    check(
        200,
        r#"{"access_token":"a b"}"#,
        "the token URL returned 200 OK: its `access_token` contains invalid characters",
    );
    check(
        200,
        r#"{"access_token":"a\nb"}"#,
        "the token URL returned 200 OK: its `access_token` contains invalid characters",
    );
    check(200, r#"{"access_token":7}"#, "the token URL returned 200 OK: its response has no `access_token`");
    check(400, TOKEN, "the token URL returned 400 Bad Request: its response has no `access_token`");
    check(200, "<html>", "the token URL returned 200 OK: its response has no `access_token`");
}

#[test]
fn a_token_request_is_retried_if_that_may_help() {
    #[track_caller]
    fn check(first: Vec<Step>, retries: Retries, expect: usize) {
        let server = giving(move |number| if number == 0 { first.clone() } else { json(200, TOKEN) });
        let outcome = call(&client(&server, credentials(&server).retries(retries))).send_blocking();
        assert_eq!(count(&server, "/token"), expect);
        assert_eq!(outcome.is_ok(), expect == 2);
    }
    check(answer(503, &[], ""), super::quick(), 2);
    check(answer(429, &[("Retry-After", "0")], ""), super::quick(), 2);
    check(vec![Step::Close], super::quick(), 2);
    check(
        vec![Step::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".to_vec()), Step::Close],
        super::quick(),
        2,
    );
    check(answer(503, &[], ""), Retries::none(), 1);
    check(answer(400, &[], ""), super::quick(), 1);
}

#[test]
fn a_token_request_is_redirected_within_its_origin() {
    for status in [301, 302, 307, 308] {
        let server = Server::start(move |_, sent| match sent.target.as_str() {
            "/token" => answer(status, &[("Location", "/token/")], ""),
            "/token/" => json(200, TOKEN),
            _ => answer(204, &[], ""),
        });
        call(&client(&server, credentials(&server))).send_blocking().unwrap();
        let received = server.received();
        let sent = received.iter().find(|sent| sent.target == "/token/").unwrap();
        assert_eq!((sent.method.as_str(), sent.body()), ("POST", "grant_type=client_credentials&scope=write"));
        assert!(sent.header("authorization").is_some());
    }
    let other = Server::start(|_, _| json(200, TOKEN));
    let to = format!("{}/token?secret", other.url());
    let server = giving(move |_| answer(307, &[("Location", &to)], ""));
    let error = token_error(call(&client(&server, credentials(&server))).send_blocking().unwrap_err());
    assert!(error.to_string().contains(&format!("it redirects to another origin, `{}`", other.url())), "{error}");
    assert!(!error.to_string().contains("secret"), "{error}");
    assert!(other.received().is_empty());
    let server = giving(|_| answer(302, &[("Location", "/token")], ""));
    let error = token_error(call(&client(&server, credentials(&server))).send_blocking().unwrap_err());
    assert_eq!(error.to_string(), "the token URL redirects more than 5 times");
}

#[test]
fn the_retries_of_the_client_do_not_apply_to_token_requests() {
    let server = giving(|number| if number == 0 { answer(503, &[], "") } else { json(200, TOKEN) });
    let builder = Client::builder().base_url(server.url()).oauth2(credentials(&server)).retries(Retries::none());
    call(&builder.build().unwrap()).send_blocking().unwrap();
    assert_eq!(count(&server, "/token"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_fetched_once_for_many() {
    let server = Server::start(|_, sent| match sent.target.as_str() {
        "/token" => json(200, r#"{"access_token":"t1","expires_in":3600}"#),
        _ => answer(204, &[], ""),
    });
    let oauth = ClientCredentials::new(format!("{}/token", server.url()), "id", "se cret");
    let client = Client::builder().base_url(server.url()).oauth2(oauth).build().unwrap();
    #[allow(deprecated)] // So it is in the document.
    let delete = |client: &Client| client.delete_customer("c").send();
    let calls: Vec<_> = (0..20).map(|_| tokio::spawn(delete(&client))).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let received = server.received();
    let tokens: Vec<_> = received.iter().filter(|sent| sent.target == "/token").collect();
    assert_eq!(tokens.len(), 1);
    assert_eq!(tokens[0].body(), "grant_type=client_credentials&scope=write");
    assert_eq!(tokens[0].header("authorization"), Some("Basic aWQ6c2UlMjBjcmV0"));
    let others = received.iter().filter(|sent| sent.target != "/token");
    assert!(others.into_iter().all(|sent| sent.header("authorization") == Some("Bearer t1")));
}

#[test]
fn a_rejected_token_is_renewed_once() {
    let server = Server::start(|number, sent| match sent.target.as_str() {
        "/token" => json(200, &format!(r#"{{"access_token":"t{number}"}}"#)),
        _ if sent.header("authorization") == Some("Bearer t0") => answer(401, &[], ""),
        _ => answer(204, &[], ""),
    });
    let oauth = ClientCredentials::new(format!("{}/token", server.url()), "id", "s").in_body();
    let client = Client::builder().base_url(server.url()).oauth2(oauth).build().unwrap();
    #[allow(deprecated)] // So it is in the document.
    client.delete_customer("c").send_blocking().unwrap();
    let targets: Vec<_> = server.received().into_iter().map(|sent| sent.target).collect();
    assert_eq!(targets, ["/token", "/customers/c", "/token", "/customers/c"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_rejected_for_many_calls_is_renewed_once() {
    let fetched = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&fetched);
    let server = Server::start(move |_, sent| match sent.target.as_str() {
        "/token" => json(200, &format!(r#"{{"access_token":"t{}"}}"#, count.fetch_add(1, Ordering::SeqCst))),
        _ if sent.header("authorization") == Some("Bearer t0") => answer(401, &[], ""),
        _ => answer(204, &[], ""),
    });
    let oauth = ClientCredentials::new(format!("{}/token", server.url()), "id", "s");
    let client = Client::builder().base_url(server.url()).oauth2(oauth).build().unwrap();
    #[allow(deprecated)] // So it is in the document.
    let calls: Vec<_> = (0..30).map(|_| tokio::spawn(client.delete_customer("c").send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(fetched.load(Ordering::SeqCst), 2);
}

#[test]
fn a_token_that_is_rejected_twice_is_an_error() {
    let server = Server::start(|_, sent| match sent.target.as_str() {
        "/token" => json(200, r#"{"access_token":"t"}"#),
        _ => answer(401, &[], ""),
    });
    let oauth = ClientCredentials::new(format!("{}/token", server.url()), "id", "s");
    let client = Client::builder().base_url(server.url()).oauth2(oauth).build().unwrap();
    #[allow(deprecated)] // So it is in the document.
    let error = client.delete_customer("c").send_blocking().unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(server.received().len(), 4);
}

#[test]
fn a_failed_token_request_is_a_credential_error() {
    let server = Server::start(|_, _| json(400, r#"{"error":"invalid_client"}"#));
    let oauth = ClientCredentials::new(format!("{}/token", server.url()), "id", "s");
    let client = Client::builder().base_url(server.url()).oauth2(oauth).build().unwrap();
    #[allow(deprecated)] // So it is in the document.
    let error = client.delete_customer("c").send_blocking().unwrap_err();
    assert_eq!(error.to_string(), "`delete_customer` was not sent: could not obtain a credential for oauth");
    assert_eq!(error.source().unwrap().to_string(), "the token URL returned 400 Bad Request: invalid_client");
}

/// A call that started a token request, and is not polled any more, does not block others for longer than their own limit.
#[tokio::test]
async fn a_call_does_not_wait_forever_for_the_token_request_of_another_one() {
    let server = giving(|_| vec![Step::Wait(Duration::from_secs(3)), Step::Close]);
    let client = client(&server, credentials(&server).timeout(Duration::from_millis(300)));
    let mut first = Box::pin(call(&client).timeout(Duration::from_secs(60)).send());
    tokio::time::timeout(Duration::from_millis(50), first.as_mut()).await.unwrap_err();
    let start = Instant::now();
    let error = call(&client).send().await.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(2));
    assert!(error.is_timeout(), "{error:?}");
    let error = token_error(error);
    assert!(error.is_timeout());
    assert_eq!(error.to_string(), "the token request of another call did not end within 300ms");
    // The own limit of the first call has expired, too.
    assert!(token_error(first.await.unwrap_err()).is_timeout());
}
