//! Listed values: `enum`, `const`, and choices between them.

use serde_json::Value;

use super::{ResolvedSchema, resolve, resolve_intersection};
use crate::ir::{Docs, EnumValue};
use crate::lower::schemas::analysis::schema::{Intersection, JsonTypes, Operand, SchemaAnalysis, is_same_listed_value};
use crate::openapi::SchemaId;

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
    if let Some(values) = resolved.listed_values(json_types) {
        return Some(values.into_iter().map(|value| value.value).collect());
    }
    let [choice] = resolved.choices.as_slice() else { return None };
    if !resolved.is_bare() {
        return None;
    }
    let mut values = Vec::new();
    for branch in &choice.branches {
        let listed = resolve_intersection(analysis, branch).listed_values(branch.json_types)?;
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
            only.docs.deprecated = keywords.deprecated;
        }
    }
    Some(values)
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
                    let is_common = |value: &EnumValue| list.iter().any(|other| is_same_listed_value(other, value));
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
