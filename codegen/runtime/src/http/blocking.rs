//! Calls without `async`.
//!
//! The thread that waits for a call carries it itself: hooks, token providers and bodies run on it. Only the connections of the default
//! transport live elsewhere, on a background runtime that runs nothing else. So a call makes progress wherever it is made, also on the only
//! thread of an async runtime, or inside a hook of another blocking call.
//!
//! Tried and left: `ureq`, which needs no runtime. A small call on loopback takes 13 µs of CPU with it, against 34 here and 38 with the
//! blocking client of reqwest. But it brings 16 crates more and a second TLS provider (ring), speaks no HTTP/2 and no zstd, and every limit,
//! proxy setting and error would be decided a second time.

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
    // A task has a budget, after which tokio's types wait for it to yield. This one does not yield before the call has ended.
    pollster::block_on(tokio::task::unconstrained(call.exchange()))
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
        builder.build().map_err(|error| error.to_string())
    };
    RUNTIME.get_or_init(make).as_ref().map_err(|message| failure(message))
}

fn failure(message: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Other, message)
}
