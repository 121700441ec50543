//! Tokens that are kept, and token requests that many calls share.
//!
//! Architecture invariant: of the calls that need a token at the same time, one fetches it, and all take what came of that. But a call that
//! a thread waits for does not wait for one of an async runtime: the thread may be the one that the other call needs to go on.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::TokenError;

/// Tokens by scopes.
#[derive(Default)]
pub(super) struct Tokens {
    entries: Mutex<BTreeMap<String, Arc<Entry>>>,
}

/// A token as the token URL gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Granted {
    pub(super) token: String,
    /// How long it is valid, if the token URL says so.
    pub(super) lifetime: Option<Duration>,
}

#[derive(Default)]
struct Entry {
    state: Mutex<State>,
    /// Held while a token is fetched: by calls with `async`, and by calls that a thread waits for.
    fetching: [async_lock::Mutex<()>; 2],
}

#[derive(Default)]
struct State {
    /// How many token requests have ended.
    ended: u64,
    /// What came of the last one; `None` if the API refused its token.
    last: Option<Result<Kept, TokenError>>,
}

#[derive(Clone)]
struct Kept {
    token: String,
    /// When it is no longer used.
    until: Option<Instant>,
}

/// A token is no longer used this long before it expires, or a tenth of its lifetime if that is less.
const MARGIN: Duration = Duration::from_secs(30);

impl Tokens {
    /// The token for these scopes, fetched if none is kept.
    pub(super) async fn get<F: Future<Output = Result<Granted, TokenError>>>(
        &self,
        scopes: &str,
        is_blocking: bool,
        fetch: impl FnOnce() -> F,
    ) -> Result<String, TokenError> {
        let entry = self.entry(scopes);
        let ended = match entry.state().fresh() {
            Ok(token) => return Ok(token),
            Err(ended) => ended,
        };
        let [plain, blocking] = &entry.fetching;
        let _guard = if is_blocking { blocking } else { plain }.lock().await;
        // Another call may have fetched it while this one waited: then its outcome is this one's, too.
        if let Some(outcome) = entry.state().outcome_after(ended) {
            return outcome;
        }
        let start = now();
        let outcome = fetch().await.map(|granted| Kept::of(granted, start));
        let mut state = entry.state();
        state.ended += 1;
        state.last = Some(outcome.clone());
        outcome.map(|kept| kept.token)
    }

    /// Forgets a token that the API refused.
    pub(super) fn refused(&self, token: &str) {
        for entry in self.entries().values() {
            let mut state = entry.state();
            if matches!(&state.last, Some(Ok(kept)) if kept.token == token) {
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
    /// The token if it can still be used, else how many token requests have ended so far.
    fn fresh(&self) -> Result<String, u64> {
        match &self.last {
            Some(Ok(kept)) if kept.is_fresh() => Ok(kept.token.clone()),
            _ => Err(self.ended),
        }
    }

    /// What came of a token request that ended since then.
    fn outcome_after(&self, ended: u64) -> Option<Result<String, TokenError>> {
        let last = self.last.as_ref().filter(|_| self.ended > ended)?;
        Some(last.as_ref().map(|kept| kept.token.clone()).map_err(Clone::clone))
    }
}

impl Kept {
    /// A token that was asked for at this time. Its lifetime counts from there, as the token URL cannot have given it earlier.
    fn of(granted: Granted, asked: Option<Instant>) -> Self {
        let Granted { token, lifetime } = granted;
        let used = lifetime.map(|lifetime| lifetime.saturating_sub(MARGIN.min(lifetime / 10)));
        Self { token, until: used.zip(asked).and_then(|(used, asked)| asked.checked_add(used)) }
    }

    fn is_fresh(&self) -> bool {
        now().zip(self.until).is_none_or(|(now, until)| now < until)
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn now() -> Option<Instant> {
    Some(Instant::now())
}

/// The standard library has no clock here: a token is used until the API refuses it, and fetched anew then.
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
            let kept =
                Kept::of(Granted { token: String::new(), lifetime: lifetime.map(Duration::from_secs) }, Some(start));
            assert_eq!(kept.until.map(|until| (until - start).as_secs()), used);
        }
        check(Some(3600), Some(3570));
        check(Some(300), Some(270));
        check(Some(20), Some(18));
        check(Some(0), Some(0));
        check(Some(u64::MAX), None);
        check(None, None);
    }
}
