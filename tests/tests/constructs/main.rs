//! Every construct of a schema is typed without loss.
//!
//! `tests/constructs/VERSION/TOPIC.yaml` are OpenAPI documents with a construct a component, and beside each construct
//! its instances: what a value of it may be and what not. Here they are held against a JSON Schema validator first, so that the data
//! cannot lie ([`judge`]), and then against the types that are generated from them ([`rows`]), all of them compiled as one crate
//! ([`scratch`]). To add a case, write it into a document; `OASMITH_ONLY=TOPIC` runs the documents whose name holds `TOPIC`.
//!
//! | beside a construct | the generated type | the validator |
//! |---|---|---|
//! | `x-valid` | accepts it and writes an equal value | accepts it |
//! | `x-valid-text` | likewise; the instances are JSON as text | accepts it |
//! | `x-extra` | accepts it; members that are not declared may be left out in writing | accepts it |
//! | `x-open` | accepts it and writes an equal value: unknown values of open enums and tags; `validate()` finds them | refuses it |
//! | `x-violates` | accepts it and writes an equal value; `validate()` finds what is wrong | refuses it |
//! | `x-invalid` | refuses it | refuses it |
//! | `x-judge: REASON` | | is not asked, for this reason |
//! | `x-untyped: REASON` | may hold parts of any value, for this reason | |
//!
//! `x-request` and `x-response` hold such lists for the type of a request's or response's body, where the direction matters.
//! `validate()` finds nothing in what is valid. The examples of the two specs are held against their types likewise ([`specs`]).
//! At the root, `x-also: [VERSION]` runs the document as one of other versions too, and `x-settings` are its settings.

#![allow(clippy::unwrap_used, reason = "a panic of a test is its report")]

mod judge;
mod lift;
mod pipeline;
mod rows;
mod scratch;
mod specs;
mod topic;
mod untyped;

use topic::Topic;

#[test]
fn instances_are_what_they_are_said_to_be() {
    let topics = Topic::all();
    assert!(!topics.is_empty(), "no documents; look at OASMITH_ONLY");
    let wrong: Vec<String> = topics.iter().flat_map(judge::wrong_rows).collect();
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn types_lose_nothing() {
    let topics = Topic::all();
    let (generated, mut wrong) = pipeline::generate_all(&topics);
    wrong.extend(rows::wrong_rows(&generated));
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}
