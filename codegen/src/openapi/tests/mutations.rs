//! Reads documents with random changes, from a fixed seed. Reading terminates and does not panic.

use serde_json::{Value, json};

use super::super::read;
use crate::diag::{Code, Diagnostic, Diagnostics, Repeats, Style, to_github, to_json, to_text};
use crate::source::{MapLoader, Source};

const SEEDS: [&str; 3] = [include_str!("everything.yaml"), include_str!("swagger.yaml"), include_str!("schemas.yaml")];

#[test]
fn reads_documents_with_values_of_the_wrong_type() {
    for (number, seed) in SEEDS.iter().enumerate() {
        let value: Value = serde_yaml::from_str(seed).unwrap();
        let nodes = count(&value);
        let mut random = Random(number as u64 + 1);
        for _ in 0..300 {
            let mut broken = value.clone();
            for _ in 0..1 + random.below(3) {
                let mut at = random.below(nodes);
                let change = random.below(CHANGES);
                mutate(&mut broken, &mut at, change);
            }
            read_without_panic(&broken.to_string());
        }
    }
}

#[test]
fn reads_truncated_and_corrupted_texts() {
    for (number, seed) in SEEDS.iter().enumerate() {
        let mut random = Random(number as u64 + 7);
        for _ in 0..100 {
            let mut text: Vec<char> = seed.chars().collect();
            if random.below(2) == 0 {
                text.truncate(random.below(text.len()));
            } else {
                for _ in 0..3 {
                    let at = random.below(text.len());
                    text[at] = ['{', '}', ':', '\t', '"', '&', '*', '\u{0}', '-', '\n'][random.below(10)];
                }
            }
            read_without_panic(&text.into_iter().collect::<String>());
        }
    }
}

fn read_without_panic(text: &str) {
    let loader = MapLoader::new([("spec.yaml", text)]);
    let mut diagnostics = Diagnostics::default();
    let source = match Source::open("spec.yaml", &loader, &mut diagnostics) {
        Ok(mut source) => {
            let document = read(&mut source, &loader, &mut diagnostics);
            assert!(document.is_some() || diagnostics.has_errors(), "{text}");
            source
        }
        Err(source) => source,
    };
    for diagnostic in diagnostics.iter() {
        let Diagnostic { code, message, .. } = diagnostic;
        assert!(!message.ends_with(" cannot be read"), "`openapiv3` rejected checked fields: {message}\n{text}");
        assert!(*code != Code::MalformedHarmless || states_effect(message), "no effect: {message}\n{text}");
    }
    let rendered = to_text(&diagnostics, &source, Style::Colour, Repeats::Shown).text;
    assert_eq!(rendered.is_empty(), diagnostics.is_empty());
    assert_eq!(to_github(&diagnostics, &source).lines().count(), diagnostics.iter().count());
    assert!(to_json(&diagnostics, &source).is_object());
}

/// Returns whether the message of a warning says what happens: after a semicolon, or in its only sentence.
fn states_effect(message: &str) -> bool {
    message.contains("; ")
        || message.contains(" is ignored: ")
        || message.contains(" are ignored")
        || message.contains("never sent")
}

const CHANGES: usize = 12;

/// Changes the node with the index `at`, in the order of the document. Returns whether it exists.
fn mutate(value: &mut Value, at: &mut usize, change: usize) -> bool {
    if *at == 0 {
        *value = match change {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(-1),
            3 => json!(1e300),
            4 => json!("text"),
            5 => json!([]),
            6 => json!({}),
            7 => json!([value.clone(), value.clone()]),
            8 => json!({ "$ref": "#" }),
            9 => json!({ "$ref": "#/components/schemas/Node" }),
            10 => json!({ "$ref": "elsewhere.yaml#/x" }),
            _ => json!(""),
        };
        return true;
    }
    *at -= 1;
    match value {
        Value::Array(items) => items.iter_mut().any(|item| mutate(item, at, change)),
        Value::Object(members) => members.values_mut().any(|member| mutate(member, at, change)),
        _ => false,
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// A generator of pseudorandom numbers (xorshift). Its numbers are the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}
