//! The examples that the specs of this workspace carry themselves: each component's own, and those of its members put together.

use std::path::PathBuf;

use oasmith::settings::ApiSettings;
use serde_json::{Map, Value, json};

use crate::topic::{self, Construct, Instance, Kind, Topic};
use tests::files::data;

const SPECS: [&str; 2] = ["alguna.yaml", "diga.yaml"];

/// So deep examples of members are put together: what is deeper is left out, or with what needs it.
const DEEPEST: usize = 8;

/// Where they lie.
pub fn folder() -> PathBuf {
    data("../specs")
}

/// A topic for each spec.
pub fn topics() -> Vec<Topic> {
    SPECS.iter().map(|name| of(name)).collect()
}

fn of(name: &str) -> Topic {
    let path = folder().join(name);
    let document = topic::value(&path);
    let constructs: Vec<Construct> = topic::components(&document)
        .into_iter()
        .map(|(name, schema)| Construct { instances: instances(&document, schema), ..Construct::named(name) })
        .filter(|construct| !construct.instances.is_empty())
        .collect();
    assert!(!constructs.is_empty(), "{name} carries no examples");
    Topic {
        name: name.trim_end_matches(".yaml").to_owned(),
        version: document["openapi"].as_str().unwrap().to_owned(),
        text: std::fs::read_to_string(&path).unwrap(),
        folder: folder(),
        settings: ApiSettings::of_file(name),
        constructs,
        document,
    }
}

fn instances(document: &Value, schema: &Value) -> Vec<Instance> {
    let whole = own(schema);
    let together = together(document, schema, 0);
    let values = whole.into_iter().chain(together);
    values.map(|value| Instance { kind: Kind::Valid, text: value.to_string() }).collect()
}

/// `example` and `examples` of a schema.
fn own(schema: &Value) -> Vec<Value> {
    schema.get("example").into_iter().chain(schema["examples"].as_array().into_iter().flatten()).cloned().collect()
}

/// An object of the examples of its members, if all have one that must be there.
fn together(document: &Value, schema: &Value, depth: usize) -> Option<Value> {
    let members = schema["properties"].as_object()?;
    let mut object = Map::new();
    for (name, member) in members {
        object.extend(example(document, member, depth + 1).map(|example| (name.clone(), example)));
    }
    let required = schema["required"].as_array().into_iter().flatten();
    let complete = required.filter_map(Value::as_str).all(|name| object.contains_key(name));
    (complete && !object.is_empty()).then_some(Value::Object(object))
}

/// An example of a schema: its own, or what its parts come to.
fn example(document: &Value, schema: &Value, depth: usize) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    if let Some(pointer) = schema["$ref"].as_str() {
        return example(document, document.pointer(pointer.trim_start_matches('#'))?, depth + 1);
    }
    own(schema).into_iter().next().or_else(|| {
        let listed = schema.get("const").or_else(|| schema["enum"].get(0)).cloned();
        let item = || example(document, &schema["items"], depth + 1).map(|item| json!([item]));
        listed.or_else(|| together(document, schema, depth)).or_else(item)
    })
}
