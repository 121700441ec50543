//! What the API sends by itself.

use super::api::webhooks::Webhook;

#[test]
fn the_kind_that_keeps_most_is_taken() {
    assert!(
        matches!(Webhook::parse(br#"{"id":"a","name":"b"}"#), Ok(Webhook::CustomerCreated(customer)) if customer.id == "a")
    );
    assert!(matches!(Webhook::parse(br#"{"detail":"no"}"#), Ok(Webhook::Problem(problem)) if problem.detail == "no"));
    let error = Webhook::parse(br#"{"other":1}"#).unwrap_err();
    assert!(error.to_string().contains("detail"), "{error}");
}
