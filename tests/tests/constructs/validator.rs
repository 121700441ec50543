//! Checks the instances with an independent JSON Schema validator.

use oasmith::ir::Direction;
use serde_json::{Value, json};

use crate::json_schema;
use crate::topic::{Construct, Expectation, Topic, reference};

/// Returns the instances of a topic that are classified incorrectly.
pub fn failures(topic: &Topic) -> Vec<String> {
    let directions = [None, Some(Direction::Request), Some(Direction::Response)];
    let constructs = topic.constructs.iter().filter(|construct| construct.skips_validator.is_none());
    let failures = directions.into_iter().flat_map(|direction| {
        let document = json_schema::document(topic, direction);
        let constructs = constructs.clone().filter(move |construct| construct.direction == direction);
        constructs.flat_map(move |construct| wrong_instances(topic, &document, construct))
    });
    failures.collect()
}

fn wrong_instances(topic: &Topic, document: &Value, construct: &Construct) -> Vec<String> {
    let mut root = document.clone();
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    // Refer to the schema in `$defs`, so that the validator finds the `$id`s of enclosing schemas.
    root["$ref"] = json!(reference(&topic.version, &construct.schema).replace("/components/schemas/", "/$defs/"));
    let validator = match jsonschema::options().should_validate_formats(true).offline().build(&root) {
        Ok(validator) => validator,
        Err(error) => return vec![format!("{}: the validator rejects the schema: {error}", topic.row(construct))],
    };
    let mut wrong = Vec::new();
    for instance in &construct.instances {
        let value: Value = serde_json::from_str(&instance.text).unwrap();
        let expected = matches!(instance.kind, Expectation::Valid | Expectation::Extra);
        if validator.is_valid(&value) != expected {
            let reason = validator.validate(&value).err().map_or("it is valid".to_owned(), |error| error.to_string());
            wrong.push(format!("{} {:?} {}: {reason}", topic.row(construct), instance.kind, instance.text));
        }
    }
    wrong
}
