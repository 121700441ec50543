//! Collects the examples in `specs/` as instances: the examples of each component, and objects built from the examples of its properties.

use std::path::PathBuf;

use oasmith::settings::ApiSettings;
use serde_json::{Map, Value, json};

use crate::topic::{self, Construct, Expectation, Instance, Topic};
use tests::files::data;

const SPECS: [&str; 2] = ["alguna.yaml", "diga.yaml"];

/// The maximum nesting of built examples. Deeper properties are omitted, and so are objects that require them.
const MAX_DEPTH: usize = 8;

/// Returns the folder of the documents.
pub fn folder() -> PathBuf {
    data("../specs")
}

/// Returns a topic for each document.
pub fn topics() -> Vec<Topic> {
    SPECS.iter().map(|file| topic(file)).collect()
}

/// Returns the topic of a document in `specs/`. Its constructs are the components that have examples.
fn topic(file: &str) -> Topic {
    let path = folder().join(file);
    let document = topic::parsed(&path);
    let constructs: Vec<Construct> = topic::components(&document)
        .into_iter()
        .map(|(name, schema)| Construct { instances: instances(&document, schema), ..Construct::named(name) })
        .filter(|construct| !construct.instances.is_empty())
        .collect();
    assert!(!constructs.is_empty(), "{file} contains no examples");
    Topic {
        name: file.trim_end_matches(".yaml").to_owned(),
        version: document["openapi"].as_str().unwrap().to_owned(),
        text: std::fs::read_to_string(&path).unwrap(),
        folder: folder(),
        settings: ApiSettings::of_file(file),
        constructs,
        document,
    }
}

fn instances(document: &Value, schema: &Value) -> Vec<Instance> {
    let declared = declared_examples(schema);
    let built = object_of_examples(document, schema, 0);
    let values = declared.into_iter().chain(built);
    values.map(|value| Instance { kind: Expectation::Valid, text: value.to_string() }).collect()
}

/// Returns `example` and `examples` of a schema.
fn declared_examples(schema: &Value) -> Vec<Value> {
    schema.get("example").into_iter().chain(schema["examples"].as_array().into_iter().flatten()).cloned().collect()
}

/// Builds an object from the examples of its properties, if all required ones have an example.
fn object_of_examples(document: &Value, schema: &Value, depth: usize) -> Option<Value> {
    let members = schema["properties"].as_object()?;
    let mut object = Map::new();
    for (name, member) in members {
        object.extend(example(document, member, depth + 1).map(|example| (name.clone(), example)));
    }
    let required = schema["required"].as_array().into_iter().flatten();
    let complete = required.filter_map(Value::as_str).all(|name| object.contains_key(name));
    (complete && !object.is_empty()).then_some(Value::Object(object))
}

/// Returns an example of a schema: a declared one, a listed value, or one built from other examples.
fn example(document: &Value, schema: &Value, depth: usize) -> Option<Value> {
    if depth > MAX_DEPTH {
        return None;
    }
    if let Some(pointer) = schema["$ref"].as_str() {
        return example(document, document.pointer(pointer.trim_start_matches('#'))?, depth + 1);
    }
    declared_examples(schema).into_iter().next().or_else(|| {
        let listed = schema.get("const").or_else(|| schema["enum"].get(0)).cloned();
        let item = || example(document, &schema["items"], depth + 1).map(|item| json!([item]));
        listed.or_else(|| object_of_examples(document, schema, depth)).or_else(item)
    })
}
