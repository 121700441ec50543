//! Listed values: `enum`, `const`, and choices between them.

use serde_json::Value;

use super::{ResolvedSchema, resolve, resolve_intersection};
use crate::ir::{Docs, EnumValue};
use crate::lower::deprecation;
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand, SchemaAnalysis, is_same_listed_value};
use crate::openapi::SchemaId;
use foldhash::{HashSet, HashSetExt};

/// Choices inside choices are followed to this depth.
const MAX_DEPTH: usize = 6;

/// Whether several lists have a value in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListAgreement {
    /// They have; only the common values count.
    Common,
    /// They have not, so the author means to add values: those of all lists count.
    Extended,
    /// They have not, and the last one is a `const`, which counts.
    Overridden,
}

/// The only value that matches the schema: a `const`, or an `enum` of one value.
pub(crate) fn fixed_value(analysis: &SchemaAnalysis<'_>, schema: SchemaId) -> Option<Value> {
    match listed_values(analysis, &[Operand::whole(schema)])?.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// The values that operands list, without null. `None` if they do not list values.
pub(crate) fn listed_values(analysis: &SchemaAnalysis<'_>, operands: &[Operand]) -> Option<Vec<Value>> {
    let json_types = analysis.intersection(operands.to_vec()).json_types.non_null();
    let resolved = resolve(analysis, operands, json_types);
    if let Some(values) = resolved.last_listed_values(json_types) {
        return Some(values.into_iter().map(|value| value.value).collect());
    }
    let [choice] = resolved.choices.as_slice() else { return None };
    if !resolved.is_bare() {
        return None;
    }
    let mut values = Vec::new();
    for branch in &choice.branches {
        let listed = resolve_intersection(analysis, branch).last_listed_values(branch.json_types)?;
        values.extend(listed.into_iter().map(|value| value.value));
    }
    Some(values)
}

/// The values that a branch of a choice lists. A single value gets the title and the description of the branch.
pub(crate) fn branch_values(analysis: &SchemaAnalysis<'_>, branch: &Intersection) -> Option<Vec<EnumValue>> {
    branch_values_within(analysis, branch, 0)
}

fn branch_values_within(analysis: &SchemaAnalysis<'_>, branch: &Intersection, depth: usize) -> Option<Vec<EnumValue>> {
    let resolved = resolve_intersection(analysis, branch);
    if let [choice] = resolved.choices.as_slice() {
        if depth >= MAX_DEPTH || !resolved.is_bare() {
            return None;
        }
        let mut values = Vec::new();
        for branch in &choice.branches {
            values.extend(branch_values_within(analysis, branch, depth + 1)?);
        }
        return Some(values);
    }
    if !resolved.choices.is_empty() {
        return None;
    }
    let mut values = resolved.listed_values(branch.json_types)?;
    if let ([only], Some(keywords)) = (values.as_mut_slice(), branch.schema().and_then(|id| analysis.keywords(id))) {
        only.name = only.name.take().or_else(|| keywords.title.clone());
        if only.docs == Docs::default() {
            only.docs.description = keywords.description.clone();
            only.docs.deprecated = keywords.deprecated.as_ref().map(deprecation);
        }
    }
    Some(values)
}

/// The values of all lists, if the only contradiction is that they are of different JSON types: numbers to which strings are added.
/// Each schema that states a type must list values.
pub(crate) fn values_of_several_types(resolved: &ResolvedSchema<'_>) -> Option<Vec<EnumValue>> {
    let lists = resolved
        .schemas
        .iter()
        .filter(|schema| schema.keywords.types.is_some() || schema.keywords.enum_values.is_some());
    let mut values: Vec<EnumValue> = Vec::new();
    let mut count = 0;
    for schema in lists {
        let keywords = schema.keywords;
        if keywords.enum_values.is_none() || keywords.const_value.is_some() {
            return None;
        }
        let types = keywords.types.as_deref().map_or(JsonTypes::ALL, JsonTypes::of_types).non_null();
        values.extend(schema.listed_values(types)?);
        count += 1;
    }
    (count > 1 && resolved.choices.is_empty() && resolved.never.is_none()).then(|| distinct(values))
}

/// The values without duplicates.
fn distinct(mut values: Vec<EnumValue>) -> Vec<EnumValue> {
    let mut seen = HashSet::new();
    values.retain(|value| seen.insert(value.json()));
    values
}

impl ResolvedSchema<'_> {
    /// The values of the given JSON types that all lists have in common. `None` if no schema lists values.
    pub(crate) fn listed_values(&self, json_types: JsonTypes) -> Option<Vec<EnumValue>> {
        self.listed_values_and_agreement(json_types).map(|(values, _)| values)
    }

    /// [`Self::listed_values`], and whether the lists have a value in common.
    pub(crate) fn listed_values_and_agreement(&self, json_types: JsonTypes) -> Option<(Vec<EnumValue>, ListAgreement)> {
        let mut lists = self.lists(json_types);
        let last = lists.pop()?;
        if lists.is_empty() {
            return Some((last, ListAgreement::Common));
        }
        let is_in = |list: &[EnumValue], value: &EnumValue| list.iter().any(|other| is_same_listed_value(other, value));
        let is_common = |value: &&EnumValue| lists.iter().chain([&last]).all(|list| is_in(list, value));
        let common: Vec<EnumValue> = lists.first()?.iter().filter(is_common).cloned().collect();
        if !common.is_empty() {
            return Some((common, ListAgreement::Common));
        }
        let last_schema = self.schemas.iter().rev().find(|schema| schema.listed_values(json_types).is_some());
        if last_schema.is_some_and(|schema| schema.keywords.const_value.is_some()) {
            return Some((last, ListAgreement::Overridden));
        }
        let all = lists.into_iter().chain([last]).flatten().collect();
        Some((distinct(all), ListAgreement::Extended))
    }

    /// The values of the last list, if no value is in all lists; otherwise the common ones. A subschema that lists the values of a tag
    /// replaces the list of the schema that it extends.
    fn last_listed_values(&self, json_types: JsonTypes) -> Option<Vec<EnumValue>> {
        match self.listed_values_and_agreement(json_types)? {
            (values, ListAgreement::Common | ListAgreement::Overridden) => Some(values),
            (_, ListAgreement::Extended) => self.lists(json_types).pop(),
        }
    }

    /// The lists of values of the given JSON types, one for each schema that has one.
    fn lists(&self, json_types: JsonTypes) -> Vec<Vec<EnumValue>> {
        self.schemas.iter().filter_map(|schema| schema.listed_values(json_types)).collect()
    }
}
