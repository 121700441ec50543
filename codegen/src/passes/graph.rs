//! Which definitions lie inside a value of a definition, and where that leads back to itself.

use crate::ir::{Shape, Structure, Type, TypeId, expressions, expressions_mut};

/// The definition whose value lies inside a value of the expression, not behind a pointer.
pub(super) fn held(ty: &Type) -> Option<TypeId> {
    match ty.structure() {
        Structure::Named(id) => Some(id),
        Structure::Nullable(inner) => held(inner),
        Structure::Leaf | Structure::List(_) | Structure::Map(_) | Structure::Boxed(_) => None,
    }
}

/// The definition of which every value of the expression contains a value. Lists and maps may be empty, and null may stand there.
pub(super) fn needed(ty: &Type) -> Option<TypeId> {
    match ty.structure() {
        Structure::Named(id) => Some(id),
        Structure::Boxed(inner) => needed(inner),
        Structure::Leaf | Structure::List(_) | Structure::Map(_) | Structure::Nullable(_) => None,
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
        Shape::Enumeration(_) | Shape::Union(_) | Shape::Alias(_) | Shape::Newtype(_) => expressions_mut(shape, see),
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
        Shape::Enumeration(_) | Shape::Union(_) | Shape::Alias(_) | Shape::Newtype(_) => expressions(shape, see),
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
