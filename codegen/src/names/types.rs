//! Names of types, and of their modules.

use std::collections::BTreeMap;

use super::components::ComponentNames;
use super::lock::Pins;
use super::member_index::MemberIndex;
use super::scope::{MODULE, NameRequest, Scope, TYPE, bare};
use super::variants::VariantTexts;
use super::{KeptKind, KeptName, Name, OperationNames, TypeNames, inline, kept, members, merged, words};
use crate::ir::keys;
use crate::ir::{Api, MAX_POSITIONAL_ARGUMENTS, NameSource, Shape, TypeDef, TypeId, TypeOwner};

/// The kind of the pins of types.
pub(super) const KIND: &str = "type";

/// The information from which types and their parts are named.
#[derive(Clone, Copy)]
pub(super) struct TypeContext<'a> {
    pub(super) api: &'a Api,
    pub(super) operations: &'a [OperationNames],
    pub(super) components: &'a ComponentNames,
    pub(super) members: &'a MemberIndex<'a>,
    pub(super) variant_texts: &'a VariantTexts,
}

/// Chooses the names of all types and their parts.
pub(super) fn choose(api: &Api, operations: &[OperationNames], pins: &mut Pins<'_>) -> Vec<TypeNames> {
    let components = ComponentNames::of(api);
    let variant_texts = VariantTexts::of(api, &components);
    let members = MemberIndex::of(api);
    let context =
        TypeContext { api, operations, components: &components, members: &members, variant_texts: &variant_texts };
    let mut keys = keys::types(api);
    let mut scope = Scope::default();
    let names = type_names(context, &keys, &mut scope, pins);
    let mut required = required_structs(api, &names, &keys, &mut scope, pins);
    merged::inherit(api, &names, &mut keys, pins);
    let mut chosen: Vec<TypeNames> = Vec::with_capacity(names.len());
    for (index, name) in names.into_iter().enumerate() {
        let id = TypeId(index);
        let parts = members::choose(context, id, &keys[index], pins);
        chosen.push(TypeNames {
            required: required.remove(&index),
            name,
            module: Name::default(),
            parts: parts.parts,
            patterns: parts.patterns,
            flattened: parts.flattened,
            catch_all: parts.catch_all,
        });
    }
    let modules = modules(api, operations, &chosen);
    chosen.iter_mut().zip(modules).for_each(|(names, module)| names.module = module);
    merged::share_modules(api, &mut chosen);
    chosen
}

/// Types are named before their parts, because the names of parts start with the names of their owners.
fn type_names(context: TypeContext<'_>, keys: &[String], scope: &mut Scope, pins: &mut Pins<'_>) -> Vec<Name> {
    let api = context.api;
    scope.reserve(pins, KIND, keys);
    let mut names: Vec<Option<Name>> = vec![None; api.types.len()];
    let mut kept: Vec<(TypeId, KeptName)> = Vec::new();
    let is_referenced = |id: &TypeId| matches!(api.type_def(*id).name, NameSource::Referenced(_));
    for (depth, level) in levels(api).into_iter().enumerate() {
        if depth == 1 {
            // After the names from the document, before the names from places.
            for (id, name) in merged::choose(context, &names, keys, scope, pins, false) {
                names[id.0] = Some(name);
            }
        }
        // A component takes its name before a schema in another file.
        let (referenced, level): (Vec<TypeId>, Vec<TypeId>) = level.into_iter().partition(is_referenced);
        for batch in [level, referenced] {
            if batch.first().is_some_and(is_referenced) {
                for (id, name) in merged::choose(context, &names, keys, scope, pins, true) {
                    names[id.0] = Some(name);
                }
            }
            let wanted: Vec<NameRequest> = batch
                .iter()
                .map(|id| {
                    let index = id.0;
                    let key = keys[index].clone();
                    let mut wanted = request(context, *id, &api.types[index], key, &names, pins);
                    wanted.candidates.dedup();
                    wanted
                })
                .collect();
            for ((id, request), name) in batch.iter().zip(&wanted).zip(scope.assign(pins, KIND, &wanted)) {
                if matches!(api.types[id.0].name, NameSource::Part { .. } | NameSource::Operation { .. })
                    && let Some(wanted) = kept::wanted(pins, KIND, request, &name)
                {
                    let (item, name) = (request.key.clone(), name.as_str().to_owned());
                    kept.push((*id, KeptName { kind: KeptKind::Type, item, name, wanted, operation_id: None }));
                }
                names[id.0] = Some(name);
            }
        }
    }
    kept.sort_by_key(|(id, _)| *id);
    pins.kept.extend(kept.into_iter().map(|(_, kept)| kept));
    names.into_iter().map(|name| name.unwrap_or_else(|| Name("Unnamed".to_owned()))).collect()
}

/// Names the structs of required fields, by the index of the type. They are named after all types, so that no type loses its name to one.
fn required_structs(
    api: &Api,
    names: &[Name],
    keys: &[String],
    scope: &mut Scope,
    pins: &mut Pins<'_>,
) -> BTreeMap<usize, Name> {
    let mut indexes = Vec::new();
    let mut wanted = Vec::new();
    for (index, def) in api.types.iter().enumerate() {
        if let Shape::Object(object) = &def.shape
            && api.argument_count(object) > MAX_POSITIONAL_ARGUMENTS
        {
            let name = names[index].as_str();
            let candidates = vec![format!("{name}Required"), format!("{name}RequiredFields")];
            indexes.push(index);
            wanted.push(NameRequest::new(format!("{}:Required", keys[index]), candidates).canonical(true));
        }
    }
    indexes.into_iter().zip(scope.assign(pins, KIND, &wanted)).collect()
}

/// Returns types by their nesting depth: types without a parent, their parts, the parts of these, and so on. Merged definitions are
/// excluded.
fn levels(api: &Api) -> Vec<Vec<TypeId>> {
    let mut depths: Vec<Option<usize>> = vec![None; api.types.len()];
    let mut levels: Vec<Vec<TypeId>> = Vec::new();
    for (index, def) in api.types.iter().enumerate() {
        if matches!(def.name, NameSource::Merged { .. }) {
            continue;
        }
        let depth = depth(api, index, &mut depths, 0);
        if levels.len() <= depth {
            levels.resize_with(depth + 1, Vec::new);
        }
        levels[depth].push(TypeId(index));
    }
    levels
}

fn depth(api: &Api, index: usize, depths: &mut Vec<Option<usize>>, steps: usize) -> usize {
    if let Some(known) = depths.get(index).copied().flatten() {
        return known;
    }
    let name = api.types.get(index).map(|def| &def.name);
    let depth = match name.and_then(NameSource::parent) {
        Some(parent) if steps < api.types.len() => depth(api, parent.0, depths, steps + 1) + 1,
        Some(_) | None => usize::from(matches!(name, Some(NameSource::Operation { .. }))),
    };
    if let Some(slot) = depths.get_mut(index) {
        *slot = Some(depth);
    }
    depth
}

/// Returns the request for the name of a type.
fn request(
    context: TypeContext<'_>,
    id: TypeId,
    def: &TypeDef,
    key: String,
    names: &[Option<Name>],
    pins: &Pins<'_>,
) -> NameRequest {
    let parent_name =
        |parent: TypeId| names.get(parent.0).and_then(Option::as_ref).map_or_else(String::new, |name| name.0.clone());
    let by_place = match &def.name {
        NameSource::Component(name) => {
            let endings = context.components.endings(name).iter().map(|ending| TYPE.ident_of(&words::plain(ending)));
            let mut endings: Vec<String> = endings.collect();
            let mut wanted = TYPE.request(key, name, pins.styles.types);
            wanted.is_configured = context.api.cut_prefixes.is_some();
            if !endings.is_empty() {
                endings.append(&mut wanted.candidates);
                wanted.candidates = endings;
                wanted.canonical = false;
                wanted.earlier = None;
            }
            return wanted;
        }
        NameSource::Referenced(referenced) => {
            let endings = context.components.endings(&referenced.name).iter().map(|ending| words::plain(ending));
            let words = endings.chain(inline::referenced(referenced));
            let candidates = words.map(|words| TYPE.ident_of(&words)).collect();
            // Equal schemas with the same name share the name of their merged type.
            return NameRequest::new(key, candidates).canonical(context.api.definition(id) != id);
        }
        NameSource::Given(name) => {
            return NameRequest::new(key, vec![TYPE.unreserved(name.clone())]).canonical(true);
        }
        NameSource::Part { .. } | NameSource::Operation { .. } | NameSource::Merged { .. } => {
            inline::by_place(context, id, &parent_name)
        }
    };
    let candidates = inline::title(def).into_iter().chain(by_place).map(|words| TYPE.ident_of(&words)).collect();
    NameRequest::new(key, candidates).rank(inline::rank(context, id, pins.styles.members))
}

/// Names the module of each type: that of the component or operation that owns the type.
fn modules(api: &Api, operations: &[OperationNames], types: &[TypeNames]) -> Vec<Name> {
    let owners: Vec<TypeOwner> = (0..api.types.len()).map(|index| TypeOwner::of(api, index)).collect();
    let mut scope = Scope::default();
    let mut distinct: BTreeMap<TypeOwner, usize> = BTreeMap::new();
    let mut wanted = Vec::new();
    for owner in &owners {
        distinct.entry(*owner).or_insert_with(|| {
            let (text, key) = match owner {
                TypeOwner::Type(index) => (types[*index].name.as_str(), format!("t{}", types[*index].name.as_str())),
                TypeOwner::Operation(index) => {
                    (operations[*index].method.as_str(), format!("u{}", operations[*index].method.as_str()))
                }
                TypeOwner::Webhook(index) => (api.webhooks[*index].name.as_str(), format!("w{index:08}")),
            };
            // Cut, so that it can be the name of a file.
            let plain = words::cut(words::plain(bare(text)));
            let second = format!("{plain}_{}", if key.starts_with('t') { "model" } else { "parts" });
            let candidates = vec![MODULE.ident_of(&plain), MODULE.ident_of(&second)];
            wanted.push(NameRequest::new(key, candidates).canonical(matches!(owner, TypeOwner::Type(_))));
            wanted.len() - 1
        });
    }
    // Modules are private, so their names are not pinned.
    let chosen = scope.choose_unpinned(&wanted);
    let fallback = Name("models".to_owned());
    owners.iter().map(|owner| distinct.get(owner).and_then(|at| chosen.get(*at)).unwrap_or(&fallback).clone()).collect()
}
