//! Inheritance: a component with a `discriminator` that other components extend by `allOf` stands for itself and for them.

use std::collections::hash_map::Entry;

use super::keywords_of;
use crate::openapi::{Document, SchemaId};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// The discriminated components and their subtypes.
#[derive(Debug, Default)]
pub(super) struct Inheritance {
    /// The subtypes of each discriminated component that has any: direct and indirect ones, in the order of the document.
    subtypes: HashMap<SchemaId, Vec<SchemaId>>,
    /// The schemas with a discriminator that a component or the target of a reference is or extends, the nearest first. Those without any
    /// are left out.
    ancestors: HashMap<SchemaId, Vec<SchemaId>>,
}

/// Upper bound for the discriminated ancestors of a schema; real documents have one or two.
const MAX_ANCESTORS: usize = 8;

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
        Self {
            subtypes: families.filter(|(_, subtypes)| !subtypes.is_empty()).collect(),
            ancestors: ancestors(document),
        }
    }

    /// Whether a component is or extends a schema with a discriminator.
    pub(super) fn has_ancestors(&self) -> bool {
        !self.ancestors.is_empty()
    }

    /// The schemas with a discriminator that a schema is or extends, the nearest first.
    pub(super) fn ancestors(&self, document: &Document, id: SchemaId) -> Vec<SchemaId> {
        match self.ancestors.get(&id) {
            Some(known) => known.clone(),
            None => nearest(document, id, &extended(document, id), &self.ancestors),
        }
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

/// The schemas that a component extends: as [`bases`], and the target of its own reference.
fn extended(document: &Document, id: SchemaId) -> Vec<SchemaId> {
    let reference = keywords_of(document, id).and_then(|keywords| keywords.reference);
    reference.into_iter().chain(bases(document, id)).collect()
}

/// The discriminated ancestors of all components and of the schemas that references name, which may be in other files.
fn ancestors(document: &Document) -> HashMap<SchemaId, Vec<SchemaId>> {
    let mut known = HashMap::new();
    let mut entered: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
    let named = (0..document.schemas.len()).filter_map(|index| keywords_of(document, SchemaId(index))?.reference);
    let mut stack: Vec<(SchemaId, bool)> =
        document.components.values().copied().chain(named).map(|id| (id, false)).collect();
    while let Some((id, ready)) = stack.pop() {
        if ready {
            let list = nearest(document, id, entered.get(&id).map_or(&[], Vec::as_slice), &known);
            if !list.is_empty() {
                known.insert(id, list);
            }
        } else if let Entry::Vacant(entry) = entered.entry(id) {
            let extended = entry.insert(extended(document, id));
            stack.push((id, true));
            stack.extend(extended.iter().map(|base| (*base, false)));
        }
    }
    known
}

/// The discriminated ancestors of a schema, from those of the schemas that it extends.
fn nearest(
    document: &Document,
    id: SchemaId,
    extended: &[SchemaId],
    known: &HashMap<SchemaId, Vec<SchemaId>>,
) -> Vec<SchemaId> {
    let has_discriminator =
        |id: &SchemaId| keywords_of(document, *id).is_some_and(|words| words.discriminator.is_some());
    let inherited = extended.iter().filter_map(|base| known.get(base)).flatten().copied();
    let mut list: Vec<SchemaId> = Vec::new();
    for ancestor in Some(id).filter(has_discriminator).into_iter().chain(inherited) {
        if list.len() < MAX_ANCESTORS && !list.contains(&ancestor) {
            list.push(ancestor);
        }
    }
    list
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
