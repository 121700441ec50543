//! Boxed futures, which are `Send` except in a browser, and futures with a time limit.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::time::Duration;

use super::transport::Transport;

/// A boxed future. `Send`, except in a browser.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A boxed future. `Send`, except in a browser.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// `Send`, except in a browser, which has a single thread.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Send + ?Sized> MaybeSend for T {}

/// `Sync`, except in a browser, which has a single thread.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSync: Sync {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Sync + ?Sized> MaybeSync for T {}

/// `Send`, except in a browser, which has a single thread.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSend {}
#[cfg(target_arch = "wasm32")]
impl<T: ?Sized> MaybeSend for T {}

/// `Sync`, except in a browser, which has a single thread.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSync {}
#[cfg(target_arch = "wasm32")]
impl<T: ?Sized> MaybeSync for T {}

/// Returns the future's outcome, or an error if `after` elapses first. Without `after`, or if the transport has no clock, no limit applies.
pub(super) fn with_timeout<'a, T, E, F: Future<Output = Result<T, E>>, L: Fn(Duration) -> E>(
    transport: &dyn Transport,
    after: Option<Duration>,
    mut future: Pin<&'a mut F>,
    timeout_error: L,
) -> impl Future<Output = Result<T, E>> + use<'a, T, E, F, L> {
    let mut timer = after.and_then(|after| Some((after, transport.timer(after)?)));
    poll_fn(move |cx| {
        let outcome = future.as_mut().poll(cx);
        let Some((after, timer)) = timer.as_mut().filter(|_| outcome.is_pending()) else { return outcome };
        timer.as_mut().poll(cx).map(|()| Err(timeout_error(*after)))
    })
}
