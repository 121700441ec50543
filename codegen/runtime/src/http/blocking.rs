//! Calls without `async`.
//!
//! The thread that waits for a call carries it itself: hooks, token providers and bodies run on it. Only the connections of the default
//! transport live elsewhere, on a background runtime that runs nothing else but what hooks and token providers spawn. So a call makes
//! progress wherever it is made, also on the only thread of an async runtime, or inside a hook of another blocking call.
//!
//! Tried and left: `ureq`, which needs no runtime. A small call on loopback takes 13 µs of CPU with it, against 34 here and 38 with the
//! blocking client of reqwest (one run on busy cores). But it brings 16 crates more and a second TLS provider (ring), speaks no HTTP/2 and no zstd, and every limit,
//! proxy setting and error would be decided a second time.

use std::cell::Cell;
use std::convert::Infallible;
use std::future::Future;
use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

use super::answer::Answer;
use super::call::Call;
use super::error::{Error, TransportError, TransportErrorKind};

/// Sends a call and waits for its end. May be called from any thread, also from one that belongs to an async runtime.
pub(super) fn wait(mut call: Call) -> Result<Answer, Error<Infallible>> {
    // Timers, and what hooks and token providers spawn, need a runtime that goes on while this thread waits.
    let _context = runtime().map_err(Error::Transport)?.enter();
    call.is_blocking = true;
    let _waiting = Waiting::start();
    // A task has a budget, after which tokio's types wait for it to yield. This one does not yield before the call has ended.
    let wait = || pollster::block_on(tokio::task::unconstrained(call.exchange()));
    // Another thread takes over what the background runtime does.
    if IN_BACKGROUND.get() { tokio::task::block_in_place(wait) } else { wait() }
}

thread_local! {
    /// Whether this thread waits for the end of a call.
    static WAITING: Cell<bool> = const { Cell::new(false) };
    /// Whether this thread is one of the background runtime.
    static IN_BACKGROUND: Cell<bool> = const { Cell::new(false) };
}

/// Whether the thread at hand may hold up an async runtime: it waits for a call, or runs what such a call has spawned.
pub(super) fn is_waiting() -> bool {
    WAITING.get() || IN_BACKGROUND.get()
}

/// The time in which a thread waits. One call may wait inside another.
struct Waiting {
    before: bool,
}

impl Waiting {
    fn start() -> Self {
        Self { before: WAITING.replace(true) }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        WAITING.set(self.before);
    }
}

/// Runs a future on the background runtime. Dropping what is returned cancels it.
pub(super) fn spawn<T: Send + 'static>(
    future: impl Future<Output = Result<T, TransportError>> + Send + 'static,
) -> impl Future<Output = Result<T, TransportError>> + Send + 'static {
    let task = runtime().map(|runtime| Cancelled(runtime.spawn(future)));
    async move {
        match (&mut task?.0).await {
            Ok(outcome) => outcome,
            Err(_) => Err(failure("the background runtime has ended")),
        }
    }
}

/// A task that ends when nobody waits for it any more.
struct Cancelled<T>(JoinHandle<T>);

impl<T> Drop for Cancelled<T> {
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
