//! When to try again, and after how long.
//!
//! Architecture invariant: what may have had an effect is not repeated, unless the method is idempotent or a key makes it so. `attempts`
//! in the client applies the rules.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode, header};

use super::error::{TransportError, TransportErrorKind};

/// How often and when a call is tried again. By default twice, after about half a second and a second, and only where repeating is safe.
///
/// # Security
///
/// | what happened | `POST`, `PATCH` without an idempotency key | any other call |
/// |---|---|---|
/// | no connection was made for the request | sent again, by the default transport | sent again |
/// | 429, 503 ([`statuses`](Self::statuses)) | not sent again | sent again |
/// | the exchange broke off | not sent again | sent again |
/// | 401, and the token came from a [`TokenProvider`](super::TokenProvider) | sent again once, with a new token | the same |
/// | a redirect with 307 or 308 to the same origin | follows, with the request once more | the same |
/// | any other redirect | [`Redirects`](super::Redirects) | the same |
/// | anything, after a redirect was followed | not sent again | not sent again |
/// | the time of an attempt was up | not sent again | not sent again |
///
/// A key makes `POST` and `PATCH` repeatable: the document or the settings say which parameter it is, and it is made automatically if the
/// call does not set it. It stays the same over all attempts. A key that is empty is none. A body that is a stream is sent once.
///
/// Other transports than the default one cannot tell a failed connection of the request from one of a redirect, or of what they do
/// themselves. With them, the first row holds for calls that are safe to repeat.
///
/// [`Retries::none`] ends the repetitions of this table, apart from those for 401 and for redirects.
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
    /// No second attempt.
    #[must_use]
    pub fn none() -> Self {
        Self::default().max(0)
    }

    /// At most so many attempts after the first.
    #[must_use]
    pub fn max(mut self, max: u32) -> Self {
        self.max = max;
        self
    }

    /// The delay before the second attempt; it doubles each time, up to `max_delay`. Half of each delay is random.
    #[must_use]
    pub fn delays(mut self, first_delay: Duration, max_delay: Duration) -> Self {
        self.first_delay = first_delay;
        self.max_delay = max_delay;
        self
    }

    /// The longest `Retry-After` that is waited for; a call that is told to wait longer fails at once. By default a minute.
    #[must_use]
    pub fn max_wait(mut self, max_wait: Duration) -> Self {
        self.max_wait = max_wait;
        self
    }

    /// The statuses that are worth another attempt. By default 429 and 503.
    #[must_use]
    pub fn statuses(mut self, statuses: impl Into<Vec<u16>>) -> Self {
        self.statuses = statuses.into();
        self
    }

    /// Whether there may be a second attempt at all.
    pub(super) fn enabled(&self) -> bool {
        self.max > 0
    }

    /// The delay before the next attempt, after an answer. `attempt` counts from 0.
    pub(super) fn after_status(&self, attempt: u32, status: StatusCode, headers: &HeaderMap) -> Option<Duration> {
        if attempt >= self.max || !self.statuses.contains(&status.as_u16()) {
            return None;
        }
        match retry_after(headers) {
            Some(wait) if wait > self.max_wait => None,
            Some(wait) => Some(wait),
            None => Some(self.backoff(attempt)),
        }
    }

    /// The delay before the next attempt, after an exchange that failed.
    pub(super) fn after_error(&self, attempt: u32, error: &TransportError) -> Option<Duration> {
        use TransportErrorKind::{Refused, RequestBody, TooLarge};
        let worth = !matches!(error.kind, RequestBody | TooLarge | Refused);
        if attempt >= self.max || !worth { None } else { Some(self.backoff(attempt)) }
    }

    /// How many attempts there may be after the first.
    pub(super) fn most(&self) -> u32 {
        self.max
    }

    /// The delay before the attempt after this one.
    pub(super) fn backoff(&self, attempt: u32) -> Duration {
        let doubled = self.first_delay.saturating_mul(2_u32.saturating_pow(attempt));
        let half = doubled.min(self.max_delay) / 2;
        half + half.mul_f64(f64::from(random() as u32) / f64::from(u32::MAX))
    }
}

/// Whether repeating a request has no more effect than sending it once (RFC 9110, 9.2.2).
pub(super) fn is_idempotent(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "PUT" | "DELETE" | "OPTIONS" | "TRACE" | "QUERY")
}

/// Spreads the attempts of many clients: the standard library seeds its hashers from the system. Nothing secret hangs on it.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// A key that no other call has: a random UUID (RFC 9562, 5.4).
pub(super) fn idempotency_key() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// How long the API asks to wait (RFC 9110, 10.2.3): a number of seconds, or a date, compared with the API's own clock.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
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

/// There is none that the standard library could read.
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
