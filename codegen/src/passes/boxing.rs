//! Adds a `Box` where a type would otherwise contain itself by value, and nowhere else.

use super::graph::{by_value, by_value_mut, closing_edges, contained_by_value};
use crate::diag::Diagnostics;
use crate::ir::{Api, Type};
use crate::settings::ApiSettings;
use foldhash::{HashSet, HashSetExt};

pub(super) fn run(api: &mut Api, _: &ApiSettings, _: &mut Diagnostics) {
    // For each definition: the definitions that it contains by value, and the index of the expression that mentions each.
    let mut edges: Vec<Vec<usize>> = Vec::with_capacity(api.types.len());
    let mut sources: Vec<Vec<usize>> = Vec::with_capacity(api.types.len());
    for def in &api.types {
        let (mut targets, mut from, mut at) = (Vec::new(), Vec::new(), 0);
        by_value(&def.shape, &mut |ty| {
            if let Some(id) = contained_by_value(ty) {
                targets.push(id.0);
                from.push(at);
            }
            at += 1;
        });
        edges.push(targets);
        sources.push(from);
    }
    let mut boxed: HashSet<(usize, usize)> = HashSet::new();
    closing_edges(&edges, |node, at| {
        boxed.extend(sources.get(node).and_then(|from| from.get(at)).map(|from| (node, *from)));
    });
    for (node, def) in api.types.iter_mut().enumerate() {
        let mut at = 0;
        by_value_mut(&mut def.shape, &mut |ty| {
            if boxed.contains(&(node, at)) {
                put_in_box(ty);
            }
            at += 1;
        });
    }
}

fn put_in_box(ty: &mut Type) {
    let is_nullable = matches!(ty, Type::Nullable(_));
    let boxed = Type::Boxed(Box::new(std::mem::replace(ty, Type::Null).without_null()));
    *ty = if is_nullable { boxed.or_null() } else { boxed };
}
