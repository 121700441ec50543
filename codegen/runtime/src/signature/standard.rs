//! The signatures of Standard Webhooks: HMAC-SHA256 of ID, timestamp and body.

use std::fmt;
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{SignatureError, Verifier};
use crate::runtime::Base64;

/// Verifies the headers `webhook-id`, `webhook-timestamp` and `webhook-signature` of Standard Webhooks.
#[derive(Clone)]
pub struct StandardWebhooks {
    key: Vec<u8>,
    tolerance: Duration,
    clock: fn() -> Option<Duration>,
}

/// Why a secret is invalid. Never contains the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretError {
    /// The secret is not Base64.
    Malformed,
    /// The secret has fewer than 24 bytes, the minimum of Standard Webhooks.
    Short,
    /// The secret is one half of a key pair (`whpk_…`, `whsk_…`). Only symmetric secrets are supported.
    KeyPair,
}

/// The minimum length of a key in bytes, by the specification.
const MIN_KEY_LENGTH: usize = 24;

impl StandardWebhooks {
    /// Creates a verifier from a secret: Base64 of at least 24 bytes, with or without the prefix `whsec_`. Surrounding whitespace is ignored,
    /// so that the secret can be read from a file.
    ///
    /// During a rotation of secrets, both are in use: create a verifier for each.
    ///
    /// # Errors
    ///
    /// Returns an error if the secret is not Base64, is too short, or belongs to a key pair. An empty secret is too short: anybody could
    /// sign with it.
    pub fn new(secret: &str) -> Result<Self, SecretError> {
        let secret = secret.trim();
        // `_` is a digit of URL-safe Base64, so these prefixes would become a part of the key.
        if secret.starts_with("whpk_") || secret.starts_with("whsk_") {
            return Err(SecretError::KeyPair);
        }
        let digits = secret.strip_prefix("whsec_").unwrap_or(secret);
        let key = Base64::from(digits.to_owned()).decode().map_err(|_| SecretError::Malformed)?;
        if key.len() < MIN_KEY_LENGTH {
            return Err(SecretError::Short);
        }
        Ok(Self { key, tolerance: Duration::from_secs(5 * 60), clock: time_since_epoch })
    }

    /// Sets the maximum difference between the signature's timestamp and the current time, in whole seconds. The default is five minutes.
    ///
    /// Within this time, an intercepted webhook can be replayed.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Sets the clock, which returns the time since 1970-01-01. Needed where the standard library has no clock (browsers): without one,
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
        let header = |name| headers(name).filter(|value| !value.trim().is_empty()).ok_or(SignatureError::Missing);
        let (id, timestamp, signatures) =
            (header("webhook-id")?, header("webhook-timestamp")?, header("webhook-signature")?);
        // The parser would also accept a sign.
        if !timestamp.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(SignatureError::Missing);
        }
        let time: u64 = timestamp.parse().map_err(|_| SignatureError::Missing)?;
        if now.as_secs().abs_diff(time) > self.tolerance.as_secs() {
            return Err(SignatureError::Expired);
        }
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).map_err(|_| SignatureError::Wrong)?;
        for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
            mac.update(part);
        }
        let matches = |signature: &str| {
            let signature = signature.strip_prefix("v1,").and_then(|text| Base64::from(text.to_owned()).decode().ok());
            // Compared in constant time.
            signature.is_some_and(|signature| mac.clone().verify_slice(&signature).is_ok())
        };
        if signatures.split(' ').any(matches) { Ok(()) } else { Err(SignatureError::Wrong) }
    }
}

impl Verifier for StandardWebhooks {
    fn verify(&self, headers: &dyn Fn(&str) -> Option<String>, body: &[u8]) -> Result<(), SignatureError> {
        let now = (self.clock)().ok_or(SignatureError::Expired)?;
        self.verify_at(now, headers, body)
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn time_since_epoch() -> Option<Duration> {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()
}

#[cfg(target_arch = "wasm32")]
fn time_since_epoch() -> Option<Duration> {
    None
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the webhook secret is not Base64; copy the whole secret as the API shows it",
            Self::Short => "the webhook secret has fewer than 24 bytes; copy the whole secret, or create a longer one",
            Self::KeyPair => {
                "the webhook secret belongs to a key pair; only secrets that start with `whsec_` are supported"
            }
        })
    }
}

impl std::error::Error for SecretError {}

// The key must not reach a log.
impl fmt::Debug for StandardWebhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StandardWebhooks").field("tolerance", &self.tolerance).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{SecretError, SignatureError, StandardWebhooks};

    /// The key is `0123456789abcdef01234567`. All signatures here were computed with Python's `hmac`.
    const SECRET: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";
    const RIGHT: &str = "v1,WUgAXU8H0NQ1/7M+TtMwKma2b74a3/TCgekiM3YUdN8=";
    const NOW: u64 = 1_700_000_000;

    /// The headers of a webhook: id, time and signatures.
    type Headers = (Option<&'static str>, Option<&'static str>, Option<&'static str>);

    const HEADERS: Headers = (Some("msg_1"), Some("1700000000"), Some(RIGHT));

    #[track_caller]
    fn check_with(
        verifier: &StandardWebhooks,
        now: u64,
        headers: Headers,
        body: &str,
        expect: Result<(), SignatureError>,
    ) {
        let (id, time, signatures) = headers;
        let get = |name: &str| match name {
            "webhook-id" => id.map(str::to_owned),
            "webhook-timestamp" => time.map(str::to_owned),
            "webhook-signature" => signatures.map(str::to_owned),
            _ => None,
        };
        assert_eq!(
            verifier.verify_at(Duration::from_secs(now), &get, body.as_bytes()),
            expect,
            "{now} {headers:?} {body}"
        );
    }

    #[track_caller]
    fn check(now: u64, headers: Headers, body: &str, expect: Result<(), SignatureError>) {
        check_with(&StandardWebhooks::new(SECRET).unwrap(), now, headers, body, expect);
    }

    #[test]
    fn signatures() {
        const BODY: &str = r#"{"a":1}"#;
        let (id, time, _) = HEADERS;
        check(NOW, HEADERS, BODY, Ok(()));
        check(NOW, HEADERS, r#"{"a":2}"#, Err(SignatureError::Wrong));
        check(NOW, (Some("msg_2"), time, Some(RIGHT)), BODY, Err(SignatureError::Wrong));
        check(NOW, (id, Some("1700000001"), Some(RIGHT)), BODY, Err(SignatureError::Wrong));
        // One of several signatures suffices.
        let several = "v1a,x v1,AAAA v1,WUgAXU8H0NQ1/7M+TtMwKma2b74a3/TCgekiM3YUdN8= v1,BBBB";
        check(NOW, (id, time, Some(several)), BODY, Ok(()));
        for wrong in [
            "v1,AAAA",
            "v1,",
            "v1",
            "v1,***",
            "v1,WUgAXU8H0NQ1/7M+TtMwKg==",
            "WUgAXU8H0NQ1/7M+TtMwKma2b74a3/TCgekiM3YUdN8=",
            "v1a,WUgAXU8H0NQ1/7M+TtMwKma2b74a3/TCgekiM3YUdN8=",
            "v2,WUgAXU8H0NQ1/7M+TtMwKma2b74a3/TCgekiM3YUdN8=",
        ] {
            check(NOW, (id, time, Some(wrong)), BODY, Err(SignatureError::Wrong));
        }
        for none in [
            (None, time, Some(RIGHT)),
            (id, None, Some(RIGHT)),
            (id, time, None),
            (Some(""), time, Some("v1,vR+qk+fZXHpBSJoWM0QOeNQCQ/wic9G7j9NkS71Rj7U=")),
            (id, Some(""), Some("v1,3QoC7PbfrwOA67bmaczgYsuyc/ODVT7aK3OZ+itUkxk=")),
            (id, time, Some("")),
            (id, time, Some(" ")),
        ] {
            check(NOW, none, BODY, Err(SignatureError::Missing));
        }
    }

    /// The example of the specification's reference libraries.
    #[test]
    fn the_published_example() {
        let verifier = StandardWebhooks::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        let headers = (Some("msg_p5jXN8AQM9LWM0D4loKWxJek"), Some("1614265330"), Some(signature));
        check_with(&verifier, 1_614_265_330, headers, r#"{"test": 2432232314}"#, Ok(()));
    }

    #[test]
    fn times() {
        const BODY: &str = r#"{"a":1}"#;
        let (id, ..) = HEADERS;
        check(NOW + 300, HEADERS, BODY, Ok(()));
        check(NOW - 300, HEADERS, BODY, Ok(()));
        check(NOW + 301, HEADERS, BODY, Err(SignatureError::Expired));
        check(NOW - 301, HEADERS, BODY, Err(SignatureError::Expired));
        // Correctly signed, but not a number of seconds.
        for (time, signature) in [
            ("+1700000000", "v1,4mKhSR3CpWf/6PrHRvQhv8R/0fGLxTo+iAgwUy9LzoY="),
            (" 1700000000", "v1,tboR+I9hUctg6WHD4gbMJfynBgOqvrUDMU2ulEYXqzg="),
            ("18446744073709551616", "v1,1hsY95KdYdUz+t7Vfu56WhEhY3F859i4dbmIWZU9g9A="),
        ] {
            check(NOW, (id, Some(time), Some(signature)), BODY, Err(SignatureError::Missing));
        }
        let oldest = (id, Some("0"), Some("v1,g7l1bB3BWmHh01B/pRJR2NCJT8qa4ot331bKBJ+RLRY="));
        let latest = (id, Some("18446744073709551615"), Some("v1,jltsSmghll+wAvTTrqkFKvjBFblRbBpf5MlxMDSI5TU="));
        check(NOW, oldest, BODY, Err(SignatureError::Expired));
        check(NOW, latest, BODY, Err(SignatureError::Expired));

        let exact = StandardWebhooks::new(SECRET).unwrap().tolerance(Duration::ZERO);
        check_with(&exact, NOW, HEADERS, BODY, Ok(()));
        check_with(&exact, NOW + 1, HEADERS, BODY, Err(SignatureError::Expired));
        let any = StandardWebhooks::new(SECRET).unwrap().tolerance(Duration::MAX);
        check_with(&any, NOW, oldest, BODY, Ok(()));
        check_with(&any, NOW, latest, BODY, Ok(()));
        check_with(&any, 0, HEADERS, r#"{"a":2}"#, Err(SignatureError::Wrong));
    }

    #[test]
    fn secrets() {
        #[track_caller]
        fn check(secret: &str, expect: Result<usize, SecretError>) {
            let verifier = StandardWebhooks::new(secret);
            assert_eq!(verifier.map(|verifier| verifier.key.len()), expect, "{secret:?}");
        }
        check(SECRET, Ok(24));
        check("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", Ok(24));
        // Read from a file.
        check(" whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3\r\n", Ok(24));
        // Both alphabets of Base64.
        check("whsec_+/+++/+++/+++/+++/+++/+++/+++/++", Ok(24));
        check("whsec_-_---_---_---_---_---_---_---_--", Ok(24));
        check(&format!("whsec_{}", "MDEy".repeat(32)), Ok(96));

        check("", Err(SecretError::Short));
        check(" \n", Err(SecretError::Short));
        check("whsec_", Err(SecretError::Short));
        check("whsec_\n", Err(SecretError::Short));
        check("whsec_MDEyMzQ1Njc4OWFiY2RlZg==", Err(SecretError::Short));
        check("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY=", Err(SecretError::Short));
        check("whsec_***", Err(SecretError::Malformed));
        check("whsec_ MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", Err(SecretError::Malformed));
        check("a secret that is not Base64 at all", Err(SecretError::Malformed));
        // The public half of a key pair must never become the key of an HMAC: everybody knows it.
        check("whpk_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", Err(SecretError::KeyPair));
        check("whsk_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", Err(SecretError::KeyPair));
    }

    #[test]
    fn nothing_prints_the_secret() {
        let output = format!("{:?}", StandardWebhooks::new(SECRET).unwrap());
        assert_eq!(output, "StandardWebhooks { tolerance: 300s, .. }");
        let errors = [SecretError::Malformed, SecretError::Short, SecretError::KeyPair].map(|error| error.to_string());
        assert_eq!(
            errors,
            [
                "the webhook secret is not Base64; copy the whole secret as the API shows it",
                "the webhook secret has fewer than 24 bytes; copy the whole secret, or create a longer one",
                "the webhook secret belongs to a key pair; only secrets that start with `whsec_` are supported",
            ]
        );
    }
}
