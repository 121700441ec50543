//! Merges inline types that are equal: one definition, and an alias at every place of use.
//!
//! Documents repeat themselves: an address in each request that takes one, `asc` and `desc` at each list. Each place keeps a name of its own,
//! as an alias; the compiler sees one type. Only types without a name in the document are merged: two equal components are two types,
//! because the author named both.
//!
//! The definition belongs to no place. [`names`](crate::names) names it after what its places have in common (`Order`), and `names.lock`
//! pins that name with the key of each place. The pins decide here who belongs together:
//!
//! - Places that were merged stay merged as long as they are equal, also if only one of them is left.
//! - A new place joins the definition that most of its equals have.
//! - A place that changes leaves; the others keep their definition. Where several change alike, those that are more keep the name.
//! - Definitions that have become equal stay apart, because users may know both names.
//!
//! Runs last: the merged definition takes over what all other passes found out about its places.

mod equal;
mod order;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Diagnostics;
use crate::ir::{
    Api, Builds, Docs, NameSource, Rule, Shape, Type, TypeDef, TypeId, expressions_mut, keys, mentioned_mut,
};
use crate::settings::ApiSettings;

pub(super) fn run(api: &mut Api, _: &ApiSettings, _: &mut Diagnostics) {
    let merged = merged(api);
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

/// Bound of the rounds in [`merged`]: each round goes one level of nesting up, and documents are not nested so deep.
const MOST_ROUNDS: usize = 256;

/// What is to be merged.
fn merged(api: &Api) -> Vec<Merged> {
    let keys = keys::types(api);
    let mut before = vec![None; api.types.len()];
    for _ in 0..MOST_ROUNDS {
        let merged = divide(equal::classes(api, &before), &keys, &api.pinned_merges);
        let labels = labels(api.types.len(), &merged);
        // Types whose parts got different definitions are not equal any more. That happens only where names are pinned.
        if api.pinned_merges.is_empty() || labels == before {
            return merged;
        }
        before = labels;
    }
    Vec::new()
}

/// For each type the index of what it is merged into.
fn labels(count: usize, merged: &[Merged]) -> Vec<Option<usize>> {
    let mut labels = vec![None; count];
    for (index, Merged { places, .. }) in merged.iter().enumerate() {
        for place in places {
            labels[place.0] = Some(index);
        }
    }
    labels
}

/// Places that get one definition.
struct Merged {
    /// The places, in the order of their keys. At least one.
    places: Vec<TypeId>,
    /// The name that the definition had.
    pinned: Option<String>,
}

/// Divides classes of equal types into definitions, by the names that earlier runs pinned to the keys of places.
fn divide(classes: Vec<Vec<TypeId>>, keys: &[String], pins: &BTreeMap<String, String>) -> Vec<Merged> {
    let pin = |id: &TypeId| keys.get(id.0).and_then(|key| pins.get(key)).map(String::as_str);
    // Which class keeps a name: the one with most of its places, then the one with the first key.
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
    let mut merged = Vec::new();
    for (index, class) in classes.into_iter().enumerate() {
        let mut named: BTreeMap<&str, Vec<TypeId>> = BTreeMap::new();
        let mut unnamed = Vec::new();
        for id in class {
            match pin(&id).filter(|name| claims.get(name).is_some_and(|claim| claim.0 == index)) {
                Some(name) => named.entry(name).or_default().push(id),
                None => unnamed.push(id),
            }
        }
        // The first of those with most places.
        let joined = named.iter().rev().max_by_key(|(_, places)| places.len()).map(|(name, _)| *name);
        match joined.and_then(|name| named.get_mut(name)) {
            Some(places) => {
                places.append(&mut unnamed);
                places.sort_by_key(|id| &keys[id.0]);
            }
            None if unnamed.len() > 1 => merged.push(Merged { places: unnamed, pinned: None }),
            None => {}
        }
        merged.extend(named.into_iter().map(|(name, places)| Merged { places, pinned: Some(name.to_owned()) }));
    }
    merged.sort_by_key(|merged| merged.places.first().map(|id| &keys[id.0]));
    merged
}

/// Adds the definition of some places, and makes these its aliases.
fn define(api: &mut Api, merged: Merged, definitions: &[TypeId]) {
    let id = TypeId(api.types.len());
    let Some(first) = merged.places.first().and_then(|place| api.types.get(place.0)) else { return };
    let places = || merged.places.iter().filter_map(|place| api.types.get(place.0));
    let mut def = TypeDef {
        docs: common_docs(places().map(|def| &def.docs)),
        builds: places().map(|def| def.builds.clone()).reduce(Builds::or).unwrap_or_default(),
        ..first.clone()
    };
    // Of equal types one may be a branch of a union, which asks for all of its rules, and another not.
    def.rules.whole = places().find_map(|def| def.rules.whole.clone());
    def.name = NameSource::Merged { places: merged.places.clone(), pinned: merged.pinned };
    mention_definitions(&mut def, definitions);
    let has_whole = def.rules.whole.is_some();
    api.types.push(def);
    for place in merged.places {
        let Some(alias) = api.types.get_mut(place.0) else { continue };
        alias.shape = Shape::Alias(Type::Named(id));
        alias.rules.rest = vec![Rule::Of(id)];
        alias.rules.whole = has_whole.then(|| vec![Rule::Whole(id)]);
    }
}

/// What all places say.
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

/// A merged definition mentions no alias: that may stand in a file which does not exist in all builds of the definition.
fn mention_definitions(def: &mut TypeDef, definitions: &[TypeId]) {
    let change = |id: &mut TypeId| *id = definitions.get(id.0).copied().unwrap_or(*id);
    expressions_mut(&mut def.shape, &mut |ty| {
        if let Some(id) = mentioned_mut(ty) {
            change(id);
        }
    });
    redirect(&mut def.rules.rest, &change);
    if let Some(whole) = &mut def.rules.whole {
        redirect(whole, &change);
    }
}

/// Changes the definitions that rules refer to.
fn redirect(rules: &mut [Rule], change: &dyn Fn(&mut TypeId)) {
    for rule in rules {
        if let Some(id) = rule.definition_mut() {
            change(id);
        }
        rule.parts_mut().into_iter().for_each(|rules| redirect(rules, change));
    }
}
