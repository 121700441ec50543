//! Rewrites of the complete graph of types and operations. Each pass is a named function in its own file.
//!
//! Passes run in the order of [`PASSES`] and know only the IR and the settings. They are idempotent: a second run changes nothing.

mod aliases;
mod boxing;
mod equality;
mod flattened_maps;
mod forms;
mod graph;
mod idempotency;
mod infinite_types;
mod merge;
mod nesting;
mod pagination;
mod placeholders;
mod rules;
mod split;
#[cfg(test)]
mod tests;
mod usage;
mod views;

use crate::diag::Diagnostics;
use crate::ir::Api;
use crate::settings::ApiSettings;

/// A rewrite of the API.
pub type Pass = fn(&mut Api, &ApiSettings, &mut Diagnostics);

/// All passes, in the order in which they run.
pub const PASSES: &[(&str, Pass)] = &[
    // Counts the mentions of types. So it runs before the passes that copy types.
    ("flattened_maps", flattened_maps::run),
    // Copies types, which may be recursive. So it runs before the passes that depend on recursion.
    ("views", views::run),
    ("aliases", aliases::run),
    ("infinite_types", infinite_types::run),
    ("boxing", boxing::run),
    // Needs the final boxes.
    ("nesting", nesting::run),
    ("pagination", pagination::run),
    ("idempotency", idempotency::run),
    // Needs the final aliases.
    ("rules", rules::run),
    ("split", split::run),
    // Needs the final rules and features.
    ("usage", usage::run),
    // Needs the final rules. Its models are not merged with others.
    ("forms", forms::run),
    // Need the final boxes and aliases.
    ("equality", equality::run),
    ("placeholders", placeholders::run),
    // Copies the results of all other passes into the merged definitions.
    ("merge", merge::run),
];

/// Runs all [`PASSES`] in order.
pub fn run(api: &mut Api, settings: &ApiSettings, diagnostics: &mut Diagnostics) {
    for (_, pass) in PASSES {
        pass(api, settings, diagnostics);
    }
}
