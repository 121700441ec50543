//! `cargo xtask test`: runs the quick tests, which neither compile nor run generated code.
//!
//! These are the unit tests and all comparisons with golden files. With `OASMITH_BLESS=1` they update the golden files.

use std::ffi::OsString;

use oasmith::cli::Failure;

use crate::process;

/// The quick integration tests. `cargo test --workspace` also runs the tests that compile generated code, call it over HTTP or take
/// several seconds.
const QUICK: &[&str] =
    &["command", "determinism", "diagnostics", "diff", "golden", "models", "names", "readme", "regen"];

/// Runs the quick tests, or those whose names contain a word; OASMITH_BLESS=1 updates the golden files.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Words and options of the test programs, which are passed on as they are.
    #[arg(value_name = "WORD", trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<OsString>,
}

/// Runs the command. Passes its arguments to the test programs, so a word selects the tests whose names contain it.
pub fn run(args: Args) -> Result<(), Failure> {
    let mut command = process::cargo();
    // Test the complete workspace: a single package would have different features, so cargo would compile it again.
    command.args(["test", "--quiet", "--no-fail-fast", "--workspace", "--lib", "--bins"]);
    command.args(QUICK.iter().flat_map(|name| ["--test", *name]));
    process::run(command.arg("--").args(args.words))
}
