//! Every operation of the two APIs, called over real HTTP with every parameter that it has: what is sent is held against the spec, and every
//! response that the spec documents is answered with and read back.
//!
//! `alguna` and `diga` are lists, a line for each operation. A new operation without a line fails, and so does a line that leaves out
//! a parameter or a body. Values are the spec's own examples, or made from its schemas, and proven by a validator that is not ours.

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

/// An operation, as method and path of the spec, and how it is called.
type Row<Client> = (&'static str, fn(&Client, &Arguments) -> Prepared);

/// How often an operation is called for each of its responses: each time with other branches of its unions.
const VARIANTS: usize = 3;

/// Calls everything in the list, and checks that the list has everything.
async fn check<Client>(spec: Spec, rows: &[Row<Client>], client: impl FnOnce(String) -> Client) {
    let operations = spec.operations();
    let listed: BTreeSet<&str> = rows.iter().map(|(key, _)| *key).collect();
    let declared: BTreeSet<&str> = operations.iter().map(|operation| operation.key.as_str()).collect();
    assert_eq!(listed, declared, "the list and the spec differ");
    assert_eq!(rows.len(), listed.len(), "an operation is listed twice");
    let exchanges = Exchanges::start();
    let client = client(exchanges.url());
    for (key, call) in rows {
        let Some(operation) = operations.iter().find(|operation| operation.key == *key) else { continue };
        for response in &operation.responses {
            for variant in 0..VARIANTS {
                let arguments = Arguments::of(&spec, operation, variant);
                let expected = exchanges.answer_with(&spec, response, variant);
                let outcome = call(&client, &arguments).outcome.await;
                arguments.check_all_taken(key);
                request::check(&spec, operation, &arguments, &exchanges.take_request());
                expected.check(key, &outcome);
            }
        }
    }
}

/// Answers everything in the list with the example that mocks have for it, and checks that the spec allows it.
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
            (other, _) => panic!("{key} came to {other:?}"),
        }
    }
    assert_eq!(mock.verify(), Ok(()));
}

mod of_alguna {
    use generated::alguna::{self, Client};

    use super::{Spec, alguna::CALLS, check, check_examples};

    #[tokio::test]
    async fn every_operation() {
        let client = |url| Client::builder().base_url(url).bearer_auth("secret").build().unwrap();
        check(Spec::read("alguna.yaml"), CALLS, client).await;
    }

    #[tokio::test]
    async fn every_example() {
        let mock = alguna::mock();
        let client = Client::builder().bearer_auth("secret").transport(mock.clone()).build().unwrap();
        check_examples(Spec::read("alguna.yaml"), CALLS, mock, client).await;
    }
}

mod of_diga {
    use generated::diga::{self, Client};

    use super::{Spec, check, check_examples, diga::CALLS};

    #[tokio::test]
    async fn every_operation() {
        let client = |url| Client::builder().base_url(url).bearer_auth("secret").build().unwrap();
        check(Spec::read("diga.yaml"), CALLS, client).await;
    }

    #[tokio::test]
    async fn every_example() {
        let mock = diga::mock();
        let client = Client::builder().bearer_auth("secret").transport(mock.clone()).build().unwrap();
        check_examples(Spec::read("diga.yaml"), CALLS, mock, client).await;
    }
}
