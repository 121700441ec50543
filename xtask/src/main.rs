//! `cargo xtask`: the commands of this workspace. Only they read and write the workspace.
//!
//! This package does not depend on `generated`, so generated code that does not compile can be regenerated. Each command is a
//! module with the command's name; this file dispatches to it. Exit codes: 0 success, 1 failure, 2 invalid arguments,
//! 3 breaking changes, 4 out of date.

mod add;
mod bench;
mod budget;
mod ci;
mod corpus;
mod diff;
mod fidelity;
mod notes;
mod process;
mod regen;
mod rename;
mod specs;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use oasmith::cli::Failure;

const EXIT_CODES: &str = "Exit codes: 0 success, 1 failure, 2 invalid arguments, 3 breaking changes (diff --exit-code), 4 generated/ is out of date";

/// The commands of this workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, after_help = EXIT_CODES)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Regen(regen::Args),
    Add(add::Args),
    Diff(diff::Args),
    Rename(rename::Args),
    Corpus(corpus::Args),
    Fidelity(fidelity::Args),
    Bench(bench::Args),
    Budget(budget::Args),
    Test(test::Args),
    Tidy(tidy::Args),
    Ci(ci::Args),
    #[command(name = corpus::worker::COMMAND, hide = true)]
    CorpusWorker(corpus::worker::Args),
    #[command(name = bench::floor::COMMAND, hide = true)]
    BenchFloor(bench::floor::Args),
}

fn main() -> ExitCode {
    match run(CommandLine::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(line: CommandLine) -> Result<(), Failure> {
    let Some(command) = line.command else { return Ok(CommandLine::command().print_help()?) };
    workspace::enter()?;
    match command {
        Command::Regen(args) => regen::run(args),
        Command::Add(args) => add::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Rename(args) => rename::run(args),
        Command::Corpus(args) => corpus::run(args),
        Command::Fidelity(args) => fidelity::run(args),
        Command::Bench(args) => bench::run(args),
        Command::Budget(args) => budget::run(args),
        Command::Test(args) => test::run(args),
        Command::Tidy(args) => tidy::run(args),
        Command::Ci(args) => ci::run(args),
        Command::CorpusWorker(args) => corpus::worker::run(args),
        Command::BenchFloor(args) => bench::floor::run(args),
    }
}
