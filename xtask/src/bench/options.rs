//! The command-line options of `bench`.

use std::path::PathBuf;

use lexopt::Arg;
use oasmith::cli::Failure;

use crate::corpus::documents;
use crate::workspace;

/// The options.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Generating code.
    Generation,
    /// Compiling the generated code.
    Compilation,
    /// Running the generated code.
    Runtime,
}

/// A cargo command to compile with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

impl Options {
    /// Reads the command line.
    pub fn parse(mut arguments: lexopt::Parser) -> Result<Self, Failure> {
        let mut options = Self {
            parts: Vec::new(),
            runs: 3,
            specs: None,
            only: Vec::new(),
            quick: false,
            profiles: Profile::ALL.to_vec(),
            callers: PathBuf::from("xtask/callers"),
            json: PathBuf::from(workspace::REPORTS).join("bench.json"),
        };
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Long("runs") => {
                    let text = arguments.value()?;
                    let runs = text.to_string_lossy().parse().ok().filter(|&runs| runs > 0);
                    options.runs =
                        runs.ok_or_else(|| Failure::Arguments("`--runs` expects a number greater than 0".to_owned()))?;
                }
                Arg::Long("specs") => options.specs = Some(workspace::path(arguments.value()?)),
                Arg::Long("only") => options.only.push(arguments.value()?.to_string_lossy().into_owned()),
                Arg::Long("quick") => options.quick = true,
                Arg::Long("profile") => options.profiles = profiles(&arguments.value()?.to_string_lossy())?,
                Arg::Long("callers") => options.callers = workspace::path(arguments.value()?),
                Arg::Long("json") => options.json = workspace::path(arguments.value()?),
                Arg::Value(part) => options.parts.push(Part::of(&part.to_string_lossy())?),
                other => return Err(other.unexpected().into()),
            }
        }
        if options.quick {
            options.runs = 1;
        }
        Ok(options)
    }

    /// Returns whether a part is selected.
    pub fn selects(&self, part: Part) -> bool {
        self.parts.is_empty() || self.parts.contains(&part)
    }

    /// Returns whether a document of this name is selected.
    pub fn includes(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|pattern| documents::matches(pattern, name))
    }
}

impl Part {
    fn of(name: &str) -> Result<Self, Failure> {
        match name {
            "generation" => Ok(Self::Generation),
            "compilation" => Ok(Self::Compilation),
            "runtime" => Ok(Self::Runtime),
            other => {
                Err(Failure::Arguments(format!("unknown part `{other}`: expected generation, compilation or runtime")))
            }
        }
    }
}

fn profiles(list: &str) -> Result<Vec<Profile>, Failure> {
    let known = |name: &str| {
        let found = Profile::ALL.into_iter().find(|profile| profile.name() == name);
        found.ok_or_else(|| Failure::Arguments(format!("`--profile` expects check, build or release, not `{name}`")))
    };
    list.split(',').map(known).collect()
}
