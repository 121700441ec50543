//! `oasmith explain [CODE]`: prints the explanation of a diagnostic, or lists all codes.

use lexopt::Arg;

use super::Failure;
use crate::diag::Code;

/// Runs the command.
pub(super) fn run(mut arguments: lexopt::Parser) -> Result<(), Failure> {
    let mut wanted = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Value(code) => wanted.push(code.to_string_lossy().to_uppercase()),
            other => return Err(other.unexpected().into()),
        }
    }
    if wanted.is_empty() {
        for code in Code::ALL {
            println!("{}  {:<7}  {}", code.id(), code.severity().name(), code.title());
        }
    }
    for id in wanted {
        let Some(code) = Code::ALL.iter().find(|code| code.id() == id) else {
            return Err(Failure::Arguments(format!("unknown code `{id}`; to list all codes: oasmith explain")));
        };
        println!("{}", code.explained());
    }
    Ok(())
}
