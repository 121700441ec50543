//! Which definitions a definition mentions.

use crate::ir::{Extra, Shape, Type, TypeId};

/// Calls `see` for each type expression that a definition is made of, in order.
pub(super) fn expressions<'s>(shape: &'s Shape, see: &mut dyn FnMut(&'s Type)) {
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
pub(super) fn expressions_mut(shape: &mut Shape, see: &mut dyn FnMut(&mut Type)) {
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
pub(super) fn mentioned(ty: &Type, see: &mut dyn FnMut(TypeId)) {
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

/// The definition whose value lies inside a value of the expression, not behind a pointer.
pub(super) fn held(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) => held(inner),
        _ => None,
    }
}

/// The expressions of a definition whose values lie inside its own: not those that a map or list keeps on the heap.
pub(super) fn by_value_mut(shape: &mut Shape, see: &mut dyn FnMut(&mut Type)) {
    match shape {
        Shape::Object(object) => {
            object.members.iter_mut().for_each(|member| see(&mut member.ty));
            object.flats.iter_mut().for_each(|flat| see(&mut flat.ty));
        }
        Shape::Tuple(tuple) => tuple.items.iter_mut().for_each(see),
        other => expressions_mut(other, see),
    }
}

/// The same, to look at them.
pub(super) fn by_value<'s>(shape: &'s Shape, see: &mut dyn FnMut(&'s Type)) {
    match shape {
        Shape::Object(object) => {
            object.members.iter().for_each(|member| see(&member.ty));
            object.flats.iter().for_each(|flat| see(&flat.ty));
        }
        Shape::Tuple(tuple) => tuple.items.iter().for_each(see),
        other => expressions(other, see),
    }
}

/// For each node of a graph its edges; calls `back` for each edge (node, index) that closes a cycle. Keeps its own stack.
pub(super) fn closing_edges(edges: &[Vec<usize>], mut back: impl FnMut(usize, usize)) {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut states = vec![State::New; edges.len()];
    for start in 0..edges.len() {
        if states[start] != State::New {
            continue;
        }
        states[start] = State::Open;
        let mut stack = vec![(start, 0)];
        while let Some((node, next)) = stack.last_mut() {
            let (node, at) = (*node, *next);
            *next += 1;
            match edges.get(node).and_then(|edges| edges.get(at)) {
                None => {
                    states[node] = State::Done;
                    stack.pop();
                }
                Some(&target) => match states.get(target) {
                    Some(State::New) => {
                        states[target] = State::Open;
                        stack.push((target, 0));
                    }
                    Some(State::Open) => back(node, at),
                    Some(State::Done) | None => {}
                },
            }
        }
    }
}
