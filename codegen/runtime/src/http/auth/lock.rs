//! A lock that is waited for without a thread: one of many concurrent calls fetches a token, the others wait for it.

use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

/// A lock for futures, on any executor.
#[derive(Debug, Default)]
pub(super) struct Lock(Mutex<Waiters>);

#[derive(Debug, Default)]
struct Waiters {
    held: bool,
    wakers: Vec<Waker>,
}

/// Whoever has it holds the lock. Dropping it (also when a call is cancelled) wakes the others.
#[derive(Debug)]
pub(super) struct Guard<'a>(&'a Lock);

impl Lock {
    /// Waits until nobody else holds the lock.
    pub(super) async fn acquire(&self) -> Guard<'_> {
        poll_fn(|cx| {
            let mut waiters = self.waiters();
            if !waiters.held {
                waiters.held = true;
                return Poll::Ready(());
            }
            if !waiters.wakers.iter().any(|waker| waker.will_wake(cx.waker())) {
                waiters.wakers.push(cx.waker().clone());
            }
            Poll::Pending
        })
        .await;
        Guard(self)
    }

    fn waiters(&self) -> MutexGuard<'_, Waiters> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        let wakers = {
            let mut waiters = self.0.waiters();
            waiters.held = false;
            std::mem::take(&mut waiters.wakers)
        };
        wakers.into_iter().for_each(Waker::wake);
    }
}
