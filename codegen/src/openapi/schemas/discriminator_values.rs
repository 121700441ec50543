//! Adds the tags that subtypes state by an extension to the discriminator that they inherit.
//!
//! A discriminator of Swagger 2.0 has no `mapping`: a tag is the name of a definition, unless the definition states another one.

use foldhash::{HashSet, HashSetExt};

use super::super::schema::{Keywords, Schema, SchemaId, SchemaKind};

/// Upper bound for the schemas among which the parent of a subtype is searched.
const MOST_ANCESTORS: usize = 256;

/// Adds each tag to the discriminators of the schema and of those that it extends. An entry of `mapping` takes precedence.
pub(super) fn apply(schemas: &mut [Schema], tags: Vec<(SchemaId, String)>) {
    for (subtype, tag) in tags {
        for parent in with_ancestors(schemas, subtype) {
            let Some(SchemaKind::Keywords(keywords)) = schemas.get_mut(parent.0).map(|schema| &mut schema.kind) else {
                continue;
            };
            let Some(discriminator) = &mut keywords.discriminator else { continue };
            if !discriminator.mapping.iter().any(|(other, target)| *target == subtype || *other == tag) {
                discriminator.mapping.push((tag.clone(), subtype));
            }
        }
    }
}

/// Returns a schema and those that it refers to by `$ref` and `allOf`.
fn with_ancestors(schemas: &[Schema], id: SchemaId) -> Vec<SchemaId> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    let mut stack = vec![id];
    while let Some(id) = stack.pop() {
        if found.len() >= MOST_ANCESTORS || !seen.insert(id) {
            continue;
        }
        found.push(id);
        if let Some(SchemaKind::Keywords(keywords)) = schemas.get(id.0).map(|schema| &schema.kind) {
            let Keywords { reference, all_of, .. } = keywords.as_ref();
            stack.extend(reference.iter().chain(all_of).copied());
        }
    }
    found
}
