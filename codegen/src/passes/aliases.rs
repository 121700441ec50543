//! Recursive aliases become newtypes: `type A = Vec<A>` is not valid Rust.

use std::collections::BTreeSet;

use super::graph::closing_edges;
use crate::diag::Diagnostics;
use crate::ir::{Api, Shape, mentioned_definition};
use crate::settings::ApiSettings;

pub(super) fn run(api: &mut Api, _: &ApiSettings, _: &mut Diagnostics) {
    let edges: Vec<Vec<usize>> = api
        .types
        .iter()
        .map(|def| {
            let mut targets = Vec::new();
            if let Shape::Alias(ty) = &def.shape {
                targets.extend(mentioned_definition(ty).map(|id| id.0));
            }
            targets
        })
        .collect();
    let mut recursive = BTreeSet::new();
    closing_edges(&edges, |node, at| recursive.extend(edges.get(node).and_then(|edges| edges.get(at)).copied()));
    for index in recursive {
        if let Some(def) = api.types.get_mut(index)
            && let Shape::Alias(ty) = &def.shape
        {
            def.shape = Shape::Newtype(ty.clone());
        }
    }
}
