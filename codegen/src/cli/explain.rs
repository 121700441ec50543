//! `oasmith explain [CODE]`: prints the explanation of a diagnostic, or lists all codes.

use super::Failure;
use crate::diag::Code;

/// Explains a diagnostic code, or lists all codes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Codes to explain, for example `OA0104`
    #[arg(value_name = "CODE")]
    codes: Vec<String>,
}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<(), Failure> {
    if args.codes.is_empty() {
        for code in Code::ALL {
            println!("{}  {:<7}  {}", code.id(), code.severity().name(), code.title());
        }
    }
    for id in args.codes.iter().map(|code| code.to_uppercase()) {
        let Some(code) = Code::ALL.iter().find(|code| code.id() == id) else {
            return Err(Failure::Arguments(format!("unknown code `{id}`; to list all codes: oasmith explain")));
        };
        println!("{}", code.explained());
    }
    Ok(())
}
