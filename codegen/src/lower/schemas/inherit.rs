//! Inheritance: a component with a `discriminator` that others extend by `allOf` stands for itself and for all of them.

use crate::openapi::{Document, SchemaId, SchemaKind};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// Who extends whom.
#[derive(Debug, Default)]
pub(super) struct Inheritance {
    /// For each component with a discriminator that others extend: these, in the document's order, transitively.
    children: HashMap<SchemaId, Vec<SchemaId>>,
}

impl Inheritance {
    pub(super) fn of(document: &Document) -> Self {
        let mut extended_by: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
        let components: HashSet<SchemaId> = document.components.values().copied().collect();
        for component in document.components.values() {
            for base in bases(document, *component) {
                let children = extended_by.entry(base).or_default();
                if base != *component && components.contains(&base) && !children.contains(component) {
                    children.push(*component);
                }
            }
        }
        let parents = document.components.values().copied().filter(|id| is_discriminated(document, *id));
        let families = parents.map(|parent| (parent, descendants(parent, &extended_by)));
        Self { children: families.filter(|(_, children)| !children.is_empty()).collect() }
    }

    /// Whether a schema stands for others, too.
    pub(super) fn is_parent(&self, id: SchemaId) -> bool {
        self.children.contains_key(&id)
    }

    /// Those that extend it.
    pub(super) fn children(&self, id: SchemaId) -> &[SchemaId] {
        self.children.get(&id).map_or(&[], Vec::as_slice)
    }
}

/// The schemas that a component extends: those to which `allOf` leads, through parts that are written in place.
pub(super) fn bases(document: &Document, component: SchemaId) -> Vec<SchemaId> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut stack = vec![component];
    while let Some(id) = stack.pop() {
        let Some(schema) = document.schemas.get(id.0) else { continue };
        let SchemaKind::Keywords(words) = &schema.kind else { continue };
        if !seen.insert(id) {
            continue;
        }
        for part in &words.all_of {
            let reference = document.schemas.get(part.0).and_then(|schema| match &schema.kind {
                SchemaKind::Keywords(words) => words.reference,
                SchemaKind::Bool(_) => None,
            });
            match reference {
                Some(base) => found.push(base),
                None => stack.push(*part),
            }
        }
    }
    found
}

fn is_discriminated(document: &Document, id: SchemaId) -> bool {
    document.schemas.get(id.0).is_some_and(|schema| match &schema.kind {
        SchemaKind::Keywords(words) => {
            words.discriminator.is_some() && words.one_of.is_empty() && words.any_of.is_empty()
        }
        SchemaKind::Bool(_) => false,
    })
}

fn descendants(parent: SchemaId, extended_by: &HashMap<SchemaId, Vec<SchemaId>>) -> Vec<SchemaId> {
    let mut found = Vec::new();
    let mut seen = HashSet::from_iter([parent]);
    let mut stack = vec![parent];
    while let Some(id) = stack.pop() {
        for child in extended_by.get(&id).into_iter().flatten() {
            if seen.insert(*child) {
                found.push(*child);
                stack.push(*child);
            }
        }
    }
    found.sort();
    found
}
