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
use std::future::Future;
use std::pin::Pin;

use arguments::Arguments;
use exchange::{Exchanges, Outcome};
use spec::Spec;

/// A call under way.
type Sent = Pin<Box<dyn Future<Output = Outcome>>>;

/// An operation, as method and path of the spec, and how it is called.
type Row<Client> = (&'static str, fn(&Client, &Arguments) -> Sent);

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
                let outcome = call(&client, &arguments).await;
                arguments.check_all_taken(key);
                request::check(&spec, operation, &arguments, &exchanges.take_request());
                expected.check(key, &outcome);
            }
        }
    }
}

#[tokio::test]
async fn of_alguna() {
    use generated::alguna::Client;
    let client = |url| Client::builder().base_url(url).bearer_auth("secret").build().unwrap();
    check(Spec::read("alguna.yaml"), alguna::CALLS, client).await;
}

#[tokio::test]
async fn of_diga() {
    use generated::diga::Client;
    let client = |url| Client::builder().base_url(url).bearer_auth("secret").build().unwrap();
    check(Spec::read("diga.yaml"), diga::CALLS, client).await;
}
