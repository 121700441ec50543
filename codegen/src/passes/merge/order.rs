//! A topological order of definitions: each definition comes after those that it mentions, except for recursion.

use crate::ir::{Api, TypeId, for_each_expression, mentioned_definition};

/// Returns all definitions, with the mentioned ones first.
pub(super) fn inside_out(api: &Api) -> Vec<TypeId> {
    let mut order = Vec::with_capacity(api.types.len());
    let mut is_seen = vec![false; api.types.len()];
    let mut stack: Vec<(TypeId, Vec<TypeId>)> = Vec::new();
    for start in (0..).map(TypeId).take(api.types.len()) {
        if std::mem::replace(&mut is_seen[start.0], true) {
            continue;
        }
        stack.push((start, parts(api, start)));
        while let Some((id, parts_left)) = stack.last_mut() {
            match parts_left.pop() {
                Some(part) if !std::mem::replace(&mut is_seen[part.0], true) => {
                    stack.push((part, parts(api, part)));
                }
                Some(_) => {}
                None => {
                    order.push(*id);
                    stack.pop();
                }
            }
        }
    }
    order
}

/// Returns the definitions that a definition mentions.
fn parts(api: &Api, id: TypeId) -> Vec<TypeId> {
    let mut parts = Vec::new();
    for_each_expression(&api.type_def(id).shape, &mut |ty| parts.extend(mentioned_definition(ty)));
    parts
}
