//! `cargo xtask fuzz`: runs the fuzz targets on stable Rust. They are a workspace of their own, `codegen/fuzz`.

use std::path::PathBuf;

use oasmith::cli::Failure;

use crate::{process, workspace};

/// The manifest of the fuzz targets.
pub const MANIFEST: &str = "codegen/fuzz/Cargo.toml";

const EXAMPLES: &str = "\
Examples:
  cargo xtask fuzz                             # every target, 10 seconds each
  cargo xtask fuzz events --seconds 600
  cargo xtask fuzz events target/oasmith/fuzz/events-123   # one input again";

/// Runs the fuzz targets with random inputs, or one of them with the inputs in files.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::help(EXAMPLES))]
pub struct Args {
    /// The target; all targets by default.
    target: Option<String>,
    /// Files with inputs that are run instead of random ones.
    #[arg(value_name = "FILE", requires = "target")]
    files: Vec<PathBuf>,
    /// The time for each target.
    #[arg(long, value_name = "N", default_value_t = 10)]
    seconds: u64,
    /// The first number of the pseudorandom sequence: another one gives other inputs.
    #[arg(long, value_name = "N", default_value_t = 1)]
    start: u64,
    /// Optimizes, with the checks of debug builds. This runs several times as many inputs, but takes minutes to compile.
    #[arg(long)]
    release: bool,
}

/// Runs the command.
pub fn run(args: Args) -> Result<(), Failure> {
    let mut command = process::cargo();
    command.args(["run", "--manifest-path", MANIFEST, "--locked"]);
    if args.release {
        command.arg("--release");
    }
    command.arg("--");
    command.args(["--seconds", &args.seconds.to_string(), "--start", &args.start.to_string()]);
    command.args(&args.target);
    command.args(args.files.iter().map(workspace::path));
    process::run(&mut command)
}
