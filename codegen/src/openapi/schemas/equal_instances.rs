//! Equal instances: those of one schema whose references all lead to equal instances. One of them suffices, so that a component that only
//! passes through a dynamic scope stays one type.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt};

use super::super::schema::SchemaId;
use super::instances::Instance;

/// Upper bound for the steps between an instance and the difference from another one. If there are more, no instances are equal.
const MAX_ROUNDS: usize = 256;

/// Removes all but one of each group of equal instances. The ids of those that remain follow each other.
pub(super) fn merge_equal(instances: &mut BTreeMap<SchemaId, Instance>, schemas: usize) {
    let Some(classes) = classes(instances, schemas) else { return };
    let mut first: HashMap<usize, SchemaId> = HashMap::new();
    let mut next = schemas;
    let mut new_ids: HashMap<SchemaId, SchemaId> = HashMap::new();
    // Schemas that are not instances come first, and keep their ids.
    for (id, class) in &classes {
        let new = *first.entry(*class).or_insert_with(|| {
            if id.0 < schemas {
                return *id;
            }
            next += 1;
            SchemaId(next - 1)
        });
        new_ids.insert(*id, new);
    }
    let mut kept = BTreeMap::new();
    for (id, mut instance) in std::mem::take(instances) {
        let new = new_ids.get(&id).copied().unwrap_or(id);
        instance.keywords.replace_children(|_, child| new_ids.get(&child).copied().unwrap_or(child));
        kept.entry(new).or_insert(instance);
    }
    *instances = kept;
}

/// Returns a number for each instance, the same for equal ones. `None` if there are too many steps.
///
/// At first, all instances of a schema count as equal. Each round separates those whose references lead to instances that are not.
fn classes(instances: &BTreeMap<SchemaId, Instance>, schemas: usize) -> Option<BTreeMap<SchemaId, usize>> {
    let children = |instance: &Instance| instance.keywords.children().map(|(_, id)| id).collect::<Vec<_>>();
    let graph: Vec<(SchemaId, Vec<SchemaId>)> =
        instances.iter().map(|(id, instance)| (*id, children(instance))).collect();
    let mut classes: BTreeMap<SchemaId, usize> =
        instances.iter().map(|(id, instance)| (*id, instance.origin.0)).collect();
    let offset = schemas + instances.len();
    let mut count = classes.keys().filter(|id| id.0 < schemas).count();
    for _ in 0..MAX_ROUNDS {
        let mut numbers: HashMap<(usize, Vec<usize>), usize> = HashMap::new();
        let mut refined = BTreeMap::new();
        for (id, children) in &graph {
            let class = |id: &SchemaId| classes.get(id).copied().unwrap_or(offset + id.0);
            let key = (class(id), children.iter().map(class).collect());
            let next = numbers.len();
            refined.insert(*id, *numbers.entry(key).or_insert(next));
        }
        let is_stable = numbers.len() == count;
        count = numbers.len();
        classes = refined;
        if is_stable {
            return Some(classes);
        }
    }
    None
}
