//! Listed values: `enum`, `const`, and choices between them.

use foldhash::{HashSet, HashSetExt};
use serde_json::{Number, Value};

use super::json_types::{JsonTypes, coerce};
use super::{Intersection, Operand, ResolvedSchema, SchemaAnalysis, SchemaKeywords};
use crate::ir::{Docs, EnumValue};
use crate::openapi::{Keywords, SchemaId};

/// Choices inside choices are followed to this depth.
const MAX_DEPTH: usize = 6;

/// Whether several lists have a value in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListAgreement {
    /// They have; only the common values count.
    Common,
    /// They have not; the last list counts.
    Disjoint,
}

impl SchemaAnalysis<'_> {
    /// The only value that matches the schema: a `const`, or an `enum` of one value.
    pub(crate) fn fixed_value(&self, schema: SchemaId) -> Option<Value> {
        match self.listed_values(&[Operand::whole(schema)])?.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    /// The values that operands list, without null. `None` if they do not list values.
    pub(crate) fn listed_values(&self, operands: &[Operand]) -> Option<Vec<Value>> {
        let json_types = self.intersection(operands.to_vec()).json_types.non_null();
        let resolved = self.resolve(operands, json_types);
        if let Some(values) = resolved.listed_values(json_types) {
            return Some(values.into_iter().map(|value| value.value).collect());
        }
        let [choice] = resolved.choices.as_slice() else { return None };
        if !resolved.is_bare() {
            return None;
        }
        let mut values = Vec::new();
        for branch in &choice.branches {
            let listed = self.resolve_intersection(branch).listed_values(branch.json_types)?;
            values.extend(listed.into_iter().map(|value| value.value));
        }
        Some(values)
    }

    /// The values that a branch of a choice lists. A single value gets the title and the description of the branch.
    pub(crate) fn branch_values(&self, branch: &Intersection) -> Option<Vec<EnumValue>> {
        self.branch_values_within(branch, 0)
    }

    fn branch_values_within(&self, branch: &Intersection, depth: usize) -> Option<Vec<EnumValue>> {
        let resolved = self.resolve_intersection(branch);
        if let [choice] = resolved.choices.as_slice() {
            if depth >= MAX_DEPTH || !resolved.is_bare() {
                return None;
            }
            let mut values = Vec::new();
            for branch in &choice.branches {
                values.extend(self.branch_values_within(branch, depth + 1)?);
            }
            return Some(values);
        }
        if !resolved.choices.is_empty() {
            return None;
        }
        let mut values = resolved.listed_values(branch.json_types)?;
        if let ([only], Some(keywords)) = (values.as_mut_slice(), branch.schema().and_then(|id| self.keywords(id))) {
            only.name = only.name.take().or_else(|| keywords.title.clone());
            if only.docs == Docs::default() {
                only.docs.description = keywords.description.clone();
                only.docs.deprecated = keywords.deprecated;
            }
        }
        Some(values)
    }
}

impl ResolvedSchema<'_> {
    /// The values of the given JSON types that all lists have in common. `None` if no schema lists values.
    pub(crate) fn listed_values(&self, json_types: JsonTypes) -> Option<Vec<EnumValue>> {
        self.listed_values_and_agreement(json_types).map(|(values, _)| values)
    }

    /// [`Self::listed_values`], and whether the lists have a value in common.
    pub(crate) fn listed_values_and_agreement(&self, json_types: JsonTypes) -> Option<(Vec<EnumValue>, ListAgreement)> {
        let mut values: Option<Vec<EnumValue>> = None;
        let mut agreement = ListAgreement::Common;
        for list in self.schemas.iter().filter_map(|schema| schema.listed_values(json_types)) {
            values = Some(match values {
                None => list,
                Some(before) => {
                    let is_common =
                        |value: &EnumValue| list.iter().any(|other| is_same_value(&other.value, &value.value));
                    if before.iter().any(is_common) {
                        before.into_iter().filter(is_common).collect()
                    } else {
                        agreement = ListAgreement::Disjoint;
                        list
                    }
                }
            });
        }
        Some((values?, agreement))
    }
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
            if seen.insert(value.to_string()) {
                let name = keywords.enum_names.get(index).cloned();
                let description = keywords.enum_descriptions.get(index).cloned();
                values.push(EnumValue { value, name, docs: Docs { description, ..Docs::default() } });
            }
        }
        Some(values)
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

/// Whether two values are the same JSON value; numbers are compared by value.
pub(crate) fn is_same_value(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || ((a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64()),
        (a, b) => a == b,
    }
}
