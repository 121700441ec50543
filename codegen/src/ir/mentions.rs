//! Which definitions a definition mentions.

use super::{Extra, Shape, Type, TypeId};

/// Calls `see` for each type expression that a definition is made of, in order.
pub fn expressions<'s>(shape: &'s Shape, see: &mut dyn FnMut(&'s Type)) {
    match shape {
        Shape::Object(object) => {
            object.members.iter().for_each(|member| see(&member.ty));
            object.patterns.iter().for_each(|pattern| see(&pattern.ty));
            object.flats.iter().for_each(|flat| see(&flat.ty));
            if let Extra::Kept(ty) = &object.extra {
                see(ty);
            }
        }
        Shape::Enumeration(_) => {}
        Shape::Union(union) => union.variants.iter().for_each(|variant| see(&variant.ty)),
        Shape::Tuple(tuple) => tuple.items.iter().chain(&tuple.rest).for_each(see),
        Shape::Alias(ty) | Shape::Newtype(ty) => see(ty),
    }
}

/// The same, to change them.
pub fn expressions_mut(shape: &mut Shape, see: &mut dyn FnMut(&mut Type)) {
    match shape {
        Shape::Object(object) => {
            object.members.iter_mut().for_each(|member| see(&mut member.ty));
            object.patterns.iter_mut().for_each(|pattern| see(&mut pattern.ty));
            object.flats.iter_mut().for_each(|flat| see(&mut flat.ty));
            if let Extra::Kept(ty) = &mut object.extra {
                see(ty);
            }
        }
        Shape::Enumeration(_) => {}
        Shape::Union(union) => union.variants.iter_mut().for_each(|variant| see(&mut variant.ty)),
        Shape::Tuple(tuple) => tuple.items.iter_mut().chain(&mut tuple.rest).for_each(see),
        Shape::Alias(ty) | Shape::Newtype(ty) => see(ty),
    }
}

/// Calls `see` for the definition that an expression mentions, wherever in it.
pub fn mentioned(ty: &Type, see: &mut dyn FnMut(TypeId)) {
    match ty {
        Type::Named(id) => see(*id),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => mentioned(inner, see),
        Type::Any
        | Type::Null
        | Type::Never
        | Type::Bool
        | Type::Integer(_)
        | Type::Number(_)
        | Type::String
        | Type::Format(_)
        | Type::Custom(_) => {}
    }
}

/// The definition that an expression mentions, to put another in its place.
pub fn mentioned_mut(ty: &mut Type) -> Option<&mut TypeId> {
    match ty {
        Type::Named(id) => Some(id),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => mentioned_mut(inner),
        Type::Any
        | Type::Null
        | Type::Never
        | Type::Bool
        | Type::Integer(_)
        | Type::Number(_)
        | Type::String
        | Type::Format(_)
        | Type::Custom(_) => None,
    }
}
