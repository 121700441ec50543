//! `examples.json`: a response of each operation for each status, for mock transports in users' tests.
//!
//! A response is the document's example, or else a value created from the types (`sample`). The file is part of the generated
//! code. Only builds with the feature `mock` read it.

mod sample;

use std::fmt::Write;

use serde_json::Value;

use self::sample::{Budget, sample};
use crate::ir::{Api, Response, Status};
use crate::names::Names;

/// The largest number of JSON values in one response. Responses of real documents have less than 8,000.
const LARGEST: usize = 20_000;

/// The number of JSON values in all responses of an API: this many, and more for each response. Real documents need 100 for each.
const SHARED: usize = 200_000;
const PER_RESPONSE: usize = 500;

/// Returns the text of the file: an object with the responses of each method by status. Each response is on one line. Responses that
/// are too large are left out, so that the size of the file is bounded by the size of the document. A mock that needs one says so.
#[must_use]
pub fn file(api: &Api, names: &Names) -> String {
    let mut text = "{".to_owned();
    let count: usize =
        api.operations.iter().map(|operation| operation.successes.len() + operation.failures.len()).sum();
    let mut budget = Budget(count.saturating_mul(PER_RESPONSE).saturating_add(SHARED));
    for (index, (operation, names)) in api.operations.iter().zip(&names.operations).enumerate() {
        let method = names.method.as_str();
        let _ = write!(text, "{}\n  {}: {{", comma(index), Value::from(method.trim_start_matches("r#")));
        let responses = operation.successes.iter().chain(&operation.failures);
        let examples =
            responses.filter_map(|response| Some((status(response.status), example(api, response, &mut budget)?)));
        for (index, (status, example)) in examples.enumerate() {
            let _ = write!(text, "{}\n    \"{status}\": {example}", comma(index));
        }
        text.push_str("\n  }");
    }
    text.push_str("\n}\n");
    text
}

fn comma(index: usize) -> &'static str {
    if index == 0 { "" } else { "," }
}

/// Returns a status as it is written in a document.
fn status(status: Status) -> String {
    match status {
        Status::Exact(status) => status.to_string(),
        Status::Range(first) => format!("{first}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// Returns an example of the first JSON body, and `None` if there is none or it is too large.
fn example(api: &Api, response: &Response, budget: &mut Budget) -> Option<Value> {
    let (media, ty) = response.media.iter().find_map(|media| Some((media, media.codec.json()?)))?;
    let mut own = Budget(LARGEST.min(budget.0));
    let available = own.0;
    let example = match media.examples.first() {
        Some(documented) => own.take(documented).then(|| documented.clone()),
        None => sample(api, ty, &mut own),
    };
    budget.0 -= available - own.0;
    example
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::names::NamesLock;
    use crate::settings::ApiSettings;
    use crate::source::MapLoader;
    use crate::{Layout, Request, generate};

    /// Checks the example of a response with this media type object, in an API with these component schemas.
    #[track_caller]
    fn check(media: Value, components: Value, expect: Value) {
        assert_eq!(examples(media, components), json!({ "get_a": { "200": expect } }));
    }

    /// Returns the file for an operation whose response has this media type object.
    fn examples(media: Value, components: Value) -> Value {
        let document = json!({
            "openapi": "3.1.0",
            "info": { "title": "t", "version": "1" },
            "paths": { "/a": { "get": { "operationId": "getA", "responses": {
                "200": { "description": "", "content": { "application/json": media } }
            } } } },
            "components": { "schemas": components },
        });
        let loader = MapLoader::new([("a.json", document.to_string().as_str())]);
        let outcome = generate(&Request {
            name: "a",
            settings: &ApiSettings::of_file("a.json"),
            loader: &loader,
            names_lock: &NamesLock::default(),
            layout: &Layout::Module,
            keep_going: false,
        });
        let text = &outcome.plan.unwrap().files["src/a/examples.json"];
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn examples_of_the_document_are_used() {
        check(json!({ "schema": { "type": "string" }, "example": "a" }), json!({}), json!("a"));
        let named = json!({ "one": { "value": { "a": 1 } }, "two": { "value": 2 } });
        check(json!({ "schema": { "type": "object" }, "examples": named }), json!({}), json!({ "a": 1 }));
        let component = json!({ "type": "object", "properties": { "a": {} }, "examples": [{ "a": 3 }] });
        check(json!({ "schema": { "$ref": "#/components/schemas/A" } }), json!({ "A": component }), json!({ "a": 3 }));
    }

    #[test]
    fn other_examples_are_created_from_types() {
        let pet = json!({
            "type": "object",
            "required": ["id", "born", "kind", "owner", "tags"],
            "properties": {
                "id": { "type": "string", "format": "uuid" },
                "born": { "type": "string", "format": "date" },
                "kind": { "type": "string", "enum": ["cat", "dog"] },
                "owner": { "type": "object", "required": ["age"], "properties": { "age": { "type": "integer", "minimum": 18 } } },
                "tags": { "type": "array", "items": { "type": "string", "minLength": 3 }, "minItems": 2 },
                "sound": { "type": "string", "example": "meow" },
                "nickname": { "type": "string" },
            },
        });
        let expect = json!({
            "id": "0190a5f2-7c3e-7b1a-9d42-3f6c1e8b5a07",
            "born": "2026-01-31",
            "kind": "cat",
            "owner": { "age": 18 },
            "tags": ["text", "text"],
            "sound": "meow",
        });
        check(json!({ "schema": { "$ref": "#/components/schemas/Pet" } }), json!({ "Pet": pet }), expect);
    }

    #[test]
    fn placeholders_are_replaced() {
        let shown = |format: &str, value: Value| json!({ "type": "string", "format": format, "example": value });
        let properties = json!({
            "id": shown("uuid", json!("string")),
            "at": shown("date-time", json!("YYYY-MM-DDTHH:MM:SSZ")),
            "on": shown("date", json!("2024-01-02")),
            "never": { "type": "array", "items": { "not": {} } },
        });
        let component = json!({ "type": "object", "required": ["id", "never"], "properties": properties });
        let expect = json!({ "id": "0190a5f2-7c3e-7b1a-9d42-3f6c1e8b5a07", "on": "2024-01-02", "never": [] });
        check(json!({ "schema": { "$ref": "#/components/schemas/A" } }), json!({ "A": component }), expect);
    }

    #[test]
    fn examples_beyond_the_limit_are_left_out() {
        // Each level needs two values of the next one.
        let pair = |level: usize| {
            let next = json!({ "$ref": format!("#/components/schemas/S{}", level + 1) });
            json!({ "type": "object", "required": ["a", "b"], "properties": { "a": next, "b": next } })
        };
        let levels = |count: usize| -> Value {
            let pairs = (0..count).map(|level| (format!("S{level}"), pair(level)));
            pairs.chain([(format!("S{count}"), json!({ "type": "object" }))]).collect()
        };
        let media = || json!({ "schema": { "$ref": "#/components/schemas/S0" } });
        check(media(), levels(2), json!({ "a": { "a": {}, "b": {} }, "b": { "a": {}, "b": {} } }));
        for count in [20, 30] {
            assert_eq!(examples(media(), levels(count)), json!({ "get_a": {} }));
        }
        let large: Vec<u32> = (0..30_000).collect();
        assert_eq!(examples(json!({ "schema": {}, "example": large }), json!({})), json!({ "get_a": {} }));
    }

    #[test]
    fn recursive_types_have_finite_examples() {
        let node = json!({
            "type": "object",
            "required": ["next"],
            "properties": { "next": { "anyOf": [{ "$ref": "#/components/schemas/Node" }, { "type": "null" }] } },
        });
        let reference = json!({ "schema": { "$ref": "#/components/schemas/Node" } });
        check(reference, json!({ "Node": node }), json!({ "next": null }));
    }
}
