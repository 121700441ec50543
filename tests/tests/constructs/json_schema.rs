//! Converts the schema dialects of OpenAPI to JSON Schema 2020-12 for the validator.
//!
//! This code is independent of the generator's reader, so that a mistake in one of them makes a test fail.

use oasmith::ir::Direction;
use serde_json::{Map, Value, json};

use crate::topic::{Topic, components, reference};

/// Keywords with one schema.
const SINGLE_SCHEMA: [&str; 10] = [
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
];
/// Keywords with a list of schemas.
const SCHEMA_LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
/// Keywords with named schemas.
const SCHEMA_MAPS: [&str; 4] = ["properties", "patternProperties", "$defs", "dependentSchemas"];

/// Converts all component schemas of a document. Also adds them to `$defs`, where validators look for ids. If a direction is given, only
/// properties that are sent in that direction are required.
pub fn document(topic: &Topic, direction: Option<Direction>) -> Value {
    let mut converted = topic.document.clone();
    let converter = Converter { topic, is_before_3_1: topic.version.as_str() < "3.1", direction };
    let schemas: Map<String, Value> = components(&topic.document)
        .into_iter()
        .map(|(name, schema)| (name.clone(), converter.schema(schema)))
        .collect();
    if topic.version == "2.0" {
        converted["definitions"] = Value::Object(schemas);
    } else {
        converted["$defs"] = Value::Object(schemas.clone());
        converted["components"]["schemas"] = Value::Object(schemas);
    }
    converted
}

struct Converter<'a> {
    topic: &'a Topic,
    /// Whether the version is older than 3.1.
    is_before_3_1: bool,
    direction: Option<Direction>,
}

impl Converter<'_> {
    fn schema(&self, schema: &Value) -> Value {
        let Value::Object(keywords) = schema else { return schema.clone() };
        if self.is_before_3_1 && keywords.get("$ref").is_some_and(Value::is_string) {
            return json!({ "$ref": keywords["$ref"] });
        }
        let mut converted = Map::new();
        for (key, value) in keywords {
            let value = match key.as_str() {
                key if key.starts_with("x-") || key == "discriminator" || key == "nullable" || key == "example" => {
                    continue;
                }
                "exclusiveMinimum" | "exclusiveMaximum" if value.is_boolean() => continue,
                key if SINGLE_SCHEMA.contains(&key) => self.schema(value),
                key if SCHEMA_LISTS.contains(&key) => {
                    value.as_array().unwrap().iter().map(|item| self.schema(item)).collect()
                }
                key if SCHEMA_MAPS.contains(&key) => {
                    let entries = value.as_object().unwrap().iter();
                    Value::Object(entries.map(|(name, value)| (name.clone(), self.schema(value))).collect())
                }
                // Real documents contain duplicate names, which the validator rejects.
                "required" => self.required(keywords, value),
                _ => value.clone(),
            };
            converted.insert(key.clone(), value);
        }
        self.nullable(keywords, &mut converted);
        bounds(keywords, &mut converted);
        integer_range(keywords, &mut converted);
        self.discriminator(keywords, &mut converted);
        Value::Object(converted)
    }

    /// Converts `nullable`, which adds null to a `type`. It has no effect without `type`.
    fn nullable(&self, keywords: &Map<String, Value>, converted: &mut Map<String, Value>) {
        let nullable = ["nullable", "x-nullable"].iter().any(|key| keywords.get(*key) == Some(&json!(true)));
        if let (true, true, Some(ty)) = (self.is_before_3_1, nullable, keywords.get("type")) {
            converted.insert("type".to_owned(), json!([ty, "null"]));
        }
    }

    /// Returns the required names without duplicates.
    fn required(&self, keywords: &Map<String, Value>, names: &Value) -> Value {
        let excluded = match self.direction {
            None => "",
            Some(Direction::Request) => "readOnly",
            Some(Direction::Response) => "writeOnly",
        };
        let mut required: Vec<Value> = Vec::new();
        for name in names.as_array().unwrap() {
            let member = keywords.get("properties").and_then(|members| members.get(name.as_str()?));
            let is_sent = member.is_none_or(|member| member[excluded] != json!(true));
            if is_sent && !required.contains(name) {
                required.push(name.clone());
            }
        }
        Value::Array(required)
    }

    /// Restricts the discriminator property in each branch to the tags of the branch.
    fn discriminator(&self, keywords: &Map<String, Value>, converted: &mut Map<String, Value>) {
        let Some(discriminator) = keywords.get("discriminator").filter(|discriminator| discriminator.is_object())
        else {
            return;
        };
        for key in ["oneOf", "anyOf"] {
            let Some(branches) = converted.get_mut(key).and_then(Value::as_array_mut) else { continue };
            for branch in branches {
                if let Some(tags) = self.tags(discriminator, branch["$ref"].as_str().unwrap_or_default()) {
                    let tag = discriminator["propertyName"].as_str().unwrap();
                    *branch = json!({ "allOf": [branch, { "properties": { tag: { "enum": tags } } }] });
                }
            }
        }
    }

    /// Returns the tags of a branch, or `None` if the branch lists them itself.
    fn tags(&self, discriminator: &Value, branch: &str) -> Option<Vec<String>> {
        let (name, schema) = components(&self.topic.document)
            .into_iter()
            .find(|(name, _)| reference(&self.topic.version, name) == branch)?;
        let mapping = discriminator["mapping"].as_object();
        let mapped: Vec<String> = mapping
            .into_iter()
            .flatten()
            .filter(|(_, target)| *target == branch || *target == name)
            .map(|(tag, _)| tag.clone())
            .collect();
        let property = &schema["properties"][discriminator["propertyName"].as_str().unwrap()];
        match () {
            () if !mapped.is_empty() => Some(mapped),
            () if property.get("enum").or(property.get("const")).is_some() => None,
            () => Some(vec![name.clone()]),
        }
    }
}

/// Converts bounds with a boolean `exclusiveMinimum` or `exclusiveMaximum`.
fn bounds(keywords: &Map<String, Value>, converted: &mut Map<String, Value>) {
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if let (Some(Value::Bool(true)), Some(value)) = (keywords.get(exclusive), keywords.get(bound)) {
            converted.remove(bound);
            converted.insert(exclusive.to_owned(), value.clone());
        }
    }
}

/// Adds the range of an integer's format.
fn integer_range(keywords: &Map<String, Value>, converted: &mut Map<String, Value>) {
    let integer = keywords.get("type").is_some_and(|ty| ty == "integer" || ty == &json!(["integer", "null"]));
    let (minimum, maximum) = match keywords.get("format").and_then(Value::as_str) {
        _ if !integer => return,
        Some("int8") => (json!(i8::MIN), json!(i8::MAX)),
        Some("int16") => (json!(i16::MIN), json!(i16::MAX)),
        Some("int32") => (json!(i32::MIN), json!(i32::MAX)),
        Some("uint8") => (json!(u8::MIN), json!(u8::MAX)),
        Some("uint16") => (json!(u16::MIN), json!(u16::MAX)),
        Some("uint32") => (json!(u32::MIN), json!(u32::MAX)),
        Some("uint64") => (json!(u64::MIN), json!(u64::MAX)),
        Some("int64") => (json!(i64::MIN), json!(i64::MAX)),
        _ => return,
    };
    converted.insert("allOf".to_owned(), json!([{ "minimum": minimum, "maximum": maximum }]));
}
