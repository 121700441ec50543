//! The `oasmith` command, and what `cargo xtask` shares with it.
//!
//! Here alone the generator meets the user and the disk: arguments, printing, writing. Everything else is the library's.
//! Exit codes: 0 done, 1 failed, 2 not understood, 4 what is there is stale.

pub mod disk;
mod explain;
mod failure;
mod generate;
pub mod lock;
pub mod print;
pub mod sync;

use std::process::ExitCode;

use lexopt::Arg;

pub use failure::Failure;

const USAGE: &str = "\
oasmith COMMAND

  generate SPEC -o DIR    write a crate that stands alone
      --name NAME         the name of the package (from the document's title)
      --package-version V its version (0.1.0)
      --settings FILE     an oasmith.toml; of several APIs in it, the one called --api NAME
      --overlay FILE      an OpenAPI Overlay to apply, may be repeated
      --check             write nothing; show every difference (exit code 4)
      --keep-going        leave out what cannot be generated, and write the rest
      --timings           show how long each stage took
      --format FORMAT     of the diagnostics: text, json or github
  explain [CODE]          what a diagnostic means; without a code, the list of all
";

/// Runs the command with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    match dispatch(lexopt::Parser::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn dispatch(mut arguments: lexopt::Parser) -> Result<(), Failure> {
    let command = match arguments.next()? {
        Some(Arg::Value(command)) => command,
        Some(Arg::Long("help") | Arg::Short('h')) | None => {
            print!("{USAGE}");
            return Ok(());
        }
        Some(Arg::Long("version") | Arg::Short('V')) => {
            println!("oasmith {}", env!("CARGO_PKG_VERSION"));
            return Ok(());
        }
        Some(other) => return Err(other.unexpected().into()),
    };
    match command.to_string_lossy().as_ref() {
        "generate" => generate::run(arguments),
        "explain" => explain::run(arguments),
        "help" => {
            print!("{USAGE}");
            Ok(())
        }
        other => Err(Failure::Usage(format!("there is no command `{other}`\n\n{USAGE}"))),
    }
}
