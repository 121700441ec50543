//! The `oasmith` command, and the parts of it that `cargo xtask` shares.
//!
//! Only this module reads arguments, prints, and reads and writes output files; the rest of the library does not.
//! Exit codes: 0 success, 1 failure, 2 invalid arguments, 4 the files on disk are out of date.

pub mod disk;
mod explain;
mod failure;
mod generate;
pub mod lock;
pub mod output_folder;
pub mod print;
mod schema;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

pub use failure::Failure;

/// The exit codes, as the help shows them.
const EXIT_CODES: &str =
    "Exit codes: 0 success, 1 failure, 2 invalid arguments, 4 the files in DIR are out of date (--check)";

/// Generates Rust client crates from OpenAPI documents.
#[derive(Debug, Parser)]
#[command(name = "oasmith", version, after_help = EXIT_CODES)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(generate::Args),
    Explain(explain::Args),
    Schema(schema::Args),
}

/// Runs the command with the process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    match run(CommandLine::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(line: CommandLine) -> Result<(), Failure> {
    match line.command {
        Some(Command::Generate(args)) => generate::run(args),
        Some(Command::Explain(args)) => explain::run(args),
        Some(Command::Schema(args)) => schema::run(args),
        None => Ok(CommandLine::command().print_help()?),
    }
}
