//! Names of types, and of the modules that hold them.

use std::collections::BTreeMap;

use super::lock::Pins;
use super::scope::{MODULE, Scope, TYPE, Wanted};
use super::style::Styles;
use super::{Name, OperationNames, TypeNames, inline, members, words};
use crate::ir::keys;
use crate::ir::{Api, NameSource, Owner, TypeDef, TypeId};

const KIND: &str = "type";

/// Chooses the names of all types and their parts.
pub(super) fn choose(api: &Api, operations: &[OperationNames], pins: &mut Pins<'_>) -> Vec<TypeNames> {
    let keys = keys::types(api);
    let names = type_names(api, operations, &keys, pins);
    let mut chosen = Vec::with_capacity(names.len());
    for (index, name) in names.into_iter().enumerate() {
        let id = TypeId(index);
        let parts = members::choose(api, id, &keys[index], pins);
        chosen.push(TypeNames {
            name,
            module: Name::default(),
            parts: parts.parts,
            patterns: parts.patterns,
            flats: parts.flats,
            rest: parts.rest,
        });
    }
    chosen
}

/// Gives each type the module of the component or operation that it belongs to, as the API is now.
pub(super) fn place(api: &Api, operations: &[OperationNames], types: &mut [TypeNames]) {
    let modules = modules(api, operations, types);
    types.iter_mut().zip(modules).for_each(|(names, module)| names.module = module);
}

/// Owners are named before their parts, whose names begin with theirs.
fn type_names(api: &Api, operations: &[OperationNames], keys: &[String], pins: &mut Pins<'_>) -> Vec<Name> {
    let mut scope = Scope::default();
    scope.reserve(pins, KIND, keys);
    let mut names: Vec<Option<Name>> = vec![None; api.types.len()];
    for level in levels(api) {
        let wanted: Vec<Wanted> = level
            .iter()
            .map(|id| {
                let index = id.0;
                let mut wanted = want(api, operations, *id, &api.types[index], keys[index].clone(), &names, pins);
                wanted.candidates.dedup();
                wanted
            })
            .collect();
        for (id, name) in level.iter().zip(scope.assign(pins, KIND, &wanted)) {
            names[id.0] = Some(name);
        }
    }
    names.into_iter().map(|name| name.unwrap_or_else(|| Name("Unnamed".to_owned()))).collect()
}

/// Types by their depth: those that stand for themselves, their parts, the parts of those, …
fn levels(api: &Api) -> Vec<Vec<TypeId>> {
    let mut depths: Vec<Option<usize>> = vec![None; api.types.len()];
    let mut levels: BTreeMap<usize, Vec<TypeId>> = BTreeMap::new();
    for index in 0..api.types.len() {
        let depth = depth(api, index, &mut depths, 0);
        levels.entry(depth).or_default().push(TypeId(index));
    }
    levels.into_values().collect()
}

fn depth(api: &Api, index: usize, depths: &mut Vec<Option<usize>>, steps: usize) -> usize {
    if let Some(known) = depths.get(index).copied().flatten() {
        return known;
    }
    let depth = match api.types.get(index).map(|def| &def.name) {
        Some(NameSource::Part { parent, .. }) if steps < api.types.len() => depth(api, parent.0, depths, steps + 1) + 1,
        Some(NameSource::Operation { .. }) => 1,
        _ => 0,
    };
    if let Some(slot) = depths.get_mut(index) {
        *slot = Some(depth);
    }
    depth
}

fn want(
    api: &Api,
    operations: &[OperationNames],
    id: TypeId,
    def: &TypeDef,
    key: String,
    names: &[Option<Name>],
    pins: &Pins<'_>,
) -> Wanted {
    let candidates = match &def.name {
        NameSource::Component(name) => return TYPE.wanted(key, name, pins.styles.types),
        NameSource::Given(name) => {
            return Wanted { key, canonical: true, candidates: vec![TYPE.free(name.clone())] };
        }
        NameSource::Part { parent, part, .. } => {
            let parent_name = names.get(parent.0).and_then(Option::as_ref).map_or("", Name::as_str);
            inline::of_part(api, id, def, *parent, parent_name, part)
        }
        NameSource::Operation { operation, webhook: true, part, .. } => {
            let name = api.webhooks.get(*operation).map_or("", |hook| hook.name.as_str());
            inline::of_webhook(def, name, part)
        }
        NameSource::Operation { operation, part, .. } => match operations.get(*operation) {
            Some(names) => inline::of_operation(api, id, def, *operation, names, part),
            None => vec!["inline".to_owned()],
        },
    };
    Wanted { key, canonical: false, candidates: candidates.iter().map(|words| TYPE.make(words)).collect() }
}

/// The module of each type: that of the component or operation which it is a part of.
fn modules(api: &Api, operations: &[OperationNames], types: &[TypeNames]) -> Vec<Name> {
    let owners: Vec<Owner> = (0..api.types.len()).map(|index| Owner::of(api, index)).collect();
    let mut scope = Scope::default();
    let mut distinct: BTreeMap<Owner, usize> = BTreeMap::new();
    let mut wanted = Vec::new();
    for owner in &owners {
        distinct.entry(*owner).or_insert_with(|| {
            let (text, key) = match owner {
                Owner::Type(index) => (types[*index].name.as_str(), format!("t{}", types[*index].name.as_str())),
                Owner::Operation(index) => {
                    (operations[*index].method.as_str(), format!("u{}", operations[*index].method.as_str()))
                }
                Owner::Webhook(index) => (api.webhooks[*index].name.as_str(), format!("w{index:08}")),
            };
            // Only so long that it can be the name of a file.
            let plain = words::cut(words::plain(text.trim_start_matches("r#")));
            let second = format!("{plain}_{}", if key.starts_with('t') { "model" } else { "parts" });
            let candidates = vec![MODULE.make(&plain), MODULE.make(&second)];
            wanted.push(Wanted { key, canonical: matches!(owner, Owner::Type(_)), candidates });
            wanted.len() - 1
        });
    }
    // Modules are private: their names are nobody's business, so nothing is pinned, and no style is asked for.
    let nothing = super::NamesLock::default();
    let chosen = scope.assign(&mut Pins::new(&nothing, Styles::default()), "model-module", &wanted);
    let fallback = Name("models".to_owned());
    owners.iter().map(|owner| distinct.get(owner).and_then(|at| chosen.get(*at)).unwrap_or(&fallback).clone()).collect()
}
