//! Calls, lists and streams without `async`: [`wait`] for one future, and [`Blocking`] for a stream.
//!
//! The blocked thread drives the call itself: hooks, token providers and bodies run on it. Only the connections of the default transport run
//! elsewhere, on a background runtime. That runtime runs nothing else, except tasks that hooks and token providers spawn. So a call makes
//! progress on any thread: on the only thread of an async runtime, and inside a hook of another blocking call.
//!
//! Rejected: `ureq`, which needs no runtime. A small call on loopback takes 13 µs of CPU with it, against 34 here and 38 with the blocking
//! client of reqwest (one run on busy cores). But it adds 16 crates and a second TLS provider (ring), and supports neither HTTP/2 nor zstd.
//! Every limit, proxy setting and error would also need a second implementation.

mod stream;

pub use self::stream::{Blocking, ValueStream};

use std::cell::Cell;
use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

use super::call::Call;
use super::classified_response::ClassifiedResponse;
use super::error::{Error, TransportError, TransportErrorKind};

/// Sends a call and blocks until it ends. May be called on any thread, including one that belongs to an async runtime.
pub(super) fn block_on(mut call: Call) -> Result<ClassifiedResponse, Error<Infallible>> {
    call.is_blocking = true;
    wait(call.exchange()).map_err(Error::Transport)?
}

/// Blocks until a future of this crate completes. May be called on any thread, including one that belongs to an async runtime. Calls that
/// the future sends use the connections of blocking calls.
///
/// # Errors
///
/// Returns an error if the background runtime cannot be started.
pub(super) fn wait<F: Future>(future: F) -> Result<F::Output, TransportError> {
    // Timers and spawned tasks of hooks and token providers need a runtime that runs while this thread blocks.
    let _context = runtime()?.enter();
    let _blocked = BlockedGuard::enter();
    // Tokio's types return `Pending` once a task's budget is used up, until it yields. This one does not yield before the future completes.
    let future = pin!(tokio::task::unconstrained(future));
    let wait = || pollster::block_on(future);
    // Hands the background runtime's work to another thread.
    Ok(if IN_BACKGROUND.get() { tokio::task::block_in_place(wait) } else { wait() })
}

thread_local! {
    /// Whether this thread is blocked by a call.
    static BLOCKED: Cell<bool> = const { Cell::new(false) };
    /// Whether this thread belongs to the background runtime.
    static IN_BACKGROUND: Cell<bool> = const { Cell::new(false) };
}

/// Returns whether this thread may block an async runtime: a call blocks it, or it runs a task that such a call spawned.
pub(super) fn may_block_runtime() -> bool {
    BLOCKED.get() || IN_BACKGROUND.get()
}

/// Marks this thread as blocked until it is dropped. Calls can be nested.
struct BlockedGuard {
    previous: bool,
}

impl BlockedGuard {
    fn enter() -> Self {
        Self { previous: BLOCKED.replace(true) }
    }
}

impl Drop for BlockedGuard {
    fn drop(&mut self) {
        BLOCKED.set(self.previous);
    }
}

/// Runs a future on the background runtime. Dropping the returned future cancels it.
pub(super) fn spawn<T: Send + 'static>(
    future: impl Future<Output = Result<T, TransportError>> + Send + 'static,
) -> impl Future<Output = Result<T, TransportError>> + Send + 'static {
    let task = runtime().map(|runtime| AbortOnDrop(runtime.spawn(future)));
    async move {
        match (&mut task?.0).await {
            Ok(outcome) => outcome,
            Err(_) => Err(failure("the background runtime of blocking calls has shut down")),
        }
    }
}

/// A task that is aborted when its handle is dropped.
struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn runtime() -> Result<&'static Runtime, TransportError> {
    static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
    let make = || {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(1).thread_name("oasmith-blocking").enable_io().enable_time();
        builder.on_thread_start(|| IN_BACKGROUND.set(true));
        builder.build().map_err(|error| error.to_string())
    };
    RUNTIME.get_or_init(make).as_ref().map_err(|message| failure(message))
}

fn failure(message: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Other, message)
}
