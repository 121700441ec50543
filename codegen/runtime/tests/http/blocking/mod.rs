//! Blocking calls in every place where blocking could prevent the call from ending.

mod streams;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use super::runtime::http::{
    Body, BoxError, BoxFuture, Bytes, ClientCredentials, Hook, Mock, RequestParts, Token, TokenContext, TokenProvider,
    reqwest, table::Operation,
};
use super::server::{Server, Step, answer, json};
use super::{Client, client};

const PAGE: &str = r#"{"data":[]}"#;

/// Fails the test (`Timeout` or `Disconnected`) instead of hanging. Runs the test on a separate thread.
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

/// Makes an async call first, so that its connection lives on the runtime that the second call blocks.
#[test]
fn inside_a_runtime_whose_connection_is_in_the_pool() {
    within(20, || {
        let server = Server::start(|_, _| json(200, PAGE));
        let own = Client::builder().base_url(server.url()).bearer_auth("t").http_client(reqwest::Client::new());
        for client in [client(&server), own.build().unwrap()] {
            for runtime in runtimes() {
                let client = client.clone();
                let task = async move {
                    client.list_customers().await.unwrap();
                    client.list_customers().send_blocking().unwrap();
                    client.list_customers().await.unwrap();
                    client.list_customers().send_blocking().unwrap();
                };
                // On the only worker of a multi-thread runtime.
                runtime.block_on(runtime.spawn(task)).unwrap();
            }
        }
    });
}

/// Makes more calls than the budget of a task, after which tokio's types wait for the task to yield.
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
fn a_slow_body_is_read_inside_a_runtime() {
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

/// Fetches a token by a blocking call.
struct Nested(Client);

impl TokenProvider for Nested {
    fn token<'a>(&'a self, _: TokenContext<'a>) -> BoxFuture<'a, Result<String, BoxError>> {
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
        // Many concurrent calls.
        let client = builder().bearer_auth(Token::provider(Nested(inner))).build().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..20 {
                scope.spawn(|| client.list_customers().send_blocking().unwrap());
            }
        });
    });
}

/// Fetches a token by an async call, on the current task and on another one.
struct Awaiting(Client);

impl TokenProvider for Awaiting {
    fn token<'a>(&'a self, _: TokenContext<'a>) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(async {
            self.0.list_customers().await?;
            tokio::spawn(self.0.list_customers().send()).await??;
            self.0.list_customers().send_blocking()?;
            Ok("awaited".to_owned())
        })
    }
}

/// The connection of an async call lives on the blocked runtime.
#[test]
fn around_calls_with_async() {
    within(20, || {
        let server = Server::start(|_, _| json(200, PAGE));
        for runtime in runtimes() {
            let inner = client(&server);
            let twice = Client::builder().base_url(server.url()).bearer_auth(Token::provider(Awaiting(inner.clone())));
            let twice = twice.build().unwrap();
            let client = Client::builder().base_url(server.url()).bearer_auth(Token::provider(Awaiting(twice)));
            let client = client.build().unwrap();
            let task = async move {
                inner.list_customers().await.unwrap();
                client.list_customers().send_blocking().unwrap();
                inner.list_customers().await.unwrap();
                client.list_customers().send_blocking().unwrap();
            };
            runtime.block_on(runtime.spawn(task)).unwrap();
        }
    });
}

/// A body whose only chunk is the result of a blocking call.
struct Slow<F>(Option<F>);

impl<F> Unpin for Slow<F> {}

impl<F: FnOnce() -> &'static str> futures_core::Stream for Slow<F> {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(|piece| Ok(Bytes::from_static(piece().as_bytes()))))
    }
}

#[track_caller]
fn send_slowly(client: &Client, piece: impl FnOnce() -> &'static str + Send + 'static) {
    let body = Body::stream(Slow(Some(piece)));
    client.convert().body(super::api::operations::ConvertBody::Bytes(body)).send_blocking().unwrap();
}

#[test]
fn a_body_that_waits_for_another_call_is_sent() {
    within(20, || {
        let text = [("Content-Type", "text/plain")];
        let server =
            Server::start(move |_, sent| if sent.method == "GET" { json(200, PAGE) } else { answer(200, &text, "") });
        let client = client(&server);
        for own in [
            client.clone(),
            Client::builder().base_url(server.url()).http_client(reqwest::Client::new()).build().unwrap(),
        ] {
            let client = client.clone();
            send_slowly(&own, move || {
                client.list_customers().send_blocking().unwrap();
                "abc"
            });
            assert_eq!(server.last().body(), "abc");
        }
    });
}

#[test]
fn a_slow_body_does_not_block_other_calls() {
    within(20, || {
        let text = [("Content-Type", "text/plain")];
        let server =
            Server::start(move |_, sent| if sent.method == "GET" { json(200, PAGE) } else { answer(200, &text, "") });
        let client = client(&server);
        let (start, started) = std::sync::mpsc::channel();
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let other = client.clone();
        let slow = std::thread::spawn(move || {
            send_slowly(&other, move || {
                start.send(()).unwrap();
                // Until the other call has ended.
                ended.recv_timeout(Duration::from_secs(10)).unwrap();
                "abc"
            });
        });
        started.recv().unwrap();
        client.list_customers().send_blocking().unwrap();
        end.send(()).unwrap();
        slow.join().unwrap();
    });
}

/// A blocking call must not wait for an async call that fetches a token: that call may need the blocked thread.
#[test]
fn next_to_a_task_that_fetches_the_token() {
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
    // A redirect policy in the settings has no effect.
    let server = Server::start(|_, _| answer(302, &[("Location", "/customers")], ""));
    let follow = |builder: reqwest::ClientBuilder| builder.redirect(reqwest::redirect::Policy::limited(50));
    let client = Client::builder().base_url(server.url()).bearer_auth("t").configure_reqwest(follow).redirects(0);
    client.build().unwrap().list_customers().send_blocking().unwrap_err();
    assert_eq!(server.received().len(), 1);
}

/// In places where blocking an async runtime is dangerous.
#[test]
fn anywhere() {
    within(30, || {
        let server = Server::start(|_, _| json(200, PAGE));
        let client = client(&server);
        let call = |client: &Client| drop(client.list_customers().send_blocking().unwrap());
        for runtime in runtimes() {
            runtime.block_on(async {
                client.list_customers().await.unwrap();
                let local = tokio::task::LocalSet::new();
                local.run_until(async { call(&client) }).await;
                tokio::select! { biased; () = async { call(&client) } => {}, () = std::future::pending() => {} }
                let shared = client.clone();
                tokio::task::spawn_blocking(move || call(&shared)).await.unwrap();
                drop(Dropped(client.clone()));
            });
        }
        let [_, several] = runtimes();
        let shared = client.clone();
        let task = async move { tokio::task::block_in_place(|| call(&shared)) };
        several.block_on(several.spawn(task)).unwrap();
        // The connection of an async call was on a runtime that was shut down.
        for _ in 0..20 {
            for runtime in runtimes() {
                runtime.block_on(client.list_customers().send()).unwrap();
                runtime.block_on(super::writes::Pay::new(&client).send()).unwrap();
            }
        }
    });
}

/// Sends a call when it is dropped.
struct Dropped(Client);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.list_customers().send_blocking().unwrap();
    }
}

/// A body whose second chunk never arrives must not end after the first.
#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_call_does_not_end_its_body() {
    for is_blocking in [true, false] {
        let server = Server::start(|_, _| answer(204, &[], ""));
        let client = Client::builder().base_url(server.url()).http_client(reqwest::Client::new()).build().unwrap();
        let body = Body::stream(Halting(Some("abc")));
        let call = client.convert().body(super::api::operations::ConvertBody::Bytes(body));
        let call = call.timeout(Duration::from_millis(100));
        let error = if is_blocking { call.send_blocking() } else { call.await }.unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(server.received().is_empty());
    }
}

/// A body that stalls after its first chunk.
struct Halting(Option<&'static str>);

impl futures_core::Stream for Halting {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.take().map_or(Poll::Pending, |piece| Poll::Ready(Some(Ok(Bytes::from_static(piece.as_bytes())))))
    }
}
