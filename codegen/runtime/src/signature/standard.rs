//! Standard Webhooks: HMAC-SHA256 over id, time and body.

use std::fmt;
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{SignatureError, Verifier};
use crate::runtime::{Base64, Base64Error};

/// Verifies the headers `webhook-id`, `webhook-timestamp` and `webhook-signature`, as the Standard Webhooks describe them.
#[derive(Clone)]
pub struct StandardWebhooks {
    key: Vec<u8>,
    tolerance: Duration,
    clock: fn() -> Option<Duration>,
}

impl StandardWebhooks {
    /// Verifies with a secret, `whsec_` and Base64; several may be in use while one takes the place of another: make one for each.
    ///
    /// # Errors
    ///
    /// If the secret is no Base64.
    pub fn new(secret: &str) -> Result<Self, Base64Error> {
        let text = secret.strip_prefix("whsec_").unwrap_or(secret);
        let key = Base64::from(text.to_owned()).decode()?;
        Ok(Self { key, tolerance: Duration::from_secs(5 * 60), clock: since_1970 })
    }

    /// How far the time of signing may be from now. By default five minutes.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// The time that passed since 1970-01-01, for targets where the standard library has no clock (browsers): there, without one,
    /// every signature counts as expired.
    #[must_use]
    pub fn clock(mut self, clock: fn() -> Option<Duration>) -> Self {
        self.clock = clock;
        self
    }

    fn verify_at(
        &self,
        now: Duration,
        headers: &dyn Fn(&str) -> Option<String>,
        body: &[u8],
    ) -> Result<(), SignatureError> {
        let header = |name| headers(name).ok_or(SignatureError::Missing);
        let (id, timestamp, signatures) =
            (header("webhook-id")?, header("webhook-timestamp")?, header("webhook-signature")?);
        let time: u64 = timestamp.parse().map_err(|_| SignatureError::Missing)?;
        if now.as_secs().abs_diff(time) > self.tolerance.as_secs() {
            return Err(SignatureError::Expired);
        }
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).map_err(|_| SignatureError::Wrong)?;
        for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
            mac.update(part);
        }
        let ours = |signature: &str| {
            let signature = signature.strip_prefix("v1,").and_then(|text| Base64::from(text.to_owned()).decode().ok());
            // Compared in constant time.
            signature.is_some_and(|signature| mac.clone().verify_slice(&signature).is_ok())
        };
        if signatures.split(' ').any(ours) { Ok(()) } else { Err(SignatureError::Wrong) }
    }
}

impl Verifier for StandardWebhooks {
    fn verify(&self, headers: &dyn Fn(&str) -> Option<String>, body: &[u8]) -> Result<(), SignatureError> {
        let now = (self.clock)().ok_or(SignatureError::Expired)?;
        self.verify_at(now, headers, body)
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn since_1970() -> Option<Duration> {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()
}

#[cfg(target_arch = "wasm32")]
fn since_1970() -> Option<Duration> {
    None
}

impl fmt::Debug for StandardWebhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StandardWebhooks").field("tolerance", &self.tolerance).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{SignatureError, StandardWebhooks};

    /// The key is `0123456789abcdef`.
    const SECRET: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZg==";

    #[track_caller]
    fn check(now: u64, signature: &str, body: &str, expect: Result<(), SignatureError>) {
        let headers = |name: &str| match name {
            "webhook-id" => Some("msg_1".to_owned()),
            "webhook-timestamp" => Some("1700000000".to_owned()),
            "webhook-signature" => Some(signature.to_owned()),
            _ => None,
        };
        let verifier = StandardWebhooks::new(SECRET).unwrap();
        let verified = verifier.verify_at(Duration::from_secs(now), &headers, body.as_bytes());
        assert_eq!(verified, expect, "{now} {signature} {body}");
    }

    #[test]
    fn signatures() {
        let right = "v1,41C4mdfM4X7k7EqLRBhc2OjUAQFwQVsqMUoL0CbTfxc=";
        let now = 1_700_000_000;
        check(now, right, r#"{"a":1}"#, Ok(()));
        check(now, &format!("v1a,x v1,AAAA {right}"), r#"{"a":1}"#, Ok(()));
        check(now + 300, right, r#"{"a":1}"#, Ok(()));
        check(now + 301, right, r#"{"a":1}"#, Err(SignatureError::Expired));
        check(now - 301, right, r#"{"a":1}"#, Err(SignatureError::Expired));
        check(now, right, r#"{"a":2}"#, Err(SignatureError::Wrong));
        check(now, "v1,AAAA", r#"{"a":1}"#, Err(SignatureError::Wrong));
        check(now, "", r#"{"a":1}"#, Err(SignatureError::Wrong));
        StandardWebhooks::new("whsec_***").unwrap_err();
    }
}
