//! Rewrites of the finished graph of types and operations, each a named function.

use crate::diag::Diagnostics;
use crate::ir::Api;

/// A rewrite.
pub type Pass = fn(&mut Api, &mut Diagnostics);

/// All rewrites, in the order in which they run.
pub const PASSES: &[(&str, Pass)] = &[];

/// Runs all of [`PASSES`].
pub fn run(api: &mut Api, diagnostics: &mut Diagnostics) {
    for (_, pass) in PASSES {
        pass(api, diagnostics);
    }
}
