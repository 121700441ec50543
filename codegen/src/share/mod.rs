//! Types that are the same in everything but their place: one definition, and an alias at every other place.
//!
//! Documents repeat themselves: an address in each request that takes one, `asc` and `desc` at each list, and the empty string that clears a
//! field hundreds of times. Each place has a type with a name of its own, and keeps that name; what is compiled is one type. Only types
//! without a name in the document are shared: that two components are two types is what the author said.
//!
//! Runs when all names are chosen, because the fields and variants of a shared type are named once: what is named otherwise is not the
//! same. It may change what counts as the same (`same`), and which place has the definition (the shortest name). The definition stands in a
//! file of its own, so that no place needs the file of another.

mod order;
mod same;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::ir::{Api, Builds, Rule, Shape, Type, TypeDef, TypeId, expressions_mut, mentioned_mut};
use crate::names::{self, Names};

/// Shares what is the same.
pub fn run(api: &mut Api, names: &mut Names) {
    let groups = groups(&same::leaders(api, names));
    if groups.is_empty() {
        return;
    }
    let mut homes: Vec<TypeId> = (0..).map(TypeId).take(api.types.len()).collect();
    let mut definitions = Vec::with_capacity(groups.len());
    for group in groups {
        let name = |id: &TypeId| names.ty(*id).name.as_str();
        let shortest = group.iter().copied().min_by_key(|id| (name(id).len(), name(id)));
        let Some(home) = shortest else { continue };
        for id in &group {
            homes[id.0] = home;
        }
        definitions.push((home, group));
    }
    for (home, group) in definitions {
        define(api, home, &group, &homes);
    }
    names::place(api, names);
}

/// The types that are the same, several of each.
fn groups(leaders: &[TypeId]) -> Vec<Vec<TypeId>> {
    let mut groups: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for (id, leader) in (0..).map(TypeId).zip(leaders) {
        groups.entry(*leader).or_default().push(id);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// Makes `home` the definition, there whenever one of the group is, and all others its aliases.
fn define(api: &mut Api, home: TypeId, group: &[TypeId], homes: &[TypeId]) {
    let defs = || group.iter().map(|id| api.type_def(*id));
    let builds = defs().map(|def| def.builds.clone()).reduce(Builds::or).unwrap_or_default();
    // Of the same types one may be an alternative among others, which asks for its whole, and another not.
    let whole = defs().find_map(|def| def.rules.whole.clone());
    let has_whole = whole.is_some();
    for id in group {
        let def = &mut api.types[id.0];
        if *id == home {
            def.is_shared = true;
            def.builds.clone_from(&builds);
            def.rules.whole.clone_from(&whole);
            lead_home(def, homes);
        } else {
            def.shape = Shape::Alias(Type::Named(home));
            def.rules.rest = vec![Rule::Of(home)];
            def.rules.whole = has_whole.then(|| vec![Rule::Whole(home)]);
        }
    }
}

/// A shared definition mentions no alias: that may stand in a file which is not there in all builds.
fn lead_home(def: &mut TypeDef, homes: &[TypeId]) {
    let home = |id: &mut TypeId| *id = homes.get(id.0).copied().unwrap_or(*id);
    expressions_mut(&mut def.shape, &mut |ty| {
        if let Some(id) = mentioned_mut(ty) {
            home(id);
        }
    });
    redirect(&mut def.rules.rest, &home);
    if let Some(whole) = &mut def.rules.whole {
        redirect(whole, &home);
    }
}

/// Changes the definitions that rules refer to.
fn redirect(rules: &mut [Rule], change: &dyn Fn(&mut TypeId)) {
    for rule in rules {
        match rule {
            Rule::Of(id) | Rule::Whole(id) | Rule::Listed(id) => change(id),
            other => other.parts_mut().into_iter().for_each(|rules| redirect(rules, change)),
        }
    }
}
