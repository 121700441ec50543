//! The token cache, and token requests that concurrent calls share.
//!
//! Architecture invariant: if several calls need a token at the same time, one fetches it and all use the outcome. But a blocking call never
//! waits for an async one: the async call may need the blocked thread to make progress.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::TokenError;
use crate::runtime::http::future::with_timeout;
use crate::runtime::http::transport::Transport;

/// Cached tokens, by scopes.
#[derive(Default)]
pub(super) struct Tokens {
    entries: Mutex<BTreeMap<String, Arc<Entry>>>,
}

/// How a call waits for the token request of another call.
#[derive(Clone, Copy)]
pub(super) struct Wait<'a> {
    pub(super) transport: &'a dyn Transport,
    pub(super) limit: Option<Duration>,
    pub(super) is_blocking: bool,
}

/// A token as the token URL returned it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Granted {
    pub(super) token: String,
    /// The lifetime, if the token URL returned one.
    pub(super) lifetime: Option<Duration>,
}

#[derive(Default)]
struct Entry {
    state: Mutex<State>,
    /// Locked while a token is fetched: the first by async calls, the second by blocking calls.
    fetching: [async_lock::Mutex<()>; 2],
}

#[derive(Default)]
struct State {
    /// The number of completed token requests.
    completed: u64,
    /// The outcome of the last one; `None` if the API rejected its token.
    last: Option<Result<CachedToken, TokenError>>,
}

#[derive(Clone)]
struct CachedToken {
    token: String,
    /// When it stops being used.
    until: Option<Instant>,
}

/// A token stops being used this long before it expires, or a tenth of its lifetime if that is shorter.
const MARGIN: Duration = Duration::from_secs(30);

impl Tokens {
    /// Returns the token for these scopes, and fetches it if none is cached.
    pub(super) async fn get<F: Future<Output = Result<Granted, TokenError>>>(
        &self,
        scopes: &str,
        wait: Wait<'_>,
        fetch: impl FnOnce() -> F,
    ) -> Result<String, TokenError> {
        let entry = self.entry(scopes);
        let completed = match entry.state().fresh() {
            Ok(token) => return Ok(token),
            Err(completed) => completed,
        };
        let [asynchronous, blocking] = &entry.fetching;
        let lock = if wait.is_blocking { blocking } else { asynchronous }.lock();
        let timeout_error =
            |after| TokenError::timeout(format!("the token request of another call did not end within {after:?}"));
        // The other call may be alive but not polled, so its own limit does not suffice.
        let locked = pin!(async move { Ok(lock.await) });
        let _guard = with_timeout(wait.transport, wait.limit, locked, timeout_error).await?;
        // Another call may have fetched it while this one waited: then use its outcome.
        if let Some(outcome) = entry.state().outcome_after(completed) {
            return outcome;
        }
        let start = now();
        let outcome = fetch().await.map(|granted| CachedToken::of(granted, start));
        let mut state = entry.state();
        state.completed += 1;
        state.last = Some(outcome.clone());
        outcome.map(|cached| cached.token)
    }

    /// Removes a token that the API rejected.
    pub(super) fn rejected(&self, token: &str) {
        for entry in self.entries().values() {
            let mut state = entry.state();
            if matches!(&state.last, Some(Ok(cached)) if cached.token == token) {
                state.last = None;
            }
        }
    }

    fn entry(&self, scopes: &str) -> Arc<Entry> {
        let mut entries = self.entries();
        match entries.get(scopes) {
            Some(entry) => Arc::clone(entry),
            None => Arc::clone(entries.entry(scopes.to_owned()).or_default()),
        }
    }

    fn entries(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Entry>>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Returns the token if it is still usable, otherwise the number of completed token requests.
    fn fresh(&self) -> Result<String, u64> {
        match &self.last {
            Some(Ok(cached)) if cached.is_fresh() => Ok(cached.token.clone()),
            _ => Err(self.completed),
        }
    }

    /// Returns the outcome of the last token request, if more than `completed` requests have completed.
    fn outcome_after(&self, completed: u64) -> Option<Result<String, TokenError>> {
        let last = self.last.as_ref().filter(|_| self.completed > completed)?;
        Some(last.as_ref().map(|cached| cached.token.clone()).map_err(Clone::clone))
    }
}

impl CachedToken {
    /// Creates an entry. Its lifetime starts when the token was requested, because it cannot have been issued earlier.
    fn of(granted: Granted, requested: Option<Instant>) -> Self {
        let Granted { token, lifetime } = granted;
        let usable = lifetime.map(|lifetime| lifetime.saturating_sub(MARGIN.min(lifetime / 10)));
        Self { token, until: usable.zip(requested).and_then(|(usable, requested)| requested.checked_add(usable)) }
    }

    fn is_fresh(&self) -> bool {
        now().zip(self.until).is_none_or(|(now, until)| now < until)
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn now() -> Option<Instant> {
    Some(Instant::now())
}

/// The standard library has no clock here, so a token is used until the API rejects it.
#[cfg(target_arch = "wasm32")]
fn now() -> Option<Instant> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_margin_is_a_fraction_of_short_lifetimes() {
        #[track_caller]
        fn check(lifetime: Option<u64>, used: Option<u64>) {
            let start = Instant::now();
            let cached = CachedToken::of(
                Granted { token: String::new(), lifetime: lifetime.map(Duration::from_secs) },
                Some(start),
            );
            assert_eq!(cached.until.map(|until| (until - start).as_secs()), used);
        }
        check(Some(3600), Some(3570));
        check(Some(300), Some(270));
        check(Some(20), Some(18));
        check(Some(0), Some(0));
        check(Some(u64::MAX), None);
        check(None, None);
    }
}
