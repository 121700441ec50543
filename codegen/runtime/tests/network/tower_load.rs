//! A tower service under load: limits, buffers, timeouts, failures and cancelled calls.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tower::{BoxError, ServiceBuilder};
use tower_service::Service;

use super::api::client::Client;
use super::runtime::http::{Body, Error, HttpResponse, Request, Retries, Tower, TransportError, TransportErrorKind};
use super::{PAGE, builder};

/// A service that must be ready before each call, as the contract of `Service` allows. A clone is not ready.
#[derive(Default)]
struct Strict {
    is_ready: bool,
    /// How often it is polled until it is ready.
    polls: usize,
    polled: usize,
    counts: Arc<Counts>,
    delay: Duration,
}

#[derive(Default)]
struct Counts {
    running: AtomicUsize,
    most: AtomicUsize,
    done: AtomicUsize,
}

impl Clone for Strict {
    fn clone(&self) -> Self {
        Self { is_ready: false, polled: 0, polls: self.polls, counts: self.counts.clone(), delay: self.delay }
    }
}

/// Counts a call while it runs, also if it is dropped.
struct Running(Arc<Counts>);

impl Running {
    fn new(counts: Arc<Counts>) -> Self {
        let now = counts.running.fetch_add(1, Ordering::SeqCst) + 1;
        counts.most.fetch_max(now, Ordering::SeqCst);
        Self(counts)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Service<Request<Body>> for Strict {
    type Response = HttpResponse<Body>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.polled += 1;
        if self.polled < self.polls {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.is_ready = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        assert!(std::mem::take(&mut self.is_ready), "called before it was ready");
        let (running, delay) = (Running::new(self.counts.clone()), self.delay);
        Box::pin(async move {
            tokio::time::sleep(delay).await;
            running.0.done.fetch_add(1, Ordering::SeqCst);
            assert!(request.headers().contains_key("authorization"));
            Ok(HttpResponse::builder().header("content-type", "application/json").body(PAGE.into())?)
        })
    }
}

fn strict(delay: Duration) -> (Strict, Arc<Counts>) {
    let service = Strict { delay, polls: 3, ..Strict::default() };
    let counts = service.counts.clone();
    (service, counts)
}

/// A client of a service, with a timer.
macro_rules! client {
    ($service:expr) => {{
        let transport = Tower::new($service).timer(|time| Box::pin(tokio::time::sleep(time)));
        builder("http://api.example.com").transport(transport).build().unwrap()
    }};
}

/// Makes calls at the same time, and returns how many succeeded.
async fn call_together(client: &Client, count: usize) -> usize {
    let calls: Vec<_> = (0..count).map(|_| tokio::spawn(client.list_customers().send())).collect();
    let mut succeeded = 0;
    for call in calls {
        succeeded += usize::from(call.await.unwrap().is_ok());
    }
    succeeded
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_calls_wait_until_the_service_is_ready() {
    let (service, counts) = strict(Duration::from_millis(2));
    let service = ServiceBuilder::new().concurrency_limit(50).service(service);
    let client = client!(service);
    assert_eq!(call_together(&client, 1000).await, 1000);
    assert_eq!(counts.done.load(Ordering::SeqCst), 1000);
    assert_eq!(counts.most.load(Ordering::SeqCst), 50);
    // A buffer before the limit, and a timeout that is long enough.
    let (service, counts) = strict(Duration::from_millis(2));
    let layers = ServiceBuilder::new().buffer(20).concurrency_limit(10).timeout(Duration::from_secs(60));
    let client = client!(layers.service(service));
    assert_eq!(call_together(&client, 1000).await, 1000);
    assert_eq!(counts.done.load(Ordering::SeqCst), 1000);
    assert_eq!(counts.most.load(Ordering::SeqCst), 10);
}

#[tokio::test]
async fn a_service_that_sheds_load() {
    let (service, counts) = strict(Duration::from_millis(200));
    // Shedding ends each call that would have to wait.
    let service = Strict { polls: 1, ..service };
    let service = ServiceBuilder::new().load_shed().concurrency_limit(10).service(service);
    let client = client!(service);
    let calls: Vec<_> =
        (0..30).map(|_| tokio::spawn(client.list_customers().retries(Retries::none()).send())).collect();
    let mut refused = 0;
    for call in calls {
        if let Err(error) = call.await.unwrap() {
            let Error::Transport(TransportError { kind: TransportErrorKind::Other, source }) = error else { panic!() };
            assert!(source.is::<tower::load_shed::error::Overloaded>(), "{source:?}");
            refused += 1;
        }
    }
    assert_eq!((refused, counts.done.load(Ordering::SeqCst)), (20, 10));
}

#[tokio::test]
async fn a_timeout_drops_the_call() {
    const SHORT: Duration = Duration::from_millis(20);
    let (service, counts) = strict(Duration::from_secs(3600));
    // The layer's own error is unknown to the client: a read is repeated. As a `TransportError`, it is a timeout.
    let layers = ServiceBuilder::new().timeout(SHORT);
    let client = client!(layers.clone().service(service.clone()));
    let error = client.list_customers().await.unwrap_err();
    assert!(!error.is_timeout() && counts.most.load(Ordering::SeqCst) == 1, "{error:?}");
    let named = ServiceBuilder::new()
        .map_err(|error: BoxError| TransportError::new(TransportErrorKind::Timeout, error))
        .layer(layers.into_inner());
    let client = client!(named.service(service.clone()));
    assert!(client.list_customers().await.unwrap_err().is_timeout());
    // The client's own timeout.
    let client = client!(service);
    assert!(client.list_customers().timeout(SHORT).await.unwrap_err().is_timeout());
    assert_eq!((counts.running.load(Ordering::SeqCst), counts.done.load(Ordering::SeqCst)), (0, 0));
}

#[tokio::test]
async fn cancelled_calls_leave_room_for_others() {
    let (service, counts) = strict(Duration::from_secs(3600));
    let service = ServiceBuilder::new().concurrency_limit(2).service(service);
    let client = client!(service);
    for _ in 0..3 {
        // Two calls run, and others wait for them.
        let calls: Vec<_> = (0..5).map(|_| tokio::spawn(client.list_customers().send())).collect();
        while counts.running.load(Ordering::SeqCst) < 2 {
            tokio::task::yield_now().await;
        }
        calls.iter().for_each(tokio::task::JoinHandle::abort);
        for call in calls {
            assert!(call.await.unwrap_err().is_cancelled());
        }
        assert_eq!(counts.running.load(Ordering::SeqCst), 0);
    }
    assert_eq!(counts.most.load(Ordering::SeqCst), 2);
}

/// A service whose connection fails may have sent the request before.
#[tokio::test]
async fn a_failed_connection_of_a_service_does_not_say_that_nothing_was_sent() {
    let calls = Arc::<AtomicUsize>::default();
    let count = calls.clone();
    let service = tower::service_fn(move |_: Request<Body>| {
        count.fetch_add(1, Ordering::SeqCst);
        async { Err::<HttpResponse<Body>, _>(TransportError::new(TransportErrorKind::Connect, "refused")) }
    });
    let client = client!(service);
    let error = super::writes::Pay::new(&client).await.unwrap_err();
    assert!(!error.is_connect(), "{error:?}");
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}
