//! Webhooks.

use std::cell::RefCell;

use super::api::webhooks::Webhook;
use super::runtime::{SignatureError, Verifier, WebhookError};

#[test]
fn the_kind_that_keeps_most_is_taken() {
    assert!(
        matches!(Webhook::parse(br#"{"id":"a","name":"b"}"#), Ok(Webhook::CustomerCreated(customer)) if customer.id == "a")
    );
    assert!(matches!(Webhook::parse(br#"{"detail":"no"}"#), Ok(Webhook::Problem(problem)) if problem.detail == "no"));
    let error = Webhook::parse(br#"{"other":1}"#).unwrap_err();
    assert!(error.to_string().contains("detail"), "{error}");
}

/// Returns a fixed verdict and records its arguments.
struct Recorder {
    verdict: Result<(), SignatureError>,
    asked: RefCell<Vec<(Option<String>, Vec<u8>)>>,
}

impl Verifier for Recorder {
    fn verify(&self, headers: &dyn Fn(&str) -> Option<String>, body: &[u8]) -> Result<(), SignatureError> {
        self.asked.borrow_mut().push((headers("x-signature"), body.to_vec()));
        self.verdict
    }
}

#[test]
fn nothing_is_decoded_before_it_is_verified() {
    const GOOD: &[u8] = br#"{"id":"a","name":"b"}"#;
    for (body, verdict, expect) in [
        (GOOD, Ok(()), "customer"),
        (GOOD, Err(SignatureError::Wrong), "the webhook's signature does not match its body"),
        (GOOD, Err(SignatureError::Missing), "the webhook's signature is missing or malformed"),
        (b"{", Err(SignatureError::Expired), "the webhook was signed too long ago, or in the future"),
        (b"", Err(SignatureError::Wrong), "the webhook's signature does not match its body"),
        (b"7", Ok(()), "not documented"),
    ] {
        let verifier = Recorder { verdict, asked: RefCell::default() };
        let outcome = match Webhook::verify(body, &|name| Some(format!("{name}: 7")), &verifier) {
            Ok(Webhook::CustomerCreated(_)) => "customer".to_owned(),
            Ok(_) => "another".to_owned(),
            Err(WebhookError::Decode(_)) => "not documented".to_owned(),
            Err(error) => error.to_string(),
        };
        assert_eq!(outcome, expect);
        assert_eq!(*verifier.asked.borrow(), [(Some("x-signature: 7".to_owned()), body.to_vec())]);
    }
}

#[cfg(feature = "standard-webhooks")]
#[test]
fn standard_webhooks() {
    use std::time::Duration;

    use super::runtime::StandardWebhooks;

    let verifier = StandardWebhooks::new("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3\n").unwrap();
    let headers = |name: &str| {
        let value = match name {
            "webhook-id" => "msg_1",
            "webhook-timestamp" => "1700000000",
            "webhook-signature" => "v1,vrecegZ0tf6v5dr81lFnjwU0b8wqA+x978lotxcGF0k=",
            _ => return None,
        };
        Some(value.to_owned())
    };
    let verified = |verifier: &StandardWebhooks, body: &[u8]| Webhook::verify(body, &headers, verifier);
    let then = verifier.clone().clock(|| Some(Duration::from_secs(1_700_000_000)));
    assert!(matches!(verified(&then, br#"{"id":"a","name":"b"}"#), Ok(Webhook::CustomerCreated(_))));
    assert!(matches!(
        verified(&then, br#"{"id":"a","name":"c"}"#),
        Err(WebhookError::Signature(SignatureError::Wrong))
    ));
    // It is too old today, and without a clock it counts as expired.
    for verifier in [verifier.clone(), verifier.clock(|| None)] {
        assert!(matches!(
            verified(&verifier, br#"{"id":"a","name":"b"}"#),
            Err(WebhookError::Signature(SignatureError::Expired))
        ));
    }
}
