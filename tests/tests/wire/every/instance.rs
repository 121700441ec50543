//! Creates values that a schema allows: its example if it has one, or else a value with all members.

use serde_json::{Map, Value, json};

use super::spec::Spec;

/// Returns a value of a schema. `variant` selects the branch of a union and the value of an enum.
pub fn of(spec: &Spec, schema: &Value, variant: usize) -> Value {
    let value = InstanceBuilder { spec, variant }.build(schema, 0);
    let validator = spec.validator(schema);
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "the value {value} violates {schema}: {errors:?}");
    value
}

struct InstanceBuilder<'a> {
    spec: &'a Spec,
    variant: usize,
}

/// The depth at which optional members are omitted, so that values of recursive schemas are finite.
const DEPTH: usize = 8;

impl InstanceBuilder<'_> {
    fn build(&self, schema: &Value, depth: usize) -> Value {
        let schema = self.spec.resolved(schema);
        if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
            return self.merged(schema, parts, depth);
        }
        let listed = |key: &str| schema.get(key).and_then(Value::as_array).filter(|list| !list.is_empty());
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        // Only the first variant uses examples.
        if self.variant == 0
            && let Some(example) = schema.get("example").or(listed("examples").and_then(|examples| examples.first()))
            && self.spec.validator(schema).is_valid(example)
        {
            return example.clone();
        }
        if let Some(values) = listed("enum") {
            return values[self.variant % values.len()].clone();
        }
        if let Some(branches) = listed("anyOf").or(listed("oneOf")) {
            return self.build(&branches[self.variant % branches.len()], depth);
        }
        let types = match &schema["type"] {
            Value::String(one) => vec![one.as_str()],
            Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
            _ if schema.get("properties").is_some() => vec!["object"],
            _ => return json!("anything"),
        };
        match types[self.variant % types.len()] {
            "object" => self.object(schema, depth),
            "array" => self.array(schema, depth),
            "string" => self.string(schema),
            "integer" => self.first_valid(schema, [json!(7), json!(1), json!(100)]),
            "number" => self.first_valid(schema, [json!(2.5), json!(0.5), json!(100.5)]),
            "boolean" => json!(self.variant.is_multiple_of(2)),
            _ => Value::Null,
        }
    }

    fn first_valid<const N: usize>(&self, schema: &Value, values: [Value; N]) -> Value {
        let validator = self.spec.validator(schema);
        values.into_iter().find(|value| validator.is_valid(value)).unwrap_or_default()
    }

    fn object(&self, schema: &Value, depth: usize) -> Value {
        let required = schema.get("required").and_then(Value::as_array);
        let required = |name: &str| required.is_some_and(|names| names.iter().any(|other| other == name));
        let properties = schema.get("properties").and_then(Value::as_object);
        let properties = properties.into_iter().flatten().filter(|(name, _)| depth < DEPTH || required(name));
        let mut members: Map<String, Value> =
            properties.map(|(name, schema)| (name.clone(), self.build(schema, depth + 1))).collect();
        if let Some(values @ Value::Object(_)) = schema.get("additionalProperties").filter(|_| depth < DEPTH) {
            members.insert("a key".to_owned(), self.build(values, depth + 1));
        }
        Value::Object(members)
    }

    fn array(&self, schema: &Value, depth: usize) -> Value {
        let minimum = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0);
        let count = if depth < DEPTH { minimum.max(1) } else { minimum };
        let item = schema.get("items").map_or(Value::Null, |items| self.build(items, depth + 1));
        Value::Array((0..count).map(|_| item.clone()).collect())
    }

    fn string(&self, schema: &Value) -> Value {
        json!(match schema.get("format").and_then(Value::as_str) {
            Some("date-time") => "2026-04-01T10:00:00Z",
            Some("date") => "2026-04-01",
            Some("time") => "10:00:00Z",
            Some("uuid") => "0190a5f2-7c3e-7b1a-9d42-3f6c1e8b5a07",
            Some("email") => "joerg@example.com",
            Some("uri") => "https://example.com/a?b=c",
            // These characters must be encoded everywhere in a URL.
            _ => "é /&=?#,%;",
        })
    }

    fn merged(&self, schema: &Value, parts: &[Value], depth: usize) -> Value {
        let mut rest = schema.clone();
        rest.as_object_mut().map(|rest| rest.remove("allOf"));
        let rest = rest.get("properties").map(|_| rest.clone());
        let mut merged = Map::new();
        for part in parts.iter().chain(&rest) {
            match self.build(part, depth) {
                Value::Object(members) => merged.extend(members),
                other => return other,
            }
        }
        Value::Object(merged)
    }
}
