//! The `oasmith` command, and the parts of it that `cargo xtask` shares.
//!
//! Only this module reads arguments, prints, and reads and writes output files; the rest of the library does not.
//! Exit codes: 0 success, 1 failure, 2 invalid arguments, 4 the files on disk are out of date.

pub mod completions;
pub mod console;
pub mod disk;
mod enclosing_workspace;
mod explain;
mod failure;
pub mod file_list;
mod generate;
pub mod lock;
pub mod output_folder;
pub mod output_lock;
pub mod print;
mod schema;
pub mod shell;
pub mod stdin;
mod target_folder;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use self::console::ConsoleOptions;
pub use failure::Failure;

/// The exit codes, as the help shows them.
const EXIT_CODES: &str =
    "Exit codes: 0 success, 1 failure, 2 invalid arguments, 4 the files in DIR are out of date (--check)";

const EXAMPLES: &str = "\
Examples:
  oasmith generate openapi.yaml -o my-client
  oasmith explain OA0104";

/// Generates Rust client crates from OpenAPI documents.
#[derive(Debug, Parser)]
#[command(name = "oasmith", version, after_help = help(EXAMPLES))]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    console: ConsoleOptions,
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(generate::Args),
    Explain(explain::Args),
    Completions(completions::Args),
    Schema(schema::Args),
}

/// Runs the command with the process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    let line: CommandLine = console::parse();
    console::finish(run(line))
}

fn run(line: CommandLine) -> Result<(), Failure> {
    line.console.apply();
    match line.command {
        Some(Command::Generate(args)) => generate::run(args),
        Some(Command::Explain(args)) => explain::run(args),
        Some(Command::Completions(args)) => {
            completions::run(&args, CommandLine::command());
            Ok(())
        }
        Some(Command::Schema(args)) => schema::run(args),
        None => {
            crate::out!("{}", CommandLine::command().render_help().ansi());
            Ok(())
        }
    }
}

/// Returns the end of a command's help.
fn help(examples: &str) -> String {
    format!("{examples}\n\n{EXIT_CODES}")
}
