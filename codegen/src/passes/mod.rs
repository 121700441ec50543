//! Rewrites of the finished graph of types and operations, each a named function in a file of its own.
//!
//! They run in the order of [`PASSES`] and see nothing but the IR and the settings. A pass leaves what is already right as it is, so that
//! running them twice changes nothing more.

mod aliases;
mod boxing;
mod endless;
mod equality;
mod graph;
mod idempotency;
mod merge;
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

/// A rewrite.
pub type Pass = fn(&mut Api, &ApiSettings, &mut Diagnostics);

/// All rewrites, in the order in which they run.
pub const PASSES: &[(&str, Pass)] = &[
    // Copies types, which may be recursive: before all that looks at recursion.
    ("views", views::run),
    ("aliases", aliases::run),
    ("endless", endless::run),
    ("boxing", boxing::run),
    ("pagination", pagination::run),
    ("idempotency", idempotency::run),
    // Knows which aliases are left.
    ("rules", rules::run),
    ("split", split::run),
    // Follows the rules and the features that are left.
    ("usage", usage::run),
    // Know which boxes and aliases are left.
    ("equality", equality::run),
    ("placeholders", placeholders::run),
    // The merged definition takes over what all others found out.
    ("merge", merge::run),
];

/// Runs all of [`PASSES`].
pub fn run(api: &mut Api, settings: &ApiSettings, diagnostics: &mut Diagnostics) {
    for (_, pass) in PASSES {
        pass(api, settings, diagnostics);
    }
}
