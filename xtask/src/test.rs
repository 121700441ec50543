//! `cargo xtask test`: the tests of the inner loop, which compile and run nothing that was generated.
//!
//! They are the unit tests and all comparisons with golden files. Under `OASMITH_BLESS=1` they write the golden files.

use oasmith::cli::Failure;

use crate::run;

/// The integration tests that are quick: those that print or compare. A test that compiles what was generated, calls it over
/// the wire or takes seconds is left to `cargo test --workspace`.
const QUICK: &[&str] = &["command", "determinism", "diagnostics", "diff", "golden", "models", "readme", "regen"];

/// Runs the command. Its arguments go to the test programs, so a word of a test's name chooses it.
pub fn run(mut arguments: lexopt::Parser) -> Result<(), Failure> {
    let mut command = run::cargo();
    // The whole workspace, because other packages would have other features and be compiled twice.
    command.args(["test", "--quiet", "--no-fail-fast", "--workspace", "--lib", "--bins"]);
    command.args(QUICK.iter().flat_map(|name| ["--test", *name]));
    run::show(command.arg("--").args(arguments.raw_args()?))
}
