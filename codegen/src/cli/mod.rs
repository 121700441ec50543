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

use std::process::ExitCode;

use lexopt::Arg;

pub use failure::Failure;

const USAGE: &str = "\
oasmith generates Rust client crates from OpenAPI documents.

Usage: oasmith COMMAND

  generate SPEC -o DIR      generate a standalone Rust client crate in DIR from the OpenAPI document SPEC
      --name NAME           package name (default: derived from the file name of SPEC)
      --package-version V   package version (default: 0.1.0)
      --settings FILE       read settings from FILE, an oasmith.toml
      --api NAME            use the settings of this API; required if the settings file has several
      --overlay FILE        apply an OpenAPI Overlay to SPEC (repeatable)
      --check               write nothing; show differences and exit with code 4 if there are any
      --keep-going          on errors, skip the affected parts and generate the rest
      --format FORMAT       format of diagnostics: text (default), json or github
      --all-diagnostics     show every diagnostic, including similar ones that are otherwise only counted
      --timings             show the duration of each stage
  explain [CODE]            explain a diagnostic code, or list all codes
  --version, --help         show the version, or this text

Exit codes: 0 success, 1 failure, 2 invalid arguments, 4 files in DIR are out of date (--check)
";

/// Runs the command with the process's arguments.
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
        other => Err(Failure::Arguments(format!("unknown command `{other}`\n\n{USAGE}"))),
    }
}
