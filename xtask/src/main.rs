//! `cargo xtask`: the commands of this workspace. Only they read and write the workspace.
//!
//! This package does not depend on `generated`, so generated code that does not compile can be regenerated. Each command is a
//! module with the command's name; this file dispatches to it. Exit codes: 0 success, 1 failure, 2 invalid arguments, 4 out of date.

mod add;
mod bench;
mod budget;
mod ci;
mod corpus;
mod diff;
mod fidelity;
mod pins;
mod process;
mod regen;
mod specs;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use lexopt::Arg;
use oasmith::cli::Failure;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  regen [API…]          Generate the code in generated/ from the documents in specs/
  regen --check         Show how generated/ differs from specs/ and write nothing (exit code 4 if it differs)
  add NAME FILE         Copy a document to specs/ and record its hash in specs/oasmith.toml [--origin URL]
  diff [REV]            List API changes in generated/ since a git revision (default: HEAD)
  corpus DIR            Generate and compile every document below a folder
                          [--json FILE] [--jobs N] [--only GLOB] [--no-compile]
  fidelity SPEC INSTANCES
                        Decode and encode JSON instances with the generated types, and compare the
                        results with the instances
                          [--schema NAME] [--json FILE]
  bench [generation|compilation|runtime]
                        Measure code generation, compilation and run time against baselines of the
                        same run
                          [--runs N] [--specs DIR] [--only GLOB] [--quick]
                          [--profile check,build,release] [--callers DIR] [--json FILE]
  budget                Compare the compile cost of generated/ with the limits in xtask/budget.toml;
                        --bless replaces the limits by the measured figures
  test [WORD…]          Run the quick tests, or those whose names contain WORD; OASMITH_BLESS=1 updates
                        the golden files
  tidy                  Check the code conventions that the compiler does not check
  ci                    Run everything that CI runs

Exit codes: 0 success, 1 failure, 2 invalid arguments, 4 generated/ is out of date.
";

fn main() -> ExitCode {
    match dispatch() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn dispatch() -> Result<(), Failure> {
    let mut arguments = lexopt::Parser::from_env();
    let command = match arguments.next()? {
        Some(Arg::Value(command)) => command,
        Some(Arg::Long("help") | Arg::Short('h')) | None => {
            print!("{USAGE}");
            return Ok(());
        }
        Some(other) => return Err(other.unexpected().into()),
    };
    workspace::enter()?;
    match command.to_string_lossy().as_ref() {
        "regen" => regen::run(arguments),
        "add" => add::run(arguments),
        "diff" => diff::run(arguments),
        "corpus" => corpus::run(arguments),
        corpus::worker::COMMAND => corpus::worker::run(arguments),
        "fidelity" => fidelity::run(arguments),
        "bench" => bench::run(arguments),
        "budget" => budget::run(arguments),
        bench::floor::COMMAND => bench::floor::run(arguments),
        "test" => test::run(arguments),
        "tidy" => tidy::run(arguments),
        "ci" => ci::run(arguments),
        "help" => {
            print!("{USAGE}");
            Ok(())
        }
        other => Err(Failure::Arguments(format!("unknown command `{other}`\n\n{USAGE}"))),
    }
}
