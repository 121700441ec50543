//! Adds the tags that subtypes state by an extension to the discriminator that they inherit.
//!
//! A discriminator of Swagger 2.0 has no `mapping`: a tag is the name of a definition, unless the definition states another one.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::super::schema::{Discriminator, Keywords, Schema, SchemaId, SchemaKind};

/// Upper bound for the schemas among which the parent of a subtype is searched.
const MOST_ANCESTORS: usize = 256;

/// Adds each tag to the discriminators of the schema and of those that it extends. An entry of `mapping` takes precedence.
pub(super) fn apply(schemas: &mut [Schema], tags: Vec<(SchemaId, String)>) {
    // The subtypes and tags of each discriminator.
    let mut mapped: HashMap<SchemaId, (HashSet<SchemaId>, HashSet<String>)> = HashMap::new();
    for (subtype, tag) in tags {
        for parent in with_ancestors(schemas, subtype) {
            let Some(discriminator) = schemas.get_mut(parent.0).and_then(discriminator) else { continue };
            let (subtypes, known) = mapped.entry(parent).or_insert_with(|| {
                let entries = discriminator.mapping.iter().cloned();
                entries.map(|(tag, target)| (target, tag)).unzip()
            });
            if !subtypes.contains(&subtype) && known.insert(tag.clone()) {
                subtypes.insert(subtype);
                discriminator.mapping.push((tag.clone(), subtype));
            }
        }
    }
}

fn discriminator(schema: &mut Schema) -> Option<&mut Discriminator> {
    match &mut schema.kind {
        SchemaKind::Keywords(keywords) => keywords.discriminator.as_mut(),
        SchemaKind::Bool(_) => None,
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
