//! `cargo xtask`: the commands of this workspace. Only they read and write the workspace.
//!
//! This package does not depend on `generated`, so generated code that does not compile or is missing can be regenerated. Each command is a
//! module with the command's name; this file dispatches to it. Exit codes: 0 success, 1 failure, 2 invalid arguments,
//! 3 breaking changes, 4 out of date.

#![warn(clippy::print_stdout, clippy::print_stderr)]

mod add;
mod bench;
mod budget;
mod ci;
mod corpus;
mod diff;
mod fidelity;
mod fuzz;
mod generated_manifests;
mod incoming;
mod notes;
mod pins;
mod placement;
mod process;
mod progress;
mod regen;
mod rename;
mod specs;
mod test;
mod tidy;
mod unused_documents;
mod update;
mod workspace;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use oasmith::cli::console::{self, ConsoleOptions};
use oasmith::cli::{Failure, completions};
use oasmith::out;

/// The exit codes, as the help shows them.
const EXIT_CODES: &str = "Exit codes: 0 success, 1 failure, 2 invalid arguments, 3 breaking changes (diff --exit-code), 4 out of date (regen, diff --exit-code, update --check)";

const EXAMPLES: &str = "\
Examples:
  cargo xtask add shop ~/Downloads/shop.yaml
  cargo xtask regen
  cargo xtask test";

const COMPLETIONS: &str = "\
Shells complete `xtask`, so define an alias: alias xtask='cargo xtask'

Examples:
  cargo xtask completions bash > ~/.local/share/bash-completion/completions/xtask
  cargo xtask completions zsh > ~/.zfunc/_xtask      # ~/.zfunc must be in fpath
  cargo xtask completions fish > ~/.config/fish/completions/xtask.fish";

/// The commands of this workspace.
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", version, after_help = help(EXAMPLES))]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    console: ConsoleOptions,
}

#[derive(Debug, Subcommand)]
enum Command {
    Regen(regen::Args),
    Add(add::Args),
    Update(update::Args),
    Diff(diff::Args),
    Rename(rename::Args),
    Corpus(corpus::Args),
    Fidelity(fidelity::Args),
    Fuzz(fuzz::Args),
    Bench(bench::Args),
    Budget(budget::Args),
    Test(test::Args),
    Tidy(tidy::Args),
    Ci(ci::Args),
    #[command(after_help = COMPLETIONS)]
    Completions(completions::Args),
    #[command(name = corpus::worker::COMMAND, hide = true)]
    CorpusWorker(corpus::worker::Args),
    #[command(name = bench::floor::COMMAND, hide = true)]
    BenchFloor(bench::floor::Args),
}

fn main() -> ExitCode {
    let line: CommandLine = console::parse();
    console::finish(run(line))
}

fn run(line: CommandLine) -> Result<(), Failure> {
    line.console.apply();
    match line.command {
        None => {
            out!("{}", CommandLine::command().render_help().ansi());
            Ok(())
        }
        Some(command) => command.run(),
    }
}

impl Command {
    fn run(self) -> Result<(), Failure> {
        if !matches!(self, Self::Completions(_)) {
            workspace::enter()?;
        }
        match self {
            Self::Completions(args) => {
                completions::run(&args, CommandLine::command());
                Ok(())
            }
            Self::Regen(args) => regen::run(args),
            Self::Add(args) => add::run(args),
            Self::Update(args) => update::run(args),
            Self::Diff(args) => diff::run(args),
            Self::Rename(args) => rename::run(args),
            Self::Corpus(args) => corpus::run(args),
            Self::Fidelity(args) => fidelity::run(args),
            Self::Fuzz(args) => fuzz::run(args),
            Self::Bench(args) => bench::run(args),
            Self::Budget(args) => budget::run(args),
            Self::Test(args) => test::run(args),
            Self::Tidy(args) => tidy::run(args),
            Self::Ci(args) => ci::run(args),
            Self::CorpusWorker(args) => corpus::worker::run(args),
            Self::BenchFloor(args) => bench::floor::run(args),
        }
    }
}

/// Returns the end of a command's help.
fn help(examples: &str) -> String {
    format!("{examples}\n\n{EXIT_CODES}")
}
