//! The workspace's commands: the only place that reads and writes the workspace.
//!
//! Does not depend on `generated`, so that a broken output never blocks its own regeneration. Each command is a module of its
//! name; this file only chooses one. Exit codes: 0 done, 1 failed, 2 not understood, 4 stale.

mod add;
mod bench;
mod budget;
mod ci;
mod corpus;
mod diff;
mod fidelity;
mod regen;
mod run;
mod specs;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use lexopt::Arg;
use oasmith::cli::Failure;

const USAGE: &str = "\
cargo xtask COMMAND

  regen [API…]          make generated/ equal to what specs/ gives
  regen --check         write nothing; show every difference (exit code 4)
  add NAME FILE         put a spec under specs/ and pin it [--origin URL]
  diff [REV]            what changed for callers of generated/ since a git revision (HEAD)
  corpus DIR            generate and compile every spec below a folder
                          [--json FILE] [--jobs N] [--only GLOB] [--no-compile]
  fidelity SPEC INSTANCES
                        feed JSON instances through the generated types [--schema NAME] [--json FILE]
  bench [generation|compilation|runtime]
                        measure, beside baselines of the same run [--runs N] [--specs DIR] [--only GLOB] [--quick]
                          [--profile check,build,release] [--callers DIR] [--json FILE]
  budget                check what generated/ gives the compiler to do against xtask/budget.toml [--bless]
  test [WORD…]          the quick tests; OASMITH_BLESS=1 writes the golden files
  tidy                  enforce the house rules
  ci                    all that CI runs
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
        corpus::one::COMMAND => corpus::one::run(arguments),
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
        other => Err(Failure::Usage(format!("there is no command `{other}`\n\n{USAGE}"))),
    }
}
