//! `cargo xtask test`: runs the quick tests, which neither compile nor run generated code.
//!
//! These are the unit tests and all comparisons with golden files. With `OASMITH_BLESS=1` they update the golden files.

use std::ffi::OsString;
use std::io::IsTerminal;

use oasmith::cli::Failure;
use oasmith::cli::console::{self, Verbosity};

use crate::process;

/// The quick integration tests. `cargo test --workspace` also runs the tests that compile generated code, call it over HTTP or take
/// several seconds.
const QUICK: &[&str] = &[
    "add",
    "command",
    "console",
    "determinism",
    "diagnostics",
    "diff",
    "golden",
    "kept_names",
    "models",
    "names",
    "readme",
    "regen",
    "sessions",
    "settings",
    "update",
    "update_workflow",
];

const EXAMPLES: &str = "\
Examples:
  cargo xtask test
  cargo xtask test pagination      # the tests whose names contain the word
  OASMITH_BLESS=1 cargo xtask test # updates the golden files";

/// Runs the quick tests, or those whose names contain a word; OASMITH_BLESS=1 updates the golden files.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::help(EXAMPLES))]
pub struct Args {
    /// Words and options of the test programs, which are passed on as they are.
    #[arg(value_name = "WORD", trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<OsString>,
}

/// Runs the command. Passes its arguments to the test programs, so a word selects the tests whose names contain it.
pub fn run(args: Args) -> Result<(), Failure> {
    let mut command = process::cargo();
    command.arg("test");
    // The first build takes minutes, so a terminal shows cargo's progress. The test programs are quiet in both cases.
    if !std::io::stderr().is_terminal() || console::verbosity() == Verbosity::Quiet {
        command.arg("--quiet");
    }
    // Test the complete workspace: a single package would have different features, so cargo would compile it again.
    command.args(["--no-fail-fast", "--workspace", "--lib", "--bins"]);
    command.args(QUICK.iter().flat_map(|name| ["--test", *name]));
    process::run(command.args(["--", "--format=terse"]).args(args.words))
}
