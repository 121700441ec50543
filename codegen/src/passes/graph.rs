//! The graph of definitions: which definitions a definition contains, and where that is recursive.

use crate::ir::{Shape, Structure, Type, TypeId, for_each_expression, for_each_expression_mut};

/// Returns the definition that a value of the expression contains by value, not behind a pointer.
pub(super) fn contained_by_value(ty: &Type) -> Option<TypeId> {
    match ty.structure() {
        Structure::Named(id) => Some(id),
        Structure::Nullable(inner) => contained_by_value(inner),
        Structure::Leaf | Structure::List(_) | Structure::Map(_) | Structure::Boxed(_) => None,
    }
}

/// Returns the definition of which every value of the expression contains a value. A list or map may be empty, and a nullable value
/// may be null, so they require none.
pub(super) fn required_definition(ty: &Type) -> Option<TypeId> {
    match ty.structure() {
        Structure::Named(id) => Some(id),
        Structure::Boxed(inner) => required_definition(inner),
        Structure::Leaf | Structure::List(_) | Structure::Map(_) | Structure::Nullable(_) => None,
    }
}

/// Calls `visit` for the expressions that a definition contains by value, to change them. Skips the values of maps and lists, which are
/// on the heap.
pub(super) fn by_value_mut(shape: &mut Shape, visit: &mut dyn FnMut(&mut Type)) {
    match shape {
        Shape::Object(object) => {
            object.members.iter_mut().for_each(|member| visit(&mut member.ty));
            object.flattened.iter_mut().for_each(|flat| visit(&mut flat.ty));
        }
        Shape::Tuple(tuple) => tuple.items.iter_mut().for_each(visit),
        Shape::Enumeration(_) | Shape::Union(_) | Shape::Alias(_) | Shape::Newtype(_) => {
            for_each_expression_mut(shape, visit)
        }
    }
}

/// Calls `visit` for the expressions that a definition contains by value.
pub(super) fn by_value<'s>(shape: &'s Shape, visit: &mut dyn FnMut(&'s Type)) {
    match shape {
        Shape::Object(object) => {
            object.members.iter().for_each(|member| visit(&member.ty));
            object.flattened.iter().for_each(|flat| visit(&flat.ty));
        }
        Shape::Tuple(tuple) => tuple.items.iter().for_each(visit),
        Shape::Enumeration(_) | Shape::Union(_) | Shape::Alias(_) | Shape::Newtype(_) => {
            for_each_expression(shape, visit)
        }
    }
}

/// Calls `back` for each edge (node, index) of a graph that closes a cycle. `edges` has the edges of each node. Returns the nodes; without
/// the edges that close a cycle, each comes after all nodes to which its edges lead. Not recursive.
pub(super) fn closing_edges(edges: &[Vec<usize>], mut back: impl FnMut(usize, usize)) -> Vec<usize> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut states = vec![State::New; edges.len()];
    let mut order = Vec::with_capacity(edges.len());
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
                    order.push(node);
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
    order
}
