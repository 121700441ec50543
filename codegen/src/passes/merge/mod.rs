//! Merges equal inline types into one definition, with an alias at every place.
//!
//! Documents repeat inline schemas: an address in several requests, `asc` and `desc` in several lists. A *place* is the location of
//! such an inline type. Each place keeps its own name as an alias, but the compiler sees one type. Only types without a name in the
//! document are merged: two equal components remain two types, because the author named both.
//!
//! The definition does not belong to any place. [`names`](crate::names) derives its name from the common words of its places (`Order`),
//! and `names.lock` pins that name with the key of each place. The pins determine which places are merged:
//!
//! - Merged places remain merged while they are equal, even if only one of them is left.
//! - A new place joins the definition to which most of the equal places belong.
//! - A place that changes leaves its definition; the others keep it. If several places change in the same way, the larger group keeps
//!   the name.
//! - Two definitions that become equal remain separate, because users may use both names.
//!
//! This pass runs last, so that the merged definition includes the results of all other passes.

mod equal;
mod order;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Diagnostics;
use crate::ir::{
    Api, Docs, FeatureGate, NameSource, Rule, Shape, Type, TypeDef, TypeId, for_each_expression_mut, keys,
    mentioned_definition_mut,
};
use crate::settings::ApiSettings;

pub(super) fn run(api: &mut Api, _: &ApiSettings, _: &mut Diagnostics) {
    let merged = groups_to_merge(api);
    let first = api.types.len();
    let definitions: Vec<TypeId> = labels(first, &merged)
        .into_iter()
        .enumerate()
        .map(|(index, label)| TypeId(label.map_or(index, |label| first + label)))
        .collect();
    for merged in merged {
        define(api, merged, &definitions);
    }
}

/// Maximum number of rounds in [`groups_to_merge`]. Each round handles one more level of nesting; real documents stay far below it.
const MAX_ROUNDS: usize = 256;

/// Returns the groups of places to merge.
fn groups_to_merge(api: &Api) -> Vec<MergedGroup> {
    let keys = keys::types(api);
    let mut before = vec![None; api.types.len()];
    for _ in 0..MAX_ROUNDS {
        let DividedClasses { groups, is_final } = divide(equal::classes(api, &before), &keys, &api.pinned_merges);
        let labels = labels(api.types.len(), &groups);
        if is_final || labels == before {
            return groups;
        }
        before = labels;
    }
    Vec::new()
}

/// Returns for each type the index of the group that it belongs to.
fn labels(count: usize, merged: &[MergedGroup]) -> Vec<Option<usize>> {
    let mut labels = vec![None; count];
    for (index, MergedGroup { places, .. }) in merged.iter().enumerate() {
        for place in places {
            labels[place.0] = Some(index);
        }
    }
    labels
}

/// A group of places with a common definition.
struct MergedGroup {
    /// The places, in the order of their keys. Never empty.
    places: Vec<TypeId>,
    /// The name of the definition in `names.lock`.
    pinned: Option<String>,
}

/// The result of [`divide`].
struct DividedClasses {
    /// The groups, in the order of their first keys.
    groups: Vec<MergedGroup>,
    /// Whether no class was divided into several groups. If one was, types that contain its members may no longer be equal.
    is_final: bool,
}

/// Divides equivalence classes of types into groups, by the names that earlier runs pinned to the keys of places.
fn divide(classes: Vec<Vec<TypeId>>, keys: &[String], pins: &BTreeMap<String, String>) -> DividedClasses {
    let pin = |id: &TypeId| keys.get(id.0).and_then(|key| pins.get(key)).map(String::as_str);
    // The class that keeps a name: the one with most of its places, then the one with the first key.
    let mut claims: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut classes = classes;
    for class in &mut classes {
        class.sort_by_key(|id| &keys[id.0]);
    }
    classes.sort_by_key(|class| class.first().map(|id| &keys[id.0]));
    for (index, class) in classes.iter().enumerate() {
        let names: BTreeSet<&str> = class.iter().filter_map(pin).collect();
        for name in names {
            let count = class.iter().filter(|id| pin(id) == Some(name)).count();
            let claim = claims.entry(name).or_insert((index, count));
            if count > claim.1 {
                *claim = (index, count);
            }
        }
    }
    let (mut groups, mut is_final) = (Vec::new(), true);
    for (index, class) in classes.into_iter().enumerate() {
        let mut named: BTreeMap<&str, Vec<TypeId>> = BTreeMap::new();
        let mut unnamed = Vec::new();
        for id in class {
            match pin(&id).filter(|name| claims.get(name).is_some_and(|claim| claim.0 == index)) {
                Some(name) => named.entry(name).or_default().push(id),
                None => unnamed.push(id),
            }
        }
        is_final &= named.len() < 2;
        // The definition with most places; the first of several.
        let joined = named.iter().rev().max_by_key(|(_, places)| places.len()).map(|(name, _)| *name);
        match joined.and_then(|name| named.get_mut(name)) {
            Some(places) => {
                places.append(&mut unnamed);
                places.sort_by_key(|id| &keys[id.0]);
            }
            None if unnamed.len() > 1 => groups.push(MergedGroup { places: unnamed, pinned: None }),
            None => {}
        }
        groups.extend(named.into_iter().map(|(name, places)| MergedGroup { places, pinned: Some(name.to_owned()) }));
    }
    groups.sort_by_key(|group| group.places.first().map(|id| &keys[id.0]));
    DividedClasses { groups, is_final }
}

/// Adds the definition of a group, and turns its places into aliases.
fn define(api: &mut Api, merged: MergedGroup, definitions: &[TypeId]) {
    let id = TypeId(api.types.len());
    let Some(first) = merged.places.first().and_then(|place| api.types.get(place.0)) else { return };
    let places = || merged.places.iter().filter_map(|place| api.types.get(place.0));
    let mut def = TypeDef {
        docs: common_docs(places().map(|def| &def.docs)),
        gate: places().map(|def| def.gate.clone()).reduce(FeatureGate::or).unwrap_or_default(),
        ..first.clone()
    };
    // Only some of the equal types may be a branch of a union, which needs the full rules.
    def.rules.full = places().find_map(|def| def.rules.full.clone());
    def.name = NameSource::Merged { places: merged.places.clone(), pinned: merged.pinned };
    mention_definitions(&mut def, definitions);
    let has_full_rules = def.rules.full.is_some();
    api.types.push(def);
    for place in merged.places {
        let Some(alias) = api.types.get_mut(place.0) else { continue };
        alias.shape = Shape::Alias(Type::Named(id));
        alias.rules.beyond_type = vec![Rule::RefBeyondType(id)];
        alias.rules.full = has_full_rules.then(|| vec![Rule::RefFull(id)]);
    }
}

/// Returns the documentation that all places have in common.
fn common_docs<'d>(mut docs: impl Iterator<Item = &'d Docs>) -> Docs {
    let Some(first) = docs.next() else { return Docs::default() };
    let mut common = first.clone();
    for docs in docs {
        let Docs { title, summary, description, constraints, default, examples, deprecated } = docs;
        clear_unless(&mut common.title, title);
        clear_unless(&mut common.summary, summary);
        clear_unless(&mut common.description, description);
        clear_unless(&mut common.constraints, constraints);
        clear_unless(&mut common.default, default);
        clear_unless(&mut common.examples, examples);
        clear_unless(&mut common.deprecated, deprecated);
    }
    common
}

fn clear_unless<T: Default + PartialEq>(common: &mut T, other: &T) {
    if common != other {
        *common = T::default();
    }
}

/// Replaces aliases in a merged definition by their definitions: the file of an alias may not exist in all builds of the definition.
fn mention_definitions(def: &mut TypeDef, definitions: &[TypeId]) {
    let change = |id: &mut TypeId| *id = definitions.get(id.0).copied().unwrap_or(*id);
    for_each_expression_mut(&mut def.shape, &mut |ty| {
        if let Some(id) = mentioned_definition_mut(ty) {
            change(id);
        }
    });
    redirect(&mut def.rules.beyond_type, &change);
    if let Some(full) = &mut def.rules.full {
        redirect(full, &change);
    }
}

/// Applies `change` to the definitions that rules refer to.
fn redirect(rules: &mut [Rule], change: &dyn Fn(&mut TypeId)) {
    for rule in rules {
        let (parts, definition) = rule.contents_mut();
        definition.into_iter().for_each(change);
        parts.into_iter().for_each(|rules| redirect(rules, change));
    }
}
