//! Calls every operation of the two APIs over real HTTP with all its parameters. Checks each request against the document, and replies with
//! every documented response.
//!
//! `alguna` and `diga` list the operations, one per line. The test fails if an operation, a parameter or a body is missing. Values are
//! examples of the document, or created from its schemas. An independent validator checks them.

mod alguna;
mod arguments;
mod diga;
mod exchange;
mod instance;
mod request;
mod spec;

use std::collections::BTreeSet;

use arguments::Arguments;
use exchange::{Exchanges, Outcome, Prepared};
use oasmith_runtime::http::Mock;
use spec::Spec;

/// The method and path of an operation, and a function that calls it.
type Row<Client> = (&'static str, fn(&Client, &Arguments) -> Prepared);

/// The number of calls for each response, each with different branches of unions.
const VARIANTS: usize = 3;

/// Calls all operations of the list and checks that the list is complete.
async fn check<Client>(spec: Spec, rows: &[Row<Client>], client: impl FnOnce(String) -> Client) {
    let operations = spec.operations();
    let listed: BTreeSet<&str> = rows.iter().map(|(key, _)| *key).collect();
    let declared: BTreeSet<&str> = operations.iter().map(|operation| operation.key.as_str()).collect();
    assert_eq!(listed, declared, "the list and the document differ");
    assert_eq!(rows.len(), listed.len(), "an operation is listed twice");
    let exchanges = Exchanges::start();
    let client = client(exchanges.url());
    for (key, call) in rows {
        let Some(operation) = operations.iter().find(|operation| operation.key == *key) else { continue };
        for response in &operation.responses {
            for variant in 0..VARIANTS {
                let arguments = Arguments::of(&spec, operation, variant);
                let expected = exchanges.set_reply(&spec, response, variant);
                let outcome = call(&client, &arguments).outcome.await;
                arguments.check_all_used(key);
                request::check(&spec, operation, &arguments, &exchanges.last_request());
                expected.check(key, &outcome);
            }
        }
    }
}

/// Replies to all operations with the examples of mocks and checks that the document allows them.
async fn check_examples<Client>(spec: Spec, rows: &[Row<Client>], mock: Mock, client: Client) {
    let operations = spec.operations();
    for (key, call) in rows {
        let Some(operation) = operations.iter().find(|operation| operation.key == *key) else { continue };
        let prepared = call(&client, &Arguments::of(&spec, operation, 0));
        (prepared.expect_example)(&mock);
        match (prepared.outcome.await, &operation.responses[0].body) {
            (Outcome::Success { body, .. }, Some(documented)) => {
                assert!(spec.validator(documented.schema).is_valid(&body), "{key}: {body}");
            }
            (Outcome::Success { .. }, None) => {}
            (other, _) => panic!("{key}: unexpected result {other:?}"),
        }
    }
    assert_eq!(mock.verify(), Ok(()));
}

mod alguna_calls {
    use generated::alguna::{self, Client};

    use super::{Spec, alguna::CALLS, check, check_examples};

    #[tokio::test]
    async fn every_operation_matches_the_document() {
        let client = |url| Client::builder().base_url(url).bearer_auth("secret").build().unwrap();
        check(Spec::read("alguna.yaml"), CALLS, client).await;
    }

    #[tokio::test]
    async fn every_mock_example_matches_the_document() {
        let mock = alguna::mock();
        let client = Client::builder().bearer_auth("secret").transport(mock.clone()).build().unwrap();
        check_examples(Spec::read("alguna.yaml"), CALLS, mock, client).await;
    }
}

mod diga_calls {
    use generated::diga::{self, Client};

    use super::{Spec, check, check_examples, diga::CALLS};

    #[tokio::test]
    async fn every_operation_matches_the_document() {
        let client = |url| Client::builder().base_url(url).bearer_auth("secret").build().unwrap();
        check(Spec::read("diga.yaml"), CALLS, client).await;
    }

    #[tokio::test]
    async fn every_mock_example_matches_the_document() {
        let mock = diga::mock();
        let client = Client::builder().bearer_auth("secret").transport(mock.clone()).build().unwrap();
        check_examples(Spec::read("diga.yaml"), CALLS, mock, client).await;
    }
}
