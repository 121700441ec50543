//! Tests of each key: the error for a value of a wrong type and for a wrong value.

use std::collections::BTreeSet;
use std::fs;

use harness::golden;
use serde_json::Value;

use super::*;

/// The cases. The title of each is the path of a key, and what is wrong. The input is a settings file, the output the error.
const CASES: &str = "settings/errors.txt";

#[test]
fn each_key_reports_wrong_values_with_line_key_and_remedy() {
    golden::check_cases(CASES, |title, input| {
        let error = match Settings::parse(input) {
            Ok(settings) => panic!("{title}: {settings:?}"),
            Err(error) => error,
        };
        let key = title.split(": ").next().unwrap_or_default();
        assert_eq!(error.key, key, "{title}: {error}");
        assert!(!error.remedy.is_empty(), "{title}: {error}");
        for word in ["untagged", "variant", "struct ", "sequence", "invalid type", ", expected"] {
            assert!(!error.message.contains(word) && !error.remedy.contains(word), "{title}: {error}");
        }
        // A placeholder is any JSON value; a date of TOML has no type in JSON Schema.
        if title.contains("wrong type") && !key.ends_with("placeholder") {
            assert!(!schema::accepts(input), "{title}: the JSON schema accepts the value");
        }
        error.to_string()
    });
}

#[test]
fn each_key_has_a_case_with_a_wrong_type() {
    let text = fs::read_to_string(golden::path(CASES)).unwrap();
    let titles: BTreeSet<&str> = text.lines().filter_map(|line| line.strip_prefix("=== ")).collect();
    let schema = schema::schema();
    let mut missing = Vec::new();
    visit(&schema, &schema, "", &mut |path| {
        if !titles.contains(format!("{path}: wrong type").as_str()) {
            missing.push(path.to_owned());
        }
    });
    assert_eq!(missing, [""; 0]);
}

/// Visits the path of each key. Maps have the key `a`, and arrays no key.
fn visit(root: &Value, schema: &Value, path: &str, each: &mut dyn FnMut(&str)) {
    if let Some(reference) = schema["$ref"].as_str() {
        return visit(root, &root.pointer(reference.trim_start_matches('#')).unwrap().clone(), path, each);
    }
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        each(&below(name));
        visit(root, schema, &below(name), each);
    }
    let patterns = schema["patternProperties"].as_object().into_iter().flat_map(|map| map.values());
    for values in patterns.chain(Some(&schema["additionalProperties"]).filter(|values| values.is_object())) {
        each(&below("a"));
        visit(root, values, &below("a"), each);
    }
    for part in ["anyOf", "allOf"].into_iter().filter_map(|key| schema[key].as_array()).flatten() {
        visit(root, part, path, each);
    }
}
