//! Retry policy: which failures are retried, and after which delay.
//!
//! Architecture invariant: a request that may have taken effect is not repeated, unless its method is idempotent or it has an idempotency
//! key. `attempts` in the client applies the rules.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode, header};

use super::error::{TransportError, TransportErrorKind};

/// The retry policy. By default, a request is retried at most twice, after about half a second and one second, and only if repeating it is
/// safe.
///
/// # Security
///
/// | outcome of an attempt | `POST`, `PATCH` without an idempotency key | any other call |
/// |---|---|---|
/// | no connection could be opened, so nothing was sent | sent again, by the default transport | sent again |
/// | 429, 503 ([`statuses`](Self::statuses)) | not sent again | sent again |
/// | sending the request or receiving the response failed | not sent again | sent again |
/// | 401, and the token came from a [`TokenProvider`](super::TokenProvider) | sent again once, with a new token | the same |
/// | a redirect with 307 or 308 to the same origin | followed: the request is sent to the target | the same |
/// | any other redirect | [`Redirects`](super::Redirects) | the same |
/// | any outcome after a redirect was followed | not sent again | not sent again |
/// | the attempt timed out, or its response or body did not arrive in time | not sent again | sent again |
/// | the call reached the client's `deadline` | not sent again | not sent again |
///
/// An idempotency key makes `POST` and `PATCH` repeatable. The document or the settings declare its parameter. If the call does not set it,
/// it is generated, and it stays the same for all attempts. An empty key has no effect. A request with a streamed body is sent only once.
///
/// With a transport other than the default one, a `POST` or `PATCH` without an idempotency key is not sent again in the first row either.
/// Such a transport may follow redirects or send requests of its own, so a failed connection does not show that the API received nothing.
///
/// If the delay before the next attempt, or the API's `Retry-After`, exceeds the rest of the client's `deadline`, the call returns the outcome
/// of the last attempt at once.
///
/// [`Retries::none`] turns off the retries of this table, except those for 401 and redirects.
#[derive(Debug, Clone, PartialEq)]
pub struct Retries {
    max: u32,
    first_delay: Duration,
    max_delay: Duration,
    max_wait: Duration,
    statuses: Vec<u16>,
}

impl Default for Retries {
    fn default() -> Self {
        Self {
            max: 2,
            first_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(8),
            max_wait: Duration::from_secs(60),
            statuses: vec![429, 503],
        }
    }
}

impl Retries {
    /// Creates a policy without retries.
    #[must_use]
    pub fn none() -> Self {
        Self::default().max(0)
    }

    /// Sets the maximum number of retries, which are the attempts after the first.
    #[must_use]
    pub fn max(mut self, max: u32) -> Self {
        self.max = max;
        self
    }

    /// Sets the delay before the first retry. It doubles for each further retry, up to `max_delay`. Each delay is randomly shortened by up to
    /// half.
    #[must_use]
    pub fn delays(mut self, first_delay: Duration, max_delay: Duration) -> Self {
        self.first_delay = first_delay;
        self.max_delay = max_delay;
        self
    }

    /// Sets the longest `Retry-After` that the client waits for. If the API asks for a longer wait, the call fails immediately. The default
    /// is one minute.
    #[must_use]
    pub fn max_wait(mut self, max_wait: Duration) -> Self {
        self.max_wait = max_wait;
        self
    }

    /// Sets the statuses that are retried. The default is 429 and 503.
    #[must_use]
    pub fn statuses(mut self, statuses: impl Into<Vec<u16>>) -> Self {
        self.statuses = statuses.into();
        self
    }

    /// Returns whether the policy allows any retry.
    pub(super) fn enabled(&self) -> bool {
        self.max > 0
    }

    /// Returns the delay before the next attempt, after a response. `attempt` counts from 0.
    pub(super) fn after_status(&self, attempt: u32, status: StatusCode, headers: &HeaderMap) -> Option<Duration> {
        if attempt >= self.max || !self.statuses.contains(&status.as_u16()) {
            return None;
        }
        match retry_after(headers) {
            Some(wait) if !self.accepts_wait(wait) => None,
            Some(wait) => Some(wait),
            None => Some(self.backoff(attempt)),
        }
    }

    /// Returns the delay before the next attempt, after a failed exchange.
    pub(super) fn after_error(&self, attempt: u32, error: &TransportError) -> Option<Duration> {
        if attempt >= self.max || !is_transient(error) { None } else { Some(self.backoff(attempt)) }
    }

    /// Returns the delay before the next attempt, after an attempt that exceeded a time limit.
    pub(super) fn after_timeout(&self, attempt: u32) -> Option<Duration> {
        (attempt < self.max).then(|| self.backoff(attempt))
    }

    /// Returns the maximum number of retries.
    pub(super) fn max_retries(&self) -> u32 {
        self.max
    }

    #[cfg(test)]
    pub(super) fn longest_wait(&self) -> Duration {
        self.max_wait
    }

    /// Returns whether the client waits for this time if the API asks for it.
    pub(super) fn accepts_wait(&self, wait: Duration) -> bool {
        wait <= self.max_wait
    }

    /// Returns the delay after the given attempt.
    pub(super) fn backoff(&self, attempt: u32) -> Duration {
        let doubled = self.first_delay.saturating_mul(2_u32.saturating_pow(attempt));
        let half = doubled.min(self.max_delay) / 2;
        half + half.mul_f64(f64::from(random() as u32) / f64::from(u32::MAX))
    }
}

/// Returns whether the method is idempotent: repeating a request has the same effect as sending it once (RFC 9110, 9.2.2).
pub(super) fn is_idempotent(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "PUT" | "DELETE" | "OPTIONS" | "TRACE" | "QUERY")
}

/// Returns whether a failed exchange may succeed if it is repeated.
pub(super) fn is_transient(error: &TransportError) -> bool {
    use TransportErrorKind::{Refused, RequestBody, TooLarge};
    !matches!(error.kind, RequestBody | TooLarge | Refused)
}

/// Returns whether a status says that the same request may succeed later (RFC 9110, 15.5.9, 15.6; RFC 8470, 5.2; RFC 6585, 4).
pub(super) fn is_transient_status(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504)
}

/// Returns jitter, which spreads the retries of many clients. The standard library seeds its hashers from the system. Not for secrets.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// Generates an idempotency key: a random UUID (RFC 9562, 5.4).
pub(super) fn idempotency_key() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// Parses `Retry-After` (RFC 9110, 10.2.3): a number of seconds, or a date, which is compared with the response's own `Date`.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let then = httpdate::parse_http_date(text).ok()?;
    let date = headers.get(header::DATE).and_then(|date| date.to_str().ok());
    let now = date.and_then(|date| httpdate::parse_http_date(date).ok()).or_else(system_time)?;
    Some(then.duration_since(now).unwrap_or_default())
}

#[cfg(not(target_arch = "wasm32"))]
fn system_time() -> Option<SystemTime> {
    Some(SystemTime::now())
}

/// The standard library has no clock here.
#[cfg(target_arch = "wasm32")]
fn system_time() -> Option<SystemTime> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        #[track_caller]
        fn check(retry_after_header: &str, expect: Option<u64>) {
            let mut headers = HeaderMap::new();
            headers.insert(header::DATE, http::HeaderValue::from_static("Sun, 06 Nov 1994 08:49:37 GMT"));
            headers.insert(header::RETRY_AFTER, http::HeaderValue::from_str(retry_after_header).unwrap());
            assert_eq!(retry_after(&headers), expect.map(Duration::from_secs), "{retry_after_header}");
        }
        check("7", Some(7));
        check("Sun, 06 Nov 1994 08:49:40 GMT", Some(3));
        check("Sun, 06 Nov 1994 08:49:30 GMT", Some(0));
        check("Sunday, 06-Nov-94 08:49:41 GMT", Some(4));
        check("Sun Nov  6 08:49:42 1994", Some(5));
        check("Sat, 01 Mar 2025", None);
        check("x, 99 Foo 20 a:b:c GMT", None);
        check("soon", None);
        check("-1", None);
    }

    #[test]
    fn delays_grow_and_end() {
        let retries = Retries::default().max(4).delays(Duration::from_secs(1), Duration::from_secs(3));
        let headers = HeaderMap::new();
        for (attempt, (least, most)) in [(500, 1000), (1000, 2000), (1500, 3000), (1500, 3000)].into_iter().enumerate()
        {
            let delay =
                retries.after_status(attempt as u32, StatusCode::TOO_MANY_REQUESTS, &headers).unwrap().as_millis();
            assert!((least..=most).contains(&delay), "{delay}");
        }
        assert_eq!(retries.after_status(4, StatusCode::TOO_MANY_REQUESTS, &headers), None);
        assert_eq!(retries.after_status(0, StatusCode::INTERNAL_SERVER_ERROR, &headers), None);
    }

    #[test]
    fn keys_are_random_uuids() {
        let (a, b) = (idempotency_key(), idempotency_key());
        assert_ne!(a, b);
        assert_eq!(a.len(), 36);
        assert_eq!(a.chars().nth(14), Some('4'));
        assert!(matches!(a.chars().nth(19), Some('8' | '9' | 'a' | 'b')), "{a}");
    }
}
