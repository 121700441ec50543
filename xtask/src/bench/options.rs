//! The command-line options of `bench`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::ValueEnum;

use crate::corpus::documents;
use crate::workspace;

const EXAMPLES: &str = "\
Examples:
  cargo xtask bench --quick        # checks that the benchmark works
  cargo xtask bench compilation --profile check,build --only 'alguna'";

/// Measures code generation, compilation and run time against baselines of the same run.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::help(EXAMPLES))]
pub struct Args {
    /// The parts to measure (default: all).
    #[arg(value_name = "PART")]
    parts: Vec<Part>,
    /// The number of runs of each measurement.
    #[arg(long, value_name = "N", default_value = "3")]
    runs: NonZeroUsize,
    /// A folder of documents to measure in addition to the workspace's own.
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// Measure only documents whose names match this pattern (repeatable).
    #[arg(long, value_name = "GLOB")]
    only: Vec<String>,
    /// Measure only once, and only small synthetic documents, to check that the benchmark works.
    #[arg(long)]
    quick: bool,
    /// The profiles to compile with.
    #[arg(long = "profile", value_name = "PROFILE", value_delimiter = ',', default_values = Profile::ALL.map(Profile::name))]
    profiles: Vec<Profile>,
    /// A folder of programs that each call one operation: SPEC/GENERATOR.rs (default: xtask/callers).
    #[arg(long, value_name = "DIR")]
    callers: Option<PathBuf>,
    /// Write the results to this file (default: target/oasmith/bench.json).
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// The options, with their defaults.
pub struct Options {
    /// The parts to measure. Empty means all.
    pub parts: Vec<Part>,
    /// The number of runs of each measurement.
    pub runs: usize,
    /// A folder of documents to measure in addition to the workspace's own.
    pub specs: Option<PathBuf>,
    /// Patterns for the names of documents. Empty means all documents.
    pub only: Vec<String>,
    /// Whether to measure only once, and only small synthetic documents, to check that the benchmark works.
    pub quick: bool,
    /// The profiles to compile with.
    pub profiles: Vec<Profile>,
    /// A folder of programs that each call one operation: `SPEC/GENERATOR.rs`.
    pub callers: PathBuf,
    /// The path of the JSON output.
    pub json: PathBuf,
}

/// A part of the benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Generating code.
    Generation,
    /// Compiling the generated code.
    Compilation,
    /// Running the generated code.
    Runtime,
}

/// A cargo command to compile with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    /// `cargo check`
    Check,
    /// `cargo build`
    Build,
    /// `cargo build --release`
    Release,
}

impl Profile {
    /// All profiles, the fastest first.
    pub const ALL: [Self; 3] = [Self::Check, Self::Build, Self::Release];

    /// Returns the profile's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Build => "build",
            Self::Release => "release",
        }
    }
}

impl From<Args> for Options {
    fn from(args: Args) -> Self {
        Self {
            parts: args.parts,
            runs: if args.quick { 1 } else { args.runs.get() },
            specs: args.specs.map(workspace::path),
            only: args.only,
            quick: args.quick,
            profiles: args.profiles,
            callers: args.callers.map_or_else(|| PathBuf::from("xtask/callers"), workspace::path),
            json: args.json.map_or_else(|| PathBuf::from(workspace::REPORTS).join("bench.json"), workspace::path),
        }
    }
}

impl Options {
    /// Returns whether a part is selected.
    pub fn selects(&self, part: Part) -> bool {
        self.parts.is_empty() || self.parts.contains(&part)
    }

    /// Returns whether a document of this name is selected.
    pub fn includes(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|pattern| documents::matches(pattern, name))
    }
}
