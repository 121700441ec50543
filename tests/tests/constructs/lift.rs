//! The dialects of OpenAPI to JSON Schema 2020-12, for the validator.
//!
//! Written apart from the generator's own reading on purpose: the one is tested with the other.

use oasmith::ir::Direction;
use serde_json::{Map, Value, json};

use crate::topic::{Topic, components, reference};

/// Keywords with one schema.
const ONE: [&str; 10] = [
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
const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
/// Keywords with schemas by name.
const MAPS: [&str; 4] = ["properties", "patternProperties", "$defs", "dependentSchemas"];

/// The document with all its components' schemas lifted; they stand in `$defs` too, where validators look for ids.
/// With a direction, what must be there is what may travel that way.
pub fn document(topic: &Topic, direction: Option<Direction>) -> Value {
    let mut lifted = topic.document.clone();
    let lift = Lift { topic, old: topic.version.as_str() < "3.1", direction };
    let schemas: Map<String, Value> =
        components(&topic.document).into_iter().map(|(name, schema)| (name.clone(), lift.schema(schema))).collect();
    if topic.version == "2.0" {
        lifted["definitions"] = Value::Object(schemas);
    } else {
        lifted["$defs"] = Value::Object(schemas.clone());
        lifted["components"]["schemas"] = Value::Object(schemas);
    }
    lifted
}

struct Lift<'a> {
    topic: &'a Topic,
    /// Whether the document is older than 3.1.
    old: bool,
    direction: Option<Direction>,
}

impl Lift<'_> {
    fn schema(&self, schema: &Value) -> Value {
        let Value::Object(keywords) = schema else { return schema.clone() };
        if self.old && keywords.get("$ref").is_some_and(Value::is_string) {
            return json!({ "$ref": keywords["$ref"] });
        }
        let mut lifted = Map::new();
        for (key, value) in keywords {
            let value = match key.as_str() {
                key if key.starts_with("x-") || key == "discriminator" || key == "nullable" || key == "example" => {
                    continue;
                }
                "exclusiveMinimum" | "exclusiveMaximum" if value.is_boolean() => continue,
                key if ONE.contains(&key) => self.schema(value),
                key if LISTS.contains(&key) => value.as_array().unwrap().iter().map(|item| self.schema(item)).collect(),
                key if MAPS.contains(&key) => {
                    let entries = value.as_object().unwrap().iter();
                    Value::Object(entries.map(|(name, value)| (name.clone(), self.schema(value))).collect())
                }
                // A name twice is a mistake that occurs; the validator would not take the document.
                "required" => self.required(keywords, value),
                _ => value.clone(),
            };
            lifted.insert(key.clone(), value);
        }
        self.nullable(keywords, &mut lifted);
        bounds(keywords, &mut lifted);
        width(keywords, &mut lifted);
        self.discriminator(keywords, &mut lifted);
        Value::Object(lifted)
    }

    /// `nullable` adds null to a type; without one it says nothing.
    fn nullable(&self, keywords: &Map<String, Value>, lifted: &mut Map<String, Value>) {
        let nullable = ["nullable", "x-nullable"].iter().any(|key| keywords.get(*key) == Some(&json!(true)));
        if let (true, true, Some(ty)) = (self.old, nullable, keywords.get("type")) {
            lifted.insert("type".to_owned(), json!([ty, "null"]));
        }
    }

    /// What must be there, each once.
    fn required(&self, keywords: &Map<String, Value>, names: &Value) -> Value {
        let other_side = match self.direction {
            None => "",
            Some(Direction::Request) => "readOnly",
            Some(Direction::Response) => "writeOnly",
        };
        let mut required: Vec<Value> = Vec::new();
        for name in names.as_array().unwrap() {
            let member = keywords.get("properties").and_then(|members| members.get(name.as_str()?));
            let travels = member.is_none_or(|member| member[other_side] != json!(true));
            if travels && !required.contains(name) {
                required.push(name.clone());
            }
        }
        Value::Array(required)
    }

    /// The tag of a value leads to one branch.
    fn discriminator(&self, keywords: &Map<String, Value>, lifted: &mut Map<String, Value>) {
        let Some(discriminator) = keywords.get("discriminator").filter(|it| it.is_object()) else { return };
        for key in ["oneOf", "anyOf"] {
            let Some(branches) = lifted.get_mut(key).and_then(Value::as_array_mut) else { continue };
            for branch in branches {
                if let Some(tags) = self.tags(discriminator, branch["$ref"].as_str().unwrap_or_default()) {
                    let tag = discriminator["propertyName"].as_str().unwrap();
                    *branch = json!({ "allOf": [branch, { "properties": { tag: { "enum": tags } } }] });
                }
            }
        }
    }

    /// The tags that lead to a branch. `None` if the branch itself says which they are.
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

/// Bounds that are exclusive by a boolean beside them.
fn bounds(keywords: &Map<String, Value>, lifted: &mut Map<String, Value>) {
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if let (Some(Value::Bool(true)), Some(value)) = (keywords.get(exclusive), keywords.get(bound)) {
            lifted.remove(bound);
            lifted.insert(exclusive.to_owned(), value.clone());
        }
    }
}

/// An integer's format is its range; without one it is that of `i64`, unless the document's own bounds go beyond.
fn width(keywords: &Map<String, Value>, lifted: &mut Map<String, Value>) {
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
    lifted.insert("allOf".to_owned(), json!([{ "minimum": minimum, "maximum": maximum }]));
}
