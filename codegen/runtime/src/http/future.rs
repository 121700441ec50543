//! Futures as trait objects, `Send` where there are threads, and futures with a limit of time.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::time::Duration;

use super::transport::Transport;

/// A boxed future.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A boxed future.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// `Send`, except in a browser, where nothing can be sent to another thread.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Send + ?Sized> MaybeSend for T {}

/// `Sync`, except in a browser, where nothing is shared with another thread.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSync: Sync {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Sync + ?Sized> MaybeSync for T {}

/// `Send`, except in a browser, where nothing can be sent to another thread.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSend {}
#[cfg(target_arch = "wasm32")]
impl<T: ?Sized> MaybeSend for T {}

/// `Sync`, except in a browser, where nothing is shared with another thread.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSync {}
#[cfg(target_arch = "wasm32")]
impl<T: ?Sized> MaybeSync for T {}

/// The outcome of a future, or an error if its time is up before. There is no limit without `after`, or if the transport has no clock.
pub(super) fn limited<'a, T, E, F: Future<Output = Result<T, E>>, L: Fn(Duration) -> E>(
    transport: &dyn Transport,
    after: Option<Duration>,
    mut future: Pin<&'a mut F>,
    late: L,
) -> impl Future<Output = Result<T, E>> + use<'a, T, E, F, L> {
    let mut timer = after.and_then(|after| Some((after, transport.timer(after)?)));
    poll_fn(move |cx| {
        let outcome = future.as_mut().poll(cx);
        let Some((after, timer)) = timer.as_mut().filter(|_| outcome.is_pending()) else { return outcome };
        timer.as_mut().poll(cx).map(|()| Err(late(*after)))
    })
}
