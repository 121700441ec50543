//! Adds a `Box` where a type would otherwise contain itself by value, or where types would be nested by value too deeply for the compiler,
//! and nowhere else.

use super::graph::{by_value, by_value_mut, closing_edges, contained_by_value};
use crate::diag::Diagnostics;
use crate::ir::{Api, Type};
use crate::settings::ApiSettings;
use foldhash::{HashSet, HashSetExt};

/// The deepest nesting of types by value. The compiler follows the last fields of structs up to its recursion limit of 128, and reports an
/// error beyond it. Documents that people use stay far below.
const DEEPEST: usize = 64;

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
    let order = closing_edges(&edges, |node, at| {
        boxed.insert((node, at));
    });
    let mut depths = vec![0_usize; edges.len()];
    for node in order {
        let mut deepest = 0;
        for (at, target) in edges.get(node).into_iter().flatten().enumerate() {
            if boxed.contains(&(node, at)) {
                continue;
            }
            match depths.get(*target).map_or(0, |depth| depth + 1) {
                depth if depth > DEEPEST => {
                    boxed.insert((node, at));
                }
                depth => deepest = deepest.max(depth),
            }
        }
        if let Some(depth) = depths.get_mut(node) {
            *depth = deepest;
        }
    }
    let expression = |(node, at): (usize, usize)| Some((node, *sources.get(node)?.get(at)?));
    let boxed: HashSet<(usize, usize)> = boxed.into_iter().filter_map(expression).collect();
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
