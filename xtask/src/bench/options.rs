//! What the command line of `bench` asks for.

use std::path::PathBuf;

use lexopt::Arg;
use oasmith::cli::Failure;

use crate::corpus::documents;
use crate::workspace;

/// What is asked for.
pub struct Options {
    /// The parts to run; all, if none is named.
    pub parts: Vec<Part>,
    /// How often each thing is measured.
    pub runs: usize,
    /// A folder of more specs, beside the workspace's.
    pub specs: Option<PathBuf>,
    /// Only specs whose name fits one of these patterns.
    pub only: Vec<String>,
    /// Less of everything: enough to see that it works.
    pub quick: bool,
    /// How far compilation goes.
    pub profiles: Vec<Profile>,
    /// A folder of programs that call one operation each, `SPEC/GENERATOR.rs`.
    pub callers: PathBuf,
    /// Where the JSON goes.
    pub json: PathBuf,
}

/// A part of the measurements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Specs to code.
    Generation,
    /// Code to crates.
    Compilation,
    /// Crates at work.
    Runtime,
}

/// A way to compile.
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
    /// All, the cheapest first.
    pub const ALL: [Self; 3] = [Self::Check, Self::Build, Self::Release];

    /// Its name.
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
                    options.runs = runs.ok_or_else(|| Failure::Usage("--runs takes a number".to_owned()))?;
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

    /// Whether a part is asked for.
    pub fn wants(&self, part: Part) -> bool {
        self.parts.is_empty() || self.parts.contains(&part)
    }

    /// Whether something of this name is asked for.
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
            other => Err(Failure::Usage(format!(
                "there is nothing to measure called `{other}`: it is generation, compilation or runtime"
            ))),
        }
    }
}

fn profiles(list: &str) -> Result<Vec<Profile>, Failure> {
    let known = |name: &str| {
        let found = Profile::ALL.into_iter().find(|profile| profile.name() == name);
        found.ok_or_else(|| Failure::Usage(format!("--profile takes check, build, release, not `{name}`")))
    };
    list.split(',').map(known).collect()
}
