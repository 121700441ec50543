//! Removes the maps of undeclared members from inline types that are only flattened parts. The object that contains them has the map, and
//! decoding never fills another one.

use super::usage::{for_each_type_of_operation, for_each_type_of_webhook};
use crate::diag::Diagnostics;
use crate::ir::{Api, Extra, NameSource, Shape, Structure, Type, TypeDef, TypeId, mentioned_definition};
use crate::settings::ApiSettings;

pub(super) fn run(api: &mut Api, _: &ApiSettings, _: &mut Diagnostics) {
    let keeps = |def: &TypeDef| matches!(&def.shape, Shape::Object(object) if object.extra == Extra::Unknown);
    if !api.types.iter().any(keeps) {
        return;
    }
    let is_whole = whole_types(api);
    for (def, is_whole) in api.types.iter_mut().zip(is_whole) {
        if let Shape::Object(object) = &mut def.shape
            && object.extra == Extra::Unknown
            && !is_whole
        {
            object.extra = Extra::Ignored;
        }
    }
}

/// Returns for each type whether it describes a complete JSON value somewhere. Users can name a component, and use it anywhere.
fn whole_types(api: &Api) -> Vec<bool> {
    let mut stack: Vec<(TypeId, bool)> = Vec::new();
    for (index, def) in api.types.iter().enumerate() {
        if !matches!(def.name, NameSource::Part { .. }) {
            stack.push((TypeId(index), true));
        }
    }
    let mut of_operation = |ty: &Type| stack.extend(mentioned_definition(ty).map(|id| (id, true)));
    api.operations.iter().for_each(|operation| for_each_type_of_operation(operation, &mut of_operation));
    api.webhooks.iter().for_each(|webhook| for_each_type_of_webhook(webhook, &mut of_operation));
    let mut whole = vec![false; api.types.len()];
    let mut part = vec![false; api.types.len()];
    while let Some((id, is_whole)) = stack.pop() {
        let seen = if is_whole { &mut whole } else { &mut part };
        if seen.get_mut(id.0).is_none_or(|seen| std::mem::replace(seen, true)) {
            continue;
        }
        match &api.type_def(id).shape {
            Shape::Object(object) => {
                let members = object.members.iter().map(|member| &member.ty);
                let patterns = object.patterns.iter().map(|pattern| &pattern.ty);
                let values = match &object.extra {
                    Extra::Kept(ty) => Some(ty),
                    Extra::Ignored | Extra::Denied | Extra::Unknown => None,
                };
                members.chain(patterns).chain(values).for_each(|ty| stack.extend(mention(ty, true)));
                object.flattened.iter().for_each(|part| stack.extend(mention(&part.ty, false)));
            }
            Shape::Union(union) => {
                union.variants.iter().for_each(|variant| stack.extend(mention(&variant.ty, is_whole)));
            }
            Shape::Tuple(tuple) => tuple.items.iter().chain(&tuple.rest).for_each(|ty| stack.extend(mention(ty, true))),
            Shape::Alias(ty) | Shape::Newtype(ty) => stack.extend(mention(ty, is_whole)),
            Shape::Enumeration(_) => {}
        }
    }
    whole
}

/// Returns the definition that an expression mentions, and whether it is whole there. The items of a list and the values of a map always are.
fn mention(mut ty: &Type, mut is_whole: bool) -> Option<(TypeId, bool)> {
    loop {
        ty = match ty.structure() {
            Structure::Named(id) => return Some((id, is_whole)),
            Structure::Nullable(inner) | Structure::Boxed(inner) => inner,
            Structure::List(inner) | Structure::Map(inner) => {
                is_whole = true;
                inner
            }
            Structure::Leaf => return None,
        };
    }
}
