//! Calls without `async`, made in all the places where waiting could hold up what is waited for.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::runtime::http::{
    Asked, BoxError, BoxFuture, ClientCredentials, Hook, Mock, RequestParts, Token, TokenProvider, reqwest,
    table::Operation,
};
use super::server::{Server, Step, answer, json};
use super::{Client, client};

const PAGE: &str = r#"{"data":[]}"#;

/// Fails the test (`Timeout` or `Disconnected`) instead of letting it hang. What it watches runs on a thread of its own.
#[track_caller]
fn within<T: Send + 'static>(seconds: u64, run: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || drop(sender.send(run())));
    receiver.recv_timeout(Duration::from_secs(seconds)).unwrap()
}

fn runtimes() -> [tokio::runtime::Runtime; 2] {
    let mut several = tokio::runtime::Builder::new_multi_thread();
    let one = several.worker_threads(1).enable_all().build().unwrap();
    [tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap(), one]
}

/// A call with `async` first, so that its connection lives on the runtime that the second call holds up.
#[test]
fn inside_a_runtime_whose_connection_is_in_the_pool() {
    within(20, || {
        let server = Server::start(|_, _| json(200, PAGE));
        let own = Client::builder().base_url(server.url()).bearer_auth("t").reqwest(reqwest::Client::new());
        for client in [client(&server), own.build().unwrap()] {
            for runtime in runtimes() {
                let client = client.clone();
                let task = async move {
                    client.list_customers().await.unwrap();
                    client.list_customers().send_blocking().unwrap();
                    client.list_customers().await.unwrap();
                    client.list_customers().send_blocking().unwrap();
                };
                // On the one worker of a runtime that has workers.
                runtime.block_on(runtime.spawn(task)).unwrap();
            }
        }
    });
}

/// More calls than the budget of a task, after which tokio's own types would wait for the task to yield.
#[test]
fn many_in_one_task() {
    within(60, || {
        let server = Server::start(|_, _| json(200, PAGE));
        let client = client(&server);
        for runtime in runtimes() {
            let client = client.clone();
            let task = async move { (0..300).for_each(|_| drop(client.list_customers().send_blocking().unwrap())) };
            runtime.block_on(runtime.spawn(task)).unwrap();
        }
    });
}

#[test]
fn a_body_that_comes_slowly_is_read_inside_a_runtime() {
    within(20, || {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"data\"";
        let server = Server::start(move |_, _| {
            vec![Step::Send(head.into()), Step::Wait(Duration::from_millis(50)), Step::Send(b":[]}".to_vec())]
        });
        for runtime in runtimes() {
            runtime.block_on(async { client(&server).list_customers().send_blocking().unwrap() });
        }
    });
}

/// Fetches a token by a call without `async`.
struct Nested(Client);

impl TokenProvider for Nested {
    fn token<'a>(&'a self, _: Asked<'a>) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(async {
            self.0.list_customers().send_blocking()?;
            Ok("nested".to_owned())
        })
    }
}

impl Hook for Nested {
    fn before(&self, _: &'static Operation, _: &mut RequestParts) {
        self.0.list_customers().send_blocking().unwrap();
    }
}

#[test]
fn inside_a_token_provider_and_a_hook() {
    within(20, || {
        let server = Server::start(|_, _| json(200, PAGE));
        let inner = client(&server);
        let builder = || Client::builder().base_url(server.url());
        let provided = builder().bearer_auth(Token::provider(Nested(inner.clone()))).build().unwrap();
        let hooked = builder().bearer_auth("t").hook(Nested(inner.clone())).build().unwrap();
        for client in [provided, hooked] {
            client.list_customers().send_blocking().unwrap();
            for runtime in runtimes() {
                runtime.block_on(async {
                    client.list_customers().send_blocking().unwrap();
                    client.list_customers().await.unwrap();
                });
            }
        }
        // Many at once.
        let client = builder().bearer_auth(Token::provider(Nested(inner))).build().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..20 {
                scope.spawn(|| client.list_customers().send_blocking().unwrap());
            }
        });
    });
}

/// A call with `async` that is fetching a token must not be waited for: the thread that waits may be the one that it needs.
#[test]
fn beside_a_task_that_fetches_the_token() {
    within(20, || {
        let server = Server::start(|_, sent| match sent.target.as_str() {
            "/token" => [vec![Step::Wait(Duration::from_millis(100))], json(200, r#"{"access_token":"t"}"#)].concat(),
            _ => answer(204, &[], ""),
        });
        let oauth = ClientCredentials::new(format!("{}/token", server.url()), "id", "s");
        let client = Client::builder().base_url(server.url()).oauth2(oauth).build().unwrap();
        let [runtime, _] = runtimes();
        runtime.block_on(async {
            #[allow(deprecated)] // So it is in the document.
            let first = tokio::spawn(client.delete_customer("c").send());
            tokio::time::sleep(Duration::from_millis(30)).await;
            #[allow(deprecated)]
            client.delete_customer("c").send_blocking().unwrap();
            first.await.unwrap().unwrap();
        });
    });
}

#[test]
fn limits_hold_inside_a_runtime() {
    within(20, || {
        let server = Server::start(|_, _| vec![Step::Wait(Duration::from_secs(5)), Step::Close]);
        for runtime in runtimes() {
            let start = Instant::now();
            let call = client(&server).list_customers().timeout(Duration::from_millis(100));
            let error = runtime.block_on(async { call.send_blocking() }).unwrap_err();
            assert!(error.is_timeout(), "{error:?}");
            let client = Client::builder().base_url(server.url()).bearer_auth("t").deadline(Duration::from_millis(100));
            let error = runtime.block_on(async { client.build().unwrap().list_customers().send_blocking() });
            assert!(error.unwrap_err().is_timeout());
            assert!(start.elapsed() < Duration::from_secs(3));
        }
    });
}

#[test]
fn other_transports_stay() {
    let mock = Mock::json(200, PAGE);
    let client = Client::builder().bearer_auth("t").transport(mock.clone()).build().unwrap();
    client.list_customers().send_blocking().unwrap();
    assert_eq!(mock.take_requests().len(), 1);
}

#[test]
fn settings_of_the_default_transport_hold_for_both_kinds_of_calls() {
    let server = Server::start(|_, _| json(200, PAGE));
    let made = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&made);
    let configure = move |builder: reqwest::ClientBuilder| {
        count.fetch_add(1, Ordering::SeqCst);
        builder.default_headers(std::iter::once((http::header::VIA, http::HeaderValue::from_static("own"))).collect())
    };
    let builder = Client::builder().base_url(server.url()).bearer_auth("t").configure_reqwest(configure);
    let client = builder.build().unwrap();
    let [runtime, _] = runtimes();
    runtime.block_on(async { client.list_customers().await.unwrap() });
    assert_eq!(server.last().header("via"), Some("own"));
    client.list_customers().send_blocking().unwrap();
    assert_eq!(server.last().header("via"), Some("own"));
    assert_eq!(made.load(Ordering::SeqCst), 2);
    // Redirects stay with the client, whatever the settings say.
    let server = Server::start(|_, _| answer(302, &[("Location", "/customers")], ""));
    let follow = |builder: reqwest::ClientBuilder| builder.redirect(reqwest::redirect::Policy::limited(50));
    let client = Client::builder().base_url(server.url()).bearer_auth("t").configure_reqwest(follow).redirects(0);
    client.build().unwrap().list_customers().send_blocking().unwrap_err();
    assert_eq!(server.received().len(), 1);
}
