//! The visitor that builds values from JSON and YAML.
//!
//! It supports input that `serde_json::Value` and `serde_yaml::Value` reject or lose: duplicate keys (recorded; the last value is
//! used), keys that are not strings (converted to text), and merge keys (`<<`) and tags of YAML.

use std::fmt;

use foldhash::{HashSet, HashSetExt};
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use crate::diag::Pointer;

/// The state of building a file's value.
pub(super) struct ValueBuilder {
    /// The paths of duplicate keys. The innermost step of each path is first.
    duplicates: Vec<Vec<Step>>,
    /// The remaining memory budget in bytes. It is necessary because aliases can expand a short YAML text without bound.
    budget: usize,
    /// Whether `<<` is a merge key.
    merges: bool,
}

enum Step {
    Key(String),
    Index(usize),
}

/// The memory cost of a value in addition to its text, in bytes.
const NODE_COST: usize = 64;

impl ValueBuilder {
    /// Creates a builder for a text of this length.
    pub(super) fn new(text_len: usize, format: Format) -> Self {
        Self {
            duplicates: Vec::new(),
            budget: text_len.saturating_mul(100).saturating_add(64 << 20),
            merges: matches!(format, Format::Yaml),
        }
    }

    /// Builds the value.
    pub(super) fn build<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<Value, D::Error> {
        Seed(self).deserialize(from)
    }

    /// Returns the locations of duplicate keys.
    pub(super) fn into_duplicates(self) -> Vec<Pointer> {
        self.duplicates
            .into_iter()
            .map(|steps| {
                steps.iter().rev().fold(Pointer::root(), |pointer, step| match step {
                    Step::Key(key) => pointer.key(key),
                    Step::Index(index) => pointer.index(*index),
                })
            })
            .collect()
    }

    /// Subtracts the memory of a value from the budget. `text` is the length of its text.
    fn spend<E: Error>(&mut self, text: usize) -> Result<(), E> {
        match self.budget.checked_sub(NODE_COST.saturating_add(text)) {
            Some(rest) => {
                self.budget = rest;
                Ok(())
            }
            None => Err(E::custom("its aliases expand the document out of bounds")),
        }
    }

    /// Adds a step to the paths of the duplicate keys in the child that was just built.
    fn add_step(&mut self, found_before: usize, step: impl Fn() -> Step) {
        for path in self.duplicates.iter_mut().skip(found_before) {
            path.push(step());
        }
    }
}

/// The format of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// JSON (RFC 8259).
    Json,
    /// YAML 1.2.
    Yaml,
}

struct Seed<'b>(&'b mut ValueBuilder);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.0.spend(0)?;
        // JSON has no number for YAML's `.inf` and `.nan`.
        Ok(Number::from_f64(value).map_or_else(|| Value::String(value.to_string()), Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.0.spend(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        self.0.spend(value.len())?;
        Ok(Value::String(value))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        // Drop a YAML tag (`!Name value`) and keep the value.
        let (_tag, value) = data.variant::<String>()?;
        value.newtype_variant_seed(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.0.spend(0)?;
        let mut list = Vec::new();
        loop {
            let before = self.0.duplicates.len();
            let Some(item) = items.next_element_seed(Seed(self.0))? else { break };
            let index = list.len();
            self.0.add_step(before, || Step::Index(index));
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        self.0.spend(0)?;
        let mut map = Map::new();
        let mut merged: HashSet<String> = HashSet::new();
        while let Some(key) = members.next_key::<String>()? {
            self.0.spend::<A::Error>(key.len())?;
            let before = self.0.duplicates.len();
            let value = members.next_value_seed(Seed(self.0))?;
            self.0.add_step(before, || Step::Key(key.clone()));
            if self.0.merges && key == "<<" && is_mergeable(&value) {
                merge(&mut map, value, &mut merged);
                continue;
            }
            match map.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                Entry::Occupied(mut entry) => {
                    if !merged.remove(entry.key()) {
                        self.0.duplicates.push(vec![Step::Key(entry.key().clone())]);
                    }
                    entry.insert(value);
                }
            }
        }
        Ok(Value::Object(map))
    }
}

fn is_mergeable(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().all(Value::is_object),
        _ => false,
    }
}

/// Adds members of merged mappings, unless the map already has the key. So the first of several sources takes precedence.
fn merge(map: &mut Map<String, Value>, source: Value, merged: &mut HashSet<String>) {
    match source {
        Value::Object(members) => {
            for (key, value) in members {
                if !map.contains_key(&key) {
                    merged.insert(key.clone());
                    map.insert(key, value);
                }
            }
        }
        Value::Array(items) => items.into_iter().for_each(|item| merge(map, item, merged)),
        _ => {}
    }
}
