//! The values that one schema lists by `enum` or `const`.

use foldhash::{HashSet, HashSetExt};
use serde_json::{Number, Value};

use super::json_types::{JsonTypes, coerce};
use crate::exact_number::ExactNumber;
use crate::ir::{Docs, EnumValue};
use crate::lower::deprecation;
use crate::openapi::{EnumNote, Keywords, SchemaId};

/// A schema and its own keywords.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SchemaKeywords<'d> {
    pub(crate) id: SchemaId,
    pub(crate) keywords: &'d Keywords,
}

impl SchemaKeywords<'_> {
    /// The values of the given JSON types that the schema lists itself. Values that were written as another type are
    /// converted to the stated type.
    pub(crate) fn listed_values(&self, json_types: JsonTypes) -> Option<Vec<EnumValue>> {
        let keywords = self.keywords;
        let single: [Value; 1];
        let written: &[Value] = match (&keywords.const_value, &keywords.enum_values) {
            (Some(value), _) => {
                single = [value.clone()];
                &single
            }
            (None, Some(values)) => values,
            (None, None) => return None,
        };
        let some_match = written.iter().any(|value| json_types.contains(JsonTypes::of_value(value)));
        let is_about_items =
            json_types == JsonTypes::ARRAY && keywords.types.is_some() && keywords.const_value.is_none();
        if !some_match && is_about_items {
            return None;
        }
        let mut seen = HashSet::new();
        let mut values: Vec<EnumValue> = Vec::with_capacity(written.len());
        for (index, value) in written.iter().enumerate() {
            let can_coerce = || !some_match || is_unquoted_string(keywords, json_types, value);
            let value = if json_types.contains(JsonTypes::of_value(value)) {
                normalized(value)
            } else if let (true, Some(coerced)) = (can_coerce(), coerce(value, json_types)) {
                coerced
            } else {
                continue;
            };
            let digits = self.digits_of_listed(index).map(ExactNumber::to_string).filter(|_| value.is_number());
            if seen.insert(digits.clone().unwrap_or_else(|| value.to_string())) {
                let EnumNote { name, description, deprecated } =
                    keywords.enum_notes.get(index).cloned().unwrap_or_default();
                let deprecated = deprecated.as_ref().map(deprecation);
                values.push(EnumValue {
                    value,
                    digits,
                    name,
                    docs: Docs { description, deprecated, ..Docs::default() },
                });
            }
        }
        Some(values)
    }

    /// The text of a listed value as JSON, with all digits. `index` is its index in `enum`, or 0 for `const`.
    pub(crate) fn json_of_listed(&self, index: usize, value: &Value) -> String {
        self.digits_of_listed(index).map_or_else(|| value.to_string(), ExactNumber::to_string)
    }

    fn digits_of_listed(&self, index: usize) -> Option<&ExactNumber> {
        self.keywords.exact_values.iter().find(|(listed, _)| *listed == index).map(|(_, number)| number)
    }
}

/// Whether a value is probably a string whose quotes were left out: authors omit quotes where YAML seems not to need them.
pub(super) fn is_unquoted_string(keywords: &Keywords, json_types: JsonTypes, value: &Value) -> bool {
    let types = keywords.types.as_deref().map_or(JsonTypes::ALL, JsonTypes::of_types);
    json_types == JsonTypes::STRING && types.non_null() == JsonTypes::STRING && !value.is_null()
}

/// Converts a whole number that is written as a float to an integer.
fn normalized(value: &Value) -> Value {
    #[allow(clippy::cast_possible_truncation, reason = "the range is checked")]
    match value.as_f64() {
        Some(float) if !value.is_i64() && !value.is_u64() && float.fract() == 0.0 && float.abs() < 9e15 => {
            Value::Number(Number::from(float as i64))
        }
        _ => value.clone(),
    }
}

/// Whether two listed values are the same JSON value.
pub(crate) fn is_same_listed_value(a: &EnumValue, b: &EnumValue) -> bool {
    match (&a.digits, &b.digits) {
        (None, None) => is_same_value(&a.value, &b.value),
        _ => a.json() == b.json(),
    }
}

/// Whether two values are the same JSON value; numbers are compared by value.
pub(crate) fn is_same_value(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || ((a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64()),
        (a, b) => a == b,
    }
}
