//! Checks that the generated type of every schema construct loses no data.
//!
//! `tests/constructs/VERSION/TOPIC.yaml` are OpenAPI documents. Each component is a construct with instances: valid and invalid values.
//! First, an independent JSON Schema validator checks that the instances are classified correctly ([`validator`]). Then the generated types,
//! compiled as one crate ([`program`]), decode and encode them ([`generated_types`]). To add a case, add it to a document.
//! `OASMITH_ONLY=TOPIC` runs only the documents whose names contain `TOPIC`.
//!
//! | key | generated type | validator |
//! |---|---|---|
//! | `x-valid` | accepts it and encodes an equal value | accepts it |
//! | `x-valid-text` | like `x-valid`; the instances are JSON texts | accepts it |
//! | `x-extra` | accepts it; undeclared members may be missing in the output | accepts it |
//! | `x-open` | accepts it and encodes an equal value: unknown values of open enums and tags; `validate()` reports them | rejects it |
//! | `x-violates` | accepts it and encodes an equal value; `validate()` reports a violation | rejects it |
//! | `x-invalid` | rejects it | rejects it |
//! | `x-skip-validator: REASON` | | is not used, for this reason |
//! | `x-untyped: REASON` | may contain untyped values, for this reason | |
//!
//! `x-request` and `x-response` contain the same keys for the type of a request or response body, if the direction matters. `validate()` must
//! accept all valid instances. The examples of the documents in `specs/` are checked in the same way ([`specs`]). At the root,
//! `x-also: [VERSION]` also runs the document as other versions, and `x-settings` contains its settings.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports")]

mod generated_types;
mod json_schema;
mod pipeline;
mod program;
mod specs;
mod topic;
mod untyped;
mod validator;

use topic::Topic;

#[test]
fn instances_are_classified_correctly() {
    let topics = Topic::all();
    assert!(!topics.is_empty(), "no documents match OASMITH_ONLY");
    let failures: Vec<String> = topics.iter().flat_map(validator::failures).collect();
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn generated_types_handle_all_instances() {
    let topics = Topic::all();
    let (generated, mut failures) = pipeline::generate_all(&topics);
    failures.extend(generated_types::failures(&generated));
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}
