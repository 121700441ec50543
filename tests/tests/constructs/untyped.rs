//! Finds types that contain untyped values although their schema describes them.

use oasmith::ir::{Api, Extra, NameSource, Shape, Type, TypeDef, TypeId};

use crate::topic::{Construct, Topic};

/// Returns a failure if `x-untyped` does not match the generated type.
pub fn failure(topic: &Topic, construct: &Construct, api: &Api, id: TypeId) -> Option<String> {
    let untyped = api.types.iter().any(|ty| belongs_to(api, ty, id) && types(ty).into_iter().any(contains_any));
    match (&construct.untyped, untyped) {
        (None, true) => {
            Some(format!("{}: the type contains untyped values, but `x-untyped` is missing", topic.row(construct)))
        }
        (Some(_), false) => {
            Some(format!("{}: `x-untyped` is set, but the type contains no untyped values", topic.row(construct)))
        }
        _ => None,
    }
}

/// Returns whether a type is a component or part of it.
fn belongs_to(api: &Api, ty: &TypeDef, component: TypeId) -> bool {
    match &ty.name {
        NameSource::Component(_) => std::ptr::eq(ty, api.type_def(component)),
        NameSource::Part { parent, .. } => *parent == component || belongs_to(api, api.type_def(*parent), component),
        NameSource::Referenced(_) | NameSource::Operation { .. } | NameSource::Given(_) | NameSource::Merged { .. } => {
            false
        }
    }
}

/// Returns the types that a definition mentions.
fn types(ty: &TypeDef) -> Vec<&Type> {
    match &ty.shape {
        Shape::Object(object) => {
            let members = object.members.iter().map(|member| &member.ty);
            let patterns = object.patterns.iter().map(|pattern| &pattern.ty);
            let flattened = object.flattened.iter().map(|part| &part.ty);
            let extra = match &object.extra {
                Extra::Kept(ty) => Some(ty),
                Extra::Ignored | Extra::Denied | Extra::Unknown => None,
            };
            members.chain(patterns).chain(flattened).chain(extra).collect()
        }
        Shape::Enumeration(_) => Vec::new(),
        Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Tuple(tuple) => tuple.items.iter().chain(&tuple.rest).collect(),
        Shape::Alias(ty) | Shape::Newtype(ty) => vec![ty],
    }
}

fn contains_any(ty: &Type) -> bool {
    match ty {
        Type::Any => true,
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => contains_any(inner),
        _ => false,
    }
}
