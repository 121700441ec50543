//! Calls without `async`: their futures run on a background runtime that all clients share.

use std::convert::Infallible;
use std::sync::OnceLock;
use std::sync::mpsc;

use tokio::runtime::{Builder, Runtime};

use super::error::{Error, TransportError, TransportErrorKind};
use super::future::BoxFuture;

/// Waits for the end of an exchange. May be called from any thread, also from one that belongs to an async runtime.
pub(super) fn wait<T: Send + 'static>(
    exchange: BoxFuture<'static, Result<T, Error<Infallible>>>,
) -> Result<T, Error<Infallible>> {
    let runtime = runtime().map_err(|message| failure(message.as_str()))?;
    let (sender, receiver) = mpsc::sync_channel(1);
    // If nobody waits any more, nobody wants the outcome.
    runtime.spawn(async move { drop(sender.send(exchange.await)) });
    receiver.recv().unwrap_or_else(|_| Err(failure("the background runtime has ended")))
}

fn runtime() -> Result<&'static Runtime, &'static String> {
    static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
    let make = || {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(1).thread_name("oasmith-blocking").enable_io().enable_time();
        builder.build().map_err(|error| error.to_string())
    };
    RUNTIME.get_or_init(make).as_ref()
}

fn failure(message: &str) -> Error<Infallible> {
    Error::Transport(TransportError::new(TransportErrorKind::Other, message))
}
