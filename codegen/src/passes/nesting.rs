//! Finds out whether types are nested too deeply for the compiler's default recursion limit.
//!
//! To drop a value, the compiler follows lists, maps and options from type to type, and reports an overflow (E0320, E0275) at its recursion limit. The
//! attribute `recursion_limit` raises it. Boxes do not help, because the compiler follows them, too. The alternative, to cut such a chain with
//! an untyped value, would lose types.

use foldhash::{HashSet, HashSetExt};

use super::graph::closing_edges;
use crate::diag::Diagnostics;
use crate::ir::{Api, Structure, Type, for_each_expression};
use crate::settings::ApiSettings;

/// The compiler's default recursion limit.
const DEFAULT_LIMIT: usize = 128;
/// The deepest nesting that needs no attribute. The code that uses the types adds some levels, here and in other crates.
const DEEPEST: usize = 96;

pub(super) fn run(api: &mut Api, _: &ApiSettings, _: &mut Diagnostics) {
    let deepest = deepest_nesting(api);
    api.recursion_limit = (deepest > DEEPEST).then(|| (2 * deepest).next_power_of_two().max(2 * DEFAULT_LIMIT));
}

/// Returns the number of levels that the compiler enters from the outermost type of the longest chain of types to the innermost one. A
/// reference that closes a cycle is not followed, because the compiler enters each type once.
fn deepest_nesting(api: &Api) -> usize {
    let mut targets: Vec<Vec<usize>> = Vec::with_capacity(api.types.len());
    let mut weights: Vec<Vec<usize>> = Vec::with_capacity(api.types.len());
    for def in &api.types {
        let mut edges = Vec::new();
        for_each_expression(&def.shape, &mut |ty| edges.extend(levels(ty)));
        targets.push(edges.iter().map(|(target, _)| *target).collect());
        weights.push(edges.iter().map(|(_, levels)| *levels).collect());
    }
    let mut closing = HashSet::new();
    let order = closing_edges(&targets, |node, at| {
        closing.insert((node, at));
    });
    let mut depths = vec![0_usize; targets.len()];
    for node in order {
        let edges = targets.get(node).into_iter().flatten().zip(weights.get(node).into_iter().flatten());
        let open = edges.enumerate().filter(|(at, _)| !closing.contains(&(node, *at)));
        let deepest = open.map(|(_, (target, levels))| levels + depths.get(*target).copied().unwrap_or_default()).max();
        if let Some(depth) = depths.get_mut(node) {
            *depth = deepest.unwrap_or_default();
        }
    }
    depths.into_iter().max().unwrap_or_default()
}

/// Returns the definition that an expression leads to, and the number of levels to it.
fn levels(mut ty: &Type) -> Option<(usize, usize)> {
    // An optional member is an `Option`, which its expression does not show.
    let mut levels = 1;
    loop {
        (ty, levels) = match ty.structure() {
            Structure::Named(id) => return Some((id.0, levels)),
            Structure::Nullable(inner) | Structure::Boxed(inner) | Structure::List(inner) => (inner, levels + 1),
            // The values of a `BTreeMap` are two levels below it.
            Structure::Map(inner) => (inner, levels + 2),
            Structure::Leaf => return None,
        };
    }
}
