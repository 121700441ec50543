//! `oasmith explain [CODE]`: prints the explanation of a diagnostic, or lists all codes.

use clap::builder::PossibleValuesParser;

use super::Failure;
use crate::diag::Code;
use crate::outln;

const EXAMPLES: &str = "\
Examples:
  oasmith explain             # lists all codes
  oasmith explain OA0104

Exit codes: 0 success, 2 invalid arguments";

/// Explains a diagnostic code, or lists all codes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Codes to explain, for example `OA0104`.
    #[arg(value_name = "CODE", value_parser = codes(), ignore_case = true, hide_possible_values = true)]
    codes: Vec<String>,
}

/// Accepts the codes, so that the parser suggests and completes them.
fn codes() -> PossibleValuesParser {
    Code::ALL.iter().map(|code| code.id()).collect::<Vec<_>>().into()
}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<(), Failure> {
    if args.codes.is_empty() {
        for code in Code::ALL {
            outln!("{}  {:<7}  {}", code.id(), code.severity().name(), code.title());
        }
    }
    for id in args.codes {
        if let Some(code) = Code::ALL.iter().find(|code| code.id().eq_ignore_ascii_case(&id)) {
            outln!("{}", code.explained());
        }
    }
    Ok(())
}
