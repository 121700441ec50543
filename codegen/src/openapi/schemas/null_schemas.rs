//! Schemas that mean null: a subschema with only `nullable: true` and annotations.
//!
//! OpenAPI 3.0 has no type `null`. Many emitters therefore write an optional value as `anyOf: [{$ref: …}, {nullable: true}]`. Without `type`,
//! `nullable` has no effect by the specification, so that this branch would allow every value, and the other branches would be pointless.

use super::legacy::add_null;
use super::unconstrained::{allows_everything, is_unconstrained};
use crate::openapi::schema::{Keywords, Schema, SchemaId, SchemaKind, SimpleType};

/// Reads the branches of `oneOf` and `anyOf` that only state `nullable: true` as `type: "null"`, if another branch remains. The same
/// subschema of an `allOf` makes the schema nullable.
pub(super) fn read(schemas: &mut [Schema]) {
    let mut null_branches = Vec::new();
    let mut made_nullable = Vec::new();
    for (index, schema) in schemas.iter().enumerate() {
        let SchemaKind::Keywords(keywords) = &schema.kind else { continue };
        for branches in [&keywords.any_of, &keywords.one_of] {
            let (nulls, others): (Vec<SchemaId>, Vec<SchemaId>) =
                branches.iter().copied().partition(|branch| means_null(schemas, *branch));
            if !others.is_empty() {
                null_branches.extend(nulls);
            }
        }
        let nulls = keywords.all_of.iter().filter(|part| means_null(schemas, **part)).count();
        if nulls > 0 && nulls < keywords.all_of.len() {
            made_nullable.push(index);
        }
    }
    for branch in null_branches {
        if let Some(keywords) = keywords_mut(schemas, branch.0) {
            keywords.types = Some(vec![SimpleType::Null]);
            keywords.not = None;
        }
    }
    for index in made_nullable {
        keywords_mut(schemas, index).into_iter().for_each(add_null);
    }
}

fn keywords_mut(schemas: &mut [Schema], index: usize) -> Option<&mut Keywords> {
    match &mut schemas.get_mut(index)?.kind {
        SchemaKind::Bool(_) => None,
        SchemaKind::Keywords(keywords) => Some(keywords),
    }
}

/// Whether a schema consists of `nullable: true` and annotations, none of which shows another value than null. It may also say that it
/// matches nothing else: `not: {}`.
fn means_null(schemas: &[Schema], id: SchemaId) -> bool {
    let Some(Schema { kind: SchemaKind::Keywords(keywords), .. }) = schemas.get(id.0) else { return false };
    let shows_null = || keywords.default.iter().chain(&keywords.examples).all(serde_json::Value::is_null);
    keywords.nullable
        && keywords.types.is_none()
        && keywords.reference.is_none()
        && keywords.discriminator.is_none()
        && keywords.not.is_none_or(|excluded| allows_everything(schemas, excluded))
        && shows_null()
        && is_unconstrained(keywords)
}
