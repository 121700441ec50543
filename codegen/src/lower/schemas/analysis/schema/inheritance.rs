//! Inheritance: a component with a `discriminator` that other components extend by `allOf` stands for itself and for them.

use super::keywords_of;
use crate::openapi::{Document, SchemaId};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// The discriminated components and their subtypes.
#[derive(Debug, Default)]
pub(super) struct Inheritance {
    /// The subtypes of each discriminated component that has any: direct and indirect ones, in the order of the document.
    subtypes: HashMap<SchemaId, Vec<SchemaId>>,
}

impl Inheritance {
    pub(super) fn of(document: &Document) -> Self {
        let mut extended_by: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
        let components: HashSet<SchemaId> = document.components.values().copied().collect();
        for component in document.components.values() {
            for base in bases(document, *component) {
                let subtypes = extended_by.entry(base).or_default();
                if base != *component && components.contains(&base) && !subtypes.contains(component) {
                    subtypes.push(*component);
                }
            }
        }
        let parents = document.components.values().copied().filter(|id| is_discriminated(document, *id));
        let families = parents.map(|parent| (parent, descendants(parent, &extended_by)));
        Self { subtypes: families.filter(|(_, subtypes)| !subtypes.is_empty()).collect() }
    }

    /// Whether a schema stands for its subtypes, too.
    pub(super) fn is_parent(&self, id: SchemaId) -> bool {
        self.subtypes.contains_key(&id)
    }

    /// The components that extend a schema.
    pub(super) fn subtypes(&self, id: SchemaId) -> &[SchemaId] {
        self.subtypes.get(&id).map_or(&[], Vec::as_slice)
    }
}

/// The schemas that a component extends: the references in its `allOf`, and in those of the schemas written inside it.
pub(super) fn bases(document: &Document, component: SchemaId) -> Vec<SchemaId> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut stack = vec![component];
    while let Some(id) = stack.pop() {
        let Some(keywords) = keywords_of(document, id) else { continue };
        if !seen.insert(id) {
            continue;
        }
        for part in &keywords.all_of {
            match keywords_of(document, *part).and_then(|keywords| keywords.reference) {
                Some(base) => found.push(base),
                None => stack.push(*part),
            }
        }
    }
    found
}

fn is_discriminated(document: &Document, id: SchemaId) -> bool {
    keywords_of(document, id).is_some_and(|keywords| {
        keywords.discriminator.is_some() && keywords.one_of.is_empty() && keywords.any_of.is_empty()
    })
}

fn descendants(parent: SchemaId, extended_by: &HashMap<SchemaId, Vec<SchemaId>>) -> Vec<SchemaId> {
    let mut found = Vec::new();
    let mut seen = HashSet::from_iter([parent]);
    let mut stack = vec![parent];
    while let Some(id) = stack.pop() {
        for subtype in extended_by.get(&id).into_iter().flatten() {
            if seen.insert(*subtype) {
                found.push(*subtype);
                stack.push(*subtype);
            }
        }
    }
    found.sort();
    found
}
