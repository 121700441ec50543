//! Webhooks: which bodies are parsed, and which constructs the coverage report lists.

use super::lowered_document;
use crate::settings::ApiSettings;

/// Checks the coverage notes of a webhook whose body has this content.
#[track_caller]
fn check(content: &str, expect: &[&str]) {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\nwebhooks:\n  changed:\n    post:\n      requestBody:\n        content: {content}\n"
    );
    let (api, _) = lowered_document(text, &ApiSettings::of_file("a.yaml"));
    let notes: Vec<&str> = api.coverage.iter().map(|note| note.note.as_str()).collect();
    assert_eq!(notes, expect, "{content}");
}

#[test]
fn bodies_that_are_not_parsed_are_listed() {
    let json = "application/json: {schema: {type: integer}}";
    check(&format!("{{{json}}}"), &[]);
    check(
        &format!("{{{json}, text/plain: {{schema: {{type: string}}}}}}"),
        &["only one JSON body of a webhook is parsed; `text/plain` is not"],
    );
    check(
        &format!("{{{json}, application/vnd.b+json: {{schema: {{type: array, items: {{type: string}}}}}}}}"),
        &["only one JSON body of a webhook is parsed; `application/vnd.b+json` is not"],
    );
    check(
        "{text/plain: {schema: {type: string}}}",
        &["the request body of the webhook `changed` is not JSON, so no type is generated"],
    );
}
